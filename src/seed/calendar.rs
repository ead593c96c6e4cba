//! When things happen: more at midday than at night, more on weekdays, less around the new year,
//! and more from month to month.

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, NaiveTime, Utc, Weekday};

const MONTHS: u32 = 18;
const MICROS_AN_HOUR: u128 = 3_600_000_000;

/// How busy each hour (UTC) is; the members' working day runs from 12 to 24.
const HOURS: [u64; 24] =
    [14, 9, 6, 4, 2, 1, 1, 1, 1, 2, 4, 10, 22, 36, 46, 48, 42, 36, 40, 44, 42, 36, 28, 20];

/// Turns shares of the whole activity into times. Quick when each question is near the one before.
pub struct Calendar {
    midnight: DateTime<Utc>,
    /// How much has happened before each hour; one more entry than hours.
    before: Vec<u64>,
    /// The hour that was asked for last.
    hour: usize,
}

impl Calendar {
    /// The eighteen months from a day on; none if they lie beyond the calendar.
    pub fn from(day: NaiveDate) -> Option<Self> {
        let days = u64::try_from((day.checked_add_months(Months::new(MONTHS))? - day).num_days()).ok()?;
        let mut before = vec![0];
        let mut sum = 0;
        for number in 0..days {
            let busy = weight(day.checked_add_days(Days::new(number))?) * (60 + 140 * number / days);
            for hour in HOURS {
                sum += busy * hour;
                before.push(sum);
            }
        }
        Some(Self { midnight: day.and_time(NaiveTime::MIN).and_utc(), before, hour: 0 })
    }

    pub fn end(&self) -> DateTime<Utc> {
        self.midnight + chrono::Duration::hours(i64::try_from(self.before.len() - 1).unwrap_or(0))
    }

    /// When `done` of `all` has happened.
    pub fn at(&mut self, done: u64, all: u64) -> DateTime<Utc> {
        let total = self.before.last().copied().unwrap_or(0);
        let scaled = u128::from(total) * u128::from(done.min(all.saturating_sub(1)));
        let reached = |before: u64| u128::from(before) * u128::from(all) <= scaled;
        while reached(self.before[self.hour + 1]) {
            self.hour += 1;
        }
        while !reached(self.before[self.hour]) {
            self.hour -= 1;
        }
        let start = u128::from(self.before[self.hour]) * u128::from(all);
        let length = u128::from(self.before[self.hour + 1] - self.before[self.hour]) * u128::from(all);
        let micros =
            u128::from(self.hour as u64) * MICROS_AN_HOUR + (scaled - start) * MICROS_AN_HOUR / length;
        self.midnight + chrono::Duration::microseconds(i64::try_from(micros).unwrap_or(i64::MAX))
    }
}

fn weight(day: NaiveDate) -> u64 {
    let weekday = match day.weekday() {
        Weekday::Sat => 18,
        Weekday::Sun => 14,
        Weekday::Fri => 85,
        Weekday::Mon | Weekday::Tue | Weekday::Wed | Weekday::Thu => 100,
    };
    let holidays = (day.month() == 12 && day.day() >= 20) || (day.month() == 1 && day.day() <= 6);
    if holidays { weekday / 3 } else { weekday }
}

#[cfg(test)]
mod tests {
    use chrono::Timelike;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn activity_fills_eighteen_months_in_order() {
        let mut calendar = Calendar::from(day("2024-03-31")).unwrap();
        let times: Vec<_> = (0..10_000).map(|done| calendar.at(done, 10_000)).collect();
        assert!(times.is_sorted());
        assert_eq!(times[0].date_naive(), day("2024-03-31"));
        assert_eq!(calendar.end().date_naive(), day("2025-09-30"));
        assert_eq!(times[9_999].date_naive(), day("2025-09-29"));
    }

    #[test]
    fn a_time_does_not_depend_on_what_was_asked_before() {
        let mut forwards = Calendar::from(day("2024-01-01")).unwrap();
        let mut backwards = Calendar::from(day("2024-01-01")).unwrap();
        let asked = 0..10_000;
        let expected: Vec<_> = asked.clone().map(|done| forwards.at(done, 10_000)).collect();
        let mut found: Vec<_> = asked.rev().map(|done| backwards.at(done, 10_000)).collect();
        found.reverse();
        assert_eq!(found, expected);
    }

    #[test]
    fn there_is_a_rhythm_and_growth() {
        let mut calendar = Calendar::from(day("2024-01-01")).unwrap();
        let times: Vec<_> = (0..100_000).map(|done| calendar.at(done, 100_000)).collect();
        let count = |chosen: &dyn Fn(&DateTime<Utc>) -> bool| times.iter().filter(|at| chosen(at)).count();
        assert!(count(&|at| at.weekday() == Weekday::Tue) > 4 * count(&|at| at.weekday() == Weekday::Sun));
        assert!(count(&|at| at.hour() == 15) > 20 * count(&|at| at.hour() == 6));
        let month = |year, month| count(&move |at| at.year() == year && at.month() == month);
        assert!(month(2025, 5) > 2 * month(2024, 2));
    }
}
