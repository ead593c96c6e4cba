//! Appends and loads streams, and reads the log in order up to the safe head.

use std::sync::Arc;

use chrono::{DateTime, SecondsFormat, Utc};
use cqrs_es::Aggregate;
use cqrs_es::persist::{
    PersistedEventRepository, PersistenceError, ReplayStream, SerializedEvent, SerializedSnapshot,
};
use domain::{Lag, LogError, Position, StoredEvent};
use futures::future::BoxFuture;
use futures::stream::{self, BoxStream};
use futures::{StreamExt, TryStreamExt};
use postgres_es::PostgresEventRepository;
use serde_json::Value;
use sqlx::PgPool;

use super::head::HeadKeeper;
use super::pages;
use crate::stored::{EventStore, Unparsed};

/// Cheap to clone; all clones share one keeper of the safe head, which ends with the last of them.
#[derive(Clone)]
pub struct PostgresStore {
    pool: PgPool,
    streams: Arc<PostgresEventRepository>,
    head: Arc<HeadKeeper>,
}

impl PostgresStore {
    /// Must be called within a tokio runtime: it starts the keeper's task.
    pub fn new(pool: PgPool) -> Self {
        Self::kept(pool, false)
    }

    /// For who only reads and has a second to learn of an append: each look at the head holds up appends a little,
    /// and they may come hundreds of times a second.
    pub fn patient(pool: PgPool) -> Self {
        Self::kept(pool, true)
    }

    fn kept(pool: PgPool, patient: bool) -> Self {
        let streams = Arc::new(PostgresEventRepository::new(pool.clone()));
        let head = Arc::new(HeadKeeper::start(pool.clone(), patient));
        Self { pool, streams, head }
    }
}

impl PersistedEventRepository for PostgresStore {
    async fn get_events<A: Aggregate>(&self, id: &str) -> Result<Vec<SerializedEvent>, PersistenceError> {
        self.streams.get_events::<A>(id).await
    }

    async fn get_last_events<A: Aggregate>(
        &self,
        id: &str,
        last_sequence: usize,
    ) -> Result<Vec<SerializedEvent>, PersistenceError> {
        self.streams.get_last_events::<A>(id, last_sequence).await
    }

    async fn get_snapshot<A: Aggregate>(
        &self,
        id: &str,
    ) -> Result<Option<SerializedSnapshot>, PersistenceError> {
        self.streams.get_snapshot::<A>(id).await
    }

    /// One statement, so one round trip and one commit: postgres-es itself takes three at the least.
    async fn persist<A: Aggregate>(
        &self,
        events: &[SerializedEvent],
        snapshot_update: Option<(String, Value, usize)>,
    ) -> Result<(), PersistenceError> {
        if snapshot_update.is_some() {
            self.streams.persist::<A>(events, snapshot_update).await?;
        } else if let [event] = events {
            insert_one(&self.pool, event).await?;
        } else {
            insert_many(&self.pool, events).await?;
        }
        self.head.ring();
        Ok(())
    }

    async fn stream_events<A: Aggregate>(&self, id: &str) -> Result<ReplayStream, PersistenceError> {
        self.streams.stream_events::<A>(id).await
    }

    async fn stream_all_events<A: Aggregate>(&self) -> Result<ReplayStream, PersistenceError> {
        self.streams.stream_all_events::<A>().await
    }
}

/// The bytes are stored as they are sent: a parameter of type `jsonb` would write them anew.
async fn insert_one(pool: &PgPool, event: &SerializedEvent) -> Result<(), PersistenceError> {
    sqlx::query!(
        "INSERT INTO events
             (aggregate_type, aggregate_id, sequence, event_type, event_version, payload, metadata)
         VALUES ($1, $2, $3, $4, $5, $6::text::json, $7::text::json)",
        event.aggregate_type,
        event.aggregate_id,
        sequence(event)?,
        event.event_type,
        event.event_version,
        event.payload.to_string(),
        event.metadata.to_string(),
    )
    .execute(pool)
    .await
    .map_err(persistence)?;
    Ok(())
}

async fn insert_many(pool: &PgPool, events: &[SerializedEvent]) -> Result<(), PersistenceError> {
    let column =
        |of: fn(&SerializedEvent) -> &str| events.iter().map(|e| of(e).to_owned()).collect::<Vec<_>>();
    let sequences = events.iter().map(sequence).collect::<Result<Vec<_>, _>>()?;
    let payloads: Vec<String> = events.iter().map(|event| event.payload.to_string()).collect();
    let metadata: Vec<String> = events.iter().map(|event| event.metadata.to_string()).collect();
    sqlx::query!(
        "INSERT INTO events
             (aggregate_type, aggregate_id, sequence, event_type, event_version, payload, metadata)
         SELECT aggregate_type, aggregate_id, sequence, event_type, event_version, payload::json, metadata::json
         FROM unnest($1::text[], $2::text[], $3::bigint[], $4::text[], $5::text[], $6::text[], $7::text[])
             AS event (aggregate_type, aggregate_id, sequence, event_type, event_version, payload, metadata)",
        &column(|event| &event.aggregate_type),
        &column(|event| &event.aggregate_id),
        &sequences,
        &column(|event| &event.event_type),
        &column(|event| &event.event_version),
        &payloads,
        &metadata,
    )
    .execute(pool)
    .await
    .map_err(persistence)?;
    Ok(())
}

fn sequence(event: &SerializedEvent) -> Result<i64, PersistenceError> {
    i64::try_from(event.sequence).map_err(|error| PersistenceError::UnknownError(error.into()))
}

