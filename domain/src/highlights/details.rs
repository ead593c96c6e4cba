//! What a highlight tells of a practice, within limits told beforehand, and which one it builds on.

use serde::{Deserialize, Serialize};

use crate::text::{self, TextError};
use crate::{Country, HighlightId, Language, OrganisationId, ProgrammeId, ResourceId, Theme};

/// Limits in characters.
pub const TITLE_MAX: usize = 200;
pub const SUMMARY_MAX: usize = 1_000;
/// Of each of the long texts.
pub const SECTION_MAX: usize = 10_000;
pub const COST_MAX: usize = 1_000;
pub const CONTACT_MAX: usize = 500;
pub const LINK_MAX: usize = 2_000;
/// Limits in number.
/// Of evidence, here and elsewhere together.
pub const EVIDENCE_MAX: usize = 10;
pub const THEMES_MAX: usize = 6;

macro_rules! named {
    ($name:ident, $unknown:ident, $what:literal, $($variant:ident = $slug:literal),+) => {
        impl $name {
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            pub const fn slug(self) -> &'static str {
                match self {
                    $(Self::$variant => $slug,)+
                }
            }
        }

        #[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
        #[error("`{0}` is not {what}", what = $what)]
        pub struct $unknown(String);

        impl std::str::FromStr for $name {
            type Err = $unknown;

            fn from_str(slug: &str) -> Result<Self, Self::Err> {
                Self::ALL
                    .iter()
                    .copied()
                    .find(|known| known.slug() == slug)
                    .ok_or_else(|| $unknown(slug.to_owned()))
            }
        }
    };
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    BestPractice,
    LessonLearned,
    Innovation,
}

named!(
    Kind,
    UnknownKind,
    "a kind of highlight",
    BestPractice = "best_practice",
    LessonLearned = "lesson_learned",
    Innovation = "innovation"
);

/// What one highlight does with another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// Took it to another place.
    Adapts,
    /// Found out whether it works.
    Evaluates,
    /// Carried it on.
    Continues,
}

named!(
    Relation,
    UnknownRelation,
    "what a highlight does with another",
    Adapts = "adapts",
    Evaluates = "evaluates",
    Continues = "continues"
);

/// What a highlight builds on. The source was published before, and what is published never names
/// another source: highlights form trees and no circles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Lineage {
    pub relation: Relation,
    pub source: HighlightId,
}

/// What is told. A draft may lack anything; what is published is complete.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Details {
    pub kind: Kind,
    pub title: String,
    /// Plain text, for lists and shared links.
    pub summary: String,
    /// Markdown, as the next three.
    pub context: String,
    /// What was done.
    pub action: String,
    pub results: String,
    pub lessons: String,
    /// Plain text; may stay empty.
    pub cost: String,
    /// Evidence elsewhere, as full addresses.
    pub links: Vec<String>,
    /// Evidence in the library.
    pub resources: Vec<ResourceId>,
    /// Where it was done.
    pub country: Option<Country>,
    pub language: Language,
    pub themes: Vec<Theme>,
    pub institution: Option<OrganisationId>,
    pub programme: Option<ProgrammeId>,
    pub lineage: Option<Lineage>,
}

/// The form as its author fills it in: what is told, and whom to ask about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sheet {
    pub details: Details,
    /// A person's name and address: sealed in every event.
    pub contact: String,
}

/// What is wrong with a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    #[error("the title: {0}")]
    Title(TextError),
    #[error("the summary: {0}")]
    Summary(TextError),
    #[error("the context: {0}")]
    Context(TextError),
    #[error("what was done: {0}")]
    Action(TextError),
    #[error("the results: {0}")]
    Results(TextError),
    #[error("the lessons: {0}")]
    Lessons(TextError),
    #[error("the cost: {0}")]
    Cost(TextError),
    #[error("the contact: {0}")]
    Contact(TextError),
    #[error("name at most {EVIDENCE_MAX} addresses, each whole, with http:// or https:// at its beginning")]
    Evidence,
    #[error("choose the country where it was done")]
    Country,
    #[error("choose between one and {THEMES_MAX} themes")]
    Themes,
    #[error("the highlight that this one builds on is not published")]
    Source,
    #[error("the answer: {0}")]
    Answer(TextError),
    #[error("the note: {0}")]
    Note(TextError),
    #[error("the reason: {0}")]
    Reason(TextError),
}

/// What is said of one text.
type Beside = fn(TextError) -> Fault;

