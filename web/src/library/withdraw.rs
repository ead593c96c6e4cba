//! `/library/{address}/withdraw`: its author or a moderator takes a resource back, with the reason.

use std::sync::Arc;

use application::DeskError;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::library::{REASON_MAX, Resource as Aggregate, ResourceCommand, ResourceError};
use domain::membership::Role;
use maud::{Markup, html};
use projections::library::{self, Resource};

use super::labels;
use crate::App;
use crate::error::PageError;
use crate::fields::Fields;
use crate::redirect::See;
use crate::ui::{self, Field, Notice, Page, Section};
use crate::visit::Visit;

pub async fn form(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path(address): Path<String>,
) -> Result<Markup, PageError> {
    let resource = allowed(&app, &visit, &address).await?;
    Ok(show(&visit, &resource, &visit.kept.clone().unwrap_or_default()))
}

pub async fn submit(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path(address): Path<String>,
    mut fields: Fields,
) -> Result<Response, PageError> {
    let viewer = visit.member()?;
    let short = labels::short_of(&address);
    let done = See::page(visit.link("/library")).notice("library-notice-withdrawn");
    let Some(resource) = library::by_short(&app.read, short).await? else {
        // Sent twice: it is gone already.
        library::withdrawal(&app.read, short).await?.ok_or(PageError::NotFound)?;
        return Ok(done.into_response());
    };
    let command = ResourceCommand::Withdraw { reason: fields.value("reason").to_owned() };
    let order = viewer.order(fields.command_id()?);
    match app.desk.execute::<Aggregate>(&order, &resource.id.to_string(), command).await {
        Ok(()) => {
            let settled = app.settle(&["resources", "library_counts", "withdrawn_resources"]).await;
            Ok(done.settled(settled).into_response())
        }
        Err(DeskError::Refused(ResourceError::Invalid(_))) => {
            let limit = i64::try_from(REASON_MAX).unwrap_or(i64::MAX);
            fields.refuse(
                "reason",
                visit.text_with("library-withdraw-reason-fault", &[("count", limit.into())]),
            );
            Ok((StatusCode::UNPROCESSABLE_ENTITY, show(&visit, &resource, &fields)).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

/// The form is only for those whose command would be taken; the desk decides again.
async fn allowed(app: &App, visit: &Visit, address: &str) -> Result<Resource, PageError> {
    let viewer = visit.member()?;
    let found = library::by_short(&app.read, labels::short_of(address)).await?;
    let resource = found.ok_or(PageError::NotFound)?;
    if viewer.id == resource.author || viewer.holds(Role::Moderator) {
        Ok(resource)
    } else {
        Err(PageError::Forbidden)
    }
}

fn show(visit: &Visit, resource: &Resource, fields: &Fields) -> Markup {
    let title = visit.text("library-withdraw-title");
    let page = labels::address(&resource.short, &resource.slug);
    Page::new(title)
        .section(Section::Library)
        .hidden()
        .crumb(visit.text("library-title"), visit.link("/library"))
        .crumb(&resource.details.title, visit.link(&page))
        .show(
            visit,
            &html! {
                div .narrow {
                    h1 { (title) }
                    p lang=[labels::foreign(visit, resource.details.facets.language)] { strong { (resource.details.title) } }
                    (Notice::Warning.show(&visit.text("library-withdraw-consequence")))
                    (ui::error_summary(visit, fields, &[]))
                    form .stack method="post" action=(visit.link(&format!("{page}/withdraw"))) novalidate {
                        (ui::command_id(visit, fields))
                        (Field::new("reason", visit.text("library-withdraw-reason"))
                            .hint(visit.text("library-withdraw-reason-hint"))
                            .limit(REASON_MAX).required().textarea(3, visit, fields))
                        div .actions {
                            button .button.danger type="submit" { (visit.text("library-withdraw-button")) }
                            a .button.quiet href=(visit.link(&page)) { (visit.text("ui-cancel")) }
                        }
                    }
                }
            },
        )
}
