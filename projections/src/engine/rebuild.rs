//! Rebuilds read models from the log into a shadow schema, beside the live tables, and swaps them in.
//!
//! Rows are folded in memory and loaded without indexes; past the memory budget the largest read
//! model's are written earlier, and looked up by their key when they change again. What was done so
//! far is kept with its own checkpoint (`NAME@next`), so that an interrupted rebuild goes on where it
//! stopped. It ends in a certificate.

use std::sync::Arc;
use std::time::{Duration, Instant};

use domain::{EventLog, LogError, Position};
use serde::Serialize;
use sqlx::{Executor, PgConnection, PgPool};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use super::live::{add_key, create, index};
use super::model::Model;
use super::pages::pages;
use super::table::{FailedFold, Rows};

/// What [`Rebuild::budget`] is unless somebody says otherwise.
const BUDGET: usize = 400 << 20;
/// What [`Rebuild::page`] is.
const PAGE: usize = 4_000;
/// Read models that are written, indexed and compared at a time at the most: while one waits for its rows,
/// others wait for Postgres.
const AT_ONCE: usize = 3;
/// The schema of the tables that are being built.
const SHADOW: &str = "read_next";

#[derive(Debug, thiserror::Error)]
pub enum RebuildError {
    #[error("the read models' database: {0}")]
    Database(#[from] sqlx::Error),
    #[error(transparent)]
    Log(#[from] LogError),
    #[error("{model} cannot be rebuilt: {source}; correct the fold, then run the rebuild again")]
    Fold { model: &'static str, source: FailedFold },
    #[error("interrupted; run it again to go on from event {0}, or with --discard to begin anew")]
    Interrupted(Position),
    #[error("another rebuild is running; wait for its end")]
    Busy,
}

/// How far a rebuild is.
#[derive(Clone, Copy, Debug)]
pub struct Progress {
    pub done: Position,
    pub total: Position,
    /// What it does now, in a word or two.
    pub stage: &'static str,
}

/// The content of a table without regard to order: two 64-bit XORs over the hashes of all rows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Digest {
    pub rows: u64,
    /// 32 hexadecimal digits.
    pub hash: String,
}

/// What a rebuild found and did.
#[derive(Clone, Debug, Serialize)]
pub struct Certificate {
    pub name: &'static str,
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
    pub seconds: f64,
}

#[derive(Clone)]
pub struct Rebuild {
    pool: PgPool,
    log: Arc<dyn EventLog>,
    models: Vec<Arc<dyn Model>>,
    /// Compare only; leave the live tables alone.
    pub verify: bool,
    /// Begin anew even where an interrupted rebuild could go on.
    pub discard: bool,
    /// Rows of all read models in memory, in bytes, before the largest read model's are written out.
    pub budget: usize,
    /// Events read at once.
    pub page: usize,
}

/// A read model in its rebuild.
struct Work {
    model: Arc<dyn Model>,
    rows: Box<dyn Rows>,
    /// Folded up to here, in memory or in the shadow table.
    at: Position,
    /// The shadow has its primary key: rows were written.
    keyed: bool,
    /// It has the other indexes too.
    indexed: bool,
}

impl Rebuild {
    pub fn new(pool: PgPool, log: Arc<dyn EventLog>, models: Vec<Arc<dyn Model>>) -> Self {
        Self { pool, log, models, verify: false, discard: false, budget: BUDGET, page: PAGE }
    }

    /// Runs to the end, or until it is stopped: then what was folded is kept for the next run.
    pub async fn run(
        &self,
        progress: impl Fn(Progress) + Sync,
        stop: &CancellationToken,
    ) -> Result<Vec<Certificate>, RebuildError> {
        let started = Instant::now();
        let mut guard = self.pool.acquire().await?;
        // One rebuild at a time, whoever asked for it; the lock goes with the connection.
        let alone: bool =
            sqlx::query_scalar("SELECT pg_try_advisory_lock(4717204)").fetch_one(&mut *guard).await?;
        if !alone {
            return Err(RebuildError::Busy);
        }
        let result = self.fold_and_swap(started, &progress, stop).await;
        sqlx::query("SELECT pg_advisory_unlock(4717204)").execute(&mut *guard).await?;
        result
    }

    async fn fold_and_swap(
        &self,
        started: Instant,
        progress: &(impl Fn(Progress) + Sync),
        stop: &CancellationToken,
    ) -> Result<Vec<Certificate>, RebuildError> {
        let mut connection = self.pool.acquire().await?;
        let mut works = Vec::with_capacity(self.models.len());
        for model in &self.models {
            works.push(self.begin(&mut connection, model).await?);
        }
        let total = self.log.head().await?;
        self.fold_to(&mut connection, &mut works, total, progress, stop).await?;
        drop(connection);
        // The largest first, so that none of them is alone at the end.
        works.sort_by_key(|work| std::cmp::Reverse(work.rows.bytes()));
        let mut waiting = works.into_iter();
        // Each takes up to three connections, beside the one that holds the lock.
        let connections = self.pool.options().get_max_connections() as usize;
        let at_once = AT_ONCE.min(connections.saturating_sub(1) / 3).max(1);
        let mut finishing = JoinSet::new();
        let mut certificates = Vec::new();
        loop {
            while finishing.len() < at_once
                && let Some(work) = waiting.next()
            {
                progress(Progress { done: total, total, stage: work.model.name() });
                finishing.spawn(self.clone().finish(work, started, stop.clone()));
            }
            match finishing.join_next().await {
                Some(Ok(certificate)) => certificates.push(certificate?),
                Some(Err(error)) => std::panic::resume_unwind(error.into_panic()),
                None => break,
            }
        }
        certificates.sort_by_key(|certificate| certificate.name);
        Ok(certificates)
    }

    /// Writes the rows that are still in memory, makes the indexes, compares and swaps.
    async fn finish(
        self,
        mut work: Work,
        started: Instant,
        stop: CancellationToken,
    ) -> Result<Certificate, RebuildError> {
        let mut connection = self.pool.acquire().await?;
        self.write_out(&mut connection, &mut work).await?;
        if stop.is_cancelled() {
            return Err(RebuildError::Interrupted(work.at));
        }
        if !work.indexed {
            let mut tx = sqlx::Connection::begin(&mut *connection).await?;
            index(&mut tx, work.model.as_ref(), SHADOW).await?;
            tx.commit().await?;
        }
        // A first look, which comes along with the table; autovacuum looks closer later.
        let look = format!(
            "SET default_statistics_target = 30; ANALYZE {SHADOW}.{}; RESET default_statistics_target",
            work.model.name()
        );
        connection.execute(look.as_str()).await?;
        self.certify(&mut connection, work, started).await
    }

    /// An empty shadow table, or the one that an interrupted rebuild of the same version left.
    async fn begin(
        &self,
        connection: &mut PgConnection,
        model: &Arc<dyn Model>,
    ) -> Result<Work, RebuildError> {
        let shadow = shadow(model.as_ref());
        let left = sqlx::query_scalar!(
            "SELECT position FROM checkpoints WHERE name = $1 AND version = $2 AND position > 0",
            shadow,
            model.version(),
        )
        .fetch_optional(&mut *connection)
        .await?;
        if let Some(position) = left.filter(|_| !self.discard) {
            let rows = model.open(connection, SHADOW, false).await?;
            let indexes: i64 =
                sqlx::query_scalar("SELECT count(*) FROM pg_index WHERE indrelid = to_regclass($1)")
                    .bind(format!("{SHADOW}.{}", model.name()))
                    .fetch_one(connection)
                    .await?;
            let at = Position(position.unsigned_abs());
            return Ok(Work { model: Arc::clone(model), rows, at, keyed: true, indexed: indexes > 1 });
        }
        let mut tx = sqlx::Connection::begin(&mut *connection).await?;
        create(&mut tx, model.as_ref(), SHADOW).await?;
        sqlx::query!(
            "INSERT INTO checkpoints (name, version) VALUES ($1, $2)
             ON CONFLICT (name) DO UPDATE SET version = $2, position = 0, moved_at = now()",
            shadow,
            model.version(),
        )
        .execute(&mut *tx)
        .await?;
        tx.commit().await?;
        let rows = model.open(connection, SHADOW, true).await?;
        Ok(Work { model: Arc::clone(model), rows, at: Position::START, keyed: false, indexed: false })
    }

    /// Folds every work up to `end`. The next page is read and decoded while this one is folded.
    async fn fold_to(
        &self,
        connection: &mut PgConnection,
        works: &mut [Work],
        end: Position,
        progress: &(impl Fn(Progress) + Sync),
        stop: &CancellationToken,
    ) -> Result<(), RebuildError> {
        let Some(start) = works.iter().map(|work| work.at).min() else { return Ok(()) };
        let models: Vec<&dyn Model> = works.iter().map(|work| work.model.as_ref()).collect();
        let mut pages = pages(&self.log, &models, start, end, self.page);
        let mut last_told = Instant::now();
        let mut done = start;
        while let Some(page) = pages.recv().await {
            let page = page?;
            for work in works.iter_mut() {
                let events = &page[page.partition_point(|event| event.position <= work.at)..];
                let Some(last) = events.last() else { continue };
                work.rows
                    .take(connection, events)
                    .await?
                    .map_err(|source| RebuildError::Fold { model: work.model.name(), source })?;
                work.at = last.position;
            }
            done = page.last().map_or(done, |event| event.position);
            while works.iter().map(|work| work.rows.bytes()).sum::<usize>() > self.budget {
                let Some(largest) = works.iter_mut().max_by_key(|work| work.rows.bytes()) else { break };
                self.write_out(connection, largest).await?;
            }
            if stop.is_cancelled() {
                for work in works.iter_mut() {
                    self.write_out(connection, work).await?;
                }
                return Err(RebuildError::Interrupted(done));
            }
            if last_told.elapsed() > Duration::from_millis(100) {
                last_told = Instant::now();
                progress(Progress { done, total: end, stage: "folding" });
            }
        }
        // What comes after its last event is not for it.
        for work in works.iter_mut() {
            work.at = work.at.max(end);
        }
        progress(Progress { done: end, total: end, stage: "folding" });
        Ok(())
    }

    /// Rows in memory go to the shadow table, with the checkpoint to go on from.
    async fn write_out(&self, connection: &mut PgConnection, work: &mut Work) -> Result<(), sqlx::Error> {
        let mut tx = sqlx::Connection::begin(&mut *connection).await?;
        sqlx::query("SET LOCAL synchronous_commit = off").execute(&mut *tx).await?;
        work.rows.flush(&mut tx).await?;
        if !std::mem::replace(&mut work.keyed, true) {
            add_key(&mut tx, work.model.as_ref(), SHADOW).await?;
        }
        sqlx::query!(
            "UPDATE checkpoints SET position = $2, moved_at = now() WHERE name = $1",
            shadow(work.model.as_ref()),
            work.at.0.cast_signed(),
        )
        .execute(&mut *tx)
        .await?;
        tx.commit().await
    }

    /// Holds the live read model still, brings the shadow to the same event, compares both, swaps.
    /// Pages read the old table until the swap, which itself takes milliseconds.
    async fn certify(
        &self,
        connection: &mut PgConnection,
        mut work: Work,
        started: Instant,
    ) -> Result<Certificate, RebuildError> {
        let model = Arc::clone(&work.model);
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
            let never = CancellationToken::new();
            let works = std::slice::from_mut(&mut work);
            self.fold_to(connection, works, until, &|_| {}, &never).await?;
            self.write_out(connection, &mut work).await?;
        }
        let new = digest(&mut tx, SHADOW, model.name()).await?;
        let (old, differing_rows) = if comparable.is_some() {
            let old = digest(&mut tx, "read", model.name()).await?;
            let differing = if old == new { 0 } else { differing(&mut tx, model).await? };
            (Some(old), Some(differing))
        } else {
            (None, None)
        };
        if self.verify {
            drop_shadow(&mut tx, model).await?;
        } else {
            swap(&mut tx, model, work.at).await?;
        }
        let certificate = Certificate {
            name: model.name(),
            version: model.version(),
            position: work.at,
            old,
            new,
            differing_rows,
            swapped: !self.verify,
            seconds: started.elapsed().as_secs_f64(),
        };
        let json = serde_json::to_value(&certificate).map_err(|error| sqlx::Error::Encode(error.into()))?;
        sqlx::query!(
            "INSERT INTO rebuilds (name, started_at, finished_at, certificate)
             VALUES ($1, clock_timestamp() - make_interval(secs => $2), clock_timestamp(), $3)",
            model.name(),
            certificate.seconds,
            json,
        )
        .execute(&mut *tx)
        .await?;
        tx.commit().await?;
        Ok(certificate)
    }
}

fn shadow(model: &dyn Model) -> String {
    format!("{}@next", model.name())
}

async fn digest(connection: &mut PgConnection, schema: &str, table: &str) -> Result<Digest, sqlx::Error> {
    let sql = format!(
        "SELECT count(*), coalesce(bit_xor(hash_record_extended(t, 1)), 0), \
         coalesce(bit_xor(hash_record_extended(t, 2)), 0) FROM {schema}.{table} t"
    );
    let (rows, first, second): (i64, i64, i64) = sqlx::query_as(&sql).fetch_one(connection).await?;
    Ok(Digest { rows: rows.unsigned_abs(), hash: format!("{first:016x}{second:016x}") })
}

async fn differing(connection: &mut PgConnection, model: &dyn Model) -> Result<u64, sqlx::Error> {
    let sql = format!(
        "SELECT count(*) FROM read.{name} old FULL JOIN {SHADOW}.{name} new USING ({keys}) \
         WHERE old::text IS DISTINCT FROM new::text",
        name = model.name(),
        keys = model.key().join(", "),
    );
    let count: i64 = sqlx::query_scalar(&sql).fetch_one(connection).await?;
    Ok(count.unsigned_abs())
}

async fn drop_shadow(connection: &mut PgConnection, model: &dyn Model) -> Result<(), sqlx::Error> {
    connection.execute(format!("DROP TABLE {SHADOW}.{}", model.name()).as_str()).await?;
    sqlx::query!("DELETE FROM checkpoints WHERE name = $1", shadow(model)).execute(connection).await?;
    Ok(())
}

async fn swap(connection: &mut PgConnection, model: &dyn Model, at: Position) -> Result<(), sqlx::Error> {
    let name = model.name();
    let script = format!("DROP TABLE IF EXISTS read.{name}; ALTER TABLE {SHADOW}.{name} SET SCHEMA read");
    connection.execute(script.as_str()).await?;
    sqlx::query!("DELETE FROM checkpoints WHERE name = $1", shadow(model)).execute(&mut *connection).await?;
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
