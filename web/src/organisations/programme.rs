//! `GET /programmes/{iso2}-{name}`: a social programme of a country.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::Country;
use domain::organisations::institution_slug;
use maud::{Markup, html};
use projections::highlights;
use projections::organisations::organisations::{self, OrganisationName};
use projections::organisations::programmes::{self, Programme};

use super::cards::{institution_link, programme_card, years};
use super::labels::{country_address, programme_address};
use super::presentation::edits;
use super::programme_history;
use super::told::{also_in, foreign, told};
use crate::App;
use crate::error::PageError;
use crate::highlights::card as highlight_card;
use crate::markdown::People;
use crate::query::Query;
use crate::ui::{self, Icon, Page, Section, Tone};
use crate::visit::Visit;

const HIGHLIGHTS: u32 = 6;

/// What the page shows beside the programme itself.
struct Related {
    institutions: Vec<OrganisationName>,
    highlights: Vec<highlights::Card>,
    /// Other programmes of the country.
    others: Vec<Programme>,
    /// Whom its texts mention.
    people: People,
}

pub async fn show(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path(address): Path<String>,
) -> Result<Response, PageError> {
    let programme = found(&app, &address).await?;
    let canonical = programme_address(programme.country, &programme.slug);
    if canonical != format!("/programmes/{address}") {
        return Ok(Redirect::permanent(&visit.link(&canonical)).into_response());
    }
    let country = programme.country;
    let (institutions, highlights, mut others) = tokio::try_join!(
        organisations::institutions_of(&app.read, country),
        highlights::of_programme(&app.read, programme.id, HIGHLIGHTS),
        programmes::of_country(&app.read, country),
    )?;
    others.retain(|other| other.id != programme.id);
    let people = People::of(&app.read, &visit, programme.summary.0.values().map(String::as_str)).await?;
    let related = Related { institutions, highlights, others, people };
    let page = Page::new(&programme.name)
        .section(Section::Countries)
        .crumb(visit.text("organisations-portfolio"), visit.link("/programmes"))
        .crumb(country.name(visit.language), visit.link(&country_address(country)));
    Ok(page.show(&visit, &content(&visit, &programme, &related)).into_response())
}

/// The programme at an address, also at one that it had under an earlier name.
pub(super) async fn found(app: &App, address: &str) -> Result<Programme, PageError> {
    let (country, slug) = parts(address).ok_or(PageError::NotFound)?;
    programmes::by_slug(&app.read, country, slug).await?.ok_or(PageError::NotFound)
}

fn parts(address: &str) -> Option<(Country, &str)> {
    let (code, slug) = address.split_once('-')?;
    Some((code.parse().ok()?, slug))
}

fn content(visit: &Visit, programme: &Programme, related: &Related) -> Markup {
    let country_name = programme.country.name(visit.language);
    html! {
        div .page-head {
            p .kicker { (visit.text("organisations-programme")) " · " (country_name) }
            div .cluster {
                (ui::large_flag(programme.country))
                h1 lang=[foreign(visit, programme.language)] dir="auto" { (programme.name) }
                @if programme.until.is_some() { (ui::badge(visit.text("organisations-ended"), Tone::Plain)) }
                @if edits(visit, programme.organisation) { (edit_link(visit, programme)) }
                (programme_history::link(visit, programme))
            }
        }
        div .with-aside {
            div {
                @if programme.summary.is_empty() {
                    p .muted { (visit.text("organisations-programme-without-summary")) }
                } @else {
                    div .lead { (told(visit, &programme.summary, &related.people)) }
                    (also_in(visit, &programme.summary))
                }
                @if !related.highlights.is_empty() {
                    (ui::section(
                        visit.text("organisations-programme-highlights"),
                        None,
                        &ui::cards(related.highlights.iter().map(|item| highlight_card(visit, item))),
                    ))
                }
            }
            aside .panel { (facts(visit, programme, &related.institutions)) }
        }
        @if !related.others.is_empty() {
            (ui::section(
                &visit.text_with("organisations-more-of-country", &[("country", country_name.into())]),
                Some((visit.text("organisations-programmes-all"), visit.link("/programmes"))),
                &ui::cards(related.others.iter().map(|other| programme_card(visit, other))),
            ))
        }
    }
}

fn edit_link(visit: &Visit, programme: &Programme) -> Markup {
    let address = format!("{}/edit", programme_address(programme.country, &programme.slug));
    html! {
        a .button.quiet href=(visit.link(&address)) {
            (Icon::Edit.show()) (visit.text("organisations-programme-edit"))
        }
    }
}

fn facts(visit: &Visit, programme: &Programme, institutions: &[OrganisationName]) -> Markup {
    let institution = |agency: &str| {
        let slug = institution_slug(programme.country, agency);
        institutions.iter().find(|institution| institution.slug == slug)
    };
    let agencies = html! {
        @for agency in &programme.agencies {
            div {
                @match institution(agency) {
                    Some(institution) => (institution_link(visit, institution)),
                    None => span lang=[foreign(visit, programme.language)] { (agency) },
                }
            }
        }
    };
    let themes = html! {
        div .cluster {
            @for one in visit.themes.all_resolved(&programme.themes) {
                @let library = Query::default().with("theme", one.slug()).at(&visit.link("/library"));
                (ui::tag(&visit.theme(one), &library))
            }
        }
    };
    let country = html! {
        a href=(visit.link(&country_address(programme.country))) {
            (ui::place(programme.country, visit.language))
        }
    };
    ui::facts([
        (visit.text("organisations-short"), html! { (programme.short) }),
        (visit.text("organisations-member-state"), country),
        (visit.text("organisations-period"), html! { (years(visit, programme)) }),
        (visit.text("organisations-agencies"), agencies),
        (visit.text("organisations-themes"), themes),
    ])
}
