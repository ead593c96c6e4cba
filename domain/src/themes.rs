//! A theme of social protection, as events and addresses have it: its slug. Which themes there are and how they
//! are called is what the vocabulary says, which administrators keep: [`crate::library::Vocabulary`].

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use tinystr::TinyAsciiStr;

/// In characters, told beforehand.
pub const SLUG_MAX: usize = 40;

/// Words of small letters and digits with a hyphen between: `cash-transfers`. It never changes.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Theme(TinyAsciiStr<SLUG_MAX>);

macro_rules! founding {
    ($($name:ident = $slug:literal),+ $(,)?) => {
        /// The themes that a portal begins with.
        impl Theme {
            $(pub const $name: Self = Self::of($slug);)+

            /// In the order of their slugs.
            pub const FOUNDING: &'static [Self] = &[$(Self::$name),+];
        }
    };
}

founding! {
    CARE_SYSTEMS = "care",
    CASE_MANAGEMENT = "case-management",
    CASH_TRANSFERS = "cash-transfers",
    CHILD_LABOUR = "child-labour",
    CHILDREN = "children",
    DISABILITY = "disability",
    EARLY_CHILDHOOD = "early-childhood",
    ECONOMIC_INCLUSION = "economic-inclusion",
    EDUCATION = "education",
    EXTREME_POVERTY = "extreme-poverty",
    FOOD_SECURITY = "food-security",
    GRADUATION = "graduation",
    HEALTH = "health",
    IMPACT_EVALUATION = "impact-evaluation",
    INDIGENOUS_PEOPLES = "indigenous-peoples",
    INFORMATION_SYSTEMS = "information-systems",
    INFRASTRUCTURE = "infrastructure",
    INTER_AGENCY_COORDINATION = "inter-agency-coordination",
    MATERNAL_HEALTH = "maternal-health",
    MOBILE_PAYMENTS = "mobile-payments",
    NUTRITION = "nutrition",
    OLDER_PERSONS = "older-persons",
    PSYCHOSOCIAL_SUPPORT = "psychosocial-support",
    PUBLIC_WORKS = "public-works",
    RURAL = "rural",
    SOCIAL_INSURANCE_GAP = "social-insurance-gap",
    SOCIAL_PENSIONS = "social-pensions",
    SOCIAL_PROTECTION_SYSTEMS = "social-protection-systems",
    SOCIAL_REGISTRY = "social-registry",
    TARGETING = "targeting",
    TRAINING = "training",
    URBAN = "urban",
    YOUTH = "youth",
}

impl Theme {
    const fn of(slug: &'static str) -> Self {
        match TinyAsciiStr::try_from_str(slug) {
            Ok(slug) => Self(slug),
            Err(_) => panic!("a slug is short"),
        }
    }

    pub fn slug(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Theme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.slug())
    }
}

impl fmt::Debug for Theme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Theme({self})")
    }
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is not the slug of a theme: at most {SLUG_MAX} small letters and digits, with single hyphens between"
)]
pub struct NoSlug(String);

impl FromStr for Theme {
    type Err = NoSlug;

    /// Whatever could be a theme; whether it is one, the vocabulary knows.
    fn from_str(slug: &str) -> Result<Self, NoSlug> {
        let is_word = |word: &str| {
            !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
        };
        match TinyAsciiStr::try_from_str(slug) {
            Ok(short) if slug.split('-').all(is_word) => Ok(Self(short)),
            _ => Err(NoSlug(slug.to_owned())),
        }
    }
}

impl Serialize for Theme {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.slug())
    }
}

impl<'de> Deserialize<'de> for Theme {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Cow::<'de, str>::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slug_is_words_with_hyphens_between() {
        for slug in ["care", "cash-transfers", "sdg-1", &"x".repeat(SLUG_MAX)] {
            assert_eq!(slug.parse::<Theme>().unwrap().slug(), slug);
        }
        let long = "x".repeat(SLUG_MAX + 1);
        for wrong in
            ["", "-", "care-", "-care", "cash--transfers", "Care", "niñez", "a b", "a/b", "\0", &long]
        {
            assert_eq!(wrong.parse::<Theme>(), Err(NoSlug(wrong.to_owned())));
        }
    }

    #[test]
    fn it_is_written_as_its_slug() {
        assert_eq!(serde_json::to_string(&Theme::CARE_SYSTEMS).unwrap(), r#""care""#);
        assert_eq!(serde_json::from_str::<Theme>(r#""care""#).unwrap(), Theme::CARE_SYSTEMS);
        assert!(serde_json::from_str::<Theme>(r#""Care systems""#).is_err());
    }

    #[test]
    fn those_of_the_beginning_stand_in_order() {
        assert!(Theme::FOUNDING.is_sorted());
        assert!(Theme::FOUNDING.iter().all(|theme| theme.slug().parse() == Ok(*theme)));
    }
}
