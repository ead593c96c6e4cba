//! Pages of the context `library`: the list, a resource, feeds, short addresses.

mod citation;
mod download;
mod edit;
mod feeds;
mod form;
mod labels;
mod list;
mod picture;
mod publish;
mod receipt;
mod record;
mod replace;
mod resource;
mod resumable;
mod short;
#[cfg(test)]
mod tests;
mod themes;
mod translation;
mod upload;
mod versions;
mod withdraw;

use std::sync::Arc;

use axum::extract::DefaultBodyLimit;
use axum::routing::{get, head, post};
use axum::{Extension, Router};

use crate::App;
use crate::catalogue::cite;

pub(crate) use labels::{address, language as language_name};
pub(crate) use list::{card, entry};
pub(crate) use record::record;
pub(crate) use resource::show as resource_page;
pub use themes::KnownThemes;
pub(crate) use translation::short_of;

pub fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/library", get(list::page).layer(Extension(list::current())))
        .route("/library/feed.atom", get(feeds::atom))
        .route("/library/feed.json", get(feeds::json))
        .route(
            "/library/new",
            get(publish::page).post(publish::submit).layer(DefaultBodyLimit::max(upload::FORM_MAX)),
        )
        .route(resumable::ADDRESS, post(resumable::create).options(resumable::options))
        .route(
            &format!("{}/{{file}}", resumable::ADDRESS),
            head(resumable::head)
                .patch(resumable::patch)
                .delete(resumable::delete)
                .options(resumable::options),
        )
        .route("/library/{address}", get(resource::page).layer(Extension(resource::current())))
        .route("/library/{address}/withdraw", get(withdraw::form).post(withdraw::submit))
        .route("/library/{address}/edit", get(edit::page).post(edit::save))
        .route("/library/{address}/translation", get(translation::page).post(translation::save))
        .route(
            "/library/{address}/document",
            get(replace::page).post(replace::submit).layer(DefaultBodyLimit::max(upload::FORM_MAX)),
        )
        .route("/library/{address}/file", get(download::file))
        .route("/library/{address}/file/{version}", get(download::version))
        .route("/library/{address}/file/{version}/picture/{width}", get(picture::of_version))
        .route("/library/{address}/picture/{width}", get(picture::show))
        .route("/library/{address}/receipt", get(receipt::file))
        .merge(cite::files().fold(Router::new(), |router, name| {
            router.route(&format!("/library/{{address}}/{name}"), get(citation::file))
        }))
        .merge(themes::routes())
}

/// Outside the languages.
pub fn root_routes() -> Router<Arc<App>> {
    Router::new().route("/r/{short}", get(short::redirect)).route("/r/{short}/{version}", get(short::version))
}
