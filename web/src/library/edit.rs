//! `GET` and `POST /library/{short}-{slug}/edit`: what describes a resource, for its author.
//! When it was changed elsewhere in the meantime, both versions are shown, and the author chooses.

use std::sync::Arc;

use application::DeskError;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use chrono::Datelike;
use domain::library::{Resource as Aggregate, ResourceCommand, ResourceError};
use domain::text;
use maud::{Markup, html};
use projections::ReadModel;
use projections::library::{self, LibraryCounts, Resource, Resources, WithdrawnResources};

use super::form::{self, Choices};
use super::labels;
use crate::App;
use crate::assets;
use crate::editor::{Editing, Fate, Late, drafts, previewed};
use crate::error::PageError;
use crate::fields::Fields;
use crate::markdown::named;
use crate::redirect::See;
use crate::ui::{Notice, Page, Section, button, command_id, error_summary, facts};
use crate::visit::Visit;

pub async fn page(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path(address): Path<String>,
) -> Result<Response, PageError> {
    let Some(resource) = editable(&visit, &app, &address).await? else {
        let kept = visit.kept.clone().unwrap_or_default();
        return withdrawn(&visit, &app, &address, kept).await;
    };
    let mut fields = visit.kept.clone().unwrap_or_else(|| {
        let mut fields = form::fields_of(&resource.details);
        fields.set("revision", resource.revision.to_string());
        fields
    });
    named(&app.read, &visit, &mut fields, &["summary"]).await?;
    Ok(show(&visit, &resource, &fields, &Choices::of(&app).await?, false).into_response())
}

