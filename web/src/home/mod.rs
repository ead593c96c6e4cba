//! The home page, and what the network is.

use std::sync::Arc;

use axum::routing::get;
use axum::{Extension, Router};

use crate::App;

mod about;
mod featured;
mod page;

#[cfg(test)]
mod tests;

pub fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/", get(page::show).layer(Extension(page::current())))
        .route("/about", get(about::show))
}
