//! What describes a resource, within limits told beforehand.

use serde::{Deserialize, Serialize};

use super::Fault;
use crate::text;
use crate::{Country, Language, MemberId, OrganisationId, Personal, Theme};

/// Limits in characters.
pub const TITLE_MAX: usize = 200;
pub const SUMMARY_MAX: usize = 5_000;
pub const AUTHORS_MAX: usize = 300;
pub const THEMES_MAX: usize = 6;
/// The earliest year of publication.
pub const YEAR_MIN: u16 = 1900;

/// What kind of publication it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Article,
    Dataset,
    Evaluation,
    Guide,
    Law,
    Presentation,
    Report,
    Tool,
}

impl Kind {
    pub const ALL: [Self; 8] = [
        Self::Article,
        Self::Dataset,
        Self::Evaluation,
        Self::Guide,
        Self::Law,
        Self::Presentation,
        Self::Report,
        Self::Tool,
    ];

    pub const fn slug(self) -> &'static str {
        match self {
            Self::Article => "article",
            Self::Dataset => "dataset",
            Self::Evaluation => "evaluation",
            Self::Guide => "guide",
            Self::Law => "law",
            Self::Presentation => "presentation",
            Self::Report => "report",
            Self::Tool => "tool",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a kind of resource")]
pub struct UnknownKind(String);

impl std::str::FromStr for Kind {
    type Err = UnknownKind;

    fn from_str(slug: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|kind| kind.slug() == slug).ok_or_else(|| UnknownKind(slug.to_owned()))
    }
}

/// Under what terms others may use it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Licence {
    #[serde(rename = "cc-by-4.0")]
    CcBy,
    #[serde(rename = "cc-by-sa-4.0")]
    CcBySa,
    #[serde(rename = "cc-by-nc-4.0")]
    CcByNc,
    #[serde(rename = "public-domain")]
    PublicDomain,
    #[serde(rename = "all-rights-reserved")]
    AllRightsReserved,
}

impl Licence {
    pub const ALL: [Self; 5] =
        [Self::CcBy, Self::CcBySa, Self::CcByNc, Self::PublicDomain, Self::AllRightsReserved];

    pub const fn slug(self) -> &'static str {
        match self {
            Self::CcBy => "cc-by-4.0",
            Self::CcBySa => "cc-by-sa-4.0",
            Self::CcByNc => "cc-by-nc-4.0",
            Self::PublicDomain => "public-domain",
            Self::AllRightsReserved => "all-rights-reserved",
        }
    }

    /// The text of the licence, where there is one.
    pub const fn address(self) -> Option<&'static str> {
        match self {
            Self::CcBy => Some("https://creativecommons.org/licenses/by/4.0/"),
            Self::CcBySa => Some("https://creativecommons.org/licenses/by-sa/4.0/"),
            Self::CcByNc => Some("https://creativecommons.org/licenses/by-nc/4.0/"),
            Self::PublicDomain => Some("https://creativecommons.org/publicdomain/mark/1.0/"),
            Self::AllRightsReserved => None,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a licence that can be chosen")]
pub struct UnknownLicence(String);

impl std::str::FromStr for Licence {
    type Err = UnknownLicence;

    fn from_str(slug: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|licence| licence.slug() == slug)
            .ok_or_else(|| UnknownLicence(slug.to_owned()))
    }
}

/// The values by which the library is filtered and counted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facets {
    pub country: Option<Country>,
    pub language: Language,
    pub kind: Kind,
    pub themes: Vec<Theme>,
}

/// The authors as events hold them, none where none were given: whoever publishes is often among them, so
/// that they are personal data of that member.
pub type Authors = Option<Personal<String>>;

/// What describes a resource. The authors are a text as it was typed, which may be empty, unless `A` says
/// how else they stand there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Details<A = String> {
    pub title: String,
    /// Markdown.
    pub summary: String,
    /// As they would be cited.
    pub authors: A,
    pub institution: Option<OrganisationId>,
    pub year: Option<u16>,
    pub licence: Licence,
    #[serde(flatten)]
    pub facets: Facets,
}

impl<A> Details<A> {
    /// The same with the authors in another form.
    pub fn with_authors<B>(self, change: impl FnOnce(A) -> B) -> Details<B> {
        Details {
            title: self.title,
            summary: self.summary,
            authors: change(self.authors),
            institution: self.institution,
            year: self.year,
            licence: self.licence,
            facets: self.facets,
        }
    }
}

impl Details {
    /// As an event about the member's resource holds it.
    pub fn published_by(self, member: MemberId) -> Details<Authors> {
        self.with_authors(|authors| (!authors.is_empty()).then(|| Personal::new(member, authors)))
    }

    /// All that is wrong with it; nothing where it can be published.
    pub fn faults(&self, this_year: u16) -> Vec<Fault> {
        self.clone().checked(this_year).err().unwrap_or_default()
    }

    /// Tidied, or all that is wrong. `this_year` bounds the year of publication.
    pub(super) fn checked(self, this_year: u16) -> Result<Self, Vec<Fault>> {
        let mut themes = self.facets.themes;
        themes.sort_unstable();
        themes.dedup();
        let title = text::line(&self.title, TITLE_MAX).map_err(Fault::Title);
        let summary = text::block(&self.summary, SUMMARY_MAX).map_err(Fault::Summary);
        let authors = text::optional(text::line(&self.authors, AUTHORS_MAX)).map_err(Fault::Authors);
        let mut faults = Vec::new();
        faults.extend(title.as_ref().err().copied());
        faults.extend(summary.as_ref().err().copied());
        faults.extend(authors.as_ref().err().copied());
        if themes.is_empty() || themes.len() > THEMES_MAX {
            faults.push(Fault::Themes);
        }
        if self.year.is_some_and(|year| !(YEAR_MIN..=this_year).contains(&year)) {
            faults.push(Fault::Year);
        }
        match (title, summary, authors) {
            (Ok(title), Ok(summary), Ok(authors)) if faults.is_empty() => Ok(Self {
                title,
                summary,
                authors: authors.unwrap_or_default(),
                facets: Facets { themes, ..self.facets },
                ..self
            }),
            _ => Err(faults),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_in_events_is_what_addresses_say() {
        for kind in Kind::ALL {
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.slug());
            assert_eq!(kind.slug().parse(), Ok(kind));
        }
        for licence in Licence::ALL {
            assert_eq!(serde_json::to_value(licence).unwrap(), licence.slug());
            assert_eq!(licence.slug().parse(), Ok(licence));
        }
        assert!("Report".parse::<Kind>().is_err());
        assert!("gpl".parse::<Licence>().is_err());
    }
}
