//! `/library`: what members have published, by country, theme, language and kind.

use std::sync::Arc;

use axum::Extension;
use axum::extract::State;
use domain::{Language, text};
use maud::{Markup, html};
use projections::ReadModel;
use projections::library::{self, Card, Counts, Filter, LibraryCounts, PAGE, Resources};

use super::labels;
use crate::App;
use crate::current::Current;
use crate::error::PageError;
use crate::i18n;
use crate::markdown::plain;
use crate::organisations::theme;
use crate::query::{Query, page_number};
use crate::ui::{self, Choice, Drawing, Facet, Page, Section, Tone};
use crate::visit::Visit;

/// Characters of a summary on a card.
const EXCERPT: usize = 220;

/// What visitors see, by language and query.
pub type CurrentLists = Arc<Current<(Language, String), Markup>>;

pub fn current() -> CurrentLists {
    Arc::new(Current::of(&[Resources::NAME, LibraryCounts::NAME]))
}

pub async fn page(
    visit: Visit,
    State(app): State<Arc<App>>,
    Extension(current): Extension<CurrentLists>,
) -> Result<Markup, PageError> {
    let query = Query::parse(&visit.query);
    let filter = filter(&query).ok_or(PageError::NotFound)?;
    let page = page_number(query.first("page")).ok_or(PageError::NotFound)?;
    let content = async {
        let counts = library::counts(&app.read, filter).await?;
        let cards = library::list(&app.read, filter, page, &counts).await?;
        if cards.is_empty() && page > 0 {
            return Err(PageError::NotFound);
        }
        Ok(content(&visit, &query, &counts, &cards, page))
    };
    let content = if visit.viewer.is_none() {
        current.get(&app.read, (visit.language, visit.query.clone()), content).await?
    } else {
        Arc::new(content.await?)
    };
    Ok(Page::new(visit.text("library-title"))
        .section(Section::Library)
        .description(visit.text("library-lead"))
        .feed("application/atom+xml", visit.text("library-feed"), feed(&visit, &query, "atom"))
        .feed("application/feed+json", visit.text("library-feed"), feed(&visit, &query, "json"))
        .show(&visit, &content))
}

/// The feed of what the list shows.
fn feed(visit: &Visit, query: &Query, format: &str) -> String {
    query.without("page").at(&visit.link(&format!("/library/feed.{format}")))
}

/// What the address asks for; none where a value is no country, language, kind or theme.
pub fn filter(query: &Query) -> Option<Filter> {
    Some(Filter {
        country: query.value("country").ok()?,
        language: query.value("language").ok()?,
        kind: query.value("kind").ok()?,
        theme: query.value("theme").ok()?,
    })
}

fn content(visit: &Visit, query: &Query, counts: &Counts, cards: &[Card], page: u32) -> Markup {
    let facets = facets(visit, counts);
    let pages = u32::try_from(counts.found.div_ceil(u64::from(PAGE))).unwrap_or(u32::MAX);
    html! {
        div .page-head.cluster.spread {
            div {
                h1 { (visit.text("library-title")) }
                p .lead { (visit.text("library-lead")) }
            }
            a .button href=(visit.link("/library/new")) { (visit.text("library-publish-link")) }
        }
        div .with-filters {
            (ui::filters(visit, &facets))
            div .stack {
                div .cluster.spread {
                    p .muted { (visit.text_with("library-found", &[("count", i64::try_from(counts.found).unwrap_or(i64::MAX).into())])) }
                    p .small { a href=(feed(visit, query, "atom")) { "Atom" } " · " a href=(feed(visit, query, "json")) { "JSON Feed" } }
                }
                (ui::chips(visit, &facets))
                @if cards.is_empty() {
                    (nothing(visit, counts))
                } @else {
                    h2 .visually-hidden { (visit.text("ui-results")) }
                    (ui::card_list(cards.iter().map(|resource| card(visit, resource))))
                    (ui::pagination(visit, page + 1, pages))
                }
            }
        }
    }
}

