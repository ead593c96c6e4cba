//! Pages of the context `membership`.

use std::sync::Arc;

use axum::Router;

use crate::App;

pub(crate) mod session;

pub fn routes() -> Router<Arc<App>> {
    Router::new()
}
