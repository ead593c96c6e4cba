//! `/highlights/review/{short}`: a reviewer reads a highlight of somebody else and publishes it, asks for changes,
//! or declines it with a reason.

use std::sync::Arc;

use application::{DeskError, highlights as facts};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::highlights::{
    Fault, Highlight as Aggregate, HighlightCommand, HighlightError, NOTE_MAX, REASON_MAX,
};
use maud::{Markup, html};
use projections::ReadModel;
use projections::highlights::{self, Draft, HighlightDrafts, Highlights, Standing};

use super::text::Beside;
use super::{form, labels, text};
use crate::App;
use crate::error::PageError;
use crate::fields::Fields;
use crate::membership::Contributor;
use crate::redirect::See;
use crate::ui::{Field, Notice, Page, Section, command_id, error_summary};
use crate::visit::Visit;

const QUEUE: &str = "/highlights/review";

pub async fn page(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path(short): Path<String>,
) -> Result<Response, PageError> {
    match waiting(&visit, &app, &short).await? {
        Some(draft) => {
            let fields = visit.kept.clone().unwrap_or_default();
            Ok(show(&visit, &app, &draft, &fields, None).await?.into_response())
        }
        None => decided(&visit, &app, &short, &visit.kept.clone().unwrap_or_default()).await,
    }
}

/// Where a refused form stood, asked for again: by a change of language, or after signing in again, with what was
/// typed.
pub async fn back(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path(short): Path<String>,
) -> Result<Response, PageError> {
    if visit.kept.is_some() {
        return page(visit, State(app), Path(short)).await;
    }
    Ok(See::page(visit.link(&labels::review_address(&short))).into_response())
}

/// What waits for a review, for reviewers alone; none where it does not wait any more.
async fn waiting(visit: &Visit, app: &App, short: &str) -> Result<Option<Draft>, PageError> {
    if !labels::reviews(visit.member()?) {
        return Err(PageError::Forbidden);
    }
    let draft = highlights::draft_by_short(&app.read, short).await?;
    Ok(draft.filter(|draft| draft.standing == Standing::InReview))
}

/// Somebody else decided, or its author took it back: on to what came of it. What a reviewer has written for it
/// stands on a page of its own, to be copied.
async fn decided(visit: &Visit, app: &App, short: &str, typed: &Fields) -> Result<Response, PageError> {
    let to = match highlights::by_short(&app.read, short).await? {
        Some(published) => labels::address(&published.short, &published.slug),
        None => QUEUE.to_owned(),
    };
    let typed = [("highlights-note", "note"), ("library-withdraw-reason", "reason")]
        .map(|(label, name)| (visit.text(label), typed.value(name)));
    if typed.iter().all(|(_, text)| text.trim().is_empty()) {
        return Ok(See::page(visit.link(&to)).notice("highlights-notice-decided").into_response());
    }
    Ok((StatusCode::CONFLICT, too_late(visit, &visit.link(&to), &typed)).into_response())
}

fn too_late(visit: &Visit, on: &str, typed: &[(&str, &str)]) -> Markup {
    let title = visit.text("highlights-late-title");
    Page::new(title)
        .section(Section::Library)
        .hidden()
        .crumb(visit.text("highlights-title"), visit.link("/highlights"))
        .crumb(visit.text("highlights-queue"), visit.link(QUEUE))
        .show(
            visit,
            &html! {
                div .narrow.stack {
                    h1 { (title) }
                    (Notice::Warning.show(&visit.text("highlights-late")))
                    @for (label, text) in typed {
                        @if !text.trim().is_empty() { h2 { (label) } p .pre dir="auto" { (text) } }
                    }
                    p .actions { a .button href=(on) { (visit.text("highlights-late-on")) } }
                }
            },
        )
}

pub async fn ask(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path(short): Path<String>,
    fields: Fields,
) -> Result<Response, PageError> {
    let (revision, reviewer) = (revision(&fields)?, visit.member()?.id);
    let command = HighlightCommand::AskChanges { revision, reviewer, note: fields.value("note").to_owned() };
    carry_out(&visit, &app, &short, fields, command, "highlights-notice-asked").await
}

pub async fn publish(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path(short): Path<String>,
    fields: Fields,
) -> Result<Response, PageError> {
    let (revision, reviewer) = (revision(&fields)?, visit.member()?.id);
    let source = match waiting(&visit, &app, &short).await? {
        Some(draft) => facts::source_of(&app.desk, draft.id).await?,
        None => None,
    };
    let command = HighlightCommand::Publish { revision, reviewer, source };
    carry_out(&visit, &app, &short, fields, command, "highlights-notice-published").await
}

pub async fn decline(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path(short): Path<String>,
    fields: Fields,
) -> Result<Response, PageError> {
    let (revision, reviewer) = (revision(&fields)?, visit.member()?.id);
    let command = HighlightCommand::Decline { revision, reviewer, reason: fields.value("reason").to_owned() };
    carry_out(&visit, &app, &short, fields, command, "highlights-notice-declined").await
}

fn revision(fields: &Fields) -> Result<u32, PageError> {
    fields.value("revision").parse().map_err(|_| PageError::BadRequest)
}

