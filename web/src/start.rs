//! `/`: on to the home page in the visitor's language.

use axum::http::header::{CACHE_CONTROL, VARY};
use axum::response::{IntoResponse, Redirect, Response};

use crate::visit::Visit;

pub async fn to_language(visit: Visit) -> Response {
    let headers = [(VARY, "accept-language, cookie"), (CACHE_CONTROL, "private, no-cache")];
    (headers, Redirect::to(&format!("/{}", visit.language))).into_response()
}
