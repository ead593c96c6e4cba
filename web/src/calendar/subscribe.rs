//! iCalendar (RFC 5545): a file of one gathering, and a feed of all, of a country or of a theme to subscribe to.
//! Times are in UTC, which every client knows; a gathering keeps its UID, and each change raises its SEQUENCE.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, TimeDelta, Utc};
use domain::calendar::Place;
use domain::{GatheringId, Theme};
use icalendar::{Calendar, Component, Event};
use maud::{Markup, html};
use projections::calendar::{self, Card, Gathering, Standing, State as Stand};

use super::{found, labels, list};
use crate::App;
use crate::error::PageError;
use crate::feeds;
use crate::markdown::plain;
use crate::query::Query;
use crate::ui::Icon;
use crate::visit::Visit;

const MEDIA_TYPE: &str = "text/calendar; charset=utf-8";
/// Characters of a description in a calendar.
const EXCERPT: usize = 800;
/// What is past stays in a feed for so long, so that calendars learn of late changes.
const PAST: TimeDelta = TimeDelta::days(60);
const MOST: u32 = 1_000;

/// What a calendar shows of a gathering.
struct Entry<'a> {
    id: GatheringId,
    title: &'a str,
    text: String,
    page: String,
    place: Option<&'a Place>,
    /// For those who have a place.
    online: Option<&'a str>,
    starts_at: DateTime<Utc>,
    ends_at: DateTime<Utc>,
    published_at: DateTime<Utc>,
    changed_at: DateTime<Utc>,
    revision: u32,
    cancelled: bool,
    themes: &'a [Theme],
}

pub async fn file(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path(address): Path<String>,
) -> Result<Response, PageError> {
    let gathering = found(&app, &address).await?;
    let standing = match &visit.viewer {
        Some(viewer) => calendar::standing(&app.read, gathering.id, viewer.id).await?,
        None => Standing::None,
    };
    let mut calendar = calendar_of(&visit);
    calendar.push(event(&visit, &of_gathering(&visit, &gathering, standing)));
    let name = format!("attachment; filename=\"event-{}.ics\"", gathering.short);
    Ok(([(CONTENT_TYPE, MEDIA_TYPE.to_owned()), (CONTENT_DISPOSITION, name)], calendar.to_string())
        .into_response())
}

pub async fn feed(visit: Visit, State(app): State<Arc<App>>) -> Result<Response, PageError> {
    let query = Query::parse(&visit.query);
    let filter = list::filter(&visit, &query).ok_or(PageError::NotFound)?;
    let now = (app.clock)();
    let cards = calendar::between(&app.read, filter, now - PAST, DateTime::<Utc>::MAX_UTC, MOST).await?;
    let mut calendar = calendar_of(&visit);
    calendar.name(&feeds::title(&visit, visit.text("calendar-feed"), &query));
    // How often a client should look again (RFC 7986, 5.7; and what older ones read).
    calendar.append_property(
        icalendar::Property::new("REFRESH-INTERVAL", "PT6H").add_parameter("VALUE", "DURATION").done(),
    );
    calendar.append_property(("X-PUBLISHED-TTL", "PT6H"));
    for card in &cards {
        calendar.push(event(&visit, &of_card(&visit, card)));
    }
    Ok(([(CONTENT_TYPE, MEDIA_TYPE)], calendar.to_string()).into_response())
}

fn calendar_of(visit: &Visit) -> Calendar {
    let mut calendar = Calendar::empty();
    let producer = format!("-//IASPN//Knowledge Portal//{}", visit.language.code().to_uppercase());
    calendar
        .append_property(("VERSION", "2.0"))
        .append_property(("PRODID", producer.as_str()))
        .append_property(("CALSCALE", "GREGORIAN"))
        .append_property(("METHOD", "PUBLISH"));
    calendar
}

fn of_gathering<'a>(visit: &Visit, gathering: &'a Gathering, standing: Standing) -> Entry<'a> {
    let details = &gathering.details;
    Entry {
        id: gathering.id,
        title: &details.title,
        text: plain(&details.description, EXCERPT),
        page: page(visit, &gathering.short, &gathering.slug),
        place: details.place.as_ref(),
        online: details.online.as_deref().filter(|_| standing == Standing::Registered),
        starts_at: gathering.moments.starts_at,
        ends_at: gathering.moments.ends_at,
        published_at: gathering.published_at,
        changed_at: gathering.changed_at,
        revision: gathering.revision,
        cancelled: gathering.state == Stand::Cancelled,
        themes: &details.themes,
    }
}

fn of_card<'a>(visit: &Visit, card: &'a Card) -> Entry<'a> {
    Entry {
        id: card.id,
        title: &card.title,
        text: plain(&card.excerpt, EXCERPT),
        page: page(visit, &card.short, &card.slug),
        place: card.place.as_ref(),
        online: None,
        starts_at: card.starts_at,
        ends_at: card.ends_at,
        published_at: card.published_at,
        changed_at: card.changed_at,
        revision: card.revision,
        cancelled: card.cancelled,
        themes: &card.themes,
    }
}

fn page(visit: &Visit, short: &str, slug: &str) -> String {
    visit.absolute(&visit.link(&labels::address(short, slug)))
}

