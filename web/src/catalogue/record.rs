//! What a catalogue says of a publication: one description for citations, the head of its page and harvesters.
//! Nothing is guessed: a name that is not plainly a person's stays as it was written.

use std::fmt;

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use domain::library::Licence;
use domain::{Country, Language, Theme};
use projections::library::RecordKind;
use url::Url;

use crate::markdown::{plain, shortened};
use crate::visit::Visit;

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
pub fn names(authors: &str) -> Vec<Name> {
    authors.split(';').map(str::trim).filter(|name| !name.is_empty()).map(Name::of).collect()
}

/// When it came out, as exactly as it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Issued {
    Year(u16),
    Day(NaiveDate),
}

impl Issued {
    pub fn year(self) -> i32 {
        match self {
            Self::Year(year) => year.into(),
            Self::Day(day) => day.year(),
        }
    }

    /// With other signs between year, month and day.
    pub fn parted(self, by: char) -> String {
        self.to_string().replace('-', by.encode_utf8(&mut [0; 4]))
    }
}

/// As ISO 8601 has it.
impl fmt::Display for Issued {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Year(year) => write!(f, "{year:04}"),
            Self::Day(day) => write!(f, "{day}"),
        }
    }
}

/// What it is about, in its own words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Summary<'a> {
    Markdown(&'a str),
    Plain(&'a str),
}

impl Summary<'_> {
    /// On one line, at most so many characters.
    pub fn line(self, max: usize) -> String {
        match self {
            Self::Markdown(text) => plain(text, max),
            Self::Plain(text) => shortened(text, max),
        }
    }
}

/// A file that can be read here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document<'a> {
    pub media_type: &'a str,
    pub bytes: u64,
    /// Without the language of the page.
    pub file: String,
}

/// Another publication of the portal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Work {
    /// The permanent one.
    pub address: String,
    /// Where it can be read.
    pub title: Option<(Language, String)>,
}

/// One of several versions of the same publication.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    pub number: u32,
    pub since: DateTime<Utc>,
    /// The permanent address of the publication, whichever version is current.
    pub of: String,
}

#[derive(Debug)]
pub struct Record<'a> {
    pub kind: RecordKind,
    pub short: &'a str,
    /// Without the language: `/library/4x2m0c9k1a-guia`. Files of its citation are below it.
    pub page: String,
    /// The permanent short address, of the version where it is of one.
    pub address: String,
    /// Where it is of one alone.
    pub version: Option<Version>,
    pub title: &'a str,
    /// The authors, else the institution; may be empty.
    pub names: Vec<Name>,
    pub institution: Option<&'a str>,
    pub issued: Option<Issued>,
    pub published_at: DateTime<Utc>,
    pub changed_at: Option<DateTime<Utc>>,
    pub language: Language,
    pub licence: Option<Licence>,
    pub country: Option<Country>,
    pub themes: &'a [Theme],
    pub summary: Summary<'a>,
    pub document: Option<Document<'a>>,
    /// What it adapts, evaluates or continues.
    pub based_on: Option<Work>,
    pub translation_of: Option<Work>,
    pub translations: Vec<Work>,
}

impl<'a> Record<'a> {
    /// The institution where it is not the author itself.
    pub fn publisher(&self) -> Option<&'a str> {
        self.institution.filter(|name| self.names != [Name::Whole((*name).to_owned())])
    }

    /// Its language where that is not the page's, for `lang`.
    pub fn foreign(&self, visit: &Visit) -> Option<Language> {
        (self.language != visit.language).then_some(self.language)
    }
}

/// The full form of a path; `base` is where the portal is reached from outside.
pub fn absolute(base: &Url, path: &str) -> String {
    format!("{}{path}", base.as_str().trim_end_matches('/'))
}

#[cfg(test)]
pub mod testing {
    use domain::library::Kind;

    use super::*;

    /// By these authors, as members write them.
    pub fn record<'a>(title: &'a str, authors: &str) -> Record<'a> {
        Record {
            kind: RecordKind::Resource(Kind::Report),
            short: "4x2m0c9k1a",
            page: "/library/4x2m0c9k1a-guia".to_owned(),
            address: "https://portal.example/r/4x2m0c9k1a".to_owned(),
            version: None,
            title,
            names: names(authors),
            institution: Some("Ministerio de Desarrollo e Inclusión Social"),
            issued: Some(Issued::Year(2023)),
            published_at: DateTime::UNIX_EPOCH,
            changed_at: None,
            language: Language::Es,
            licence: Some(Licence::CcBy),
            country: "PE".parse().ok(),
            themes: &[Theme::CASH_TRANSFERS],
            summary: Summary::Markdown("Cómo **pagar** por teléfono.\n\nY a quién no."),
            document: Some(Document {
                media_type: "application/pdf",
                bytes: 9,
                file: "/library/4x2m0c9k1a-guia/file".to_owned(),
            }),
            based_on: None,
            translation_of: None,
            translations: vec![],
        }
    }

    /// Of a highlight by a member of this name.
    pub fn highlight<'a>(title: &'a str, author: &str) -> Record<'a> {
        Record {
            kind: RecordKind::Highlight(domain::highlights::Kind::BestPractice),
            page: "/highlights/4x2m0c9k1a-centros".to_owned(),
            address: "https://portal.example/h/4x2m0c9k1a".to_owned(),
            names: vec![Name::Whole(author.to_owned())],
            issued: NaiveDate::from_ymd_opt(2026, 3, 2).map(Issued::Day),
            licence: None,
            summary: Summary::Plain("Un centro cada 20 * 2 manzanas."),
            document: None,
            ..record(title, "")
        }
    }

    /// Of its second version alone.
    pub fn second_version(title: &str) -> Record<'_> {
        let first = record(title, "Díaz, Ana");
        Record {
            address: format!("{}/2", first.address),
            version: Some(Version { number: 2, since: DateTime::UNIX_EPOCH, of: first.address.clone() }),
            ..first
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

    #[test]
    fn a_day_is_told_where_it_is_known_and_a_plain_summary_keeps_its_signs() {
        let told = testing::highlight("Centros", "Ana Díaz");
        let issued = told.issued.unwrap();
        assert_eq!(
            (issued.year(), issued.to_string(), issued.parted('/')),
            (2026, "2026-03-02".into(), "2026/03/02".into())
        );
        assert_eq!(Issued::Year(2023).parted('/'), "2023");
        assert_eq!(told.summary.line(200), "Un centro cada 20 * 2 manzanas.");
        assert_eq!(Summary::Plain("Un *centro*\ncada").line(200), "Un *centro* cada");
        assert_eq!(testing::record("Guía", "").summary.line(10), "Cómo pagar…");
    }
}
