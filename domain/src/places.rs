//! The 35 member states and the languages of the portal.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

/// A language of the portal's pages and of its content (ISO 639-1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    En,
    Es,
    Pt,
    Fr,
}

impl Language {
    pub const ALL: [Self; 4] = [Self::En, Self::Es, Self::Pt, Self::Fr];

    pub const fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Es => "es",
            Self::Pt => "pt",
            Self::Fr => "fr",
        }
    }

    /// The language's name in itself.
    pub const fn endonym(self) -> &'static str {
        match self {
            Self::En => "English",
            Self::Es => "Español",
            Self::Pt => "Português",
            Self::Fr => "Français",
        }
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("choose one of en, es, pt, fr")]
pub struct UnknownLanguage;

impl FromStr for Language {
    type Err = UnknownLanguage;

    fn from_str(code: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|language| language.code() == code).ok_or(UnknownLanguage)
    }
}

/// A text in one or more languages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct LocalText(pub BTreeMap<Language, String>);

impl LocalText {
    pub fn one(language: Language, text: impl Into<String>) -> Self {
        Self(BTreeMap::from([(language, text.into())]))
    }

    /// The text in the reader's language, else in English, else in whichever it has;
    /// with the language it is in.
    pub fn best(&self, wanted: Language) -> Option<(Language, &str)> {
        [wanted, Language::En]
            .into_iter()
            .find_map(|language| self.0.get_key_value(&language))
            .or_else(|| self.0.iter().next())
            .map(|(language, text)| (*language, text.as_str()))
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// A member state of the Organization of American States (ISO 3166-1 alpha-2, upper case).
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Country([u8; 2]);

/// A member state's names; the list ships with the program.
#[derive(Debug)]
pub struct MemberState {
    pub country: Country,
    names: [&'static str; 4],
    pub languages: Vec<&'static str>,
}

impl MemberState {
    pub fn name(&self, language: Language) -> &'static str {
        self.names[language as usize]
    }
}

static MEMBER_STATES: LazyLock<Vec<MemberState>> = LazyLock::new(|| {
    include_str!("../data/member_states.csv")
        .lines()
        .skip(1)
        .map(|line| {
            let fields: Vec<&'static str> = line.split(',').collect();
            let code = fields[0].as_bytes();
            MemberState {
                country: Country([code[0], code[1]]),
                names: [fields[2], fields[3], fields[4], fields[5]],
                languages: fields[6].split(' ').collect(),
            }
        })
        .collect()
});

impl Country {
    /// All 35, in the order of their English names.
    pub fn all() -> &'static [MemberState] {
        &MEMBER_STATES
    }

    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("??")
    }

    pub fn name(self, language: Language) -> &'static str {
        Self::all().iter().find(|state| state.country == self).map_or("?", |state| state.name(language))
    }
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Debug for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Country({})", self.code())
    }
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not the two-letter code of a member state")]
pub struct UnknownCountry(String);

impl FromStr for Country {
    type Err = UnknownCountry;

    /// Upper or lower case.
    fn from_str(code: &str) -> Result<Self, Self::Err> {
        Self::all()
            .iter()
            .map(|state| state.country)
            .find(|country| country.code().eq_ignore_ascii_case(code))
            .ok_or_else(|| UnknownCountry(code.to_owned()))
    }
}

impl Serialize for Country {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for Country {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let code = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        code.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_35_member_states_with_names_in_four_languages() {
        assert_eq!(Country::all().len(), 35);
        let brazil: Country = "br".parse().unwrap();
        assert_eq!(brazil.name(Language::Fr), "Brésil");
        assert!("XX".parse::<Country>().is_err());
    }

    #[test]
    fn a_local_text_falls_back_to_english_and_says_so() {
        let text = LocalText(BTreeMap::from([(Language::En, "yes".into()), (Language::Es, "sí".into())]));
        assert_eq!(text.best(Language::Es), Some((Language::Es, "sí")));
        assert_eq!(text.best(Language::Fr), Some((Language::En, "yes")));
    }
}
