//! `/highlights/new` and `/highlights/drafts/{short}/edit`: writing. Saving keeps a draft, which may lack anything;
//! submitting for review saves first, and says beside each field what is missing.

use std::sync::Arc;

use application::DeskError;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::highlights::{
    ANSWER_MAX, Fault, Highlight as Aggregate, HighlightCommand, HighlightError, Relation,
};
use domain::{CommandId, HighlightId};
use maud::{Markup, html};
use projections::ReadModel;
use projections::highlights::{Draft, HighlightDrafts, Standing};

use super::form::{self, Choices, LONG};
use super::{draft, labels, moves, stored};
use crate::App;
use crate::assets;
use crate::editor::{Editing, drafts, previewed};
use crate::error::PageError;
use crate::fields::Fields;
use crate::markdown::named;
use crate::query::Query;
use crate::redirect::See;
use crate::ui::{Field, Notice, Page, Section, command_id, error_summary};
use crate::visit::Visit;

/// What the second button of the form sends.
const SUBMIT: (&str, &str) = ("then", "submit");

pub async fn new(visit: Visit, State(app): State<Arc<App>>) -> Result<Editing, PageError> {
    visit.member()?;
    let choices = Choices::of(&app).await?;
    let fields = visit.kept.clone().unwrap_or_else(|| {
        let mut fields = Fields::new([("language", visit.language.code())]);
        // From the page of the one to build on.
        if let Some(source) = Query::parse(&visit.query).first("source") {
            fields.set("source", visit.absolute(&format!("/h/{source}")));
            fields.set("relation", Relation::Adapts.slug());
        }
        fields
    });
    Ok(show(&visit, None, &fields, &choices, None))
}

