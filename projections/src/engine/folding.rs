//! Folds the log into the read models of a rebuild: one task reads, others decode, and each read model folds
//! in a task of its own, so that one that writes rows out holds up nobody.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use domain::{LogError, Position, Recorded};
use sqlx::{Connection, PgConnection};
use tokio::sync::{Semaphore, mpsc};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use super::live::add_key;
use super::model::Model;
use super::pages::{Pages, pages};
use super::rebuild::{Progress, Rebuild, RebuildError, SHADOW, Stage, shadow};
use super::table::Rows;

/// Pages that a read model may be behind the one that is furthest.
const QUEUE: usize = 4;
/// Read models that are written out, or load rows, at a time.
const HANDS: usize = 2;
/// Rows are written out after so long in any case: more than that is never to be folded again after a crash.
const OFTEN: Duration = Duration::from_mins(5);
/// Putting aside has to free this part of what all take.
const WORTH: usize = 32;
const TELL: Duration = Duration::from_millis(100);

/// A read model in its rebuild.
pub(super) struct Work {
    pub model: Arc<dyn Model>,
    pub rows: Box<dyn Rows>,
    /// Folded up to here, in memory or in the shadow table.
    pub at: Position,
    /// The shadow has its primary key: rows were written.
    pub keyed: bool,
    /// It has the other indexes too.
    pub indexed: bool,
}

type Page = Arc<Vec<Recorded>>;

/// How memory comes free.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Give {
    PutAside,
    WriteOut,
}

/// Which of the read models makes room, and how. Putting aside leaves 16 bytes a row: once that is most of
/// what they take, there is nothing but to write out.
pub(super) fn make_room(bytes: &[usize], loose: &[usize], budget: usize) -> Option<(usize, Give)> {
    let all: usize = bytes.iter().sum();
    let largest = |sizes: &[usize]| sizes.iter().copied().enumerate().max_by_key(|(_, size)| *size);
    let (n, most) = largest(loose)?;
    if all <= budget {
        None
    } else if WORTH * most >= all {
        Some((n, Give::PutAside))
    } else {
        largest(bytes).map(|(n, _)| (n, Give::WriteOut))
    }
}

/// What the tasks know of each other, by the number of the read model.
struct Board {
    bytes: Vec<AtomicUsize>,
    loose: Vec<AtomicUsize>,
    at: Vec<AtomicU64>,
    hands: Semaphore,
}

impl Board {
    fn note(&self, n: usize, work: &Work) {
        self.bytes[n].store(work.rows.bytes(), Ordering::Relaxed);
        self.loose[n].store(work.rows.loose(), Ordering::Relaxed);
        self.at[n].store(work.at.0, Ordering::Relaxed);
    }

    /// What this one has to do where all together take too much memory.
    fn has_to(&self, n: usize, budget: usize) -> Option<Give> {
        let bytes: Vec<usize> = self.bytes.iter().map(|bytes| bytes.load(Ordering::Relaxed)).collect();
        let loose: Vec<usize> = self.loose.iter().map(|bytes| bytes.load(Ordering::Relaxed)).collect();
        make_room(&bytes, &loose, budget).filter(|(largest, _)| *largest == n).map(|(_, give)| give)
    }

    /// Up to where everybody has come.
    fn done(&self) -> u64 {
        self.at.iter().map(|at| at.load(Ordering::Relaxed)).min().unwrap_or_default()
    }
}

impl Rebuild {
    /// Folds every work up to `end`.
    pub(super) async fn fold_to(
        &self,
        works: Vec<Work>,
        end: Position,
        progress: &(impl Fn(Progress) + Sync),
        stop: &CancellationToken,
    ) -> Result<Vec<Work>, RebuildError> {
        let Some(start) = works.iter().map(|work| work.at).min() else { return Ok(works) };
        // Beside the connections that read the log and hold the lock.
        let connections = self.pool.options().get_max_connections() as usize;
        let board = Arc::new(Board {
            bytes: works.iter().map(|_| AtomicUsize::new(0)).collect(),
            loose: works.iter().map(|_| AtomicUsize::new(0)).collect(),
            at: works.iter().map(|work| AtomicU64::new(work.at.0)).collect(),
            hands: Semaphore::new(HANDS.min(connections.saturating_sub(3)).max(1)),
        });
        let models: Vec<Arc<dyn Model>> = works.iter().map(|work| Arc::clone(&work.model)).collect();
        // One that fails stops the others: a task that is cut off could leave a transaction open.
        let halt = stop.child_token();
        let mut failed = None;
        let mut folding = JoinSet::new();
        let mut feeds = Vec::with_capacity(works.len());
        for (n, work) in works.into_iter().enumerate() {
            let (feed, pages) = mpsc::channel(QUEUE);
            feeds.push(feed);
            folding.spawn(self.clone().fold(n, work, pages, Arc::clone(&board), halt.clone()));
        }
        let models: Vec<&dyn Model> = models.iter().map(AsRef::as_ref).collect();
        let pages = pages(&self.log, &models, start, end, self.page);
        let reading = tokio::spawn(feed(pages, feeds));
        let told = |done: u64| progress(Progress { stage: Stage::Folding, done, total: end.0 });
        let mut ticks = tokio::time::interval(TELL);
        let mut folded = Vec::new();
        while !folding.is_empty() {
            tokio::select! {
                Some(ended) = folding.join_next() => match ended {
                    Ok(Ok(work)) => folded.push(work),
                    Ok(Err(error)) => {
                        halt.cancel();
                        failed.get_or_insert(error);
                    }
                    Err(error) => std::panic::resume_unwind(error.into_panic()),
                },
                _ = ticks.tick() => told(board.done()),
            }
        }
        if let Some(error) = failed {
            return Err(error);
        }
        match reading.await {
            Ok(read) => read?,
            Err(error) => std::panic::resume_unwind(error.into_panic()),
        }
        if stop.is_cancelled() {
            return Err(RebuildError::Interrupted(Position(board.done())));
        }
        // What comes after its last event is not for it.
        for work in &mut folded {
            work.at = work.at.max(end);
        }
        told(end.0);
        Ok(folded)
    }