pub async fn save(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path(address): Path<String>,
    mut fields: Fields,
) -> Result<Response, PageError> {
    let Some(resource) = editable(&visit, &app, &address).await? else {
        return withdrawn(&visit, &app, &address, fields).await;
    };
    let order = visit.member()?.order(fields.command_id()?);
    let revision = fields.value("revision").parse().map_err(|_| PageError::BadRequest)?;
    let choices = Choices::of(&app).await?;
    if previewed(&app, &visit, &mut fields).await? {
        return Ok(show(&visit, &resource, &fields, &choices, false).into_response());
    }
    let this_year = u16::try_from((app.clock)().year()).unwrap_or(u16::MAX);
    let Some(details) = form::details(&visit, &mut fields, &choices, this_year) else {
        return Ok((form::REFUSED, show(&visit, &resource, &fields, &choices, false)).into_response());
    };
    let slug = text::slug(&details.title);
    let command = ResourceCommand::Edit { revision, details, this_year };
    match app.desk.execute::<Aggregate>(&order, &resource.id.to_string(), command).await {
        Ok(()) => {
            let settled = app.settle(&[Resources::NAME, LibraryCounts::NAME]).await;
            Ok(See::page(visit.link(&labels::address(&resource.short, &slug)))
                .notice("library-notice-edited")
                .saved(&fields)
                .settled(settled)
                .into_response())
        }
        Err(DeskError::Refused(ResourceError::Invalid(faults))) => {
            for fault in faults {
                form::refuse(&visit, &mut fields, fault, this_year);
            }
            Ok((form::REFUSED, show(&visit, &resource, &fields, &choices, false)).into_response())
        }
        Err(DeskError::Refused(ResourceError::Withdrawn)) => {
            app.settle(&[WithdrawnResources::NAME]).await;
            withdrawn(&visit, &app, &address, fields).await
        }
        Err(DeskError::Refused(ResourceError::Stale)) => {
            app.settle(&[Resources::NAME, WithdrawnResources::NAME]).await;
            let Some(now) = editable(&visit, &app, &address).await? else {
                return withdrawn(&visit, &app, &address, fields).await;
            };
            // The author has seen both from here on: saving again is meant, and is a new intention.
            fields.set("revision", now.revision.to_string());
            fields.set("command_id", (app.entrance.new_id)().to_string());
            Ok((StatusCode::CONFLICT, show(&visit, &now, &fields, &choices, true)).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

/// The resource, if the visitor may edit it; none where it was withdrawn.
pub async fn editable(visit: &Visit, app: &App, address: &str) -> Result<Option<Resource>, PageError> {
    visit.member()?;
    let short = labels::short_of(address);
    match library::by_short(&app.read, short).await? {
        Some(resource) if visit.is(resource.author) => Ok(Some(resource)),
        Some(_) => Err(PageError::Forbidden),
        None => library::withdrawal(&app.read, short).await?.map(|_| None).ok_or(PageError::NotFound),
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
    let choices = Choices::of(app).await?;
    let late = late(app, address, "library-edit-title").await?;
    Ok(late.show(visit, &fields, &form::show(visit, &fields, &choices)))
}

/// For forms of a resource that was withdrawn.
pub async fn late(app: &App, address: &str, title: &'static str) -> Result<Late, PageError> {
    let short = labels::short_of(address);
    let withdrawal = library::withdrawal(&app.read, short).await?;
    Ok(Late {
        section: Section::Library,
        title,
        fate: Fate::Withdrawn,
        reason: withdrawal.map(|withdrawal| withdrawal.reason),
        page: labels::address(short, ""),
    })
}

fn show(visit: &Visit, resource: &Resource, fields: &Fields, choices: &Choices, stale: bool) -> Editing {
    let title = visit.text("library-edit-title");
    let address = labels::address(&resource.short, &resource.slug);
    let edit = html! {
        form method="post" action=(visit.link(&format!("{address}/edit"))) novalidate {
            (drafts(visit))
            (command_id(visit, fields))
            input type="hidden" name="revision" value=(fields.value("revision"));
            (form::show(visit, fields, choices))
            div .actions {
                (button(visit.text(if stale { "library-edit-mine" } else { "library-edit-button" })))
                @if !stale { a .button.quiet href=(visit.link(&format!("{address}/translation"))) { (visit.text("library-translation-title")) } }
                a .button.quiet href=(visit.link(&address)) {
                    (visit.text(if stale { "library-edit-theirs" } else { "ui-cancel" }))
                }
            }
        }
    };
    let page = Page::new(title)
        .section(Section::Library)
        .script(assets::editor())
        .crumb(visit.text("library-title"), visit.link("/library"))
        .crumb(&resource.details.title, visit.link(&address))
        .show(
            visit,
            &html! {
                div .page-head { h1 { (title) } }
                (error_summary(visit, fields, &form::labels(visit)))
                @if stale {
                    (Notice::Warning.show(&visit.text("library-edit-stale")))
                    div .with-aside {
                        section aria-labelledby="typed" {
                            h2 #typed { (visit.text("library-edit-stale-typed")) }
                            (edit)
                        }
                        section .panel aria-labelledby="stored" {
                            h2 #stored { (visit.text("library-edit-stale-stored")) }
                            (stored(visit, resource, choices))
                        }
                    }
                } @else {
                    div .narrow { (edit) }
                }
            },
        );
    Editing(page)
}

/// The version that stands there now.
fn stored(visit: &Visit, resource: &Resource, choices: &Choices) -> Markup {
    let details = &resource.details;
    let or_none =
        |text: Option<String>| html! { (text.filter(|text| !text.is_empty()).unwrap_or("–".into())) };
    let themes = visit.theme_names(&details.facets.themes);
    facts([
        (visit.text("library-publish-title-label"), html! { (details.title) }),
        (visit.text("library-publish-summary"), html! { span .pre { (details.summary) } }),
        (visit.text("library-publish-authors"), or_none(details.authors.clone())),
        (visit.text("library-language"), html! { (labels::language(visit, details.facets.language)) }),
        (visit.text("library-kind"), html! { (labels::kind(visit, details.facets.kind)) }),
        (
            visit.text("library-country"),
            or_none(details.facets.country.map(|country| country.name(visit.language).to_owned())),
        ),
        (
            visit.text("library-institution"),
            or_none(details.institution.and_then(|id| choices.institution(visit, id))),
        ),
        (visit.text("library-year"), or_none(details.year.map(|year| year.to_string()))),
        (visit.text("library-theme"), html! { (themes.join(", ")) }),
        (visit.text("library-licence"), html! { (labels::licence(visit, details.licence)) }),
    ])
}
