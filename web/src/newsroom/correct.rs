//! `/news/{address}/correct`: changing what is published, with a note for its readers.

use std::sync::Arc;

use application::DeskError;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::newsroom::{NOTE_MAX, NewsItem as Aggregate, NewsItemCommand, NewsItemError};
use domain::text;
use maud::{Markup, html};
use projections::ReadModel;
use projections::newsroom::{self, NewsItem, NewsItems, NewsVersions, WithdrawnNews};

use super::form::{self, Choices};
use super::{labels, write};
use crate::App;
use crate::assets;
use crate::editor::{Editing, Fate, Late, drafts, previewed};
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
) -> Result<Response, PageError> {
    let Some(item) = correctable(&visit, &app, &address).await? else {
        let kept = visit.kept.clone().unwrap_or_default();
        return withdrawn(&visit, &app, &address, kept).await;
    };
    let mut fields = visit.kept.clone().unwrap_or_else(|| {
        let mut fields = form::fields_of(&item.story);
        fields.set("revision", item.revision.to_string());
        fields
    });
    named(&app.read, &visit, &mut fields, &["body"]).await?;
    Ok(show(&visit, &item, &fields, &Choices::of(&app, &visit).await?, None).into_response())
}

pub async fn submit(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path(address): Path<String>,
    mut fields: Fields,
) -> Result<Response, PageError> {
    let Some(item) = correctable(&visit, &app, &address).await? else {
        return withdrawn(&visit, &app, &address, fields).await;
    };
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
            Ok(()) => {
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
            Err(DeskError::Refused(NewsItemError::Withdrawn)) => {
                app.settle(&[WithdrawnNews::NAME]).await;
                return withdrawn(&visit, &app, &address, fields).await;
            }
            Err(DeskError::Refused(NewsItemError::Stale)) => {
                app.settle(&[NewsItems::NAME, WithdrawnNews::NAME]).await;
                let Some(now) = correctable(&visit, &app, &address).await? else {
                    return withdrawn(&visit, &app, &address, fields).await;
                };
                write::seen_both(&app, &mut fields, now.revision);
                let page = show(&visit, &now, &fields, &choices, Some("newsroom-stale"));
                return Ok((StatusCode::CONFLICT, page).into_response());
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok((form::REFUSED, show(&visit, &item, &fields, &choices, None)).into_response())
}

/// The item, if the visitor may correct it; none where it was withdrawn.
async fn correctable(visit: &Visit, app: &App, address: &str) -> Result<Option<NewsItem>, PageError> {
    let viewer = visit.member()?;
    let short = labels::short_of(address);
    match newsroom::by_short(&app.read, short).await? {
        Some(item) if labels::keeps(viewer, item.author, item.story.seat) => Ok(Some(item)),
        Some(_) => Err(PageError::Forbidden),
        None => newsroom::withdrawal(&app.read, short).await?.map(|_| None).ok_or(PageError::NotFound),
    }
}

/// It was withdrawn while somebody wrote. Of which kind it was is not known any more: all fields are shown.
async fn withdrawn(
    visit: &Visit,
    app: &Arc<App>,
    address: &str,
    mut fields: Fields,
) -> Result<Response, PageError> {
    previewed(app, visit, &mut fields).await?;
    let short = labels::short_of(address);
    let withdrawal = newsroom::withdrawal(&app.read, short).await?;
    let choices = Choices::of(app, visit).await?;
    let late = Late {
        section: Section::News,
        title: "newsroom-correct-title",
        fate: Fate::Withdrawn,
        reason: withdrawal.map(|withdrawal| withdrawal.reason),
        page: labels::address(short, ""),
    };
    let form = html! { (note(visit, &fields)) (form::show(visit, &fields, &choices, None)) };
    Ok(late.show(visit, &fields, &form))
}

fn note(visit: &Visit, fields: &Fields) -> Markup {
    let field = Field::new("note", visit.text("newsroom-note")).hint(visit.text("newsroom-note-hint"));
    field.limit(NOTE_MAX).required().textarea(2, visit, fields)
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
            (note(visit, fields))
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
                    (write::beside(visit, &form, &item.story, choices))
                } @else {
                    div .narrow { (form) }
                }
            },
        );
    Editing(page)
}
