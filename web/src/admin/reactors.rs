//! `/admin/reactors`: how far what follows from events has come; one that is parked, with its event; and how far
//! documents are prepared.

use std::sync::Arc;

use application::operations::{PreparationStanding, ReactorStanding};
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

use super::live::{Glance, glance};
use super::models::{as_of, stopped};
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
    Ok(show(&visit, Part::Reactors, &live(&visit, &glance)))
}

pub async fn retry(visit: Visit, State(app): State<Arc<App>>, fields: Fields) -> Result<Response, PageError> {
    admin(&visit)?;
    let tried = app.operations.retry_reactor(fields.value("name")).await?;
    let notice = if tried { "admin-notice-retry" } else { "admin-notice-not-stopped" };
    Ok(See::page(visit.link("/admin/reactors")).notice(notice).into_response())
}

pub fn live(visit: &Visit, glance: &Glance) -> Markup {
    let columns = [
        Column::text(visit.text("admin-reactor")),
        Column::text(visit.text("admin-state")),
        Column::number(visit.text("admin-lag")),
        Column::number(visit.text("admin-position")),
        Column::text(visit.text("admin-actions")),
    ];
    let rows = glance.reactors.iter().map(|reactor| Row { cells: cells(visit, reactor), current: false });
    html! {
        @if glance.reactors.is_empty() {
            p { (visit.text("admin-reactors-empty")) }
        } @else {
            (table(visit.text("admin-reactors-caption"), &columns, rows))
        }
        (section(visit.text("admin-documents"), None, &documents(visit, &glance.preparations)))
        (as_of(visit, glance))
    }
}

fn documents(visit: &Visit, standing: &PreparationStanding) -> Markup {
    let figures = [
        (standing.waiting, "admin-documents-waiting"),
        (standing.failing, "admin-documents-failing"),
        (standing.failed, "admin-documents-failed"),
    ];
    let figures = figures
        .map(|(count, label)| (i64::try_from(count).unwrap_or(i64::MAX), visit.text(label), None::<String>));
    html! {
        p .muted { (visit.text("admin-documents-lead")) }
        (stats(visit.language, figures))
        @if let Some(oldest) = standing.oldest {
            p { (visit.text("admin-documents-oldest")) " " (i18n::time(visit.language, oldest)) }
        }
    }
}

fn cells(visit: &Visit, reactor: &ReactorStanding) -> Vec<Markup> {
    let (label, tone) = match (&reactor.parked, reactor.behind) {
        (Some(_), _) => ("admin-state-parked", Tone::Grana),
        (None, 0) => ("admin-state-current", Tone::Palma),
        (None, _) => ("admin-state-behind", Tone::Oro),
    };
    let retry = visit.text_with("admin-retry-model", &[("name", reactor.name.as_str().into())]);
    vec![
        html! { code { (reactor.name) } },
        html! {
            (badge(visit.text(label), tone))
            @if let Some(failure) = &reactor.parked { (stopped(visit, failure.at.0, &failure.error)) }
        },
        html! { (visit.text_with("admin-events", &[("count", reactor.behind.into())])) },
        html! { (i18n::number(visit.language, i64::try_from(reactor.position.0).unwrap_or(i64::MAX))) },
        html! {
            @if reactor.parked.is_some() {
                form method="post" action=(visit.link("/admin/reactors/retry")) {
                    input type="hidden" name="name" value=(reactor.name);
                    button .button.small type="submit" id={ "retry-" (reactor.name) } aria-label=(retry) {
                        (visit.text("admin-retry"))
                    }
                }
            } @else {
                span .muted { (visit.text("admin-nothing-to-do")) }
            }
        },
    ]
}
