//! `/admin/rebuilds`: asking for rebuilds and verifications, following, stopping and resuming them, and what
//! they came to.

use std::sync::Arc;

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use projections::engine::requests::{self, Request, Wish};
use projections::engine::{Kept, RebuildError};

use super::live::{Glance, glance};
use super::models::{as_of, duration};
use super::{Part, admin, certificate, show};
use crate::App;
use crate::error::PageError;
use crate::fields::Fields;
use crate::i18n;
use crate::redirect::See;
use crate::ui::{Column, Notice, Row, Scripted, Tone, badge, section, table};
use crate::visit::Visit;

pub async fn page(visit: Visit, State(app): State<Arc<App>>) -> Result<Scripted, PageError> {
    admin(&visit)?;
    let glance = glance(&app).await?;
    Ok(show(&visit, Part::Rebuilds, &live(&visit, &glance)))
}

/// `do` is `rebuild` or `verify`; `name` are read models, none for all.
pub async fn ask(visit: Visit, State(app): State<Arc<App>>, fields: Fields) -> Result<Response, PageError> {
    let viewer = admin(&visit)?;
    let known: Vec<String> = projections::all().iter().map(|model| model.name().to_owned()).collect();
    let mut names: Vec<String> = fields.values("name").map(str::to_owned).collect();
    if names.is_empty() {
        names.clone_from(&known);
    }
    if names.iter().any(|name| !known.contains(name)) || !matches!(fields.value("do"), "rebuild" | "verify") {
        return Err(PageError::BadRequest);
    }
    let verify = fields.value("do") == "verify";
    let wish = Wish { id: (visit.new_id)(), names, verify, by: viewer.actor().to_string() };
    requests::ask(&app.read, &wish).await?;
    Ok(See::page(visit.link("/admin/rebuilds")).notice("admin-notice-asked").into_response())
}

pub async fn cancel(
    visit: Visit,
    State(app): State<Arc<App>>,
    fields: Fields,
) -> Result<Response, PageError> {
    admin(&visit)?;
    let id = fields.value("id").parse().map_err(|_| PageError::BadRequest)?;
    let cancelled = requests::cancel(&app.read, id).await?;
    let notice = if cancelled { "admin-notice-cancelled" } else { "admin-notice-ended" };
    Ok(See::page(visit.link("/admin/rebuilds")).notice(notice).into_response())
}

pub async fn discard(visit: Visit, State(app): State<Arc<App>>) -> Result<Response, PageError> {
    admin(&visit)?;
    let notice = match requests::discard(&app.read).await {
        Ok(()) => "admin-notice-discarded",
        Err(RebuildError::Busy) => "admin-notice-busy",
        Err(RebuildError::Database(error)) => return Err(error.into()),
        Err(error) => return Err(PageError::internal(error)),
    };
    Ok(See::page(visit.link("/admin/rebuilds")).notice(notice).into_response())
}

pub fn live(visit: &Visit, glance: &Glance) -> Markup {
    html! {
        (running(visit, glance))
        form .actions method="post" action=(visit.link("/admin/rebuilds")) {
            button .button type="submit" name="do" value="rebuild" id="rebuild-all" { (visit.text("admin-rebuild-all")) }
            button .button.quiet type="submit" name="do" value="verify" id="verify-all" { (visit.text("admin-verify-all")) }
        }
        (history(visit, &glance.ended))
        (all_certificates(visit, &glance.certificates))
        (as_of(visit, glance))
    }
}

/// What is being rebuilt, what waits, and what was left behind.
pub fn running(visit: &Visit, glance: &Glance) -> Markup {
    html! {
        @for request in &glance.rebuilds { (on_its_way(visit, request)) }
        @if glance.rebuilds.is_empty() && !glance.leftovers.is_empty() { (left_behind(visit, glance)) }
    }
}

fn on_its_way(visit: &Visit, request: &Request) -> Markup {
    let title = visit.text(if request.verify { "admin-verifying" } else { "admin-rebuilding" });
    let stage = match request.started_at {
        None => "admin-stage-waiting",
        Some(_) if request.cancelling => "admin-stage-cancelling",
        Some(_) if request.orphaned => "admin-stage-orphaned",
        Some(_) if request.stage == "writing" => "admin-stage-writing",
        Some(_) => "admin-stage-folding",
    };
    let bar = format!("progress-{}", request.id);
    html! {
        section .panel.stack {
            h2 id={ "of-" (bar) } { (title) }
            p { (names(visit, &request.names)) }
            @if request.started_at.is_some() && request.total > 0 {
                progress id=(bar) max=(request.total) value=(request.done) aria-labelledby={ "of-" (bar) } {}
            }
            p {
                strong role="status" { (visit.text(stage)) }
                @if request.started_at.is_some() { " " (how_far(visit, request)) }
            }
            @if request.anew {
                p .muted { (visit.text("admin-for-erasure")) }
            } @else {
                form method="post" action=(visit.link("/admin/rebuilds/cancel")) {
                    input type="hidden" name="id" value=(request.id);
                    button .button.danger.small type="submit" id={ "cancel-" (request.id) } { (visit.text("admin-cancel")) }
                }
            }
        }
    }
}

