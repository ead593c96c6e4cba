//! Rebuilds that were asked for, on a page or on the command line. They stand in a table, so that they
//! outlive whoever works on them; progress stands there too, for everybody to see.

use chrono::{DateTime, Utc};
use serde::Serialize;
use sqlx::PgPool;
use uuid::Uuid;

use super::rebuild::{Alone, Progress, RebuildError, Stage};

/// What somebody wants.
#[derive(Clone, Debug)]
pub struct Wish {
    pub id: Uuid,
    /// The read models, by name.
    pub names: Vec<String>,
    /// Compare only.
    pub verify: bool,
    /// As metadata name an actor: `member:ID`, `operator:NAME`.
    pub by: String,
}

/// Writes down that these read models are to be folded from the first event, whatever an interrupted rebuild
/// has left; once for each id. One that is open but was not begun does for this one too.
pub async fn ask_anew(pool: &PgPool, wish: &Wish) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO rebuild_requests (id, names, verify, asked_by, anew)
         SELECT $1, $2, false, $3, true
         WHERE NOT EXISTS (SELECT FROM rebuild_requests
                           WHERE anew AND names = $2 AND started_at IS NULL AND cancelled_at IS NULL)
         ON CONFLICT (id) DO NOTHING",
        wish.id,
        &wish.names,
        wish.by,
    )
    .execute(pool)
    .await?;
    Ok(())
}

#[expect(clippy::struct_excessive_bools, reason = "facts that have nothing to do with each other")]
#[derive(Clone, Debug, Serialize)]
pub struct Request {
    pub id: Uuid,
    pub names: Vec<String>,
    pub verify: bool,
    /// Begins from the first event in any case.
    pub anew: bool,
    pub asked_by: String,
    pub asked_at: DateTime<Utc>,
    pub started_at: Option<DateTime<Utc>>,
    /// `folding` or `writing`.
    pub stage: String,
    /// Events while they are folded, then read models.
    pub done: u64,
    pub total: u64,
    /// Events a second; 0 while that is not known.
    pub rate: f64,
    /// Somebody wants it to stop.
    pub cancelling: bool,
    /// Nobody has worked on it for some seconds: its process has died, and another one goes on.
    pub orphaned: bool,
    pub ended_at: Option<DateTime<Utc>>,
    /// `done`, `cancelled` or `failed`, once it has ended.
    pub outcome: Option<String>,
    pub error: Option<String>,
}

impl Request {
    /// In seconds, where that can be told.
    pub fn time_left(&self) -> Option<f64> {
        #[expect(clippy::cast_precision_loss, reason = "events are far fewer than 2^52")]
        let left = self.total.saturating_sub(self.done) as f64;
        (self.stage == "folding" && self.rate > 0.0).then(|| left / self.rate)
    }
}

macro_rules! requests {
    ($pool:expr, $condition:literal $(, $value:expr)*) => {
        sqlx::query!(
            "SELECT id, names, verify, anew, asked_by, asked_at, started_at, stage, done, total, rate,
                 cancelled_at IS NOT NULL AS \"cancelling!\",
                 started_at IS NOT NULL AND seen_at < now() - interval '5 seconds' AS \"orphaned!\",
                 ended_at, outcome, error
             FROM rebuild_requests " + $condition $(, $value)*
        )
        .map(|row| Request {
            id: row.id,
            names: row.names,
            verify: row.verify,
            anew: row.anew,
            asked_by: row.asked_by,
            asked_at: row.asked_at,
            started_at: row.started_at,
            stage: row.stage,
            done: row.done.unsigned_abs(),
            total: row.total.unsigned_abs(),
            rate: row.rate,
            cancelling: row.cancelling,
            orphaned: row.orphaned,
            ended_at: row.ended_at,
            outcome: row.outcome,
            error: row.error,
        })
        .fetch_all($pool)
    };
}

/// Those that have not ended, the oldest first: that one is being worked on.
pub async fn open(pool: &PgPool) -> sqlx::Result<Vec<Request>> {
    requests!(pool, "WHERE ended_at IS NULL ORDER BY asked_at, id").await
}

/// The last ones that have ended, the newest first.
pub async fn ended(pool: &PgPool, limit: i64) -> sqlx::Result<Vec<Request>> {
    requests!(pool, "WHERE ended_at IS NOT NULL ORDER BY ended_at DESC LIMIT $1", limit).await
}

