//! `POST /events/{short}-{slug}/register` and `/unregister`: taking a place, or a turn on the waiting list,
//! and giving it back.

use std::sync::Arc;

use application::DeskError;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use domain::calendar::{Gathering as Aggregate, GatheringCommand, GatheringError};
use maud::{Markup, html};
use projections::ReadModel;
use projections::calendar::{Gathering, Gatherings, Registrations, Standing};

use super::{found, labels};
use crate::App;
use crate::error::PageError;
use crate::fields::Fields;
use crate::query::Query;
use crate::redirect::See;
use crate::ui;
use crate::visit::Visit;

/// Rounds of the desk's own tries, when very many ask at the same moment.
const ROUNDS: usize = 8;

pub async fn register(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path(address): Path<String>,
    fields: Fields,
) -> Result<Response, PageError> {
    let (member, now) = (visit.member()?.id, (app.clock)());
    carry_out(&visit, &app, &address, &fields, GatheringCommand::Register { member, now }).await
}

pub async fn unregister(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path(address): Path<String>,
    fields: Fields,
) -> Result<Response, PageError> {
    let (member, now) = (visit.member()?.id, (app.clock)());
    carry_out(&visit, &app, &address, &fields, GatheringCommand::Unregister { member, now }).await
}

async fn carry_out(
    visit: &Visit,
    app: &App,
    address: &str,
    fields: &Fields,
    command: GatheringCommand,
) -> Result<Response, PageError> {
    let viewer = visit.member()?;
    let gathering = found(app, address).await?;
    let order = viewer.order(fields.command_id()?);
    let leaves = matches!(command, GatheringCommand::Unregister { .. });
    let mut outcome = Err(DeskError::Busy);
    for _ in 0..ROUNDS {
        outcome = app.desk.execute::<Aggregate>(&order, &gathering.id.to_string(), command.clone()).await;
        if !matches!(outcome, Err(DeskError::Busy)) {
            break;
        }
    }
    let refused = match outcome {
        Ok(()) => None,
        Err(DeskError::Refused(error)) => Some(refusal(&error).ok_or(PageError::Refused)?),
        Err(error) => return Err(error.into()),
    };
    let settled = app.settle(&[Gatherings::NAME, Registrations::NAME]).await;
    let notice = match refused {
        Some(refused) => refused,
        None if leaves => "calendar-notice-left",
        // The log itself: the list may not be up to date yet.
        None => {
            let stands = app.desk.load::<Aggregate>(&gathering.id.to_string()).await?;
            let waits = stands.waiting().contains(&viewer.id);
            if waits { "calendar-notice-waiting" } else { "calendar-notice-registered" }
        }
    };
    let page = visit.link(&labels::address(&gathering.short, &gathering.slug));
    Ok(See::page(page).notice(notice).settled(settled).into_response())
}

/// What the page says where it can no longer be done.
const fn refusal(error: &GatheringError) -> Option<&'static str> {
    match error {
        GatheringError::Closed => Some("calendar-notice-closed"),
        GatheringError::Begun => Some("calendar-notice-begun"),
        GatheringError::Cancelled => Some("calendar-notice-is-cancelled"),
        _ => None,
    }
}

/// How the viewer stands to the gathering, and what can be done about it.
pub fn panel(visit: &Visit, gathering: &Gathering, standing: Standing, now: DateTime<Utc>) -> Markup {
    let page = visit.link(&labels::address(&gathering.short, &gathering.slug));
    let form = |action: &str, label: &str, quiet: bool| {
        html! {
            form method="post" action={ (page) "/" (action) } {
                (ui::command_id(visit, &Fields::default()))
                button .button.quiet[quiet] type="submit" { (visit.text(label)) }
            }
        }
    };
    let full = gathering.details.capacity.is_some_and(|capacity| gathering.registered >= capacity);
    let begun = now >= gathering.moments.starts_at;
    html! {
        section .panel #registration aria-labelledby="registration-title" {
            h2 #registration-title { (visit.text("calendar-registration")) }
            @match standing {
                Standing::Registered => {
                    p { strong { (visit.text("calendar-registered")) } }
                    @if let Some(online) = &gathering.details.online {
                        p { (visit.text("calendar-online-where")) ": " a href=(online) rel="noreferrer" { (online) } }
                    }
                    @if !begun { (form("unregister", "calendar-leave", true)) }
                }
                Standing::Waiting(place) => {
                    p { strong { (visit.text_with("calendar-waiting", &[("place", place.into())])) } }
                    p { (visit.text("calendar-waiting-how")) }
                    @if !begun { (form("unregister", "calendar-leave-list", true)) }
                }
                Standing::None => {
                    @if now >= gathering.moments.ends_at {
                        p { (visit.text("calendar-over")) }
                    } @else if now >= gathering.moments.closes_at {
                        p { (visit.text("calendar-closed")) }
                    } @else {
                        @if full {
                            p { (visit.text_with("calendar-full-waiting", &[("count", gathering.waiting.into())])) }
                        }
                        @if visit.viewer.is_none() {
                            @let sign_in = Query::default().with("next", &visit.here()).at(&visit.link("/sign-in"));
                            p { a .button href=(sign_in) { (visit.text("calendar-sign-in")) } }
                        } @else {
                            (form("register", if full { "calendar-wait" } else { "calendar-register" }, false))
                            p .muted.small { (visit.text("calendar-register-hint")) }
                        }
                    }
                }
            }
        }
    }
}
