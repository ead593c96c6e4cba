//! How the newsroom names its kinds, where an item has its page, and whose it is.

use application::policy;
use domain::membership::Role;
use domain::newsroom::{Kind, Owner};
use domain::{Language, MemberId, OrganisationId};

use crate::visit::{Viewer, Visit};

pub fn kind(visit: &Visit, kind: Kind) -> &'static str {
    visit.text(match kind {
        Kind::News => "newsroom-kind-news",
        Kind::PressRelease => "newsroom-kind-press-release",
        Kind::BlogPost => "newsroom-kind-blog-post",
        Kind::Link => "newsroom-kind-link",
    })
}

/// The language's name in the visitor's own.
pub fn language(visit: &Visit, language: Language) -> &'static str {
    visit.text(&format!("library-language-{language}"))
}

/// Without the language of the page: `/news/4x2m0c9k1a-nuevo-registro`.
pub fn address(short: &str, slug: &str) -> String {
    if slug.is_empty() { format!("/news/{short}") } else { format!("/news/{short}-{slug}") }
}

/// Without the language of the page.
pub fn draft_address(short: &str) -> String {
    format!("/news/drafts/{short}")
}

/// The short address that such an address begins with.
pub fn short_of(address: &str) -> &str {
    address.split('-').next().unwrap_or(address)
}

/// The content's language where it is not the page's, for `lang`.
pub fn foreign(visit: &Visit, language: Language) -> Option<Language> {
    (language != visit.language).then_some(language)
}

/// The title, or what stands in its place in a draft that has none yet.
pub fn titled<'a>(visit: &Visit, title: &'a str) -> &'a str {
    if title.is_empty() { visit.text("newsroom-untitled") } else { title }
}

/// Whether the viewer writes, publishes and corrects it; the desk decides again.
pub fn keeps(viewer: &Viewer, author: MemberId, seat: Option<OrganisationId>) -> bool {
    policy::keeps(&viewer.actor(), Owner { author, seat })
}

/// The organisations in whose name the viewer may publish.
pub fn seats(viewer: &Viewer) -> Vec<OrganisationId> {
    let of = |role: &Role| match role {
        Role::OrganisationEditor(organisation) => Some(*organisation),
        Role::Moderator | Role::Auditor | Role::Admin => None,
    };
    viewer.roles.iter().filter_map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_begins_with_the_short_one() {
        assert_eq!(address("4x2m0c9k1a", "nuevo-registro"), "/news/4x2m0c9k1a-nuevo-registro");
        assert_eq!(address("4x2m0c9k1a", ""), "/news/4x2m0c9k1a");
        assert_eq!(short_of("4x2m0c9k1a-nuevo-registro"), "4x2m0c9k1a");
    }
}
