//! Which country the home page features in a month, by a published rule that anybody can recompute.
//!
//! The rotation starts with the first month in which a country contributed. Each month it takes the
//! country that was featured longest ago (never comes before ever); among several of those the one with
//! the most contributions before that month; among equals the first by its two-letter code.

use std::cmp::Reverse;
use std::collections::HashMap;

use chrono::{Months, NaiveDate};
use domain::Country;

/// A country's contributions in one month, given by its first day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Contributed {
    pub month: NaiveDate,
    pub country: Country,
    pub resources: u32,
}

/// The outcome, with the facts that decided it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Featured {
    pub country: Country,
    /// Before the month.
    pub contributions: u32,
    /// The month in which it was featured before.
    pub last: Option<NaiveDate>,
}

/// Months and `month` are given by their first days; the order of `history` does not matter.
pub fn featured(history: &[Contributed], month: NaiveDate) -> Featured {
    let mut history: Vec<&Contributed> = history.iter().filter(|one| one.month < month).collect();
    history.sort_unstable_by_key(|one| one.month);
    let mut coming = history.iter().peekable();
    let mut contributions = HashMap::<Country, u32>::new();
    let mut last = HashMap::<Country, NaiveDate>::new();
    let mut now = history.first().map_or(month, |one| one.month);
    loop {
        while let Some(one) = coming.next_if(|one| one.month < now) {
            *contributions.entry(one.country).or_default() += one.resources;
        }
        let given = |country| contributions.get(&country).copied().unwrap_or(0);
        let country = Country::all()
            .iter()
            .map(|state| state.country)
            .min_by_key(|country| (last.get(country), Reverse(given(*country)), *country))
            .expect("there are 35 member states");
        if now >= month {
            return Featured { country, contributions: given(country), last: last.get(&country).copied() };
        }
        last.insert(country, now);
        now = now + Months::new(1);
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    fn country(code: &str) -> Country {
        code.parse().unwrap()
    }

    fn month(n: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2025, 1, 1).unwrap() + Months::new(n)
    }

    fn contributed(n: u32, code: &str, resources: u32) -> Contributed {
        Contributed { month: month(n), country: country(code), resources }
    }

    #[test]
    fn without_history_the_first_code_is_featured() {
        let chosen = featured(&[], month(0));
        assert_eq!(chosen, Featured { country: country("AG"), contributions: 0, last: None });
    }

    #[test]
    fn among_those_never_featured_the_most_contributions_before_the_month_decide() {
        let history = [
            contributed(0, "UY", 2),
            contributed(1, "BR", 3),
            contributed(0, "BR", 1),
            contributed(2, "CL", 90),
        ];
        // In month 0 nobody had contributed before; the rotation begins with it.
        assert_eq!(featured(&history, month(0)).country, country("AG"));
        assert_eq!(featured(&history, month(1)).country, country("UY"));
        let second = featured(&history, month(2));
        assert_eq!(second, Featured { country: country("BR"), contributions: 4, last: None });
        assert_eq!(featured(&history, month(3)).country, country("CL"));
    }

    #[test]
    fn each_country_comes_once_before_the_first_comes_again() {
        let history = [contributed(0, "UY", 2), contributed(3, "BR", 50)];
        let round: Vec<Featured> = (0..36).map(|n| featured(&history, month(n))).collect();
        let seen: HashSet<_> = round[..35].iter().map(|one| one.country).collect();
        assert_eq!(seen.len(), 35);
        assert_eq!(round[35].country, round[0].country);
        assert_eq!(round[35].last, Some(month(0)));
    }

    #[test]
    fn later_contributions_do_not_change_an_earlier_month() {
        let before = [contributed(0, "UY", 2)];
        let after = [contributed(0, "UY", 2), contributed(5, "BR", 50)];
        for n in 0..6 {
            assert_eq!(featured(&before, month(n)), featured(&after, month(n)));
        }
    }
}
