//! `GET /events`: what comes and what is past, by country, theme, language, and whether one can attend from afar.

use std::error::Error;
use std::str::FromStr;
use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use domain::{Country, Language, text};
use maud::{Markup, html};
use projections::calendar::{self, Card, Filter, PAGE, When};

use super::labels;
use super::reader::{Reader, own_time, script};
use super::subscribe;
use crate::App;
use crate::error::PageError;
use crate::feeds;
use crate::fields::Fields;
use crate::library::language_name;
use crate::markdown::plain;
use crate::query::Query;
use crate::ui::{self, Drawing, Facet, Field, Icon, Page, Section, Tab, Tone};
use crate::visit::Visit;

/// Characters of a description on a card.
const EXCERPT: usize = 200;

pub async fn page(visit: Visit, State(app): State<Arc<App>>) -> Result<Response, PageError> {
    let reader = Reader::of(&visit)?;
    let query = Query::parse(&visit.query);
    let filter = filter(&visit, &query).ok_or(PageError::NotFound)?;
    let when = match query.first("when") {
        None => When::Coming,
        Some("past") => When::Past,
        Some(_) => return Err(PageError::NotFound),
    };
    let page = page_number(query.first("page")).ok_or(PageError::NotFound)?;
    let now = (app.clock)();
    let (cards, found) = tokio::try_join!(
        calendar::list(&app.read, filter, when, now, page * PAGE, PAGE),
        calendar::count(&app.read, filter, when, now),
    )?;
    if cards.is_empty() && page > 0 {
        return Err(PageError::NotFound);
    }
    let pages = u32::try_from(found.unsigned_abs().div_ceil(u64::from(PAGE))).unwrap_or(u32::MAX);
    let page = Page::new(visit.text("calendar-title"))
        .section(Section::Events)
        .description(visit.text("calendar-lead"))
        .feed("text/calendar", visit.text("calendar-feed"), subscribe::address(&visit, &query))
        .feeds(visit.text("calendar-feed"), feeds::of_list(&visit, "/events", &query))
        .scripts(script(&visit))
        .show(
            &visit,
            &html! {
                (head(&visit, &query, Some(when)))
                (narrowing(&visit, &query, "/events"))
                (chosen(&visit, &query, filter))
                p .muted { (visit.text_with("calendar-found", &[("count", found.into())])) }
                @if cards.is_empty() {
                    (nothing(&visit, when, filter == Filter::default()))
                } @else {
                    h2 .visually-hidden { (visit.text("ui-results")) }
                    (ui::cards(cards.iter().map(|one| card(&visit, one))))
                    (ui::pagination(&visit, page + 1, pages))
                }
                (reader.choice(&visit, &visit.here()))
                (subscribe::links(&visit, &query))
            },
        );
    Ok(reader.answer(&visit, page))
}

/// Title, the way to announce one, and the tabs of the three views; `None` stands for the month.
pub fn head(visit: &Visit, query: &Query, when: Option<When>) -> Markup {
    let rest = query.without("page").without("when").without("month");
    let tab = |label, path: &str, query: Query, current| Tab {
        label: visit.text(label),
        address: query.at(&visit.link(path)),
        current,
    };
    let tabs = [
        tab("calendar-coming", "/events", rest.clone(), when == Some(When::Coming)),
        tab("calendar-past", "/events", rest.with("when", "past"), when == Some(When::Past)),
        tab("calendar-month", "/events/month", rest, when.is_none()),
    ];
    html! {
        div .page-head.cluster.spread {
            div {
                h1 { (visit.text("calendar-title")) }
                p .lead { (visit.text("calendar-lead")) }
            }
            a .button href=(visit.link("/events/new")) { (visit.text("calendar-publish-link")) }
        }
        (ui::tabs(visit.text("calendar-views"), &tabs))
    }
}

/// What the address asks for; none where a value is no country, language or theme.
pub fn filter(visit: &Visit, query: &Query) -> Option<Filter> {
    fn value<T: FromStr<Err: Error>>(query: &Query, name: &str) -> Result<Option<T>, T::Err> {
        query.first(name).map(str::parse).transpose()
    }
    Some(Filter {
        country: value(query, "country").ok()?,
        theme: visit.asked_theme(query).ok()?,
        language: value(query, "language").ok()?,
        online: query.first("online").is_some(),
        takes_place: false,
    })
}

