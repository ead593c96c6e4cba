//! `/reset?token=…`: the link of the reset mail, where a new password is chosen.

use std::sync::Arc;

use application::membership::{ResetError, Secret};
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::SET_COOKIE;
use axum::response::{IntoResponse, Response};
use maud::html;

use crate::App;
use crate::error::PageError;
use crate::fields::Fields;
use crate::membership::confirm::spent;
use crate::membership::passwords::{new_password, why_weak};
use crate::membership::session;
use crate::query::Query;
use crate::redirect::See;
use crate::ui::{Page, button, error_summary};
use crate::visit::Visit;

pub(super) async fn form(visit: Visit, State(app): State<Arc<App>>) -> Result<Response, PageError> {
    app.attempts.secret(&visit)?;
    let token = Query::parse(&visit.query).first("token").unwrap_or_default().to_owned();
    let fields = Fields::new([("token", token)]);
    let Ok(secret) = fields.value("token").parse::<Secret>() else { return Ok(gone(&visit)) };
    match app.entrance.resettable(&secret).await {
        Ok(()) => Ok(show(&visit, &fields, StatusCode::OK)),
        Err(error) => failed(&visit, error),
    }
}

pub(super) async fn submit(
    visit: Visit,
    State(app): State<Arc<App>>,
    mut fields: Fields,
) -> Result<Response, PageError> {
    app.attempts.secret(&visit)?;
    let Ok(secret) = fields.value("token").parse::<Secret>() else { return Ok(gone(&visit)) };
    match app.entrance.reset(&secret, fields.value("password")).await {
        Ok(()) => {
            let mut response =
                See::page(visit.link("/sign-in")).notice("membership-notice-password").into_response();
            // Every session has ended, that of this browser too.
            response.headers_mut().append(SET_COOKIE, session::gone(&app));
            Ok(response)
        }
        Err(ResetError::Password(weak)) => {
            fields.refuse("password", why_weak(&visit, weak));
            Ok(show(&visit, &fields, StatusCode::UNPROCESSABLE_ENTITY))
        }
        Err(error) => failed(&visit, error),
    }
}

fn failed(visit: &Visit, error: ResetError) -> Result<Response, PageError> {
    match error {
        ResetError::Spent | ResetError::Unknown => Ok(gone(visit)),
        ResetError::Password(weak) => Err(PageError::internal(weak)),
        ResetError::Desk(error) => Err(error.into()),
        ResetError::Unreachable(error) => Err(error.into()),
    }
}

fn gone(visit: &Visit) -> Response {
    spent(visit, "membership-reset-spent", "/forgot")
}

fn show(visit: &Visit, fields: &Fields, status: StatusCode) -> Response {
    let title = visit.text("membership-reset-title");
    let page = Page::new(title).show(
        visit,
        &html! {
            div .narrow {
                div .page-head { h1 { (title) } p .lead { (visit.text("membership-reset-lead")) } }
                (error_summary(visit, fields, &[]))
                form method="post" action=(visit.link("/reset")) {
                    input type="hidden" name="token" value=(fields.value("token"));
                    (new_password(visit, fields))
                    div .actions { (button(visit.text("membership-reset-button"))) }
                }
            }
        },
    );
    (status, page).into_response()
}
