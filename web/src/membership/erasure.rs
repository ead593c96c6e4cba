//! `/account/erasure`: leaving for good: what goes and what stays, the wish with the password once more, and
//! calling it off until it is carried out.

use std::sync::Arc;

use application::DeskError;
use application::membership::ErasureError;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use domain::membership::{ERASURE_DELAY, MemberError};
use maud::{Markup, html};
use projections::ReadModel;
use projections::membership::{Erasures, another_admin, erasure_due};

use crate::App;
use crate::error::PageError;
use crate::fields::Fields;
use crate::i18n;
use crate::membership::passwords::known_password;
use crate::redirect::See;
use crate::ui::{Notice, Page, command_id, error_summary, section};
use crate::visit::Visit;

/// On the account page: the way here, or when it will be and the way back.
pub(super) fn standing(visit: &Visit, due: Option<DateTime<Utc>>) -> Markup {
    let content = html! {
        @match due {
            None => p { a href=(visit.link("/account/erasure")) { (visit.text("membership-erasure-title")) } },
            Some(due) => {
                (Notice::Warning.show(&visit.text_with("membership-erasure-due", &[
                    ("date", i18n::date(visit.language, due.date_naive()).into()),
                    ("time", due.format("%H:%M").to_string().into()),
                ])))
                form .actions method="post" action=(visit.link("/account/erasure/cancel")) {
                    (command_id(visit, &Fields::default()))
                    button .button type="submit" { (visit.text("membership-erasure-cancel")) }
                }
            }
        }
    };
    section(visit.text("membership-erasure-section"), None, &content)
}

pub(super) async fn form(visit: Visit, State(app): State<Arc<App>>) -> Result<Response, PageError> {
    let viewer = visit.member()?;
    if erasure_due(&app.read, viewer.id).await?.is_some() {
        return Ok(See::page(visit.link("/account")).into_response());
    }
    Ok(show(&visit, &Fields::default()).into_response())
}

pub(super) async fn submit(
    visit: Visit,
    State(app): State<Arc<App>>,
    mut fields: Fields,
) -> Result<Response, PageError> {
    let viewer = visit.member()?;
    let order = viewer.order(fields.command_id()?);
    let account = app.entrance.accounts.of_member(viewer.id).await?.ok_or(PageError::NotFound)?;
    // Each attempt counts as one to sign in: the form is a place to guess passwords as well.
    app.attempts.sign_in(&visit, account.email.as_str())?;
    let another = another_admin(&app.read, viewer.id).await?;
    let why = match app.entrance.ask_erasure(&order, viewer.id, fields.value("password"), another).await {
        Ok(()) => {
            let settled = app.settle(&[Erasures::NAME]).await;
            let account = See::page(visit.link("/account")).notice("membership-notice-erasure-asked");
            return Ok(account.settled(settled).into_response());
        }
        Err(ErasureError::Password) => "membership-erasure-password-wrong",
        Err(ErasureError::Desk(DeskError::Refused(MemberError::LastAdmin))) => {
            "membership-erasure-last-admin"
        }
        Err(ErasureError::Desk(error)) => return Err(error.into()),
        Err(ErasureError::Unreachable(error)) => return Err(error.into()),
        Err(error @ ErasureError::Log(_)) => return Err(PageError::unavailable(error)),
    };
    fields.refuse("password", visit.text(why));
    Ok((StatusCode::UNPROCESSABLE_ENTITY, show(&visit, &fields)).into_response())
}

pub(super) async fn cancel(
    visit: Visit,
    State(app): State<Arc<App>>,
    fields: Fields,
) -> Result<Response, PageError> {
    let viewer = visit.member()?;
    app.entrance.cancel_erasure(&viewer.order(fields.command_id()?), viewer.id).await?;
    let settled = app.settle(&[Erasures::NAME]).await;
    let account = See::page(visit.link("/account")).notice("membership-notice-erasure-cancelled");
    Ok(account.settled(settled).into_response())
}

fn show(visit: &Visit, fields: &Fields) -> Markup {
    let title = visit.text("membership-erasure-title");
    let points = |ids: &[&str]| html! { ul { @for id in ids { li { (visit.text(id)) } } } };
    let days = visit.text_with("membership-erasure-delay", &[("days", ERASURE_DELAY.num_days().into())]);
    Page::new(title).hidden().crumb(visit.text("membership-account-title"), visit.link("/account")).show(
        visit,
        &html! {
            div .narrow.stack {
                div .page-head { h1 { (title) } p .lead { (visit.text("membership-erasure-lead")) } }
                (section(visit.text("membership-erasure-goes"), None, &points(&[
                    "membership-erasure-goes-profile",
                    "membership-erasure-goes-account",
                    "membership-erasure-goes-texts",
                    "membership-erasure-goes-names",
                    "membership-erasure-goes-pictures",
                ])))
                (section(visit.text("membership-erasure-stays"), None, &html! {
                    (points(&[
                        "membership-erasure-stays-contributions",
                        "membership-erasure-stays-points",
                        "membership-erasure-stays-log",
                    ]))
                    p { strong { (visit.text("membership-erasure-content")) } }
                }))
                (section(visit.text("membership-erasure-when"), None, &html! {
                    p { (days) }
                    p { (visit.text("membership-erasure-afterwards")) }
                }))
                (error_summary(visit, fields, &[]))
                form .stack method="post" action=(visit.link("/account/erasure")) novalidate {
                    (command_id(visit, fields))
                    (known_password(visit, fields))
                    div .actions {
                        button .button.danger type="submit" { (title) }
                        a .button.quiet href=(visit.link("/account")) { (visit.text("ui-cancel")) }
                    }
                }
            }
        },
    )
}