fn event(visit: &Visit, entry: &Entry<'_>) -> Event {
    let utc = |at: DateTime<Utc>| at.format("%Y%m%dT%H%M%SZ").to_string();
    let host = visit.base.host_str().unwrap_or("localhost");
    let location = match (entry.place, entry.online) {
        (Some(place), _) => labels::place(visit.language, place),
        (None, Some(online)) => online.to_owned(),
        (None, None) => visit.text("calendar-online").to_owned(),
    };
    let online = entry.online.map(|online| format!("{}: {online}", visit.text("calendar-online-where")));
    let text: Vec<String> =
        [Some(entry.text.clone()), online, Some(entry.page.clone())].into_iter().flatten().collect();
    let mut event = Event::new();
    event
        .add_property("UID", format!("{}@{host}", entry.id))
        .add_property("DTSTAMP", utc(entry.changed_at))
        .add_property("CREATED", utc(entry.published_at))
        .add_property("LAST-MODIFIED", utc(entry.changed_at))
        .add_property("SEQUENCE", entry.revision.saturating_sub(1).to_string())
        .add_property("DTSTART", utc(entry.starts_at))
        .add_property("DTEND", utc(entry.ends_at))
        .add_property("SUMMARY", entry.title)
        .add_property("DESCRIPTION", text.join("\n\n"))
        .add_property("LOCATION", location)
        .add_property("URL", entry.page.as_str())
        .add_property("STATUS", if entry.cancelled { "CANCELLED" } else { "CONFIRMED" });
    // A list of texts, which the library writes as it is.
    let categories: Vec<String> = visit.theme_names(entry.themes).iter().map(|name| escaped(name)).collect();
    event.add_property("CATEGORIES", categories.join(","));
    event.done()
}

/// RFC 5545, 3.3.11.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,")
}

/// The feed of what a list shows.
pub fn address(visit: &Visit, query: &Query) -> String {
    let query =
        ["page", "when", "month", "tz"].into_iter().fold(query.clone(), |query, name| query.without(name));
    query.at(&visit.link("/events/feed.ics"))
}

/// How to subscribe: for programs that know `webcal`, and the address for the others.
pub fn links(visit: &Visit, query: &Query) -> Markup {
    let feed = visit.absolute(&address(visit, query));
    let webcal = feed.split_once("://").map_or_else(String::new, |(_, rest)| format!("webcal://{rest}"));
    html! {
        section .panel aria-labelledby="subscribe" {
            h2 #subscribe { (visit.text("calendar-subscribe")) }
            p { (visit.text("calendar-subscribe-how")) }
            p .cluster {
                a .button.quiet href=(webcal) { (visit.text("calendar-subscribe-program")) }
                a .button.quiet href=(feed) { (Icon::Download.show()) (visit.text("calendar-subscribe-file")) }
            }
            p .small { (feeds::links(visit, "/events", query)) }
        }
    }
}

#[cfg(test)]
mod tests {
    use calcard::icalendar::{ICalendar, ICalendarProperty};
    use domain::Language;

    use super::*;
    use crate::testing::visit;

    fn entry(title: &str) -> Entry<'_> {
        Entry {
            id: GatheringId::derived(&["one"]),
            title,
            text: "Zeile eins; zwei, drei\\vier".into(),
            page: "https://portal.example/es/events/x".into(),
            place: None,
            online: None,
            starts_at: "2026-03-10T13:00:00Z".parse().unwrap(),
            ends_at: "2026-03-10T15:00:00Z".parse().unwrap(),
            published_at: "2026-01-01T00:00:00Z".parse().unwrap(),
            changed_at: "2026-01-02T00:00:00Z".parse().unwrap(),
            revision: 3,
            cancelled: true,
            themes: &[Theme::INTER_AGENCY_COORDINATION, Theme::YOUTH],
        }
    }

    fn written(title: &str) -> String {
        let visit = visit(Language::Es);
        let mut calendar = calendar_of(&visit);
        calendar.push(event(&visit, &entry(title)));
        calendar.to_string()
    }

    #[test]
    fn lines_end_as_they_must_and_are_folded_at_75_bytes_between_characters() {
        let text = written(&"Reunión 🎉 اجتماع; coma, y \\ ".repeat(12));
        assert!(text.ends_with("END:VCALENDAR\r\n"));
        assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());
        for line in text.split("\r\n") {
            assert!(line.len() <= 75, "{} bytes: {line}", line.len());
        }
    }

    #[test]
    fn another_parser_reads_what_was_written() {
        let title = "Reunión; de \"cuidados\", parte \\ 1: 🎉 اجتماع ".repeat(4).trim().to_owned();
        let parsed = ICalendar::parse(written(&title)).unwrap();
        let event = parsed.components.iter().find(|one| one.component_type.as_str() == "VEVENT").unwrap();
        let value = |name: ICalendarProperty| {
            event.entries.iter().find(|entry| entry.name == name).unwrap().values[0]
                .as_text()
                .unwrap()
                .to_owned()
        };
        assert_eq!(value(ICalendarProperty::Summary), title);
        assert_eq!(
            value(ICalendarProperty::Description),
            "Zeile eins; zwei, drei\\vier\n\nhttps://portal.example/es/events/x"
        );
        assert_eq!(
            value(ICalendarProperty::Uid),
            format!("{}@portal.example", GatheringId::derived(&["one"]))
        );
    }

    #[test]
    fn a_cancelled_one_says_so_with_a_higher_sequence() {
        let text = written("Paro");
        for line in
            ["STATUS:CANCELLED", "SEQUENCE:2", "DTSTART:20260310T130000Z", "METHOD:PUBLISH", "VERSION:2.0"]
        {
            assert!(text.contains(&format!("\r\n{line}\r\n")), "{line}\n{text}");
        }
    }
}
