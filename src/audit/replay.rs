//! Reads the whole log in order, with a progress bar for people who wait.

use std::io::IsTerminal;
use std::time::{Duration, Instant};

use domain::{EventLog, Position, Recorded};
use indicatif::{ProgressBar, ProgressStyle};

/// Events read at once.
const PAGE: usize = 1_000;
/// Below it a bar would only flicker.
const IMPATIENCE: Duration = Duration::from_secs(2);

/// Shows each event up to the log's present head, in order.
pub async fn replay(
    log: &dyn EventLog,
    mut each: impl FnMut(&Recorded) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let head = log.head().await?;
    let mut progress = Progress::new(head);
    let mut at = Position::START;
    while at < head {
        let page = log.read(at, PAGE).await?;
        let Some(last) = page.last() else { break };
        at = last.position;
        for event in page.iter().take_while(|event| event.position <= head) {
            each(event)?;
        }
        progress.reached(at);
    }
    Ok(())
}

struct Progress {
    head: Position,
    since: Instant,
    bar: Option<ProgressBar>,
}

impl Progress {
    fn new(head: Position) -> Self {
        Self { head, since: Instant::now(), bar: None }
    }

    fn reached(&mut self, at: Position) {
        if self.bar.is_none() && self.since.elapsed() > IMPATIENCE && std::io::stderr().is_terminal() {
            let bar = ProgressBar::new(self.head.0);
            if let Ok(style) = ProgressStyle::with_template("{bar:40} {percent}% of {len} events, {eta} left")
            {
                bar.set_style(style);
            }
            self.bar = Some(bar);
        }
        if let Some(bar) = &self.bar {
            bar.set_position(at.0.min(self.head.0));
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
