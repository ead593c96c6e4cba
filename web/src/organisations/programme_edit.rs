//! `/organisations/{slug}/programmes/new` and `/programmes/{slug}/edit`: a programme, for editors of its country.
//! A new one's id is made of the member's and the form's, so that sending it twice makes one programme.

use std::sync::Arc;

use application::DeskError;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::organisations::{
    Organisation as Aggregate, OrganisationCommand, OrganisationError, OrganisationKind,
};
use domain::{Country, Language, OrganisationId, ProgrammeId};
use maud::html;
use projections::ReadModel;
use projections::organisations::programmes::{self, Programme, Programmes};

use super::labels::{country_address, programme_address};
use super::presentation::edits;
use super::programme::found;
use super::{edit, programme_form, stale};
use crate::App;
use crate::assets;
use crate::editor::{Editing, drafts, previewed};
use crate::error::PageError;
use crate::fields::Fields;
use crate::markdown::named;
use crate::redirect::See;
use crate::ui::{self, Page, Section};
use crate::visit::Visit;

/// What the form is about.
struct Place {
    organisation: OrganisationId,
    country: Country,
    /// The part of the address of the country's page.
    slug: String,
    /// As it stands; none while it is new.
    known: Option<Programme>,
}

pub async fn new(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path(slug): Path<String>,
) -> Result<Editing, PageError> {
    let place = country(&visit, &app, &slug).await?;
    let empty = || Fields::new([("language", visit.language.code()), ("revision", "0")]);
    let fields = visit.kept.clone().unwrap_or_else(empty);
    shown(&visit, &app, &place, fields).await
}

pub async fn form(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path(address): Path<String>,
) -> Result<Editing, PageError> {
    let place = of_programme(&visit, &app, &address).await?;
    let stored = || place.known.as_ref().map(programme_form::fields_of).unwrap_or_default();
    let fields = visit.kept.clone().unwrap_or_else(stored);
    shown(&visit, &app, &place, fields).await
}

/// With the names that the writer may see in the mentions.
async fn shown(visit: &Visit, app: &App, place: &Place, mut fields: Fields) -> Result<Editing, PageError> {
    let names = Language::ALL.map(programme_form::summary_field);
    named(&app.read, visit, &mut fields, &names.each_ref().map(String::as_str)).await?;
    Ok(page(visit, place, &fields, false))
}

pub async fn begin(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path(slug): Path<String>,
    fields: Fields,
) -> Result<Response, PageError> {
    let place = country(&visit, &app, &slug).await?;
    let (member, command) = (visit.member()?.id.to_string(), fields.command_id()?.to_string());
    let programme = ProgrammeId::derived(&["programme of", &member, &command]);
    describe(&visit, &app, place, programme, fields).await
}

pub async fn save(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path(address): Path<String>,
    fields: Fields,
) -> Result<Response, PageError> {
    let place = of_programme(&visit, &app, &address).await?;
    // An address may have passed to another programme since the form was opened.
    let programme = fields.value("programme").parse().map_err(|_| PageError::BadRequest)?;
    place.known.as_ref().filter(|known| known.id == programme).ok_or(PageError::NotFound)?;
    describe(&visit, &app, place, programme, fields).await
}

async fn describe(
    visit: &Visit,
    app: &App,
    mut place: Place,
    id: ProgrammeId,
    mut fields: Fields,
) -> Result<Response, PageError> {
    let order = visit.member()?.order(fields.command_id()?);
    let revision = fields.value("revision").parse().map_err(|_| PageError::BadRequest)?;
    if previewed(app, visit, &mut fields).await? {
        return Ok(page(visit, &place, &fields, false).into_response());
    }
    let programme = programme_form::programme(visit, &fields, id)?;
    let address = programme_address(place.country, &programme.slug());
    let command = OrganisationCommand::DescribeProgramme { revision, programme };
    match app.desk.execute::<Aggregate>(&order, &place.organisation.to_string(), command).await {
        Ok(()) => {
            let settled = app.settle(&[Programmes::NAME]).await;
            let saved =
                See::page(visit.link(&address)).notice("organisations-notice-described").saved(&fields);
            Ok(saved.settled(settled).into_response())
        }
        Err(DeskError::Refused(OrganisationError::Programme(faults))) => {
            programme_form::refuse(visit, &mut fields, faults);
            let page = page(visit, &place, &fields, false);
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        Err(DeskError::Refused(OrganisationError::Stale)) => {
            app.settle(&[Programmes::NAME]).await;
            let known = place.known.take().ok_or(PageError::BadRequest)?;
            let now = programmes::by_slug(&app.read, known.country, &known.slug).await?;
            let now = now.filter(|now| now.id == id).ok_or(PageError::NotFound)?;
            // The editor has seen both from here on: saving again is meant, and is a new intention.
            fields.set("revision", now.revision.to_string());
            fields.set("command_id", (app.entrance.new_id)().to_string());
            place.known = Some(now);
            Ok((StatusCode::CONFLICT, page(visit, &place, &fields, true)).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

/// The country whose editor the visitor is.
async fn country(visit: &Visit, app: &App, slug: &str) -> Result<Place, PageError> {
    let organisation = edit::editable(visit, app, slug).await?;
    let country = organisation.country.filter(|_| organisation.kind == OrganisationKind::MemberState);
    let country = country.ok_or(PageError::NotFound)?;
    Ok(Place { organisation: organisation.id, country, slug: organisation.slug, known: None })
}

/// The programme, if the visitor may edit it.
async fn of_programme(visit: &Visit, app: &App, address: &str) -> Result<Place, PageError> {
    visit.member()?;
    let known = found(app, address).await?;
    if !edits(visit, known.organisation) {
        return Err(PageError::Forbidden);
    }
    let slug = known.country.code().to_ascii_lowercase();
    Ok(Place { organisation: known.organisation, country: known.country, slug, known: Some(known) })
}

fn page(visit: &Visit, place: &Place, fields: &Fields, stale: bool) -> Editing {
    let country = place.country.name(visit.language);
    let (title, action, back) = match &place.known {
        Some(known) => {
            let address = programme_address(known.country, &known.slug);
            let title = visit
                .text_with("organisations-programme-edit-title", &[("name", known.name.as_str().into())]);
            (title, format!("{address}/edit"), address)
        }
        None => (
            visit.text_with("organisations-programme-new-title", &[("country", country.into())]),
            format!("/organisations/{}/programmes/new", place.slug),
            country_address(place.country),
        ),
    };
    let back = visit.link(&back);
    let labels = programme_form::labels(visit);
    let labels: Vec<(&str, &str)> =
        labels.iter().map(|(name, label)| (name.as_str(), label.as_str())).collect();
    let content = html! {
        div .narrow {
            h1 { (title) }
            p .lead { (visit.text("organisations-programme-lead")) }
            (ui::error_summary(visit, fields, &labels))
            @if stale { (stale::notice(visit)) }
            form method="post" action=(visit.link(&action)) {
                (drafts(visit))
                (ui::command_id(visit, fields))
                input type="hidden" name="revision" value=(fields.value("revision"));
                @if let Some(known) = &place.known { input type="hidden" name="programme" value=(known.id); }
                (programme_form::show(visit, fields, place.known.as_ref().filter(|_| stale)))
                p .actions {
                    (ui::button(visit.text("organisations-programme-save")))
                    a .button.quiet href=(back) { (visit.text("ui-cancel")) }
                }
            }
        }
    };
    let page = Page::new(&title)
        .section(Section::Countries)
        .crumb(country, visit.link(&country_address(place.country)))
        .hidden();
    Editing(page.script(assets::editor()).show(visit, &content))
}
