//! Where each read model stands, for pages that wait, for operators and for monitoring.

use std::sync::Arc;

use domain::Position;
use serde::Serialize;
use sqlx::PgPool;

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
}

/// The state of each read model against the log on the same database.
pub async fn status(pool: &PgPool, models: &[Arc<dyn Model>]) -> Result<Vec<ModelStatus>, sqlx::Error> {
    let names: Vec<String> = models.iter().map(|model| model.name().to_owned()).collect();
    let head = sqlx::query_scalar!(r#"SELECT coalesce(max(position), 0) AS "head!" FROM events"#)
        .fetch_one(pool)
        .await?;
    let rows = sqlx::query!(
        r#"SELECT c.name, c.version, c.position, c.error, c.failed_at,
               (SELECT count(*) FROM events e WHERE e.position > c.position) AS "lag!",
               coalesce((SELECT extract(epoch FROM clock_timestamp() - e.recorded_at)::float8 FROM events e
                   WHERE e.position > c.position ORDER BY e.position LIMIT 1), 0) AS "seconds!"
           FROM checkpoints c WHERE c.name = ANY($1)"#,
        &names,
    )
    .fetch_all(pool)
    .await?;
    let head = Position(head.unsigned_abs());
    let of = |model: &dyn Model| {
        let Some(row) = rows.iter().find(|row| row.name == model.name()) else {
            return ModelStatus {
                name: model.name(),
                version: model.version(),
                position: Position::START,
                head,
                lag_events: head.0,
                lag_seconds: 0.0,
                state: State::Absent,
                last_error: None,
            };
        };
        let state = if row.version != model.version() {
            State::OtherVersion
        } else if row.error.is_some() {
            State::Stopped
        } else if row.lag > 0 {
            State::Behind
        } else {
            State::Current
        };
        ModelStatus {
            name: model.name(),
            version: row.version,
            position: Position(row.position.unsigned_abs()),
            head,
            lag_events: row.lag.unsigned_abs(),
            lag_seconds: row.seconds.max(0.0),
            state,
            last_error: row
                .error
                .as_ref()
                .map(|error| format!("event {}: {error}", row.failed_at.unwrap_or_default())),
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
