//! `/news/feed.atom` and `/news/feed.json`: the newest items, with the same filters as the list.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use projections::newsroom;

use super::{labels, list};
use crate::App;
use crate::error::PageError;
use crate::feeds::{EXCERPT, Entry, Feed};
use crate::markdown::shortened;
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
    let cards = newsroom::list(&app.read, filter, 0).await?;
    let entries = cards.into_iter().map(|card| Entry {
        id: card.id.uuid(),
        page: labels::address(&card.short, &card.slug),
        title: card.title,
        text: shortened(&card.summary, EXCERPT),
        authors: String::new(),
        language: card.language,
        themes: card.themes,
        published_at: card.published_at,
        updated_at: card.corrected_at.unwrap_or(card.published_at),
    });
    Ok(Feed { title: visit.text("newsroom-feed"), list: "/news", entries: entries.collect() })
}
