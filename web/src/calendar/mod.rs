//! Pages of the context `calendar`: what readers know as events, their registration, and iCalendar.

mod attendance;
mod cancel;
mod edit;
mod feeds;
mod form;
mod gathering;
mod labels;
mod list;
mod month;
mod publish;
mod reader;
mod register;
mod subscribe;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use axum::Router;
use axum::routing::{get, post};
use projections::calendar::Gathering;

use crate::App;
use crate::error::PageError;
use crate::visit::Visit;

pub(crate) use gathering::show as gathering_page;
pub(crate) use labels::{address, moment, place};
pub(crate) use list::card;
pub(crate) use reader::{Reader, chosen_zone, offered, own_zone, zone_of_capital};

pub fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/events", get(list::page))
        .route("/events/month", get(month::page))
        .route("/events/feed.ics", get(subscribe::feed))
        .route("/events/feed.atom", get(feeds::atom))
        .route("/events/feed.json", get(feeds::json))
        .route("/events/new", get(publish::page).post(publish::submit))
        .route("/events/{address}", get(gathering::page))
        .route("/events/{address}/event.ics", get(subscribe::file))
        .route("/events/{address}/register", post(register::register))
        .route("/events/{address}/unregister", post(register::unregister))
        .route("/events/{address}/edit", get(edit::page).post(edit::save))
        .route("/events/{address}/cancel", get(cancel::form).post(cancel::submit))
        .route("/events/{address}/remove", get(cancel::removal).post(cancel::remove))
        .route("/events/{address}/attendance", get(attendance::page).post(attendance::note))
        .route("/events/{address}/attendance.csv", get(attendance::csv))
}

/// The gathering of an address, unless it was removed.
async fn found(app: &App, address: &str) -> Result<Gathering, PageError> {
    let found = projections::calendar::by_short(&app.read, labels::short_of(address)).await?;
    let standing = found.filter(|one| one.state != projections::calendar::State::Removed);
    standing.ok_or(PageError::NotFound)
}

/// The gathering, for those who organise it, unless it was removed; the desk decides again.
async fn organised(app: &App, visit: &Visit, address: &str) -> Result<Gathering, PageError> {
    let gathering = own(app, visit, address).await?;
    let stands = gathering.state != projections::calendar::State::Removed;
    stands.then_some(gathering).ok_or(PageError::NotFound)
}

/// The gathering, for those who organise it, whatever has become of it.
async fn own(app: &App, visit: &Visit, address: &str) -> Result<Gathering, PageError> {
    visit.member()?;
    let found = projections::calendar::by_short(&app.read, labels::short_of(address)).await?;
    let gathering = found.ok_or(PageError::NotFound)?;
    if organises(visit, &gathering) { Ok(gathering) } else { Err(PageError::Forbidden) }
}

fn organises(visit: &Visit, gathering: &Gathering) -> bool {
    let invites = |viewer: &crate::visit::Viewer| {
        gathering.details.organisation.is_some_and(|organisation| viewer.actor().edits(organisation))
    };
    visit.is(gathering.organiser) || visit.viewer.as_ref().is_some_and(invites)
}
