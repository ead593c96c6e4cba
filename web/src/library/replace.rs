//! `GET` and `POST /library/{short}-{slug}/document`: a new version of a resource's document, or another address of what
//! it links to, for its author. The earlier ones stay where they are.

use std::sync::Arc;

use application::DeskError;
use application::library::Waiting;
use axum::extract::{Path, Request, State};
use axum::response::{IntoResponse, Response};
use domain::library::{
    CHANGE_MAX, Fault, LINK_MAX, Resource as Aggregate, ResourceCommand, ResourceError, Source,
};
use maud::html;
use projections::ReadModel;
use projections::library::{Replacements, Resource, Resources, WithdrawnResources};

use super::edit::{editable, late};
use super::publish::{document, keep_or_discard, source};
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
    let Some(resource) = editable(&visit, &app, &address).await? else {
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
    let Some(resource) = editable(&visit, &app, &address).await? else {
        // No file is taken in for it; what was typed beside it is.
        return withdrawn(&visit, &app, &address, &kept::texts(request).await).await;
    };
    let member = visit.member()?.id;
    let (mut fields, uploaded) = upload::read(&visit, &app, member, request, |_| resource.id).await?;
    let order = visit.member()?.order(fields.command_id()?);
    let waiting = document(&visit, &app, &mut fields, uploaded, member, resource.id).await?;
    let uploaded = waiting.as_ref().map(|waiting| &waiting.document);
    let links = resource.source.file().is_none();
    let source =
        if links { source(&visit, &mut fields, uploaded) } else { uploaded.cloned().map(Into::into) };
    let Some(source) = source else {
        if !links && fields.error("file").is_none() {
            fields.refuse("file", visit.text("library-replace-missing"));
        }
        return Ok((form::REFUSED, show(&visit, &resource, &fields, waiting.as_ref())).into_response());
    };
    let change = fields.value("change").to_owned();
    let command = ResourceCommand::Replace { source, change };
    match app.desk.execute::<Aggregate>(&order, &resource.id.to_string(), command).await {
        Ok(()) => {
            let_go(&app, &resource, waiting.as_ref()).await?;
            let settled = app.settle(&[Resources::NAME, Replacements::NAME]).await;
            Ok(See::page(visit.link(&labels::address(&resource.short, &resource.slug)))
                .notice("library-notice-replaced")
                .settled(settled)
                .into_response())
        }
        Err(DeskError::Refused(ResourceError::Withdrawn)) => {
            let_go(&app, &resource, waiting.as_ref()).await?;
            app.settle(&[WithdrawnResources::NAME]).await;
            withdrawn(&visit, &app, &address, &fields).await
        }
        Err(DeskError::Refused(ResourceError::Invalid(faults))) => {
            for fault in faults {
                match fault {
                    Fault::Unchanged if links => {
                        fields.refuse("link", visit.text("library-relink-unchanged"));
                    }
                    fault => form::refuse(&visit, &mut fields, fault, 0),
                }
            }
            Ok((form::REFUSED, show(&visit, &resource, &fields, waiting.as_ref())).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

/// What was uploaded is the resource's now, or nobody's.
async fn let_go(app: &App, resource: &Resource, uploaded: Option<&Waiting>) -> Result<(), PageError> {
    match uploaded {
        Some(waiting) => keep_or_discard(app, resource.id, &waiting.document).await,
        None => Ok(()),
    }
}

/// The file is let go: whoever sent it has it. What was typed beside it is shown.
async fn withdrawn(visit: &Visit, app: &App, address: &str, fields: &Fields) -> Result<Response, PageError> {
    let late = late(app, address, "library-replace-title").await?;
    Ok(late.show(visit, fields, &change(visit).textarea(2, visit, fields)))
}

/// What the form is called, and what leads to it.
pub fn title(visit: &Visit, resource: &Resource) -> &'static str {
    visit.text(if resource.source.file().is_some() {
        "library-replace-title"
    } else {
        "library-relink-title"
    })
}

fn change(visit: &Visit) -> Field<'_> {
    Field::new("change", visit.text("library-replace-change"))
        .hint(visit.text("library-replace-change-hint"))
        .limit(CHANGE_MAX)
        .required()
}

fn show(visit: &Visit, resource: &Resource, fields: &Fields, kept: Option<&Waiting>) -> Editing {
    let title = title(visit, resource);
    let address = labels::address(&resource.short, &resource.slug);
    let fields_of_form = [
        ("change", visit.text("library-replace-change")),
        ("link", visit.text("library-publish-link-label")),
        ("file", visit.text("library-upload-label")),
    ];
    let page = Page::new(title)
        .section(Section::Library)
        .script(assets::upload())
        .crumb(visit.text("library-title"), visit.link("/library"))
        .crumb(&resource.details.title, visit.link(&address));
    Editing(page.show(
        visit,
        &html! {
            div .narrow {
                div .page-head {
                    h1 { (title) }
                    @match &resource.source {
                        Source::Link { url } => {
                            p .lead { (visit.text("library-relink-lead")) }
                            p .small { (visit.text("library-relink-now")) " " a href=(url) rel="nofollow ugc noopener" { (url) } }
                        },
                        Source::Document { .. } => p .lead { (visit.text("library-replace-lead")) },
                    }
                }
                (error_summary(visit, fields, &fields_of_form))
                // The file comes last, as everywhere: what is received is known by then.
                form method="post" action=(visit.link(&format!("{address}/document"))) enctype="multipart/form-data" novalidate {
                    (command_id(visit, fields))
                    input type="hidden" name="kept_file" value=(fields.value("kept_file"));
                    (change(visit).text(visit, fields))
                    @if resource.source.file().is_none() {
                        (Field::new("link", visit.text("library-publish-link-label"))
                            .hint(visit.text("library-publish-link-hint")).limit(LINK_MAX).one_of_several().url(visit, fields))
                    }
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
