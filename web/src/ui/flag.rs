//! Flags of the member states, from one file of symbols.

use domain::{Country, Language};
use maud::{Markup, html};

use crate::assets;

/// Decoration beside a name; the sprite is fetched once for all pages.
pub fn flag(country: Country) -> Markup {
    classed(country, "flag")
}

/// For the head of a country's page.
pub fn large_flag(country: Country) -> Markup {
    classed(country, "flag large")
}

/// Flag and name.
pub fn place(country: Country, language: Language) -> Markup {
    html! { span .place { (flag(country)) span { (country.name(language)) } } }
}

fn classed(country: Country, class: &str) -> Markup {
    let id = country.code().to_ascii_lowercase();
    html! {
        svg class=(class) viewBox="0 0 513 342" aria-hidden="true" { use href={ (assets::flags()) "#" (id) } {} }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_member_state_has_a_flag() {
        let sprite = include_str!("../../assets/flags.svg");
        for state in Country::all() {
            let id = format!("<symbol id=\"{}\"", state.country.code().to_ascii_lowercase());
            assert!(sprite.contains(&id), "{}", state.country);
        }
        assert_eq!(sprite.matches("<symbol").count(), Country::all().len());
    }
}
