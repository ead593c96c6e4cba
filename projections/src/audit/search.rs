//! Events that are looked for: by actor, by whom or what they concern, by kind and by time, the newest
//! first, as they are stored. The marks tell in which blocks to look; each page costs the same, however
//! deep it lies.

use std::collections::BTreeSet;

use chrono::{DateTime, SecondsFormat, Utc};
use domain::event::Subject;
use domain::personal::redacted;
use domain::{EventRef, Position, StoredEvent};
use sqlx::PgPool;
use uuid::Uuid;

use super::marks::{BLOCK, of_actor, of_kind, of_subject};

/// Blocks that are looked through at once.
const AT_ONCE: usize = 24;

/// What is looked for; nothing named is everything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// As the metadata names it: `member:ID`, `system:points`.
    pub actor: Option<String>,
    /// The id of a member, an organisation or a resource.
    pub concerns: Option<Uuid>,
    pub kind: Option<String>,
    pub from: Option<DateTime<Utc>>,
    /// The first moment that is too late.
    pub until: Option<DateTime<Utc>>,
    /// Only what stands before it.
    pub before: Option<Position>,
}

impl Wanted {
    fn marks(&self) -> Vec<Uuid> {
        let actor = self.actor.as_deref().map(of_actor);
        let kind = self.kind.as_deref().map(of_kind);
        [self.concerns, actor, kind].into_iter().flatten().collect()
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
            payload: redacted(row.payload),
            metadata: row.metadata,
            recorded_at: row.recorded_at,
        }
    }
}

/// The newest so many events that fit.
pub async fn search(pool: &PgPool, wanted: &Wanted, limit: usize) -> sqlx::Result<Vec<StoredEvent>> {
    let marks = wanted.marks();
    let before = wanted.before.map_or(i64::MAX, |before| before.0.cast_signed());
    let mut found = Vec::new();
    if marks.is_empty() {
        found.extend(anywhere(pool, wanted, before, limit).await?.into_iter().map(StoredEvent::from));
        return Ok(found);
    }
    let blocks = blocks(pool, &marks, before).await?;
    for together in blocks.chunks(AT_ONCE) {
        let rows = in_blocks(pool, wanted, before, together, limit - found.len()).await?;
        found.extend(rows.into_iter().map(StoredEvent::from));
        if found.len() >= limit {
            break;
        }
    }
    Ok(found)
}

/// Where all of the marks stand, the last block first.
async fn blocks(pool: &PgPool, marks: &[Uuid], before: i64) -> sqlx::Result<Vec<i64>> {
    let mut common: Option<BTreeSet<i32>> = None;
    for mark in marks {
        let rows = sqlx::query_scalar!(
            r#"SELECT blocks FROM audit_marks WHERE mark = $1 AND blocks[1]::bigint * $2 < $3"#,
            mark,
            BLOCK,
            before,
        )
        .fetch_all(pool)
        .await?;
        let blocks: BTreeSet<i32> = rows.into_iter().flatten().collect();
        common = Some(match common {
            None => blocks,
            Some(common) => common.intersection(&blocks).copied().collect(),
        });
    }
    let blocks = common.unwrap_or_default();
    Ok(blocks.into_iter().rev().map(i64::from).filter(|block| block * BLOCK < before).collect())
}

fn stored(at: Option<DateTime<Utc>>) -> Option<String> {
    at.map(|at| at.to_rfc3339_opts(SecondsFormat::Micros, true))
}

async fn in_blocks(
    pool: &PgPool,
    wanted: &Wanted,
    before: i64,
    blocks: &[i64],
    limit: usize,
) -> sqlx::Result<Vec<Row>> {
    sqlx::query_as!(
        Row,
        r#"SELECT e.position AS "position!", e.aggregate_type, e.aggregate_id, e.sequence, e.event_type,
               e.event_version, e.payload::text AS "payload!", e.metadata::text AS "metadata!", e.recorded_at
           FROM unnest($1::bigint[]) block
           JOIN events e ON e.position >= block * $2::bigint AND e.position < (block + 1) * $2::bigint
           WHERE e.position < $3
               AND ($4::text IS NULL OR e.metadata->>'actor' = $4)
               AND ($5::text IS NULL OR e.aggregate_id = $5 OR strpos(e.payload::text, $5) > 0)
               AND ($6::text IS NULL OR e.event_type = $6)
               AND ($7::text IS NULL OR e.metadata->>'at' >= $7)
               AND ($8::text IS NULL OR e.metadata->>'at' < $8)
           ORDER BY e.position DESC LIMIT $9"#,
        blocks,
        BLOCK,
        before,
        wanted.actor,
        wanted.concerns.map(|id| id.to_string()),
        wanted.kind,
        stored(wanted.from),
        stored(wanted.until),
        i64::try_from(limit).unwrap_or(i64::MAX),
    )
    .fetch_all(pool)
    .await
}

