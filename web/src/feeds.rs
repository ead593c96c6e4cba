//! Feeds of lists, written the same way for each: Atom (RFC 4287) and JSON Feed 1.1. The log may hold characters that
//! no XML can; feeds leave them out.

use atom_syndication::{Category, Entry as AtomEntry, Feed as AtomFeed, Generator, Link, Person, Text};
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use domain::{Country, Language, Theme};
use maud::{Markup, html};
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

/// Where the feeds of a list are, with its filters: media type, name and address.
pub fn of_list(visit: &Visit, list: &str, query: &Query) -> [(&'static str, &'static str, String); 2] {
    let rest = ["page", "q", "when", "month", "tz"];
    let query = rest.into_iter().fold(query.clone(), |query, name| query.without(name));
    let at = |format| query.at(&visit.link(&format!("{list}/feed.{format}")));
    [("application/atom+xml", "Atom", at("atom")), ("application/feed+json", "JSON Feed", at("json"))]
}

/// The way to them.
pub fn links(visit: &Visit, list: &str, query: &Query) -> Markup {
    let [(_, atom, atom_at), (_, json, json_at)] = of_list(visit, list, query);
    html! { a href=(atom_at) { (atom) } " · " a href=(json_at) { (json) } }
}

/// What a feed is called: the title, and the country or theme that it is narrowed to.
pub fn title(visit: &Visit, title: &str, query: &Query) -> String {
    let country = query.first("country").and_then(|code| code.parse::<Country>().ok());
    let theme = query.first("theme").and_then(|slug| visit.themes.chosen(slug));
    let mut parts = vec![title.to_owned()];
    parts.extend(country.map(|country| country.name(visit.language).to_owned()));
    parts.extend(theme.map(|one| visit.theme(one)));
    parts.join(" – ")
}

/// Without what XML 1.0 has no way to write, not even escaped (2.2).
pub fn allowed(text: &str) -> String {
    let is_char = |c: &char| matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
    text.chars().filter(is_char).collect()
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
            title: text(&entry.title, entry.language),
            id: format!("urn:uuid:{}", entry.id),
            updated: entry.updated_at.into(),
            published: Some(entry.published_at.into()),
            authors: vec![Person {
                name: if entry.authors.is_empty() {
                    visit.text("library-feed-author").into()
                } else {
                    allowed(&entry.authors)
                },
                ..Person::default()
            }],
            links: vec![link("alternate", entry.address(visit), "text/html")],
            summary: Some(text(&entry.text, entry.language)),
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
            title: Text::plain(title(visit, self.title, &Query::parse(&visit.query))),
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
            "title": title(visit, self.title, &query),
            "home_page_url": visit.absolute(&query.at(&visit.link(self.list))),
            "feed_url": visit.absolute(&query.at(&visit.here())),
            "language": visit.language,
            "items": items,
        })
    }
}

/// In the language of what it is about, not of the feed.
fn text(text: &str, language: Language) -> Text {
    Text { lang: Some(language.to_string()), ..Text::plain(allowed(text)) }
}

fn link(rel: &str, href: String, media_type: &str) -> Link {
    Link { rel: rel.into(), href, mime_type: Some(media_type.into()), ..Link::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_cannot_hold_is_left_out_and_all_else_stays() {
        assert_eq!(allowed("a\u{0}\u{b}\u{1f}\u{fffe}\u{ffff}b\t\n𠮷 العربية"), "ab\t\n𠮷 العربية");
    }
}
