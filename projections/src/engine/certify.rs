//! The end of a rebuild: the live read model is held still, the shadow brought to the same event, compared
//! with it and swapped in. Pages read the old table until the swap, which itself only renames.

use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use domain::Position;
use futures::TryStreamExt;
use serde::{Deserialize, Serialize};
use sqlx::{Connection, Executor, PgConnection};
use tokio_util::sync::CancellationToken;

use super::folding::Work;
use super::model::Model;
use super::rebuild::{Rebuild, RebuildError, SHADOW, shadow};

/// Where replaced tables go until they are dropped: dropping takes longer than renaming, and writes to disk.
const REPLACED: &str = "read_old";
/// How long the swap, and every page that comes after it, waits for those who still read the table.
const PATIENCE: &str = "50ms";
/// After so many attempts the live read model may move on for a while, and all begins again.
const ATTEMPTS: u32 = 20;
const BETWEEN: Duration = Duration::from_millis(100);
const LATER: Duration = Duration::from_secs(2);
/// SQLSTATE of a lock that was not got in time.
const LOCK_NOT_AVAILABLE: &str = "55P03";

/// The content of a table without regard to order: XOR and sum over the 64-bit hashes of all rows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Digest {
    pub rows: u64,
    /// 32 hexadecimal digits.
    pub hash: String,
}

/// What a rebuild found and did. Its text, with the fields in this order, is what is kept and signed.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Certificate {
    pub name: String,
    pub version: i32,
    /// The log was folded from its start up to here.
    pub position: Position,
    /// The table that was live; none where it stood elsewhere or had another shape.
    pub old: Option<Digest>,
    pub new: Digest,
    /// Rows that are not the same in both; none where the old cannot be compared.
    pub differing_rows: Option<u64>,
    /// False after `--verify`.
    pub swapped: bool,
    /// How long pages could not read the table, in milliseconds.
    #[serde(default)]
    pub swap_ms: Option<f64>,
    pub seconds: f64,
    /// By the database's clock.
    #[serde(default)]
    pub finished_at: Option<DateTime<Utc>>,
}

impl Rebuild {
    pub(super) async fn certify(
        &self,
        connection: &mut PgConnection,
        mut work: Work,
        started: Instant,
        stop: &CancellationToken,
    ) -> Result<Certificate, RebuildError> {
        loop {
            if let Some(certificate) = self.try_to_certify(connection, &mut work, started).await? {
                return Ok(certificate);
            }
            tracing::info!(
                read_model = work.model.name(),
                "somebody reads the table for long; the swap waits"
            );
            if stop.run_until_cancelled(tokio::time::sleep(LATER)).await.is_none() {
                return Err(RebuildError::Interrupted(work.at));
            }
        }
    }

    /// None where the table was being read all the time.
    async fn try_to_certify(
        &self,
        connection: &mut PgConnection,
        work: &mut Work,
        started: Instant,
    ) -> Result<Option<Certificate>, RebuildError> {
        let model = std::sync::Arc::clone(&work.model);
        let model = model.as_ref();
        let mut tx = self.pool.begin().await?;
        let live = sqlx::query!(
            r#"SELECT position, version, error IS NOT NULL AS "failed!" FROM checkpoints
               WHERE name = $1 FOR UPDATE"#,
            model.name(),
        )
        .fetch_optional(&mut *tx)
        .await?;
        let head = self.log.head().await?;
        let comparable = live
            .filter(|live| live.version == model.version() && !live.failed)
            .map(|live| Position(live.position.unsigned_abs()))
            .filter(|at| *at >= work.at);
        let until = comparable.unwrap_or(head);
        if work.at < until {
            self.catch_up(connection, work, until).await?;
        }
        let new = digest(&mut tx, SHADOW, model.name()).await?;
        let (old, differing_rows) = if comparable.is_some() {
            let old = digest(&mut tx, "read", model.name()).await?;
            let differing = if old == new { 0 } else { self.differing(&mut tx, model).await? };
            (Some(old), Some(differing))
        } else {
            (None, None)
        };
        let swap_ms = if self.verify {
            drop_shadow(&mut tx, model).await?;
            None
        } else {
            let Some(since) = alone_with_the_table(&mut tx, model).await? else { return Ok(None) };
            swap(&mut tx, model, work.at).await?;
            Some(rounded(since.elapsed().as_secs_f64() * 1e3))
        };
        let mut certificate = Certificate {
            name: model.name().to_owned(),
            version: model.version(),
            position: work.at,
            old,
            new,
            differing_rows,
            swapped: !self.verify,
            swap_ms,
            seconds: rounded(started.elapsed().as_secs_f64()),
            finished_at: None,
        };
        keep(&mut tx, &mut certificate).await?;
        tx.commit().await?;
        if !self.verify {
            connection.execute(format!("DROP TABLE IF EXISTS {REPLACED}.{}", model.name()).as_str()).await?;
        }
        Ok(Some(certificate))
    }

