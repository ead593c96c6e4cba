//! Rebuilds read models from the log into a shadow schema, beside the live tables, and swaps them in.
//!
//! Rows are folded in memory and loaded without indexes; past the memory budget the largest read
//! model's wait in a temporary file. Every few minutes, and when it is stopped, what was done so
//! far is kept with its own checkpoint (`NAME@next`), so that an interrupted rebuild goes on where it
//! stopped. It ends in a certificate.

use std::sync::Arc;
use std::time::Instant;

use domain::{EventLog, LogError, Position};
use serde::Serialize;
use sqlx::{Executor, PgConnection, PgPool};
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use super::certify::Certificate;
use super::folding::Work;
use super::live::{create, index};
use super::model::Model;
use super::table::FailedFold;

/// What [`Rebuild::budget`] is unless somebody says otherwise.
const BUDGET: usize = 224 << 20;
/// What [`Rebuild::page`] is.
const PAGE: usize = 1_000;
/// Read models that are written, indexed and compared at a time at the most: while one waits for its rows,
/// others wait for Postgres.
const AT_ONCE: usize = 3;
/// The schema of the tables that are being built.
pub(super) const SHADOW: &str = "read_next";

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
    #[error("{0}")]
    Scratch(#[source] std::io::Error),
    #[error("another rebuild is running; wait for its end")]
    Busy,
    #[error("the rows that differ cannot be written down")]
    Untold,
    #[error("there is no read model `{0}`")]
    Unknown(String),
}

impl RebuildError {
    /// The database or the log is out of reach for now: trying again may help.
    pub fn is_outage(&self) -> bool {
        match self {
            Self::Log(LogError::Unreachable(_)) => true,
            Self::Database(error) => match error {
                sqlx::Error::Io(_)
                | sqlx::Error::Tls(_)
                | sqlx::Error::Protocol(_)
                | sqlx::Error::PoolTimedOut
                | sqlx::Error::PoolClosed
                | sqlx::Error::WorkerCrashed => true,
                // Connection exceptions and operator intervention (Appendix A of the manual).
                sqlx::Error::Database(error) => {
                    error.code().is_some_and(|code| ["08", "57"].iter().any(|class| code.starts_with(class)))
                }
                _ => false,
            },
            _ => false,
        }
    }
}

/// What a rebuild does now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Events are folded in memory.
    Folding,
    /// Read models are written out, indexed, compared and swapped in.
    Writing,
}

/// How far a rebuild is.
#[derive(Clone, Copy, Debug)]
pub struct Progress {
    pub stage: Stage,
    /// Events while they are folded, then read models.
    pub done: u64,
    pub total: u64,
}

#[derive(Clone)]
pub struct Rebuild {
    pub(super) pool: PgPool,
    pub(super) log: Arc<dyn EventLog>,
    models: Vec<Arc<dyn Model>>,
    /// Compare only; leave the live tables alone.
    pub verify: bool,
    /// Begin anew even where an interrupted rebuild could go on.
    pub discard: bool,
    /// Where rows that differ go, one JSON object each; whoever takes them sets the pace.
    pub differences: Option<mpsc::Sender<String>>,
    /// Rows of all read models in memory, in bytes, before the largest read model's are put aside.
    pub budget: usize,
    /// Events read at once.
    pub page: usize,
}

/// The right to rebuild: one rebuild at a time, whoever asked for it. It goes with the connection, and so
/// with the process that dies.
pub struct Alone(PgConnection);

impl Alone {
    /// None while somebody else has it.
    pub async fn take(pool: &PgPool) -> Result<Option<Self>, sqlx::Error> {
        let mut connection = pool.acquire().await?;
        let taken: bool =
            sqlx::query_scalar("SELECT pg_try_advisory_lock(4717204)").fetch_one(&mut *connection).await?;
        Ok(taken.then(|| Self(connection.detach())))
    }

    /// Gives it back at once; a value that is dropped gives it back when the server notices.
    pub async fn release(mut self) {
        if let Err(error) = sqlx::query("SELECT pg_advisory_unlock(4717204)").execute(&mut self.0).await {
            tracing::debug!(%error, "the lock of rebuilds goes with its connection");
        }
    }
}

impl Rebuild {
    pub fn new(pool: PgPool, log: Arc<dyn EventLog>, models: Vec<Arc<dyn Model>>) -> Self {
        let (verify, discard, differences) = (false, false, None);
        Self { pool, log, models, verify, discard, differences, budget: BUDGET, page: PAGE }
    }

    /// Runs to the end, or until it is stopped: then what was folded is kept for the next run.
    pub async fn run(
        &self,
        progress: impl Fn(Progress) + Sync,
        stop: &CancellationToken,
    ) -> Result<Vec<Certificate>, RebuildError> {
        let alone = Alone::take(&self.pool).await?.ok_or(RebuildError::Busy)?;
        let certificates = self.run_alone(&alone, progress, stop).await;
        alone.release().await;
        certificates
    }

    /// The same for somebody who has the lock already.
    pub(super) async fn run_alone(
        &self,
        _: &Alone,
        progress: impl Fn(Progress) + Sync,
        stop: &CancellationToken,
    ) -> Result<Vec<Certificate>, RebuildError> {
        self.fold_and_swap(Instant::now(), &progress, stop).await
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
        drop(connection);
        let mut works = self.fold_to(works, total, progress, stop).await?;
        // The largest first, so that none of them is alone at the end.
        works.sort_by_key(|work| std::cmp::Reverse(work.rows.waiting()));
        let mut waiting = works.into_iter();
        // Each takes up to three connections, beside the one that holds the lock.
        let connections = self.pool.options().get_max_connections() as usize;
        let at_once = AT_ONCE.min(connections.saturating_sub(1) / 3).max(1);
        let mut finishing = JoinSet::new();
        let mut certificates = Vec::new();
        let mut failed = None;
        loop {
            let (done, total) = (certificates.len() as u64, self.models.len() as u64);
            progress(Progress { stage: Stage::Writing, done, total });
            while failed.is_none()
                && finishing.len() < at_once
                && let Some(work) = waiting.next()
            {
                finishing.spawn(self.clone().finish(work, started, stop.clone()));
            }
            match finishing.join_next().await {
                Some(Ok(Ok(certificate))) => certificates.push(certificate),
                // Those that have begun end: one that is cut off could leave a transaction open.
                Some(Ok(Err(error))) => drop(failed.get_or_insert(error)),
                Some(Err(error)) => std::panic::resume_unwind(error.into_panic()),
                None => break,
            }
        }
        if let Some(error) = failed {
            return Err(error);
        }
        certificates.sort_by(|one: &Certificate, other| one.name.cmp(&other.name));
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
        self.write_out(&mut connection, &mut work, true).await?;
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
        self.certify(&mut connection, work, started, &stop).await
    }

    /// An empty shadow table, or the one that an interrupted rebuild of the same version left.
    async fn begin(
        &self,
        connection: &mut PgConnection,
        model: &Arc<dyn Model>,
    ) -> Result<Work, RebuildError> {
        let shadow = shadow(model.name());
        let left = sqlx::query_scalar!(
            // Waits for a commit of a rebuild that has just died.
            "SELECT position FROM checkpoints WHERE name = $1 AND version = $2 AND position > 0 FOR UPDATE",
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
        // It looks at the rows itself, once they are there.
        let alone = format!("ALTER TABLE {SHADOW}.{} SET (autovacuum_enabled = off)", model.name());
        tx.execute(alone.as_str()).await?;
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
}

/// Where what is built is up to, among the checkpoints.
pub(super) fn shadow(model: &str) -> String {
    format!("{model}@next")
}
