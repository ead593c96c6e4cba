//! How highlights, their states and relations are named, and where they have their pages.

use domain::Language;
use domain::highlights::{Kind, Relation};
use domain::membership::Role;
use maud::Markup;
use projections::highlights::Standing;
use url::Url;

use crate::ui::{self, Tone};
use crate::visit::{Viewer, Visit};

pub fn kind(visit: &Visit, kind: Kind) -> &'static str {
    visit.text(match kind {
        Kind::BestPractice => "highlights-kind-best-practice",
        Kind::LessonLearned => "highlights-kind-lesson-learned",
        Kind::Innovation => "highlights-kind-innovation",
    })
}

pub fn relation(visit: &Visit, relation: Relation) -> &'static str {
    visit.text(match relation {
        Relation::Adapts => "highlights-relation-adapts",
        Relation::Evaluates => "highlights-relation-evaluates",
        Relation::Continues => "highlights-relation-continues",
    })
}

pub fn standing(visit: &Visit, standing: Standing) -> Markup {
    let (label, tone) = match standing {
        Standing::Draft => ("highlights-state-draft", Tone::Plain),
        Standing::ChangesAsked => ("highlights-state-changes-asked", Tone::Oro),
        Standing::InReview => ("highlights-state-in-review", Tone::Palma),
        Standing::Declined => ("highlights-state-declined", Tone::Grana),
    };
    ui::badge(visit.text(label), tone)
}

/// The language's name in the visitor's own.
pub fn language(visit: &Visit, language: Language) -> &'static str {
    visit.text(&format!("library-language-{language}"))
}

/// Without the language of the page: `/highlights/4x2m0c9k1a-centros-de-cuidado`.
pub fn address(short: &str, slug: &str) -> String {
    if slug.is_empty() { format!("/highlights/{short}") } else { format!("/highlights/{short}-{slug}") }
}

/// Without the language of the page.
pub fn draft_address(short: &str) -> String {
    format!("/highlights/drafts/{short}")
}

/// Without the language of the page.
pub fn review_address(short: &str) -> String {
    format!("/highlights/review/{short}")
}

/// The short address that such an address begins with.
pub fn short_of(address: &str) -> &str {
    address.split('-').next().unwrap_or(address)
}

/// The short address in whatever somebody pastes: a full address of a highlight in any language, the part behind
/// the portal's host, or the short address alone.
pub fn pasted(typed: &str, base: &Url) -> Option<String> {
    let address = base.join(typed.trim()).ok()?;
    // With or without a port, for those behind a proxy.
    if address.host_str() != base.host_str() {
        return None;
    }
    let parts: Vec<&str> = address.path_segments()?.filter(|part| !part.is_empty()).collect();
    let ([part] | ["h", part] | [_, "highlights", part]) = parts[..] else { return None };
    let short = short_of(part).to_ascii_lowercase();
    short.bytes().all(|byte| byte.is_ascii_alphanumeric()).then_some(short)
}

/// The content's language where it is not the page's, for `lang`.
pub fn foreign(visit: &Visit, language: Language) -> Option<Language> {
    (language != visit.language).then_some(language)
}

/// The title, or what stands in its place in a draft that has none yet.
pub fn titled<'a>(visit: &Visit, title: &'a str) -> &'a str {
    if title.is_empty() { visit.text("newsroom-untitled") } else { title }
}

/// Whether the viewer reviews what others submit; the desk decides again.
pub fn reviews(viewer: &Viewer) -> bool {
    viewer.holds(Role::Moderator)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_begins_with_the_short_one() {
        assert_eq!(address("4x2m0c9k1a", "centros"), "/highlights/4x2m0c9k1a-centros");
        assert_eq!(address("4x2m0c9k1a", ""), "/highlights/4x2m0c9k1a");
        assert_eq!(short_of("4x2m0c9k1a-centros"), "4x2m0c9k1a");
    }

    #[test]
    fn the_short_address_is_found_in_what_somebody_pastes() {
        let base: Url = "https://portal.example".parse().unwrap();
        for typed in [
            "https://portal.example/es/highlights/4x2m0c9k1a-centros",
            " /h/4x2m0c9k1a ",
            "4X2M0C9K1A",
            "https://portal.example:8443/en/highlights/4x2m0c9k1a?x=1#tree",
        ] {
            assert_eq!(pasted(typed, &base).as_deref(), Some("4x2m0c9k1a"), "{typed}");
        }
        for typed in [
            "",
            "https://other.example/h/4x2m0c9k1a",
            "/es/library/4x2m0c9k1a",
            "/h/ñ",
            "javascript:alert(1)",
        ] {
            assert_eq!(pasted(typed, &base), None, "{typed}");
        }
    }
}