    /// Counts the rows that are not the same, and hands each on where somebody wants to see them.
    async fn differing(&self, connection: &mut PgConnection, model: &dyn Model) -> Result<u64, RebuildError> {
        let name = model.name();
        let keys: Vec<String> = model.key().iter().map(|key| format!("'{key}', {key}")).collect();
        let sql = format!(
            "SELECT json_build_object('read_model', '{name}', 'key', json_build_object({}), \
                 'live', row_to_json(old), 'rebuilt', row_to_json(new))::text \
             FROM read.{name} old FULL JOIN {SHADOW}.{name} new USING ({}) \
             WHERE old::text IS DISTINCT FROM new::text",
            keys.join(", "),
            model.key().join(", "),
        );
        let Some(told) = &self.differences else {
            let count: i64 = sqlx::query_scalar(&format!("SELECT count(*) FROM ({sql}) differing"))
                .fetch_one(connection)
                .await?;
            return Ok(count.unsigned_abs());
        };
        let mut count = 0;
        let mut lines = sqlx::query_scalar::<_, String>(&sql).fetch(connection);
        while let Some(line) = lines.try_next().await? {
            told.send(line).await.map_err(|_| RebuildError::Untold)?;
            count += 1;
        }
        Ok(count)
    }
}

/// To the microsecond: more digits say nothing.
fn rounded(figure: f64) -> f64 {
    (figure * 1e3).round() / 1e3
}

async fn digest(connection: &mut PgConnection, schema: &str, table: &str) -> Result<Digest, sqlx::Error> {
    let sql = format!(
        "SELECT count(*), coalesce(bit_xor(h), 0), coalesce(sum(h) % 9223372036854775807, 0)::bigint \
         FROM (SELECT hash_record_extended(t, 1) AS h FROM {schema}.{table} t OFFSET 0) hashed"
    );
    let (rows, first, second): (i64, i64, i64) = sqlx::query_as(&sql).fetch_one(connection).await?;
    Ok(Digest { rows: rows.unsigned_abs(), hash: format!("{first:016x}{second:016x}") })
}

pub(super) async fn drop_shadow(connection: &mut PgConnection, model: &dyn Model) -> Result<(), sqlx::Error> {
    connection.execute(format!("DROP TABLE IF EXISTS {SHADOW}.{}", model.name()).as_str()).await?;
    sqlx::query!("DELETE FROM checkpoints WHERE name = $1", shadow(model.name())).execute(connection).await?;
    Ok(())
}

/// Waits until nobody reads the live table nor looks into the new one, as a dump of the database does; a moment
/// at a time: whoever wants to read after us waits as long as we do. Since when both are ours.
async fn alone_with_the_table(
    connection: &mut PgConnection,
    model: &dyn Model,
) -> Result<Option<Instant>, sqlx::Error> {
    let (live, new) = (format!("read.{}", model.name()), format!("{SHADOW}.{}", model.name()));
    let prepare = format!(
        "DROP TABLE IF EXISTS {REPLACED}.{}; SET LOCAL lock_timeout = '{PATIENCE}'; \
         SET LOCAL synchronous_commit = off",
        model.name()
    );
    connection.execute(prepare.as_str()).await?;
    let exists: bool = sqlx::query_scalar("SELECT to_regclass($1) IS NOT NULL")
        .bind(&live)
        .fetch_one(&mut *connection)
        .await?;
    // The new one first: nobody's page waits for it.
    let tables = if exists { format!("{new}, {live}") } else { new };
    for _ in 0..ATTEMPTS {
        let since = Instant::now();
        let mut attempt = connection.begin().await?;
        let lock = format!("LOCK TABLE {tables} IN ACCESS EXCLUSIVE MODE");
        match attempt.execute(lock.as_str()).await {
            Ok(_) => {
                attempt.commit().await?;
                return Ok(Some(since));
            }
            Err(sqlx::Error::Database(error)) if error.code().as_deref() == Some(LOCK_NOT_AVAILABLE) => {
                attempt.rollback().await?;
                tokio::time::sleep(BETWEEN).await;
            }
            Err(error) => return Err(error),
        }
    }
    Ok(None)
}

async fn swap(connection: &mut PgConnection, model: &dyn Model, at: Position) -> Result<(), sqlx::Error> {
    let name = model.name();
    let script = format!(
        "SET LOCAL client_min_messages = warning; ALTER TABLE IF EXISTS read.{name} SET SCHEMA {REPLACED}; \
         ALTER TABLE {SHADOW}.{name} RESET (autovacuum_enabled); ALTER TABLE {SHADOW}.{name} SET SCHEMA read"
    );
    connection.execute(script.as_str()).await?;
    sqlx::query!("DELETE FROM checkpoints WHERE name = $1", shadow(name)).execute(&mut *connection).await?;
    sqlx::query!(
        "INSERT INTO checkpoints (name, version, position) VALUES ($1, $2, $3)
         ON CONFLICT (name) DO UPDATE
         SET version = $2, position = $3, moved_at = now(), error = NULL, failed_at = NULL",
        name,
        model.version(),
        at.0.cast_signed(),
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// In the transaction of the swap, so that there is no swap without its certificate.
async fn keep(connection: &mut PgConnection, certificate: &mut Certificate) -> Result<(), sqlx::Error> {
    let now =
        sqlx::query_scalar!(r#"SELECT clock_timestamp() AS "now!""#).fetch_one(&mut *connection).await?;
    certificate.finished_at = Some(now);
    let statement = serde_json::to_string(certificate).map_err(|error| sqlx::Error::Encode(error.into()))?;
    sqlx::query!(
        "INSERT INTO rebuilds (name, started_at, finished_at, statement)
         VALUES ($1, $2::timestamptz - make_interval(secs => $3), $2, $4)",
        certificate.name,
        now,
        certificate.seconds,
        statement,
    )
    .execute(connection)
    .await?;
    Ok(())
}
