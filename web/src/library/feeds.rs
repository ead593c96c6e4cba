//! `/library/feed.atom` and `/library/feed.json`: the newest resources, with the same filters as the list.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use projections::library;

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
    let counts = library::counts(&app.read, filter).await?;
    let cards = library::list(&app.read, filter, 0, &counts).await?;
    let entries = cards.into_iter().map(|card| Entry {
        id: card.id.uuid(),
        page: labels::address(&card.short, &card.slug),
        title: card.title,
        text: plain(&card.excerpt, EXCERPT),
        authors: labels::authors(visit, card.authors.as_deref()).unwrap_or_default().to_owned(),
        language: card.language,
        themes: card.themes,
        published_at: card.published_at,
        updated_at: card.edited_at.unwrap_or(card.published_at),
    });
    Ok(Feed { title: visit.text("library-feed"), list: "/library", entries: entries.collect() })
}
