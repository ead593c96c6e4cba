//! `GET` and `POST /library/new`: publishing a link or a document.
//! The resource's id is made of the member's and the form's, so that sending it twice makes one resource.

use std::sync::Arc;

use application::DeskError;
use application::library::{Document, Kept, UploadError, Waiting};
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use chrono::Datelike;
use domain::library::{LINK_MAX, Licence, Resource, ResourceCommand, ResourceError, Source};
use domain::{CommandId, MemberId, ResourceId, text};
use maud::html;
use projections::ReadModel;
use projections::library::{LibraryCounts, Resources};

use super::form::{self, Choices};
use super::{labels, upload};
use crate::App;
use crate::assets;
use crate::editor::{Editing, drafts, previewed};
use crate::error::PageError;
use crate::fields::Fields;
use crate::redirect::See;
use crate::ui::{Field, Page, Section, button, command_id, error_summary};
use crate::visit::Visit;

pub async fn page(visit: Visit, State(app): State<Arc<App>>) -> Result<Editing, PageError> {
    visit.member()?;
    let fields = visit.kept.clone().unwrap_or_else(|| {
        Fields::new([("language", visit.language.code()), ("licence", Licence::CcBy.slug())])
    });
    let choices = Choices::of(&app).await?;
    Ok(show(&visit, &fields, &choices, None))
}

/// The resource that this member's form makes.
pub fn resource_of(member: MemberId, command: CommandId) -> ResourceId {
    ResourceId::derived(&["resource", &member.to_string(), &command.to_string()])
}

