//! Pages of the context `membership`.

use std::sync::Arc;

use axum::Router;

use crate::App;

mod mails;
pub(crate) mod session;

pub use mails::Mails;

pub fn routes() -> Router<Arc<App>> {
    Router::new()
}
