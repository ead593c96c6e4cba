//! Seeing the personal data of one event: asked for with a reason, decided by another person, and on
//! record each time. Forms on the event's page; `POST /audit/event/{position}/…`.

use std::sync::Arc;

use application::DeskError;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::membership::{DISCLOSURE_REASON_MAX, Disclosure, DisclosureCommand, DisclosureError};
use domain::personal::about;
use domain::{CommandId, DisclosureId, Position, StoredEvent};
use maud::{Markup, html};
use projections::ReadModel;
use projections::audit::{entry, position_of};
use projections::membership::{DisclosureRow, Disclosures, disclosures_of, disclosures_waiting};
use sqlx::PgPool;

use super::words::{Names, event_address, moment};
use super::{auditor, event};
use crate::App;
use crate::error::PageError;
use crate::fields::Fields;
use crate::redirect::See;
use crate::ui::{self, Field, error_summary, section};
use crate::visit::Visit;

async fn stored(app: &App, position: &str) -> Result<StoredEvent, PageError> {
    let position = position.parse().map(Position).map_err(|_| PageError::NotFound)?;
    entry(&app.read, position).await?.ok_or(PageError::NotFound)
}

pub async fn ask(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path(position): Path<String>,
    fields: Fields,
) -> Result<Response, PageError> {
    let viewer = auditor(&visit)?;
    let entry = stored(&app, &position).await?;
    let command_id = fields.command_id()?;
    let id = DisclosureId::derived(&["disclosure", &command_id.to_string()]);
    let command = DisclosureCommand::Ask {
        id,
        event: entry.reference(),
        about: about(&entry.payload),
        by: viewer.id,
        reason: fields.value("reason").to_owned(),
    };
    let notice = "audit-notice-asked";
    carried_out(&visit, &app, &entry, (id, command_id, command), fields, notice).await
}

pub async fn decide(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path((position, id)): Path<(String, String)>,
    fields: Fields,
) -> Result<Response, PageError> {
    let viewer = auditor(&visit)?;
    let entry = stored(&app, &position).await?;
    let id = id.parse().map_err(|_| PageError::NotFound)?;
    let approve = fields.value("decision") == "approve";
    let command = DisclosureCommand::Decide {
        by: viewer.id,
        approve,
        reason: fields.value("reason").to_owned(),
        now: (app.clock)(),
    };
    let command_id = fields.command_id()?;
    let notice = if approve { "audit-notice-approved" } else { "audit-notice-refused" };
    carried_out(&visit, &app, &entry, (id, command_id, command), fields, notice).await
}

