//! `/admin/points/drafts/{draft}/adopt`: a draft becomes the rules from its day on, with a reason.

use std::sync::Arc;

use application::DeskError;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::points::{REASON_MAX, Rulebook, RulebookCommand, RulebookError};
use maud::{Markup, html};
use projections::ReadModel;
use projections::points::{Adopted, Draft, PointDrafts, PointRules, adopted};

use super::{admin, compared, draft, found, path};
use crate::App;
use crate::error::PageError;
use crate::fields::Fields;
use crate::i18n;
use crate::redirect::See;
use crate::ui::{Field, Notice, Page, button, command_id, error_summary};
use crate::visit::Visit;

pub async fn form(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path(draft): Path<String>,
) -> Result<Markup, PageError> {
    admin(&visit)?;
    let draft = found(&app, &draft).await?;
    let fields = visit.kept.clone().unwrap_or_default();
    Ok(show(&visit, &app, &adopted(&app.read).await?, &draft, &fields, false))
}

pub async fn submit(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path(draft): Path<String>,
    mut fields: Fields,
) -> Result<Response, PageError> {
    let order = admin(&visit)?.order(fields.command_id()?);
    let id = draft.parse().map_err(|_| PageError::NotFound)?;
    let command = RulebookCommand::AdoptDraft {
        draft: id,
        edition: fields.value("edition").parse().map_err(|_| PageError::BadRequest)?,
        reason: fields.value("reason").to_owned(),
        today: (app.clock)().date_naive(),
    };
    let (status, conflict) = match app.desk.execute::<Rulebook>(&order, Rulebook::ID, command).await {
        Ok(()) => {
            let settled = app.settle(&[PointDrafts::NAME, PointRules::NAME]).await;
            let overview = See::page(visit.link("/admin/points"));
            return Ok(overview.notice("points-notice-adopted").settled(settled).into_response());
        }
        Err(DeskError::Refused(RulebookError::Reason(_))) => {
            let limit = i64::try_from(REASON_MAX).unwrap_or(i64::MAX);
            fields.refuse("reason", visit.text_with("points-reason-fault", &[("count", limit.into())]));
            (StatusCode::UNPROCESSABLE_ENTITY, false)
        }
        // The page says it above the form.
        Err(DeskError::Refused(RulebookError::TooSoon | RulebookError::Backdated)) => {
            (StatusCode::UNPROCESSABLE_ENTITY, false)
        }
        Err(DeskError::Refused(RulebookError::Stale)) => {
            app.settle(&[PointDrafts::NAME]).await;
            fields.set("command_id", (app.entrance.new_id)().to_string());
            (StatusCode::CONFLICT, true)
        }
        Err(DeskError::Refused(RulebookError::NoDraft)) => return Err(PageError::NotFound),
        Err(error) => return Err(error.into()),
    };
    let draft = found(&app, &draft).await?;
    let page = show(&visit, &app, &adopted(&app.read).await?, &draft, &fields, conflict);
    Ok((status, page).into_response())
}

fn show(
    visit: &Visit,
    app: &App,
    revisions: &[Adopted],
    draft: &Draft,
    fields: &Fields,
    conflict: bool,
) -> Markup {
    let title = visit.text("points-adopt-title");
    let held = revisions.iter().find(|revision| revision.holds_on(draft.valid_from));
    let earliest = draft::earliest(revisions, (app.clock)().date_naive());
    let day = i18n::date(visit.language, draft.valid_from);
    let edit = visit.link(&path(draft, ""));
    Page::new(title).hidden().crumb(visit.text("points-admin-title"), visit.link("/admin/points")).show(
        visit,
        &html! {
            div .page-head {
                h1 { (title) }
                p .lead { (visit.text_with("points-adopt-lead", &[("day", day.into())])) }
            }
            (compared(visit, held, &draft.rules))
            p { a href=(visit.link(&path(draft, "/rehearsal"))) { (visit.text("points-rehearse-first")) } }
            div .narrow {
                @if conflict { (Notice::Warning.show(&visit.text("points-adopt-conflict"))) }
                @if draft.valid_from < earliest {
                    @let day = i18n::date(visit.language, earliest);
                    (Notice::Warning.show(&html! {
                        p { (visit.text_with("points-draft-from-fault", &[("day", day.into())])) }
                        p { a href=(edit) { (visit.text("points-draft-edit-title")) } }
                    }))
                }
                (error_summary(visit, fields, &[]))
                form .stack method="post" action=(visit.link(&path(draft, "/adopt"))) novalidate {
                    (command_id(visit, fields))
                    input type="hidden" name="edition" value=(draft.edition);
                    (Field::new("reason", visit.text("points-reason")).hint(visit.text("points-reason-hint"))
                        .limit(REASON_MAX).required().textarea(5, visit, fields))
                    div .actions {
                        (button(visit.text("points-adopt-button")))
                        a .button.quiet href=(visit.link("/admin/points")) { (visit.text("ui-cancel")) }
                    }
                }
            }
        },
    )
}