impl Sheet {
    /// Tidied as a draft: only what is too long or cannot be is wrong.
    pub(super) fn drafted(self) -> Result<Self, Vec<Fault>> {
        let mut faults = Vec::new();
        let sheet = self.tidied(&mut faults);
        if faults.is_empty() { Ok(sheet) } else { Err(faults) }
    }

    /// All that is wrong with it; nothing where it can be submitted.
    pub fn faults(&self) -> Vec<Fault> {
        self.clone().complete().err().unwrap_or_default()
    }

    /// Tidied, or all that keeps it from being submitted.
    pub(super) fn complete(self) -> Result<Self, Vec<Fault>> {
        let mut faults = Vec::new();
        let sheet = self.tidied(&mut faults);
        sheet.told(faults, true)
    }

    /// For what was written by an erased member: nobody is named to be asked.
    pub(super) fn complete_without_contact(self) -> Result<Self, Vec<Fault>> {
        let mut faults = Vec::new();
        let nameless = Self { contact: String::new(), ..self };
        nameless.tidied(&mut faults).told(faults, false)
    }

    /// What readers need is there, besides the `faults` that were found.
    fn told(self, mut faults: Vec<Fault>, has_contact: bool) -> Result<Self, Vec<Fault>> {
        let details = &self.details;
        let needed: [(&str, Beside); 6] = [
            (&details.title, Fault::Title),
            (&details.summary, Fault::Summary),
            (&details.context, Fault::Context),
            (&details.action, Fault::Action),
            (&details.results, Fault::Results),
            (&details.lessons, Fault::Lessons),
        ];
        let contact = has_contact.then_some((self.contact.as_str(), Fault::Contact as Beside));
        let missing = needed.into_iter().chain(contact).filter(|(text, _)| text.is_empty());
        faults.extend(missing.map(|(_, fault)| fault(TextError::Empty)));
        if details.country.is_none() {
            faults.push(Fault::Country);
        }
        if details.themes.is_empty() {
            faults.push(Fault::Themes);
        }
        if faults.is_empty() { Ok(self) } else { Err(faults) }
    }

    fn tidied(mut self, faults: &mut Vec<Fault>) -> Self {
        let mut kept = |text: Result<String, TextError>, fault: Beside| match text {
            Ok(text) => text,
            Err(TextError::Empty) => String::new(),
            Err(error) => {
                faults.push(fault(error));
                String::new()
            }
        };
        let details = &mut self.details;
        details.title = kept(text::line(&details.title, TITLE_MAX), Fault::Title);
        details.summary = kept(text::block(&details.summary, SUMMARY_MAX), Fault::Summary);
        details.context = kept(text::block(&details.context, SECTION_MAX), Fault::Context);
        details.action = kept(text::block(&details.action, SECTION_MAX), Fault::Action);
        details.results = kept(text::block(&details.results, SECTION_MAX), Fault::Results);
        details.lessons = kept(text::block(&details.lessons, SECTION_MAX), Fault::Lessons);
        details.cost = kept(text::block(&details.cost, COST_MAX), Fault::Cost);
        self.contact = kept(text::block(&self.contact, CONTACT_MAX), Fault::Contact);
        details.links = distinct(details.links.iter().map(|link| link.trim().to_owned()));
        details.links.retain(|link| !link.is_empty());
        details.resources = distinct(details.resources.iter().copied());
        if details.links.len() + details.resources.len() > EVIDENCE_MAX
            || !details.links.iter().all(|link| text::is_web_address(link, LINK_MAX))
        {
            faults.push(Fault::Evidence);
        }
        details.themes.sort_unstable();
        details.themes.dedup();
        if details.themes.len() > THEMES_MAX {
            faults.push(Fault::Themes);
        }
        self
    }
}

/// Each once, in the order in which they came.
fn distinct<T: PartialEq>(all: impl Iterator<Item = T>) -> Vec<T> {
    all.fold(Vec::new(), |mut seen, one| {
        if !seen.contains(&one) {
            seen.push(one);
        }
        seen
    })
}

#[cfg(test)]
pub(crate) mod testing {
    use super::*;

