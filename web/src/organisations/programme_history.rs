//! `GET /programmes/{slug}/history`: every version of a programme, who wrote it, when, and what changed. `POST …/restore`:
//! an earlier version comes back as a new one. For editors of its country; auditors and administrators read.

use std::sync::Arc;

use application::DeskError;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::Language;
use domain::organisations::{
    Organisation as Aggregate, OrganisationCommand, OrganisationError, OrganisationEvent,
    Programme as Described,
};
use maud::{Markup, html};
use projections::ReadModel;
use projections::organisations::programmes::{Programme, Programmes};

use super::history::{SHOWN, difference, head, pages, pagination, restoring, writers};
use super::labels::{country_address, programme_address};
use super::presentation::edits;
use super::programme::found;
use super::versions::Made;
use crate::App;
use crate::error::PageError;
use crate::fields::Fields;
use crate::markdown::People;
use crate::redirect::See;
use crate::ui::{Notice, Page, Section};
use crate::visit::{Viewer, Visit};

struct Version {
    made: Made,
    programme: Described,
}

pub async fn page(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path(address): Path<String>,
) -> Result<Markup, PageError> {
    let programme = readable(&visit, &app, &address).await?;
    shown(&visit, &app, &programme, None).await
}

pub async fn restore(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path(address): Path<String>,
    fields: Fields,
) -> Result<Response, PageError> {
    let programme = readable(&visit, &app, &address).await?;
    let order = visit.member()?.order(fields.command_id()?);
    let number = |name| fields.value(name).parse::<u32>().map_err(|_| PageError::BadRequest);
    let (revision, version) = (number("revision")?, number("version")?);
    let earlier = versions(&app, &programme).await?;
    let earlier = earlier.into_iter().find(|one| one.made.revision == version).ok_or(PageError::NotFound)?;
    let place = programme_address(programme.country, &earlier.programme.slug());
    let command = OrganisationCommand::DescribeProgramme { revision, programme: earlier.programme };
    let warning =
        match app.desk.execute::<Aggregate>(&order, &programme.organisation.to_string(), command).await {
            Ok(()) => {
                let settled = app.settle(&[Programmes::NAME]).await;
                let see = See::page(visit.link(&place)).notice("organisations-notice-restored");
                return Ok(see.settled(settled).into_response());
            }
            Err(DeskError::Refused(OrganisationError::Stale)) => "organisations-history-stale",
            // All else was in order when the version was written.
            Err(DeskError::Refused(OrganisationError::Programme(_))) => "organisations-error-name-taken",
            Err(error) => return Err(error.into()),
        };
    app.settle(&[Programmes::NAME]).await;
    Ok((StatusCode::CONFLICT, shown(&visit, &app, &programme, Some(warning)).await?).into_response())
}

/// To the page, for whom it is.
pub fn link(visit: &Visit, programme: &Programme) -> Markup {
    let address = format!("{}/history", programme_address(programme.country, &programme.slug));
    html! {
        @if reads(visit, programme) {
            a .small href=(visit.link(&address)) { (visit.text("organisations-history")) }
        }
    }
}

fn reads(visit: &Visit, programme: &Programme) -> bool {
    edits(visit, programme.organisation) || visit.viewer.as_ref().is_some_and(Viewer::audits)
}

/// The programme, if the visitor may look at how its page came to be.
async fn readable(visit: &Visit, app: &App, address: &str) -> Result<Programme, PageError> {
    visit.member()?;
    let programme = found(app, address).await?;
    if reads(visit, &programme) { Ok(programme) } else { Err(PageError::Forbidden) }
}

/// From the first to the present one. What is the same as an earlier one brings that back.
async fn versions(app: &App, of: &Programme) -> Result<Vec<Version>, DeskError<OrganisationError>> {
    let mut versions: Vec<Version> = Vec::new();
    for event in app.desk.history::<Aggregate>(&of.organisation.to_string()).await? {
        let OrganisationEvent::ProgrammeDescribed { programme, .. } = &event.payload else { continue };
        if programme.id == of.id {
            let same = versions.iter().rev().find(|earlier| earlier.programme == *programme);
            let restored = same.map(|earlier| earlier.made.revision);
            let revision = versions.last().map_or(0, |last| last.made.revision) + 1;
            let made = Made::of(revision, restored, &event.metadata);
            versions.push(Version { made, programme: programme.clone() });
        }
    }
    Ok(versions)
}

