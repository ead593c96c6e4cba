//! `/highlights/mine`: what the signed-in member is writing, what is being reviewed, and what came of it.

use std::sync::Arc;

use axum::extract::State;
use maud::{Markup, html};
use projections::highlights::{self, DraftCard, Own, PAGE};

use super::labels;
use crate::App;
use crate::error::PageError;
use crate::query::{Query, page_number};
use crate::ui::{self, Drawing, Page, Section, Tone};
use crate::visit::Visit;

pub async fn page(visit: Visit, State(app): State<Arc<App>>) -> Result<Markup, PageError> {
    let viewer = visit.member()?;
    let page = page_number(Query::parse(&visit.query).first("page")).ok_or(PageError::NotFound)?;
    let (writing, told) = tokio::try_join!(
        highlights::count_drafts_of(&app.read, viewer.id),
        highlights::count_published_by(&app.read, viewer.id),
    )?;
    // First what is being written, then what was published, as one list.
    let writing = u32::try_from(writing).unwrap_or(u32::MAX);
    let after = page.saturating_mul(PAGE);
    let drafts = highlights::drafts_of(&app.read, viewer.id, after, PAGE).await?;
    let left = PAGE.saturating_sub(u32::try_from(drafts.len()).unwrap_or(PAGE));
    let published =
        highlights::published_by(&app.read, viewer.id, after.saturating_sub(writing), left).await?;
    if page > 0 && drafts.is_empty() && published.is_empty() {
        return Err(PageError::NotFound);
    }
    let pages = u64::from(writing).saturating_add(told).div_ceil(u64::from(PAGE));
    let pages = u32::try_from(pages).unwrap_or(u32::MAX);
    let title = visit.text("highlights-mine");
    let write = html! { a .button href=(visit.link("/highlights/new")) { (visit.text("highlights-write")) } };
    let empty = drafts.is_empty() && published.is_empty();
    Ok(Page::new(title)
        .section(Section::Library)
        .hidden()
        .crumb(visit.text("highlights-title"), visit.link("/highlights"))
        .show(
            &visit,
            &html! {
                div .page-head.cluster.spread {
                    div { h1 { (title) } p .lead { (visit.text("highlights-mine-lead")) } }
                    @if !empty { (write) }
                }
                @if empty {
                    (ui::empty(Drawing::Shelf, visit.text("highlights-mine-empty-title"), visit.text("highlights-mine-empty"), &write))
                } @else {
                    (ui::card_list(drafts.iter().map(|draft| unpublished(&visit, draft))
                        .chain(published.iter().map(|own| told_already(&visit, own)))))
                    (ui::pagination(&visit, page + 1, pages))
                }
            },
        ))
}

fn unpublished(visit: &Visit, draft: &DraftCard) -> Markup {
    html! {
        article .card {
            div .top {
                (labels::standing(visit, draft.standing))
                (ui::badge(labels::kind(visit, draft.kind), Tone::Plain))
            }
            h2 lang=[labels::foreign(visit, draft.language)] dir="auto" {
                a href=(visit.link(&labels::draft_address(&draft.short))) { (labels::titled(visit, &draft.title)) }
            }
            div .meta { span { (visit.text("newsroom-written")) " " (ui::day(visit.language, draft.written_at)) } }
        }
    }
}

fn told_already(visit: &Visit, own: &Own) -> Markup {
    let address = visit.link(&labels::address(&own.short, &own.slug));
    let state = if own.title.is_some() { "highlights-state-published" } else { "highlights-state-withdrawn" };
    html! {
        article .card {
            div .top {
                (ui::badge(visit.text(state), Tone::Plain))
                (ui::badge(labels::kind(visit, own.kind), Tone::Plain))
            }
            h2 lang=[own.title.as_ref().and_then(|_| labels::foreign(visit, own.language))] dir="auto" {
                a href=(address) {
                    @match &own.title { Some(title) => (title), None => (visit.text("points-highlight-gone")) }
                }
            }
            div .meta { span { (visit.text("library-published")) " " (ui::day(visit.language, own.published_at)) } }
        }
    }
}