    /// One that can be submitted.
    pub fn sheet() -> Sheet {
        Sheet {
            details: Details {
                kind: Kind::BestPractice,
                title: "Centros de cuidado en el barrio".into(),
                summary: "Un centro cada veinte manzanas.".into(),
                context: "Las madres **no** podían trabajar.".into(),
                action: "Se abrieron 120 centros.".into(),
                results: "Trabajan 4.000 más.".into(),
                lessons: "El horario decide.".into(),
                cost: "USD 900 por plaza y año.".into(),
                links: vec!["https://example.org/informe".into()],
                resources: vec![ResourceId::derived(&["guide"])],
                country: Some("UY".parse().unwrap()),
                language: Language::Es,
                themes: vec![Theme::CARE_SYSTEMS],
                institution: None,
                programme: None,
                lineage: None,
            },
            contact: "Ana Pérez, ana@example.org".into(),
        }
    }

    pub fn empty() -> Sheet {
        let Sheet { details, .. } = sheet();
        let nothing = String::new;
        let details = Details {
            title: nothing(),
            summary: nothing(),
            context: nothing(),
            action: nothing(),
            results: nothing(),
            lessons: nothing(),
            cost: nothing(),
            links: vec![],
            resources: vec![],
            country: None,
            themes: vec![],
            ..details
        };
        Sheet { details, contact: nothing() }
    }
}

#[cfg(test)]
mod tests {
    use super::testing::{empty, sheet};
    use super::*;

    fn with(change: impl FnOnce(&mut Details)) -> Sheet {
        let mut changed = sheet();
        change(&mut changed.details);
        changed
    }

    #[test]
    fn what_is_written_in_events_is_what_addresses_say() {
        for kind in Kind::ALL {
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.slug());
            assert_eq!(kind.slug().parse(), Ok(*kind));
        }
        for relation in Relation::ALL {
            assert_eq!(serde_json::to_value(relation).unwrap(), relation.slug());
            assert_eq!(relation.slug().parse(), Ok(*relation));
        }
        assert!("guide".parse::<Kind>().is_err() && "cites".parse::<Relation>().is_err());
    }

    #[test]
    fn everything_that_is_missing_is_said_at_once() {
        assert_eq!(
            empty().faults(),
            [
                Fault::Title(TextError::Empty),
                Fault::Summary(TextError::Empty),
                Fault::Context(TextError::Empty),
                Fault::Action(TextError::Empty),
                Fault::Results(TextError::Empty),
                Fault::Lessons(TextError::Empty),
                Fault::Contact(TextError::Empty),
                Fault::Country,
                Fault::Themes,
            ]
        );
        assert_eq!(empty().drafted(), Ok(empty()), "a draft may lack anything");
        let frugal = with(|details| {
            details.cost = String::new();
            details.links = vec![];
            details.resources = vec![];
        });
        assert_eq!(frugal.faults(), []);
    }

    #[test]
    fn nothing_may_be_too_long_or_too_many() {
        let long = Sheet {
            contact: "x".repeat(CONTACT_MAX + 1),
            ..with(|details| {
                details.title = "😀".repeat(TITLE_MAX + 1);
                details.lessons = "x".repeat(SECTION_MAX + 1);
                details.cost = "x".repeat(COST_MAX + 1);
                // Beside the one resource.
                details.links = (0..EVIDENCE_MAX).map(|n| format!("https://example.org/{n}")).collect();
                details.themes = Theme::FOUNDING[..=THEMES_MAX].to_vec();
            })
        };
        assert_eq!(
            long.drafted().unwrap_err(),
            [
                Fault::Title(TextError::TooLong(TITLE_MAX)),
                Fault::Lessons(TextError::TooLong(SECTION_MAX)),
                Fault::Cost(TextError::TooLong(COST_MAX)),
                Fault::Contact(TextError::TooLong(CONTACT_MAX)),
                Fault::Evidence,
                Fault::Themes,
            ]
        );
    }

    #[test]
    fn evidence_is_kept_once_and_leads_to_the_web() {
        let twice = with(|details| {
            details.links = ["", " https://example.org/b ", "https://example.org/a", "https://example.org/b"]
                .map(Into::into)
                .into();
        });
        let kept = twice.drafted().unwrap().details.links;
        assert_eq!(kept, ["https://example.org/b", "https://example.org/a"]);
        for wrong in ["javascript:alert(1)", "www.example.org", "ftp://example.org"] {
            let sheet = with(|details| details.links = vec![wrong.into()]);
            assert_eq!(sheet.faults(), [Fault::Evidence], "{wrong}");
        }
    }

    #[test]
    fn titles_in_any_script_are_kept() {
        for title in ["مبادرة الحماية الاجتماعية", "הגנה 😀 חברתית"] {
            let kept = with(|details| details.title = title.into()).complete().unwrap();
            assert_eq!(kept.details.title, title);
        }
    }
}