async fn carried_out(
    visit: &Visit,
    app: &App,
    entry: &StoredEvent,
    (id, command_id, command): (DisclosureId, CommandId, DisclosureCommand),
    mut fields: Fields,
    notice: &'static str,
) -> Result<Response, PageError> {
    let order = visit.member()?.order(command_id);
    match app.desk.execute::<Disclosure>(&order, &id.to_string(), command).await {
        Ok(()) => {
            let settled = app.settle(&[Disclosures::NAME]).await;
            Ok(See::page(event_address(visit, entry.position))
                .notice(notice)
                .settled(settled)
                .into_response())
        }
        Err(DeskError::Refused(DisclosureError::Reason(_))) => {
            let limit = i64::try_from(DISCLOSURE_REASON_MAX).unwrap_or(i64::MAX);
            fields.refuse(
                "reason",
                visit.text_with("audit-disclosure-reason-fault", &[("count", limit.into())]),
            );
            let page = event::show(visit, app, entry, None, &fields).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

/// Shows the data in the answer itself: there is no address that would show them again unrecorded.
pub async fn view(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path((position, id)): Path<(String, String)>,
    fields: Fields,
) -> Result<Markup, PageError> {
    let viewer = auditor(&visit)?;
    let entry = stored(&app, &position).await?;
    let id: DisclosureId = id.parse().map_err(|_| PageError::NotFound)?;
    let known = disclosures_of(&app.read, &entry.reference()).await?;
    // An approval is for one event alone.
    if !known.iter().any(|row| row.disclosure == id.uuid()) {
        return Err(PageError::NotFound);
    }
    // Not the form's own id: the page shown again is another look.
    fields.command_id()?;
    let order = viewer.order((visit.new_id)().into());
    let command = DisclosureCommand::View { by: viewer.id, now: (app.clock)() };
    app.desk.execute::<Disclosure>(&order, &id.to_string(), command).await?;
    let opened = app.desk.event_at(entry.position).await.map_err(PageError::internal)?;
    let payload = opened.and_then(|event| event.event.payload().ok()).ok_or(PageError::NotFound)?;
    event::show(&visit, &app, &entry, Some(payload.to_string()), &Fields::default()).await
}

/// On the event's page: what was asked for, and the forms for what may be done now.
pub async fn part(
    visit: &Visit,
    app: &App,
    entry: &StoredEvent,
    names: &Names,
    fields: &Fields,
) -> Result<Markup, PageError> {
    if about(&entry.payload).is_empty() {
        return Ok(html! {});
    }
    let viewer = auditor(visit)?;
    let now = (app.clock)();
    let rows = disclosures_of(&app.read, &entry.reference()).await?;
    let own = |row: &&DisclosureRow| row.asked_by() == viewer.id;
    let pending =
        rows.iter().filter(own).any(|row| row.is_open() || row.until.is_some_and(|until| now < until));
    let address = |rest: &str| format!("{}/{rest}", event_address(visit, entry.position));
    let reason = || {
        Field::new("reason", visit.text("audit-disclosure-reason"))
            .hint(visit.text("audit-disclosure-reason-hint"))
            .limit(DISCLOSURE_REASON_MAX)
            .required()
            .textarea(3, visit, fields)
    };
    let open_for_decision = rows.iter().find(|row| row.is_open() && row.asked_by() != viewer.id);
    Ok(section(
        visit.text("audit-disclosure"),
        None,
        &html! {
            p .muted { (visit.text("audit-disclosure-text")) }
            (error_summary(visit, fields, &[("reason", visit.text("audit-disclosure-reason"))]))
            @for row in &rows { div .panel.stack {
                p { (told(visit, names, row)) }
                @if own(&row) && row.until.is_some_and(|until| now < until) {
                    form method="post" action=(address(&format!("disclosure/{}/view", row.disclosure))) {
                        (ui::command_id(visit, &Fields::default()))
                        button .button type="submit" { (visit.text("audit-disclosure-view")) }
                    }
                }
            } }
            @if let Some(row) = open_for_decision {
                form .stack method="post" action=(address(&format!("disclosure/{}", row.disclosure))) novalidate {
                    (ui::command_id(visit, fields))
                    (reason())
                    div .actions {
                        button .button type="submit" name="decision" value="approve" { (visit.text("audit-disclosure-approve")) }
                        button .button.quiet type="submit" name="decision" value="refuse" { (visit.text("audit-disclosure-refuse")) }
                    }
                }
            } @else if !pending {
                form .stack method="post" action=(address("disclosure")) novalidate {
                    (ui::command_id(visit, fields))
                    (reason())
                    div .actions { (ui::button(visit.text("audit-disclosure-ask"))) }
                }
            }
        },
    ))
}

fn told(visit: &Visit, names: &Names, row: &DisclosureRow) -> Markup {
    let by = |member: uuid::Uuid| names.actor(visit, &format!("member:{member}"));
    html! {
        (visit.text("audit-disclosure-asked")) " " (moment(row.asked_at)) " UTC, " (visit.text("audit-by")) " "
        (by(row.asked_by)) ": “" (row.reason) "”"
        @if let (Some(at), Some(decider)) = (row.decided_at, row.decided_by) {
            br;
            (visit.text(if row.until.is_some() { "audit-disclosure-approved" } else { "audit-disclosure-refused" }))
            " " (moment(at)) " UTC, " (visit.text("audit-by")) " " (by(decider))
            @if let Some(decision) = &row.decision { ": “" (decision) "”" }
        }
        @if let Some(until) = row.until {
            br;
            (visit.text("audit-disclosure-until")) " " (moment(until)) " UTC · "
            (visit.text_with("audit-disclosure-views", &[("count", row.views.into())]))
        }
    }
}

/// On the page of the search: requests that wait for somebody's decision.
pub async fn waiting(visit: &Visit, pool: &PgPool) -> Result<Markup, PageError> {
    let mut found = Vec::new();
    for row in disclosures_waiting(pool).await? {
        if let Some(event) = event::parsed(&row.event)
            && let Some(position) = position_of(pool, &event).await?
        {
            found.push((position, row));
        }
    }
    Ok(html! {
        @if !found.is_empty() {
            (section(visit.text("audit-disclosure-waiting"), None, &html! {
                ul .stack {
                    @for (position, row) in &found {
                        li {
                            a href=(event_address(visit, *position)) { (visit.text("audit-event-number")) " " (position) }
                            " · " (moment(row.asked_at)) " UTC · “" (row.reason) "”"
                        }
                    }
                }
            }))
        }
    })
}

/// On a member's own account: what was disclosed about the member.
pub fn told_to_member(visit: &Visit, rows: &[DisclosureRow]) -> Markup {
    html! {
        @if !rows.is_empty() {
            (section(visit.text("audit-disclosed"), None, &html! {
                p { (visit.text("audit-disclosed-text")) }
                ul .stack {
                    @for row in rows {
                        li {
                            @if let Some(at) = row.decided_at { (ui::day(visit.language, at)) ": " }
                            "“" (row.reason) "” · "
                            (visit.text_with("audit-disclosure-views", &[("count", row.views.into())]))
                        }
                    }
                }
            }))
        }
    }
}