pub async fn begin(
    visit: Visit,
    State(app): State<Arc<App>>,
    mut fields: Fields,
) -> Result<Response, PageError> {
    let author = visit.member()?.id;
    let choices = Choices::of(&app).await?;
    let command = fields.command_id()?;
    if previewed(&app, &visit, &mut fields).await? {
        return Ok(show(&visit, None, &fields, &choices, None).into_response());
    }
    // Made of the member's and the form's ids, so that sending it twice makes one draft.
    let highlight = HighlightId::derived(&["highlight", &author.to_string(), &command.to_string()]);
    if let Some(sheet) = form::sheet(&app, &visit, &mut fields, &choices).await? {
        let write = HighlightCommand::Write { highlight, author, revision: 0, sheet };
        match execute(&visit, &app, command, highlight, write).await {
            Ok(()) => return saved(&visit, &app, highlight, 1, fields, &choices).await,
            Err(DeskError::Refused(HighlightError::Invalid(faults))) => {
                form::refuse(&visit, &mut fields, &faults);
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok((form::REFUSED, show(&visit, None, &fields, &choices, None)).into_response())
}

pub async fn edit(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path(short): Path<String>,
) -> Result<Response, PageError> {
    let draft = draft::own(&visit, &app, &short).await?;
    if !matches!(draft.standing, Standing::Draft | Standing::ChangesAsked) {
        return Ok(See::page(visit.link(&labels::draft_address(&short))).into_response());
    }
    let mut fields = visit.kept.clone().unwrap_or_else(|| {
        let mut fields = form::fields_of(&visit, &draft.sheet);
        fields.set("revision", draft.revision.to_string());
        fields
    });
    named(&app.read, &visit, &mut fields, &LONG).await?;
    Ok(show(&visit, Some(&draft), &fields, &Choices::of(&app).await?, None).into_response())
}

pub async fn save(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path(short): Path<String>,
    mut fields: Fields,
) -> Result<Response, PageError> {
    let author = visit.member()?.id;
    let choices = Choices::of(&app).await?;
    let Ok(draft) = draft::own(&visit, &app, &short).await else {
        return Ok(overtaken(&visit, &app, fields, &choices));
    };
    if previewed(&app, &visit, &mut fields).await? {
        return Ok(show(&visit, Some(&draft), &fields, &choices, None).into_response());
    }
    let command = fields.command_id()?;
    let revision: u32 = fields.value("revision").parse().map_err(|_| PageError::BadRequest)?;
    if let Some(sheet) = form::sheet(&app, &visit, &mut fields, &choices).await? {
        let write = HighlightCommand::Write { highlight: draft.id, author, revision, sheet };
        match execute(&visit, &app, command, draft.id, write).await {
            Ok(()) => {
                app.settle(&[HighlightDrafts::NAME]).await;
                let written = draft::own(&visit, &app, &short).await.map_or(revision, |draft| draft.revision);
                return saved(&visit, &app, draft.id, written, fields, &choices).await;
            }
            Err(DeskError::Refused(HighlightError::Invalid(faults))) => {
                form::refuse(&visit, &mut fields, &faults);
            }
            Err(DeskError::Refused(HighlightError::Stale)) => {
                app.settle(&[HighlightDrafts::NAME]).await;
                let now = draft::own(&visit, &app, &short).await?;
                again(&app, &mut fields, now.revision);
                let page = show(&visit, Some(&now), &fields, &choices, Some("newsroom-stale"));
                return Ok((StatusCode::CONFLICT, page).into_response());
            }
            Err(DeskError::Refused(_)) => return Ok(overtaken(&visit, &app, fields, &choices)),
            Err(error) => return Err(error.into()),
        }
    }
    Ok((form::REFUSED, show(&visit, Some(&draft), &fields, &choices, None)).into_response())
}

async fn execute(
    visit: &Visit,
    app: &App,
    command: CommandId,
    highlight: HighlightId,
    write: HighlightCommand,
) -> Result<(), DeskError<HighlightError>> {
    let Ok(viewer) = visit.member() else { return Err(DeskError::Denied) };
    app.desk.execute::<Aggregate>(&viewer.order(command), &highlight.to_string(), write).await
}

/// Saving again is meant from here on, and is a new intention.
fn again(app: &App, fields: &mut Fields, revision: u32) {
    fields.set("revision", revision.to_string());
    fields.set("command_id", (app.entrance.new_id)().to_string());
}

/// It was submitted, published or discarded meanwhile: what was typed stands in the form of a new draft.
fn overtaken(visit: &Visit, app: &App, mut fields: Fields, choices: &Choices) -> Response {
    again(app, &mut fields, 0);
    let page = show(visit, None, &fields, choices, Some("highlights-overtaken"));
    (StatusCode::CONFLICT, page).into_response()
}

/// Saved; and submitted, if that button was pressed.
async fn saved(
    visit: &Visit,
    app: &Arc<App>,
    highlight: HighlightId,
    revision: u32,
    mut fields: Fields,
    choices: &Choices,
) -> Result<Response, PageError> {
    let short = highlight.short();
    let to = visit.link(&labels::draft_address(&short));
    if fields.value(SUBMIT.0) != SUBMIT.1 {
        let settled = app.settle(&[HighlightDrafts::NAME]).await;
        let see = See::page(to).notice("highlights-notice-saved").saved(&fields);
        return Ok(see.settled(settled).into_response());
    }
    // Another intention than saving, known by the same form.
    let order = CommandId::derived(&["submit", &fields.command_id()?.to_string()]);
    let answer = fields.value("answer").to_owned();
    match moves::submitted(visit, app, highlight, order, revision, answer).await? {
        None => {
            let settled = app.settle(&[HighlightDrafts::NAME]).await;
            let see = See::page(to).notice("highlights-notice-submitted").saved(&fields);
            Ok(see.settled(settled).into_response())
        }
        Some(HighlightError::Invalid(faults)) => {
            app.settle(&[HighlightDrafts::NAME]).await;
            let draft = draft::own(visit, app, &short).await?;
            again(app, &mut fields, draft.revision);
            Ok(refused(visit, &draft, fields, choices, &faults))
        }
        Some(_) => Ok(See::page(to).into_response()),
    }
}

/// The form with what keeps the draft from being submitted beside each field; what was typed is saved.
pub fn refused(
    visit: &Visit,
    draft: &Draft,
    mut fields: Fields,
    choices: &Choices,
    faults: &[Fault],
) -> Response {
    form::refuse(visit, &mut fields, faults);
    let page = show(visit, Some(draft), &fields, choices, Some("highlights-incomplete"));
    (form::REFUSED, page).into_response()
}

/// `warning` where something happened since the form was opened; what is stored then stands beside it, where it
/// differs.
fn show(
    visit: &Visit,
    draft: Option<&Draft>,
    fields: &Fields,
    choices: &Choices,
    warning: Option<&str>,
) -> Editing {
    let title = visit.text(if draft.is_some() { "highlights-edit-title" } else { "highlights-new-title" });
    let back = draft.map_or("/highlights/mine".to_owned(), |draft| labels::draft_address(&draft.short));
    let action = draft.map_or("/highlights/new".to_owned(), |_| format!("{back}/edit"));
    let form = html! {
        form method="post" action=(visit.link(&action)) novalidate {
            (drafts(visit))
            (command_id(visit, fields))
            @if draft.is_some() { input type="hidden" name="revision" value=(fields.value("revision")); }
            @if let Some(draft) = draft { (asked(visit, draft)) }
            (form::show(visit, fields, choices))
            @if draft.is_some_and(|draft| draft.note.is_some()) {
                (Field::new("answer", visit.text("highlights-answer")).hint(visit.text("highlights-answer-hint"))
                    .limit(ANSWER_MAX).textarea(3, visit, fields))
            }
            div .actions {
                button .button type="submit" { (visit.text("highlights-save")) }
                button .button.quiet type="submit" name=(SUBMIT.0) value=(SUBMIT.1) {
                    (visit.text("highlights-save-and-submit"))
                }
                a .button.quiet href=(visit.link(&back)) { (visit.text("ui-cancel")) }
            }
        }
    };
    let conflict = warning == Some("newsroom-stale");
    let page = Page::new(title)
        .section(Section::Library)
        .script(assets::editor())
        .hidden()
        .crumb(visit.text("highlights-title"), visit.link("/highlights"))
        .crumb(visit.text("highlights-mine"), visit.link("/highlights/mine"))
        .show(
            visit,
            &html! {
                div .page-head { h1 { (title) } p .lead { (visit.text("highlights-new-lead")) } }
                (error_summary(visit, fields, &form::labels(visit)))
                @if let Some(warning) = warning { (Notice::Warning.show(&visit.text(warning))) }
                @match draft.filter(|_| conflict) {
                    Some(draft) => (stored::beside(visit, &form, &draft.sheet)),
                    None => div .narrow { (form) },
                }
            },
        );
    Editing(page)
}

/// What the reviewer asked for, above the fields that answer it.
pub fn asked(visit: &Visit, draft: &Draft) -> Markup {
    html! {
        @if let (Some(note), true) = (&draft.note, draft.standing != Standing::Declined) {
            (Notice::Warning.show(&html! {
                p { strong { (visit.text("highlights-asked")) } }
                p .pre dir="auto" { (note) }
            }))
        }
    }
}
