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
use projections::membership;

use super::text::Beside;
use super::{form, labels, text};
use crate::App;
use crate::error::PageError;
use crate::fields::Fields;
use crate::redirect::See;
use crate::ui::{Field, Notice, Page, Section, button, command_id, error_summary};
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
        None => decided(&visit, &app, &short).await,
    }
}

/// What waits for a review, for reviewers alone; none where it does not wait any more.
async fn waiting(visit: &Visit, app: &App, short: &str) -> Result<Option<Draft>, PageError> {
    if !labels::reviews(visit.member()?) {
        return Err(PageError::Forbidden);
    }
    let draft = highlights::draft_by_short(&app.read, short).await?;
    Ok(draft.filter(|draft| draft.standing == Standing::InReview))
}

/// Somebody else decided, or its author took it back: on to what came of it.
async fn decided(visit: &Visit, app: &App, short: &str) -> Result<Response, PageError> {
    let to = match highlights::by_short(&app.read, short).await? {
        Some(published) => labels::address(&published.short, &published.slug),
        None => QUEUE.to_owned(),
    };
    Ok(See::page(visit.link(&to)).notice("highlights-notice-decided").into_response())
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
    let Some(draft) = waiting(visit, app, short).await? else { return decided(visit, app, short).await };
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
        // Taken back, changed and submitted again: it is read again first.
        Some(HighlightError::Stale) => match waiting(visit, app, short).await? {
            Some(draft) => {
                let page = show(visit, app, &draft, &fields, Some("highlights-changed-since")).await?;
                Ok((StatusCode::CONFLICT, page).into_response())
            }
            None => decided(visit, app, short).await,
        },
        Some(_) => decided(visit, app, short).await,
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
    let author = std::slice::from_ref(&draft.author);
    let author = membership::names(&app.read, visit.audience(), author).await?.remove(&draft.author);
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
                            (visit.text("newsroom-author")) " "
                            @match &author {
                                Some(name) => a href=(visit.link(&format!("/members/{}", draft.author))) { (name) },
                                None => (visit.text("library-contributor-hidden")),
                            }
                        }
                    }
                    aside .stack {
                        @if visit.is(draft.author) {
                            div .panel { p { (visit.text("highlights-own")) } }
                        } @else {
                            (judgement(visit, draft, fields))
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

/// Three forms, each with its own intention; all judge what was read here.
fn judgement(visit: &Visit, draft: &Draft, fields: &Fields) -> Markup {
    let action = |way: &str| visit.link(&format!("{}/{way}", labels::review_address(&draft.short)));
    let read = || {
        html! {
            (command_id(visit, &Fields::default()))
            input type="hidden" name="revision" value=(draft.revision);
        }
    };
    html! {
        div .panel {
            h2 { (visit.text("highlights-judge")) }
            form method="post" action=(action("publish")) {
                (read())
                div .actions { (button(visit.text("highlights-publish"))) }
            }
            form method="post" action=(action("ask")) novalidate {
                (read())
                (Field::new("note", visit.text("highlights-note")).hint(visit.text("highlights-note-hint"))
                    .limit(NOTE_MAX).one_of_several().textarea(4, visit, fields))
                div .actions { button .button.quiet type="submit" { (visit.text("highlights-ask")) } }
            }
            form method="post" action=(action("decline")) novalidate {
                (read())
                (Field::new("reason", visit.text("library-withdraw-reason")).hint(visit.text("highlights-reason-hint"))
                    .limit(REASON_MAX).one_of_several().textarea(2, visit, fields))
                div .actions { button .button.danger type="submit" { (visit.text("highlights-decline")) } }
            }
        }
    }
}
