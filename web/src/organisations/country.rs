//! `GET /countries/{iso2}`: a member state with its presentation, programmes, resources and members.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Path, State};
use chrono::{DateTime, Utc};
use domain::calendar::Zone;
use domain::organisations::Section as Part;
use domain::{Country, Language};
use maud::{Markup, html};
use projections::ReadModel;
use projections::calendar::{self, Gatherings, When};
use projections::highlights::{self, Highlights};
use projections::library::{self, LibraryCounts, PREPARED, RemovedPictures, Resources};
use projections::membership::{self, Members};
use projections::newsroom::{self, NewsItems};
use projections::organisations::organisations::{self, Organisation, OrganisationName, Organisations};
use projections::organisations::programmes::{self, Programme, Programmes};
use projections::points::{self, Period, Place, PointTotals};
use sqlx::PgPool;

use super::cards::{institution_link, leaders, member_cards, programme_card, resource_cards};
use super::presentation::{edit_link, facts, may_edit, people, sections, unpresented};
use crate::App;
use crate::audit::moment::{Stand, stand};
use crate::current::{Current, is_common, quarter};
use crate::error::PageError;
use crate::feeds;
use crate::highlights::card as highlight_card;
use crate::markdown::People;
use crate::newsroom::card as news_card;
use crate::query::Query;
use crate::ui::{self, Drawing, Page, Section};
use crate::visit::Visit;

const RESOURCES: u32 = 6;
const NEWS: u32 = 4;
const HIGHLIGHTS: u32 = 4;
const COMING: u32 = 3;
const MEMBERS: i64 = 6;
const LEADERS: usize = 5;

/// What one can follow: its name, the title of its feeds, and the list.
const FEEDS: [(&str, &str, &str); 4] = [
    ("ui-nav-library", "library-feed", "/library"),
    ("ui-nav-news", "newsroom-feed", "/news"),
    ("highlights-title", "highlights-feed", "/highlights"),
    ("ui-nav-events", "calendar-feed", "/events"),
];

/// What the page shows, as the viewer may see it.
struct Shown {
    /// None until the import has brought it.
    organisation: Option<Organisation>,
    /// Whom its texts mention.
    people: People,
    programmes: Vec<Programme>,
    institutions: Vec<OrganisationName>,
    resources: Vec<library::Card>,
    coming: Vec<calendar::Card>,
    resources_total: u64,
    news: Vec<newsroom::Card>,
    highlights: Vec<highlights::Card>,
    members: Vec<membership::Card>,
    members_total: i64,
    leaders: Vec<Place>,
}

/// What visitors see of a country, in each language, by the clocks: what comes changes with it.
pub type CurrentPages = Arc<Current<(Country, Language, i64, Option<Zone>, u64), Markup>>;

/// What the page is made of.
const MODELS: [&str; 10] = [
    Organisations::NAME,
    Programmes::NAME,
    Resources::NAME,
    LibraryCounts::NAME,
    NewsItems::NAME,
    Highlights::NAME,
    Gatherings::NAME,
    Members::NAME,
    PointTotals::NAME,
    RemovedPictures::NAME,
];

pub fn current() -> CurrentPages {
    Arc::new(Current::of(&[&MODELS[..], &[PREPARED]].concat()))
}

async fn shown(pool: &PgPool, visit: &Visit, now: DateTime<Utc>, country: Country) -> sqlx::Result<Shown> {
    let audience = visit.audience();
    let slug = country.code().to_ascii_lowercase();
    let about = library::Filter { country: Some(country), ..library::Filter::default() };
    let here = calendar::Filter { country: Some(country), takes_place: true, ..calendar::Filter::default() };
    let from = membership::Filter { country: Some(country), ..membership::Filter::default() };
    let (
        organisation,
        programmes,
        institutions,
        resources,
        coming,
        counts,
        news,
        highlights,
        members,
        members_total,
        board,
    ) = tokio::try_join!(
        organisations::by_slug(pool, &slug),
        programmes::of_country(pool, country),
        organisations::institutions_of(pool, country),
        library::newest_of_country(pool, country, RESOURCES),
        calendar::list(pool, here, When::Coming, now, 0, COMING),
        library::counts(pool, about),
        newsroom::newest_of_country(pool, country, NEWS),
        highlights::newest(pool, Some(country), HIGHLIGHTS),
        membership::newest(pool, audience, &from, MEMBERS),
        membership::count(pool, audience, &from),
        points::leaderboard(pool, audience, Period::All, Some(country), 0),
    )?;
    let resources_total = counts.found;
    let leaders = board.places.into_iter().take(LEADERS).collect();
    let people = match &organisation {
        Some(organisation) => people(pool, visit, organisation).await?,
        None => People::default(),
    };
    Ok(Shown {
        organisation,
        people,
        programmes,
        institutions,
        resources,
        coming,
        resources_total,
        news,
        highlights,
        members,
        members_total,
        leaders,
    })
}

