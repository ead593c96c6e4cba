//! Cards and lists that pages of organisations share: programmes, resources, members, leaders.

use domain::organisations::OrganisationKind;
use maud::{Markup, html};
use projections::membership;
use projections::organisations::organisations::OrganisationName;
use projections::organisations::programmes::Programme;
use projections::points::{Place, Who};

use super::labels::{address, programme_address};
use super::told::{foreign, name};
use crate::markdown::plain;
use crate::ui::{self, Tone};
use crate::visit::Visit;

/// Characters of a text on a card.
pub const EXCERPT: usize = 220;

/// On pages of its country.
pub fn programme_card(visit: &Visit, programme: &Programme) -> Markup {
    card(visit, programme, false)
}

/// Among programmes of other countries.
pub fn portfolio_card(visit: &Visit, programme: &Programme) -> Markup {
    card(visit, programme, true)
}

/// Title and text may be in different languages.
fn card(visit: &Visit, programme: &Programme, with_country: bool) -> Markup {
    html! {
        article .card {
            div .top {
                @if with_country { (ui::place(programme.country, visit.language)) }
                span { (years(visit, programme)) }
                @if programme.until.is_some() { (ui::badge(visit.text("organisations-ended"), Tone::Plain)) }
            }
            h3 lang=[foreign(visit, programme.language)] {
                a href=(visit.link(&programme_address(programme.country, &programme.slug))) { (programme.name) }
            }
            @if let Some((language, text)) = programme.summary.best(visit.language) {
                p .text lang=[foreign(visit, language)] dir="auto" { (plain(text, EXCERPT)) }
            }
            div .meta {
                @if let Some((language, _)) = programme.summary.best(visit.language)
                    && let Some(language) = foreign(visit, language) {
                    span lang=(language) { (language.endonym()) }
                }
                @for name in visit.theme_names(&programme.themes) { span { (name) } }
            }
        }
    }
}

/// `2002–2012`, or `since 2003`.
pub fn years(visit: &Visit, programme: &Programme) -> String {
    match (programme.since, programme.until) {
        (Some(since), Some(until)) => format!("{since}–{until}"),
        (Some(since), None) => visit.text_with("organisations-since", &[("year", since.to_string().into())]),
        (None, Some(until)) => visit.text_with("organisations-until", &[("year", until.to_string().into())]),
        (None, None) => String::new(),
    }
}

pub fn resource_cards(visit: &Visit, resources: &[projections::library::Card]) -> Markup {
    ui::cards(resources.iter().map(|resource| crate::library::card(visit, resource)))
}

pub fn member_cards(visit: &Visit, members: &[membership::Card]) -> Markup {
    html! {
        ul .stack {
            @for member in members {
                li .place {
                    (ui::avatar(&member.name))
                    span {
                        a href=(visit.link(&format!("/members/{}", member.member))) { (member.name) }
                        @if let Some(post) = &member.post { br; span .muted.small { (post) } }
                    }
                }
            }
        }
    }
}

/// The first places of a leaderboard.
pub fn leaders(visit: &Visit, places: &[Place]) -> Markup {
    html! {
        ol .stack {
            @for place in places {
                li .place {
                    b { (place.rank) }
                    @if let Who::Named(name) = &place.who { (ui::avatar(name)) }
                    span {
                        @match &place.who {
                            Who::Named(name) => {
                                a href=(visit.link(&format!("/members/{}", place.member))) { (name) }
                            }
                            Who::Hidden => span .muted { (visit.text("organisations-hidden-member")) },
                            Who::Former => span .muted { (visit.text("organisations-former-member")) },
                        }
                        br;
                        span .muted.small {
                            (visit.text_with("organisations-points", &[("count", place.points.into())]))
                            @if let Some(country) = place.country { " · " (country.name(visit.language)) }
                        }
                    }
                }
            }
        }
    }
}

pub fn institution_link(visit: &Visit, institution: &OrganisationName) -> Markup {
    html! {
        a href=(visit.link(&address(OrganisationKind::Institution, &institution.slug))) {
            (name(visit, &institution.names))
        }
    }
}
