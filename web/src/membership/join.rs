//! `/join`: name, address, country, password and consent. The answer is the same for every address.

use std::sync::Arc;

use application::DeskError;
use application::membership::{JoinError, Joining};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::Country;
use domain::membership::{EMAIL_MAX, Email, Fault, MemberError, NAME_MAX, checked_name};
use domain::text::TextError;
use maud::{Markup, html};

use crate::App;
use crate::error::PageError;
use crate::fields::Fields;
use crate::membership::passwords::{in_the_same_time, new_password, why_weak};
use crate::ui::{Drawing, Field, Page, button, command_id, empty, error_summary};
use crate::visit::Visit;

pub(super) async fn form(visit: Visit) -> Response {
    match &visit.viewer {
        Some(viewer) => Redirect::to(&visit.link(&format!("/members/{}", viewer.id))).into_response(),
        None => show(&visit, &Fields::default()).into_response(),
    }
}

pub(super) async fn submit(
    visit: Visit,
    State(app): State<Arc<App>>,
    mut fields: Fields,
) -> Result<Response, PageError> {
    let form = fields.command_id()?;
    let joining = read(&visit, &mut fields);
    if let Some(joining) = joining {
        app.attempts.mail(&visit, &joining.email)?;
        match in_the_same_time(app.entrance.join(joining, form)).await {
            Ok(()) => return Ok(Redirect::to(&visit.link("/join/check")).into_response()),
            Err(JoinError::Password(weak)) => fields.refuse("password", why_weak(&visit, weak)),
            Err(JoinError::Desk(DeskError::Refused(MemberError::Invalid(faults)))) => {
                for fault in faults {
                    refuse(&visit, &mut fields, fault);
                }
            }
            Err(JoinError::Desk(error)) => return Err(error.into()),
            Err(JoinError::Unreachable(error)) => return Err(error.into()),
        }
    }
    Ok((StatusCode::UNPROCESSABLE_ENTITY, show(&visit, &fields)).into_response())
}

/// What was typed, when nothing is missing; otherwise the faults stand beside the fields.
fn read(visit: &Visit, fields: &mut Fields) -> Option<Joining> {
    if let Err(fault) = checked_name(fields.value("name")) {
        refuse(visit, fields, fault);
    }
    let email = fields.value("email").parse::<Email>();
    if email.is_err() {
        refuse(visit, fields, Fault::Email);
    }
    let country = fields.value("country").parse::<Country>();
    if country.is_err() {
        fields.refuse("country", visit.text("membership-country-missing"));
    }
    if fields.value("consent") != "yes" {
        fields.refuse("consent", visit.text("membership-consent-missing"));
    }
    if fields.is_refused() {
        return None;
    }
    Some(Joining {
        name: fields.value("name").to_owned(),
        email: email.ok()?,
        country: country.ok()?,
        language: visit.language,
        password: fields.value("password").to_owned(),
    })
}

fn refuse(visit: &Visit, fields: &mut Fields, fault: Fault) {
    let (field, message) = super::edit::message(visit, fault);
    fields.refuse(field, message);
}

fn show(visit: &Visit, fields: &Fields) -> Markup {
    let title = visit.text("membership-join-title");
    let mut countries: Vec<(&str, &str)> =
        Country::all().iter().map(|state| (state.country.code(), state.name(visit.language))).collect();
    countries.sort_by_cached_key(|(_, name)| domain::text::folded(name));
    countries.insert(0, ("", visit.text("membership-choose")));
    Page::new(title).show(
        visit,
        &html! {
            div .narrow {
                div .page-head { h1 { (title) } p .lead { (visit.text("membership-join-lead")) } }
                (error_summary(visit, fields, &[]))
                form method="post" action=(visit.link("/join")) novalidate {
                    (command_id(visit, fields))
                    (Field::new("name", visit.text("membership-name"))
                        .limit(NAME_MAX).required().autocomplete("name").text(visit, fields))
                    (Field::new("email", visit.text("membership-email"))
                        .hint(visit.text("membership-email-hint")).limit(EMAIL_MAX).required()
                        .autocomplete("email").email(visit, fields))
                    (Field::new("country", visit.text("membership-country"))
                        .required().autocomplete("country").select(countries, visit, fields))
                    (new_password(visit, fields))
                    (Field::new("consent", visit.text("membership-consent"))
                        .hint(visit.text("membership-consent-hint")).required().checkbox(visit, fields))
                    div .actions { (button(visit.text("membership-join-button"))) }
                }
                p { (visit.text("membership-have-account")) " "
                    a href=(visit.link("/sign-in")) { (visit.text("ui-sign-in")) } }
            }
        },
    )
}

/// What everybody sees who has sent the form.
pub(super) async fn check(visit: Visit, State(app): State<Arc<App>>) -> Markup {
    check_mail(&visit, &app, "membership-join-check")
}

/// "Check your mailbox", and for the demo the way there.
pub(super) fn check_mail(visit: &Visit, app: &App, text: &str) -> Markup {
    let title = visit.text("membership-check-title");
    let way_on = html! {
        @if app.mailbox.is_some() { a .button href="/dev/mail" { (visit.text("membership-check-demo")) } }
        @else { a .button href=(visit.link("/")) { (visit.text("ui-home")) } }
    };
    Page::new(title).show(
        visit,
        &html! {
            div .page-head { h1 { (title) } }
            (empty(Drawing::People, visit.text("membership-check-lead"), visit.text(text), &way_on))
        },
    )
}

/// Keeps the message of an empty name apart from one that is too long.
pub(super) fn text_fault(visit: &Visit, fault: TextError) -> String {
    match fault {
        TextError::Empty => visit.text("membership-missing").to_owned(),
        TextError::TooLong(max) => visit.text_with("membership-too-long", &[("count", max.into())]),
    }
}
