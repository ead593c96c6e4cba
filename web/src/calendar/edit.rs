//! `GET` and `POST /events/{short}-{slug}/edit`: what describes a gathering, for those who organise it.
//! When it was changed elsewhere in the meantime, the form keeps what was typed and shows what stands there.

use std::sync::Arc;

use application::DeskError;
use axum::extract::{Path, State as Part};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::calendar::{Gathering as Aggregate, GatheringCommand, GatheringError};
use domain::text;
use maud::{Markup, html};
use projections::ReadModel;
use projections::calendar::{Gathering, Gatherings, Registrations, State};

use super::form::{self, Choices};
use super::{labels, own};
use crate::App;
use crate::assets;
use crate::editor::{Editing, Fate, Late, drafts, previewed};
use crate::error::PageError;
use crate::fields::Fields;
use crate::library::language_name;
use crate::markdown::named;
use crate::redirect::See;
use crate::ui::{Notice, Page, Section, button, command_id, error_summary, facts};
use crate::visit::Visit;

pub async fn page(
    visit: Visit,
    Part(app): Part<Arc<App>>,
    Path(address): Path<String>,
) -> Result<Response, PageError> {
    let gathering = own(&app, &visit, &address).await?;
    if gathering.state != State::Published {
        let kept = visit.kept.clone().unwrap_or_default();
        return late(&visit, &app, &gathering, kept).await;
    }
    let mut fields = visit.kept.clone().unwrap_or_else(|| {
        let mut fields = form::fields_of(&gathering.details);
        fields.set("revision", gathering.revision.to_string());
        fields
    });
    named(&app.read, &visit, &mut fields, &["description"]).await?;
    let choices = Choices::of(&app, &visit, gathering.details.organisation).await?;
    Ok(show(&visit, &gathering, &fields, &choices, false).into_response())
}

pub async fn save(
    visit: Visit,
    Part(app): Part<Arc<App>>,
    Path(address): Path<String>,
    mut fields: Fields,
) -> Result<Response, PageError> {
    let gathering = own(&app, &visit, &address).await?;
    if gathering.state != State::Published {
        return late(&visit, &app, &gathering, fields).await;
    }
    let order = visit.member()?.order(fields.command_id()?);
    let revision = fields.value("revision").parse().map_err(|_| PageError::BadRequest)?;
    let choices = Choices::of(&app, &visit, gathering.details.organisation).await?;
    if previewed(&app, &visit, &mut fields).await? {
        return Ok(show(&visit, &gathering, &fields, &choices, false).into_response());
    }
    let Some(details) = form::details(&visit, &mut fields, &choices) else {
        return Ok((form::REFUSED, show(&visit, &gathering, &fields, &choices, false)).into_response());
    };
    let slug = text::slug(&details.title);
    let command = GatheringCommand::Change { revision, details, now: (app.clock)() };
    let refused = match app.desk.execute::<Aggregate>(&order, &gathering.id.to_string(), command).await {
        Ok(()) => {
            let settled = app.settle(&[Gatherings::NAME, Registrations::NAME]).await;
            let page = visit.link(&labels::address(&gathering.short, &slug));
            let saved = See::page(page).notice("calendar-notice-edited").saved(&fields);
            return Ok(saved.settled(settled).into_response());
        }
        Err(DeskError::Refused(error)) => error,
        Err(error) => return Err(error.into()),
    };
    match refused {
        GatheringError::Invalid(faults) => {
            for fault in faults {
                form::refuse(&visit, &mut fields, fault);
            }
        }
        GatheringError::TooFewPlaces { registered } => {
            let message = visit.text_with("calendar-too-few-places", &[("count", registered.into())]);
            fields.refuse("capacity", message);
        }
        GatheringError::Stale => {
            app.settle(&[Gatherings::NAME]).await;
            let now = own(&app, &visit, &address).await?;
            if now.state != State::Published {
                return late(&visit, &app, &now, fields).await;
            }
            // Whoever saves again has seen both, and means it: that is a new intention.
            fields.set("revision", now.revision.to_string());
            fields.set("command_id", (app.entrance.new_id)().to_string());
            return Ok((StatusCode::CONFLICT, show(&visit, &now, &fields, &choices, true)).into_response());
        }
        error @ (GatheringError::Cancelled | GatheringError::Removed) => {
            app.settle(&[Gatherings::NAME]).await;
            let mut now = own(&app, &visit, &address).await?;
            // The read model may not have followed yet; the rules have decided.
            now.state = if error == GatheringError::Removed { State::Removed } else { State::Cancelled };
            return late(&visit, &app, &now, fields).await;
        }
        error => return Err(DeskError::Refused(error).into()),
    }
    Ok((form::REFUSED, show(&visit, &gathering, &fields, &choices, false)).into_response())
}

