//! `/confirm?token=…`: the link of the confirmation mail. Opening it changes nothing, since programs
//! open links too; the password that was chosen when joining confirms and signs in.

use std::sync::Arc;

use application::membership::{ConfirmError, Secret};
use axum::extract::State;
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

use crate::App;
use crate::error::PageError;
use crate::fields::Fields;
use crate::membership::passwords::known_password;
use crate::membership::{session, sign_in};
use crate::query::Query;
use crate::redirect::See;
use crate::ui::{Drawing, Page, button, empty, error_summary};
use crate::visit::Visit;

pub(super) async fn form(visit: Visit, State(app): State<Arc<App>>) -> Result<Response, PageError> {
    app.attempts.secret(&visit)?;
    let token = Query::parse(&visit.query).first("token").unwrap_or_default().to_owned();
    let fields = Fields::new([("token", token)]);
    show(&visit, &app, &fields, StatusCode::OK).await
}

pub(super) async fn submit(
    visit: Visit,
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    mut fields: Fields,
) -> Result<Response, PageError> {
    app.attempts.secret(&visit)?;
    let Ok(secret) = fields.value("token").parse::<Secret>() else {
        return Ok(spent(&visit, "membership-confirm-spent", "/join"));
    };
    let presented = session::presented(&app, &headers);
    let agent = sign_in::user_agent(&headers);
    match app.entrance.confirm(&secret, fields.value("password"), agent, presented.as_ref()).await {
        Ok(signed_in) => {
            let settled = app.settle(&["members"]).await;
            let profile = visit.link(&format!("/members/{}", signed_in.member));
            let mut response =
                See::page(profile).notice("membership-notice-welcome").settled(settled).into_response();
            response.headers_mut().append(SET_COOKIE, session::set(&app, &signed_in.secret));
            Ok(response)
        }
        Err(ConfirmError::Password) => {
            fields.refuse("password", visit.text("membership-confirm-password"));
            show(&visit, &app, &fields, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(ConfirmError::Spent | ConfirmError::Unknown) => {
            Ok(spent(&visit, "membership-confirm-spent", "/join"))
        }
        Err(ConfirmError::Desk(error)) => Err(error.into()),
        Err(ConfirmError::Unreachable(error)) => Err(error.into()),
    }
}

async fn show(visit: &Visit, app: &App, fields: &Fields, status: StatusCode) -> Result<Response, PageError> {
    let Ok(secret) = fields.value("token").parse::<Secret>() else {
        return Ok(spent(visit, "membership-confirm-spent", "/join"));
    };
    let email = match app.entrance.confirmable(&secret).await {
        Ok(confirmable) => confirmable.email,
        Err(ConfirmError::Unreachable(error)) => return Err(error.into()),
        Err(_) => return Ok(spent(visit, "membership-confirm-spent", "/join")),
    };
    let title = visit.text("membership-confirm-title");
    let page = Page::new(title).show(
        visit,
        &html! {
            div .narrow {
                div .page-head {
                    h1 { (title) }
                    p .lead { (visit.text_with("membership-confirm-lead", &[("email", email.as_str().into())])) }
                }
                (error_summary(visit, fields, &[]))
                form method="post" action=(visit.link("/confirm")) {
                    input type="hidden" name="token" value=(fields.value("token"));
                    input type="hidden" name="email" value=(email) autocomplete="username";
                    (known_password(visit, fields))
                    div .actions { (button(visit.text("membership-confirm-button"))) }
                }
                p { a href=(visit.link("/forgot")) { (visit.text("membership-forgot-link")) } }
            }
        },
    );
    Ok((status, page).into_response())
}

/// A link that was used, has expired or never was: all look the same.
pub(super) fn spent(visit: &Visit, text: &str, again: &str) -> Response {
    let title = visit.text("membership-spent-title");
    let way_on = html! {
        div .cluster {
            a .button href=(visit.link("/sign-in")) { (visit.text("ui-sign-in")) }
            a .button.quiet href=(visit.link(again)) { (visit.text("membership-spent-again")) }
        }
    };
    let page: Markup = Page::new(title).show(
        visit,
        &html! {
            div .page-head { h1 { (title) } }
            (empty(Drawing::Broken, visit.text("membership-spent-lead"), visit.text(text), &way_on))
        },
    );
    (StatusCode::GONE, page).into_response()
}
