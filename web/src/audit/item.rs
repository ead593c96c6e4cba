//! `/audit/item/{id}`: the whole life of a contribution, a member or an organisation as a timeline.

use std::sync::Arc;

use axum::extract::{Path, State};
use domain::event::Subject;
use domain::{Position, StoredEvent};
use maud::{Markup, html};
use projections::audit::{Wanted, search};
use uuid::Uuid;

use super::auditor;
use super::words::{Names, event_address, kind, moment};
use crate::App;
use crate::error::PageError;
use crate::query::Query;
use crate::ui::{Icon, Page};
use crate::visit::Visit;

/// Events on one page.
const PAGE: usize = 100;

pub async fn page(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
) -> Result<Markup, PageError> {
    auditor(&visit)?;
    let id: Uuid = id.parse().map_err(|_| PageError::NotFound)?;
    let query = Query::parse(&visit.query);
    let before = query.first("before").map(str::parse).transpose().map_err(|_| PageError::NotFound)?;
    let wanted = Wanted { concerns: Some(id), before: before.map(Position), ..Wanted::default() };
    let mut found = search(&app.read, &wanted, PAGE + 1).await?;
    let older = found.len() > PAGE;
    found.truncate(PAGE);
    let subject = found.iter().flat_map(StoredEvent::concerns).find(|subject| same(*subject, id));
    let subject = subject.ok_or(PageError::NotFound)?;
    let names = Names::of(&app.read, &visit, &found).await?;
    let title = visit.text("audit-life");
    let search = Query::default().with("item", &id.to_string()).at(&visit.link("/audit"));
    Ok(Page::new(title).crumb(visit.text("audit-title"), visit.link("/audit")).hidden().show(
        &visit,
        &html! {
            div .page-head {
                h1 { (title) }
                p .lead { (names.subject(&visit, subject)) }
                p .cluster {
                    @if let Some(page) = own_page(&visit, subject, &found) { a href=(page) { (visit.text("audit-own-page")) } }
                    a href=(search) { (visit.text("audit-search-this")) }
                }
            }
            ol .timeline {
                @for entry in &found { li { (told(&visit, &names, entry)) } }
            }
            @if let (true, Some(last)) = (older, found.last()) {
                p {
                    a href=(query.with("before", &last.position.to_string()).at(&visit.here())) rel="next" {
                        (visit.text("audit-older")) (Icon::ArrowRight.show())
                    }
                }
            }
        },
    ))
}

fn same(subject: Subject, id: Uuid) -> bool {
    match subject {
        Subject::Member(member) => member.uuid() == id,
        Subject::Organisation(organisation) => organisation.uuid() == id,
        Subject::Resource(resource) => resource.uuid() == id,
        Subject::News(item) => item.uuid() == id,
        Subject::Gathering(gathering) => gathering.uuid() == id,
        Subject::Highlight(highlight) => highlight.uuid() == id,
    }
}

/// Where everybody sees it; organisations are known there by name, not by id.
fn own_page(visit: &Visit, subject: Subject, found: &[StoredEvent]) -> Option<String> {
    let published = |event: &str| found.iter().any(|entry| entry.event_type == event);
    match subject {
        Subject::Member(member) => Some(visit.link(&format!("/members/{member}"))),
        Subject::Resource(resource) => Some(visit.link(&format!("/library/{}", resource.short()))),
        Subject::News(item) => Some(visit.link(&format!("/news/{}", item.short()))),
        Subject::Gathering(gathering) => Some(visit.link(&format!("/events/{}", gathering.short()))),
        // A draft has no page but its author's and the reviewers'.
        Subject::Highlight(_) if !published("HighlightPublished") => None,
        Subject::Highlight(highlight) => Some(visit.link(&format!("/highlights/{}", highlight.short()))),
        Subject::Organisation(_) => None,
    }
}

fn told(visit: &Visit, names: &Names, entry: &StoredEvent) -> Markup {
    let told = entry.told().ok();
    html! {
        @if let Some(told) = &told { (moment(told.at)) }
        div {
            a href=(event_address(visit, entry.position)) { (kind(visit, &entry.event_type)) }
            @if let Some(told) = &told {
                div .muted.small { (visit.text("audit-by")) " " (names.actor(visit, &told.actor)) }
            }
        }
    }
}
