//! Keeps the live read models in step with the log: exactly once, whatever is killed and when.
//!
//! Read models that stand at the same position move together in one transaction, so that pages see
//! them agree. One that lags is brought up on its own; one that fails stops alone.

use std::sync::Arc;
use std::time::Duration;

use domain::{EventLog, LogError, Position, Recorded};
use futures::future::BoxFuture;
use sqlx::{Executor, PgConnection, PgPool};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use super::model::Model;
use super::table::FailedFold;

/// Events in one transaction.
const BATCH: usize = 1_000;
/// How long another node may hold the checkpoints before this one looks again.
const ELSEWHERE: Duration = Duration::from_millis(20);
/// Back-off after the database or the log could not be reached.
const AGAIN: [Duration; 4] =
    [Duration::from_millis(100), Duration::from_millis(500), Duration::from_secs(1), Duration::from_secs(3)];
/// With no event to wait for, it looks again after so long: somebody may have mended what stood still.
const LOOK_AGAIN: Duration = Duration::from_secs(1);
/// A read model that failed is tried again so often, in case its cause is gone.
const RETRY_SECONDS: f64 = 60.0;

#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    #[error("the read models' database: {0}")]
    Database(#[from] sqlx::Error),
    #[error(transparent)]
    Log(#[from] LogError),
}

pub struct Engine {
    pool: PgPool,
    log: Arc<dyn EventLog>,
    models: Vec<Arc<dyn Model>>,
    moved: watch::Sender<Position>,
}

enum Step {
    Moved,
    /// Nothing to do after this position; none where no read model can go on.
    Idle(Option<Position>),
    Elsewhere,
}

impl Engine {
    pub fn new(pool: PgPool, log: Arc<dyn EventLog>, models: Vec<Arc<dyn Model>>) -> Self {
        Self { pool, log, models, moved: watch::Sender::new(Position::START) }
    }

    /// Tells of each batch that this engine committed.
    pub fn moved(&self) -> watch::Receiver<Position> {
        self.moved.subscribe()
    }

    /// Runs until it is stopped. Any number of nodes may run it: one of them works.
    pub async fn run(self, stop: CancellationToken) {
        let mut failures = 0;
        while !stop.is_cancelled() {
            // A step that has begun ends: one that is dropped while it begins its transaction would leave
            // that open on a connection which the next user takes for a fresh one.
            let done = self.step().await;
            let pause = async {
                match done {
                    Ok(Step::Moved) => failures = 0,
                    Ok(Step::Idle(at)) => {
                        failures = 0;
                        // Looks again in any case: for stopped read models, and for rebuilt ones.
                        let _ = match at {
                            Some(at) => tokio::time::timeout(LOOK_AGAIN, self.log.wait(at)).await,
                            None => tokio::time::timeout(LOOK_AGAIN, std::future::pending()).await,
                        };
                    }
                    Ok(Step::Elsewhere) => tokio::time::sleep(ELSEWHERE).await,
                    Err(error) => {
                        let pause = AGAIN[failures.min(AGAIN.len() - 1)];
                        failures += 1;
                        tracing::error!(%error, "the read models stand still; trying again in {pause:?}");
                        tokio::time::sleep(pause).await;
                    }
                }
            };
            tokio::select! {
                () = pause => {}
                () = stop.cancelled() => {}
            }
        }
    }

    /// Folds what the log holds now, and returns. For tests, tools and the demo's first start.
    pub async fn catch_up(&self) -> Result<Position, EngineError> {
        let head = self.log.head().await?;
        loop {
            match self.step().await? {
                Step::Idle(at) if at.is_none_or(|at| at >= head) => return Ok(at.unwrap_or(head)),
                Step::Elsewhere => tokio::time::sleep(ELSEWHERE).await,
                Step::Moved | Step::Idle(_) => {}
            }
        }
    }

    async fn step(&self) -> Result<Step, EngineError> {
        let standing = self.standing().await?;
        let Some(from) = standing.iter().map(|(_, position)| *position).min() else {
            return Ok(Step::Idle(None));
        };
        let group: Vec<Arc<dyn Model>> = standing
            .iter()
            .filter(|(_, position)| *position == from)
            .map(|(model, _)| Arc::clone(model))
            .collect();
        // A group that lags ends its batch where the next one stands, and joins it there.
        let until = standing.iter().map(|(_, position)| *position).filter(|position| *position > from).min();
        let mut events = self.log.read(from, BATCH).await?;
        if let Some(until) = until {
            events.truncate(events.partition_point(|event| event.position <= until));
        }
        let Some(last) = events.last().map(|event| event.position) else { return Ok(Step::Idle(Some(from))) };
        match self.apply(&group, from, &events).await {
            Ok(moved) => {
                if moved {
                    self.moved.send_replace(last);
                }
                Ok(if moved { Step::Moved } else { Step::Elsewhere })
            }
            // Not the connection but the statement failed: find out whose, and leave the others going.
            Err(EngineError::Database(sqlx::Error::Database(error))) if is_fault_of_model(error.as_ref()) => {
                for model in &group {
                    self.alone(model, from, &events).await?;
                }
                Ok(Step::Moved)
            }
            Err(error) => Err(error),
        }
    }

    /// The read models that can go on, with where they stand. New ones begin with an empty table.
    async fn standing(&self) -> Result<Vec<(Arc<dyn Model>, Position)>, EngineError> {
        let names: Vec<String> = self.models.iter().map(|model| model.name().to_owned()).collect();
        let rows = sqlx::query!(
            r#"SELECT name, version, position, error IS NOT NULL AND
                   extract(epoch FROM now() - moved_at)::float8 < $2 AS "failed!"
               FROM checkpoints WHERE name = ANY($1)"#,
            &names,
            RETRY_SECONDS,
        )
        .fetch_all(&self.pool)
        .await?;
        let mut standing = Vec::new();
        for model in &self.models {
            match rows.iter().find(|row| row.name == model.name()) {
                Some(row) if row.failed || row.version != model.version() => {}
                Some(row) => standing.push((Arc::clone(model), Position(row.position.unsigned_abs()))),
                None => {
                    install(&self.pool, model.as_ref()).await?;
                    standing.push((Arc::clone(model), Position::START));
                }
            }
        }
        Ok(standing)
    }

    /// Moves the group over the events in one transaction. False when another node has it.
    async fn apply(
        &self,
        group: &[Arc<dyn Model>],
        from: Position,
        events: &[Recorded],
    ) -> Result<bool, EngineError> {
        let mut tx = self.pool.begin().await?;
        // The checkpoint goes with the rows: a crash loses both, and the log has them again.
        sqlx::query("SET LOCAL synchronous_commit = off").execute(&mut *tx).await?;
        let names: Vec<String> = group.iter().map(|model| model.name().to_owned()).collect();
        let held = hold(&mut tx, &names, from).await?;
        if held.is_empty() {
            return Ok(false);
        }
        let mut done = Vec::with_capacity(held.len());
        let mut failed = Vec::new();
        for model in group {
            if !held.iter().any(|name| name == model.name()) {
                continue;
            }
            let mut rows = model.open(&mut tx, "read", false).await?;
            match rows.take(&mut tx, events).await? {
                Ok(()) => {
                    rows.flush(&mut tx, true).await?;
                    done.push(model.name().to_owned());
                }
                Err(failure) => failed.push((model, failure)),
            }
        }
        if let Some(last) = events.last() {
            advance(&mut tx, &done, last.position).await?;
        }
        tx.commit().await?;
        for (model, failure) in failed {
            self.stop_at(model, from, events, failure).await?;
        }
        Ok(true)
    }

    /// One read model over the events, one at a time where needed, until it ends or fails.
    fn alone<'a>(
        &'a self,
        model: &'a Arc<dyn Model>,
        from: Position,
        events: &'a [Recorded],
    ) -> BoxFuture<'a, Result<(), EngineError>> {
        Box::pin(async move {
            match self.apply(std::slice::from_ref(model), from, events).await {
                Err(EngineError::Database(sqlx::Error::Database(error)))
                    if is_fault_of_model(error.as_ref()) =>
                {
                    let Some((first, rest)) = events.split_first() else { return Ok(()) };
                    if rest.is_empty() {
                        return self.mark_failed(model.name(), first.position, &error.to_string()).await;
                    }
                    let (left, right) = events.split_at(events.len() / 2);
                    self.alone(model, from, left).await?;
                    let next = left.last().map_or(from, |event| event.position);
                    // Only where the left half went through does the right half find its checkpoint.
                    self.alone(model, next, right).await
                }
                other => other.map(drop),
            }
        })
    }

    /// Everything before the event that failed is folded; the read model stops there.
    fn stop_at<'a>(
        &'a self,
        model: &'a Arc<dyn Model>,
        from: Position,
        events: &'a [Recorded],
        failure: FailedFold,
    ) -> BoxFuture<'a, Result<(), EngineError>> {
        let before = &events[..events.partition_point(|event| event.position < failure.at)];
        Box::pin(async move {
            if !before.is_empty() {
                self.apply(std::slice::from_ref(model), from, before).await?;
            }
            self.mark_failed(model.name(), failure.at, &failure.source.to_string()).await
        })
    }

    async fn mark_failed(&self, model: &str, at: Position, error: &str) -> Result<(), EngineError> {
        tracing::error!(read_model = model, event = %at, error, "the read model has stopped");
        sqlx::query!(
            "UPDATE checkpoints SET error = $2, failed_at = $3, moved_at = now()
             WHERE name = $1 AND position < $3",
            model,
            error,
            at.0.cast_signed(),
        )
        .execute(&self.pool)
        .await?;
        Ok(())
    }
}

