//! `/highlights/{address}/correct`: its author or a moderator changes what is published, with a note for its readers.

use std::sync::Arc;

use application::DeskError;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::highlights::{CORRECTION_MAX, Highlight as Aggregate, HighlightCommand, HighlightError, Sheet};
use domain::text;
use maud::{Markup, html};
use projections::ReadModel;
use projections::highlights::{self, Highlight, HighlightVersions, Highlights};

use super::form::{self, Choices};
use super::{labels, stored, withdraw};
use crate::App;
use crate::assets;
use crate::editor::{Editing, Fate, Late, drafts, previewed};
use crate::error::PageError;
use crate::fields::Fields;
use crate::redirect::See;
use crate::ui::{Field, Notice, Page, Section, button, command_id, error_summary};
use crate::visit::Visit;

pub async fn page(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path(address): Path<String>,
) -> Result<Response, PageError> {
    let Some(found) = correctable(&visit, &app, &address).await? else {
        let kept = visit.kept.clone().unwrap_or_default();
        return withdrawn(&visit, &app, &address, kept).await;
    };
    let fields = match &visit.kept {
        Some(kept) => kept.clone(),
        None => published(&visit, &app, &found).await?,
    };
    Ok(show(&visit, &found, &fields, &Choices::of(&app).await?, None).into_response())
}

pub async fn submit(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path(address): Path<String>,
    mut fields: Fields,
) -> Result<Response, PageError> {
    let viewer = visit.member()?;
    let Some(found) = correctable(&visit, &app, &address).await? else {
        return withdrawn(&visit, &app, &address, fields).await;
    };
    let order = viewer.order(fields.command_id()?);
    let revision = fields.value("revision").parse().map_err(|_| PageError::BadRequest)?;
    let choices = Choices::of(&app).await?;
    if previewed(&app, &visit, &mut fields).await? {
        return Ok(show(&visit, &found, &fields, &choices, None).into_response());
    }
    // It stays as it was published; the form does not ask for it.
    fields.set("relation", "");
    fields.set("source", "");
    if let Some(sheet) = form::sheet(&app, &visit, &mut fields, &choices, Some(&found.details)).await? {
        let slug = text::slug(&sheet.details.title);
        let note = fields.value("note").to_owned();
        let command = HighlightCommand::Correct { revision, sheet, note };
        match app.desk.execute::<Aggregate>(&order, &found.id.to_string(), command).await {
            Ok(()) => {
                let settled = app.settle(&[Highlights::NAME, HighlightVersions::NAME]).await;
                return Ok(See::page(visit.link(&labels::address(&found.short, &slug)))
                    .notice("newsroom-notice-corrected")
                    .saved(&fields)
                    .settled(settled)
                    .into_response());
            }
            Err(DeskError::Refused(HighlightError::Invalid(faults))) => {
                form::refuse(&visit, &mut fields, &faults);
            }
            Err(DeskError::Refused(HighlightError::Withdrawn)) => {
                app.settle(&[Highlights::NAME]).await;
                return withdrawn(&visit, &app, &address, fields).await;
            }
            Err(DeskError::Refused(HighlightError::Stale)) => {
                app.settle(&[Highlights::NAME]).await;
                let Some(now) = correctable(&visit, &app, &address).await? else {
                    return withdrawn(&visit, &app, &address, fields).await;
                };
                // Sending it again is meant from here on, and is a new intention.
                fields.set("revision", now.revision.to_string());
                fields.set("command_id", (app.entrance.new_id)().to_string());
                let theirs = published(&visit, &app, &now).await?;
                let beside = stored::stored(&visit, &now.details, &theirs, &choices);
                let page = show(&visit, &now, &fields, &choices, Some(&beside));
                return Ok((StatusCode::CONFLICT, page).into_response());
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok((form::REFUSED, show(&visit, &found, &fields, &choices, None)).into_response())
}

/// The highlight, if the visitor may correct it; none where it was withdrawn.
async fn correctable(visit: &Visit, app: &App, address: &str) -> Result<Option<Highlight>, PageError> {
    let viewer = visit.member()?;
    let short = labels::short_of(address);
    match highlights::by_short(&app.read, short).await? {
        Some(found) if withdraw::may(viewer, &found) => Ok(Some(found)),
        Some(_) => Err(PageError::Forbidden),
        None => highlights::withdrawal(&app.read, short).await?.map(|_| None).ok_or(PageError::NotFound),
    }
}

/// It was withdrawn while somebody wrote.
async fn withdrawn(
    visit: &Visit,
    app: &Arc<App>,
    address: &str,
    mut fields: Fields,
) -> Result<Response, PageError> {
    previewed(app, visit, &mut fields).await?;
    let short = labels::short_of(address);
    let withdrawal = highlights::withdrawal(&app.read, short).await?;
    let choices = Choices::of(app).await?;
    let late = Late {
        section: Section::Library,
        title: "newsroom-correct-title",
        fate: Fate::Withdrawn,
        reason: withdrawal.map(|withdrawal| withdrawal.reason),
        page: labels::address(short, ""),
    };
    let form = html! { (note(visit, &fields)) (form::told(visit, &fields, &choices, true)) };
    Ok(late.show(visit, &fields, &form))
}

/// To readers, not to the author of a draft.
fn note(visit: &Visit, fields: &Fields) -> Markup {
    let field = Field::new("note", visit.text("newsroom-note")).hint(visit.text("newsroom-note-hint"));
    field.limit(CORRECTION_MAX).required().textarea(2, visit, fields)
}

/// What is published, as the form shows it.
async fn published(visit: &Visit, app: &App, found: &Highlight) -> Result<Fields, PageError> {
    let contact = found.contact.clone().unwrap_or_default();
    let sheet = Sheet { details: found.details.clone(), contact };
    let mut fields = form::fields_of(&app.read, visit, &sheet).await?;
    fields.set("revision", found.revision.to_string());
    Ok(fields)
}

/// `beside` is what is published by now, where that changed since the form was opened.
fn show(
    visit: &Visit,
    found: &Highlight,
    fields: &Fields,
    choices: &Choices,
    beside: Option<&Markup>,
) -> Editing {
    let title = visit.text("newsroom-correct-title");
    let address = labels::address(&found.short, &found.slug);
    let told = visit.text("newsroom-note");
    let labels = form::labels(visit).map(|(name, label)| (name, if name == "note" { told } else { label }));
    let form = html! {
        form method="post" action=(visit.link(&format!("{address}/correct"))) novalidate {
            (drafts(visit))
            (command_id(visit, fields))
            input type="hidden" name="revision" value=(fields.value("revision"));
            (note(visit, fields))
            (form::told(visit, fields, choices, found.contact.is_some()))
            div .actions {
                (button(visit.text("newsroom-correct-button")))
                a .button.quiet href=(visit.link(&address)) { (visit.text("ui-cancel")) }
            }
        }
    };
    let page = Page::new(title)
        .section(Section::Library)
        .script(assets::editor())
        .hidden()
        .crumb(visit.text("highlights-title"), visit.link("/highlights"))
        .crumb(&found.details.title, visit.link(&address))
        .show(
            visit,
            &html! {
                div .page-head { h1 { (title) } p .lead { (visit.text("newsroom-correct-lead")) } }
                (error_summary(visit, fields, &labels))
                @match beside {
                    Some(theirs) => {
                        (Notice::Warning.show(&visit.text("newsroom-stale")))
                        (stored::beside(visit, &form, theirs))
                    }
                    None => div .narrow { (form) },
                }
            },
        );
    Editing(page)
}
