//! Pages of the context `library`: the list, a resource, feeds, short addresses.

mod feeds;
mod labels;
mod list;
mod resource;
mod short;
mod withdraw;

use std::sync::Arc;

use axum::Router;
use axum::routing::get;

use crate::App;

pub(crate) use labels::address;
pub(crate) use list::card;
pub(crate) use resource::show as resource_page;

pub fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/library", get(list::page))
        .route("/library/feed.atom", get(feeds::atom))
        .route("/library/feed.json", get(feeds::json))
        .route("/library/{address}", get(resource::page))
        .route("/library/{address}/withdraw", get(withdraw::form).post(withdraw::submit))
}

/// Outside the languages.
pub fn root_routes() -> Router<Arc<App>> {
    Router::new().route("/r/{short}", get(short::redirect))
}
