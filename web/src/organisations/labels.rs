//! How this context names things: themes, kinds of organisations, their addresses.

use domain::organisations::OrganisationKind;
use domain::{Country, Language, Theme};

use crate::i18n;

/// The theme in the visitor's language.
pub fn theme(language: Language, theme: Theme) -> &'static str {
    i18n::text(language, &format!("organisations-theme-{theme}"))
}

/// Where an organisation has its page, without the language.
pub fn address(kind: OrganisationKind, slug: &str) -> String {
    let part = match kind {
        OrganisationKind::MemberState => "countries",
        OrganisationKind::Partner => "partners",
        OrganisationKind::Institution => "institutions",
    };
    format!("/{part}/{slug}")
}

pub fn country_address(country: Country) -> String {
    address(OrganisationKind::MemberState, &country.code().to_ascii_lowercase())
}

/// Programmes are told apart by their country: `/programmes/br-bolsa-familia`.
pub fn programme_address(country: Country, slug: &str) -> String {
    format!("/programmes/{}-{slug}", country.code().to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_theme_has_a_name_in_every_language() {
        for language in Language::ALL {
            for one in Theme::ALL {
                assert!(!theme(language, *one).is_empty(), "{one} in {language}");
            }
        }
    }
}
