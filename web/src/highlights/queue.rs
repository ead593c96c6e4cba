//! `/highlights/review`: what waits for a reviewer, the longest first.

use std::sync::Arc;

use axum::extract::State;
use maud::{Markup, html};
use projections::highlights::{self, DraftCard};

use super::labels;
use crate::App;
use crate::error::PageError;
use crate::ui::{self, Drawing, Page, Section, Tone};
use crate::visit::Visit;

/// Those that wait longest; the others come when these are decided.
const MOST: u32 = 50;

pub async fn page(visit: Visit, State(app): State<Arc<App>>) -> Result<Markup, PageError> {
    let viewer = visit.member()?;
    if !labels::reviews(viewer) {
        return Err(PageError::Forbidden);
    }
    let waiting = highlights::in_review(&app.read, viewer.id, MOST).await?;
    let count = highlights::count_in_review(&app.read, viewer.id).await?;
    let title = visit.text("highlights-queue");
    let back = html! { a .button href=(visit.link("/highlights")) { (visit.text("highlights-all")) } };
    Ok(Page::new(title)
        .section(Section::Library)
        .hidden()
        .crumb(visit.text("highlights-title"), visit.link("/highlights"))
        .show(
            &visit,
            &html! {
                div .page-head { h1 { (title) } p .lead { (visit.text("highlights-queue-lead")) } }
                @if waiting.is_empty() {
                    (ui::empty(Drawing::Shelf, visit.text("highlights-queue-empty-title"), visit.text("highlights-queue-empty"), &back))
                } @else {
                    p .muted { (visit.text_with("highlights-queue-count", &[("count", i64::try_from(count).unwrap_or(i64::MAX).into())])) }
                    (ui::card_list(waiting.iter().map(|draft| card(&visit, draft))))
                }
            },
        ))
}

fn card(visit: &Visit, draft: &DraftCard) -> Markup {
    let lang = labels::foreign(visit, draft.language);
    html! {
        article .card {
            div .top {
                (ui::badge(labels::kind(visit, draft.kind), Tone::Grana))
                @if let Some(country) = draft.country { (ui::place(country, visit.language)) }
                // Somebody has read it before.
                @if draft.judged { (ui::badge(visit.text("highlights-resubmitted"), Tone::Oro)) }
            }
            h2 lang=[lang] dir="auto" {
                a href=(visit.link(&labels::review_address(&draft.short))) { (labels::titled(visit, &draft.title)) }
            }
            p lang=[lang] dir="auto" { (draft.summary) }
            div .meta {
                @if let Some(at) = draft.submitted_at { span { (visit.text("highlights-submitted")) " " (ui::day(visit.language, at)) } }
            }
        }
    }
}