/// Creates the empty table of a read model that has none, with its checkpoint.
async fn install(pool: &PgPool, model: &dyn Model) -> Result<(), sqlx::Error> {
    let mut tx = pool.begin().await?;
    // Whoever comes second waits here, and finds it there.
    let made = sqlx::query!(
        "INSERT INTO checkpoints (name, version) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING",
        model.name(),
        model.version(),
    )
    .execute(&mut *tx)
    .await?;
    if made.rows_affected() == 1 {
        create(&mut tx, model, "read").await?;
        add_key(&mut tx, model, "read").await?;
        index(&mut tx, model, "read").await?;
    }
    tx.commit().await
}

/// The table without primary key and indexes.
pub async fn create(
    connection: &mut PgConnection,
    model: &dyn Model,
    schema: &str,
) -> Result<(), sqlx::Error> {
    let table = model.ddl().table;
    run_in(connection, schema, &format!("DROP TABLE IF EXISTS {}; {table}", model.name())).await
}

pub async fn add_key(
    connection: &mut PgConnection,
    model: &dyn Model,
    schema: &str,
) -> Result<(), sqlx::Error> {
    run_in(connection, schema, model.ddl().key).await
}

/// All indexes but the primary key.
pub async fn index(
    connection: &mut PgConnection,
    model: &dyn Model,
    schema: &str,
) -> Result<(), sqlx::Error> {
    run_in(connection, schema, model.ddl().indexes).await
}

