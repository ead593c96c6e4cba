//! Failures as pages: what happened, where to go next, and the request's id.

use application::DeskError;
use application::membership::Unreachable;
use axum::extract::Request;
use axum::extract::rejection::BytesRejection;
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};

use crate::ui::Page;
use crate::visit::Visit;

/// Why there is no page. A handler returns it; the layer [`pages`] shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageError {
    BadRequest,
    /// Only for members: the layer leads to the sign-in and back.
    SignIn,
    Forbidden,
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

    pub(crate) fn of_body(rejection: &BytesRejection) -> Self {
        if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE { Self::TooLarge } else { Self::BadRequest }
    }

    pub const fn status(self) -> StatusCode {
        match self {
            Self::BadRequest => StatusCode::BAD_REQUEST,
            Self::SignIn => StatusCode::UNAUTHORIZED,
            Self::Forbidden => StatusCode::FORBIDDEN,
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

/// Bare: the layer [`pages`] sees the extension and dresses it.
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

pub async fn not_found() -> PageError {
    PageError::NotFound
}

pub async fn method_not_allowed() -> PageError {
    PageError::MethodNotAllowed
}

/// Turns failures into pages in the visitor's language.
pub async fn pages(visit: Visit, request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    let Some(&failure) = response.extensions().get::<PageError>() else { return response };
    if failure == PageError::SignIn {
        let next: String =
            url::form_urlencoded::byte_serialize(visit.in_language(visit.language).as_bytes()).collect();
        return Redirect::to(&format!("{}?next={next}", visit.link("/sign-in"))).into_response();
    }
    show(&visit, failure)
}

/// The failure as a page, for layers outside [`pages`].
pub fn show(visit: &Visit, failure: PageError) -> Response {
    (failure.status(), page(visit, failure)).into_response()
}

fn page(visit: &Visit, failure: PageError) -> Markup {
    let (title, explanation) = failure.messages();
    Page::new(visit.text(title)).show(
        visit,
        &html! {
            h1 { (visit.text(title)) }
            p { (visit.text(explanation)) }
            p { a href=(visit.link("/")) { (visit.text("error-home")) } }
            p { (visit.text_with("error-request", &[("id", visit.request_id.as_str().into())])) }
        },
    )
}
