//! `GET` and `POST /library/{short}-{slug}/document`: a new version of a resource's document, for its author.
//! The earlier ones stay where they are.

use std::sync::Arc;

use application::DeskError;
use application::library::Waiting;
use axum::extract::{Path, Request, State};
use axum::response::{IntoResponse, Response};
use domain::library::{CHANGE_MAX, Resource as Aggregate, ResourceCommand, ResourceError, Source};
use maud::html;
use projections::ReadModel;
use projections::library::{Replacements, Resource, Resources, WithdrawnResources};

use super::edit::{editable, late};
use super::publish::{document, keep_or_discard};
use super::{form, labels, upload};
use crate::App;
use crate::assets;
use crate::editor::Editing;
use crate::error::PageError;
use crate::fields::Fields;
use crate::layers::kept;
use crate::redirect::See;
use crate::ui::{Field, Page, Section, button, command_id, error_summary};
use crate::visit::Visit;

pub async fn page(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path(address): Path<String>,
) -> Result<Response, PageError> {
    let fields = visit.kept.clone().unwrap_or_default();
    let Some(resource) = replaceable(&visit, &app, &address).await? else {
        return withdrawn(&visit, &app, &address, &fields).await;
    };
    Ok(show(&visit, &resource, &fields, None).into_response())
}

pub async fn submit(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path(address): Path<String>,
    request: Request,
) -> Result<Response, PageError> {
    let Some(resource) = replaceable(&visit, &app, &address).await? else {
        // No file is taken in for it; what was typed beside it is.
        return withdrawn(&visit, &app, &address, &kept::texts(request).await).await;
    };
    let member = visit.member()?.id;
    let (mut fields, uploaded) = upload::read(&visit, &app, member, request, |_| resource.id).await?;
    let order = visit.member()?.order(fields.command_id()?);
    let waiting = document(&visit, &app, &mut fields, uploaded, member, resource.id).await?;
    let Some(waiting) = waiting else {
        if fields.error("file").is_none() {
            fields.refuse("file", visit.text("library-replace-missing"));
        }
        return Ok((form::REFUSED, show(&visit, &resource, &fields, None)).into_response());
    };
    let change = fields.value("change").to_owned();
    let command = ResourceCommand::Replace { source: waiting.document.clone().into(), change };
    match app.desk.execute::<Aggregate>(&order, &resource.id.to_string(), command).await {
        Ok(()) => {
            keep_or_discard(&app, resource.id, &waiting.document).await?;
            let settled = app.settle(&[Resources::NAME, Replacements::NAME]).await;
            Ok(See::page(visit.link(&labels::address(&resource.short, &resource.slug)))
                .notice("library-notice-replaced")
                .settled(settled)
                .into_response())
        }
        Err(DeskError::Refused(ResourceError::Withdrawn)) => {
            keep_or_discard(&app, resource.id, &waiting.document).await?;
            app.settle(&[WithdrawnResources::NAME]).await;
            withdrawn(&visit, &app, &address, &fields).await
        }
        Err(DeskError::Refused(ResourceError::Invalid(faults))) => {
            for fault in faults {
                form::refuse(&visit, &mut fields, fault, 0);
            }
            Ok((form::REFUSED, show(&visit, &resource, &fields, Some(&waiting))).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

/// A document of the visitor's own, none where it was withdrawn. The desk decides again.
async fn replaceable(visit: &Visit, app: &App, address: &str) -> Result<Option<Resource>, PageError> {
    let resource = editable(visit, app, address).await?;
    if resource.as_ref().is_some_and(|found| matches!(found.source, Source::Link { .. })) {
        return Err(PageError::NotFound);
    }
    Ok(resource)
}

/// The file is let go: whoever sent it has it. What was typed beside it is shown.
async fn withdrawn(visit: &Visit, app: &App, address: &str, fields: &Fields) -> Result<Response, PageError> {
    let late = late(app, address, "library-replace-title").await?;
    Ok(late.show(visit, fields, &change(visit).textarea(2, visit, fields)))
}

fn change(visit: &Visit) -> Field<'_> {
    Field::new("change", visit.text("library-replace-change"))
        .hint(visit.text("library-replace-change-hint"))
        .limit(CHANGE_MAX)
        .required()
}

fn show(visit: &Visit, resource: &Resource, fields: &Fields, kept: Option<&Waiting>) -> Editing {
    let title = visit.text("library-replace-title");
    let address = labels::address(&resource.short, &resource.slug);
    let fields_of_form =
        [("change", visit.text("library-replace-change")), ("file", visit.text("library-upload-label"))];
    let page = Page::new(title)
        .section(Section::Library)
        .script(assets::upload())
        .crumb(visit.text("library-title"), visit.link("/library"))
        .crumb(&resource.details.title, visit.link(&address));
    Editing(page.show(
        visit,
        &html! {
            div .narrow {
                div .page-head { h1 { (title) } p .lead { (visit.text("library-replace-lead")) } }
                (error_summary(visit, fields, &fields_of_form))
                // The file comes last, as everywhere: what is received is known by then.
                form method="post" action=(visit.link(&format!("{address}/document"))) enctype="multipart/form-data" novalidate {
                    (command_id(visit, fields))
                    input type="hidden" name="kept_file" value=(fields.value("kept_file"));
                    (change(visit).text(visit, fields))
                    (upload::field(kept, visit, fields))
                    div .actions {
                        (button(visit.text("library-replace-button")))
                        a .button.quiet href=(visit.link(&address)) { (visit.text("ui-cancel")) }
                    }
                }
            }
        },
    ))
}
