//! `/news/drafts`: what the signed-in member is writing, and what is written for the member's organisations.

use std::collections::HashMap;
use std::sync::Arc;

use axum::extract::State;
use domain::OrganisationId;
use domain::calendar::Zone;
use maud::{Markup, html};
use projections::newsroom::{self, Draft};
use projections::organisations::organisations::{OrganisationName, names};

use super::labels;
use crate::App;
use crate::calendar::{moment, own_zone};
use crate::error::PageError;
use crate::ui::{self, Drawing, Page, Section, Tone};
use crate::visit::Visit;

/// Nobody writes more at a time; older ones come back when some are published.
const MOST: u32 = 100;

pub async fn page(visit: Visit, State(app): State<Arc<App>>) -> Result<Markup, PageError> {
    let viewer = visit.member()?;
    let zone = own_zone(&visit);
    let seats = labels::seats(viewer);
    let (drafts, named) =
        tokio::try_join!(newsroom::drafts_of(&app.read, viewer.id, &seats, MOST), names(&app.read, &seats),)?;
    let title = visit.text("newsroom-drafts");
    let write = html! { a .button href=(visit.link("/news/new")) { (visit.text("newsroom-write")) } };
    Ok(Page::new(title)
        .section(Section::News)
        .hidden()
        .crumb(visit.text("newsroom-title"), visit.link("/news"))
        .show(
            &visit,
            &html! {
                div .page-head.cluster.spread {
                    div { h1 { (title) } p .lead { (visit.text("newsroom-drafts-lead")) } }
                    @if !drafts.is_empty() { (write) }
                }
                @if drafts.is_empty() {
                    (ui::empty(Drawing::Shelf, visit.text("newsroom-drafts-empty-title"), visit.text("newsroom-drafts-empty"), &write))
                } @else {
                    (ui::card_list(drafts.iter().map(|draft| card(&visit, draft, &named, &zone))))
                }
            },
        ))
}

fn card(
    visit: &Visit,
    draft: &Draft,
    named: &HashMap<OrganisationId, OrganisationName>,
    zone: &Zone,
) -> Markup {
    let lang = labels::foreign(visit, draft.story.language);
    let seat = draft.seat.and_then(|seat| named.get(&seat)?.names.best(visit.language));
    html! {
        article .card {
            div .top {
                (ui::badge(labels::kind(visit, draft.story.kind), Tone::Plain))
                @if draft.publish_at.is_some() { (ui::badge(visit.text("newsroom-scheduled"), Tone::Oro)) }
                @if let Some((language, name)) = seat { span lang=[labels::foreign(visit, language)] { (name) } }
            }
            h2 lang=[lang] dir="auto" {
                a href=(visit.link(&labels::draft_address(&draft.short))) { (labels::titled(visit, &draft.story.title)) }
            }
            div .meta {
                span { (visit.text("newsroom-written")) " " (ui::day(visit.language, draft.written_at)) }
                @if let Some(at) = draft.publish_at {
                    span { (visit.text_with("newsroom-scheduled-for", &[("moment", moment(visit.language, at, zone).into())])) }
                }
            }
        }
    }
}
