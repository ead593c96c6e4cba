//! `/highlights/drafts/{short}`: one's own highlight before it is published, with where it stands and what is next.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::highlights::ANSWER_MAX;
use maud::{Markup, html};
use projections::highlights::{self, Draft, Standing};

use super::text::Beside;
use super::{editing, form, labels, text};
use crate::App;
use crate::error::PageError;
use crate::fields::Fields;
use crate::ui::{Field, Notice, Page, Section, button, command_id, error_summary};
use crate::visit::Visit;

pub async fn page(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path(short): Path<String>,
) -> Result<Response, PageError> {
    visit.member()?;
    // It was published since.
    if let Some(published) = highlights::by_short(&app.read, &short).await? {
        let address = labels::address(&published.short, &published.slug);
        return Ok(Redirect::to(&visit.link(&address)).into_response());
    }
    let draft = own(&visit, &app, &short).await?;
    Ok(show(&visit, &app, &draft, &visit.kept.clone().unwrap_or_default(), None).await?.into_response())
}

/// What is not published is its author's: to others it is not there. Reviewers have a page of their own.
pub async fn own(visit: &Visit, app: &App, short: &str) -> Result<Draft, PageError> {
    find(visit, app, short).await?.ok_or(PageError::NotFound)
}

/// None where it is not one's own, or was published or discarded.
pub async fn find(visit: &Visit, app: &App, short: &str) -> Result<Option<Draft>, PageError> {
    let viewer = visit.member()?;
    let draft = highlights::draft_by_short(&app.read, short).await?;
    Ok(draft.filter(|draft| draft.author == viewer.id))
}

/// `warning` where something happened since the page was opened.
pub async fn show(
    visit: &Visit,
    app: &App,
    draft: &Draft,
    fields: &Fields,
    warning: Option<&str>,
) -> Result<Markup, PageError> {
    let beside = Beside::of(&app.read, visit, &draft.sheet.details).await?;
    Ok(Page::new(labels::titled(visit, &draft.sheet.details.title))
        .section(Section::Library)
        .hidden()
        .crumb(visit.text("highlights-title"), visit.link("/highlights"))
        .crumb(visit.text("highlights-mine"), visit.link("/highlights/mine"))
        .show(
            visit,
            &html! {
                @if let Some(warning) = warning { (Notice::Warning.show(&visit.text(warning))) }
                (error_summary(visit, fields, &form::labels(visit)))
                (standing(visit, draft))
                div .with-aside {
                    article .stack { (text::told(visit, &draft.sheet.details, &beside)) }
                    aside .stack {
                        (ways(visit, draft, fields))
                        (text::facts(visit, &draft.sheet.details, &beside, Some(&draft.sheet.contact)))
                    }
                }
            },
        ))
}

fn standing(visit: &Visit, draft: &Draft) -> Markup {
    html! {
        @match draft.standing {
            Standing::Draft => (Notice::Info.show(&visit.text("newsroom-draft-own"))),
            Standing::ChangesAsked => (editing::asked(visit, draft)),
            Standing::InReview => (Notice::Info.show(&visit.text("highlights-waiting"))),
            Standing::Declined => {
                (Notice::Warning.show(&html! {
                    p { strong { (visit.text("highlights-declined")) } }
                    @if let Some(reason) = &draft.note { p .pre dir="auto" { (reason) } }
                }))
            }
        }
    }
}

fn ways(visit: &Visit, draft: &Draft, fields: &Fields) -> Markup {
    let address = labels::draft_address(&draft.short);
    html! {
        div .panel {
            h2 { (labels::standing(visit, draft.standing)) }
            @match draft.standing {
                Standing::Draft | Standing::ChangesAsked => (writing(visit, draft, fields, &address)),
                Standing::InReview => {
                    p { (visit.text("highlights-take-back-hint")) }
                    form method="post" action=(visit.link(&format!("{address}/take-back"))) {
                        (command_id(visit, &Fields::default()))
                        div .actions { button .button.quiet type="submit" { (visit.text("highlights-take-back")) } }
                    }
                }
                Standing::Declined => {
                    p { (visit.text("highlights-declined-next")) }
                    (begin_anew(visit, &draft.short))
                }
            }
        }
    }
}

/// A way to keep working on what its author wrote.
pub fn begin_anew(visit: &Visit, short: &str) -> Markup {
    let address = visit.link(&format!("/highlights/new?from={short}"));
    html! { p .actions { a .button.quiet href=(address) { (visit.text("highlights-anew")) } } }
}

fn writing(visit: &Visit, draft: &Draft, fields: &Fields, address: &str) -> Markup {
    let faults = draft.sheet.faults();
    let labels = form::labels(visit);
    html! {
        p .actions { a .button.quiet href=(visit.link(&format!("{address}/edit"))) { (visit.text("newsroom-edit")) } }
        @if faults.is_empty() {
            form method="post" action=(visit.link(&format!("{address}/submit"))) novalidate {
                (command_id(visit, &Fields::default()))
                // What is submitted is what was seen here.
                input type="hidden" name="revision" value=(draft.revision);
                (Field::new("answer", visit.text("highlights-answer")).hint(visit.text("highlights-answer-hint"))
                    .limit(ANSWER_MAX).textarea(3, visit, fields))
                div .actions { (button(visit.text("highlights-submit"))) }
            }
        } @else {
            p { (visit.text("highlights-lacks")) }
            ul {
                @for (name, message) in faults.into_iter().map(|fault| form::said(visit, fault)) {
                    li {
                        a href={ (visit.link(&format!("{address}/edit"))) "#" (name) } {
                            @if let Some((_, label)) = labels.iter().find(|(known, _)| *known == name) { (label) }
                        }
                        ": " (message)
                    }
                }
            }
        }
        p .actions { a .button.quiet href=(visit.link(&format!("{address}/discard"))) { (visit.text("newsroom-discard")) } }
    }
}
