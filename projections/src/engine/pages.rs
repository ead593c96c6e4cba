//! The log in pages, read ahead of whoever folds them.

use std::sync::Arc;

use domain::{EventLog, LogError, Position, Recorded};
use tokio::sync::mpsc;

use super::model::Model;

/// Pages that are read ahead, so that reading goes on while rows are written out.
const AHEAD: usize = 10;

/// What comes of a log, page after page; it ends with the last.
pub type Pages = mpsc::Receiver<Result<Vec<Recorded>, LogError>>;

/// The events after `start` up to `end` that these read models fold, `limit` at a time.
pub fn pages(
    log: &Arc<dyn EventLog>,
    models: &[&dyn Model],
    start: Position,
    end: Position,
    limit: usize,
) -> Pages {
    let (sender, receiver) = mpsc::channel(AHEAD);
    let (log, sources) = (Arc::clone(log), sources(models));
    tokio::spawn(async move {
        let mut after = start;
        while after < end {
            let page = log.read_of(&sources, after, end, limit).await;
            let last = page.as_ref().ok().and_then(|events| events.last()).map(|event| event.position);
            if last.is_none() && page.is_ok() || sender.send(page).await.is_err() {
                return;
            }
            match last {
                Some(last) => after = last,
                None => return,
            }
        }
    });
    receiver
}

/// The aggregate types that all of them need; none where one of them needs all.
fn sources(models: &[&dyn Model]) -> Vec<&'static str> {
    if models.iter().any(|model| model.sources().is_empty()) {
        return vec![];
    }
    let mut sources: Vec<_> = models.iter().flat_map(|model| model.sources()).copied().collect();
    sources.sort_unstable();
    sources.dedup();
    sources
}
