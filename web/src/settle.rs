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
        self.settle_within(BOUND, models).await
    }

    async fn settle_within(&self, bound: Duration, models: &[&str]) -> bool {
        let started = Instant::now();
        let outcome = timeout(bound, async {
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

#[cfg(test)]
mod tests {
    use sqlx::PgPool;
    use sqlx::postgres::PgPoolOptions;

    use super::*;
    use crate::testing::app;

    #[tokio::test]
    async fn read_models_that_have_passed_the_log_are_not_waited_for() {
        let db = testkit::database().await;
        assert!(app(&db.pool).settle(&[]).await);
    }

    #[tokio::test]
    async fn one_that_does_not_follow_is_given_up_in_the_end() {
        let db = testkit::database().await;
        assert!(!app(&db.pool).settle_within(Duration::from_millis(50), &["members"]).await);
    }

    #[tokio::test]
    async fn an_outage_is_no_reason_to_fail_after_the_write() {
        let pool = PgPoolOptions::new().acquire_timeout(Duration::from_millis(20));
        let nowhere: PgPool = pool.connect_lazy("postgres://nobody@127.0.0.1:1/nothing").unwrap();
        assert!(!app(&nowhere).settle(&["members"]).await);
    }
}
