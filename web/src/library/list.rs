//! `/library`: what members have published, by country, theme, language and kind, and by words that stand in it.

use std::collections::HashMap;
use std::sync::Arc;

use axum::Extension;
use axum::extract::State;
use domain::{Language, ResourceId};
use maud::{Markup, html};
use projections::ReadModel;
use projections::library::{
    self, Card, Counts, Filter, Inside, LibraryCounts, PAGE, PREPARED, Resources, Search, ThemeEntries,
};
use sqlx::PgPool;

use super::{labels, picture};
use crate::App;
use crate::assets;
use crate::current::Current;
use crate::error::PageError;
use crate::feeds;
use crate::fields::Fields;
use crate::home::{live, seen};
use crate::i18n;
use crate::markdown::plain;
use crate::query::{Query, page_number};
use crate::ui::{self, Drawing, Facet, Field, Page, Scripted, Section, Tone};
use crate::visit::Visit;

/// Characters of a summary on a card.
const EXCERPT: usize = 220;

/// Characters that may be looked for.
const WORDS_MAX: usize = 100;

/// What visitors see, by language and query.
pub type CurrentLists = Arc<Current<(Language, String, u64), Markup>>;

pub fn current() -> CurrentLists {
    Arc::new(Current::of(&[Resources::NAME, LibraryCounts::NAME, ThemeEntries::NAME, PREPARED]))
}

