//! How a theme is called: its name in each of the four languages, and the other words by which people look for it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::text::{self, TextError};
use crate::{Language, LocalText, Theme};

/// Of a name or a synonym, in characters, told beforehand.
pub const WORD_MAX: usize = 80;
/// In one language.
pub const SYNONYMS_MAX: usize = 20;

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wording {
    pub names: LocalText,
    pub synonyms: Synonyms,
}

/// None of a language are no entry of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Synonyms(pub BTreeMap<Language, Vec<String>>);

/// What is wrong with a wording, by language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WordingFault {
    #[error("the name in {0}: {1}")]
    Name(Language, TextError),
    #[error("the name in {0} belongs to `{1}`")]
    NameTaken(Language, Theme),
    #[error("a synonym in {0}: {1}")]
    Synonym(Language, TextError),
    #[error("at most {SYNONYMS_MAX} synonyms in {0}")]
    TooMany(Language),
    #[error("a synonym in {0} belongs to `{1}`")]
    SynonymTaken(Language, Theme),
}

impl Synonyms {
    pub fn of(&self, language: Language) -> &[String] {
        self.0.get(&language).map_or(&[], Vec::as_slice)
    }
}

impl Wording {
    /// Name and synonyms in that language.
    pub fn words(&self, language: Language) -> impl Iterator<Item = &str> {
        let synonyms = self.synonyms.of(language).iter();
        self.names.0.get(&language).into_iter().chain(synonyms).map(String::as_str)
    }

    /// As it is kept: texts trimmed, each word once. `owner` knows which theme else has a folded word already.
    pub(super) fn checked(
        &self,
        owner: impl Fn(Language, &str) -> Option<Theme>,
    ) -> Result<Self, Vec<WordingFault>> {
        let (mut checked, mut faults) = (Self::default(), Vec::new());
        for language in Language::ALL {
            let typed = self.names.0.get(&language).map_or("", String::as_str);
            let mut own = BTreeSet::new();
            match text::line(typed, WORD_MAX) {
                Ok(name) => {
                    own.insert(text::folded(&name));
                    if let Some(theme) = owner(language, &text::folded(&name)) {
                        faults.push(WordingFault::NameTaken(language, theme));
                    }
                    checked.names.0.insert(language, name);
                }
                Err(error) => faults.push(WordingFault::Name(language, error)),
            }
            let mut synonyms = Vec::new();
            for typed in self.synonyms.of(language) {
                match text::line(typed, WORD_MAX) {
                    Ok(word) => {
                        if let Some(theme) = owner(language, &text::folded(&word)) {
                            faults.push(WordingFault::SynonymTaken(language, theme));
                        }
                        if own.insert(text::folded(&word)) {
                            synonyms.push(word);
                        }
                    }
                    Err(TextError::Empty) => {}
                    Err(error) => faults.push(WordingFault::Synonym(language, error)),
                }
            }
            if synonyms.len() > SYNONYMS_MAX {
                faults.push(WordingFault::TooMany(language));
            }
            if !synonyms.is_empty() {
                checked.synonyms.0.insert(language, synonyms);
            }
        }
        if faults.is_empty() { Ok(checked) } else { Err(faults) }
    }
}

/// A theme that a portal begins with.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct FoundingTheme {
    pub theme: Theme,
    #[serde(flatten)]
    pub wording: Wording,
}

static FOUNDING: LazyLock<Vec<FoundingTheme>> = LazyLock::new(|| {
    let lines = include_str!("../../data/themes.jsonl").lines();
    lines.map(|line| serde_json::from_str(line).expect("the founding themes can be read")).collect()
});

/// [`Theme::FOUNDING`] with its words, in the same order.
pub fn founding_themes() -> &'static [FoundingTheme] {
    &FOUNDING
}
