//! Where this context has its pages.

use domain::Country;
use domain::organisations::OrganisationKind;

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
