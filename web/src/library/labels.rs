//! How the library names kinds, languages, licences, authors and files, and where a resource has its page.

use domain::Language;
use domain::library::{Format, Kind, Licence, Medium};

use crate::visit::Visit;

pub fn kind(visit: &Visit, kind: Kind) -> &'static str {
    visit.text(&format!("library-kind-{}", kind.slug()))
}

/// The language's name in the visitor's own.
pub fn language(visit: &Visit, language: Language) -> &'static str {
    visit.text(&format!("library-language-{language}"))
}

/// What is watched, heard or looked at rather than read.
pub fn medium(visit: &Visit, media_type: Option<&str>) -> Option<&'static str> {
    match Medium::of_media_type(media_type?)? {
        Medium::Text => None,
        Medium::Picture => Some(visit.text("library-medium-picture")),
        Medium::Video => Some(visit.text("library-medium-video")),
        Medium::Audio => Some(visit.text("library-medium-audio")),
    }
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

/// The authors as they are shown: none where none were given, and a former member once whoever gave them is
/// erased.
pub fn authors<'a>(visit: &Visit, authors: Option<&'a str>) -> Option<&'a str> {
    match authors {
        None => Some(visit.text("membership-former")),
        Some("") => None,
        given => given,
    }
}

/// The document's name; once its member is erased, the title's with the usual extension.
pub fn file_name(name: Option<&str>, slug: &str, media_type: &str) -> String {
    name.map_or_else(
        || {
            let extension = Format::of_media_type(media_type).and_then(|format| format.extensions().first());
            format!("{slug}.{}", extension.unwrap_or(&"bin"))
        },
        ToOwned::to_owned,
    )
}

/// The same name with the extension of the type in which it is given to readers.
pub fn renamed(name: &str, media_type: &str) -> String {
    let kept = Format::of_name(name).is_some_and(|format| format.media_type() == media_type);
    let extension = Format::of_media_type(media_type).and_then(|format| format.extensions().first());
    match (kept, extension, name.rsplit_once('.')) {
        (false, Some(extension), Some((stem, _))) => format!("{stem}.{extension}"),
        _ => name.to_owned(),
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::visit;

    #[test]
    fn what_was_erased_is_told_from_what_was_not_given() {
        let visit = visit(Language::En);
        assert_eq!(authors(&visit, Some("MDS")), Some("MDS"));
        assert_eq!(authors(&visit, Some("")), None);
        assert_eq!(authors(&visit, None), Some("Former member"));
        assert_eq!(file_name(Some("a.PDF"), "guide", "application/pdf"), "a.PDF");
        assert_eq!(file_name(None, "guide", "image/jpeg"), "guide.jpg");
        assert_eq!(renamed("Plaza.Mayor.JPEG", "image/jpeg"), "Plaza.Mayor.JPEG");
        assert_eq!(renamed("Plaza.Mayor.webp", "image/jpeg"), "Plaza.Mayor.jpg");
    }
}
