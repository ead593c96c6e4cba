//! `/news/new` and `/news/drafts/{short}/edit`: writing. A draft may lack anything; it is looked at before it is published.
//! The item's id is made of the member's and the form's, so that sending it twice makes one draft.

use std::sync::Arc;

use application::DeskError;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::newsroom::{LinkPicture, NewsItem as Aggregate, NewsItemCommand, NewsItemError, Story};
use domain::{CommandId, MemberId, NewsItemId, OrganisationId};
use maud::{Markup, html};
use projections::ReadModel;
use projections::newsroom::{self, Draft, NewsDrafts, NewsItems};

use super::form::{self, Choices};
use super::{correct, draft, labels};
use crate::App;
use crate::assets;
use crate::editor::{Editing, drafts, previewed};
use crate::error::PageError;
use crate::fields::Fields;
use crate::markdown::named;
use crate::redirect::See;
use crate::ui::{Notice, Page, Section, button, command_id, error_summary, facts};
use crate::visit::Visit;

pub async fn new(visit: Visit, State(app): State<Arc<App>>) -> Result<Editing, PageError> {
    let choices = Choices::of(&app, &visit).await?;
    let fields = visit.kept.clone().unwrap_or_else(|| Fields::new([("language", visit.language.code())]));
    Ok(show(&visit, None, &fields, &choices, None))
}

/// The item that this member's form makes.
fn item_of(member: MemberId, command: CommandId) -> NewsItemId {
    NewsItemId::derived(&["news", &member.to_string(), &command.to_string()])
}

