//! Appends a whole history at once: COPY, in one transaction that has the log to itself. The reactors
//! are taken to have answered it already, so that a history brings neither awards nor mails.

use chrono::SecondsFormat;
use domain::event::DecodeError;
use domain::{CommandId, Event, Position, Recorded};
use serde::Serialize;
use sqlx::{PgPool, Postgres, Transaction};
use tokio::sync::mpsc::Receiver;

use crate::vault::{NewKeys, Place, SealError, Vault, VaultError};

/// How long running writers and reactors are waited for.
const PATIENCE: &str = "5s";
/// SQLSTATE of a lock that was not got in time.
const LOCK_NOT_AVAILABLE: &str = "55P03";
const SIGNATURE: &[u8] = b"PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0";
const TRAILER: &[u8] = &(-1_i16).to_be_bytes();
const COLUMNS: i16 = 7;

#[derive(Debug, thiserror::Error)]
pub enum BulkError {
    #[error("the event log is being written to")]
    Busy,
    #[error("{reactor} has answered the log up to {position}, which ends at {head}")]
    Behind { reactor: String, position: Position, head: Position },
    #[error("an event cannot be read: {0}")]
    Decoding(#[source] DecodeError),
    #[error("an event cannot be written: {0}")]
    Encoding(#[from] serde_json::Error),
    #[error("an event cannot be sealed: {0}")]
    Sealing(#[from] SealError),
    #[error(transparent)]
    Vault(#[from] VaultError),
    #[error("the log cannot be written: {0}")]
    Database(sqlx::Error),
}

impl From<sqlx::Error> for BulkError {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::Database(database) if database.code().as_deref() == Some(LOCK_NOT_AVAILABLE) => {
                Self::Busy
            }
            _ => Self::Database(error),
        }
    }
}

/// The log, held so that nobody else appends. Nothing stays unless [`Self::commit`] is called.
pub struct BulkAppend {
    transaction: Transaction<'static, Postgres>,
    head: Position,
}

impl BulkAppend {
    /// Takes the log once every reactor has answered all of it. `reactors` are all that this
    /// program has, by name; those of them that never ran stand at the beginning.
    pub async fn begin(pool: &PgPool, reactors: &[&str]) -> Result<Self, BulkError> {
        let names: Vec<String> = reactors.iter().map(|reactor| format!("reactor:{reactor}")).collect();
        let mut transaction = pool.begin().await?;
        sqlx::query(&format!("SET LOCAL lock_timeout = '{PATIENCE}'")).execute(&mut *transaction).await?;
        sqlx::query!(
            "INSERT INTO checkpoints (name, version) SELECT unnest($1::text[]), 1 ON CONFLICT (name) DO NOTHING",
            &names
        )
        .execute(&mut *transaction)
        .await?;
        // Before the log is taken: a reactor in its turn holds its row while it appends.
        let checkpoints = sqlx::query!(
            "SELECT name, position FROM checkpoints WHERE name LIKE 'reactor:%' ORDER BY name FOR UPDATE"
        )
        .fetch_all(&mut *transaction)
        .await?;
        sqlx::query("SELECT pg_advisory_xact_lock(4717203)").execute(&mut *transaction).await?;
        let head = sqlx::query_scalar!(r#"SELECT coalesce(max(position), 0) AS "head!" FROM events"#)
            .fetch_one(&mut *transaction)
            .await?;
        let head = Position(head.unsigned_abs());
        for row in checkpoints {
            let position = Position(row.position.unsigned_abs());
            if position < head {
                return Err(BulkError::Behind { reactor: row.name, position, head });
            }
        }
        Ok(Self { transaction, head })
    }

    /// The end of the log before.
    pub const fn head(&self) -> Position {
        self.head
    }

    /// Has the stream any events?
    pub async fn has(&mut self, aggregate_type: &str, aggregate_id: &str) -> Result<bool, BulkError> {
        let found = sqlx::query_scalar!(
            r#"SELECT EXISTS (SELECT FROM events WHERE aggregate_type = $1 AND aggregate_id = $2) AS "found!""#,
            aggregate_type,
            aggregate_id
        )
        .fetch_one(&mut *self.transaction)
        .await?;
        Ok(found)
    }

    /// Everything that the log holds of these aggregates, in its order.
    pub async fn events_of(&mut self, aggregate_types: &[&str]) -> Result<Vec<Event>, BulkError> {
        let types: Vec<String> = aggregate_types.iter().map(ToString::to_string).collect();
        let rows = sqlx::query!(
            r#"SELECT aggregate_type, event_type, event_version, payload::text AS "payload!"
               FROM events WHERE aggregate_type = ANY($1) ORDER BY position"#,
            &types
        )
        .fetch_all(&mut *self.transaction)
        .await?;
        rows.into_iter()
            .map(|row| {
                Event::decode(&row.aggregate_type, &row.event_type, &row.event_version, &row.payload)
                    .map_err(BulkError::Decoding)
            })
            .collect()
    }

    /// Writes what comes from [`BulkRows`], in that order, until the sender is dropped.
    pub async fn copy(&mut self, mut rows: Receiver<Vec<u8>>) -> Result<u64, BulkError> {
        let statement = "COPY events (aggregate_type, aggregate_id, sequence, event_type, event_version, \
                         payload, metadata) FROM STDIN (FORMAT binary)";
        let mut copy = self.transaction.copy_in_raw(statement).await?;
        copy.send(SIGNATURE).await?;
        while let Some(rows) = rows.recv().await {
            copy.send(rows).await?;
        }
        copy.send(TRAILER).await?;
        Ok(copy.finish().await?)
    }

    /// Makes it durable, with the keys of its members and every reactor at the new end. Returns that end.
    pub async fn commit(mut self, vault: &Vault, keys: &BulkKeys) -> Result<Position, BulkError> {
        vault.insert(&mut self.transaction, keys.0.bits()).await?;
        let head = sqlx::query_scalar!(
            r#"WITH head AS (SELECT coalesce(max(position), 0) AS position FROM events),
                    moved AS (UPDATE checkpoints SET position = head.position, moved_at = now(),
                                  error = NULL, failed_at = NULL
                              FROM head WHERE name LIKE 'reactor:%')
               SELECT position AS "head!" FROM head"#
        )
        .fetch_one(&mut *self.transaction)
        .await?;
        self.transaction.commit().await?;
        Ok(Position(head.unsigned_abs()))
    }
}

/// Rows of `events` in the binary format of COPY. Positions are drawn by the table.
#[derive(Default)]
pub struct BulkRows {
    bytes: Vec<u8>,
    keys: BulkKeys,
}

/// The keys of the members whose personal values [`BulkRows`] sealed.
#[derive(Default)]
pub struct BulkKeys(NewKeys);

/// As the desk's metadata stand in the log.
#[derive(Serialize)]
struct StoredMetadata<'a> {
    actor: &'a str,
    at: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    caused_by: Option<&'a str>,
    command_id: CommandId,
}

impl BulkRows {
    pub fn push(&mut self, recorded: &Recorded) -> Result<(), BulkError> {
        let aggregate_type = recorded.event.aggregate_type();
        let name = recorded.event.name();
        let version = Event::current_version(aggregate_type, &name).unwrap_or_default();
        let metadata = StoredMetadata {
            actor: &recorded.metadata.actor,
            at: recorded.metadata.at.to_rfc3339_opts(SecondsFormat::Micros, true),
            caused_by: recorded.metadata.caused_by.as_deref(),
            command_id: recorded.metadata.command_id,
        };
        self.bytes.extend_from_slice(&COLUMNS.to_be_bytes());
        self.text(aggregate_type);
        self.text(&recorded.aggregate_id);
        self.field(|bytes| {
            bytes.extend_from_slice(&recorded.sequence.to_be_bytes());
            Ok(())
        })?;
        self.text(&name);
        self.text(version);
        let start = self.bytes.len();
        self.field(|bytes| recorded.event.write_payload(bytes))?;
        if memchr::memmem::find(&self.bytes[start..], b"$personal").is_some() {
            self.bytes.truncate(start);
            let mut payload = recorded.event.payload()?;
            let (aggregate_id, sequence) = (&recorded.aggregate_id, recorded.sequence);
            self.keys.0.seal(&mut payload, Place { aggregate_type, aggregate_id, sequence })?;
            self.field(|bytes| serde_json::to_writer(bytes, &payload))?;
        }
        self.field(|bytes| serde_json::to_writer(bytes, &metadata))
    }

    pub fn len(&self) -> usize {
        self.bytes.len()
    }

    pub fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    /// The rows so far; the next ones follow them.
    pub fn take(&mut self) -> Vec<u8> {
        let room = self.bytes.capacity();
        std::mem::replace(&mut self.bytes, Vec::with_capacity(room))
    }

    /// To be kept when all rows are written.
    pub fn into_keys(self) -> BulkKeys {
        self.keys
    }

    fn text(&mut self, text: &str) {
        let length = i32::try_from(text.len()).unwrap_or(i32::MAX);
        self.bytes.extend_from_slice(&length.to_be_bytes());
        self.bytes.extend_from_slice(text.as_bytes());
    }

    /// The length stands before the value, and is known after it.
    fn field(&mut self, write: impl FnOnce(&mut Vec<u8>) -> serde_json::Result<()>) -> Result<(), BulkError> {
        let start = self.bytes.len();
        self.bytes.extend_from_slice(&[0; 4]);
        write(&mut self.bytes)?;
        let length = i32::try_from(self.bytes.len() - start - 4).unwrap_or(i32::MAX);
        self.bytes[start..start + 4].copy_from_slice(&length.to_be_bytes());
        Ok(())
    }
}
