//! `/admin`: every read model with its lag, speed and state; one that has stopped, with its event.

use std::sync::Arc;

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use projections::engine::{self, ModelStatus, State as Standing};

use super::live::{Glance, glance};
use super::{Part, admin, rebuilds, show};
use crate::App;
use crate::error::PageError;
use crate::fields::Fields;
use crate::i18n;
use crate::redirect::See;
use crate::ui::{Column, Row, Scripted, Tone, badge, table};
use crate::visit::Visit;

pub async fn page(visit: Visit, State(app): State<Arc<App>>) -> Result<Scripted, PageError> {
    admin(&visit)?;
    let glance = glance(&app).await?;
    Ok(show(&visit, Part::Models, &live(&visit, &glance)))
}

/// Lets a stopped read model try its event again.
pub async fn retry(visit: Visit, State(app): State<Arc<App>>, fields: Fields) -> Result<Response, PageError> {
    admin(&visit)?;
    let tried = engine::retry(&app.read, fields.value("name")).await?;
    let notice = if tried { "admin-notice-retry" } else { "admin-notice-not-stopped" };
    Ok(See::page(visit.link("/admin")).notice(notice).into_response())
}

pub fn live(visit: &Visit, glance: &Glance) -> Markup {
    let columns = [
        Column::text(visit.text("admin-model")),
        Column::text(visit.text("admin-state")),
        Column::number(visit.text("admin-lag")),
        Column::number(visit.text("admin-speed")),
        Column::number(visit.text("admin-position")),
        Column::text(visit.text("admin-actions")),
    ];
    let rows = glance.models.iter().map(|model| Row { cells: cells(visit, glance, model), current: false });
    html! {
        (rebuilds::running(visit, glance))
        (table(visit.text("admin-models-caption"), &columns, rows))
        (as_of(visit, glance))
    }
}

/// When this was so, and the way to newer figures where no script brings them.
pub fn as_of(visit: &Visit, glance: &Glance) -> Markup {
    html! {
        p .small.muted {
            (visit.text_with("admin-as-of", &[("time", glance.at.format("%H:%M:%S").to_string().into())]))
            " " a href=(visit.link(visit.path.strip_prefix("/admin/live").map_or(visit.path.as_str(), own_page))) {
                (visit.text("admin-reload"))
            }
        }
    }
}

/// The page of a live part.
fn own_page(part: &str) -> &str {
    Part::ALL.into_iter().find(|known| known.live().ends_with(part)).map_or("/admin", Part::path)
}

fn cells(visit: &Visit, glance: &Glance, model: &ModelStatus) -> Vec<Markup> {
    let number = |figure: u64| i18n::number(visit.language, i64::try_from(figure).unwrap_or(i64::MAX));
    vec![
        html! {
            code { (model.name) }
            div .small.muted { (visit.text_with("admin-version", &[("version", model.version.to_string().into())])) }
        },
        html! {
            (state(visit, model.state))
            @if let (Some(error), Some(at)) = (&model.last_error, model.stopped_at) {
                (stopped(visit, at.0, error))
            }
        },
        html! {
            (visit.text_with("admin-events", &[("count", model.lag_events.into())]))
            @if model.lag_events > 0 {
                div .small.muted { (visit.text_with("admin-behind-for", &[("time", duration(visit, model.lag_seconds).into())])) }
            }
        },
        html! {
            @match glance.speed.get(model.name) {
                Some(speed) => (visit.text_with("admin-per-second", &[("count", (*speed).into())])),
                None => span .muted { (visit.text("admin-not-known-yet")) },
            }
        },
        html! { (number(model.position.0)) },
        actions(visit, model),
    ]
}

/// The event at which something stands still, and what it says.
pub fn stopped(visit: &Visit, at: u64, error: &str) -> Markup {
    html! {
        p .small {
            a href=(visit.link(&format!("/audit/event/{at}"))) {
                (visit.text_with("admin-at-event", &[("position", at.into())]))
            }
        }
        p .small.fault { (error) }
    }
}

fn actions(visit: &Visit, model: &ModelStatus) -> Markup {
    let named = |id: &str| visit.text_with(id, &[("name", model.name.into())]);
    html! {
        div .cluster {
            @if model.state == Standing::Stopped {
                form method="post" action=(visit.link("/admin/retry")) {
                    input type="hidden" name="name" value=(model.name);
                    button .button.small type="submit" id={ "retry-" (model.name) }
                        aria-label=(named("admin-retry-model")) { (visit.text("admin-retry")) }
                }
            }
            form .cluster method="post" action=(visit.link("/admin/rebuilds")) {
                input type="hidden" name="name" value=(model.name);
                button .button.quiet.small type="submit" name="do" value="rebuild" id={ "rebuild-" (model.name) }
                    aria-label=(named("admin-rebuild-model")) { (visit.text("admin-rebuild")) }
                button .button.quiet.small type="submit" name="do" value="verify" id={ "verify-" (model.name) }
                    aria-label=(named("admin-verify-model")) { (visit.text("admin-verify")) }
            }
        }
    }
}

fn state(visit: &Visit, state: Standing) -> Markup {
    let (label, tone) = match state {
        Standing::Current => ("admin-state-current", Tone::Palma),
        Standing::Behind => ("admin-state-behind", Tone::Oro),
        Standing::Stopped => ("admin-state-stopped", Tone::Grana),
        Standing::OtherVersion => ("admin-state-other-version", Tone::Grana),
        Standing::Absent => ("admin-state-absent", Tone::Plain),
    };
    badge(visit.text(label), tone)
}

/// Seconds up to two minutes, then minutes, then hours.
pub fn duration(visit: &Visit, seconds: f64) -> String {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a lag in seconds is small")]
    let seconds = seconds.max(0.0).round() as u64;
    let (id, count) = match seconds {
        0..120 => ("admin-seconds", seconds),
        120..7_200 => ("admin-minutes", seconds / 60),
        _ => ("admin-hours", seconds / 3_600),
    };
    visit.text_with(id, &[("count", count.into())])
}
