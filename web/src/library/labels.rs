//! How the library names kinds, languages and licences, and where a resource has its page.

use domain::Language;
use domain::library::{Kind, Licence};

use crate::visit::Visit;

pub fn kind(visit: &Visit, kind: Kind) -> &'static str {
    visit.text(&format!("library-kind-{}", kind.slug()))
}

/// The language's name in the visitor's own.
pub fn language(visit: &Visit, language: Language) -> &'static str {
    visit.text(&format!("library-language-{language}"))
}

pub fn licence(visit: &Visit, licence: Licence) -> &'static str {
    visit.text(match licence {
        Licence::CcBy => "library-licence-by",
        Licence::CcBySa => "library-licence-by-sa",
        Licence::CcByNc => "library-licence-by-nc",
        Licence::PublicDomain => "library-licence-public-domain",
        Licence::AllRightsReserved => "library-licence-reserved",
    })
}

/// Without the language of the page: `/library/4x2m0c9k1a-guia-de-campo`.
pub fn address(short: &str, slug: &str) -> String {
    if slug.is_empty() { format!("/library/{short}") } else { format!("/library/{short}-{slug}") }
}

/// The short address that such an address begins with.
pub fn short_of(address: &str) -> &str {
    address.split('-').next().unwrap_or(address)
}

/// The content's language where it is not the page's, for `lang`.
pub fn foreign(visit: &Visit, language: Language) -> Option<Language> {
    (language != visit.language).then_some(language)
}
