//! Content that holds until a read model moves: what every visitor sees is asked for and written once,
//! not for each of them. Nothing is shown that is older than what the read models held when it was asked for.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex};

use projections::engine::{Stamp, stamp};
use sqlx::PgPool;

use crate::error::PageError;
use crate::visit::Visit;

/// Whether this visit sees what every visitor sees: nobody is signed in, and no link carries a query on.
pub fn is_common(visit: &Visit) -> bool {
    visit.viewer.is_none() && visit.query.is_empty() && visit.zone.is_none()
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

    /// The answer for the key; `ask` runs only when a read model has moved since the last time.
    pub async fn get(
        &self,
        pool: &PgPool,
        key: K,
        ask: impl Future<Output = Result<V, PageError>>,
    ) -> Result<Arc<V>, PageError> {
        let now = stamp(pool, &self.models).await?;
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
        let get = async |key| {
            *current
                .get(&db.pool, key, async { Ok(asked.fetch_add(1, Ordering::Relaxed) + 1) })
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
        for key in 0..=MOST {
            let got = current.get(&db.pool, key, async { Ok(key) }).await.unwrap();
            assert_eq!(*got, key);
        }
        assert_eq!(current.slots.lock().unwrap().len(), 1);
    }

    #[tokio::test]
    async fn a_failure_is_not_kept() {
        let db = testkit::database().await;
        let current = Current::<(), u32>::of(&["a"]);
        let failed = current.get(&db.pool, (), async { Err(PageError::Internal) }).await;
        assert!(failed.is_err());
        assert_eq!(*current.get(&db.pool, (), async { Ok(7) }).await.unwrap(), 7);
    }
}