pub async fn show(
    visit: Visit,
    State(app): State<Arc<App>>,
    Extension(current): Extension<CurrentPages>,
    Path(code): Path<String>,
) -> Result<Markup, PageError> {
    let country: Country = code.parse().map_err(|_| PageError::NotFound)?;
    let Stand { visit, read, .. } = stand(&app, visit, &MODELS).await?;
    let now = visit.as_of.unwrap_or_else(|| (app.clock)());
    let content = async {
        let shown = shown(&read, &visit, now, country).await?;
        Ok(content(&visit, country, &shown))
    };
    let content = if is_common(&visit) {
        current
            .get(
                visit.moves.as_deref(),
                (country, visit.language, quarter(now), visit.zone.clone(), visit.themes.edition()),
                content,
            )
            .await?
    } else {
        Arc::new(content.await?)
    };
    let name = country.name(visit.language);
    let description = visit.text_with("organisations-description-country", &[("country", name.into())]);
    let query = Query::default().with("country", country.code());
    let page = Page::new(name)
        .section(Section::Countries)
        .crumb(visit.text("organisations-countries"), visit.link("/countries"))
        .description(&description)
        .moments();
    let page = page.feed(
        "text/calendar",
        visit.text("calendar-feed"),
        of_country(&visit, "/events/feed.ics", country),
    );
    let page = FEEDS.into_iter().fold(page, |page, (_, title, list)| {
        page.feeds(visit.text(title), feeds::of_list(&visit, list, &query))
    });
    Ok(page.show(&visit, &content))
}

fn content(visit: &Visit, country: Country, shown: &Shown) -> Markup {
    let name = country.name(visit.language);
    html! {
        div .page-head {
            p .kicker { (visit.text("organisations-member-state")) }
            div .cluster {
                (ui::large_flag(country))
                h1 { (name) }
                @if let Some(organisation) = &shown.organisation { (edit_link(visit, organisation)) }
            }
        }
        (figures(visit, country, shown))
        div .with-aside {
            div {
                (presentation(visit, shown, name))
                (programmes_part(visit, country, shown))
                (news_part(visit, country, shown))
                (highlights_part(visit, country, shown))
                (resources_part(visit, country, shown))
                (coming_part(visit, country, shown))
            }
            aside { (beside(visit, country, shown)) }
        }
    }
}

fn figures(visit: &Visit, country: Country, shown: &Shown) -> Markup {
    let programmes = i64::try_from(shown.programmes.len()).unwrap_or(i64::MAX);
    let resources = shown.resources_total.cast_signed();
    let label = |id, count: i64| visit.text_with(id, &[("count", count.into())]);
    let labels = [
        label("organisations-figure-programmes", programmes),
        label("organisations-figure-resources", resources),
        label("organisations-figure-members", shown.members_total),
    ];
    ui::stats(
        visit.language,
        [
            (programmes, labels[0].as_str(), Some(of_country(visit, "/programmes", country))),
            (resources, labels[1].as_str(), Some(of_country(visit, "/library", country))),
            (shown.members_total, labels[2].as_str(), Some(of_country(visit, "/members", country))),
        ],
    )
}

/// A list narrowed to the country.
fn of_country(visit: &Visit, path: &str, country: Country) -> String {
    Query::default().with("country", country.code()).at(&visit.link(path))
}

fn presentation(visit: &Visit, shown: &Shown, name: &str) -> Markup {
    let Some(organisation) = &shown.organisation else { return html! {} };
    let texts = &organisation.presentation;
    let silent = [Part::Policy, Part::Vision, Part::Cooperation]
        .into_iter()
        .all(|part| texts.section(part).is_empty());
    html! {
        @if silent { (unpresented(visit, organisation, name)) }
        (sections(visit, organisation, &[Part::Contact], &shown.people))
    }
}

fn programmes_part(visit: &Visit, country: Country, shown: &Shown) -> Markup {
    let all = (visit.text("organisations-programmes-all"), of_country(visit, "/programmes", country));
    ui::section(
        visit.text("organisations-programmes"),
        (!shown.programmes.is_empty()).then_some(all),
        &html! {
            @if shown.programmes.is_empty() {
                p .muted { (visit.text("organisations-programmes-empty")) }
            } @else {
                (ui::cards(shown.programmes.iter().map(|programme| programme_card(visit, programme))))
            }
            @if let Some(organisation) = shown.organisation.as_ref().filter(|of| may_edit(visit, of)) {
                p .actions {
                    a .button.quiet href=(visit.link(&format!("/organisations/{}/programmes/new", organisation.slug))) {
                        (visit.text("organisations-programme-add"))
                    }
                }
            }
        },
    )
}

