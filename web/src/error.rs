//! Failures as pages: what happened, where to go next, and the request's id.

use std::time::Duration;

use application::{DeskError, Unreachable};
use axum::extract::Request;
use axum::extract::rejection::BytesRejection;
use axum::http::StatusCode;
use axum::http::header::{CONTENT_TYPE, RETRY_AFTER};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};

use crate::query::Query;
use crate::ui::{Drawing, Page};
use crate::visit::Visit;

/// Why there is no page. A handler returns it; the layer `pages` shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageError {
    BadRequest,
    /// Only for members: the layer leads to the sign-in and back.
    SignIn,
    Forbidden,
    /// A form that came from another site.
    Forged,
    NotFound,
    MethodNotAllowed,
    TooLarge,
    /// The rules refuse it, and there is no form to say so beside.
    Refused,
    TooMany {
        /// In seconds.
        retry_after: u32,
    },
    Internal,
    /// The database cannot be reached, or too much is going on at once.
    Unavailable,
    TimedOut,
}

impl PageError {
    /// Logs what happened; the page says only that something did.
    pub fn internal(error: impl std::fmt::Display) -> Self {
        tracing::error!(%error, "a page failed");
        Self::Internal
    }

    pub fn unavailable(error: impl std::fmt::Display) -> Self {
        tracing::error!(%error, "the database cannot be reached");
        Self::Unavailable
    }

    pub(crate) fn too_many(wait: Duration) -> Self {
        Self::TooMany { retry_after: u32::try_from(wait.as_secs()).unwrap_or(u32::MAX).saturating_add(1) }
    }

    pub(crate) fn of_body(rejection: &BytesRejection) -> Self {
        if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE { Self::TooLarge } else { Self::BadRequest }
    }

    /// What axum itself refuses, such as an id that is none, comes as a line of plain text.
    fn of_bare(response: &Response) -> Option<Self> {
        let kind = response.headers().get(CONTENT_TYPE);
        if kind.is_some_and(|kind| !kind.as_bytes().starts_with(b"text/plain")) {
            return None;
        }
        match response.status() {
            StatusCode::FORBIDDEN => Some(Self::Forbidden),
            StatusCode::NOT_FOUND => Some(Self::NotFound),
            StatusCode::METHOD_NOT_ALLOWED => Some(Self::MethodNotAllowed),
            StatusCode::PAYLOAD_TOO_LARGE => Some(Self::TooLarge),
            StatusCode::SERVICE_UNAVAILABLE => Some(Self::Unavailable),
            status if status.is_server_error() => Some(Self::Internal),
            StatusCode::BAD_REQUEST
            | StatusCode::UNSUPPORTED_MEDIA_TYPE
            | StatusCode::UNPROCESSABLE_ENTITY => Some(Self::BadRequest),
            _ => None,
        }
    }

    pub const fn status(self) -> StatusCode {
        match self {
            Self::BadRequest => StatusCode::BAD_REQUEST,
            Self::SignIn => StatusCode::UNAUTHORIZED,
            Self::Forbidden | Self::Forged => StatusCode::FORBIDDEN,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Refused => StatusCode::UNPROCESSABLE_ENTITY,
            Self::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
            Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
            Self::TimedOut => StatusCode::GATEWAY_TIMEOUT,
        }
    }

    /// Title and explanation.
    const fn messages(self) -> (&'static str, &'static str) {
        match self {
            Self::BadRequest | Self::SignIn => ("error-bad-request-title", "error-bad-request"),
            Self::Forbidden => ("error-forbidden-title", "error-forbidden"),
            Self::Forged => ("error-forged-title", "error-forged"),
            Self::NotFound => ("error-not-found-title", "error-not-found"),
            Self::MethodNotAllowed => ("error-method-title", "error-method"),
            Self::TooLarge => ("error-too-large-title", "error-too-large"),
            Self::Refused => ("error-refused-title", "error-refused"),
            Self::TooMany { .. } => ("error-too-many-title", "error-too-many"),
            Self::Internal => ("error-internal-title", "error-internal"),
            Self::Unavailable | Self::TimedOut => ("error-unavailable-title", "error-unavailable"),
        }
    }
}

