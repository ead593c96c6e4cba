//! What a store of events has to do, whichever it is. The vault stands in front of it, so that nobody else
//! appends: what is personal comes here sealed.

use chrono::{DateTime, Utc};
use cqrs_es::persist::PersistedEventRepository;
use domain::{Lag, LogError, Position, StoredEvent};
use futures::future::BoxFuture;
use futures::stream::BoxStream;

/// A page of the log as it came, to be taken apart by whoever wants it, beside the fetching of the next.
pub type Unparsed = Box<dyn FnOnce() -> Result<Vec<StoredEvent>, LogError> + Send>;

/// Streams for cqrs-es, and the log over all of them as it is stored.
pub trait EventStore: PersistedEventRepository + Clone + Send + Sync + 'static {
    /// Up to `limit` final events after `after`, in the order of the log, as [`domain::EventLog::read`] has them.
    fn events(
        &self,
        after: Position,
        limit: usize,
    ) -> BoxFuture<'_, Result<BoxStream<'_, Result<StoredEvent, LogError>>, LogError>>;

    /// The same of these aggregate types alone, at or before `until`, as [`domain::EventLog::read_of`] has them.
    fn events_of(
        &self,
        types: &[&'static str],
        after: Position,
        until: Position,
        limit: usize,
    ) -> BoxFuture<'_, Result<BoxStream<'_, Result<StoredEvent, LogError>>, LogError>>;

    /// As [`domain::EventLog::position_at`].
    fn position_at(&self, moment: DateTime<Utc>) -> BoxFuture<'_, Result<Position, LogError>>;

    /// As [`domain::EventLog::pages`].
    fn pages(
        &self,
        types: &[&'static str],
        after: Position,
        end: Position,
        size: usize,
    ) -> BoxStream<'static, Result<Unparsed, LogError>>;

    /// As [`domain::EventLog::head`].
    fn head(&self) -> BoxFuture<'_, Result<Position, LogError>>;

    /// As [`domain::EventLog::lag`].
    fn lag(&self, after: Position) -> BoxFuture<'_, Result<Lag, LogError>>;

    /// As [`domain::EventLog::wait`].
    fn wait(&self, after: Position) -> BoxFuture<'_, ()>;
}