/// The form that narrows a view.
pub fn narrowing(visit: &Visit, query: &Query, path: &str) -> Markup {
    let mut fields = Fields::default();
    for name in ["country", "theme", "language", "online"] {
        fields.set(name, query.first(name).unwrap_or_default());
    }
    let any = |mut options: Vec<(String, String)>| {
        options.sort_by_cached_key(|(_, label)| text::folded(label));
        options.insert(0, (String::new(), visit.text("calendar-any").to_owned()));
        options
    };
    let countries = any(Country::all()
        .iter()
        .map(|state| (state.country.to_string(), state.name(visit.language).to_owned()))
        .collect());
    let themes = visit.themes.choices(visit.language);
    let themes = any(themes.into_iter().map(|(one, name)| (one.to_string(), name)).collect());
    let languages = any(Language::ALL
        .iter()
        .map(|one| (one.to_string(), language_name(visit, *one).to_owned()))
        .collect());
    let choose = |name: &'static str, label: &'static str, options: &[(String, String)]| {
        let options: Vec<(&str, &str)> =
            options.iter().map(|(value, label)| (value.as_str(), label.as_str())).collect();
        Field::new(name, visit.text(label)).one_of_several().select(options, visit, &fields)
    };
    html! {
        details .narrowing open[filter(visit, query) != Some(Filter::default())] {
            summary { (Icon::Filter.show()) " " (visit.text("ui-filters")) }
            form method="get" action=(visit.link(path)) {
                @for kept in ["when", "month"] {
                    @if let Some(value) = query.first(kept) { input type="hidden" name=(kept) value=(value); }
                }
                div .row {
                    (choose("country", "calendar-country", &countries))
                    (choose("theme", "calendar-theme", &themes))
                    (choose("language", "calendar-language", &languages))
                }
                (Field::new("online", visit.text("calendar-online-only")).one_of_several().checkbox(visit, &fields))
                div .actions { button .button.quiet type="submit" { (visit.text("calendar-narrow")) } }
            }
        }
    }
}

/// What the view is narrowed by now, each with the way to take it back.
pub fn chosen(visit: &Visit, query: &Query, filter: Filter) -> Markup {
    let online = query.first("online").unwrap_or_default();
    ui::chips(
        visit,
        &[
            Facet::of(
                "country",
                visit.text("calendar-country"),
                &[],
                filter.country,
                |country| country.to_string(),
                |country| country.name(visit.language).to_owned(),
            ),
            Facet::of(
                "theme",
                visit.text("calendar-theme"),
                &[],
                filter.theme,
                |theme| theme.to_string(),
                |theme| visit.theme(theme),
            ),
            Facet::of(
                "language",
                visit.text("calendar-language"),
                &[],
                filter.language,
                |language| language.to_string(),
                |language| language_name(visit, language).to_owned(),
            ),
            Facet::of(
                "online",
                visit.text("calendar-online-only"),
                &[],
                filter.online.then_some(()),
                |()| online.to_owned(),
                |()| visit.text("calendar-online-only").to_owned(),
            ),
        ],
    )
}

/// Counted from 0.
fn page_number(text: Option<&str>) -> Option<u32> {
    let Some(text) = text else { return Some(0) };
    text.parse::<u32>().ok().filter(|page| (1..=100_000).contains(page)).map(|page| page - 1)
}

/// One gathering in a list, with the times of its own zone and the reader's.
pub fn card(visit: &Visit, one: &Card) -> Markup {
    let lang = (one.language != visit.language).then_some(one.language);
    let full = one.capacity.is_some_and(|capacity| one.registered >= capacity);
    html! {
        article .card {
            div .top {
                @if one.cancelled {
                    (ui::badge(visit.text("calendar-cancelled"), Tone::Grana))
                } @else if full {
                    (ui::badge(visit.text("calendar-full"), Tone::Oro))
                }
                @if one.online { (ui::badge(visit.text("calendar-online"), Tone::Anil)) }
                @if let Some(place) = &one.place { (ui::place(place.country, visit.language)) }
            }
            h3 lang=[lang] { a href=(visit.link(&labels::address(&one.short, &one.slug))) { (one.title) } }
            p {
                time datetime=(one.starts_at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true)) {
                    (labels::range(visit.language, one.starts_at, one.ends_at, &one.times.zone))
                }
            }
            (own_time(visit, one.starts_at, one.ends_at, &one.times.zone))
            p .text lang=[lang] { (plain(&one.excerpt, EXCERPT)) }
            div .meta {
                @if let Some(place) = &one.place { span { (place.city) } }
                @if lang.is_some() { span { (language_name(visit, one.language)) } }
            }
        }
    }
}

fn nothing(visit: &Visit, when: When, unfiltered: bool) -> Markup {
    let all = html! { a .button href=(visit.link("/events")) { (visit.text("calendar-all")) } };
    let publish =
        html! { a .button href=(visit.link("/events/new")) { (visit.text("calendar-publish-link")) } };
    match (when, unfiltered) {
        (_, false) => {
            ui::empty(Drawing::Search, visit.text("calendar-none-title"), visit.text("calendar-none"), &all)
        }
        (When::Coming, true) => ui::empty(
            Drawing::Loom,
            visit.text("calendar-empty-title"),
            visit.text("calendar-empty"),
            &publish,
        ),
        (When::Past, true) => ui::empty(
            Drawing::Loom,
            visit.text("calendar-past-empty-title"),
            visit.text("calendar-past-empty"),
            &all,
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::visit;

    #[test]
    fn an_address_that_names_no_value_is_no_page() {
        let visit = visit(Language::En);
        let read = |query: &str| filter(&visit, &Query::parse(query));
        assert!(read("country=PE&theme=nutrition&language=es&online=yes").is_some_and(|one| one.online));
        assert_eq!(read("country=&page=2"), Some(Filter::default()));
        for wrong in ["country=XX", "theme=x", "language=de"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
        assert_eq!((page_number(None), page_number(Some("3"))), (Some(0), Some(2)));
        assert_eq!((page_number(Some("0")), page_number(Some("x"))), (None, None));
    }
}
