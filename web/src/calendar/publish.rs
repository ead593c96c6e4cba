//! `GET` and `POST /events/new`: announcing a gathering.
//! Its id is made of the member's and the form's, so that sending it twice makes one gathering.

use std::sync::Arc;

use application::DeskError;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use domain::calendar::{Gathering, GatheringCommand, GatheringError};
use domain::{GatheringId, text};
use maud::html;
use projections::ReadModel;
use projections::calendar::Gatherings;

use super::form::{self, Choices};
use super::labels;
use super::reader::Reader;
use crate::App;
use crate::assets;
use crate::editor::{Editing, drafts, previewed};
use crate::error::PageError;
use crate::fields::Fields;
use crate::redirect::See;
use crate::ui::{Page, Section, button, command_id, error_summary};
use crate::visit::Visit;

pub async fn page(visit: Visit, State(app): State<Arc<App>>) -> Result<Editing, PageError> {
    visit.member()?;
    let zone = Reader::of(&visit)?.zone.map(|zone| zone.told()).unwrap_or_default();
    let fields = visit
        .kept
        .clone()
        .unwrap_or_else(|| Fields::new([("language", visit.language.code()), ("zone", zone.as_str())]));
    let choices = Choices::of(&app, &visit, None).await?;
    Ok(show(&visit, &fields, &choices))
}

pub async fn submit(
    visit: Visit,
    State(app): State<Arc<App>>,
    mut fields: Fields,
) -> Result<Response, PageError> {
    let viewer = visit.member()?;
    let command_id = fields.command_id()?;
    let order = viewer.order(command_id);
    let gathering = GatheringId::derived(&["gathering", &viewer.id.to_string(), &command_id.to_string()]);
    let choices = Choices::of(&app, &visit, None).await?;
    if previewed(&app, &visit, &mut fields).await? {
        return Ok(show(&visit, &fields, &choices).into_response());
    }
    let Some(details) = form::details(&visit, &mut fields, &choices) else {
        return Ok((form::REFUSED, show(&visit, &fields, &choices)).into_response());
    };
    let address = labels::address(&gathering.short(), &text::slug(&details.title));
    let command = GatheringCommand::Publish { gathering, organiser: viewer.id, details };
    match app.desk.execute::<Gathering>(&order, &gathering.to_string(), command).await {
        // It was removed since: its page says so.
        Ok(()) | Err(DeskError::Refused(GatheringError::Removed)) => {
            let settled = app.settle(&[Gatherings::NAME]).await;
            Ok(See::page(visit.link(&address))
                .notice("calendar-notice-published")
                .saved(&fields)
                .settled(settled)
                .into_response())
        }
        Err(DeskError::Refused(GatheringError::Invalid(faults))) => {
            for fault in faults {
                form::refuse(&visit, &mut fields, fault);
            }
            Ok((form::REFUSED, show(&visit, &fields, &choices)).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

fn show(visit: &Visit, fields: &Fields, choices: &Choices) -> Editing {
    let title = visit.text("calendar-publish-title");
    let page = Page::new(title).section(Section::Events).script(assets::editor());
    Editing(page.crumb(visit.text("calendar-title"), visit.link("/events")).show(
        visit,
        &html! {
            div .narrow {
                div .page-head { h1 { (title) } p .lead { (visit.text("calendar-publish-lead")) } }
                (error_summary(visit, fields, &form::labels(visit)))
                form method="post" action=(visit.link("/events/new")) novalidate {
                    (drafts(visit))
                    (command_id(visit, fields))
                    (form::show(visit, fields, choices))
                    div .actions {
                        (button(visit.text("calendar-publish-button")))
                        a .button.quiet href=(visit.link("/events")) { (visit.text("ui-cancel")) }
                    }
                }
            }
        },
    ))
}
