//! `GET /programmes/{iso2}-{name}`: a social programme of a country.

use std::sync::Arc;

use axum::extract::{Path, State};
use domain::Country;
use domain::organisations::institution_slug;
use maud::{Markup, html};
use projections::organisations::organisations::{self, OrganisationName};
use projections::organisations::programmes::{self, Programme};

use super::cards::{institution_link, programme_card, years};
use super::labels::country_address;
use super::told::{also_in, foreign, told};
use crate::App;
use crate::error::PageError;
use crate::markdown::People;
use crate::query::Query;
use crate::ui::{self, Page, Section, Tone};
use crate::visit::Visit;

pub async fn show(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path(address): Path<String>,
) -> Result<Markup, PageError> {
    let (country, slug) = parts(&address).ok_or(PageError::NotFound)?;
    let (mut programmes, institutions) = tokio::try_join!(
        programmes::of_country(&app.read, country),
        organisations::institutions_of(&app.read, country),
    )?;
    let at = programmes.iter().position(|one| one.slug == slug).ok_or(PageError::NotFound)?;
    let programme = programmes.remove(at);
    let country_name = country.name(visit.language);
    let page = Page::new(&programme.name)
        .section(Section::Countries)
        .crumb(visit.text("organisations-countries"), visit.link("/countries"))
        .crumb(country_name, visit.link(&country_address(country)));
    Ok(page.show(&visit, &content(&visit, &programme, &institutions, &programmes)))
}

fn parts(address: &str) -> Option<(Country, &str)> {
    let (code, slug) = address.split_once('-')?;
    Some((code.parse().ok()?, slug))
}

fn content(
    visit: &Visit,
    programme: &Programme,
    institutions: &[OrganisationName],
    others: &[Programme],
) -> Markup {
    let country_name = programme.country.name(visit.language);
    html! {
        div .page-head {
            p .kicker { (visit.text("organisations-programme")) " · " (country_name) }
            div .cluster {
                (ui::large_flag(programme.country))
                h1 lang=[foreign(visit, programme.language)] { (programme.name) }
                @if programme.until.is_some() { (ui::badge(visit.text("organisations-ended"), Tone::Plain)) }
            }
        }
        div .with-aside {
            div {
                @if programme.summary.is_empty() {
                    p .muted { (visit.text("organisations-programme-without-summary")) }
                } @else {
                    div .lead { (told(visit, &programme.summary, &People::default())) }
                    (also_in(visit, &programme.summary))
                }
            }
            aside .panel { (facts(visit, programme, institutions)) }
        }
        @if !others.is_empty() {
            (ui::section(
                &visit.text_with("organisations-more-of-country", &[("country", country_name.into())]),
                None,
                &ui::cards(others.iter().map(|other| programme_card(visit, other))),
            ))
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
