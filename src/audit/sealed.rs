//! The log as auditors may read it: what identifies a person stays sealed.

use chrono::{DateTime, Utc};
use domain::personal::redacted;
use domain::{EventLog, Lag, LogError, Position, Recorded, StoredEvent};
use futures::TryStreamExt;
use futures::future::BoxFuture;
use futures::stream::BoxStream;
use infrastructure::{EventStore, PostgresStore};

/// The store without the vault in front of it.
#[derive(Clone)]
pub struct SealedLog(pub PostgresStore);

async fn decoded(events: BoxStream<'_, Result<StoredEvent, LogError>>) -> Result<Vec<Recorded>, LogError> {
    let one = |event: StoredEvent| async {
        let mut event = event.lifted()?;
        let payload = redacted(std::mem::take(&mut event.payload));
        event.decoded(&payload)
    };
    events.and_then(one).try_collect().await
}

impl EventLog for SealedLog {
    fn read(&self, after: Position, limit: usize) -> BoxFuture<'_, Result<Vec<Recorded>, LogError>> {
        Box::pin(async move { decoded(self.0.events(after, limit).await?).await })
    }

    fn read_of<'a>(
        &'a self,
        types: &'a [&'static str],
        after: Position,
        until: Position,
        limit: usize,
    ) -> BoxFuture<'a, Result<Vec<Recorded>, LogError>> {
        Box::pin(async move { decoded(self.0.events_of(types, after, until, limit).await?).await })
    }

    fn position_at(&self, moment: DateTime<Utc>) -> BoxFuture<'_, Result<Position, LogError>> {
        self.0.position_at(moment)
    }

    fn head(&self) -> BoxFuture<'_, Result<Position, LogError>> {
        self.0.head()
    }

    fn lag(&self, after: Position) -> BoxFuture<'_, Result<Lag, LogError>> {
        self.0.lag(after)
    }

    fn wait(&self, after: Position) -> BoxFuture<'_, ()> {
        self.0.wait(after)
    }
}
