//! Finds in Postgres what an export of a member's own data holds: the events by the auditors' index of blocks,
//! and those that the index does not know yet by looking at them.

use std::collections::BTreeSet;

use application::Unreachable;
use application::membership::own_data::{Page, Records, Waiting};
use chrono::{DateTime, Utc};
use domain::membership::Email;
use domain::{EventLog, LogError, MemberId, Position, StoredEvent};
use futures::TryStreamExt;
use futures::future::BoxFuture;
use sqlx::PgPool;

use crate::accounts::unreachable;
use crate::{PostgresStore, Vaulted};

/// The read model that tells in which blocks of so many positions a member stands.
const MARKS: &str = "audit_marks";
const BLOCK: i64 = 128;

pub struct PostgresRecords {
    pool: PgPool,
    log: Vaulted<PostgresStore>,
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

impl PostgresRecords {
    pub const fn new(pool: PgPool, log: Vaulted<PostgresStore>) -> Self {
        Self { pool, log }
    }

    /// Blocks of the index, and up to where it has them. Nothing where the read model was never built.
    async fn marked(&self, member: MemberId) -> Result<(Vec<i64>, i64), sqlx::Error> {
        let known = sqlx::query_scalar!("SELECT position FROM checkpoints WHERE name = $1", MARKS)
            .fetch_optional(&self.pool)
            .await?;
        // The index may have gone on meanwhile: then it only knows more.
        let Some(known) = known else { return Ok((vec![], 0)) };
        let rows = sqlx::query_scalar!("SELECT blocks FROM audit_marks WHERE mark = $1", member.uuid())
            .fetch_all(&self.pool)
            .await?;
        Ok((rows.into_iter().flatten().map(i64::from).collect(), known))
    }

    /// Events that name the member, and the whole streams of what is the member's own.
    async fn found(&self, member: MemberId, head: i64) -> Result<BTreeSet<i64>, sqlx::Error> {
        let (blocks, known) = self.marked(member).await?;
        let mut found = BTreeSet::new();
        let (mut types, mut ids) = (Vec::new(), Vec::new());
        let mut rows = sqlx::query!(
            r#"SELECT e.position AS "position!", e.aggregate_type, e.aggregate_id,
                   e.event_type IN ('ResourcePublished', 'GatheringPublished', 'DisclosureAsked') AS "begins!"
               FROM (SELECT block * $2::bigint AS first, (block + 1) * $2::bigint AS past
                     FROM unnest($1::bigint[]) block
                     UNION ALL SELECT $3::bigint + 1, $4::bigint + 1) part
               JOIN events e ON e.position >= part.first AND e.position < part.past
               WHERE e.position <= $4
                   AND (e.metadata->>'actor' = 'member:' || $5 OR strpos(e.aggregate_id, $5) > 0
                       OR strpos(e.payload::text, $5) > 0)"#,
            &blocks,
            BLOCK,
            known,
            head,
            member.to_string(),
        )
        .fetch(&self.pool);
        while let Some(row) = rows.try_next().await? {
            found.insert(row.position);
            if row.begins {
                types.push(row.aggregate_type);
                ids.push(row.aggregate_id);
            }
        }
        let rest = sqlx::query_scalar!(
            r#"SELECT e.position AS "position!" FROM unnest($1::text[], $2::text[]) AS own (type, id)
               JOIN events e ON e.aggregate_type = own.type AND e.aggregate_id = own.id
               WHERE e.position <= $3"#,
            &types,
            &ids,
            head,
        )
        .fetch_all(&self.pool)
        .await?;
        found.extend(rest);
        Ok(found)
    }

    async fn stored(&self, positions: &[Position]) -> Result<Vec<StoredEvent>, sqlx::Error> {
        let positions: Vec<i64> = positions.iter().map(|position| position.0.cast_signed()).collect();
        let rows = sqlx::query_as!(
            Row,
            r#"SELECT position AS "position!", aggregate_type, aggregate_id, sequence, event_type, event_version,
                   payload::text AS "payload!", metadata::text AS "metadata!", recorded_at
               FROM events WHERE position = ANY($1) ORDER BY position"#,
            &positions,
        )
        .fetch_all(&self.pool)
        .await?;
        Ok(rows.into_iter().map(StoredEvent::from).collect())
    }
}

fn about_log(error: sqlx::Error) -> LogError {
    LogError::Unreachable(error.into())
}

impl Records for PostgresRecords {
    fn positions(&self, member: MemberId) -> BoxFuture<'_, Result<Vec<Position>, LogError>> {
        Box::pin(async move {
            let head = self.log.head().await?.0.cast_signed();
            let found = self.found(member, head).await.map_err(about_log)?;
            Ok(found.into_iter().map(|position| Position(position.unsigned_abs())).collect())
        })
    }

    fn page<'a>(
        &'a self,
        member: MemberId,
        positions: &'a [Position],
    ) -> BoxFuture<'a, Result<Page, LogError>> {
        Box::pin(async move {
            let events = self.stored(positions).await.map_err(about_log)?;
            self.log.vault().opened_for(member, events).await
        })
    }

    fn mails<'a>(&'a self, to: &'a Email) -> BoxFuture<'a, Result<Vec<Waiting>, Unreachable>> {
        Box::pin(async move {
            sqlx::query_as!(
                Waiting,
                "SELECT subject, queued_at FROM outbox
                 WHERE sent_at IS NULL AND lower(recipient) = $1 ORDER BY queued_at, id",
                to.key(),
            )
            .fetch_all(&self.pool)
            .await
            .map_err(unreachable)
        })
    }
}

#[cfg(test)]
mod tests;
