//! `/forgot`: asks for a mail with a link to choose a new password. The answer is the same for every address.

use std::sync::Arc;

use application::membership::ResetError;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::membership::{EMAIL_MAX, Email};
use maud::{Markup, html};

use crate::App;
use crate::error::PageError;
use crate::fields::Fields;
use crate::membership::join::check_mail;
use crate::membership::passwords::in_the_same_time;
use crate::ui::{Field, Page, button, command_id, error_summary};
use crate::visit::Visit;

pub(super) async fn form(visit: Visit) -> Markup {
    show(&visit, &Fields::default())
}

pub(super) async fn submit(
    visit: Visit,
    State(app): State<Arc<App>>,
    mut fields: Fields,
) -> Result<Response, PageError> {
    let form = fields.command_id()?;
    let Ok(email) = fields.value("email").parse::<Email>() else {
        fields.refuse("email", visit.text("membership-email-wrong"));
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, show(&visit, &fields)).into_response());
    };
    app.attempts.mail(&visit, &email)?;
    match in_the_same_time(app.entrance.forgot(&email, visit.language, form)).await {
        Ok(()) => Ok(Redirect::to(&visit.link("/forgot/check")).into_response()),
        Err(ResetError::Desk(error)) => Err(error.into()),
        Err(ResetError::Unreachable(error)) => Err(error.into()),
        Err(error @ (ResetError::Spent | ResetError::Unknown | ResetError::Password(_))) => {
            Err(PageError::internal(error))
        }
    }
}

pub(super) async fn check(visit: Visit, State(app): State<Arc<App>>) -> Markup {
    check_mail(&visit, &app, "membership-forgot-check")
}

fn show(visit: &Visit, fields: &Fields) -> Markup {
    let title = visit.text("membership-forgot-title");
    Page::new(title).crumb(visit.text("ui-sign-in"), visit.link("/sign-in")).show(
        visit,
        &html! {
            div .narrow {
                div .page-head { h1 { (title) } p .lead { (visit.text("membership-forgot-lead")) } }
                (error_summary(visit, fields, &[]))
                form method="post" action=(visit.link("/forgot")) novalidate {
                    (command_id(visit, fields))
                    (Field::new("email", visit.text("membership-email"))
                        .limit(EMAIL_MAX).required().autocomplete("username").email(visit, fields))
                    div .actions { (button(visit.text("membership-forgot-button"))) }
                }
            }
        },
    )
}
