//! `/members`: the directory, searched by name, narrowed by country and theme, in four orders.

use std::sync::Arc;

use axum::Extension;
use axum::extract::State;
use domain::{Language, OrganisationId};
use maud::{Markup, html};
use projections::ReadModel;
use projections::library::ThemeEntries;
use projections::membership::{Card as Entry, Directory, Filter, Members, Sort, directory};
use projections::organisations::organisations::{self, Organisations};
use projections::points::PointTotals;

use crate::App;
use crate::current::Current;
use crate::error::PageError;
use crate::fields::Fields;
use crate::i18n::number;
use crate::query::Query;
use crate::ui::{
    Card, Drawing, Facet, Field, Page, Section, Tab, avatar, button, cards, chips, day, empty, filters,
    pagination, place, tabs,
};
use crate::visit::Visit;

const PER_PAGE: u32 = 24;
const SORTS: [(&str, &str); 4] = [
    ("newest", "membership-sort-newest"),
    ("name", "membership-sort-name"),
    ("country", "membership-sort-country"),
    ("points", "membership-sort-points"),
];

/// What visitors see, by language and query.
pub type CurrentLists = Arc<Current<(Language, String, u64), Markup>>;

pub fn current() -> CurrentLists {
    Arc::new(Current::of(&[Members::NAME, PointTotals::NAME, Organisations::NAME, ThemeEntries::NAME]))
}

pub(super) async fn page(
    visit: Visit,
    State(app): State<Arc<App>>,
    Extension(current): Extension<CurrentLists>,
) -> Result<Markup, PageError> {
    let content = content(&visit, &app);
    let content = if visit.viewer.is_none() {
        current
            .get(
                visit.moves.as_deref(),
                (visit.language, visit.query.clone(), visit.themes.edition()),
                content,
            )
            .await?
    } else {
        Arc::new(content.await?)
    };
    Ok(Page::new(visit.text("ui-nav-members")).section(Section::Members).show(&visit, &content))
}

async fn content(visit: &Visit, app: &App) -> Result<Markup, PageError> {
    let query = Query::parse(&visit.query);
    let words: String = query.first("q").unwrap_or_default().chars().take(100).collect();
    let filter = Filter {
        words: words.clone(),
        country: query.first("country").and_then(|code| code.parse().ok()),
        theme: query.first("theme").and_then(|slug| visit.themes.chosen(slug)),
        institution: query.first("institution").and_then(|id| id.parse().ok()),
    };
    let page: u32 = query.first("page").and_then(|page| page.parse().ok()).unwrap_or(1).clamp(1, 100_000);
    let offset = i64::from(PER_PAGE) * i64::from(page - 1);
    let sort = sort(&query, visit.language);
    let found = directory(&app.read, visit.audience(), &filter, sort, i64::from(PER_PAGE), offset).await?;
    let institutions: Vec<OrganisationId> = found.cards.iter().filter_map(|card| card.institution).collect();
    let institutions = organisations::names(&app.read, &institutions).await?;
    let institution = |card: &Entry| {
        let (_, name) = institutions.get(&card.institution?)?.names.best(visit.language)?;
        Some(name.to_owned())
    };
    let facets = facets(visit, &filter, &found);
    let pages = u32::try_from(found.total).unwrap_or(u32::MAX).div_ceil(PER_PAGE);
    let fields = Fields::new([("q", words)]);
    Ok(html! {
        div .page-head { h1 { (visit.text("ui-nav-members")) } p .lead { (visit.text("membership-directory-lead")) } }
        (search(visit, &query, &fields))
        (sorts(visit, &query))
        div .with-filters {
            (filters(visit, &facets))
            div .stack {
                p role="status" { (visit.text_with("membership-found", &[("count", found.total.into())])) }
                (chips(visit, &facets))
                @if found.cards.is_empty() {
                    (empty(Drawing::People, visit.text("membership-none"), visit.text("membership-none-text"), &html! {
                        a .button href=(visit.link("/members")) { (visit.text("membership-none-all")) }
                    }))
                } @else {
                    h2 .visually-hidden { (visit.text("ui-results")) }
                    (cards(found.cards.iter().map(|card| entry(visit, card, institution(card)))))
                }
                (pagination(visit, page, pages))
            }
        }
    })
}

fn sort(query: &Query, language: Language) -> Sort {
    match query.first("sort") {
        Some("name") => Sort::Name,
        Some("country") => Sort::Country(language),
        Some("points") => Sort::Points,
        _ => Sort::Newest,
    }
}

fn search(visit: &Visit, query: &Query, fields: &Fields) -> Markup {
    let rest = query.without("q").without("page");
    html! {
        form .cluster method="get" action=(visit.here()) role="search" {
            @for (name, value) in rest.all() { input type="hidden" name=(name) value=(value); }
            (Field::new("q", visit.text("membership-search")).required().search(visit, fields))
            (button(visit.text("membership-search-button")))
        }
    }
}

fn sorts(visit: &Visit, query: &Query) -> Markup {
    let chosen =
        query.first("sort").filter(|sort| SORTS.iter().any(|(known, _)| known == sort)).unwrap_or("newest");
    let choices = SORTS.map(|(sort, label)| {
        let query = query.without("page").without("sort");
        let query = if sort == "newest" { query } else { query.with("sort", sort) };
        Tab { label: visit.text(label), address: query.at(&visit.here()), current: sort == chosen }
    });
    tabs(visit.text("membership-sort"), &choices)
}

fn facets<'a>(visit: &'a Visit, filter: &Filter, found: &Directory) -> [Facet<'a>; 2] {
    fn counted<T: Copy>(values: &[(T, i64)]) -> Vec<(T, u64)> {
        values.iter().map(|(value, count)| (*value, count.unsigned_abs())).collect()
    }
    [
        Facet::of(
            "country",
            visit.text("membership-country"),
            &counted(&found.countries),
            filter.country,
            |country| country.to_string(),
            |country| country.name(visit.language).to_owned(),
        ),
        Facet::of(
            "theme",
            visit.text("membership-theme"),
            &counted(&found.themes),
            filter.theme,
            |theme| theme.to_string(),
            |theme| visit.theme(theme),
        ),
    ]
}

fn entry(visit: &Visit, card: &Entry, institution: Option<String>) -> Markup {
    let address = visit.link(&format!("/members/{}", card.member));
    let post = [card.post.clone(), institution].into_iter().flatten().collect::<Vec<_>>().join(" · ");
    Card::new(&card.name, &address)
        .top(html! {
            (avatar(&card.name))
            @if let Some(country) = card.country { (place(country, visit.language)) }
        })
        .text(&post)
        .meta(html! {
            span { (visit.text("membership-since")) " " (day(visit.language, card.joined_at)) }
            span { (number(visit.language, card.points)) " " (visit.text("membership-points")) }
        })
        .show()
}
