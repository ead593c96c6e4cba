//! Short marks: a kind, a theme, a state.

use maud::{Markup, html};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    #[default]
    Plain,
    Anil,
    Grana,
    Oro,
    Palma,
}

impl Tone {
    const fn class(self) -> &'static str {
        match self {
            Self::Plain => "badge",
            Self::Anil => "badge anil",
            Self::Grana => "badge grana",
            Self::Oro => "badge oro",
            Self::Palma => "badge palma",
        }
    }
}

pub fn badge(label: &str, tone: Tone) -> Markup {
    html! { span class=(tone.class()) { (label) } }
}

/// A mark that leads to everything that bears it.
pub fn tag(label: &str, address: &str) -> Markup {
    html! { a .badge href=(address) { (label) } }
}
