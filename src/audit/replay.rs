//! Reads the whole log in order, with a progress bar for people who wait.

use domain::{EventLog, Position, Recorded};
use futures::StreamExt;

use crate::progress::Progress;

/// Events read at once.
const PAGE: usize = 1_000;

/// Shows each event up to the log's present head, in order.
pub async fn replay(
    log: &dyn EventLog,
    mut each: impl FnMut(&Recorded) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let head = log.head().await?;
    let progress = Progress::new(head.0, "events");
    let mut pages = log.pages(&[], Position::START, head, PAGE);
    while let Some(page) = pages.next().await {
        let page = page?;
        for event in &page {
            each(event)?;
        }
        if let Some(last) = page.last() {
            progress.at(last.position.0, head.0, "Replaying");
        }
    }
    Ok(())
}
