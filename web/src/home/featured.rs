//! The country of the month, with the rule that chose it.

use chrono::NaiveDate;
use maud::{Markup, html};

use super::page::Shown;
use crate::i18n;
use crate::organisations::{country_address, programme_address};
use crate::ui::{self, Icon};
use crate::visit::Visit;

/// How many of its programmes are named.
const PROGRAMMES: usize = 5;

pub fn panel(visit: &Visit, shown: &Shown, month: NaiveDate) -> Markup {
    let chosen = &shown.featured;
    let address = visit.link(&country_address(chosen.country));
    let why = match chosen.last {
        Some(last) => visit
            .text_with("home-featured-last", &[("month", i18n::month_and_year(visit.language, last).into())]),
        None => visit.text_with("home-featured-never", &[("count", chosen.contributions.into())]),
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
                    p { (why) }
                }
            }
        },
    )
}
