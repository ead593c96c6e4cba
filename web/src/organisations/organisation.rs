//! `GET /partners/{slug}` and `GET /institutions/{slug}`: an organisation that is not a country.

use std::sync::Arc;

use axum::extract::{Path, State};
use domain::Country;
use domain::organisations::{OrganisationKind, Section as Part, institution_slug};
use maud::{Markup, html};
use projections::organisations::organisations::{self, Organisation};
use projections::organisations::programmes::{self, Programme};
use projections::{calendar, highlights, library, membership, newsroom};

use super::cards::{member_cards, programme_card};
use super::labels::country_address;
use super::presentation::{edit_link, facts, people, sections, unpresented};
use super::told::{name, plain_name};
use crate::App;
use crate::calendar::card as event_card;
use crate::error::PageError;
use crate::highlights::card as highlight_card;
use crate::library::card as resource_card;
use crate::markdown::People;
use crate::newsroom::card as news_card;
use crate::ui::{self, Page, Section};
use crate::visit::Visit;

const RESOURCES: u32 = 6;
const NEWS: u32 = 4;
const HIGHLIGHTS: u32 = 4;
const COMING: u32 = 3;
const MEMBERS: i64 = 12;

struct Related {
    /// That an institution carries out.
    programmes: Vec<Programme>,
    news: Vec<newsroom::Card>,
    highlights: Vec<highlights::Card>,
    resources: Vec<library::Card>,
    coming: Vec<calendar::Card>,
    members: Vec<membership::Card>,
    /// Whom its texts mention.
    people: People,
}

pub async fn partner(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path(slug): Path<String>,
) -> Result<Markup, PageError> {
    show(&visit, &app, &slug, OrganisationKind::Partner).await
}

pub async fn institution(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path(slug): Path<String>,
) -> Result<Markup, PageError> {
    show(&visit, &app, &slug, OrganisationKind::Institution).await
}

async fn show(visit: &Visit, app: &App, slug: &str, kind: OrganisationKind) -> Result<Markup, PageError> {
    let organisation = organisations::by_slug(&app.read, slug)
        .await?
        .filter(|organisation| organisation.kind == kind)
        .ok_or(PageError::NotFound)?;
    let related = related(visit, app, &organisation).await?;
    let title = plain_name(visit, &organisation.names);
    let mut page = Page::new(title).section(Section::Countries);
    page = match organisation.country {
        Some(country) => page
            .crumb(visit.text("organisations-countries"), visit.link("/countries"))
            .crumb(country.name(visit.language), visit.link(&country_address(country))),
        None => page.crumb(visit.text("organisations-partners"), visit.link("/partners")),
    };
    Ok(page.show(visit, &content(visit, &organisation, &related)))
}

async fn related(visit: &Visit, app: &App, organisation: &Organisation) -> sqlx::Result<Related> {
    let pool = &app.read;
    let at_it = membership::Filter { institution: Some(organisation.id), ..membership::Filter::default() };
    let programmes = async {
        match organisation.country {
            Some(country) => {
                carried_out(programmes::of_country(pool, country).await, country, &organisation.slug)
            }
            None => Ok(vec![]),
        }
    };
    let now = (app.clock)();
    let (programmes, news, highlights, resources, coming, members) = tokio::try_join!(
        programmes,
        newsroom::newest_of_organisation(pool, organisation.id, NEWS),
        highlights::of_institution(pool, organisation.id, HIGHLIGHTS),
        library::newest_of_institution(pool, organisation.id, RESOURCES),
        calendar::coming_of(pool, organisation.id, now, COMING),
        membership::newest(pool, visit.audience(), &at_it, MEMBERS),
    )?;
    let people = people(pool, visit, organisation).await?;
    Ok(Related { programmes, news, highlights, resources, coming, members, people })
}

/// Those that name the institution as an agency.
fn carried_out(
    programmes: sqlx::Result<Vec<Programme>>,
    country: Country,
    slug: &str,
) -> sqlx::Result<Vec<Programme>> {
    let mut programmes = programmes?;
    programmes.retain(|one| one.agencies.iter().any(|agency| institution_slug(country, agency) == slug));
    Ok(programmes)
}

fn content(visit: &Visit, organisation: &Organisation, related: &Related) -> Markup {
    let kind = match organisation.kind {
        OrganisationKind::Institution => "organisations-institution",
        _ => "organisations-partner",
    };
    let texts = &organisation.presentation;
    let silent = Part::ALL.into_iter().all(|part| texts.section(part).is_empty());
    html! {
        div .page-head {
            p .kicker {
                (visit.text(kind))
                @if let Some(country) = organisation.country { " · " (country.name(visit.language)) }
            }
            div .cluster {
                @if let Some(country) = organisation.country { (ui::large_flag(country)) }
                h1 { (name(visit, &organisation.names)) }
                (edit_link(visit, organisation))
            }
        }
        div .with-aside {
            div {
                (sections(visit, organisation, &[Part::Contact], &related.people))
                (published(visit, related))
                @if silent { (unpresented(visit, organisation, plain_name(visit, &organisation.names))) }
            }
            aside {
                div .panel {
                    h2 { (visit.text("organisations-at-a-glance")) }
                    (other_names(visit, organisation))
                    (facts(visit, organisation, &related.people))
                }
                @if !related.members.is_empty() {
                    (ui::section(
                        visit.text("organisations-members-of-institution"),
                        None,
                        &member_cards(visit, &related.members),
                    ))
                }
            }
        }
    }
}

/// What it carries out and publishes; of what there is none, nothing is said.
fn published(visit: &Visit, related: &Related) -> Markup {
    let part = |title, cards: Vec<Markup>| {
        html! { @if !cards.is_empty() { (ui::section(visit.text(title), None, &ui::cards(cards))) } }
    };
    let programmes = related.programmes.iter().map(|one| programme_card(visit, one)).collect();
    let news = related.news.iter().map(|one| news_card(visit, one)).collect();
    let highlights = related.highlights.iter().map(|one| highlight_card(visit, one)).collect();
    let resources = related.resources.iter().map(|one| resource_card(visit, one)).collect();
    let coming = related.coming.iter().map(|one| event_card(visit, one)).collect();
    html! {
        (part("organisations-programmes-of-institution", programmes))
        (part("newsroom-newest", news))
        (part("highlights-newest", highlights))
        (part("organisations-resources", resources))
        (part("calendar-home", coming))
    }
}

fn other_names(visit: &Visit, organisation: &Organisation) -> Markup {
    let shown = organisation.names.best(visit.language).map(|(language, _)| language);
    let others: Vec<_> =
        organisation.names.0.iter().filter(|(language, _)| Some(**language) != shown).collect();
    html! {
        dl .facts {
            @if let Some(country) = organisation.country {
                dt { (visit.text("organisations-member-state")) }
                dd { a href=(visit.link(&country_address(country))) { (country.name(visit.language)) } }
            }
            @if !others.is_empty() {
                dt { (visit.text("organisations-names")) }
                dd { @for (language, name) in others { div lang=(language) { (name) } } }
            }
        }
    }
}
