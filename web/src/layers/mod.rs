//! What surrounds every page, from the outside in: a span and metrics, headers of security and caching,
//! compression, the visit, failures as pages, forged and too many requests, forms kept for later.

mod caching;
mod forgery;
mod headers;
pub(crate) mod kept;
mod limits;
mod observe;
mod shield;
#[cfg(test)]
mod tests;

pub(crate) use limits::network;

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::header::ACCEPT_RANGES;
use axum::http::{Extensions, HeaderMap, StatusCode, Version};
use axum::middleware::{from_fn, from_fn_with_state};
use tower::ServiceBuilder;
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate};

use crate::{App, error, visit};

/// What a form may send; uploads set their own limit. The longest is a highlight's: with all texts as long as they may
/// be, in letters of four bytes, each sent as twelve.
const BODY_MAX: usize = 768 * 1024;
/// How much of an upload is read over when its sender has to sign in first.
const READ_OVER_MAX: usize = 64 * 1024 * 1024;
/// Quick enough to be done anew for each page; the files beside the pages are compressed beforehand.
const COMPRESSION: CompressionLevel = CompressionLevel::Precise(4);

pub(crate) fn around(router: Router<Arc<App>>, app: &Arc<App>) -> Router<Arc<App>> {
    let compressible = DefaultPredicate::new()
        .and(NotForContentType::const_new("font/"))
        // Compressed already, and not to wait in a compressor.
        .and(NotForContentType::const_new("application/zip"))
        .and(NotForContentType::const_new("video/"))
        .and(NotForContentType::const_new("audio/"))
        // Documents: a download that broke off goes on where it stopped, and its end is known beforehand.
        .and(|_: StatusCode, _: Version, headers: &HeaderMap, _: &Extensions| {
            !headers.contains_key(ACCEPT_RANGES)
        });
    router.layer(
        ServiceBuilder::new()
            .layer(from_fn_with_state(app.entrance.new_id.clone(), observe::request))
            .layer(from_fn_with_state(headers::Headers::of(&app.settings), headers::secure))
            .layer(CompressionLayer::new().quality(COMPRESSION).compress_when(compressible))
            .layer(from_fn(caching::revalidate))
            .layer(from_fn_with_state(app.clone(), visit::begin))
            .layer(from_fn(error::pages))
            .layer(from_fn(shield::bounded))
            .layer(shield::panics())
            .layer(forgery::layer(&app.settings))
            .layer(from_fn_with_state(limits::Writes::new(&app.settings), limits::writes))
            .layer(DefaultBodyLimit::max(READ_OVER_MAX))
            .layer(from_fn_with_state(app.clone(), kept::keep))
            .layer(DefaultBodyLimit::max(BODY_MAX)),
    )
}