    /// One read model over all pages.
    async fn fold(
        self,
        n: usize,
        mut work: Work,
        mut pages: mpsc::Receiver<Page>,
        board: Arc<Board>,
        stop: CancellationToken,
    ) -> Result<Work, RebuildError> {
        let mut written = Instant::now();
        while let Some(page) = pages.recv().await {
            self.fold_page(&mut work, &page, Some(&board.hands)).await?;
            board.note(n, &work);
            let stopped = stop.is_cancelled();
            let give = board.has_to(n, self.budget);
            if give == Some(Give::PutAside) {
                work.rows.put_aside().map_err(RebuildError::Scratch)?;
                board.note(n, &work);
            }
            if stopped || give == Some(Give::WriteOut) || written.elapsed() > OFTEN {
                let _hand = board.hands.acquire().await;
                let mut connection = self.pool.acquire().await?;
                self.write_out(&mut connection, &mut work, stopped).await?;
                board.note(n, &work);
                written = Instant::now();
            }
            if stopped {
                break;
            }
        }
        Ok(work)
    }

    async fn fold_page(
        &self,
        work: &mut Work,
        page: &[Recorded],
        hands: Option<&Semaphore>,
    ) -> Result<(), RebuildError> {
        let events = &page[page.partition_point(|event| event.position <= work.at)..];
        let Some(last) = events.last() else { return Ok(()) };
        if work.rows.touch(events).map_err(RebuildError::Scratch)? {
            let _hand = match hands {
                Some(hands) => hands.acquire().await.ok(),
                None => None,
            };
            let mut connection = self.pool.acquire().await?;
            work.rows.load(&mut connection).await?;
        }
        let fold = work.rows.fold(events);
        fold.map_err(|source| RebuildError::Fold { model: work.model.name(), source })?;
        work.at = last.position;
        Ok(())
    }

    /// What came since the rebuild began goes into the finished table.
    pub(super) async fn catch_up(
        &self,
        connection: &mut PgConnection,
        work: &mut Work,
        until: Position,
    ) -> Result<(), RebuildError> {
        let mut pages = pages(&self.log, &[work.model.as_ref()], work.at, until, self.page);
        while let Some(page) = pages.recv().await {
            self.fold_page(work, &page?, None).await?;
        }
        work.at = work.at.max(until);
        Ok(self.write_out(connection, work, true).await?)
    }

    /// Rows in memory go to the shadow table, with the checkpoint to go on from.
    pub(super) async fn write_out(
        &self,
        connection: &mut PgConnection,
        work: &mut Work,
        last: bool,
    ) -> Result<(), sqlx::Error> {
        let mut tx = Connection::begin(&mut *connection).await?;
        sqlx::query("SET LOCAL synchronous_commit = off").execute(&mut *tx).await?;
        work.rows.flush(&mut tx, last).await?;
        if !std::mem::replace(&mut work.keyed, true) {
            add_key(&mut tx, work.model.as_ref(), SHADOW).await?;
        }
        sqlx::query!(
            "UPDATE checkpoints SET position = $2, moved_at = now() WHERE name = $1",
            shadow(work.model.name()),
            work.at.0.cast_signed(),
        )
        .execute(&mut *tx)
        .await?;
        tx.commit().await
    }
}

/// Gives each page to every read model, as fast as the slowest of them takes it.
async fn feed(mut pages: Pages, feeds: Vec<mpsc::Sender<Page>>) -> Result<(), LogError> {
    while let Some(page) = pages.recv().await {
        let page = Arc::new(page?);
        for feed in &feeds {
            if feed.send(Arc::clone(&page)).await.is_err() {
                // It was stopped, or has failed and says so itself.
                return Ok(());
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_can_give_most_makes_room() {
        assert_eq!(make_room(&[50, 40], &[50, 40], 100), None);
        assert_eq!(make_room(&[60, 50], &[10, 50], 100), Some((1, Give::PutAside)));
        // What is left are the hashes of what was put aside.
        assert_eq!(make_room(&[600, 500], &[10, 20], 100), Some((0, Give::WriteOut)));
        assert_eq!(make_room(&[600, 500], &[0, 0], 100), Some((0, Give::WriteOut)));
        assert_eq!(make_room(&[], &[], 0), None);
    }
}
