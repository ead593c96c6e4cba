//! `/points/lines/{award}/{kind}/dispute`: a member says what is wrong with a line of the statement.
//! `/points/disputes/{dispute}`: what became of it, for that member.

use std::sync::Arc;

use application::DeskError;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::AwardId;
use domain::points::{Dispute, DisputeCommand, DisputeError, LineKind, OBJECTION_MAX, OBJECTION_MIN};
use maud::{Markup, html};
use projections::ReadModel;
use projections::points::{self, Line, PointDisputes};

use super::line;
use crate::App;
use crate::error::PageError;
use crate::fields::Fields;
use crate::redirect::See;
use crate::ui::{Field, Page, button, command_id, day, error_summary, section};
use crate::visit::Visit;

/// Where a member objects to a line.
pub fn address(award: AwardId, kind: LineKind) -> String {
    format!("/points/lines/{award}/{kind}/dispute")
}

pub async fn form(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path((award, kind)): Path<(String, String)>,
) -> Result<Response, PageError> {
    let line = own(&visit, &app, &award, &kind).await?;
    let dispute = line.kind.dispute(line.award);
    if points::case(&app.read, dispute).await?.is_some() {
        return Ok(See::page(visit.link(&format!("/points/disputes/{dispute}"))).into_response());
    }
    Ok(show(&visit, &line, &visit.kept.clone().unwrap_or_default()).into_response())
}

pub async fn submit(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path((award, kind)): Path<(String, String)>,
    mut fields: Fields,
) -> Result<Response, PageError> {
    let line = own(&visit, &app, &award, &kind).await?;
    let order = visit.member()?.order(fields.command_id()?);
    let dispute = line.kind.dispute(line.award);
    let command = DisputeCommand::Open {
        award: line.award,
        line: line.kind,
        member: line.member,
        objection: fields.value("objection").to_owned(),
    };
    match app.desk.execute::<Dispute>(&order, &dispute.to_string(), command).await {
        Ok(()) => {
            let settled = app.settle(&[PointDisputes::NAME]).await;
            let statement = See::page(visit.link("/points"));
            Ok(statement.notice("points-notice-disputed").settled(settled).into_response())
        }
        Err(DeskError::Refused(DisputeError::TooShort | DisputeError::Objection(_))) => {
            let limits = [("min", number(OBJECTION_MIN).into()), ("max", number(OBJECTION_MAX).into())];
            fields.refuse("objection", visit.text_with("points-dispute-fault", &limits));
            Ok((StatusCode::UNPROCESSABLE_ENTITY, show(&visit, &line, &fields)).into_response())
        }
        // It was answered since this form was opened.
        Err(DeskError::Refused(DisputeError::Answered)) => {
            Ok(See::page(visit.link(&format!("/points/disputes/{dispute}"))).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

pub async fn case(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path(dispute): Path<String>,
) -> Result<Markup, PageError> {
    let member = visit.member()?.id;
    let dispute = dispute.parse().map_err(|_| PageError::NotFound)?;
    let case = points::case(&app.read, dispute).await?.filter(|case| case.member == member);
    let case = case.ok_or(PageError::NotFound)?;
    let title = visit.text("points-dispute-case");
    Ok(Page::new(title).hidden().crumb(visit.text("points-statement-title"), visit.link("/points")).show(
        &visit,
        &html! {
            div .narrow {
                h1 { (title) }
                (line::told(&visit, &case.line, []))
                (section(visit.text("points-dispute-said"), None, &html! {
                    p .muted { (day(visit.language, case.opened_at)) }
                    (line::written(&visit, case.objection.as_deref()))
                }))
                (section(visit.text("points-dispute-answer"), None, &html! {
                    @match &case.answered {
                        Some(answered) => (line::answer(&visit, answered)),
                        None => { p { (line::waiting(&visit)) } p { (visit.text("points-dispute-wait")) } },
                    }
                }))
            }
        },
    ))
}

/// The line, if it stands on the viewer's statement: nobody learns of another's.
async fn own(visit: &Visit, app: &App, award: &str, kind: &str) -> Result<Line, PageError> {
    let member = visit.member()?.id;
    let (Ok(award), Ok(kind)) = (award.parse(), kind.parse()) else { return Err(PageError::NotFound) };
    let line = points::line(&app.read, award, kind).await?.filter(|line| line.member == member);
    line.ok_or(PageError::NotFound)
}

fn number(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX)
}

fn show(visit: &Visit, line: &Line, fields: &Fields) -> Markup {
    let title = visit.text("points-dispute-title");
    let hint = visit.text_with("points-dispute-hint", &[("min", number(OBJECTION_MIN).into())]);
    Page::new(title).hidden().crumb(visit.text("points-statement-title"), visit.link("/points")).show(
        visit,
        &html! {
            div .narrow {
                div .page-head { h1 { (title) } p .lead { (visit.text("points-dispute-lead")) } }
                (line::told(visit, line, []))
                (error_summary(visit, fields, &[]))
                form .stack method="post" action=(visit.link(&address(line.award, line.kind))) novalidate {
                    (command_id(visit, fields))
                    (Field::new("objection", visit.text("points-dispute-label")).hint(&hint)
                        .limit(OBJECTION_MAX).required().textarea(6, visit, fields))
                    div .actions {
                        (button(visit.text("points-dispute-send")))
                        a .button.quiet href=(visit.link("/points")) { (visit.text("ui-cancel")) }
                    }
                }
            }
        },
    )
}
