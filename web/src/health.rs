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

/// `/readyz`: the database answers and has the portal's tables.
pub async fn ready(State(app): State<Arc<App>>) -> (StatusCode, String) {
    match projections::engine::passed(&app.read, &[], Position::START).await {
        Ok(_) => (StatusCode::OK, "ready\n".to_owned()),
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
