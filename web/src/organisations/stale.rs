//! When two edit one thing: the second sees what the first has saved beside what was typed, and loses nothing.

use maud::{Markup, html};

use crate::ui::Notice;
use crate::visit::Visit;

/// Above the form.
pub fn notice(visit: &Visit) -> Markup {
    Notice::Warning.show(&html! {
        h2 { (visit.text("organisations-stale-title")) }
        p { (visit.text("organisations-stale")) }
    })
}

/// What somebody else saved, where it is not what was typed.
pub fn saved(visit: &Visit, typed: &str, saved: Option<&str>) -> Markup {
    let saved = saved.filter(|saved| !saved.is_empty());
    let differs = typed.replace("\r\n", "\n").trim() != saved.unwrap_or_default();
    html! {
        @if differs {
            div .notice {
                div {
                    p { strong { (visit.text("organisations-stale-saved")) } }
                    @match saved {
                        Some(text) => blockquote { (text) },
                        None => p .muted { (visit.text("organisations-stale-nothing")) },
                    }
                }
            }
        }
    }
}
