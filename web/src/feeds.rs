//! Feeds of lists, written the same way for each: Atom (RFC 4287) and JSON Feed 1.1.

use atom_syndication::{Category, Entry as AtomEntry, Feed as AtomFeed, Generator, Link, Person, Text};
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use domain::{Language, Theme};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::query::Query;
use crate::visit::Visit;

/// Characters of a text in a feed.
pub const EXCERPT: usize = 400;

/// What a list holds, with the filters of the address.
#[derive(Debug)]
pub struct Feed<'a> {
    pub title: &'a str,
    /// The list's own page, without language and filters.
    pub list: &'a str,
    pub entries: Vec<Entry>,
}

#[derive(Debug)]
pub struct Entry {
    pub id: Uuid,
    /// Its page, without the language.
    pub page: String,
    pub title: String,
    /// Plain.
    pub text: String,
    /// As they would be cited; empty where it names none. Names of members are not in feeds.
    pub authors: String,
    pub language: Language,
    pub themes: Vec<Theme>,
    pub published_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

impl Entry {
    fn address(&self, visit: &Visit) -> String {
        visit.absolute(&visit.link(&self.page))
    }
}

impl Feed<'_> {
    pub fn atom(&self, visit: &Visit) -> Response {
        let feed = self.in_atom(visit).to_string();
        ([(CONTENT_TYPE, "application/atom+xml; charset=utf-8")], feed).into_response()
    }

    pub fn json(&self, visit: &Visit) -> Response {
        let feed = self.in_json(visit).to_string();
        ([(CONTENT_TYPE, "application/feed+json; charset=utf-8")], feed).into_response()
    }

    fn in_atom(&self, visit: &Visit) -> AtomFeed {
        let list = Query::parse(&visit.query).at(&visit.link(self.list));
        let entries = self.entries.iter().map(|entry| AtomEntry {
            title: Text::plain(entry.title.clone()),
            id: format!("urn:uuid:{}", entry.id),
            updated: entry.updated_at.into(),
            published: Some(entry.published_at.into()),
            authors: vec![Person {
                name: if entry.authors.is_empty() {
                    visit.text("library-feed-author").into()
                } else {
                    entry.authors.clone()
                },
                ..Person::default()
            }],
            links: vec![link("alternate", entry.address(visit), "text/html")],
            summary: Some(Text::plain(entry.text.clone())),
            categories: visit
                .themes
                .all_resolved(&entry.themes)
                .into_iter()
                .map(|theme| Category {
                    term: theme.to_string(),
                    label: Some(visit.theme(theme)),
                    ..Category::default()
                })
                .collect(),
            ..AtomEntry::default()
        });
        let updated = self.entries.iter().map(|entry| entry.updated_at).max().unwrap_or_default();
        AtomFeed {
            title: Text::plain(self.title),
            id: visit.absolute(&list),
            updated: updated.into(),
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
            ..AtomFeed::default()
        }
    }

    fn in_json(&self, visit: &Visit) -> Value {
        let query = Query::parse(&visit.query);
        let items: Vec<Value> = self
            .entries
            .iter()
            .map(|entry| {
                let mut item = json!({
                    "id": format!("urn:uuid:{}", entry.id),
                    "url": entry.address(visit),
                    "title": entry.title,
                    "content_text": entry.text,
                    "date_published": entry.published_at.to_rfc3339(),
                    "language": entry.language,
                    "tags": visit.themes.all_resolved(&entry.themes),
                });
                if entry.updated_at != entry.published_at {
                    item["date_modified"] = json!(entry.updated_at.to_rfc3339());
                }
                if !entry.authors.is_empty() {
                    item["authors"] = json!([{ "name": entry.authors }]);
                }
                item
            })
            .collect();
        json!({
            "version": "https://jsonfeed.org/version/1.1",
            "title": self.title,
            "home_page_url": visit.absolute(&query.at(&visit.link(self.list))),
            "feed_url": visit.absolute(&query.at(&visit.here())),
            "language": visit.language,
            "items": items,
        })
    }
}

fn link(rel: &str, href: String, media_type: &str) -> Link {
    Link { rel: rel.into(), href, mime_type: Some(media_type.into()), ..Link::default() }
}