async fn carry_out(
    visit: &Visit,
    app: &Arc<App>,
    short: &str,
    mut fields: Fields,
    command: HighlightCommand,
    notice: &'static str,
) -> Result<Response, PageError> {
    let Some(draft) = waiting(visit, app, short).await? else {
        return decided(visit, app, short, &fields).await;
    };
    let order = visit.member()?.order(fields.command_id()?);
    let published = matches!(command, HighlightCommand::Publish { .. });
    let done = app.desk.execute::<Aggregate>(&order, &draft.id.to_string(), command).await;
    let refused = match done {
        Ok(()) => None,
        Err(DeskError::Refused(error)) => Some(error),
        Err(error) => return Err(error.into()),
    };
    let settled = app.settle(&[HighlightDrafts::NAME, Highlights::NAME]).await;
    match refused {
        None => {
            let slug = domain::text::slug(&draft.sheet.details.title);
            let to = if published { labels::address(short, &slug) } else { QUEUE.to_owned() };
            Ok(See::page(visit.link(&to)).notice(notice).settled(settled).into_response())
        }
        Some(HighlightError::Invalid(faults)) => {
            let orphan = faults.contains(&Fault::Source).then_some("highlights-source-gone");
            let beside: Vec<Fault> = faults.into_iter().filter(|fault| *fault != Fault::Source).collect();
            form::refuse(visit, &mut fields, &beside);
            Ok((form::REFUSED, show(visit, app, &draft, &fields, orphan).await?).into_response())
        }
        Some(HighlightError::Own) => Err(PageError::Forbidden),
        Some(HighlightError::OwnSource) => {
            let page = show(visit, app, &draft, &fields, Some("highlights-own-source")).await?;
            Ok((StatusCode::FORBIDDEN, page).into_response())
        }
        // Taken back, changed and submitted again: it is read again first.
        Some(HighlightError::Stale) => match waiting(visit, app, short).await? {
            Some(draft) => {
                let page = show(visit, app, &draft, &fields, Some("highlights-changed-since")).await?;
                Ok((StatusCode::CONFLICT, page).into_response())
            }
            None => decided(visit, app, short, &fields).await,
        },
        Some(_) => decided(visit, app, short, &fields).await,
    }
}

async fn show(
    visit: &Visit,
    app: &App,
    draft: &Draft,
    fields: &Fields,
    warning: Option<&str>,
) -> Result<Markup, PageError> {
    let beside = Beside::of(&app.read, visit, &draft.sheet.details).await?;
    let author = Contributor::of(&app.read, visit, draft.author).await?;
    Ok(Page::new(labels::titled(visit, &draft.sheet.details.title))
        .section(Section::Library)
        .hidden()
        .crumb(visit.text("highlights-title"), visit.link("/highlights"))
        .crumb(visit.text("highlights-queue"), visit.link(QUEUE))
        .show(
            visit,
            &html! {
                @if let Some(warning) = warning { (Notice::Warning.show(&visit.text(warning))) }
                (error_summary(visit, fields, &form::labels(visit)))
                (said_before(visit, draft))
                div .with-aside {
                    article .stack {
                        (text::told(visit, &draft.sheet.details, &beside))
                        p .muted {
                            (visit.text("newsroom-author")) " " (author.show(visit))
                        }
                    }
                    aside .stack {
                        @if visit.is(draft.author) {
                            div .panel { p { (visit.text("highlights-own")) } }
                        } @else {
                            (judgement(visit, draft, fields, &beside))
                        }
                        (text::facts(visit, &draft.sheet.details, &beside, Some(&draft.sheet.contact)))
                    }
                }
            },
        ))
}

/// What was asked for, and what the author says to it.
fn said_before(visit: &Visit, draft: &Draft) -> Markup {
    html! {
        @if draft.note.is_some() || draft.answer.is_some() {
            (Notice::Info.show(&html! {
                @if let Some(note) = &draft.note {
                    p { strong { (visit.text("highlights-asked-before")) } }
                    p .pre dir="auto" { (note) }
                }
                @if let Some(answer) = &draft.answer {
                    p { strong { (visit.text("highlights-answered")) } }
                    p .pre dir="auto" { (answer) }
                }
            }))
        }
    }
}

/// One form with three ways on, so that none of them loses what was typed for another; all judge what was read here.
fn judgement(visit: &Visit, draft: &Draft, fields: &Fields, beside: &Beside) -> Markup {
    let way = |way: &str| visit.link(&format!("{}/{way}", labels::review_address(&draft.short)));
    // Whoever would earn from the publication leaves it to somebody else.
    let own_source = beside.source_author().is_some_and(|author| visit.is(author));
    html! {
        div .panel {
            h2 { (visit.text("highlights-judge")) }
            form method="post" action=(way("ask")) novalidate {
                (command_id(visit, &Fields::default()))
                input type="hidden" name="revision" value=(draft.revision);
                @if own_source {
                    p { (visit.text("highlights-own-source")) }
                } @else {
                    div .actions {
                        button .button type="submit" formaction=(way("publish")) { (visit.text("highlights-publish")) }
                    }
                }
                (Field::new("note", visit.text("highlights-note")).hint(visit.text("highlights-note-hint"))
                    .limit(NOTE_MAX).one_of_several().textarea(4, visit, fields))
                div .actions {
                    button .button.quiet type="submit" formaction=(way("ask")) { (visit.text("highlights-ask")) }
                }
                (Field::new("reason", visit.text("library-withdraw-reason")).hint(visit.text("highlights-reason-hint"))
                    .limit(REASON_MAX).one_of_several().textarea(2, visit, fields))
                div .actions {
                    button .button.danger type="submit" formaction=(way("decline")) { (visit.text("highlights-decline")) }
                }
            }
        }
    }
}
