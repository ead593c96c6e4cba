//! The periods for which points are added up.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// `all`, `y2026` or `m2026-03`: as the table has it, and as addresses do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Period {
    All,
    Year(i32),
    Month(i32, u32),
}

impl Period {
    pub fn year_of(day: NaiveDate) -> Self {
        Self::Year(day.year())
    }

    pub fn month_of(day: NaiveDate) -> Self {
        Self::Month(day.year(), day.month())
    }

    /// Those in which a day lies.
    pub fn around(day: NaiveDate) -> [Self; 3] {
        [Self::All, Self::year_of(day), Self::month_of(day)]
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::All => f.write_str("all"),
            Self::Year(year) => write!(f, "y{year:04}"),
            Self::Month(year, month) => write!(f, "m{year:04}-{month:02}"),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("say all, y2026 or m2026-03")]
pub struct UnknownPeriod;

impl FromStr for Period {
    type Err = UnknownPeriod;

    fn from_str(text: &str) -> Result<Self, UnknownPeriod> {
        let period = match text.split_at_checked(1) {
            Some(("y", year)) => year.parse().ok().map(Self::Year),
            Some(("m", month)) => month.split_once('-').and_then(|(year, month)| {
                let (year, month) = (year.parse().ok()?, month.parse().ok()?);
                (1..=12).contains(&month).then_some(Self::Month(year, month))
            }),
            _ => (text == "all").then_some(Self::All),
        };
        // One period has one spelling, so that one page has one address.
        period.filter(|period| period.to_string() == text).ok_or(UnknownPeriod)
    }
}

impl Serialize for Period {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Period {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_has_one_spelling() {
        for text in ["all", "y2026", "m2026-03", "m2026-12"] {
            assert_eq!(text.parse::<Period>().unwrap().to_string(), text);
        }
        for text in
            ["", "2026", "y26", "y+026", "m2026", "m2026-3", "m2026-13", "m2026-00", "All", "é", "y2026 "]
        {
            assert_eq!(text.parse::<Period>(), Err(UnknownPeriod), "{text}");
        }
    }

    #[test]
    fn a_day_lies_in_three_periods() {
        let day = "2026-03-02".parse().unwrap();
        assert_eq!(Period::around(day).map(|period| period.to_string()), ["all", "y2026", "m2026-03"]);
    }
}