pub async fn begin(
    visit: Visit,
    State(app): State<Arc<App>>,
    mut fields: Fields,
) -> Result<Response, PageError> {
    let viewer = visit.member()?;
    let choices = Choices::of(&app, &visit).await?;
    let command = fields.command_id()?;
    let (item, author) = (item_of(viewer.id, command), viewer.id);
    if previewed(&app, &visit, &mut fields).await? {
        return Ok(show(&visit, None, &fields, &choices, None).into_response());
    }
    if let Some(story) = form::story(&visit, &mut fields, &choices) {
        let write = NewsItemCommand::Write { item, author, revision: 0, story };
        match app.desk.execute::<Aggregate>(&viewer.order(command), &item.to_string(), write).await {
            Ok(()) => return Ok(saved(&visit, &app, &item.short(), &fields).await),
            Err(DeskError::Refused(NewsItemError::Invalid(faults))) => {
                form::refuse(&visit, &mut fields, faults);
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok((form::REFUSED, show(&visit, None, &fields, &choices, None)).into_response())
}

pub async fn edit(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path(short): Path<String>,
) -> Result<Editing, PageError> {
    let draft = draft::kept(&visit, &app, &short).await?;
    let mut fields = visit.kept.clone().unwrap_or_else(|| {
        let mut fields = form::fields_of(&draft.story);
        fields.set("revision", draft.revision.to_string());
        fields
    });
    named(&app.read, &visit, &mut fields, &["body"]).await?;
    Ok(show(&visit, Some(&draft), &fields, &Choices::of(&app, &visit).await?, None))
}

pub async fn save(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path(short): Path<String>,
    mut fields: Fields,
) -> Result<Response, PageError> {
    let viewer = visit.member()?;
    let choices = Choices::of(&app, &visit).await?;
    let Some(draft) = newsroom::draft_by_short(&app.read, &short).await? else {
        return overtaken(&visit, &app, &short, fields, &choices).await;
    };
    if !labels::keeps(viewer, draft.author, draft.seat) {
        return Err(PageError::NotFound);
    }
    if previewed(&app, &visit, &mut fields).await? {
        return Ok(show(&visit, Some(&draft), &fields, &choices, None).into_response());
    }
    let order = viewer.order(fields.command_id()?);
    let revision = fields.value("revision").parse().map_err(|_| PageError::BadRequest)?;
    if let Some(story) = form::story(&visit, &mut fields, &choices) {
        let write = NewsItemCommand::Write { item: draft.id, author: viewer.id, revision, story };
        match app.desk.execute::<Aggregate>(&order, &draft.id.to_string(), write).await {
            Ok(()) => return Ok(saved(&visit, &app, &short, &fields).await),
            Err(DeskError::Refused(NewsItemError::Invalid(faults))) => {
                form::refuse(&visit, &mut fields, faults);
            }
            Err(DeskError::Refused(NewsItemError::Stale)) => {
                app.settle(&[NewsDrafts::NAME]).await;
                let now = draft::kept(&visit, &app, &short).await?;
                seen_both(&app, &mut fields, now.revision);
                let page = show(&visit, Some(&now), &fields, &choices, Some("newsroom-stale"));
                return Ok((StatusCode::CONFLICT, page).into_response());
            }
            Err(DeskError::Refused(_)) => {
                app.settle(&[NewsDrafts::NAME, NewsItems::NAME]).await;
                return overtaken(&visit, &app, &short, fields, &choices).await;
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok((form::REFUSED, show(&visit, Some(&draft), &fields, &choices, None)).into_response())
}

/// Saving again is meant from here on, and is a new intention.
pub fn seen_both(app: &App, fields: &mut Fields, revision: u32) {
    fields.set("revision", revision.to_string());
    fields.set("command_id", (app.entrance.new_id)().to_string());
}

/// Somebody else published or discarded the draft meanwhile: what was typed stands in the form that fits now.
async fn overtaken(
    visit: &Visit,
    app: &Arc<App>,
    short: &str,
    mut fields: Fields,
    choices: &Choices,
) -> Result<Response, PageError> {
    let page = match newsroom::by_short(&app.read, short).await? {
        Some(item) if labels::keeps(visit.member()?, item.author, item.story.seat) => {
            seen_both(app, &mut fields, item.revision);
            correct::show(visit, &item, &fields, choices, Some("newsroom-overtaken-published"))
        }
        Some(_) => return Err(PageError::NotFound),
        None => {
            seen_both(app, &mut fields, 0);
            show(visit, None, &fields, choices, Some("newsroom-overtaken-gone"))
        }
    };
    Ok((StatusCode::CONFLICT, page).into_response())
}

async fn saved(visit: &Visit, app: &App, short: &str, fields: &Fields) -> Response {
    let settled = app.settle(&[NewsDrafts::NAME]).await;
    See::page(visit.link(&labels::draft_address(short)))
        .notice("newsroom-notice-saved")
        .saved(fields)
        .settled(settled)
        .into_response()
}

/// `warning` where something happened since the form was opened; the stored draft then stands beside it.
fn show(
    visit: &Visit,
    draft: Option<&Draft>,
    fields: &Fields,
    choices: &Choices,
    warning: Option<&str>,
) -> Editing {
    let title = visit.text(if draft.is_some() { "newsroom-edit-title" } else { "newsroom-new-title" });
    let back = draft.map_or("/news/drafts".to_owned(), |draft| labels::draft_address(&draft.short));
    let action = draft.map_or("/news/new".to_owned(), |_| format!("{back}/edit"));
    let form = html! {
        form method="post" action=(visit.link(&action)) novalidate {
            (drafts(visit))
            (command_id(visit, fields))
            @if draft.is_some() { input type="hidden" name="revision" value=(fields.value("revision")); }
            (form::show(visit, fields, choices, None))
            div .actions {
                (button(visit.text("newsroom-save")))
                a .button.quiet href=(visit.link(&back)) { (visit.text("ui-cancel")) }
            }
        }
    };
    let page = Page::new(title)
        .section(Section::News)
        .script(assets::editor())
        .hidden()
        .crumb(visit.text("newsroom-title"), visit.link("/news"))
        .crumb(visit.text("newsroom-drafts"), visit.link("/news/drafts"))
        .show(
            visit,
            &html! {
                div .page-head { h1 { (title) } p .lead { (visit.text("newsroom-new-lead")) } }
                (error_summary(visit, fields, &form::labels(visit)))
                @if let Some(warning) = warning { (Notice::Warning.show(&visit.text(warning))) }
                @match draft.filter(|_| warning.is_some()) {
                    Some(draft) => (beside(visit, &form, &draft.story, choices)),
                    None => div .narrow { (form) },
                }
            },
        );
    Editing(page)
}

/// What was typed, and what stands there now.
pub fn beside(visit: &Visit, form: &Markup, story: &Story, choices: &Choices) -> Markup {
    html! {
        div .with-aside {
            section aria-labelledby="typed" {
                h2 #typed { (visit.text("library-edit-stale-typed")) }
                (form)
            }
            section .panel aria-labelledby="stored" {
                h2 #stored { (visit.text("library-edit-stale-stored")) }
                (stored(visit, story, choices))
            }
        }
    }
}

fn stored(visit: &Visit, story: &Story, choices: &Choices) -> Markup {
    let themes = visit.theme_names(&story.themes);
    let countries: Vec<&str> = story.countries.iter().map(|country| country.name(visit.language)).collect();
    let text = |text: &str| html! { span .pre dir="auto" { (if text.is_empty() { "–" } else { text }) } };
    let named = |id: Option<OrganisationId>| id.and_then(|id| choices.organisation(visit, id));
    let myself = visit.text("newsroom-seat-myself");
    let pictureless = if story.picture == LinkPicture::Unwanted {
        "newsroom-picture-none"
    } else {
        "newsroom-picture-shown"
    };
    facts([
        (visit.text("library-kind"), html! { (labels::kind(visit, story.kind)) }),
        (
            visit.text("newsroom-seat"),
            text(story.seat.map_or(myself, |_| named(story.seat).unwrap_or_default())),
        ),
        (visit.text("library-publish-link-label"), text(&story.link)),
        (visit.text("newsroom-picture"), html! { (visit.text(pictureless)) }),
        (visit.text("library-publish-title-label"), text(&story.title)),
        (visit.text("newsroom-summary"), text(&story.summary)),
        (visit.text("newsroom-body"), text(&story.body)),
        (visit.text("library-language"), html! { (labels::language(visit, story.language)) }),
        (visit.text("library-institution"), text(named(story.institution).unwrap_or_default())),
        (visit.text("newsroom-countries"), text(&countries.join(", "))),
        (visit.text("library-theme"), text(&themes.join(", "))),
    ])
}
