//! The log in pages, read ahead of whoever folds them.

use std::sync::Arc;

use domain::{EventLog, LogError, Position, Recorded};
use futures::StreamExt;
use tokio::sync::mpsc;

use super::model::Model;

/// Pages that are read ahead, so that reading goes on while rows are written out.
const AHEAD: usize = 4;

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
        let mut pages = log.pages(&sources, start, end, limit);
        while let Some(page) = pages.next().await {
            if sender.send(page).await.is_err() {
                return;
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
