//! Events in words: what happened, by whom, and whom or what it concerns, each with its page.

use std::collections::HashMap;

use chrono::{DateTime, SecondsFormat, Utc};
use domain::event::Subject;
use domain::{MemberId, Position, StoredEvent};
use maud::{Markup, html};
use projections::membership;
use sqlx::PgPool;
use uuid::Uuid;

use crate::i18n;
use crate::ui::{Column, Row, table};
use crate::visit::Visit;

/// Names that the viewer may see, of the members whom a list of events names.
pub struct Names(HashMap<MemberId, String>);

impl Names {
    pub async fn of(pool: &PgPool, visit: &Visit, entries: &[StoredEvent]) -> sqlx::Result<Self> {
        let actors = entries.iter().filter_map(|entry| entry.told().ok()?.member());
        let concerned = entries.iter().flat_map(StoredEvent::concerns).filter_map(|subject| match subject {
            Subject::Member(member) => Some(member),
            Subject::Organisation(_)
            | Subject::Resource(_)
            | Subject::News(_)
            | Subject::Gathering(_)
            | Subject::Highlight(_) => None,
        });
        let mut members: Vec<MemberId> = actors.chain(concerned).collect();
        members.sort_unstable();
        members.dedup();
        Ok(Self(membership::names(pool, visit.audience(), &members).await?))
    }

    fn member(&self, visit: &Visit, member: MemberId) -> Markup {
        html! {
            a href=(visit.link(&format!("/audit/item/{member}"))) {
                @match self.0.get(&member) {
                    Some(name) => (name),
                    None => { (visit.text("audit-member")) " " (short(member.uuid())) }
                }
            }
        }
    }

    /// Who did it: a member by name, a part of the portal or an operator as the log names it.
    pub fn actor(&self, visit: &Visit, actor: &str) -> Markup {
        let member = actor.strip_prefix("member:").and_then(|id| id.parse().ok());
        member.map_or_else(|| html! { code { (actor) } }, |member| self.member(visit, member))
    }

    pub fn subject(&self, visit: &Visit, subject: Subject) -> Markup {
        let link = |label: &str, name: String, id: Uuid| {
            html! { a href=(visit.link(&format!("/audit/item/{id}"))) { (visit.text(label)) " " (name) } }
        };
        match subject {
            Subject::Member(member) => self.member(visit, member),
            Subject::Organisation(id) => link("audit-organisation", short(id.uuid()), id.uuid()),
            Subject::Resource(id) => link("audit-resource", id.short(), id.uuid()),
            Subject::News(id) => link("audit-news", id.short(), id.uuid()),
            Subject::Gathering(id) => link("audit-gathering", id.short(), id.uuid()),
            Subject::Highlight(id) => link("audit-highlight", id.short(), id.uuid()),
        }
    }
}

/// Enough of an id to tell it from others.
fn short(id: Uuid) -> String {
    id.simple().to_string().split_off(24)
}

/// `ResourcePublished` is the message `audit-event-resource-published`; without one it stays as it is.
pub fn kind(visit: &Visit, event_type: &str) -> String {
    let mut name = String::new();
    for letter in event_type.chars() {
        if letter.is_ascii_uppercase() && !name.is_empty() {
            name.push('-');
        }
        name.push(letter.to_ascii_lowercase());
    }
    i18n::known(&format!("audit-event-{name}"))
        .map_or_else(|| event_type.to_owned(), |id| visit.text(id).to_owned())
}

pub fn event_address(visit: &Visit, position: Position) -> String {
    visit.link(&format!("/audit/event/{position}"))
}

/// For auditors, beside what other pages show: the way to the event behind it.
pub fn event_link(visit: &Visit, position: Position) -> Markup {
    html! {
        @if visit.viewer.as_ref().is_some_and(crate::visit::Viewer::audits) {
            div .small { a href=(event_address(visit, position)) { (visit.text("audit-event-number")) " " (position) } }
        }
    }
}

/// To the second, in UTC.
pub fn moment(at: DateTime<Utc>) -> Markup {
    html! { time datetime=(at.to_rfc3339_opts(SecondsFormat::Micros, true)) { (at.format("%Y-%m-%d %H:%M:%S")) } }
}

/// A list of events, each with its page.
pub fn entries(visit: &Visit, names: &Names, caption: &str, entries: &[StoredEvent]) -> Markup {
    let columns = [
        Column::text(visit.text("audit-what")),
        Column::text(visit.text("audit-when")),
        Column::text(visit.text("audit-who")),
        Column::text(visit.text("audit-concerns")),
    ];
    let rows = entries.iter().map(|entry| {
        let told = entry.told().ok();
        Row {
            current: false,
            cells: vec![
                html! {
                    a href=(event_address(visit, entry.position)) { (kind(visit, &entry.event_type)) }
                    div .muted.small { (visit.text("audit-event-number")) " " (entry.position) }
                },
                html! { @if let Some(told) = &told { (moment(told.at)) } },
                html! { @if let Some(told) = &told { (names.actor(visit, &told.actor)) } },
                html! {
                    @for subject in entry.concerns() { div { (names.subject(visit, subject)) } }
                },
            ],
        }
    });
    table(caption, &columns, rows)
}

#[cfg(test)]
mod tests {
    use domain::{Event, Language};

    use super::*;
    use crate::testing::visit;

    #[test]
    fn every_event_has_a_name_in_every_language() {
        for language in Language::ALL {
            for (_, event_type, _) in Event::catalogue() {
                let told = kind(&visit(language), event_type);
                assert_ne!(told, event_type, "audit.ftl has no name for {event_type} in {language}");
            }
        }
        assert_eq!(kind(&visit(Language::En), "NeverHeardOf"), "NeverHeardOf");
    }
}
