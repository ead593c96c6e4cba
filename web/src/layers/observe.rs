//! One span, one line of log and three measurements for each request. Addresses are recorded as
//! their patterns: no queries, no ids, nothing personal.

use std::time::Instant;

use application::membership::NewId;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderValue, Method};
use axum::middleware::Next;
use axum::response::Response;
use domain::Language;
use tracing::Instrument;

use crate::visit::RequestId;

pub(super) async fn request(State(new_id): State<NewId>, mut request: Request, next: Next) -> Response {
    let id = RequestId::of(request.headers(), &new_id);
    request.extensions_mut().insert(id.clone());
    let started = Instant::now();
    let route = request.extensions().get::<MatchedPath>().map_or("none", MatchedPath::as_str);
    let route = without_language(route).to_owned();
    let method = request.method().clone();
    let span = tracing::info_span!("request", id = id.as_str(), %method, route);
    let mut response = next.run(request).instrument(span.clone()).await;
    if let Ok(id) = HeaderValue::from_str(id.as_str()) {
        response.headers_mut().insert("x-request-id", id);
    }
    let took = started.elapsed();
    let status = response.status().as_u16();
    span.in_scope(|| tracing::debug!(status, micros = took.as_micros(), "answered"));
    let labels = [("method", known(&method).to_owned()), ("route", route), ("status", status.to_string())];
    metrics::counter!("portal_requests_total", &labels).increment(1);
    metrics::histogram!("portal_request_seconds", &labels[..2]).record(took);
    response
}

/// Anybody may make up methods; the measurements keep to those that the portal answers.
fn known(method: &Method) -> &str {
    if matches!(*method, Method::GET | Method::HEAD | Method::POST) { method.as_str() } else { "other" }
}

/// The four languages count as one route.
fn without_language(route: &str) -> &str {
    let rest = route.strip_prefix('/').unwrap_or(route);
    let first = rest.split('/').next().unwrap_or_default();
    match first.parse::<Language>() {
        Ok(_) if rest.len() > first.len() => &rest[first.len()..],
        Ok(_) => "/home",
        Err(_) => route,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_count_as_one_route() {
        assert_eq!(without_language("/es/library/{id}"), "/library/{id}");
        assert_eq!(without_language("/fr"), "/home");
        assert_eq!(without_language("/"), "/");
        assert_eq!(without_language("/healthz"), "/healthz");
    }
}