pub async fn submit(
    visit: Visit,
    State(app): State<Arc<App>>,
    request: Request,
) -> Result<Response, PageError> {
    let member = visit.member()?.id;
    let (mut fields, uploaded) =
        upload::read(&visit, &app, member, request, |command| resource_of(member, command)).await?;
    let resource = resource_of(member, fields.command_id()?);
    let order = visit.member()?.order(fields.command_id()?);
    let waiting = document(&visit, &app, &mut fields, uploaded, member, resource).await?;
    let choices = Choices::of(&app).await?;
    if previewed(&app, &visit, &mut fields).await? {
        return Ok(show(&visit, &fields, &choices, waiting.as_ref()).into_response());
    }
    let this_year = u16::try_from((app.clock)().year()).unwrap_or(u16::MAX);
    let source = source(&visit, &mut fields, waiting.as_ref().map(|waiting| &waiting.document));
    let details = form::details(&visit, &mut fields, &choices, this_year);
    let (Some(details), Some(source)) = (details, source) else {
        return Ok((form::REFUSED, show(&visit, &fields, &choices, waiting.as_ref())).into_response());
    };
    let address = labels::address(&resource.short(), &text::slug(&details.title));
    let command = ResourceCommand::Publish { resource, author: member, details, source, this_year };
    match app.desk.execute::<Resource>(&order, &resource.to_string(), command).await {
        // It was withdrawn since: its page says so.
        Ok(()) | Err(DeskError::Refused(ResourceError::Withdrawn)) => {
            if let Some(Waiting { document, .. }) = waiting {
                keep_or_discard(&app, resource, &document).await?;
            }
            let settled = app.settle(&[Resources::NAME, LibraryCounts::NAME]).await;
            Ok(See::page(visit.link(&address))
                .notice("library-notice-published")
                .saved(&fields)
                .settled(settled)
                .into_response())
        }
        Err(DeskError::Refused(ResourceError::Invalid(faults))) => {
            for fault in faults {
                form::refuse(&visit, &mut fields, fault, this_year);
            }
            Ok((form::REFUSED, show(&visit, &fields, &choices, waiting.as_ref())).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

/// A repeated submit has uploaded the document once more: only the first is in use.
pub(super) async fn keep_or_discard(
    app: &App,
    resource: ResourceId,
    document: &Document,
) -> Result<(), PageError> {
    if app.desk.load::<Resource>(&resource.to_string()).await?.refers_to(document.file) {
        app.documents.settle(document.file).await;
    } else {
        app.documents.discard(document.file).await;
    }
    Ok(())
}

/// The document that came with this form, or with an earlier attempt; the form then remembers it.
pub(super) async fn document(
    visit: &Visit,
    app: &App,
    fields: &mut Fields,
    uploaded: Option<Result<Waiting, UploadError>>,
    member: MemberId,
    resource: ResourceId,
) -> Result<Option<Waiting>, PageError> {
    let (earlier, why_not) = match fields.value("kept_file").parse() {
        Ok(file) => match app.documents.kept(member, resource, file).await.map_err(PageError::unavailable)? {
            Kept::Waiting(waiting) => (Some(waiting), None),
            Kept::Elsewhere => (None, Some("library-upload-elsewhere")),
            Kept::Gone => (None, Some("library-upload-again")),
        },
        Err(_) if fields.value("kept_file").is_empty() => (None, None),
        Err(_) => (None, Some("library-upload-again")),
    };
    fields.set("kept_file", "");
    let waiting = match (uploaded, earlier) {
        (Some(Ok(waiting)), earlier) => {
            if let Some(earlier) = earlier {
                app.documents.discard(earlier.document.file).await;
            }
            Some(waiting)
        }
        (Some(Err(UploadError::Files(error))), _) => return Err(PageError::unavailable(error)),
        (Some(Err(error)), earlier) => {
            fields.refuse("file", upload::message(visit, &error));
            earlier
        }
        (None, earlier) => {
            if let Some(why_not) = why_not {
                fields.refuse("file", visit.text(why_not));
            }
            earlier
        }
    };
    if let Some(Waiting { document, .. }) = &waiting {
        fields.set("kept_file", document.file.to_string());
    }
    Ok(waiting)
}

/// One of the two, not both.
pub(super) fn source(visit: &Visit, fields: &mut Fields, document: Option<&Document>) -> Option<Source> {
    let link = fields.value("link").trim().to_owned();
    match (document, link.is_empty()) {
        (Some(document), true) => Some(document.clone().into()),
        (Some(_), false) => {
            fields.refuse("link", visit.text("library-publish-both"));
            None
        }
        (None, false) if text::is_web_address(&link, LINK_MAX) => Some(Source::Link { url: link }),
        (None, false) => {
            fields.refuse("link", visit.text("library-publish-link-wrong"));
            None
        }
        (None, true) => {
            // What is wrong with the file stands there already.
            if fields.error("file").is_none() {
                fields.refuse("link", visit.text("library-publish-neither"));
            }
            None
        }
    }
}

fn show(visit: &Visit, fields: &Fields, choices: &Choices, kept: Option<&Waiting>) -> Editing {
    let title = visit.text("library-publish-title");
    let page = Page::new(title).section(Section::Library).script(assets::editor()).script(assets::upload());
    Editing(page.crumb(visit.text("library-title"), visit.link("/library")).show(
        visit,
        &html! {
            div .narrow {
                div .page-head { h1 { (title) } p .lead { (visit.text("library-publish-lead")) } }
                (error_summary(visit, fields, &form::labels(visit)))
                // The hidden fields come first and the file last: what is received is known by then.
                form method="post" action=(visit.link("/library/new")) enctype="multipart/form-data" novalidate {
                    (drafts(visit))
                    (command_id(visit, fields))
                    input type="hidden" name="kept_file" value=(fields.value("kept_file"));
                    (form::show(visit, fields, choices))
                    h2 { (visit.text("library-publish-source")) }
                    p { (visit.text("library-publish-source-lead")) }
                    (Field::new("link", visit.text("library-publish-link-label"))
                        .hint(visit.text("library-publish-link-hint")).limit(LINK_MAX).one_of_several().url(visit, fields))
                    (upload::field(kept, visit, fields))
                    div .actions {
                        (button(visit.text("library-publish-button")))
                        a .button.quiet href=(visit.link("/library")) { (visit.text("ui-cancel")) }
                    }
                }
            }
        },
    ))
}
