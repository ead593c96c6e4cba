//! Which country the home page features in a month, by a published rule that anybody can recompute.
//!
//! The rotation starts with the first month in which a country contributed. Each month it takes the
//! country that was featured longest ago (never comes before ever); among several of those the one with
//! the most contributions before that month; among equals the first by its two-letter code. Where an
//! administrator chose another country, that one was featured, and the rotation goes on from there.

use std::cmp::Reverse;
use std::collections::HashMap;

use chrono::{Months, NaiveDate};
use domain::Country;
use serde::Serialize;

/// A country's contributions in one month, given by its first day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Contributed {
    pub month: NaiveDate,
    pub country: Country,
    pub count: u32,
}

/// An administrator's choice for a month, in place of the rule's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Overrule {
    pub month: NaiveDate,
    pub country: Country,
    pub reason: String,
}

/// The facts by which the rule ranks a country.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Candidate {
    pub country: Country,
    /// Before the month.
    pub contributions: u32,
    /// The month in which it was featured before.
    pub last: Option<NaiveDate>,
}

/// The outcome for a month, with all that decided it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Featured {
    pub month: NaiveDate,
    pub country: Country,
    pub overrule: Option<Overrule>,
    /// All countries in the order of the rule: the first is its choice.
    pub ranking: Vec<Candidate>,
}

impl Featured {
    /// The facts about the country that is featured.
    pub fn facts(&self) -> Candidate {
        let of = |candidate: &&Candidate| candidate.country == self.country;
        *self.ranking.iter().find(of).expect("every country is ranked")
    }

    /// What the rule chooses, whatever was decided.
    pub fn choice_of_rule(&self) -> Country {
        self.ranking[0].country
    }
}

/// Months and `month` are given by their first days; the order of `history` and `overrules` does not matter.
pub fn featured(history: &[Contributed], overrules: &[Overrule], month: NaiveDate) -> Featured {
    let mut history: Vec<&Contributed> = history.iter().filter(|one| one.month < month).collect();
    history.sort_unstable_by_key(|one| one.month);
    let decided: HashMap<NaiveDate, &Overrule> = overrules.iter().map(|one| (one.month, one)).collect();
    let begun = history.first().map(|one| one.month).into_iter().chain(decided.keys().copied()).min();
    let mut now = begun.map_or(month, |begun| begun.min(month));
    let mut coming = history.iter().peekable();
    let mut contributions = HashMap::<Country, u32>::new();
    let mut last = HashMap::<Country, NaiveDate>::new();
    loop {
        while let Some(one) = coming.next_if(|one| one.month < now) {
            *contributions.entry(one.country).or_default() += one.count;
        }
        let mut ranking: Vec<Candidate> = Country::all()
            .iter()
            .map(|state| Candidate {
                country: state.country,
                contributions: contributions.get(&state.country).copied().unwrap_or(0),
                last: last.get(&state.country).copied(),
            })
            .collect();
        ranking.sort_by_key(|one| (one.last, Reverse(one.contributions), one.country));
        let overrule = decided.get(&now).copied();
        let country = overrule.map_or(ranking[0].country, |overrule| overrule.country);
        if now >= month {
            return Featured { month, country, overrule: overrule.cloned(), ranking };
        }
        last.insert(country, now);
        now = now + Months::new(1);
    }
}

/// The month with which the rotation began, if it has.
pub fn beginning(history: &[Contributed], overrules: &[Overrule]) -> Option<NaiveDate> {
    history.iter().map(|one| one.month).chain(overrules.iter().map(|one| one.month)).min()
}

/// The months from this one on, as it stands: contributions to come can still change those ahead.
pub fn rota(history: &[Contributed], overrules: &[Overrule], from: NaiveDate, months: u32) -> Vec<Featured> {
    (0..months).map(|n| featured(history, overrules, from + Months::new(n))).collect()
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

    fn contributed(n: u32, code: &str, count: u32) -> Contributed {
        Contributed { month: month(n), country: country(code), count }
    }

    #[test]
    fn without_history_the_first_code_is_featured() {
        let chosen = featured(&[], &[], month(0));
        assert_eq!(chosen.facts(), Candidate { country: country("AG"), contributions: 0, last: None });
        assert_eq!(chosen.ranking.len(), Country::all().len());
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
        assert_eq!(featured(&history, &[], month(0)).country, country("AG"));
        assert_eq!(featured(&history, &[], month(1)).country, country("UY"));
        let second = featured(&history, &[], month(2));
        assert_eq!(second.facts(), Candidate { country: country("BR"), contributions: 4, last: None });
        assert_eq!(featured(&history, &[], month(3)).country, country("CL"));
    }

    #[test]
    fn each_country_comes_once_before_the_first_comes_again() {
        let history = [contributed(0, "UY", 2), contributed(3, "BR", 50)];
        let round: Vec<Featured> = (0..36).map(|n| featured(&history, &[], month(n))).collect();
        let seen: HashSet<_> = round[..35].iter().map(|one| one.country).collect();
        assert_eq!(seen.len(), 35);
        assert_eq!(round[35].country, round[0].country);
        assert_eq!(round[35].facts().last, Some(month(0)));
    }

    #[test]
    fn later_contributions_do_not_change_an_earlier_month() {
        let before = [contributed(0, "UY", 2)];
        let after = [contributed(0, "UY", 2), contributed(5, "BR", 50)];
        for n in 0..6 {
            assert_eq!(featured(&before, &[], month(n)).country, featured(&after, &[], month(n)).country);
        }
    }

    fn overrule(n: u32, code: &str) -> Overrule {
        Overrule { month: month(n), country: country(code), reason: "It hosts".into() }
    }

    #[test]
    fn an_overruled_month_features_what_was_decided_and_the_rules_choice_comes_next() {
        let history = [contributed(0, "UY", 5), contributed(0, "BR", 3)];
        assert_eq!(featured(&history, &[], month(1)).country, country("UY"));
        let decided = [overrule(1, "CL")];
        let first = featured(&history, &decided, month(1));
        assert_eq!((first.country, first.choice_of_rule()), (country("CL"), country("UY")));
        assert_eq!(first.overrule.as_ref().map(|one| one.reason.as_str()), Some("It hosts"));
        let second = featured(&history, &decided, month(2));
        assert_eq!((second.country, second.overrule), (country("UY"), None));
        // Chile had its turn.
        let chile = second.ranking.iter().find(|one| one.country == country("CL")).unwrap();
        assert_eq!((chile.last, second.ranking.last().unwrap().country), (Some(month(1)), country("CL")));
    }

    #[test]
    fn a_decision_ahead_leaves_the_months_before_it_as_they_are() {
        let history = [contributed(0, "UY", 5), contributed(1, "BR", 3)];
        for n in 0..6 {
            assert_eq!(featured(&history, &[], month(n)), featured(&history, &[overrule(6, "CL")], month(n)));
        }
        assert_eq!(featured(&[], &[overrule(0, "CL")], month(1)).facts().country, country("AG"));
        assert_eq!(featured(&[], &[overrule(0, "AG")], month(1)).country, country("AR"));
    }

    #[test]
    fn the_rota_is_the_rule_month_by_month() {
        let history = [contributed(0, "UY", 5)];
        let decided = [overrule(3, "CL")];
        let rota = rota(&history, &decided, month(2), 3);
        let expected: Vec<Featured> = (2..5).map(|n| featured(&history, &decided, month(n))).collect();
        assert_eq!(rota, expected);
        assert_eq!(rota[1].country, country("CL"));
    }
}
