//! `/sign-out`: ends the session.

use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::SET_COOKIE;
use axum::response::{IntoResponse, Response};

use crate::App;
use crate::error::PageError;
use crate::membership::session;
use crate::redirect::See;
use crate::visit::Visit;

pub(super) async fn submit(
    visit: Visit,
    State(app): State<Arc<App>>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    if let Some(presented) = session::presented(&app, &headers) {
        app.entrance.sign_out(&presented).await?;
    }
    let mut response = See::page(visit.link("/")).notice("membership-notice-signed-out").into_response();
    response.headers_mut().append(SET_COOKIE, session::gone(&app));
    Ok(response)
}
