//! A line of a statement, told in full: on the pages of a dispute.

use domain::points::{LineKind, Outcome};
use maud::{Markup, html};
use projections::points::{Answered, Line};

use super::{label, page_of, rules_of};
use crate::i18n;
use crate::ui::{Tone, badge, calendar_day, day, facts};
use crate::visit::Visit;

/// What it is for, its points, its days and its rule; `more` follows them.
pub fn told<'a>(visit: &'a Visit, line: &Line, more: impl IntoIterator<Item = (&'a str, Markup)>) -> Markup {
    let (address, gone) = page_of(visit, line.item);
    let withdrawn = line.kind == LineKind::Withdrawn;
    let change = if withdrawn { -line.points } else { line.points };
    let sign = if change > 0 { "+" } else { "" };
    let known = [
        (
            visit.text("points-what"),
            html! {
                @match &line.title {
                    Some((title, language)) => a href=(address) lang=(language) { (title) },
                    None => a href=(address) { (gone) },
                }
                div .muted.small {
                    @if withdrawn { (visit.text("points-taken-back")) ": " }
                    (visit.text(label(line.contribution)))
                }
            },
        ),
        (visit.text("points-points"), html! { (sign) (i18n::number(visit.language, change)) }),
        (visit.text("points-when"), day(visit.language, line.at)),
        (visit.text("points-day-of"), calendar_day(visit.language, line.day)),
        (
            visit.text("points-rule"),
            html! {
                a href=(rules_of(visit, line.rule)) {
                    (visit.text_with("points-revision", &[("revision", line.rule.to_string().into())]))
                }
            },
        ),
    ];
    facts(known.into_iter().chain(more))
}

/// What somebody wrote, in its own lines; once its member is erased it says so.
pub fn written(visit: &Visit, text: Option<&str>) -> Markup {
    html! {
        @match text {
            Some(text) => div .panel { @for line in text.lines() { p { (line) } } },
            None => p .muted { (visit.text("points-text-erased")) },
        }
    }
}

pub fn outcome(visit: &Visit, outcome: Outcome) -> Markup {
    match outcome {
        Outcome::Explained => badge(visit.text("points-dispute-explained"), Tone::Anil),
        Outcome::Upheld => badge(visit.text("points-dispute-upheld"), Tone::Palma),
    }
}

pub fn waiting(visit: &Visit) -> Markup {
    badge(visit.text("points-dispute-open"), Tone::Oro)
}

pub fn answer(visit: &Visit, answered: &Answered) -> Markup {
    html! {
        p { (outcome(visit, answered.outcome)) " " (day(visit.language, answered.at)) }
        (written(visit, answered.answer.as_deref()))
    }
}
