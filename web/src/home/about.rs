//! `GET /about`: mandate, objectives, who runs the portal, and how the country of the month is chosen.

use maud::{Markup, html};

use crate::ui::{self, Page};
use crate::visit::Visit;

pub async fn show(visit: Visit) -> Markup {
    let title = visit.text("home-about");
    let lead = visit.text("home-about-lead");
    let part =
        |title: &str, text: &str| ui::section(visit.text(title), None, &html! { p { (visit.text(text)) } });
    let content = html! {
        div .page-head {
            h1 { (title) }
            p .lead { (lead) }
        }
        (part("home-about-mandate", "home-about-mandate-text"))
        (ui::section(visit.text("home-purpose"), None, &purposes(&visit)))
        (part("home-about-protection", "home-about-protection-text"))
        (part("home-about-run-by", "home-about-run-by-text"))
        (ui::section(visit.text("home-about-featured"), None, &html! {
            p { (visit.text("home-featured-rule")) }
            p { (visit.text("home-about-featured-text")) }
            p { a href=(visit.link("/featured")) { (visit.text("home-rota")) } }
        }))
    };
    Page::new(title).description(lead).show(&visit, &content)
}

/// The four objectives of the network.
pub fn purposes(visit: &Visit) -> Markup {
    let all = [
        ("home-purpose-dialogue", "home-purpose-dialogue-text"),
        ("home-purpose-institutions", "home-purpose-institutions-text"),
        ("home-purpose-exchange", "home-purpose-exchange-text"),
        ("home-purpose-community", "home-purpose-community-text"),
    ];
    html! {
        ul .grid.few {
            @for (title, text) in all {
                li .stack {
                    div .panel {
                        h3 { (visit.text(title)) }
                        p { (visit.text(text)) }
                    }
                }
            }
        }
    }
}
