//! Reading one's own writes: a page that follows a command waits until its read models have seen it.

use std::time::Duration;

use tokio::time::{Instant, sleep, timeout};

use crate::App;

const BOUND: Duration = Duration::from_secs(2);
/// The engine needs a few milliseconds; polling faster only takes them from it.
const FIRST_LOOK: Duration = Duration::from_millis(4);
const LONGEST_PAUSE: Duration = Duration::from_millis(100);

impl App {
    /// Waits until these read models have folded all that is acknowledged now, for two seconds
    /// at most. False says that the next page may show an older state; nothing is lost.
    pub async fn settle(&self, models: &[&str]) -> bool {
        let started = Instant::now();
        let outcome = timeout(BOUND, async {
            let head = self.desk.head().await.map_err(|error| error.to_string())?;
            let mut pause = FIRST_LOOK;
            while !projections::engine::passed(&self.read, models, head)
                .await
                .map_err(|error| error.to_string())?
            {
                sleep(pause).await;
                pause = (pause * 3 / 2).min(LONGEST_PAUSE);
            }
            Ok::<_, String>(())
        })
        .await;
        match outcome {
            Ok(Ok(())) => {
                metrics::histogram!("portal_settle_seconds").record(started.elapsed());
                true
            }
            Ok(Err(error)) => {
                tracing::warn!(error, "could not see how far the read models are");
                false
            }
            Err(_) => {
                tracing::warn!(?models, "the read models did not follow in time");
                false
            }
        }
    }
}
