//! `POST /highlights/drafts/{short}/…`: its author submits a draft, takes it back, throws it away.

use std::sync::Arc;

use application::{DeskError, highlights};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::highlights::{Fault, Highlight as Aggregate, HighlightCommand, HighlightError};
use domain::{CommandId, HighlightId};
use maud::Markup;
use projections::ReadModel;
use projections::highlights::HighlightDrafts;

use super::form::{self, Choices};
use super::{draft, editing, labels, write};
use crate::App;
use crate::error::PageError;
use crate::fields::Fields;
use crate::redirect::See;
use crate::ui::Confirm;
use crate::visit::Visit;

/// Where a refused form stood, asked for again: by a change of language, or after signing in again, with what was
/// typed.
pub async fn back(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path(short): Path<String>,
) -> Result<Response, PageError> {
    match &visit.kept {
        Some(fields) if fields.value("kind").is_empty() => draft::page(visit, State(app), Path(short)).await,
        Some(_) => write::edit(visit, State(app), Path(short)).await,
        None => Ok(See::page(visit.link(&labels::draft_address(&short))).into_response()),
    }
}

pub async fn submit(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path(short): Path<String>,
    mut fields: Fields,
) -> Result<Response, PageError> {
    visit.member()?;
    let to = visit.link(&labels::draft_address(&short));
    let Some(draft) = draft::find(&visit, &app, &short).await? else {
        return Ok(See::page(to).into_response());
    };
    let revision = fields.value("revision").parse().map_err(|_| PageError::BadRequest)?;
    let (command, answer) = (fields.command_id()?, fields.value("answer").to_owned());
    let refused = submitted(&visit, &app, draft.id, command, revision, answer).await?;
    let settled = app.settle(&[HighlightDrafts::NAME]).await;
    match refused {
        None => Ok(See::page(to).notice("highlights-notice-submitted").settled(settled).into_response()),
        Some(HighlightError::Invalid(faults))
            if faults.iter().all(|fault| matches!(fault, Fault::Answer(_))) =>
        {
            form::refuse(&visit, &mut fields, &faults);
            Ok((form::REFUSED, draft::show(&visit, &app, &draft, &fields, None).await?).into_response())
        }
        Some(HighlightError::Invalid(faults)) => {
            let mut typed = form::fields_of_draft(&app.read, &visit, &draft).await?;
            typed.set("answer", fields.value("answer"));
            Ok(editing::refused(&visit, &draft, typed, &Choices::of(&app).await?, &faults))
        }
        // Saved in another window since: it is looked at again first.
        Some(HighlightError::Stale) => {
            let draft = draft::own(&visit, &app, &short).await?;
            let page = draft::show(&visit, &app, &draft, &fields, Some("newsroom-changed-since")).await?;
            Ok((StatusCode::CONFLICT, page).into_response())
        }
        Some(_) => Ok(See::page(to).settled(settled).into_response()),
    }
}

/// Submits; what the draft builds on is looked up first. Answers why it was refused, if it was.
pub async fn submitted(
    visit: &Visit,
    app: &App,
    highlight: HighlightId,
    command: CommandId,
    revision: u32,
    answer: String,
) -> Result<Option<HighlightError>, PageError> {
    let source = highlights::source_of(&app.desk, highlight).await?;
    let submit = HighlightCommand::Submit { revision, answer, source };
    let order = visit.member()?.order(command);
    match app.desk.execute::<Aggregate>(&order, &highlight.to_string(), submit).await {
        Ok(()) => Ok(None),
        Err(DeskError::Refused(error)) => Ok(Some(error)),
        Err(error) => Err(error.into()),
    }
}

pub async fn take_back(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path(short): Path<String>,
    fields: Fields,
) -> Result<Response, PageError> {
    let to = labels::draft_address(&short);
    carry_out(&visit, &app, &short, &fields, HighlightCommand::TakeBack, &to, "highlights-notice-taken-back")
        .await
}

pub async fn confirm_discard(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path(short): Path<String>,
) -> Result<Markup, PageError> {
    draft::own(&visit, &app, &short).await?;
    let address = labels::draft_address(&short);
    Ok(Confirm {
        title: visit.text("newsroom-discard-title"),
        text: visit.text("highlights-discard-text"),
        action: &visit.link(&format!("{address}/discard")),
        button: visit.text("newsroom-discard"),
        back: &visit.link(&address),
    }
    .show(&visit))
}

pub async fn discard(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path(short): Path<String>,
    fields: Fields,
) -> Result<Response, PageError> {
    let to = "/highlights/mine";
    carry_out(&visit, &app, &short, &fields, HighlightCommand::Discard, to, "newsroom-notice-discarded").await
}

/// What comes too late leads to the page that says how it stands.
async fn carry_out(
    visit: &Visit,
    app: &App,
    short: &str,
    fields: &Fields,
    command: HighlightCommand,
    to: &str,
    notice: &'static str,
) -> Result<Response, PageError> {
    let viewer = visit.member()?;
    let Some(draft) = draft::find(visit, app, short).await? else {
        let known = projections::highlights::by_short(&app.read, short).await?.is_some();
        let to = if known { labels::draft_address(short) } else { "/highlights/mine".to_owned() };
        return Ok(See::page(visit.link(&to)).into_response());
    };
    let order = viewer.order(fields.command_id()?);
    match app.desk.execute::<Aggregate>(&order, &draft.id.to_string(), command).await {
        Ok(()) => {
            let settled = app.settle(&[HighlightDrafts::NAME]).await;
            Ok(See::page(visit.link(to)).notice(notice).settled(settled).into_response())
        }
        Err(DeskError::Refused(_)) => {
            let settled = app.settle(&[HighlightDrafts::NAME]).await;
            Ok(See::page(visit.link(&labels::draft_address(short))).settled(settled).into_response())
        }
        Err(error) => Err(error.into()),
    }
}
