//! Content that holds until a read model moves: what every visitor sees is asked for and written once,
//! not for each of them. Nothing is shown that is older than what the read models held when it was asked for.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use chrono::{DateTime, Utc};
use projections::engine::{Moves, Stamp};
use sqlx::PgPool;

use crate::error::PageError;
use crate::visit::Visit;

/// Whether this visit sees what every visitor sees, but for the clocks by which times are told: nobody is signed in,
/// and no link carries a query on.
pub fn is_common(visit: &Visit) -> bool {
    visit.viewer.is_none() && visit.query.is_empty()
}

/// For keys of what the clock changes too: nearly all events begin and end at a quarter of an hour.
pub fn quarter(now: DateTime<Utc>) -> i64 {
    now.timestamp().div_euclid(15 * 60)
}

/// How far the read models are, asked once for all requests that wait for it at the same time.
pub struct LatestMoves {
    pool: PgPool,
    /// So many have asked.
    asked: AtomicU64,
    answer: tokio::sync::Mutex<Answer>,
}

#[derive(Default)]
struct Answer {
    /// The question was put after so many had asked.
    covers: u64,
    moves: Option<Arc<Moves>>,
}

impl LatestMoves {
    pub fn new(pool: PgPool) -> Self {
        Self { pool, asked: AtomicU64::default(), answer: tokio::sync::Mutex::default() }
    }

    /// Not older than this call; none where the database cannot be asked.
    pub async fn now(&self) -> Option<Arc<Moves>> {
        let mine = self.asked.fetch_add(1, Ordering::SeqCst) + 1;
        let mut answer = self.answer.lock().await;
        if answer.covers < mine {
            let covers = self.asked.load(Ordering::SeqCst);
            let moves = Moves::now(&self.pool).await;
            let moves = moves.inspect_err(|error| tracing::debug!(%error, "pages are made anew"));
            *answer = Answer { covers, moves: moves.ok().map(Arc::new) };
        }
        answer.moves.clone()
    }
}

/// Held while one visitor asks, so that others wait for the answer instead of asking too.
type Slot<V> = Arc<tokio::sync::Mutex<Option<(Stamp, Arc<V>)>>>;

/// So many answers are kept at the most: about as much memory as one page has bytes, times this.
const MOST: usize = 500;

pub struct Current<K, V> {
    models: Vec<String>,
    slots: Mutex<HashMap<K, Slot<V>>>,
}

impl<K: Eq + Hash, V> Current<K, V> {
    /// For answers that come from these read models alone.
    pub fn of(models: &[&str]) -> Self {
        let models = models.iter().map(|&model| model.to_owned()).collect();
        Self { models, slots: Mutex::default() }
    }

