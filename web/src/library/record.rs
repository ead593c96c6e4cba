//! What a catalogue says of a resource: one description for citations, the head of its page and harvesters.
//! Nothing is guessed: a name that is not plainly a person's stays as it was written.

use domain::library::{Kind, Licence, Source};
use domain::{Country, Language, Theme};
use projections::library::Resource;
use projections::organisations::organisations::OrganisationName;
use url::Url;

/// Words that join several names: such a text is no person's name.
const JOINING: [&str; 6] = ["and", "y", "e", "et", "und", "&"];

/// One author.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Name {
    Person {
        family: String,
        given: String,
    },
    /// A body, or a person whose name is not written as `Family, Given`.
    Whole(String),
}

impl Name {
    /// `Díaz, Ana` is a person; a ministry whose name has a comma is not.
    fn of(text: &str) -> Self {
        match text.split_once(',').map(|(family, given)| (family.trim(), given.trim())) {
            Some((family, given)) if is_person(family, given) => {
                Self::Person { family: family.to_owned(), given: given.to_owned() }
            }
            _ => Self::Whole(text.to_owned()),
        }
    }

    /// Family name first.
    pub fn inverted(&self) -> String {
        match self {
            Self::Person { family, given } => format!("{family}, {given}"),
            Self::Whole(name) => name.clone(),
        }
    }
}

/// Initials tell a person; so do few words on both sides of the only comma, all of them capitalised, behind
/// particles such as in `de la Cruz, María`.
fn is_person(family: &str, given: &str) -> bool {
    let small = |word: &&str| word.starts_with(char::is_lowercase);
    let families: Vec<&str> = family.split_whitespace().skip_while(small).collect();
    let givens: Vec<&str> = given.split_whitespace().collect();
    let joined = family.split_whitespace().chain(givens.iter().copied()).any(|word| JOINING.contains(&word));
    if families.is_empty() || givens.is_empty() || given.contains(',') || joined {
        return false;
    }
    let is_initial = |word: &&str| {
        word.ends_with('.') && word.split(['.', '-']).all(|letters| letters.chars().count() <= 2)
    };
    let short = families.len() <= 2 && givens.len() <= 3;
    givens.iter().all(is_initial) || short && !families.iter().chain(&givens).any(small)
}

/// The authors as members write them, parted by semicolons.
fn names(authors: &str) -> Vec<Name> {
    authors.split(';').map(str::trim).filter(|name| !name.is_empty()).map(Name::of).collect()
}

#[derive(Debug)]
pub struct Record<'a> {
    pub short: &'a str,
    pub title: &'a str,
    /// The authors, else the institution; may be empty.
    pub names: Vec<Name>,
    pub institution: Option<&'a str>,
    pub year: Option<u16>,
    pub kind: Kind,
    pub language: Language,
    pub licence: Licence,
    pub country: Option<Country>,
    pub themes: &'a [Theme],
    /// Markdown.
    pub summary: &'a str,
    /// Of a document.
    pub media_type: Option<&'a str>,
    /// The permanent short address.
    pub address: String,
}

impl<'a> Record<'a> {
    /// `base` is where the portal is reached from outside.
    pub fn of(resource: &'a Resource, institution: Option<&'a OrganisationName>, base: &Url) -> Self {
        let details = &resource.details;
        let language = details.facets.language;
        let institution = institution.and_then(|one| one.names.best(language)).map(|(_, name)| name);
        let mut names = names(details.authors.as_deref().unwrap_or_default());
        if names.is_empty() {
            names.extend(institution.map(|name| Name::Whole(name.to_owned())));
        }
        Self {
            short: &resource.short,
            title: &details.title,
            names,
            institution,
            year: details.year,
            kind: details.facets.kind,
            language,
            licence: details.licence,
            country: details.facets.country,
            themes: &details.facets.themes,
            summary: &details.summary,
            media_type: match &resource.source {
                Source::Document { media_type, .. } => Some(media_type),
                Source::Link { .. } => None,
            },
            address: format!("{}/r/{}", base.as_str().trim_end_matches('/'), resource.short),
        }
    }

    /// The institution where it is not the author itself.
    pub fn publisher(&self) -> Option<&'a str> {
        self.institution.filter(|name| self.names != [Name::Whole((*name).to_owned())])
    }
}

#[cfg(test)]
pub mod testing {
    use super::*;

    /// By these authors, as members write them.
    pub fn record<'a>(title: &'a str, authors: &str) -> Record<'a> {
        Record {
            short: "4x2m0c9k1a",
            title,
            names: names(authors),
            institution: Some("Ministerio de Desarrollo e Inclusión Social"),
            year: Some(2023),
            kind: Kind::Report,
            language: Language::Es,
            licence: Licence::CcBy,
            country: "PE".parse().ok(),
            themes: &[Theme::CASH_TRANSFERS],
            summary: "Cómo **pagar** por teléfono.\n\nY a quién no.",
            media_type: Some("application/pdf"),
            address: "https://portal.example/r/4x2m0c9k1a".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_is_told_from_a_body() {
        for (family, given) in [
            ("Díaz", "Ana"),
            ("García Márquez", "Gabriel José"),
            ("de la Cruz", "María"),
            ("Sánchez de la Torre", "A. M."),
            ("Sartre", "J.-P."),
            ("العلي", "سارة"),
            ("𠮷田", "太郎"),
        ] {
            let expected = Name::Person { family: family.to_owned(), given: given.to_owned() };
            assert_eq!(Name::of(&format!("{family}, {given}")), expected);
        }
        for body in [
            "MIDIS",
            "Ana Díaz",
            "Ministério do Desenvolvimento, Assistência Social",
            "Ministerio de Salud, Educación y Deporte",
            "Pérez, A., Rojas, L.",
            "Smith and Jones, A.",
            "Díaz,",
            ", Ana",
        ] {
            assert_eq!(Name::of(body), Name::Whole(body.to_owned()));
        }
    }

    #[test]
    fn authors_are_parted_by_semicolons() {
        assert_eq!(
            names(" Díaz, Ana; MIDIS;; "),
            [
                Name::Person { family: "Díaz".to_owned(), given: "Ana".to_owned() },
                Name::Whole("MIDIS".to_owned())
            ]
        );
        assert_eq!(names(""), []);
    }

    #[test]
    fn an_institution_that_is_the_author_is_not_named_twice() {
        let mut record = testing::record("Guía", "Díaz, Ana");
        assert_eq!(record.publisher(), record.institution);
        record.names = vec![Name::Whole(record.institution.unwrap().to_owned())];
        assert_eq!(record.publisher(), None);
    }
}