/// `warning` where nothing was brought back.
async fn shown(
    visit: &Visit,
    app: &App,
    programme: &Programme,
    warning: Option<&str>,
) -> Result<Markup, PageError> {
    let versions = versions(app, programme).await?;
    let names = writers(app, visit, versions.iter().map(|version| &version.made)).await?;
    let texts = versions.iter().flat_map(|version| version.programme.summary.0.values());
    let people = People::of(&app.read, visit, texts.map(String::as_str)).await?;
    let (page, pages) = pages(visit, versions.len());
    // The newest first, each with the one before it.
    let pairs = versions.iter().enumerate().rev().skip((page - 1) * SHOWN).take(SHOWN);
    let revision = versions.last().map_or(1, |version| version.made.revision);
    let address = programme_address(programme.country, &programme.slug);
    let restore = format!("{address}/restore");
    let title = visit.text_with("organisations-history-title", &[("name", programme.name.as_str().into())]);
    let content = html! {
        div .narrow {
            div .page-head { h1 { (title) } p .lead { (visit.text("organisations-programme-history-lead")) } }
            @if let Some(warning) = warning { (Notice::Warning.show(&visit.text(warning))) }
            ol .stack {
                @for (place, version) in pairs {
                    li .panel {
                        (head(visit, &version.made, &names))
                        @match place.checked_sub(1).map(|before| &versions[before]) {
                            None => p .muted { (visit.text("organisations-programme-history-begun")) },
                            Some(before) => @for change in changes(visit, &before.programme, &version.programme) {
                                h3 { (change.label) }
                                (difference(visit, change.language, (&change.old, &change.new), &people))
                            },
                        }
                        @if edits(visit, programme.organisation) && version.made.revision != revision {
                            (restoring(visit, &restore, version.made.revision, revision))
                        }
                    }
                }
            }
            (pagination(visit, page, pages))
        }
    };
    let country = (programme.country.name(visit.language), country_address(programme.country));
    Ok(Page::new(&title)
        .section(Section::Countries)
        .crumb(country.0, visit.link(&country.1))
        .crumb(&programme.name, visit.link(&address))
        .hidden()
        .show(visit, &content))
}

/// One field that a version changed.
struct Change {
    label: String,
    /// Of what stands in it, where it is not the visitor's.
    language: Option<Language>,
    old: String,
    new: String,
}

/// In the order in which the form has them.
fn changes(visit: &Visit, old: &Described, new: &Described) -> Vec<Change> {
    let year = |year: Option<u16>| year.map(|year| year.to_string()).unwrap_or_default();
    let themes = |programme: &Described| {
        let mut names = visit.theme_names(&programme.themes);
        names.sort_unstable();
        names.join(", ")
    };
    let own = Some(new.language);
    let lines = [
        ("organisations-programme-name", own, old.name.clone(), new.name.clone()),
        ("organisations-programme-short", own, old.short.clone(), new.short.clone()),
        (
            "organisations-programme-language",
            None,
            old.language.endonym().to_owned(),
            new.language.endonym().to_owned(),
        ),
        ("organisations-programme-since", None, year(old.since), year(new.since)),
        ("organisations-programme-until", None, year(old.until), year(new.until)),
        ("organisations-agencies", own, old.agency.clone(), new.agency.clone()),
        ("organisations-themes", None, themes(old), themes(new)),
    ];
    let mut changes: Vec<Change> = lines
        .map(|(label, language, old, new)| Change { label: visit.text(label).to_owned(), language, old, new })
        .into();
    for language in Language::ALL {
        let text = |programme: &Described| programme.summary.0.get(&language).cloned().unwrap_or_default();
        let label = format!("{} ({})", visit.text("organisations-programme-summary"), language.endonym());
        changes.push(Change { label, language: Some(language), old: text(old), new: text(new) });
    }
    changes.retain(|change| change.old != change.new);
    changes
}