/// It was cancelled or removed while somebody wrote.
async fn late(
    visit: &Visit,
    app: &App,
    gathering: &Gathering,
    mut fields: Fields,
) -> Result<Response, PageError> {
    previewed(app, visit, &mut fields).await?;
    let choices = Choices::of(app, visit, gathering.details.organisation).await?;
    let late = Late {
        section: Section::Events,
        title: "calendar-edit-title",
        fate: if gathering.state == State::Removed { Fate::Removed } else { Fate::Cancelled },
        reason: gathering.reason.clone(),
        page: labels::address(&gathering.short, &gathering.slug),
    };
    Ok(late.show(visit, &fields, &form::show(visit, &fields, &choices)))
}

fn show(visit: &Visit, gathering: &Gathering, fields: &Fields, choices: &Choices, stale: bool) -> Editing {
    let title = visit.text("calendar-edit-title");
    let address = labels::address(&gathering.short, &gathering.slug);
    let page = Page::new(title)
        .section(Section::Events)
        .script(assets::editor())
        .hidden()
        .crumb(visit.text("calendar-title"), visit.link("/events"))
        .crumb(&gathering.details.title, visit.link(&address))
        .show(
            visit,
            &html! {
                div .narrow {
                    div .page-head { h1 { (title) } }
                    (error_summary(visit, fields, &form::labels(visit)))
                    @if stale {
                        (Notice::Warning.show(&visit.text("calendar-edit-stale")))
                        section .panel aria-labelledby="stored" {
                            h2 #stored { (visit.text("calendar-edit-stored")) }
                            (stored(visit, gathering, choices))
                        }
                    }
                    form method="post" action=(visit.link(&format!("{address}/edit"))) novalidate {
                        (drafts(visit))
                        (command_id(visit, fields))
                        input type="hidden" name="revision" value=(fields.value("revision"));
                        (form::show(visit, fields, choices))
                        div .actions {
                            (button(visit.text("calendar-edit-button")))
                            a .button.quiet href=(visit.link(&address)) { (visit.text("ui-cancel")) }
                        }
                    }
                }
            },
        );
    Editing(page)
}

/// The version that stands there now: texts and times as the form has them, choices as they are read.
fn stored(visit: &Visit, gathering: &Gathering, choices: &Choices) -> Markup {
    let details = &gathering.details;
    let fields = form::fields_of(details);
    let shown = |name: &str| {
        let text = match name {
            "language" => language_name(visit, details.language).to_owned(),
            "organisation" => {
                let named = details.organisation.and_then(|id| choices.organisation(visit, id));
                named.unwrap_or_default().to_owned()
            }
            "country" => {
                let place = details.place.as_ref();
                place.map(|place| place.country.name(visit.language).to_owned()).unwrap_or_default()
            }
            "themes" => visit.theme_names(&details.themes).join(", "),
            "starts" | "ends" | "register_until" => fields.value(name).replace('T', " "),
            text => fields.value(text).to_owned(),
        };
        if text.is_empty() { "–".to_owned() } else { text }
    };
    facts(form::labels(visit).map(|(name, label)| (label, html! { span .pre dir="auto" { (shown(name)) } })))
}
