//! A handler that panics or hangs ends in a page, not in a broken connection.

use std::any::Any;
use std::time::Duration;

use axum::extract::Request;
use axum::http::header::CONTENT_TYPE;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tokio::time::timeout;
use tower_http::catch_panic::CatchPanicLayer;

use crate::error::PageError;

const LONGEST: Duration = Duration::from_secs(30);
/// 2 GB over a line of 600 kB/s; slower ones resume.
const LONGEST_UPLOAD: Duration = Duration::from_hours(1);

pub(super) async fn bounded(request: Request, next: Next) -> Response {
    let uploads = request.headers().get(CONTENT_TYPE).is_some_and(|kind| {
        kind.as_bytes().starts_with(b"multipart/form-data") || kind == "application/offset+octet-stream"
    });
    let bound = if uploads { LONGEST_UPLOAD } else { LONGEST };
    timeout(bound, next.run(request)).await.unwrap_or_else(|_| {
        tracing::error!(?bound, "a page took too long");
        PageError::TimedOut.into_response()
    })
}

pub(super) fn panics() -> CatchPanicLayer<fn(Box<dyn Any + Send>) -> Response> {
    CatchPanicLayer::custom(|panic: Box<dyn Any + Send>| {
        let message = panic
            .downcast_ref::<String>()
            .map(String::as_str)
            .or_else(|| panic.downcast_ref::<&str>().copied())
            .unwrap_or("no message");
        PageError::internal(format_args!("panic: {message}")).into_response()
    })
}
