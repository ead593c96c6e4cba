//! The home page, and what the network is.

use std::sync::Arc;

use axum::routing::{get, post};
use axum::{Extension, Router};

use crate::App;

mod about;
mod arrivals;
mod featured;
mod month;
mod overrule;
mod page;
mod rota;

#[cfg(test)]
mod tests;

pub use arrivals::Arrivals;
pub(crate) use arrivals::{live, seen};

pub fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/", get(page::show).layer(Extension(page::current())))
        .route("/arrivals", get(arrivals::stream))
        .route("/about", get(about::show))
        .route("/featured", get(rota::page))
        .route("/featured/{month}", get(month::page))
        .route("/featured/{month}/overrule", get(overrule::form).post(overrule::overrule))
        .route("/featured/{month}/rule", post(overrule::follow_rule))
}
