//! Pages of the context `bookmarks`: keeping an item, letting it go, and what one keeps.

mod keep;
mod list;
mod panel;

use std::sync::Arc;

use axum::Router;
use axum::routing::{get, post};

use crate::App;

pub(crate) use panel::Keepers;

pub fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/bookmarks", get(list::page))
        .route("/bookmarks/{resource}", post(keep::save_resource))
        .route("/bookmarks/{resource}/remove", post(keep::remove_resource))
        .route("/bookmarks/news/{item}", post(keep::save_news))
        .route("/bookmarks/news/{item}/remove", post(keep::remove_news))
        .route("/bookmarks/events/{gathering}", post(keep::save_gathering))
        .route("/bookmarks/events/{gathering}/remove", post(keep::remove_gathering))
        .route("/bookmarks/highlights/{highlight}", post(keep::save_highlight))
        .route("/bookmarks/highlights/{highlight}/remove", post(keep::remove_highlight))
}
