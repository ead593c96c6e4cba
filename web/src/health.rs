//! For whoever watches the process: does it live, can it serve, how does it fare.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use domain::Position;

use crate::App;

/// `/healthz`: the process answers.
pub async fn alive() -> &'static str {
    "alive\n"
}

/// `/readyz`: the database answers and has the portal's tables, those of the read models among them.
pub async fn ready(State(app): State<Arc<App>>) -> (StatusCode, String) {
    let models = projections::all();
    let names: Vec<_> = models.iter().map(|model| model.name()).collect();
    // The checkpoint of a read model is made together with its table.
    match projections::engine::passed(&app.read, &names, Position::START).await {
        Ok(true) => (StatusCode::OK, "ready\n".to_owned()),
        Ok(false) => {
            tracing::debug!("not ready: some read models have no table yet");
            (StatusCode::SERVICE_UNAVAILABLE, "the read models are being made\n".to_owned())
        }
        Err(error) => {
            tracing::warn!(%error, "not ready");
            (StatusCode::SERVICE_UNAVAILABLE, "the database cannot be reached or has no schema\n".to_owned())
        }
    }
}

/// `/metrics`, for Prometheus.
pub async fn metrics(State(app): State<Arc<App>>) -> String {
    app.metrics.render()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use projections::engine::Engine;
    use sqlx::postgres::PgPoolOptions;

    use super::*;
    use crate::testing::app;

    #[tokio::test]
    async fn the_portal_is_ready_once_its_tables_are_there() {
        let db = testkit::database().await;
        let app = Arc::new(app(&db.pool));
        let status = async || ready(State(Arc::clone(&app))).await.0;
        assert_eq!(status().await, StatusCode::SERVICE_UNAVAILABLE, "the read models have no tables");
        Engine::new(db.pool.clone(), Arc::clone(&app.log), projections::all()).catch_up().await.unwrap();
        assert_eq!(status().await, StatusCode::OK);
        sqlx::query("DELETE FROM checkpoints WHERE name = 'members'").execute(&db.pool).await.unwrap();
        assert_eq!(status().await, StatusCode::SERVICE_UNAVAILABLE, "one of them has none");
    }

    #[tokio::test]
    async fn without_its_database_it_lives_but_is_not_ready() {
        let pool = PgPoolOptions::new().acquire_timeout(Duration::from_millis(20));
        let app = app(&pool.connect_lazy("postgres://nobody@127.0.0.1:1/nothing").unwrap());
        assert_eq!(ready(State(Arc::new(app))).await.0, StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(alive().await, "alive\n");
    }
}
