//! `/highlights/new` and `/highlights/drafts/{short}/edit`: writing. Saving keeps a draft, which may lack anything;
//! submitting for review saves first, and says beside each field what is missing.

use std::sync::Arc;

use application::DeskError;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::highlights::{Highlight as Aggregate, HighlightCommand, HighlightError, Relation, Sheet};
use domain::{CommandId, HighlightId};
use projections::ReadModel;
use projections::highlights::{HighlightDrafts, Standing};

use super::editing::{conflict, refused, show};
use super::form::{self, Choices};
use super::{anew, draft, labels, moves};
use crate::App;
use crate::editor::{Editing, previewed};
use crate::error::PageError;
use crate::fields::Fields;
use crate::query::Query;
use crate::redirect::See;
use crate::visit::Visit;

/// What the second button of the form sends.
pub const SUBMIT: (&str, &str) = ("then", "submit");

pub async fn new(visit: Visit, State(app): State<Arc<App>>) -> Result<Editing, PageError> {
    visit.member()?;
    let choices = Choices::of(&app).await?;
    let query = Query::parse(&visit.query);
    let fields = match (&visit.kept, query.first("from")) {
        (Some(kept), _) => kept.clone(),
        (None, Some(short)) => anew::fields(&visit, &app, short).await?,
        (None, None) => {
            let mut fields = Fields::new([("language", visit.language.code())]);
            // From the page of the one to build on.
            if let Some(source) = query.first("source") {
                fields.set("source", visit.absolute(&format!("/h/{source}")));
                fields.set("relation", Relation::Adapts.slug());
            }
            fields
        }
    };
    Ok(show(&visit, None, &fields, &choices, None, None))
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
        return Ok(show(&visit, None, &fields, &choices, None, None).into_response());
    }
    // Made of the member's and the form's ids, so that sending it twice makes one draft.
    let highlight = HighlightId::derived(&["highlight", &author.to_string(), &command.to_string()]);
    if let Some(sheet) = form::sheet(&app, &visit, &mut fields, &choices, None).await? {
        let write = HighlightCommand::Write { highlight, author, revision: 0, sheet: sheet.clone() };
        match execute(&visit, &app, command, highlight, write).await {
            Ok(()) => return saved(&visit, &app, highlight, &sheet, fields, &choices).await,
            Err(DeskError::Refused(HighlightError::Invalid(faults))) => {
                form::refuse(&visit, &mut fields, &faults);
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok((form::REFUSED, show(&visit, None, &fields, &choices, None, None)).into_response())
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
    let fields = match &visit.kept {
        Some(kept) => kept.clone(),
        None => form::fields_of_draft(&app.read, &visit, &draft).await?,
    };
    let choices = Choices::of(&app).await?;
    Ok(show(&visit, Some(&draft), &fields, &choices, None, None).into_response())
}

pub async fn save(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path(short): Path<String>,
    mut fields: Fields,
) -> Result<Response, PageError> {
    let author = visit.member()?.id;
    let choices = Choices::of(&app).await?;
    let Some(draft) = draft::find(&visit, &app, &short).await? else {
        return Ok(overtaken(&visit, &app, fields, &choices));
    };
    if previewed(&app, &visit, &mut fields).await? {
        return Ok(show(&visit, Some(&draft), &fields, &choices, None, None).into_response());
    }
    let command = fields.command_id()?;
    let revision: u32 = fields.value("revision").parse().map_err(|_| PageError::BadRequest)?;
    let stored = Some(&draft.sheet.details);
    if let Some(sheet) = form::sheet(&app, &visit, &mut fields, &choices, stored).await? {
        let write = HighlightCommand::Write { highlight: draft.id, author, revision, sheet: sheet.clone() };
        match execute(&visit, &app, command, draft.id, write).await {
            Ok(()) => return saved(&visit, &app, draft.id, &sheet, fields, &choices).await,
            Err(DeskError::Refused(HighlightError::Invalid(faults))) => {
                form::refuse(&visit, &mut fields, &faults);
            }
            Err(DeskError::Refused(HighlightError::Stale)) => {
                return changed_since(&visit, &app, draft.id, fields, &choices).await;
            }
            Err(DeskError::Refused(_)) => return Ok(overtaken(&visit, &app, fields, &choices)),
            Err(error) => return Err(error.into()),
        }
    }
    Ok((form::REFUSED, show(&visit, Some(&draft), &fields, &choices, None, None)).into_response())
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
    let page = show(visit, None, &fields, choices, Some("highlights-overtaken"), None);
    (StatusCode::CONFLICT, page).into_response()
}

/// Another window has saved something else: what was typed stands beside it, and nothing is submitted.
async fn changed_since(
    visit: &Visit,
    app: &App,
    highlight: HighlightId,
    mut fields: Fields,
    choices: &Choices,
) -> Result<Response, PageError> {
    app.settle(&[HighlightDrafts::NAME]).await;
    let Some(now) = draft::find(visit, app, &highlight.short()).await? else {
        return Ok(overtaken(visit, app, fields, choices));
    };
    again(app, &mut fields, now.revision);
    Ok((StatusCode::CONFLICT, conflict(visit, app, &now, &fields, choices).await?).into_response())
}

/// Saved; and submitted, if that button was pressed: this text and no other.
async fn saved(
    visit: &Visit,
    app: &Arc<App>,
    highlight: HighlightId,
    sheet: &Sheet,
    mut fields: Fields,
    choices: &Choices,
) -> Result<Response, PageError> {
    let written = app.desk.load::<Aggregate>(&highlight.to_string()).await?.revision_of(sheet);
    let Some(revision) = written else { return changed_since(visit, app, highlight, fields, choices).await };
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
        Some(_) => changed_since(visit, app, highlight, fields, choices).await,
    }
}
