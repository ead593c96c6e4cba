//! Pages of the context `newsroom`: the list and its feeds, an item with its history, drafts and how they are published.

mod correct;
mod diff;
mod draft;
mod drafts;
mod feeds;
mod form;
mod history;
mod item;
mod labels;
mod list;
mod meta;
mod moves;
#[cfg(test)]
mod tests;
mod withdraw;
mod write;

use std::sync::Arc;

use axum::routing::get;
use axum::{Extension, Router};

use crate::App;

pub(crate) use diff::diff;
pub(crate) use item::show as item_page;
pub(crate) use labels::address;
pub(crate) use list::card;

pub fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/news", get(list::page).layer(Extension(list::current())))
        .route("/news/feed.atom", get(feeds::atom))
        .route("/news/feed.json", get(feeds::json))
        .route("/news/new", get(write::new).post(write::begin))
        .route("/news/drafts", get(drafts::page))
        .route("/news/drafts/{short}", get(draft::page))
        .route("/news/drafts/{short}/edit", get(write::edit).post(write::save))
        .route("/news/drafts/{short}/publish", get(moves::back).post(moves::publish))
        .route("/news/drafts/{short}/schedule", get(moves::back).post(moves::schedule))
        .route("/news/drafts/{short}/unschedule", get(moves::back).post(moves::unschedule))
        .route("/news/drafts/{short}/discard", get(moves::confirm_discard).post(moves::discard))
        .route("/news/{address}", get(item::page).layer(Extension(item::current())))
        .route("/news/{address}/history", get(history::page))
        .route("/news/{address}/correct", get(correct::page).post(correct::submit))
        .route("/news/{address}/withdraw", get(withdraw::form).post(withdraw::submit))
}