fn news_part(visit: &Visit, country: Country, shown: &Shown) -> Markup {
    let all = (visit.text("newsroom-all"), of_country(visit, "/news", country));
    ui::section(
        visit.text("newsroom-newest"),
        (!shown.news.is_empty()).then_some(all),
        &html! {
            @if shown.news.is_empty() {
                p .muted { (visit.text("newsroom-of-country-none")) }
            } @else {
                (ui::cards(shown.news.iter().map(|item| news_card(visit, item))))
            }
        },
    )
}

fn highlights_part(visit: &Visit, country: Country, shown: &Shown) -> Markup {
    let all = (visit.text("highlights-all"), of_country(visit, "/highlights", country));
    html! {
        @if !shown.highlights.is_empty() {
            (ui::section(
                visit.text("highlights-newest"),
                Some(all),
                &ui::cards(shown.highlights.iter().map(|item| highlight_card(visit, item))),
            ))
        }
    }
}

fn resources_part(visit: &Visit, country: Country, shown: &Shown) -> Markup {
    let all = (visit.text("organisations-resources-all"), of_country(visit, "/library", country));
    let empty = || {
        ui::empty(
            Drawing::Shelf,
            visit.text("organisations-resources-empty"),
            visit.text("organisations-resources-empty-text"),
            &html! {
                a .button href=(visit.link("/library/new")) { (visit.text("organisations-publish")) }
            },
        )
    };
    let content = if shown.resources.is_empty() { empty() } else { resource_cards(visit, &shown.resources) };
    ui::section(visit.text("organisations-resources"), (!shown.resources.is_empty()).then_some(all), &content)
}

fn coming_part(visit: &Visit, country: Country, shown: &Shown) -> Markup {
    let all = (visit.text("calendar-all"), of_country(visit, "/events", country));
    html! {
        @if !shown.coming.is_empty() {
            (ui::section(
                visit.text("calendar-home"),
                Some(all),
                &ui::cards(shown.coming.iter().map(|one| crate::calendar::card(visit, one))),
            ))
        }
    }
}

fn beside(visit: &Visit, country: Country, shown: &Shown) -> Markup {
    html! {
        div .panel {
            h2 { (visit.text("organisations-at-a-glance")) }
            (ui::network(Some(country)))
            dl .facts {
                dt { (visit.text("organisations-names")) }
                dd {
                    @for language in Language::ALL.into_iter().filter(|language| *language != visit.language) {
                        div lang=(language) { (country.name(language)) }
                    }
                }
                @if !shown.institutions.is_empty() {
                    dt { (visit.text("organisations-institutions-here")) }
                    @for institution in &shown.institutions {
                        dd { (institution_link(visit, institution)) }
                    }
                }
            }
            @if let Some(organisation) = &shown.organisation { (facts(visit, organisation, &shown.people)) }
        }
        (ui::section(
            visit.text("organisations-leaders"),
            (!shown.leaders.is_empty()).then(|| {
                (visit.text("organisations-leaders-all"), of_country(visit, "/leaderboard", country))
            }),
            &html! {
                @if shown.leaders.is_empty() {
                    p .muted { (visit.text("organisations-leaders-empty")) }
                } @else {
                    (leaders(visit, &shown.leaders))
                }
            },
        ))
        (ui::section(
            visit.text("organisations-members"),
            (!shown.members.is_empty())
                .then(|| (visit.text("organisations-members-all"), of_country(visit, "/members", country))),
            &html! {
                @if shown.members.is_empty() {
                    p .muted { (visit.text("organisations-members-empty")) }
                } @else {
                    (member_cards(visit, &shown.members))
                }
            },
        ))
        (ui::section(visit.text("organisations-follow"), None, &follow(visit, country)))
    }
}

/// The feeds of the country's lists.
fn follow(visit: &Visit, country: Country) -> Markup {
    let query = Query::default().with("country", country.code());
    html! {
        dl .facts {
            @for (name, _, list) in FEEDS {
                dt { (visit.text(name)) }
                dd {
                    (feeds::links(visit, list, &query))
                    @if list == "/events" {
                        " · " a href=(query.at(&visit.link("/events/feed.ics"))) { "iCalendar" }
                    }
                }
            }
        }
    }
}
