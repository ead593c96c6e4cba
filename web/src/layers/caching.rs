//! What browsers may keep: pages of visitors are kept and asked about each time (an unchanged one
//! costs a line), pages of members are not kept at all.

use std::hash::{DefaultHasher, Hasher};

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::header::{CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, ETAG, IF_NONE_MATCH, SET_COOKIE};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::error::PageError;
use crate::visit;

const ASK_EACH_TIME: HeaderValue = HeaderValue::from_static("private, no-cache");
const KEEP_NOTHING: HeaderValue = HeaderValue::from_static("no-store");

pub(super) async fn revalidate(request: Request, next: Next) -> Response {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    let known = request.headers().get(IF_NONE_MATCH).cloned();
    // A cookie of the session or of a notice: the page is for this one person.
    let personal = ["session", "__Host-session", "notice"]
        .iter()
        .any(|name| visit::cookie(request.headers(), name).is_some());
    let mut response = next.run(request).await;
    if response.headers().contains_key(CACHE_CONTROL) {
        return response;
    }
    if personal
        || !reads
        || response.status() != StatusCode::OK
        || response.headers().contains_key(SET_COOKIE)
    {
        response.headers_mut().insert(CACHE_CONTROL, KEEP_NOTHING);
        return response;
    }
    response.headers_mut().insert(CACHE_CONTROL, ASK_EACH_TIME);
    if is_page(response.headers()) { tagged(response, known).await } else { response }
}

fn is_page(headers: &HeaderMap) -> bool {
    headers.get(CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"))
}

/// Pages are one piece in memory, so reading the body copies nothing.
async fn tagged(response: Response, known: Option<HeaderValue>) -> Response {
    let (mut parts, body) = response.into_parts();
    let body = match to_bytes(body, usize::MAX).await {
        Ok(body) => body,
        Err(error) => return PageError::internal(error).into_response(),
    };
    let mut hasher = DefaultHasher::new();
    hasher.write(&body);
    // Weak: the compressed forms of a page are different bytes with the same meaning.
    let tag = format!("W/\"{:016x}\"", hasher.finish());
    let unchanged = known.is_some_and(|known| {
        known.to_str().is_ok_and(|known| known.split(',').any(|known| known.trim() == tag))
    });
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        parts.headers.insert(ETAG, tag);
    }
    if unchanged {
        parts.status = StatusCode::NOT_MODIFIED;
        parts.headers.remove(CONTENT_TYPE);
        parts.headers.remove(CONTENT_LENGTH);
        return Response::from_parts(parts, Body::empty());
    }
    Response::from_parts(parts, Body::from(body))
}