async fn anywhere(pool: &PgPool, wanted: &Wanted, before: i64, limit: usize) -> sqlx::Result<Vec<Row>> {
    sqlx::query_as!(
        Row,
        r#"SELECT position AS "position!", aggregate_type, aggregate_id, sequence, event_type, event_version,
               payload::text AS "payload!", metadata::text AS "metadata!", recorded_at
           FROM events WHERE position < $1
               AND ($2::text IS NULL OR metadata->>'at' >= $2)
               AND ($3::text IS NULL OR metadata->>'at' < $3)
           ORDER BY position DESC LIMIT $4"#,
        before,
        stored(wanted.from),
        stored(wanted.until),
        i64::try_from(limit).unwrap_or(i64::MAX),
    )
    .fetch_all(pool)
    .await
}

/// The event at a position.
pub async fn entry(pool: &PgPool, position: Position) -> sqlx::Result<Option<StoredEvent>> {
    let row = sqlx::query_as!(
        Row,
        r#"SELECT position AS "position!", aggregate_type, aggregate_id, sequence, event_type, event_version,
               payload::text AS "payload!", metadata::text AS "metadata!", recorded_at
           FROM events WHERE position = $1"#,
        position.0.cast_signed(),
    )
    .fetch_optional(pool)
    .await?;
    Ok(row.map(StoredEvent::from))
}

/// Where an event stands that another one names.
pub async fn position_of(pool: &PgPool, event: &EventRef) -> sqlx::Result<Option<Position>> {
    let position = sqlx::query_scalar!(
        r#"SELECT position AS "position!" FROM events
           WHERE aggregate_type = $1 AND aggregate_id = $2 AND sequence = $3"#,
        event.aggregate_type,
        event.aggregate_id,
        event.sequence.cast_signed(),
    )
    .fetch_optional(pool)
    .await?;
    Ok(position.map(|position| Position(position.unsigned_abs())))
}

/// What followed from an event, in order. What follows concerns whom or what the event itself concerns.
pub async fn caused_by(
    pool: &PgPool,
    cause: &StoredEvent,
    concerns: &[Subject],
    limit: usize,
) -> sqlx::Result<Vec<StoredEvent>> {
    let mut blocks = BTreeSet::new();
    for subject in concerns {
        blocks.extend(self::blocks(pool, &[of_subject(*subject)], i64::MAX).await?);
    }
    let first = cause.position.0.cast_signed() / BLOCK;
    let blocks: Vec<i64> = blocks.into_iter().filter(|block| *block >= first).collect();
    let mut found = Vec::new();
    for together in blocks.chunks(AT_ONCE) {
        let rows = sqlx::query_as!(
            Row,
            r#"SELECT e.position AS "position!", e.aggregate_type, e.aggregate_id, e.sequence, e.event_type,
                   e.event_version, e.payload::text AS "payload!", e.metadata::text AS "metadata!", e.recorded_at
               FROM unnest($1::bigint[]) block
               JOIN events e ON e.position >= block * $2::bigint AND e.position < (block + 1) * $2::bigint
               WHERE e.metadata->>'caused_by' = $3 ORDER BY e.position LIMIT $4"#,
            together,
            BLOCK,
            cause.reference().to_string(),
            i64::try_from(limit - found.len()).unwrap_or(i64::MAX),
        )
        .fetch_all(pool)
        .await?;
        found.extend(rows.into_iter().map(StoredEvent::from));
        if found.len() >= limit {
            break;
        }
    }
    Ok(found)
}