pub async fn page(
    visit: Visit,
    State(app): State<Arc<App>>,
    Extension(current): Extension<CurrentLists>,
) -> Result<Scripted, PageError> {
    let query = Query::parse(&visit.query);
    let filter = filter(&visit, &query).ok_or(PageError::NotFound)?;
    let page = page_number(query.first("page")).ok_or(PageError::NotFound)?;
    let seen = seen(&app, &visit).await?;
    let words: String = query.first("q").unwrap_or_default().chars().take(WORDS_MAX).collect();
    let content = async {
        let found = Found::of(&app.read, &words, filter, page).await?;
        if found.cards.is_empty() && page > 0 {
            return Err(PageError::NotFound);
        }
        Ok(content(&visit, &query, &words, filter, &found, page))
    };
    // What somebody looks for is seldom what the next one does.
    let content = if visit.viewer.is_none() && words.is_empty() {
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
    let page = Page::new(visit.text("library-title"))
        .section(Section::Library)
        .description(visit.text("library-lead"))
        .feeds(visit.text("library-feed"), feeds::of_list(&visit, "/library", &query))
        .script(assets::arrivals());
    Ok(Scripted(page.show(&visit, &live(&visit, &seen, &content))))
}

/// One page of the list.
struct Found {
    counts: Counts,
    cards: Vec<Card>,
    /// Where in their documents the words stand.
    inside: HashMap<ResourceId, Inside>,
}

impl Found {
    async fn of(pool: &PgPool, words: &str, filter: Filter, page: u32) -> sqlx::Result<Self> {
        if words.is_empty() {
            let counts = library::counts(pool, filter).await?;
            let cards = library::list(pool, filter, page, &counts).await?;
            return Ok(Self { counts, cards, inside: HashMap::new() });
        }
        let Some(search) = Search::of(words) else {
            let counts = Counts::none(library::counts(pool, Filter::default()).await?.total);
            return Ok(Self { counts, cards: Vec::new(), inside: HashMap::new() });
        };
        let counts = library::search_counts(pool, &search, filter).await?;
        let cards = library::search(pool, &search, filter, page).await?;
        let ids: Vec<ResourceId> = cards.iter().map(|card| card.id).collect();
        let inside = library::inside(pool, &search, &ids).await?;
        Ok(Self { counts, cards, inside })
    }
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

fn content(visit: &Visit, query: &Query, words: &str, filter: Filter, found: &Found, page: u32) -> Markup {
    let Found { counts, cards, inside } = found;
    let facets = facets(visit, filter, counts);
    let pages = u32::try_from(counts.found.div_ceil(u64::from(PAGE))).unwrap_or(u32::MAX);
    html! {
        div .page-head.cluster.spread {
            div {
                h1 { (visit.text("library-title")) }
                p .lead { (visit.text("library-lead")) }
            }
            p .actions {
                a .button.quiet href=(visit.link("/highlights")) { (visit.text("highlights-title")) }
                a .button href=(visit.link("/library/new")) { (visit.text("library-publish-link")) }
            }
        }
        (searching(visit, query, words))
        div .with-filters {
            (ui::filters(visit, &facets))
            div .stack data-new="library" {
                div .cluster.spread {
                    p .muted role=[(!words.is_empty()).then_some("status")] { (visit.text_with("library-found", &[("count", i64::try_from(counts.found).unwrap_or(i64::MAX).into())])) }
                    p .small { (feeds::links(visit, "/library", query)) }
                }
                (ui::chips(visit, &facets))
                @if cards.is_empty() {
                    (nothing(visit, counts, words))
                } @else {
                    h2 .visually-hidden { (visit.text("ui-results")) }
                    (ui::card_list(cards.iter().map(|resource| with(visit, resource, inside.get(&resource.id)))))
                    (ui::pagination(visit, page + 1, pages))
                }
            }
        }
    }
}

fn searching(visit: &Visit, query: &Query, words: &str) -> Markup {
    let rest = query.without("q").without("page");
    let fields = Fields::new([("q", words.to_owned())]);
    html! {
        form .cluster method="get" action=(visit.here()) role="search" {
            @for (name, value) in rest.all() { input type="hidden" name=(name) value=(value); }
            (Field::new("q", visit.text("library-search")).one_of_several().search(visit, &fields))
            (ui::button(visit.text("library-search-button")))
        }
    }
}

fn facets(visit: &Visit, filter: Filter, counts: &Counts) -> Vec<Facet<'static>> {
    vec![
        Facet::of(
            "country",
            visit.text("library-country"),
            &counts.countries.values,
            filter.country,
            |c| c.to_string(),
            |c| c.name(visit.language).to_owned(),
        ),
        Facet::of(
            "theme",
            visit.text("library-theme"),
            &counts.themes.values,
            filter.theme,
            |t| t.to_string(),
            |t| visit.theme(t),
        ),
        Facet::of(
            "language",
            visit.text("library-language"),
            &counts.languages.values,
            filter.language,
            |l| l.to_string(),
            |l| labels::language(visit, l).to_owned(),
        ),
        Facet::of(
            "kind",
            visit.text("library-kind"),
            &counts.kinds.values,
            filter.kind,
            |k| k.slug().to_owned(),
            |k| labels::kind(visit, k).to_owned(),
        ),
    ]
}

/// One resource in a list.
pub fn card(visit: &Visit, resource: &Card) -> Markup {
    with(visit, resource, None)
}

/// With what was found inside its document in place of the summary.
fn with(visit: &Visit, resource: &Card, inside: Option<&Inside>) -> Markup {
    let lang = labels::foreign(visit, resource.language);
    let address = labels::address(&resource.short, &resource.slug);
    html! {
        article .card {
            (picture::thumbnail(visit, &address, &resource.pictures))
            div .top {
                (ui::badge(labels::kind(visit, resource.kind), Tone::Anil))
                @if let Some(medium) = labels::medium(visit, resource.media_type.as_deref()) { (ui::badge(medium, Tone::Plain)) }
                @if let Some(country) = resource.country { (ui::place(country, visit.language)) }
            }
            h3 lang=[lang] {
                a href=(visit.link(&address)) { (resource.title) }
            }
            @match inside {
                Some(inside) => p .text {
                    (visit.text("library-inside")) " "
                    // The document may be in another language than its description, and from right to left.
                    bdi lang=[lang] { "… " @for (found, part) in &inside.parts { @if *found { mark { (part) } } @else { (part) } " " } "…" }
                },
                None => p .text lang=[lang] { (plain(&resource.excerpt, EXCERPT)) },
            }
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

fn nothing(visit: &Visit, counts: &Counts, words: &str) -> Markup {
    if counts.total == 0 && words.is_empty() {
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
    let (title, hint) = if words.is_empty() {
        ("library-none-title", "library-none")
    } else {
        ("library-search-none-title", "library-search-none")
    };
    ui::empty(Drawing::Search, visit.text(title), visit.text(hint), &all)
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
        assert!(read("country=PE&theme=nutrition&language=es&kind=guide"));
        assert!(read("country=&page=2"));
        for wrong in ["country=XX", "theme=x", "language=de", "kind=%27"] {
            assert!(!read(wrong), "{wrong}");
        }
        assert_eq!((page_number(None), page_number(Some("3"))), (Some(0), Some(2)));
        assert_eq!((page_number(Some("0")), page_number(Some("x"))), (None, None));
    }
}
