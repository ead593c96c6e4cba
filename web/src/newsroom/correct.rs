//! `/news/{address}/correct`: changing what is published, with a note for its readers.

use std::sync::Arc;

use application::DeskError;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::newsroom::{NOTE_MAX, NewsItem as Aggregate, NewsItemCommand, NewsItemError};
use domain::text;
use maud::html;
use projections::ReadModel;
use projections::newsroom::{self, NewsItem, NewsItems, NewsVersions};

use super::form::{self, Choices};
use super::{labels, write};
use crate::App;
use crate::assets;
use crate::editor::{Editing, drafts, previewed};
use crate::error::PageError;
use crate::fields::Fields;
use crate::markdown::named;
use crate::redirect::See;
use crate::ui::{Field, Notice, Page, Section, button, command_id, error_summary};
use crate::visit::Visit;

pub async fn page(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path(address): Path<String>,
) -> Result<Editing, PageError> {
    let item = correctable(&visit, &app, &address).await?;
    let mut fields = visit.kept.clone().unwrap_or_else(|| {
        let mut fields = form::fields_of(&item.story);
        fields.set("revision", item.revision.to_string());
        fields
    });
    named(&app.read, &visit, &mut fields, &["body"]).await?;
    Ok(show(&visit, &item, &fields, &Choices::of(&app, &visit).await?, None))
}

pub async fn submit(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path(address): Path<String>,
    mut fields: Fields,
) -> Result<Response, PageError> {
    let item = correctable(&visit, &app, &address).await?;
    let order = visit.member()?.order(fields.command_id()?);
    let revision = fields.value("revision").parse().map_err(|_| PageError::BadRequest)?;
    let choices = Choices::of(&app, &visit).await?;
    if previewed(&app, &visit, &mut fields).await? {
        return Ok(show(&visit, &item, &fields, &choices, None).into_response());
    }
    // Both stay as they were published; the form does not ask for them.
    fields.set("kind", item.story.kind.slug());
    fields.set("seat", "");
    if let Some(story) = form::story(&visit, &mut fields, &choices) {
        let slug = text::slug(&story.title);
        let note = fields.value("note").to_owned();
        let command = NewsItemCommand::Correct { revision, story, note };
        match app.desk.execute::<Aggregate>(&order, &item.id.to_string(), command).await {
            // It was withdrawn meanwhile: its page says so.
            Ok(()) | Err(DeskError::Refused(NewsItemError::Withdrawn)) => {
                let settled = app.settle(&[NewsItems::NAME, NewsVersions::NAME]).await;
                return Ok(See::page(visit.link(&labels::address(&item.short, &slug)))
                    .notice("newsroom-notice-corrected")
                    .saved(&fields)
                    .settled(settled)
                    .into_response());
            }
            Err(DeskError::Refused(NewsItemError::Invalid(faults))) => {
                form::refuse(&visit, &mut fields, faults);
            }
            Err(DeskError::Refused(NewsItemError::Stale)) => {
                app.settle(&[NewsItems::NAME]).await;
                let now = correctable(&visit, &app, &address).await?;
                write::seen_both(&app, &mut fields, now.revision);
                let page = show(&visit, &now, &fields, &choices, Some("newsroom-stale"));
                return Ok((StatusCode::CONFLICT, page).into_response());
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok((form::REFUSED, show(&visit, &item, &fields, &choices, None)).into_response())
}

async fn correctable(visit: &Visit, app: &App, address: &str) -> Result<NewsItem, PageError> {
    let viewer = visit.member()?;
    let item = newsroom::by_short(&app.read, labels::short_of(address)).await?.ok_or(PageError::NotFound)?;
    if labels::keeps(viewer, item.author, item.story.seat) { Ok(item) } else { Err(PageError::Forbidden) }
}

/// `warning` where something happened since the form was opened; what is published then stands beside it.
pub fn show(
    visit: &Visit,
    item: &NewsItem,
    fields: &Fields,
    choices: &Choices,
    warning: Option<&str>,
) -> Editing {
    let title = visit.text("newsroom-correct-title");
    let address = labels::address(&item.short, &item.slug);
    let form = html! {
        form method="post" action=(visit.link(&format!("{address}/correct"))) novalidate {
            (drafts(visit))
            (command_id(visit, fields))
            input type="hidden" name="revision" value=(fields.value("revision"));
            (Field::new("note", visit.text("newsroom-note")).hint(visit.text("newsroom-note-hint"))
                .limit(NOTE_MAX).required().textarea(2, visit, fields))
            (form::show(visit, fields, choices, Some(item.story.kind)))
            div .actions {
                (button(visit.text("newsroom-correct-button")))
                a .button.quiet href=(visit.link(&address)) { (visit.text("ui-cancel")) }
            }
        }
    };
    let page = Page::new(title)
        .section(Section::News)
        .script(assets::editor())
        .hidden()
        .crumb(visit.text("newsroom-title"), visit.link("/news"))
        .crumb(&item.story.title, visit.link(&address))
        .show(
            visit,
            &html! {
                div .page-head { h1 { (title) } p .lead { (visit.text("newsroom-correct-lead")) } }
                (error_summary(visit, fields, &form::labels(visit)))
                @if let Some(warning) = warning {
                    (Notice::Warning.show(&visit.text(warning)))
                    (write::beside(visit, &form, &item.story))
                } @else {
                    div .narrow { (form) }
                }
            },
        );
    Editing(page)
}
