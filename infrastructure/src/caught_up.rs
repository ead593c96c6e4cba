//! Waits until a read model has reached an event, for reactors whose answer depends on it.

use std::time::Duration;

use application::ReactorError;
use domain::Position;
use sqlx::PgPool;
use tokio::time::Instant;

/// Longer than a read model lags in good health; the reactor tries again later.
pub const PATIENCE: Duration = Duration::from_secs(10);
const PACE: Duration = Duration::from_millis(10);

pub async fn caught_up(
    pool: &PgPool,
    read_model: &str,
    head: Position,
    patience: Duration,
) -> Result<(), ReactorError> {
    let give_up = Instant::now() + patience;
    loop {
        let position = sqlx::query_scalar!("SELECT position FROM checkpoints WHERE name = $1", read_model)
            .fetch_optional(pool)
            .await
            .map_err(ReactorError::new)?;
        if position.is_some_and(|position| Position(position.unsigned_abs()) >= head) {
            return Ok(());
        }
        if Instant::now() >= give_up {
            let error = format!("the read model {read_model} has not reached event {head}");
            return Err(ReactorError::new(error));
        }
        tokio::time::sleep(PACE).await;
    }
}