/// Bare: the layer `pages` sees the extension and dresses it.
impl IntoResponse for PageError {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// An error of the database is an outage when the server cannot be reached, else a mistake of ours.
impl From<sqlx::Error> for PageError {
    fn from(error: sqlx::Error) -> Self {
        let outage = match &error {
            sqlx::Error::Io(_)
            | sqlx::Error::Tls(_)
            | sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::WorkerCrashed => true,
            // Connection exceptions, too many connections, operator intervention (Appendix A of the manual).
            sqlx::Error::Database(error) => error
                .code()
                .is_some_and(|code| ["08", "53", "57"].iter().any(|class| code.starts_with(class))),
            _ => false,
        };
        if outage { Self::unavailable(error) } else { Self::internal(error) }
    }
}

/// The ports of the permanent tables carry the database's error along.
impl From<Unreachable> for PageError {
    fn from(Unreachable(error): Unreachable) -> Self {
        match error.downcast::<sqlx::Error>() {
            Ok(error) => (*error).into(),
            Err(error) => Self::internal(error),
        }
    }
}

/// For actions that have no form to come back to; a form handles `Refused` itself first.
impl<E: std::error::Error> From<DeskError<E>> for PageError {
    fn from(error: DeskError<E>) -> Self {
        match error {
            DeskError::Denied => Self::Forbidden,
            DeskError::Refused(error) => {
                tracing::info!(%error, "a command was refused");
                Self::Refused
            }
            DeskError::Busy | DeskError::Unavailable(_) => Self::unavailable(error),
        }
    }
}

pub async fn method_not_allowed() -> PageError {
    PageError::MethodNotAllowed
}

/// Turns failures into pages in the visitor's language.
pub(crate) async fn pages(visit: Visit, request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    let failure = response.extensions().get().copied();
    match failure.or_else(|| visit.localised.then(|| PageError::of_bare(&response)).flatten()) {
        Some(PageError::SignIn) => sign_in(&visit).into_response(),
        Some(failure) => dressed(&visit, failure),
        None => response,
    }
}

/// To the sign-in, and back here after it.
fn sign_in(visit: &Visit) -> Redirect {
    let next = visit.in_language(visit.language);
    Redirect::to(&Query::default().with("next", &next).at(&visit.link("/sign-in")))
}

/// The failure as a page, for layers outside [`pages`].
pub(crate) fn dressed(visit: &Visit, failure: PageError) -> Response {
    let mut response = (failure.status(), page(visit, failure)).into_response();
    let wait = match failure {
        PageError::TooMany { retry_after } => Some(retry_after),
        PageError::Unavailable => Some(10),
        _ => None,
    };
    if let Some(seconds) = wait {
        response.headers_mut().insert(RETRY_AFTER, seconds.into());
    }
    response
}

fn page(visit: &Visit, failure: PageError) -> Markup {
    let (title, explanation) = failure.messages();
    let title = visit.text(title);
    Page::new(title).hidden().show(
        visit,
        &html! {
            div .failure {
                (drawing(failure).show())
                div {
                    p .kicker { (failure.status().as_u16()) }
                    h1 { (title) }
                    p .lead { (visit.text(explanation)) }
                    @if let PageError::TooMany { retry_after } = failure {
                        @let (id, count) = if retry_after < 120 { ("error-again-seconds", retry_after) }
                            else { ("error-again-minutes", retry_after.div_ceil(60)) };
                        p { (visit.text_with(id, &[("count", count.into())])) }
                    }
                    p .actions {
                        a .button href=(visit.link("/")) { (visit.text("error-home")) }
                        a .button.quiet href=(visit.link("/library")) { (visit.text("error-library")) }
                    }
                    p .small.muted { (visit.text_with("error-request", &[("id", visit.request_id.as_str().into())])) }
                }
            }
        },
    )
}

const fn drawing(failure: PageError) -> Drawing {
    match failure {
        PageError::NotFound | PageError::MethodNotAllowed => Drawing::Search,
        _ => Drawing::Broken,
    }
}
