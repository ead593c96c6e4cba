//! `POST /news/drafts/{short}/…`: publishing a draft now or later, taking that back, throwing the draft away.

use std::sync::Arc;

use application::DeskError;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, NaiveDateTime, Utc};
use domain::calendar::{NoOneMoment, Zone};
use domain::newsroom::{Fault, NewsItem as Aggregate, NewsItemCommand, NewsItemError};
use maud::Markup;
use projections::ReadModel;
use projections::newsroom::{Draft, NewsDrafts, NewsItems};

use super::{draft, form, labels};
use crate::App;
use crate::error::PageError;
use crate::fields::Fields;
use crate::redirect::See;
use crate::ui::Confirm;
use crate::visit::Visit;

/// As browsers send it.
const MOMENT: &str = "%Y-%m-%dT%H:%M";

/// Where a refused form stood, asked for again: by loading it anew, or after signing in again, with what was typed.
pub async fn back(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path(short): Path<String>,
) -> Result<Response, PageError> {
    if visit.kept.is_some() {
        return draft::page(visit, State(app), Path(short)).await;
    }
    visit.member()?;
    Ok(See::page(visit.link(&labels::draft_address(&short))).into_response())
}

pub async fn publish(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path(short): Path<String>,
    fields: Fields,
) -> Result<Response, PageError> {
    let command = NewsItemCommand::Publish { revision: revision(&fields)? };
    carry_out(&visit, &app, &short, fields, command, "newsroom-notice-published").await
}

pub async fn schedule(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path(short): Path<String>,
    mut fields: Fields,
) -> Result<Response, PageError> {
    let now = (app.clock)();
    let Some(at) = moment(&visit, &mut fields) else {
        let draft = draft::kept(&visit, &app, &short).await?;
        let page = draft::show(&visit, &app, &draft, &fields, None).await?;
        return Ok((form::REFUSED, page).into_response());
    };
    let command = NewsItemCommand::Schedule { revision: revision(&fields)?, at, now };
    carry_out(&visit, &app, &short, fields, command, "newsroom-notice-scheduled").await
}

pub async fn unschedule(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path(short): Path<String>,
    fields: Fields,
) -> Result<Response, PageError> {
    carry_out(&visit, &app, &short, fields, NewsItemCommand::Unschedule, "newsroom-notice-unscheduled").await
}

pub async fn confirm_discard(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path(short): Path<String>,
) -> Result<Markup, PageError> {
    draft::kept(&visit, &app, &short).await?;
    let address = labels::draft_address(&short);
    Ok(Confirm {
        title: visit.text("newsroom-discard-title"),
        text: visit.text("newsroom-discard-text"),
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
    carry_out(&visit, &app, &short, fields, NewsItemCommand::Discard, "newsroom-notice-discarded").await
}

/// The moment that was typed as clocks in the chosen zone show it; none, with an error beside the field, where
/// there is no such zone, or not one such moment.
fn moment(visit: &Visit, fields: &mut Fields) -> Option<DateTime<Utc>> {
    // With seconds where the browser sends them.
    let typed: String = fields.value("publish_at").chars().take(16).collect();
    let local = NaiveDateTime::parse_from_str(&typed, MOMENT);
    let zone = fields.value("zone").parse::<Zone>();
    if zone.is_err() {
        fields.refuse("zone", visit.text("calendar-zone-wrong"));
    }
    let Ok(local) = local else {
        form::refuse(visit, fields, vec![Fault::Time]);
        return None;
    };
    match zone.ok()?.only(local) {
        Ok(at) => Some(at),
        Err(error) => {
            let said = match error {
                NoOneMoment::Skipped => "calendar-time-skipped",
                NoOneMoment::Twice => "newsroom-time-twice",
            };
            fields.refuse("publish_at", visit.text(said));
            None
        }
    }
}

fn revision(fields: &Fields) -> Result<u32, PageError> {
    fields.value("revision").parse().map_err(|_| PageError::BadRequest)
}

async fn carry_out(
    visit: &Visit,
    app: &Arc<App>,
    short: &str,
    mut fields: Fields,
    command: NewsItemCommand,
    notice: &'static str,
) -> Result<Response, PageError> {
    let viewer = visit.member()?;
    let Ok(draft) = draft::kept(visit, app, short).await else {
        // Sent twice, or somebody else was quicker: the draft's page knows where to.
        let known = projections::newsroom::by_short(&app.read, short).await?.is_some();
        let to = if known { labels::draft_address(short) } else { "/news/drafts".to_owned() };
        return Ok(See::page(visit.link(&to)).into_response());
    };
    let order = viewer.order(fields.command_id()?);
    let done = app.desk.execute::<Aggregate>(&order, &draft.id.to_string(), command.clone()).await;
    let refused = match done {
        Ok(()) => None,
        Err(DeskError::Refused(error)) => Some(error),
        Err(error) => return Err(error.into()),
    };
    let settled = app.settle(&[NewsDrafts::NAME, NewsItems::NAME]).await;
    match refused {
        None => {
            let to = visit.link(&after(&command, &draft));
            Ok(See::page(to).notice(notice).settled(settled).into_response())
        }
        Some(NewsItemError::Invalid(faults)) => {
            form::refuse(visit, &mut fields, faults);
            Ok((form::REFUSED, draft::show(visit, app, &draft, &fields, None).await?).into_response())
        }
        // Another editor changed it since: it is looked at again first.
        Some(NewsItemError::Stale) => {
            let draft = draft::kept(visit, app, short).await?;
            let page =
                draft::show(visit, app, &draft, &Fields::default(), Some("newsroom-changed-since")).await?;
            Ok((StatusCode::CONFLICT, page).into_response())
        }
        Some(_) => Ok(See::page(visit.link(&labels::draft_address(short))).settled(settled).into_response()),
    }
}

/// Where one comes to. A published draft's page leads on to the item's own.
fn after(command: &NewsItemCommand, draft: &Draft) -> String {
    match command {
        NewsItemCommand::Discard => "/news/drafts".to_owned(),
        NewsItemCommand::Publish { .. } => {
            labels::address(&draft.short, &domain::text::slug(&draft.story.title))
        }
        _ => labels::draft_address(&draft.short),
    }
}
