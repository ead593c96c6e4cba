//! Pages of the context `highlights`: the list and its feeds, a highlight with its tree, writing, the review,
//! corrections with their history.

mod anew;
mod citation;
mod correct;
mod draft;
mod editing;
mod feeds;
mod form;
mod highlight;
mod history;
mod labels;
mod list;
mod mine;
mod moves;
mod queue;
mod record;
mod review;
mod short;
mod stored;
#[cfg(test)]
mod tests;
mod text;
mod tree;
mod withdraw;
mod write;

use std::sync::Arc;

use axum::routing::get;
use axum::{Extension, Router};

use crate::App;
use crate::catalogue::cite;

pub(crate) use highlight::show as highlight_page;
pub(crate) use labels::address;
pub(crate) use list::card;
pub(crate) use record::record;

pub fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/highlights", get(list::page).layer(Extension(list::current())))
        .route("/highlights/feed.atom", get(feeds::atom))
        .route("/highlights/feed.json", get(feeds::json))
        .route("/highlights/new", get(write::new).post(write::begin))
        .route("/highlights/mine", get(mine::page))
        .route("/highlights/drafts/{short}", get(draft::page))
        .route("/highlights/drafts/{short}/edit", get(write::edit).post(write::save))
        .route("/highlights/drafts/{short}/submit", get(moves::back).post(moves::submit))
        .route("/highlights/drafts/{short}/take-back", get(moves::back).post(moves::take_back))
        .route("/highlights/drafts/{short}/discard", get(moves::confirm_discard).post(moves::discard))
        .route("/highlights/review", get(queue::page))
        .route("/highlights/review/{short}", get(review::page))
        .route("/highlights/review/{short}/ask", get(review::back).post(review::ask))
        .route("/highlights/review/{short}/publish", get(review::back).post(review::publish))
        .route("/highlights/review/{short}/decline", get(review::back).post(review::decline))
        .route("/highlights/{address}", get(highlight::page).layer(Extension(highlight::current())))
        .merge(cite::files().fold(Router::new(), |router, name| {
            router.route(&format!("/highlights/{{address}}/{name}"), get(citation::file))
        }))
        .route("/highlights/{address}/history", get(history::page))
        .route("/highlights/{address}/correct", get(correct::page).post(correct::submit))
        .route("/highlights/{address}/withdraw", get(withdraw::form).post(withdraw::submit))
}

/// Outside the languages.
pub fn root_routes() -> Router<Arc<App>> {
    Router::new().route("/h/{short}", get(short::redirect))
}
