//! `GET /countries`: all member states, on a map and as cards with what the portal has of them.

use std::collections::HashMap;
use std::sync::Arc;

use axum::Extension;
use axum::extract::State;
use domain::{Country, Language, text};
use maud::{Markup, html};
use projections::ReadModel;
use projections::highlights::{self, Highlights};
use projections::library::{self, LibraryCounts};
use projections::membership::{self, Audience, Members};
use projections::newsroom::{self, NewsItems};
use projections::organisations::organisations::Organisations;
use projections::organisations::programmes::{self, Programmes};
use sqlx::PgPool;

use super::labels::country_address;
use super::map;
use super::partners::subnavigation;
use crate::App;
use crate::current::{Current, is_common};
use crate::error::PageError;
use crate::ui::{self, Card, Page, Section};
use crate::visit::Visit;

/// What the portal has of each country.
#[derive(Debug, Default)]
struct Overview {
    programmes: HashMap<Country, i64>,
    members: HashMap<Country, i64>,
    resources: HashMap<Country, u64>,
    /// Resources, highlights and news.
    contributions: HashMap<Country, u64>,
}

/// What visitors see, in each language.
pub type CurrentList = Arc<Current<Language, Markup>>;

pub fn current() -> CurrentList {
    Arc::new(Current::of(&[
        Organisations::NAME,
        Programmes::NAME,
        Members::NAME,
        LibraryCounts::NAME,
        Highlights::NAME,
        NewsItems::NAME,
    ]))
}

/// Members are counted as a visitor may see them, for everybody: the figure is the same on every screen.
async fn overview(pool: &PgPool) -> sqlx::Result<Overview> {
    let everything = library::Filter::default();
    let (programmes, members, resources, highlights, news) = tokio::try_join!(
        programmes::count_by_country(pool),
        membership::count_by_country(pool, Audience::Visitor),
        library::counts(pool, everything),
        highlights::counts(pool, highlights::Filter::default()),
        newsroom::counts(pool, newsroom::Filter::default()),
    )?;
    let mut contributions: HashMap<Country, u64> = HashMap::new();
    for (country, count) in
        resources.countries.values.iter().chain(&highlights.countries).chain(&news.countries)
    {
        *contributions.entry(*country).or_default() += count;
    }
    Ok(Overview {
        programmes: programmes.into_iter().collect(),
        members: members.into_iter().collect(),
        resources: resources.countries.values.into_iter().collect(),
        contributions,
    })
}

pub async fn list(
    visit: Visit,
    State(app): State<Arc<App>>,
    Extension(current): Extension<CurrentList>,
) -> Result<Markup, PageError> {
    let content = async {
        let overview = overview(&app.read).await?;
        Ok(content(&visit, &overview))
    };
    let content = if is_common(&visit) {
        current.get(visit.moves.as_deref(), visit.language, content).await?
    } else {
        Arc::new(content.await?)
    };
    let page = Page::new(visit.text("organisations-countries")).section(Section::Countries);
    Ok(page.description(visit.text("organisations-lead")).show(&visit, &content))
}

fn content(visit: &Visit, overview: &Overview) -> Markup {
    let mut countries: Vec<_> = Country::all().iter().collect();
    countries.sort_by_key(|state| text::folded(state.name(visit.language)));
    html! {
        div .page-head {
            h1 { (visit.text("organisations-title")) }
            p .lead { (visit.text("organisations-lead")) }
        }
        (subnavigation(visit, "/countries"))
        div .with-aside {
            div {
                h2 .visually-hidden { (visit.text("organisations-all-countries")) }
                ul .grid.dense {
                    @for state in countries { li .stack { (card(visit, state.country, overview)) } }
                }
            }
            aside aria-labelledby="map" {
                h2 #map { (visit.text("organisations-map")) }
                (map::map(visit, |country| overview.contributions.get(&country).copied().unwrap_or(0)))
                p .muted.small { (visit.text("organisations-map-hint")) }
            }
        }
    }
}

fn card(visit: &Visit, country: Country, overview: &Overview) -> Markup {
    let counts = [
        ("organisations-count-programmes", overview.programmes.get(&country).copied()),
        ("organisations-count-resources", overview.resources.get(&country).map(|count| count.cast_signed())),
        ("organisations-count-members", overview.members.get(&country).copied()),
    ];
    Card::new(country.name(visit.language), &visit.link(&country_address(country)))
        .top(ui::flag(country))
        .meta(html! {
            @for (id, count) in counts {
                @if let Some(count) = count.filter(|count| *count > 0) {
                    span { (visit.text_with(id, &[("count", count.into())])) }
                }
            }
        })
        .show()
}