fn facets(visit: &Visit, counts: &Counts) -> Vec<Facet<'static>> {
    fn options<T: Copy>(
        values: &[(T, u64)],
        slug: impl Fn(T) -> String,
        label: impl Fn(T) -> String,
    ) -> Vec<Choice> {
        let mut options: Vec<Choice> = values
            .iter()
            .map(|(value, n)| Choice {
                value: slug(*value),
                label: label(*value),
                count: i64::try_from(*n).unwrap_or(i64::MAX),
            })
            .collect();
        options.sort_by_cached_key(|option| text::folded(&option.label));
        options
    }
    let facet = |name: &'static str, title: &str, options| Facet { name, title: visit.text(title), options };
    vec![
        facet(
            "country",
            "library-country",
            options(&counts.countries.values, |c| c.to_string(), |c| c.name(visit.language).to_owned()),
        ),
        facet(
            "theme",
            "library-theme",
            options(&counts.themes.values, |t| t.to_string(), |t| theme(visit.language, t).to_owned()),
        ),
        facet(
            "language",
            "library-language",
            options(&counts.languages.values, |l| l.to_string(), |l| labels::language(visit, l).to_owned()),
        ),
        facet(
            "kind",
            "library-kind",
            options(&counts.kinds.values, |k| k.slug().to_owned(), |k| labels::kind(visit, k).to_owned()),
        ),
    ]
}

/// One resource in a list.
pub fn card(visit: &Visit, resource: &Card) -> Markup {
    let lang = labels::foreign(visit, resource.language);
    html! {
        article .card {
            div .top {
                (ui::badge(labels::kind(visit, resource.kind), Tone::Anil))
                @if let Some(medium) = labels::medium(visit, resource.media_type.as_deref()) { (ui::badge(medium, Tone::Plain)) }
                @if let Some(country) = resource.country { (ui::place(country, visit.language)) }
            }
            h3 lang=[lang] {
                a href=(visit.link(&labels::address(&resource.short, &resource.slug))) { (resource.title) }
            }
            p .text lang=[lang] { (plain(&resource.excerpt, EXCERPT)) }
            div .meta {
                @if let Some(year) = resource.year { span { (year) } }
                @if let Some(authors) = labels::authors(visit, resource.authors.as_deref()) { span { (authors) } }
                @if lang.is_some() { span { (labels::language(visit, resource.language)) } }
                span { (visit.text("library-published")) " " (i18n::date(visit.language, resource.published_at.date_naive())) }
            }
        }
    }
}

/// The resource as an entry of its author's timeline, which tells the day already.
pub fn entry(visit: &Visit, resource: &Card) -> Markup {
    html! {
        h3 lang=[labels::foreign(visit, resource.language)] {
            a href=(visit.link(&labels::address(&resource.short, &resource.slug))) { (resource.title) }
        }
        p .cluster.small {
            (ui::badge(labels::kind(visit, resource.kind), Tone::Anil))
            @if let Some(country) = resource.country { (ui::place(country, visit.language)) }
        }
    }
}

fn nothing(visit: &Visit, counts: &Counts) -> Markup {
    if counts.total == 0 {
        let publish =
            html! { a .button href=(visit.link("/library/new")) { (visit.text("library-publish-link")) } };
        return ui::empty(
            Drawing::Shelf,
            visit.text("library-empty-title"),
            visit.text("library-empty"),
            &publish,
        );
    }
    let all = html! { a .button href=(visit.link("/library")) { (visit.text("library-all")) } };
    ui::empty(Drawing::Search, visit.text("library-none-title"), visit.text("library-none"), &all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_that_names_no_value_is_no_page() {
        let read = |query: &str| filter(&Query::parse(query)).is_some();
        assert!(read("country=PE&theme=nutrition&language=es&kind=guide"));
        assert!(read("country=&page=2"));
        for wrong in ["country=XX", "theme=x", "language=de", "kind=%27"] {
            assert!(!read(wrong), "{wrong}");
        }
        assert_eq!((page_number(None), page_number(Some("3"))), (Some(0), Some(2)));
        assert_eq!((page_number(Some("0")), page_number(Some("x"))), (None, None));
    }
}
