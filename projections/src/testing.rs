//! For tests: a log in memory, and read models folded from it into a database by the engine itself.

use std::sync::Arc;

use domain::{CommandId, Event, EventLog, Lag, LogError, Metadata, Position, Recorded};
use futures::future::BoxFuture;
use sqlx::PgPool;

use crate::engine::Engine;

/// These events as a log holds them, a minute after one another from 2026-01-01 on.
pub fn log_of(events: impl IntoIterator<Item = Event>) -> Vec<Recorded> {
    events
        .into_iter()
        .zip(1..)
        .map(|(event, at)| Recorded {
            position: Position(at),
            aggregate_id: at.to_string(),
            sequence: 1,
            event,
            metadata: Metadata {
                actor: "operator:test".into(),
                at: chrono::DateTime::from_timestamp(1_767_225_600 + 60 * at.cast_signed(), 0).unwrap(),
                command_id: CommandId::derived(&[&at.to_string()]),
                caused_by: None,
            },
        })
        .collect()
}

/// Folds the events into every read model of the portal.
pub async fn fold_into(pool: &PgPool, events: Vec<Recorded>) {
    Engine::new(pool.clone(), Arc::new(Log(events)), crate::all()).catch_up().await.unwrap();
}

/// A log to which nothing is added.
pub struct Log(pub Vec<Recorded>);

impl EventLog for Log {
    fn read(&self, after: Position, limit: usize) -> BoxFuture<'_, Result<Vec<Recorded>, LogError>> {
        let later = self.0.iter().filter(move |event| event.position > after);
        Box::pin(async move { Ok(later.take(limit).cloned().collect()) })
    }

    fn head(&self) -> BoxFuture<'_, Result<Position, LogError>> {
        Box::pin(async { Ok(self.0.last().map_or(Position::START, |event| event.position)) })
    }

    fn lag(&self, after: Position) -> BoxFuture<'_, Result<Lag, LogError>> {
        let later = self.0.iter().filter(|event| event.position > after).count();
        Box::pin(async move { Ok(Lag { events: later as u64, seconds: 0.0 }) })
    }

    fn wait(&self, _: Position) -> BoxFuture<'_, ()> {
        Box::pin(std::future::pending())
    }
}
