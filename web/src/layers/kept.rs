//! A form that is sent after the session has expired: what was typed is kept, the member signs in,
//! and the form is filled in again.
//!
//! The secret stands in the address, to say which form, and in a cookie, so that nobody can send
//! somebody else a link to a form that is filled in already.

use std::sync::Arc;

use application::kept_forms::{KEPT_MAX, KeptForm};
use application::membership::Secret;
use axum::body::{Body, to_bytes};
use axum::extract::{FromRequest, Multipart, Request, State};
use axum::http::header::{CONTENT_TYPE, REFERER, SET_COOKIE};
use axum::http::{HeaderMap, Method};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use url::Url;

use super::BODY_MAX;
use crate::App;
use crate::editor::PREVIEW;
use crate::error::PageError;
use crate::fields::Fields;
use crate::query::Query;
use crate::visit::{Visit, split};

pub(super) async fn keep(
    State(app): State<Arc<App>>,
    visit: Visit,
    request: Request,
    next: Next,
) -> Response {
    // A preview is no form that anybody comes back to.
    let kept = request.method() == Method::POST && visit.path != PREVIEW;
    if visit.viewer.is_some() || !kept {
        return next.run(request).await;
    }
    let form_page = form_page(&visit, request.headers());
    let kind = request.headers().get(CONTENT_TYPE).map(|kind| kind.as_bytes().to_vec()).unwrap_or_default();
    if kind.starts_with(b"multipart/form-data") {
        // Nothing is uploaded without signing in: only the texts beside the file are read.
        let fields = texts(request).await;
        return sign_in(&app, &visit, &form_page, &fields).await;
    }
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, BODY_MAX).await else { return PageError::TooLarge.into_response() };
    let response = next.run(Request::from_parts(parts, Body::from(body.clone()))).await;
    if response.extensions().get::<PageError>() == Some(&PageError::SignIn) {
        sign_in(&app, &visit, &form_page, &Fields::parse(&body)).await
    } else {
        response
    }
}

/// The page from which the form was sent, with its language; where the browser does not say, the
/// form's own address.
fn form_page(visit: &Visit, headers: &HeaderMap) -> String {
    let referer = headers.get(REFERER).and_then(|referer| Url::parse(referer.to_str().ok()?).ok());
    let page = referer.filter(|page| page.origin() == visit.base.origin());
    match page.as_ref().map(|page| (split(page.path()).0, page)) {
        Some((Some(_), page)) => {
            Query::parse(page.query().unwrap_or_default()).without("kept").at(page.path())
        }
        _ => visit.here(),
    }
}

async fn sign_in(app: &App, visit: &Visit, form_page: &str, fields: &Fields) -> Response {
    let mut sign_in = Query::default().with("next", form_page);
    let mut cookie = None;
    if let Some(form) = keepable(form_page, fields) {
        let secret = Secret::new((app.entrance.randomness)());
        match app.kept_forms.keep(&secret, &form, (app.clock)()).await {
            Ok(true) => {
                let token = secret.reveal();
                sign_in = sign_in.with("kept", &token);
                cookie = visit.set_cookie("kept", &token, Some(application::kept_forms::KEPT_FOR));
            }
            Ok(false) => tracing::warn!("too many forms are kept; one is lost"),
            Err(error) => return PageError::unavailable(error).into_response(),
        }
    }
    let mut response = Redirect::to(&sign_in.at(&visit.link("/sign-in"))).into_response();
    if let Some(cookie) = cookie {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    response
}

/// Without passwords and without what only the old page could mean; none when nothing is left, or too much.
fn keepable(form_page: &str, fields: &Fields) -> Option<KeptForm> {
    let path = split(form_page.split('?').next().unwrap_or_default()).1.to_owned();
    let fields: Vec<(String, String)> =
        fields.all().iter().filter(|(name, _)| !name.contains("password")).cloned().collect();
    let size: usize = fields.iter().map(|(name, value)| name.len() + value.len()).sum();
    let typed = fields.iter().any(|(name, _)| name != "command_id");
    (typed && size <= KEPT_MAX).then_some(KeptForm { path, fields })
}

/// The texts of an upload, as far as they would be kept. Files are read over, because a browser
/// that is cut off in the middle shows no page at all.
pub(crate) async fn texts(request: Request) -> Fields {
    let mut fields = Fields::default();
    let mut left = KEPT_MAX;
    let Ok(mut parts) = Multipart::from_request(request, &()).await else { return fields };
    while let Ok(Some(mut part)) = parts.next_field().await {
        let name = part.name().filter(|_| part.file_name().is_none()).map(ToOwned::to_owned);
        let mut value = Vec::new();
        while let Ok(Some(chunk)) = part.chunk().await {
            if name.is_some() {
                value.extend_from_slice(&chunk[..chunk.len().min(left - value.len())]);
            }
        }
        if let Some(name) = name {
            left -= value.len();
            fields.push(&name, String::from_utf8_lossy(&value).into_owned());
        }
    }
    fields
}

/// The form that this page is to be filled in with, when the browser brings its secret.
pub(crate) async fn found(app: &App, headers: &HeaderMap, query: &str, path: &str) -> Option<Fields> {
    let token = Query::parse(query).first("kept")?.to_owned();
    if crate::visit::cookie(headers, "kept") != Some(token.as_str()) {
        return None;
    }
    let form = match app.kept_forms.find(&token.parse().ok()?, (app.clock)()).await {
        Ok(form) => form?,
        Err(error) => {
            tracing::warn!(%error, "a kept form could not be looked up");
            return None;
        }
    };
    (form.path == path).then(|| Fields::new(form.fields))
}
