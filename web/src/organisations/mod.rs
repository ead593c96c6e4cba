//! Pages of the context `organisations`.

use std::sync::Arc;

use axum::routing::{get, post};
use axum::{Extension, Router};

use crate::App;

mod cards;
mod countries;
mod country;
mod edit;
mod history;
mod labels;
mod map;
mod organisation;
mod partners;
mod portfolio;
mod presentation;
mod programme;
mod programme_edit;
mod programme_form;
mod programme_history;
mod stale;
mod told;
mod translations;
mod versions;

#[cfg(test)]
pub mod testing;
#[cfg(test)]
mod tests;

pub use cards::{leaders, resource_cards};
pub use labels::{address, country_address, programme_address};

pub fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/countries", get(countries::list).layer(Extension(countries::current())))
        .route("/countries/{code}", get(country::show).layer(Extension(country::current())))
        .route("/partners", get(partners::list))
        .route("/partners/{slug}", get(organisation::partner))
        .route("/institutions/{slug}", get(organisation::institution))
        .route("/programmes", get(portfolio::list).layer(Extension(portfolio::current())))
        .route("/programmes/feed.atom", get(portfolio::atom))
        .route("/programmes/feed.json", get(portfolio::json))
        .route("/programmes/{slug}", get(programme::show))
        .route("/programmes/{slug}/edit", get(programme_edit::form).post(programme_edit::save))
        .route("/programmes/{slug}/history", get(programme_history::page))
        .route("/programmes/{slug}/restore", post(programme_history::restore))
        .route("/organisations/{slug}/programmes/new", get(programme_edit::new).post(programme_edit::begin))
        .route("/organisations/{slug}/edit", get(edit::form).post(edit::save))
        .route("/organisations/{slug}/history", get(history::page))
        .route("/organisations/{slug}/restore", post(history::restore))
        .route("/organisations/translations", get(translations::page))
}