    /// The answer for the key; `ask` runs only when a read model has moved since the last time, and where nobody
    /// could tell whether one has.
    pub async fn get(
        &self,
        moves: Option<&Moves>,
        key: K,
        ask: impl Future<Output = Result<V, PageError>>,
    ) -> Result<Arc<V>, PageError> {
        let Some(moves) = moves else { return Ok(Arc::new(ask.await?)) };
        let now = moves.of(&self.models);
        let slot = {
            let mut slots = self.slots.lock().expect("nobody panics while holding it");
            // Whoever asks for ever new addresses costs the others one question each, and no memory.
            if slots.len() >= MOST && !slots.contains_key(&key) {
                slots.clear();
            }
            Arc::clone(slots.entry(key).or_default())
        };
        let mut held = slot.lock().await;
        if let Some((stamp, answer)) = &*held
            && *stamp >= now
        {
            return Ok(Arc::clone(answer));
        }
        let answer = Arc::new(ask.await?);
        *held = Some((now, Arc::clone(&answer)));
        Ok(answer)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;

    #[tokio::test]
    async fn it_asks_again_only_when_a_read_model_has_moved() {
        let db = testkit::database().await;
        let change = async |sql: &str| sqlx::query(sql).execute(&db.pool).await.unwrap();
        change("INSERT INTO checkpoints (name, version) VALUES ('a', 1), ('b', 1)").await;
        let asked = AtomicU32::new(0);
        let current = Current::<&str, u32>::of(&["a"]);
        let latest = LatestMoves::new(db.pool.clone());
        let get = async |key| {
            *current
                .get(latest.now().await.as_deref(), key, async {
                    Ok(asked.fetch_add(1, Ordering::Relaxed) + 1)
                })
                .await
                .unwrap()
        };
        assert_eq!((get("x").await, get("x").await), (1, 1));
        assert_eq!(get("y").await, 2);
        change("UPDATE checkpoints SET position = 5, moved_at = now() WHERE name = 'b'").await;
        assert_eq!(get("x").await, 1);
        change("UPDATE checkpoints SET position = 5, moved_at = now() WHERE name = 'a'").await;
        assert_eq!((get("x").await, get("x").await), (3, 3));
        let (one, other) = tokio::join!(get("z"), get("z"));
        assert_eq!((one, other), (4, 4));
    }

    #[tokio::test]
    async fn no_more_than_so_many_are_kept() {
        let db = testkit::database().await;
        let current = Current::<usize, usize>::of(&["a"]);
        let moves = Moves::now(&db.pool).await.unwrap();
        for key in 0..=MOST {
            let got = current.get(Some(&moves), key, async { Ok(key) }).await.unwrap();
            assert_eq!(*got, key);
        }
        assert_eq!(current.slots.lock().unwrap().len(), 1);
    }

    #[tokio::test]
    async fn a_failure_is_not_kept() {
        let db = testkit::database().await;
        let current = Current::<(), u32>::of(&["a"]);
        let moves = Moves::now(&db.pool).await.unwrap();
        let failed = current.get(Some(&moves), (), async { Err(PageError::Internal) }).await;
        assert!(failed.is_err());
        assert_eq!(*current.get(Some(&moves), (), async { Ok(7) }).await.unwrap(), 7);
    }

    #[tokio::test]
    async fn nothing_is_kept_while_nobody_can_tell_whether_it_holds() {
        let current = Current::<(), u32>::of(&["a"]);
        for answer in [1, 2] {
            assert_eq!(*current.get(None, (), async { Ok(answer) }).await.unwrap(), answer);
        }
    }

    #[tokio::test]
    async fn who_asks_while_others_wait_gets_what_was_asked_for_after_that() {
        let db = testkit::database().await;
        let latest = LatestMoves::new(db.pool.clone());
        let names = ["a".to_owned()];
        let before = latest.now().await.unwrap().of(&names);
        // The first question waits for the lock of the table, and what comes meanwhile for the first.
        let mut locked = db.pool.begin().await.unwrap();
        sqlx::raw_sql("LOCK TABLE checkpoints").execute(&mut *locked).await.unwrap();
        let first = latest.now();
        let change = async {
            while latest.asked.load(Ordering::SeqCst) < 2 {
                tokio::task::yield_now().await;
            }
            let late = async { tokio::join!(latest.now(), latest.now()) };
            let moved = async {
                while latest.asked.load(Ordering::SeqCst) < 4 {
                    tokio::task::yield_now().await;
                }
                sqlx::query("INSERT INTO checkpoints (name, version, position) VALUES ('a', 1, 5)")
                    .execute(&mut *locked)
                    .await
                    .unwrap();
                locked.commit().await.unwrap();
            };
            tokio::join!(late, moved).0
        };
        let (_, (one, other)) = tokio::join!(first, change);
        let (one, other) = (one.unwrap(), other.unwrap());
        assert!(one.of(&names) > before);
        assert!(Arc::ptr_eq(&one, &other), "one question is enough for two");
    }

    #[tokio::test]
    async fn who_goes_away_while_asking_leaves_the_question_to_the_next() {
        let db = testkit::database().await;
        let latest = LatestMoves::new(db.pool.clone());
        drop(futures::FutureExt::now_or_never(latest.now()));
        assert!(latest.now().await.is_some());
    }
}
