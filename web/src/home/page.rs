//! `GET /`: what the network is, what is new, who is featured and who leads.

use std::sync::Arc;

use axum::Extension;
use axum::extract::State;
use chrono::{DateTime, NaiveDate, Utc};
use domain::calendar::Zone;
use domain::{Country, Language};
use maud::{Markup, html};
use projections::ReadModel;
use projections::calendar::{self, Gatherings, When};
use projections::highlights::{self, Highlights};
use projections::library::{self, LibraryCounts, PREPARED, Resources};
use projections::membership::{self, Audience, Members};
use projections::newsroom::{self, NewsItems};
use projections::organisations::country_months::{self, CountryMonths, first_of_month};
use projections::organisations::featured::{Featured, featured};
use projections::organisations::featured_overrules::{self, FeaturedOverrules};
use projections::organisations::organisations::Organisations;
use projections::organisations::programmes::{self, Programme, Programmes};
use projections::points::{self, Period, Place, PointTotals};
use sqlx::PgPool;

use super::about::purposes;
use super::arrivals::{live, seen};
use super::featured::panel;
use crate::App;
use crate::assets;
use crate::current::{Current, is_common, quarter};
use crate::error::PageError;
use crate::highlights::card as highlight_card;
use crate::newsroom::card as news_card;
use crate::organisations::{leaders, resource_cards};
use crate::ui::{self, Drawing, Page, Scripted};
use crate::visit::Visit;

const RESOURCES: u32 = 6;
const NEWS: u32 = 3;
const HIGHLIGHTS: u32 = 3;
const COMING: u32 = 3;
const LEADERS: usize = 5;

/// What the page shows, as the viewer may see it.
pub struct Shown {
    newest: Vec<library::Card>,
    news: Vec<newsroom::Card>,
    highlights: Vec<highlights::Card>,
    coming: Vec<calendar::Card>,
    resources: u64,
    members: i64,
    programmes: i64,
    leaders: Vec<Place>,
    pub(super) featured: Featured,
    pub(super) programmes_of_featured: Vec<Programme>,
}

/// What visitors see in each language, by the clocks: the featured country, the leaders and what comes change with it.
pub type CurrentHome = Arc<Current<(i64, Option<Zone>, Language, u64), Markup>>;

pub fn current() -> CurrentHome {
    Arc::new(Current::of(&[
        Resources::NAME,
        PREPARED,
        LibraryCounts::NAME,
        NewsItems::NAME,
        Highlights::NAME,
        Gatherings::NAME,
        Members::NAME,
        Organisations::NAME,
        Programmes::NAME,
        CountryMonths::NAME,
        FeaturedOverrules::NAME,
        PointTotals::NAME,
    ]))
}

async fn shown(
    pool: &PgPool,
    now: DateTime<Utc>,
    month: NaiveDate,
    audience: Audience,
) -> sqlx::Result<Shown> {
    let everything = library::Filter::default();
    let standing = calendar::Filter { takes_place: true, ..calendar::Filter::default() };
    let (newest, news, highlights, coming, counts, members, programmes, history, overrules, board) = tokio::try_join!(
        library::newest(pool, RESOURCES),
        newsroom::newest(pool, NEWS),
        highlights::newest(pool, None, HIGHLIGHTS),
        calendar::list(pool, standing, When::Coming, now, 0, COMING),
        library::counts(pool, everything),
        membership::count_all(pool),
        programmes::count_by_country(pool),
        country_months::all(pool),
        featured_overrules::all(pool),
        points::leaderboard(pool, audience, Period::month_of(month), None, 0),
    )?;
    let featured = featured(&history, &overrules, month);
    Ok(Shown {
        newest,
        news,
        highlights,
        coming,
        resources: counts.total,
        members,
        programmes: programmes.iter().map(|(_, count)| count).sum(),
        leaders: board.places.into_iter().take(LEADERS).collect(),
        programmes_of_featured: programmes::of_country(pool, featured.country).await?,
        featured,
    })
}

pub async fn show(
    visit: Visit,
    State(app): State<Arc<App>>,
    Extension(current): Extension<CurrentHome>,
) -> Result<Scripted, PageError> {
    let seen = seen(&app, &visit).await?;
    let now = (app.clock)();
    let month = first_of_month(now.date_naive());
    let content = async {
        let shown = shown(&app.read, now, month, visit.audience()).await?;
        Ok(content(&visit, &shown, month))
    };
    let content = if is_common(&visit) {
        current
            .get(
                visit.moves.as_deref(),
                (quarter(now), visit.zone.clone(), visit.language, visit.themes.edition()),
                content,
            )
            .await?
    } else {
        Arc::new(content.await?)
    };
    let page = Page::new(visit.text("home-title")).description(visit.text("home-description"));
    let page = page.script(assets::arrivals()).hero(hero(&visit));
    Ok(Scripted(page.show(&visit, &live(&visit, &seen, &content))))
}