/// Writes the wish down. One that is open already, for the same read models, is not written twice.
pub async fn ask(pool: &PgPool, wish: &Wish) -> sqlx::Result<Uuid> {
    if let Some(open) = sqlx::query_scalar!(
        "SELECT id FROM rebuild_requests
         WHERE ended_at IS NULL AND cancelled_at IS NULL AND names = $1 AND verify = $2",
        &wish.names,
        wish.verify,
    )
    .fetch_optional(pool)
    .await?
    {
        return Ok(open);
    }
    sqlx::query!(
        "INSERT INTO rebuild_requests (id, names, verify, asked_by) VALUES ($1, $2, $3, $4)
         ON CONFLICT (id) DO NOTHING",
        wish.id,
        &wish.names,
        wish.verify,
        wish.by,
    )
    .execute(pool)
    .await?;
    Ok(wish.id)
}

/// One that nobody has taken up ends at once; another one stops when its worker looks, within a second.
/// False where there is no such open request, or where it is for somebody who was erased.
pub async fn cancel(pool: &PgPool, id: Uuid) -> sqlx::Result<bool> {
    let cancelled = sqlx::query!(
        "UPDATE rebuild_requests SET cancelled_at = coalesce(cancelled_at, now()),
             ended_at = CASE WHEN started_at IS NULL THEN now() END,
             outcome = CASE WHEN started_at IS NULL THEN 'cancelled' END
         WHERE id = $1 AND ended_at IS NULL AND NOT anew",
        id,
    )
    .execute(pool)
    .await?;
    Ok(cancelled.rows_affected() == 1)
}

/// Somebody works on it from now on.
pub(super) async fn take_up(pool: &PgPool, id: Uuid) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE rebuild_requests SET started_at = coalesce(started_at, now()), seen_at = now() WHERE id = $1",
        id,
    )
    .execute(pool)
    .await?;
    Ok(())
}

/// A sign of life. True where somebody wants it to stop.
pub(super) async fn tell(pool: &PgPool, id: Uuid, progress: Progress, rate: f64) -> sqlx::Result<bool> {
    let stage = match progress.stage {
        Stage::Folding => "folding",
        Stage::Writing => "writing",
    };
    let cancelled = sqlx::query_scalar!(
        r#"UPDATE rebuild_requests SET seen_at = now(), stage = $2, done = $3, total = $4, rate = $5
           WHERE id = $1 RETURNING cancelled_at IS NOT NULL AS "cancelled!""#,
        id,
        stage,
        progress.done.cast_signed(),
        progress.total.cast_signed(),
        rate,
    )
    .fetch_optional(pool)
    .await?;
    Ok(cancelled == Some(true))
}

pub(super) async fn end(pool: &PgPool, id: Uuid, outcome: &str, error: Option<&str>) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE rebuild_requests SET ended_at = now(), outcome = $2, error = $3
         WHERE id = $1 AND ended_at IS NULL",
        id,
        outcome,
        error,
    )
    .execute(pool)
    .await?;
    Ok(())
}

/// What an interrupted rebuild has left, to go on from.
#[derive(Clone, Debug, Serialize)]
pub struct Leftover {
    pub name: String,
    /// Events that need not be folded again.
    pub position: u64,
}

pub async fn leftovers(pool: &PgPool) -> sqlx::Result<Vec<Leftover>> {
    sqlx::query!(
        r#"SELECT split_part(name, '@', 1) AS "name!", position FROM checkpoints
           WHERE name LIKE '%@next' AND position > 0 ORDER BY name"#
    )
    .map(|row| Leftover { name: row.name, position: row.position.unsigned_abs() })
    .fetch_all(pool)
    .await
}

/// Throws away what interrupted rebuilds have left.
pub async fn discard(pool: &PgPool) -> Result<(), RebuildError> {
    let alone = Alone::take(pool).await?.ok_or(RebuildError::Busy)?;
    let mut tx = pool.begin().await?;
    let names = sqlx::query_scalar!("DELETE FROM checkpoints WHERE name LIKE '%@next' RETURNING name")
        .fetch_all(&mut *tx)
        .await?;
    for table in names.iter().filter_map(|name| name.strip_suffix("@next")) {
        sqlx::query(&format!("DROP TABLE IF EXISTS {}.{table}", super::rebuild::SHADOW))
            .execute(&mut *tx)
            .await?;
    }
    tx.commit().await?;
    alone.release().await;
    Ok(())
}
