//! Reads the whole log in order, with a progress bar for people who wait.

use domain::{EventLog, Position, Recorded};

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
    let mut at = Position::START;
    while at < head {
        let page = log.read(at, PAGE).await?;
        let Some(last) = page.last() else { break };
        at = last.position;
        for event in page.iter().take_while(|event| event.position <= head) {
            each(event)?;
        }
        progress.at(at.0.min(head.0), head.0, "Replaying");
    }
    Ok(())
}
