//! Filters of a list: facets as links with counts, and the chosen ones as chips.

use domain::text;
use maud::{Markup, html};

use super::Icon;
use crate::i18n::number;
use crate::query::Query;
use crate::visit::Visit;

/// One question a list can be narrowed by.
#[derive(Clone, Debug)]
pub struct Facet<'a> {
    /// The parameter of the address.
    pub name: &'a str,
    pub title: &'a str,
    pub options: Vec<Choice>,
}

impl<'a> Facet<'a> {
    /// Its values with their counts, in the order of their labels. What is chosen is among them even where nothing
    /// has it, so that it can be taken back.
    pub fn of<T: Copy + PartialEq>(
        name: &'a str,
        title: &'a str,
        values: &[(T, u64)],
        chosen: Option<T>,
        slug: impl Fn(T) -> String,
        label: impl Fn(T) -> String,
    ) -> Self {
        let unseen = chosen.filter(|chosen| values.iter().all(|(value, _)| value != chosen));
        let all = values.iter().copied().chain(unseen.map(|value| (value, 0)));
        let mut options: Vec<Choice> = all
            .map(|(value, n)| Choice {
                value: slug(value),
                label: label(value),
                count: i64::try_from(n).unwrap_or(i64::MAX),
            })
            .collect();
        options.sort_by_cached_key(|option| text::folded(&option.label));
        Self { name, title, options }
    }
}

#[derive(Clone, Debug)]
pub struct Choice {
    pub value: String,
    pub label: String,
    /// How many entries the list has with it.
    pub count: i64,
}

/// Beside the list on a wide screen, behind a button on a narrow one.
pub fn filters(visit: &Visit, facets: &[Facet<'_>]) -> Markup {
    let query = Query::parse(&visit.query).without("page");
    html! {
        div {
            button .button.quiet.filters-button type="button" popovertarget="filters" {
                (Icon::Filter.show()) (visit.text("ui-filters"))
            }
            section .filters #filters popover aria-labelledby="filters-title" {
                div .cluster.spread {
                    h2 #filters-title { (visit.text("ui-filters")) }
                    button .button.quiet.icon-only.only-narrow type="button" popovertarget="filters"
                        popovertargetaction="hide" aria-label=(visit.text("ui-close")) { (Icon::Close.show()) }
                }
                @for (i, facet) in facets.iter().enumerate().filter(|(_, facet)| !facet.options.is_empty()) {
                    @let chosen = query.first(facet.name);
                    details .facet open[i < 2 || chosen.is_some()] {
                        summary { (facet.title) (Icon::ChevronDown.show()) }
                        ul {
                            @for option in &facet.options {
                                @let current = chosen == Some(option.value.as_str());
                                li {
                                    a href=(address(visit, &query, facet.name, &option.value, current))
                                        rel="nofollow" aria-current=[current.then_some("true")] {
                                        span { (option.label) }
                                        span .count { (number(visit.language, option.count)) }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Choosing what is chosen already takes it back.
fn address(visit: &Visit, query: &Query, name: &str, value: &str, current: bool) -> String {
    let rest = query.without(name);
    if current { rest } else { rest.with(name, value) }.at(&visit.here())
}

/// What the list is narrowed by now; each chip takes one back.
pub fn chips(visit: &Visit, facets: &[Facet<'_>]) -> Markup {
    let query = Query::parse(&visit.query).without("page");
    let chosen: Vec<(&Facet<'_>, &str)> = facets
        .iter()
        .filter_map(|facet| {
            let value = query.first(facet.name)?;
            Some((facet, facet.options.iter().find(|option| option.value == value)?.label.as_str()))
        })
        .collect();
    html! {
        @if !chosen.is_empty() {
            ul .chips aria-label=(visit.text("ui-filters-chosen")) {
                @for (facet, label) in &chosen {
                    li {
                        a .chip href=(query.without(facet.name).at(&visit.here()))
                            aria-label=(visit.text_with("ui-filter-remove", &[("filter", (*label).into())])) {
                            (label) (Icon::Close.show())
                        }
                    }
                }
                @if chosen.len() > 1 {
                    li {
                        a .chip.clear href=(facets.iter().fold(query.clone(), |query, facet| query.without(facet.name)).at(&visit.here())) {
                            (visit.text("ui-filters-clear"))
                        }
                    }
                }
            }
        }
    }
}