/// The place in the stream is the primary key: whoever comes second violates it.
fn persistence(error: sqlx::Error) -> PersistenceError {
    match &error {
        sqlx::Error::Database(database) if database.is_unique_violation() => {
            PersistenceError::OptimisticLockError
        }
        sqlx::Error::Encode(_) | sqlx::Error::Decode(_) | sqlx::Error::ColumnDecode { .. } => {
            PersistenceError::DeserializationError(error.into())
        }
        _ => PersistenceError::ConnectionError(error.into()),
    }
}

struct Row {
    position: i64,
    aggregate_type: String,
    aggregate_id: String,
    sequence: i64,
    event_type: String,
    event_version: String,
    payload: String,
    metadata: String,
    recorded_at: DateTime<Utc>,
}

impl From<Row> for StoredEvent {
    fn from(row: Row) -> Self {
        Self {
            position: Position(row.position.unsigned_abs()),
            aggregate_type: row.aggregate_type,
            aggregate_id: row.aggregate_id,
            sequence: row.sequence.unsigned_abs(),
            event_type: row.event_type,
            event_version: row.event_version,
            payload: row.payload,
            metadata: row.metadata,
            recorded_at: row.recorded_at,
        }
    }
}

impl EventStore for PostgresStore {
    fn events(
        &self,
        after: Position,
        limit: usize,
    ) -> BoxFuture<'_, Result<BoxStream<'_, Result<StoredEvent, LogError>>, LogError>> {
        Box::pin(async move {
            let head = self.head.known().await?;
            if after >= head {
                return Ok(stream::empty().boxed());
            }
            let rows = sqlx::query_as!(
                Row,
                r#"SELECT position AS "position!", aggregate_type, aggregate_id, sequence, event_type,
                       event_version, payload::text AS "payload!", metadata::text AS "metadata!", recorded_at
                   FROM events WHERE position > $1 AND position <= $2 ORDER BY position LIMIT $3"#,
                after.0.cast_signed(),
                head.0.cast_signed(),
                i64::try_from(limit).unwrap_or(i64::MAX),
            )
            .fetch(&self.pool);
            let rows = rows.map_ok(StoredEvent::from);
            Ok(rows.map_err(|error| LogError::Unreachable(error.into())).boxed())
        })
    }

    fn events_of(
        &self,
        types: &[&'static str],
        after: Position,
        until: Position,
        limit: usize,
    ) -> BoxFuture<'_, Result<BoxStream<'_, Result<StoredEvent, LogError>>, LogError>> {
        let types: Vec<String> = types.iter().map(|&one| one.to_owned()).collect();
        Box::pin(async move {
            let until = until.min(self.head.known().await?);
            let rows = sqlx::query_as!(
                Row,
                r#"SELECT position AS "position!", aggregate_type, aggregate_id, sequence, event_type,
                       event_version, payload::text AS "payload!", metadata::text AS "metadata!", recorded_at
                   FROM events WHERE position > $1 AND position <= $2
                       AND (cardinality($4::text[]) = 0 OR aggregate_type = ANY($4))
                   ORDER BY position LIMIT $3"#,
                after.0.cast_signed(),
                until.0.cast_signed(),
                i64::try_from(limit).unwrap_or(i64::MAX),
                &types,
            )
            .fetch(&self.pool);
            let rows = rows.map_ok(StoredEvent::from);
            Ok(rows.map_err(|error| LogError::Unreachable(error.into())).boxed())
        })
    }

    fn position_at(&self, moment: DateTime<Utc>) -> BoxFuture<'_, Result<Position, LogError>> {
        Box::pin(async move {
            let head = self.head.ask().await?;
            // Times are stored in one form, whose order as texts is that of time.
            let position = sqlx::query_scalar!(
                r#"SELECT coalesce(max(position), 0) AS "position!" FROM events
                   WHERE position <= $1 AND metadata->>'at' <= $2"#,
                head.0.cast_signed(),
                moment.to_rfc3339_opts(SecondsFormat::Micros, true),
            )
            .fetch_one(&self.pool)
            .await
            .map_err(|error| LogError::Unreachable(error.into()))?;
            Ok(Position(position.unsigned_abs()))
        })
    }

    fn pages(
        &self,
        types: &[&'static str],
        after: Position,
        end: Position,
        size: usize,
    ) -> BoxStream<'static, Result<Unparsed, LogError>> {
        pages::read(self.pool.clone(), types, after, end, size)
    }

    fn head(&self) -> BoxFuture<'_, Result<Position, LogError>> {
        Box::pin(self.head.ask())
    }

    fn lag(&self, after: Position) -> BoxFuture<'_, Result<Lag, LogError>> {
        Box::pin(async move {
            let row = sqlx::query!(
                r#"SELECT count(*) AS "events!",
                       coalesce((SELECT extract(epoch FROM clock_timestamp() - recorded_at)::float8 FROM events
                           WHERE position > $1 ORDER BY position LIMIT 1), 0) AS "seconds!"
                   FROM events WHERE position > $1"#,
                after.0.cast_signed(),
            )
            .fetch_one(&self.pool)
            .await
            .map_err(|error| LogError::Unreachable(error.into()))?;
            Ok(Lag { events: row.events.unsigned_abs(), seconds: row.seconds.max(0.0) })
        })
    }

    fn wait(&self, after: Position) -> BoxFuture<'_, ()> {
        Box::pin(self.head.wait(after))
    }
}