async fn run_in(connection: &mut PgConnection, schema: &str, ddl: &str) -> Result<(), sqlx::Error> {
    let script = format!(
        "SET LOCAL client_min_messages = warning; SET LOCAL search_path = {schema}, public; \
         {ddl}; SET LOCAL search_path = DEFAULT"
    );
    // As a plain text it goes by the simple protocol, which takes several statements.
    connection.execute(script.as_str()).await?;
    Ok(())
}

/// Locks the checkpoints that stand at `from` and that nobody else holds.
async fn hold(
    connection: &mut PgConnection,
    names: &[String],
    from: Position,
) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar!(
        "SELECT name FROM checkpoints WHERE name = ANY($1) AND position = $2 ORDER BY name
         FOR UPDATE SKIP LOCKED",
        names,
        from.0.cast_signed(),
    )
    .fetch_all(connection)
    .await
}

async fn advance(connection: &mut PgConnection, names: &[String], to: Position) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "UPDATE checkpoints SET position = $2, moved_at = now(), error = NULL, failed_at = NULL
         WHERE name = ANY($1)",
        names,
        to.0.cast_signed(),
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Errors of the data or the statement (classes 21, 22, 23, 42 of SQLSTATE), not of the server's state.
fn is_fault_of_model(error: &(dyn sqlx::error::DatabaseError + 'static)) -> bool {
    error.code().is_some_and(|code| ["21", "22", "23", "42"].iter().any(|class| code.starts_with(class)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spawnable<F: Future<Output = ()> + Send + 'static>(_: impl FnOnce(Engine, CancellationToken) -> F) {}

    #[test]
    fn an_engine_can_be_spawned() {
        spawnable(Engine::run);
    }
}
