//! `/events/feed.atom` and `/events/feed.json`: what was announced last, with the same filters as the list. Calendars
//! subscribe to iCalendar instead; these are for whoever reads news.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use projections::calendar::{self, Card, PAGE};

use super::{labels, list};
use crate::App;
use crate::error::PageError;
use crate::feeds::{EXCERPT, Entry, Feed};
use crate::markdown::plain;
use crate::query::Query;
use crate::visit::Visit;

pub async fn atom(visit: Visit, State(app): State<Arc<App>>) -> Result<Response, PageError> {
    Ok(feed(&app, &visit).await?.atom(&visit))
}

pub async fn json(visit: Visit, State(app): State<Arc<App>>) -> Result<Response, PageError> {
    Ok(feed(&app, &visit).await?.json(&visit))
}

async fn feed(app: &App, visit: &Visit) -> Result<Feed<'static>, PageError> {
    let filter = list::filter(visit, &Query::parse(&visit.query)).ok_or(PageError::NotFound)?;
    let cards = calendar::announced(&app.read, filter, PAGE).await?;
    let entries = cards.into_iter().map(|card| Entry {
        id: card.id.uuid(),
        page: labels::address(&card.short, &card.slug),
        text: text(visit, &card),
        title: card.title,
        authors: String::new(),
        language: card.language,
        themes: card.themes,
        published_at: card.published_at,
        updated_at: card.changed_at,
    });
    Ok(Feed { title: visit.text("calendar-feed"), list: "/events", entries: entries.collect() })
}

/// Whether it still takes place, when, where, and what it is about.
fn text(visit: &Visit, card: &Card) -> String {
    let when = labels::range(visit.language, card.starts_at, card.ends_at, &card.times.zone);
    let place = card.place.as_ref().map(|place| labels::place(visit.language, place));
    let parts = [
        card.cancelled.then(|| visit.text("calendar-cancelled").to_owned()),
        Some(when),
        place,
        card.online.then(|| visit.text("calendar-online").to_owned()),
        Some(plain(&card.excerpt, EXCERPT)),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}