fn hero(visit: &Visit) -> Markup {
    html! {
        div .hero {
            div .wrap {
                h1 { (visit.text("home-hero")) }
                p { (visit.text("home-lead")) }
                p .actions {
                    @if visit.viewer.is_none() {
                        a .button href=(visit.link("/join")) { (visit.text("home-join")) }
                    } @else {
                        a .button href=(visit.link("/library/new")) { (visit.text("home-publish")) }
                    }
                    a .button.quiet href=(visit.link("/library")) { (visit.text("home-browse")) }
                }
            }
            (ui::network(None))
        }
    }
}

fn content(visit: &Visit, shown: &Shown, month: NaiveDate) -> Markup {
    html! {
        h2 .visually-hidden { (visit.text("home-figures")) }
        (figures(visit, shown))
        div data-new="home" {
            (resources(visit, shown))
            (news(visit, shown))
            (highlights(visit, shown))
            (coming(visit, shown))
        }
        div .section.with-aside {
            div { (panel(visit, shown, month)) }
            div {
                (ui::section(
                    visit.text("home-leaders"),
                    Some((visit.text("home-leaders-all"), visit.link("/leaderboard"))),
                    &html! {
                        @if shown.leaders.is_empty() {
                            p .muted { (visit.text("home-leaders-empty")) }
                        } @else {
                            (leaders(visit, &shown.leaders))
                        }
                    },
                ))
            }
        }
        (ui::section(
            visit.text("home-purpose"),
            Some((visit.text("home-purpose-more"), visit.link("/about"))),
            &purposes(visit),
        ))
        @if visit.viewer.is_none() {
            section .panel.section {
                h2 { (visit.text("home-call")) }
                p { (visit.text("home-call-text")) }
                p .actions { a .button href=(visit.link("/join")) { (visit.text("home-join")) } }
            }
        }
    }
}

fn figures(visit: &Visit, shown: &Shown) -> Markup {
    let countries = i64::try_from(Country::all().len()).unwrap_or(i64::MAX);
    let figures = [
        (shown.members, "organisations-figure-members", "/members"),
        (shown.resources.cast_signed(), "organisations-figure-resources", "/library"),
        (countries, "home-figure-countries", "/countries"),
        (shown.programmes, "organisations-figure-programmes", "/programmes"),
    ];
    let labels = figures.map(|(count, id, _)| visit.text_with(id, &[("count", count.into())]));
    ui::stats(
        visit.language,
        figures
            .iter()
            .zip(&labels)
            .map(|((count, _, path), label)| (*count, label.as_str(), Some(visit.link(path)))),
    )
}

/// Nothing is said of a newsroom in which nobody has written.
fn news(visit: &Visit, shown: &Shown) -> Markup {
    if shown.news.is_empty() {
        return html! {};
    }
    ui::section(
        visit.text("newsroom-newest"),
        Some((visit.text("newsroom-all"), visit.link("/news"))),
        &ui::cards(shown.news.iter().map(|item| news_card(visit, item))),
    )
}

fn highlights(visit: &Visit, shown: &Shown) -> Markup {
    if shown.highlights.is_empty() {
        return html! {};
    }
    ui::section(
        visit.text("highlights-newest"),
        Some((visit.text("highlights-all"), visit.link("/highlights"))),
        &ui::cards(shown.highlights.iter().map(|item| highlight_card(visit, item))),
    )
}

fn resources(visit: &Visit, shown: &Shown) -> Markup {
    let all = (visit.text("home-new-all"), visit.link("/library"));
    let content = if shown.newest.is_empty() {
        ui::empty(
            Drawing::Shelf,
            visit.text("home-new-empty"),
            visit.text("home-new-empty-text"),
            &html! { a .button href=(visit.link("/library/new")) { (visit.text("home-publish")) } },
        )
    } else {
        resource_cards(visit, &shown.newest)
    };
    ui::section(visit.text("home-new"), (!shown.newest.is_empty()).then_some(all), &content)
}

fn coming(visit: &Visit, shown: &Shown) -> Markup {
    html! {
        @if !shown.coming.is_empty() {
            (ui::section(
                visit.text("calendar-home"),
                Some((visit.text("calendar-all"), visit.link("/events"))),
                &ui::cards(shown.coming.iter().map(|one| crate::calendar::card(visit, one))),
            ))
        }
    }
}
