//! The vocabulary of themes by which programmes, resources and interests are described.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

macro_rules! themes {
    ($($variant:ident = $slug:literal),+ $(,)?) => {
        /// A theme of social protection. Its slug is its form in events, addresses and messages.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum Theme {
            $(#[serde(rename = $slug)] $variant,)+
        }

        impl Theme {
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            pub const fn slug(self) -> &'static str {
                match self {
                    $(Self::$variant => $slug,)+
                }
            }
        }
    };
}

themes! {
    CareSystems = "care",
    CaseManagement = "case-management",
    CashTransfers = "cash-transfers",
    ChildLabour = "child-labour",
    Children = "children",
    Disability = "disability",
    EarlyChildhood = "early-childhood",
    EconomicInclusion = "economic-inclusion",
    Education = "education",
    ExtremePoverty = "extreme-poverty",
    FoodSecurity = "food-security",
    Graduation = "graduation",
    Health = "health",
    ImpactEvaluation = "impact-evaluation",
    IndigenousPeoples = "indigenous-peoples",
    InformationSystems = "information-systems",
    Infrastructure = "infrastructure",
    InterAgencyCoordination = "inter-agency-coordination",
    MaternalHealth = "maternal-health",
    MobilePayments = "mobile-payments",
    Nutrition = "nutrition",
    OlderPersons = "older-persons",
    PsychosocialSupport = "psychosocial-support",
    PublicWorks = "public-works",
    Rural = "rural",
    SocialInsuranceGap = "social-insurance-gap",
    SocialPensions = "social-pensions",
    SocialProtectionSystems = "social-protection-systems",
    SocialRegistry = "social-registry",
    Targeting = "targeting",
    Training = "training",
    Urban = "urban",
    Youth = "youth",
}

impl fmt::Display for Theme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.slug())
    }
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a theme of the vocabulary")]
pub struct UnknownTheme(String);

impl FromStr for Theme {
    type Err = UnknownTheme;

    fn from_str(slug: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .iter()
            .copied()
            .find(|theme| theme.slug() == slug)
            .ok_or_else(|| UnknownTheme(slug.to_owned()))
    }
}
