//! `/events/{short}-{slug}/cancel` for those who organise it, and `/remove` for moderators: both with a reason.

use std::sync::Arc;

use application::DeskError;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use domain::calendar::{Gathering as Aggregate, GatheringCommand, GatheringError, REASON_MAX};
use domain::membership::Role;
use maud::{Markup, html};
use projections::ReadModel;
use projections::calendar::{Gathering, Gatherings};

use super::{form, found, labels, organised};
use crate::App;
use crate::error::PageError;
use crate::fields::Fields;
use crate::redirect::See;
use crate::ui::{self, Field, Notice, Page, Section};
use crate::visit::Visit;

/// How the two differ to those who do it.
struct Words {
    action: &'static str,
    title: &'static str,
    consequence: &'static str,
    button: &'static str,
}

const CANCEL: Words = Words {
    action: "cancel",
    title: "calendar-cancel-title",
    consequence: "calendar-cancel-consequence",
    button: "calendar-cancel-button",
};
const REMOVE: Words = Words {
    action: "remove",
    title: "calendar-remove-title",
    consequence: "calendar-remove-consequence",
    button: "calendar-remove-button",
};

pub async fn form(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path(address): Path<String>,
) -> Result<Markup, PageError> {
    let gathering = cancellable(&app, &visit, &address).await?;
    Ok(show(&visit, &gathering, &visit.kept.clone().unwrap_or_default(), &CANCEL))
}

pub async fn removal(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path(address): Path<String>,
) -> Result<Markup, PageError> {
    let gathering = moderated(&app, &visit, &address).await?;
    Ok(show(&visit, &gathering, &visit.kept.clone().unwrap_or_default(), &REMOVE))
}

/// A moderator stands in for an organiser who is gone.
async fn cancellable(app: &App, visit: &Visit, address: &str) -> Result<Gathering, PageError> {
    match organised(app, visit, address).await {
        Err(PageError::Forbidden) => moderated(app, visit, address).await,
        found => found,
    }
}

async fn moderated(app: &App, visit: &Visit, address: &str) -> Result<Gathering, PageError> {
    if !visit.member()?.holds(Role::Moderator) {
        return Err(PageError::Forbidden);
    }
    found(app, address).await
}

pub async fn submit(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path(address): Path<String>,
    fields: Fields,
) -> Result<Response, PageError> {
    let gathering = cancellable(&app, &visit, &address).await?;
    let command = GatheringCommand::Cancel { reason: fields.value("reason").to_owned(), now: (app.clock)() };
    let page = visit.link(&labels::address(&gathering.short, &gathering.slug));
    let done = See::page(page).notice("calendar-notice-cancelled");
    carry_out(&visit, &app, &gathering, fields, command, done, &CANCEL).await
}

pub async fn remove(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path(address): Path<String>,
    fields: Fields,
) -> Result<Response, PageError> {
    let done = See::page(visit.link("/events")).notice("calendar-notice-removed");
    let gathering = match moderated(&app, &visit, &address).await {
        // Sent twice: it is gone already.
        Err(PageError::NotFound) => return Ok(done.into_response()),
        found => found?,
    };
    let command = GatheringCommand::Remove { reason: fields.value("reason").to_owned() };
    carry_out(&visit, &app, &gathering, fields, command, done, &REMOVE).await
}

async fn carry_out(
    visit: &Visit,
    app: &App,
    gathering: &Gathering,
    mut fields: Fields,
    command: GatheringCommand,
    done: See,
    words: &Words,
) -> Result<Response, PageError> {
    let order = visit.member()?.order(fields.command_id()?);
    match app.desk.execute::<Aggregate>(&order, &gathering.id.to_string(), command).await {
        Ok(()) => Ok(done.settled(app.settle(&[Gatherings::NAME]).await).into_response()),
        Err(DeskError::Refused(GatheringError::Invalid(faults))) => {
            for fault in faults {
                form::refuse(visit, &mut fields, fault);
            }
            Ok((form::REFUSED, show(visit, gathering, &fields, words)).into_response())
        }
        Err(DeskError::Refused(GatheringError::Over)) => {
            fields.refuse("reason", visit.text("calendar-over"));
            Ok((form::REFUSED, show(visit, gathering, &fields, words)).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

fn show(visit: &Visit, gathering: &Gathering, fields: &Fields, words: &Words) -> Markup {
    let title = visit.text(words.title);
    let page = labels::address(&gathering.short, &gathering.slug);
    let details = &gathering.details;
    Page::new(title)
        .section(Section::Events)
        .hidden()
        .crumb(visit.text("calendar-title"), visit.link("/events"))
        .crumb(&details.title, visit.link(&page))
        .show(
            visit,
            &html! {
                div .narrow {
                    h1 { (title) }
                    p lang=[(details.language != visit.language).then_some(details.language)] { strong { (details.title) } }
                    (Notice::Warning.show(&visit.text(words.consequence)))
                    (ui::error_summary(visit, fields, &[]))
                    form .stack method="post" action=(visit.link(&format!("{page}/{}", words.action))) novalidate {
                        (ui::command_id(visit, fields))
                        (Field::new("reason", visit.text("calendar-reason")).hint(visit.text("calendar-reason-hint"))
                            .limit(REASON_MAX).required().textarea(3, visit, fields))
                        div .actions {
                            button .button.danger type="submit" { (visit.text(words.button)) }
                            a .button.quiet href=(visit.link(&page)) { (visit.text("calendar-back")) }
                        }
                    }
                }
            },
        )
}
