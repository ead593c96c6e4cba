//! Pages of the context `bookmarks`: keeping an item, letting it go, and what one keeps.

mod keep;
mod list;

use std::sync::Arc;

use axum::Router;
use axum::routing::{get, post};

use crate::App;

pub fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/bookmarks", get(list::page))
        .route("/bookmarks/{resource}", post(keep::save))
        .route("/bookmarks/{resource}/remove", post(keep::remove))
}
