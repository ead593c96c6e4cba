//! `GET /programmes`: the portfolio, the programmes of all countries by country and theme, and its feeds.

use std::sync::Arc;

use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use domain::{Language, text};
use maud::{Markup, html};
use projections::ReadModel;
use projections::library::ThemeEntries;
use projections::organisations::organisations::Organisations;
use projections::organisations::programmes::portfolio::{self, Counts, Filter, PAGE};
use projections::organisations::programmes::{Programme, Programmes};

use super::cards::portfolio_card;
use super::partners::subnavigation;
use crate::App;
use crate::current::Current;
use crate::error::PageError;
use crate::feeds::{self, EXCERPT, Entry, Feed};
use crate::markdown::plain;
use crate::query::{Query, page_number};
use crate::ui::{self, Choice, Drawing, Facet, Page, Section};
use crate::visit::Visit;

const LIST: &str = "/programmes";

/// What visitors and members see alike, by language and query.
pub type CurrentPortfolio = Arc<Current<(Language, String, u64), Markup>>;

pub fn current() -> CurrentPortfolio {
    Arc::new(Current::of(&[Programmes::NAME, Organisations::NAME, ThemeEntries::NAME]))
}

pub async fn list(
    visit: Visit,
    State(app): State<Arc<App>>,
    Extension(current): Extension<CurrentPortfolio>,
) -> Result<Markup, PageError> {
    let query = Query::parse(&visit.query);
    let filter = filter(&visit, &query).ok_or(PageError::NotFound)?;
    let page = page_number(query.first("page")).ok_or(PageError::NotFound)?;
    let content = async {
        let (counts, programmes) = tokio::try_join!(
            portfolio::counts(&app.read, filter),
            portfolio::list(&app.read, filter, page),
        )?;
        if programmes.is_empty() && page > 0 {
            return Err(PageError::NotFound);
        }
        Ok(content(&visit, &query, &counts, &programmes, page))
    };
    let key = (visit.language, visit.query.clone(), visit.themes.edition());
    let content = current.get(visit.moves.as_deref(), key, content).await?;
    let lead = visit.text("organisations-portfolio-lead");
    let title = visit.text("organisations-portfolio");
    let page = Page::new(title).section(Section::Countries).description(lead);
    Ok(page.feeds(title, feeds::of_list(&visit, LIST, &query)).show(&visit, &content))
}

pub async fn atom(visit: Visit, State(app): State<Arc<App>>) -> Result<Response, PageError> {
    Ok(feed(&app, &visit).await?.atom(&visit))
}

pub async fn json(visit: Visit, State(app): State<Arc<App>>) -> Result<Response, PageError> {
    Ok(feed(&app, &visit).await?.json(&visit))
}

/// What was described last, in the language of the feed where it is told in it.
async fn feed(app: &App, visit: &Visit) -> Result<Feed<'static>, PageError> {
    let filter = filter(visit, &Query::parse(&visit.query)).ok_or(PageError::NotFound)?;
    let programmes = portfolio::newest(&app.read, filter).await?;
    let entries = programmes.into_iter().map(|programme| {
        let summary = programme.summary.best(visit.language);
        Entry {
            id: programme.id.uuid(),
            page: format!("{LIST}/{}", programme.slug),
            title: programme.name,
            text: summary.map(|(_, text)| plain(text, EXCERPT)).unwrap_or_default(),
            authors: String::new(),
            language: summary.map_or(programme.language, |(language, _)| language),
            themes: programme.themes,
            published_at: programme.described_at,
            updated_at: programme.described_at,
        }
    });
    Ok(Feed { title: visit.text("organisations-portfolio"), list: LIST, entries: entries.collect() })
}

/// What the address asks for; none where a value is no country or theme.
fn filter(visit: &Visit, query: &Query) -> Option<Filter> {
    Some(Filter { country: query.value("country").ok()?, theme: visit.asked_theme(query).ok()? })
}

fn content(visit: &Visit, query: &Query, counts: &Counts, programmes: &[Programme], page: u32) -> Markup {
    let facets = facets(visit, counts);
    let pages = u32::try_from(counts.found.div_ceil(u64::from(PAGE))).unwrap_or(u32::MAX);
    html! {
        div .page-head {
            h1 { (visit.text("organisations-portfolio")) }
            p .lead { (visit.text("organisations-portfolio-lead")) }
        }
        (subnavigation(visit, LIST))
        div .with-filters {
            (ui::filters(visit, &facets))
            div .stack {
                div .cluster.spread {
                    p .muted { (visit.text_with("organisations-count-programmes", &[("count", count(counts.found).into())])) }
                    p .small { (feeds::links(visit, LIST, query)) }
                }
                (ui::chips(visit, &facets))
                @if programmes.is_empty() {
                    (nothing(visit, counts))
                } @else {
                    h2 .visually-hidden { (visit.text("ui-results")) }
                    (ui::card_list(programmes.iter().map(|programme| portfolio_card(visit, programme))))
                    (ui::pagination(visit, page + 1, pages))
                }
            }
        }
    }
}

fn count(n: u64) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

fn facets(visit: &Visit, counts: &Counts) -> [Facet<'static>; 2] {
    let choice = |value: String, label: String, n: u64| Choice { value, label, count: count(n) };
    let countries = counts.countries.iter();
    let countries = countries
        .map(|(country, n)| choice(country.to_string(), country.name(visit.language).to_owned(), *n));
    let themes = counts.themes.iter().map(|(theme, n)| choice(theme.to_string(), visit.theme(*theme), *n));
    let facet = |name, title: &str, mut options: Vec<Choice>| {
        options.sort_by_cached_key(|option| text::folded(&option.label));
        Facet { name, title: visit.text(title), options }
    };
    [
        facet("country", "library-country", countries.collect()),
        facet("theme", "library-theme", themes.collect()),
    ]
}

fn nothing(visit: &Visit, counts: &Counts) -> Markup {
    if counts.total == 0 {
        return ui::empty(
            Drawing::Loom,
            visit.text("organisations-portfolio-empty"),
            visit.text("organisations-portfolio-empty-text"),
            &html! {},
        );
    }
    let all =
        html! { a .button href=(visit.link("/programmes")) { (visit.text("organisations-programmes-all")) } };
    ui::empty(
        Drawing::Search,
        visit.text("organisations-portfolio-none"),
        visit.text("organisations-portfolio-none-text"),
        &all,
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::visit;

    #[test]
    fn an_address_that_names_no_value_is_no_page() {
        let visit = visit(Language::En);
        let read = |query: &str| filter(&visit, &Query::parse(query)).is_some();
        assert!(read("country=PE&theme=nutrition") && read(""));
        assert!(!read("country=XX") && !read("theme=x"));
    }
}
