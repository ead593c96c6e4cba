//! What an organisation says of itself, in one or more languages, within limits told beforehand.

use serde::{Deserialize, Serialize};

use crate::text::{self, TextError};
use crate::{Language, LocalText};

/// Limits in characters.
pub const TEXT_MAX: usize = 3_000;
pub const WEBSITE_MAX: usize = 300;

/// The texts of a presentation, in the order in which pages show them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Section {
    Policy,
    Vision,
    Institutions,
    Cooperation,
    Contact,
}

impl Section {
    pub const ALL: [Self; 5] =
        [Self::Policy, Self::Vision, Self::Institutions, Self::Cooperation, Self::Contact];

    pub const fn slug(self) -> &'static str {
        match self {
            Self::Policy => "policy",
            Self::Vision => "vision",
            Self::Institutions => "institutions",
            Self::Cooperation => "cooperation",
            Self::Contact => "contact",
        }
    }

    /// How many words it may have; none where only [`TEXT_MAX`] holds.
    pub const fn word_limit(self) -> Option<usize> {
        match self {
            Self::Policy | Self::Vision => Some(150),
            Self::Institutions => Some(80),
            Self::Cooperation | Self::Contact => None,
        }
    }
}

/// What an organisation says of itself; each text in one or more languages, Markdown.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Presentation {
    pub policy: LocalText,
    pub vision: LocalText,
    pub institutions: LocalText,
    pub cooperation: LocalText,
    pub contact: LocalText,
    pub website: Option<String>,
}

impl Presentation {
    pub const fn section(&self, section: Section) -> &LocalText {
        match section {
            Section::Policy => &self.policy,
            Section::Vision => &self.vision,
            Section::Institutions => &self.institutions,
            Section::Cooperation => &self.cooperation,
            Section::Contact => &self.contact,
        }
    }

    pub const fn section_mut(&mut self, section: Section) -> &mut LocalText {
        match section {
            Section::Policy => &mut self.policy,
            Section::Vision => &mut self.vision,
            Section::Institutions => &mut self.institutions,
            Section::Cooperation => &mut self.cooperation,
            Section::Contact => &mut self.contact,
        }
    }
}

/// What is wrong with one text or field of a presentation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    #[error("this is longer than {TEXT_MAX} characters")]
    TooLong(Section, Language),
    #[error("this has {words} words, and {limit} is the most")]
    TooManyWords { section: Section, language: Language, words: usize, limit: usize },
    #[error("the website must be a full address that starts with https:// or http://")]
    Website,
}

impl Presentation {
    /// As it is stored, or everything that is wrong with it.
    pub(super) fn checked(mut self) -> Result<Self, Vec<Fault>> {
        let mut faults = Vec::new();
        for section in Section::ALL {
            let texts = std::mem::take(self.section_mut(section));
            for (language, text) in texts.0 {
                match checked_text(section, language, &text) {
                    Ok(Some(text)) => drop(self.section_mut(section).0.insert(language, text)),
                    Ok(None) => {}
                    Err(fault) => faults.push(fault),
                }
            }
        }
        self.website = self.website.map(|site| site.trim().to_owned()).filter(|site| !site.is_empty());
        if self.website.as_ref().is_some_and(|site| !text::is_web_address(site, WEBSITE_MAX)) {
            faults.push(Fault::Website);
        }
        if faults.is_empty() { Ok(self) } else { Err(faults) }
    }
}

/// None where nothing was written.
fn checked_text(section: Section, language: Language, text: &str) -> Result<Option<String>, Fault> {
    let text = match text::block(text, TEXT_MAX) {
        Ok(text) => text,
        Err(TextError::Empty) => return Ok(None),
        Err(TextError::TooLong(_)) => return Err(Fault::TooLong(section, language)),
    };
    let words = text::words(&text);
    match section.word_limit().filter(|limit| words > *limit) {
        Some(limit) => Err(Fault::TooManyWords { section, language, words, limit }),
        None => Ok(Some(text)),
    }
}
