//! Where each read model stands, for pages that wait, for operators and for monitoring.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::Arc;

use domain::{EventLog, Lag, Position};
use serde::Serialize;
use sqlx::PgPool;

use super::live::EngineError;
use super::model::Model;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// In step with the log.
    Current,
    /// On its way.
    Behind,
    /// A fold failed: see the error.
    Stopped,
    /// The table was made by another version of the program: a rebuild is due.
    OtherVersion,
    /// Never started.
    Absent,
}

#[derive(Clone, Debug, Serialize)]
pub struct ModelStatus {
    pub name: &'static str,
    pub version: i32,
    pub position: Position,
    pub head: Position,
    pub lag_events: u64,
    /// Age of the first event that it has not seen; 0 when there is none.
    pub lag_seconds: f64,
    pub state: State,
    pub last_error: Option<String>,
    /// The event that it cannot fold.
    pub stopped_at: Option<Position>,
}

/// The state of each read model against the log.
pub async fn status(
    pool: &PgPool,
    log: &dyn EventLog,
    models: &[Arc<dyn Model>],
) -> Result<Vec<ModelStatus>, EngineError> {
    let names: Vec<String> = models.iter().map(|model| model.name().to_owned()).collect();
    let rows = sqlx::query!(
        "SELECT name, version, position, error, failed_at FROM checkpoints WHERE name = ANY($1)",
        &names,
    )
    .fetch_all(pool)
    .await?;
    // Most stand at the same position.
    let mut lags = HashMap::new();
    for position in rows.iter().map(|row| row.position) {
        if let Entry::Vacant(vacant) = lags.entry(position) {
            vacant.insert(log.lag(Position(position.unsigned_abs())).await?);
        }
    }
    let head = log.head().await?;
    let absent = rows.len() < models.len();
    let all = if absent { log.lag(Position::START).await? } else { Lag::default() };
    let of = |model: &dyn Model| {
        let Some(row) = rows.iter().find(|row| row.name == model.name()) else {
            return ModelStatus {
                name: model.name(),
                version: model.version(),
                position: Position::START,
                head,
                lag_events: all.events,
                lag_seconds: all.seconds,
                state: State::Absent,
                last_error: None,
                stopped_at: None,
            };
        };
        let lag = lags.get(&row.position).copied().unwrap_or_default();
        let state = if row.version != model.version() {
            State::OtherVersion
        } else if row.error.is_some() {
            State::Stopped
        } else if lag.events > 0 {
            State::Behind
        } else {
            State::Current
        };
        ModelStatus {
            name: model.name(),
            version: row.version,
            position: Position(row.position.unsigned_abs()),
            head,
            lag_events: lag.events,
            lag_seconds: lag.seconds,
            state,
            last_error: row
                .error
                .as_ref()
                .map(|error| format!("event {}: {error}", row.failed_at.unwrap_or_default())),
            stopped_at: row.failed_at.filter(|_| row.error.is_some()).map(|at| Position(at.unsigned_abs())),
        }
    };
    Ok(models.iter().map(|model| of(model.as_ref())).collect())
}

/// Whether all these read models have folded the log up to `position`.
pub async fn passed(pool: &PgPool, models: &[&str], position: Position) -> Result<bool, sqlx::Error> {
    let names: Vec<String> = models.iter().map(|&name| name.to_owned()).collect();
    let there = sqlx::query_scalar!(
        r#"SELECT count(*) AS "there!" FROM checkpoints WHERE name = ANY($1) AND position >= $2"#,
        &names,
        position.0.cast_signed(),
    )
    .fetch_one(pool)
    .await?;
    Ok(usize::try_from(there).is_ok_and(|there| there == models.len()))
}

/// Lets a stopped read model try its event again, within a second. False where it has not stopped.
pub async fn retry(pool: &PgPool, model: &str) -> Result<bool, sqlx::Error> {
    let cleared = sqlx::query!(
        "UPDATE checkpoints SET error = NULL, failed_at = NULL WHERE name = $1 AND error IS NOT NULL",
        model,
    )
    .execute(pool)
    .await?;
    Ok(cleared.rows_affected() == 1)
}
