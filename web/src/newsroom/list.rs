//! `/news`: what the newsroom has published, by country, theme, language and kind.

use std::sync::Arc;

use axum::Extension;
use axum::extract::State;
use domain::Language;
use maud::{Markup, html};
use projections::ReadModel;
use projections::library::ThemeEntries;
use projections::newsroom::{self, Card, Counts, Filter, NewsItems, PAGE};

use super::item::picture;
use super::labels;
use crate::App;
use crate::current::Current;
use crate::error::PageError;
use crate::feeds;
use crate::markdown::shortened;
use crate::query::{Query, page_number};
use crate::ui::{self, Drawing, Facet, Page, Section, Tone};
use crate::visit::Visit;

/// Characters of a summary on a card.
const EXCERPT: usize = 220;

/// What visitors see, by language and query.
pub type CurrentLists = Arc<Current<(Language, String, u64), Markup>>;

pub fn current() -> CurrentLists {
    Arc::new(Current::of(&[NewsItems::NAME, ThemeEntries::NAME]))
}

pub async fn page(
    visit: Visit,
    State(app): State<Arc<App>>,
    Extension(current): Extension<CurrentLists>,
) -> Result<Markup, PageError> {
    let query = Query::parse(&visit.query);
    let filter = filter(&visit, &query).ok_or(PageError::NotFound)?;
    let page = page_number(query.first("page")).ok_or(PageError::NotFound)?;
    let content = async {
        let counts = newsroom::counts(&app.read, filter).await?;
        let cards = newsroom::list(&app.read, filter, page).await?;
        if cards.is_empty() && page > 0 {
            return Err(PageError::NotFound);
        }
        Ok(content(&visit, &query, filter, &counts, &cards, page))
    };
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
    Ok(Page::new(visit.text("newsroom-title"))
        .section(Section::News)
        .description(visit.text("newsroom-lead"))
        .feeds(visit.text("newsroom-feed"), feeds::of_list(&visit, "/news", &query))
        .show(&visit, &content))
}

/// What the address asks for; none where a value is no country, language, kind or theme.
pub fn filter(visit: &Visit, query: &Query) -> Option<Filter> {
    Some(Filter {
        country: query.value("country").ok()?,
        language: query.value("language").ok()?,
        kind: query.value("kind").ok()?,
        theme: visit.asked_theme(query).ok()?,
    })
}

fn content(
    visit: &Visit,
    query: &Query,
    filter: Filter,
    counts: &Counts,
    cards: &[Card],
    page: u32,
) -> Markup {
    let facets = facets(visit, filter, counts);
    let pages = u32::try_from(counts.found.div_ceil(u64::from(PAGE))).unwrap_or(u32::MAX);
    let found = i64::try_from(counts.found).unwrap_or(i64::MAX);
    html! {
        div .page-head.cluster.spread {
            div {
                h1 { (visit.text("newsroom-title")) }
                p .lead { (visit.text("newsroom-lead")) }
            }
            p .actions {
                @if visit.viewer.is_some() {
                    a .button.quiet href=(visit.link("/news/drafts")) { (visit.text("newsroom-drafts")) }
                }
                a .button href=(visit.link("/news/new")) { (visit.text("newsroom-write")) }
            }
        }
        div .with-filters {
            (ui::filters(visit, &facets))
            div .stack {
                div .cluster.spread {
                    p .muted { (visit.text_with("newsroom-found", &[("count", found.into())])) }
                    p .small { (feeds::links(visit, "/news", query)) }
                }
                (ui::chips(visit, &facets))
                @if cards.is_empty() {
                    (nothing(visit, counts))
                } @else {
                    h2 .visually-hidden { (visit.text("ui-results")) }
                    (ui::card_list(cards.iter().map(|item| card(visit, item))))
                    (ui::pagination(visit, page + 1, pages))
                }
            }
        }
    }
}

fn facets(visit: &Visit, filter: Filter, counts: &Counts) -> Vec<Facet<'static>> {
    vec![
        Facet::of(
            "country",
            visit.text("library-country"),
            &counts.countries,
            filter.country,
            |c| c.to_string(),
            |c| c.name(visit.language).to_owned(),
        ),
        Facet::of(
            "theme",
            visit.text("library-theme"),
            &counts.themes,
            filter.theme,
            |t| t.to_string(),
            |t| visit.theme(t),
        ),
        Facet::of(
            "kind",
            visit.text("library-kind"),
            &counts.kinds,
            filter.kind,
            |k| k.slug().to_owned(),
            |k| labels::kind(visit, k).to_owned(),
        ),
        Facet::of(
            "language",
            visit.text("library-language"),
            &counts.languages,
            filter.language,
            |l| l.to_string(),
            |l| labels::language(visit, l).to_owned(),
        ),
    ]
}

/// One item in a list.
pub fn card(visit: &Visit, item: &Card) -> Markup {
    let lang = labels::foreign(visit, item.language);
    html! {
        article .card {
            // Beside the title, which leads to it.
            (picture(item.picture, "thumbnail", ""))
            div .top {
                (ui::badge(labels::kind(visit, item.kind), Tone::Grana))
                @for country in &item.countries { (ui::place(*country, visit.language)) }
            }
            h3 lang=[lang] dir="auto" {
                a href=(visit.link(&labels::address(&item.short, &item.slug))) { (item.title) }
            }
            p .text lang=[lang] dir="auto" { (shortened(&item.summary, EXCERPT)) }
            div .meta {
                (ui::day(visit.language, item.published_at))
                @if item.corrected_at.is_some() { span { (visit.text("newsroom-corrected-mark")) } }
                @if lang.is_some() { span { (labels::language(visit, item.language)) } }
            }
        }
    }
}

fn nothing(visit: &Visit, counts: &Counts) -> Markup {
    if counts.total == 0 {
        let write = html! { a .button href=(visit.link("/news/new")) { (visit.text("newsroom-write")) } };
        return ui::empty(
            Drawing::Shelf,
            visit.text("newsroom-empty-title"),
            visit.text("newsroom-empty"),
            &write,
        );
    }
    let all = html! { a .button href=(visit.link("/news")) { (visit.text("newsroom-all")) } };
    ui::empty(Drawing::Search, visit.text("newsroom-none-title"), visit.text("ui-filters-nothing"), &all)
}

#[cfg(test)]
mod tests {
    use domain::Language;

    use super::*;
    use crate::testing::visit;

    #[test]
    fn an_address_that_names_no_value_is_no_page() {
        let visit = visit(Language::En);
        let read = |query: &str| filter(&visit, &Query::parse(query)).is_some();
        assert!(read("country=PE&theme=nutrition&language=es&kind=press_release"));
        for wrong in ["country=XX", "theme=x", "language=de", "kind=guide"] {
            assert!(!read(wrong), "{wrong}");
        }
        assert_eq!(
            (page_number(None), page_number(Some("3")), page_number(Some("0"))),
            (Some(0), Some(2), None)
        );
    }
}
