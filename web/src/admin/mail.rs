//! `/admin/mail`: mails that wait, fail or were given up, and sending them again. Addresses are veiled: which
//! server is in trouble shows without them.

use std::sync::Arc;

use application::membership::LetterId;
use application::operations::HeldMail;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

use super::live::{Glance, glance};
use super::models::as_of;
use super::{Part, admin, show};
use crate::App;
use crate::error::PageError;
use crate::fields::Fields;
use crate::i18n;
use crate::redirect::See;
use crate::ui::{Column, Row, Scripted, Tone, badge, section, stats, table};
use crate::visit::Visit;

pub async fn page(visit: Visit, State(app): State<Arc<App>>) -> Result<Scripted, PageError> {
    admin(&visit)?;
    let glance = glance(&app).await?;
    Ok(show(&visit, Part::Mail, &live(&visit, &glance)))
}

/// `id` is a mail; without it all that were given up.
pub async fn requeue(
    visit: Visit,
    State(app): State<Arc<App>>,
    fields: Fields,
) -> Result<Response, PageError> {
    admin(&visit)?;
    let mail = match fields.value("id") {
        "" => None,
        id => Some(LetterId(id.parse().map_err(|_| PageError::BadRequest)?)),
    };
    let requeued = app.operations.requeue(mail).await?;
    let notice = if requeued > 0 { "admin-notice-requeued" } else { "admin-notice-nothing-requeued" };
    Ok(See::page(visit.link("/admin/mail")).notice(notice).into_response())
}

pub fn live(visit: &Visit, glance: &Glance) -> Markup {
    let figures = [
        (glance.mails.waiting, "admin-mails-waiting"),
        (glance.mails.failing, "admin-mails-failing"),
        (glance.mails.parked, "admin-mails-parked"),
    ];
    let figures = figures
        .map(|(count, label)| (i64::try_from(count).unwrap_or(i64::MAX), visit.text(label), None::<String>));
    html! { (stats(visit.language, figures)) (list(visit, &glance.held_mails)) (as_of(visit, glance)) }
}

fn list(visit: &Visit, held: &[HeldMail]) -> Markup {
    let columns = [
        Column::text(visit.text("admin-mail-subject")),
        Column::text(visit.text("admin-mail-to")),
        Column::number(visit.text("admin-mail-attempts")),
        Column::text(visit.text("admin-mail-next")),
        Column::text(visit.text("admin-mail-error")),
        Column::text(visit.text("admin-actions")),
    ];
    let rows = held.iter().map(|mail| Row { cells: cells(visit, mail), current: false });
    let content = if held.is_empty() {
        html! { p { (visit.text("admin-mails-empty")) } }
    } else {
        html! {
            @if held.iter().any(|mail| mail.next_try.is_none()) {
                form .actions method="post" action=(visit.link("/admin/mail/requeue")) {
                    button .button type="submit" id="requeue-all" { (visit.text("admin-requeue-all")) }
                }
            }
            (table(visit.text("admin-mails-caption"), &columns, rows))
        }
    };
    section(visit.text("admin-mails-held"), None, &content)
}

fn cells(visit: &Visit, mail: &HeldMail) -> Vec<Markup> {
    vec![
        html! {
            (mail.subject)
            div .small.muted { (i18n::time(visit.language, mail.queued_at)) }
        },
        html! { (mail.to) },
        html! { (mail.attempts) },
        html! {
            @match mail.next_try {
                Some(at) => (i18n::time(visit.language, at)),
                None => (badge(visit.text("admin-mail-parked"), Tone::Grana)),
            }
        },
        html! { span .fault { (mail.error) } },
        html! {
            form method="post" action=(visit.link("/admin/mail/requeue")) {
                input type="hidden" name="id" value=(mail.id);
                button .button.quiet.small type="submit" id={ "requeue-" (mail.id) } {
                    (visit.text("admin-requeue"))
                    span .visually-hidden { ": " (mail.subject) ", " (mail.to) }
                }
            }
        },
    ]
}
