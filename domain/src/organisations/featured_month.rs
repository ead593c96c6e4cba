//! The country of one month. The published rule chooses it from contributions alone; an administrator may
//! overrule it with a reason, for the present month and those ahead, and may give it back to the rule.

use chrono::{Datelike, Months, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::text::{self, TextError};
use crate::{Country, Rules, aggregate};

/// In characters, told beforehand.
pub const REASON_MAX: usize = 500;
/// So many months ahead can be settled.
pub const MONTHS_AHEAD: u32 = 12;

/// One month. Its aggregate id is the month's [`key`].
#[derive(Default, Serialize, Deserialize)]
pub struct FeaturedMonth {
    /// In place of the rule's choice, with the reason.
    overruled: Option<(Country, String)>,
}

/// `2026-05`; a month is given by any of its days.
pub fn key(month: NaiveDate) -> String {
    month.format("%Y-%m").to_string()
}

/// The first day of the month that a key names.
pub fn month_of(key: &str) -> Option<NaiveDate> {
    (key.len() == 7).then(|| format!("{key}-01").parse().ok()).flatten()
}

#[derive(Clone, Debug)]
pub enum FeaturedMonthCommand {
    Overrule { month: NaiveDate, country: Country, reason: String, today: NaiveDate },
    FollowRule { month: NaiveDate, reason: String, today: NaiveDate },
}

/// `month` is its first day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FeaturedMonthEvent {
    MonthOverruled { month: NaiveDate, country: Country, reason: String },
    MonthGivenBack { month: NaiveDate, reason: String },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FeaturedMonthError {
    #[error("the reason: {0}")]
    Reason(TextError),
    #[error("what a past month featured does not change any more")]
    Past,
    #[error("at most {MONTHS_AHEAD} months ahead can be settled")]
    TooFarAhead,
}

fn first(day: NaiveDate) -> NaiveDate {
    day.with_day(1).unwrap_or(day)
}

fn may_change(month: NaiveDate, today: NaiveDate) -> Result<(), FeaturedMonthError> {
    if month < first(today) {
        return Err(FeaturedMonthError::Past);
    }
    if month > first(today) + Months::new(MONTHS_AHEAD) {
        return Err(FeaturedMonthError::TooFarAhead);
    }
    Ok(())
}

impl Rules for FeaturedMonth {
    fn decide(&self, command: FeaturedMonthCommand) -> Result<Vec<FeaturedMonthEvent>, FeaturedMonthError> {
        match command {
            FeaturedMonthCommand::Overrule { month, country, reason, today } => {
                let (month, reason) = (first(month), checked(&reason)?);
                if self.overruled == Some((country, reason.clone())) {
                    return Ok(vec![]);
                }
                may_change(month, today)?;
                Ok(vec![FeaturedMonthEvent::MonthOverruled { month, country, reason }])
            }
            FeaturedMonthCommand::FollowRule { .. } if self.overruled.is_none() => Ok(vec![]),
            FeaturedMonthCommand::FollowRule { month, reason, today } => {
                let (month, reason) = (first(month), checked(&reason)?);
                may_change(month, today)?;
                Ok(vec![FeaturedMonthEvent::MonthGivenBack { month, reason }])
            }
        }
    }

    fn evolve(&mut self, event: &FeaturedMonthEvent) {
        self.overruled = match event {
            FeaturedMonthEvent::MonthOverruled { country, reason, .. } => Some((*country, reason.clone())),
            FeaturedMonthEvent::MonthGivenBack { .. } => None,
        };
    }
}

fn checked(reason: &str) -> Result<String, FeaturedMonthError> {
    text::line(reason, REASON_MAX).map_err(FeaturedMonthError::Reason)
}

aggregate!(
    "featured_month",
    FeaturedMonth,
    FeaturedMonthCommand,
    FeaturedMonthError,
    FeaturedMonthEvent { MonthOverruled: "1", MonthGivenBack: "1" }
);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::given;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn country(code: &str) -> Country {
        code.parse().unwrap()
    }

    fn overrule(month: &str, code: &str, reason: &str) -> FeaturedMonthCommand {
        FeaturedMonthCommand::Overrule {
            month: day(month),
            country: country(code),
            reason: reason.into(),
            today: day("2026-03-20"),
        }
    }

    fn overruled(code: &str) -> FeaturedMonthEvent {
        FeaturedMonthEvent::MonthOverruled {
            month: day("2026-05-01"),
            country: country(code),
            reason: "It hosts the assembly 🏛".into(),
        }
    }

    fn give_back(month: &str) -> FeaturedMonthCommand {
        FeaturedMonthCommand::FollowRule {
            month: day(month),
            reason: "Postponed".into(),
            today: day("2026-03-20"),
        }
    }

    #[test]
    fn a_month_is_overruled_with_a_reason() {
        let reason = " It hosts  the assembly 🏛 ";
        given::<FeaturedMonth>([]).when(overrule("2026-05-09", "CL", reason)).then([overruled("CL")]);
        given::<FeaturedMonth>([overruled("CL")]).when(overrule("2026-05-01", "CL", reason)).then_nothing();
        given::<FeaturedMonth>([overruled("CL")])
            .when(overrule("2026-05-01", "PE", reason))
            .then([overruled("PE")]);
        given::<FeaturedMonth>([])
            .when(overrule("2026-05-01", "CL", " "))
            .then_refused(FeaturedMonthError::Reason(TextError::Empty));
        given::<FeaturedMonth>([])
            .when(overrule("2026-05-01", "CL", &"x".repeat(REASON_MAX + 1)))
            .then_refused(FeaturedMonthError::Reason(TextError::TooLong(REASON_MAX)));
    }

    #[test]
    fn the_present_month_may_change_and_a_past_one_may_not() {
        given::<FeaturedMonth>([])
            .when(overrule("2026-02-28", "CL", "x"))
            .then_refused(FeaturedMonthError::Past);
        given::<FeaturedMonth>([]).when(overrule("2026-03-31", "CL", "x")).then([
            FeaturedMonthEvent::MonthOverruled {
                month: day("2026-03-01"),
                country: country("CL"),
                reason: "x".into(),
            },
        ]);
        given::<FeaturedMonth>([])
            .when(overrule("2027-04-01", "CL", "x"))
            .then_refused(FeaturedMonthError::TooFarAhead);
    }

    #[test]
    fn a_month_is_given_back_to_the_rule() {
        let given_back =
            || FeaturedMonthEvent::MonthGivenBack { month: day("2026-05-01"), reason: "Postponed".into() };
        given::<FeaturedMonth>([overruled("CL")]).when(give_back("2026-05-01")).then([given_back()]);
        given::<FeaturedMonth>([]).when(give_back("2026-05-01")).then_nothing();
        given::<FeaturedMonth>([overruled("CL"), given_back()]).when(give_back("2026-05-01")).then_nothing();
        given::<FeaturedMonth>([overruled("CL")])
            .when(give_back("2026-01-01"))
            .then_refused(FeaturedMonthError::Past);
    }

    #[test]
    fn a_month_has_a_key() {
        assert_eq!(key(day("2026-05-31")), "2026-05");
        assert_eq!(month_of("2026-05"), Some(day("2026-05-01")));
        for wrong in ["2026-13", "2026-5", "2026-05-01", "", "May 2026"] {
            assert_eq!(month_of(wrong), None, "{wrong}");
        }
    }
}