/// Done of total, speed and time left, as far as they are known.
fn how_far(visit: &Visit, request: &Request) -> Markup {
    let id = if request.stage == "writing" { "admin-models-of" } else { "admin-events-of" };
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "events a second are few")]
    let rate = request.rate.max(0.0).round() as u64;
    html! {
        (visit.text_with(id, &[("done", request.done.into()), ("total", request.total.into())]))
        @if rate > 0 && request.stage == "folding" {
            " · " (visit.text_with("admin-per-second", &[("count", rate.into())]))
        }
        @if let Some(left) = request.time_left() {
            " · " (visit.text_with("admin-time-left", &[("time", duration(visit, left).into())]))
        }
    }
}

fn left_behind(visit: &Visit, glance: &Glance) -> Markup {
    let left = &glance.leftovers;
    let position = left.iter().map(|one| one.position).min().unwrap_or_default();
    let content = html! {
        p {
            (visit.text_with("admin-left-behind", &[("position", position.into())])) " "
            @for (n, one) in left.iter().enumerate() { @if n > 0 { ", " } code { (one.name) } }
        }
        div .cluster {
            form method="post" action=(visit.link("/admin/rebuilds")) {
                @for one in left { input type="hidden" name="name" value=(one.name); }
                button .button.small type="submit" name="do" value="rebuild" id="resume" { (visit.text("admin-resume")) }
            }
            form method="post" action=(visit.link("/admin/rebuilds/discard")) {
                button .button.danger.small type="submit" id="discard" { (visit.text("admin-discard")) }
            }
        }
    };
    Notice::Info.show(&content)
}

/// All of them, or each by its name.
fn names(visit: &Visit, names: &[String]) -> Markup {
    if names.len() == projections::all().len() {
        return html! { (visit.text("admin-all-models")) };
    }
    html! { @for (n, name) in names.iter().enumerate() { @if n > 0 { ", " } code { (name) } } }
}

fn history(visit: &Visit, ended: &[Request]) -> Markup {
    let columns = [
        Column::text(visit.text("admin-what")),
        Column::text(visit.text("admin-asked")),
        Column::text(visit.text("admin-ended")),
        Column::text(visit.text("admin-outcome")),
    ];
    let rows = ended.iter().map(|request| Row {
        cells: vec![
            html! {
                (visit.text(if request.verify { "admin-did-verify" } else { "admin-did-rebuild" }))
                div .small { (names(visit, &request.names)) }
            },
            html! { (i18n::time(visit.language, request.asked_at)) div .small { (asked_by(visit, request)) } },
            html! {
                @if let Some(at) = request.ended_at {
                    (i18n::time(visit.language, at))
                    @if let Some(since) = request.started_at {
                        div .small.muted { (duration(visit, (at - since).as_seconds_f64())) }
                    }
                }
            },
            html! {
                @match request.outcome.as_deref() {
                    Some("done") => (badge(visit.text("admin-outcome-done"), Tone::Palma)),
                    Some("cancelled") => (badge(visit.text("admin-outcome-cancelled"), Tone::Oro)),
                    _ => (badge(visit.text("admin-outcome-failed"), Tone::Grana)),
                }
                @if let Some(error) = &request.error { p .small.fault { (error) } }
            },
        ],
        current: false,
    });
    let content = if ended.is_empty() {
        html! { p { (visit.text("admin-history-empty")) } }
    } else {
        table(visit.text("admin-history-caption"), &columns, rows)
    };
    section(visit.text("admin-history"), None, &content)
}

fn asked_by(visit: &Visit, request: &Request) -> Markup {
    match request.asked_by.split_once(':') {
        Some(("member", id)) => {
            html! { a href=(visit.link(&format!("/members/{id}"))) { (visit.text("admin-by-admin")) } }
        }
        // Nothing else asks by itself.
        Some(("system", _)) => html! { (visit.text("admin-by-erasure")) },
        Some((_, name)) => html! { (visit.text_with("admin-by-operator", &[("name", name.into())])) },
        None => html! { (request.asked_by) },
    }
}

fn all_certificates(visit: &Visit, kept: &[Kept]) -> Markup {
    let columns = [
        Column::text(visit.text("admin-model")),
        Column::text(visit.text("admin-made")),
        Column::text(visit.text("admin-found")),
        Column::text(visit.text("admin-signature")),
        Column::text(visit.text("admin-download")),
    ];
    let rows = kept.iter().map(|one| Row { cells: certificate::cells(visit, one), current: false });
    let content = if kept.is_empty() {
        html! { p { (visit.text("admin-certificates-empty")) } }
    } else {
        table(visit.text("admin-certificates-caption"), &columns, rows)
    };
    section(visit.text("admin-certificates"), None, &content)
}
