//! `/library/feed.atom` (RFC 4287) and `/library/feed.json` (JSON Feed 1.1): the newest resources,
//! with the same filters as the list.

use std::sync::Arc;

use atom_syndication::{Category, Entry, Feed, Generator, Link, Person, Text};
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use projections::library::{self, Card};
use serde_json::{Value, json};

use super::{labels, list};
use crate::App;
use crate::error::PageError;
use crate::markdown::plain;
use crate::query::Query;
use crate::visit::Visit;

/// Characters of a summary in a feed.
const EXCERPT: usize = 400;

pub async fn atom(visit: Visit, State(app): State<Arc<App>>) -> Result<Response, PageError> {
    let cards = newest(&app, &visit).await?;
    let feed = atom_feed(&visit, &cards).to_string();
    Ok(([(CONTENT_TYPE, "application/atom+xml; charset=utf-8")], feed).into_response())
}

pub async fn json(visit: Visit, State(app): State<Arc<App>>) -> Result<Response, PageError> {
    let cards = newest(&app, &visit).await?;
    let feed = json_feed(&visit, &cards).to_string();
    Ok(([(CONTENT_TYPE, "application/feed+json; charset=utf-8")], feed).into_response())
}

async fn newest(app: &App, visit: &Visit) -> Result<Vec<Card>, PageError> {
    let filter = list::filter(&Query::parse(&visit.query)).ok_or(PageError::NotFound)?;
    let counts = library::counts(&app.read, filter).await?;
    Ok(library::list(&app.read, filter, 0, &counts).await?)
}

/// Where the resource has its page, in the feed's language.
fn address(visit: &Visit, card: &Card) -> String {
    visit.absolute(&visit.link(&labels::address(&card.short, &card.slug)))
}

fn updated(cards: &[Card]) -> DateTime<Utc> {
    cards.iter().map(|card| card.published_at).max().unwrap_or_default()
}

fn link(rel: &str, href: String, media_type: &str) -> Link {
    Link { rel: rel.into(), href, mime_type: Some(media_type.into()), ..Link::default() }
}

/// Names of members are not in feeds; a resource names its own authors.
fn atom_feed(visit: &Visit, cards: &[Card]) -> Feed {
    let list = Query::parse(&visit.query).at(&visit.link("/library"));
    let entries = cards.iter().map(|card| Entry {
        title: Text::plain(card.title.clone()),
        id: format!("urn:uuid:{}", card.id),
        updated: card.published_at.into(),
        published: Some(card.published_at.into()),
        authors: vec![Person {
            name: labels::authors(visit, card.authors.as_deref())
                .unwrap_or_else(|| visit.text("library-feed-author"))
                .into(),
            ..Person::default()
        }],
        links: vec![link("alternate", address(visit, card), "text/html")],
        summary: Some(Text::plain(plain(&card.excerpt, EXCERPT))),
        categories: card
            .themes
            .iter()
            .map(|theme| Category {
                term: theme.to_string(),
                label: Some(crate::organisations::theme(visit.language, *theme).into()),
                ..Category::default()
            })
            .collect(),
        ..Entry::default()
    });
    Feed {
        title: Text::plain(visit.text("library-feed")),
        id: visit.absolute(&list),
        updated: updated(cards).into(),
        lang: Some(visit.language.to_string()),
        generator: Some(Generator { value: "iaspn".into(), ..Generator::default() }),
        links: vec![
            link(
                "self",
                visit.absolute(&Query::parse(&visit.query).at(&visit.here())),
                "application/atom+xml",
            ),
            link("alternate", visit.absolute(&list), "text/html"),
        ],
        entries: entries.collect(),
        ..Feed::default()
    }
}

fn json_feed(visit: &Visit, cards: &[Card]) -> Value {
    let query = Query::parse(&visit.query);
    let items: Vec<Value> = cards
        .iter()
        .map(|card| {
            let mut item = json!({
                "id": format!("urn:uuid:{}", card.id),
                "url": address(visit, card),
                "title": card.title,
                "content_text": plain(&card.excerpt, EXCERPT),
                "date_published": card.published_at.to_rfc3339(),
                "language": card.language,
                "tags": card.themes,
            });
            if let Some(authors) = labels::authors(visit, card.authors.as_deref()) {
                item["authors"] = json!([{ "name": authors }]);
            }
            item
        })
        .collect();
    json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": visit.text("library-feed"),
        "home_page_url": visit.absolute(&query.at(&visit.link("/library"))),
        "feed_url": visit.absolute(&query.at(&visit.here())),
        "language": visit.language,
        "items": items,
    })
}
