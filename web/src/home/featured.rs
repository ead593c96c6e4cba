//! The country of the month, with the rule that chose it.

use chrono::NaiveDate;
use domain::organisations::featured_month::key;
use maud::{Markup, html};
use projections::organisations::featured::Overrule;

use super::page::Shown;
use crate::i18n;
use crate::organisations::{country_address, programme_address};
use crate::ui::{self, Icon};
use crate::visit::Visit;

/// How many of its programmes are named.
const PROGRAMMES: usize = 5;

/// Where the choice of a month is explained.
pub fn address_of(month: NaiveDate) -> String {
    format!("/featured/{}", key(month))
}

/// That an administrator chose, and why.
pub fn overruled(visit: &Visit, overrule: &Overrule) -> Markup {
    html! {
        p { (visit.text("home-featured-overruled")) }
        blockquote dir="auto" { (overrule.reason) }
    }
}

pub fn panel(visit: &Visit, shown: &Shown, month: NaiveDate) -> Markup {
    let chosen = &shown.featured;
    let address = visit.link(&country_address(chosen.country));
    let facts = chosen.facts();
    let why = match facts.last {
        Some(last) => visit
            .text_with("home-featured-last", &[("month", i18n::month_and_year(visit.language, last).into())]),
        None => visit.text_with("home-featured-never", &[("count", facts.contributions.into())]),
    };
    ui::section(
        visit.text("home-featured"),
        Some((visit.text("home-featured-open"), address.clone())),
        &html! {
            div .panel {
                p .kicker { (i18n::month_and_year(visit.language, month)) }
                div .cluster {
                    (ui::large_flag(chosen.country))
                    h3 { a href=(address) { (chosen.country.name(visit.language)) } }
                }
                @if !shown.programmes_of_featured.is_empty() {
                    ul .cluster {
                        @for one in shown.programmes_of_featured.iter().take(PROGRAMMES) {
                            li {
                                a .place lang=(one.language)
                                    href=(visit.link(&programme_address(one.country, &one.slug))) {
                                    (one.name) (Icon::ArrowRight.show())
                                }
                            }
                        }
                    }
                }
                details {
                    summary { (visit.text("home-featured-why")) }
                    p { (visit.text("home-featured-rule")) }
                    @if let Some(overrule) = &chosen.overrule {
                        (overruled(visit, overrule))
                    } @else {
                        p { (why) }
                    }
                    p { a href=(visit.link(&address_of(month))) { (visit.text("home-featured-computed")) } }
                }
            }
        },
    )
}
