//! The rulebook: how many points each kind of contribution earns, from which day, with which cap.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{Rules, aggregate};

/// What earns points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Contribution {
    /// A resource was published.
    ResourcePublished,
    /// Another member keeps one's resource.
    ResourceBookmarked,
}

impl Contribution {
    pub const ALL: [Self; 2] = [Self::ResourcePublished, Self::ResourceBookmarked];

    pub const fn slug(self) -> &'static str {
        match self {
            Self::ResourcePublished => "resource_published",
            Self::ResourceBookmarked => "resource_bookmarked",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a kind of contribution")]
pub struct UnknownContribution(String);

impl std::str::FromStr for Contribution {
    type Err = UnknownContribution;

    fn from_str(slug: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|contribution| contribution.slug() == slug)
            .ok_or_else(|| UnknownContribution(slug.to_owned()))
    }
}

/// What one kind of contribution earns.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    pub contribution: Contribution,
    pub points: u32,
    /// At most so many awards of this kind a member and UTC day.
    pub daily_cap: u32,
}

/// All rules that hold from a day on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revision {
    pub revision: u32,
    pub valid_from: NaiveDate,
    pub rules: Vec<Rule>,
}

/// The one rulebook; its aggregate id is [`Rulebook::ID`].
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Rulebook {
    revisions: Vec<Revision>,
}

impl Rulebook {
    pub const ID: &'static str = "points";

    /// The rules that a new portal begins with. They hold from the network's first year, so that
    /// contributions brought from elsewhere with their dates count as well.
    pub const FOUNDING: [Rule; 2] = [
        Rule { contribution: Contribution::ResourcePublished, points: 10, daily_cap: 5 },
        Rule { contribution: Contribution::ResourceBookmarked, points: 2, daily_cap: 20 },
    ];
    pub const FOUNDED: NaiveDate = NaiveDate::from_ymd_opt(2009, 1, 1).expect("a date of the calendar");

    /// The revision that holds on a day: the last adopted of those valid by then.
    pub fn on(&self, day: NaiveDate) -> Option<&Revision> {
        self.revisions.iter().rev().find(|revision| revision.valid_from <= day)
    }
}

impl Revision {
    pub fn rule(&self, contribution: Contribution) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.contribution == contribution)
    }
}

#[derive(Clone, Debug)]
pub enum RulebookCommand {
    /// `today` is the UTC day of the adoption.
    Adopt { valid_from: NaiveDate, rules: Vec<Rule>, today: NaiveDate },
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum RulebookEvent {
    RulesAdopted(Revision),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RulebookError {
    #[error("each kind of contribution may stand once in the rules")]
    Twice,
    #[error("new rules cannot be valid from before those that were adopted already")]
    Backdated,
    #[error("new rules can be valid from tomorrow at the earliest: what was earned stays as it is")]
    TooSoon,
}

impl Rules for Rulebook {
    fn decide(&self, command: RulebookCommand) -> Result<Vec<RulebookEvent>, RulebookError> {
        let RulebookCommand::Adopt { valid_from, mut rules, today } = command;
        rules.sort_by_key(|rule| rule.contribution);
        if rules.windows(2).any(|pair| pair[0].contribution == pair[1].contribution) {
            return Err(RulebookError::Twice);
        }
        if self.on(valid_from).is_some_and(|held| held.valid_from == valid_from && held.rules == rules) {
            return Ok(vec![]);
        }
        let revision = match self.revisions.last() {
            // Before the first rules nothing was earned that they could change.
            None => 1,
            Some(last) if valid_from < last.valid_from => return Err(RulebookError::Backdated),
            // An award made late must find the rules that an award made at once would have found.
            Some(_) if valid_from <= today => return Err(RulebookError::TooSoon),
            Some(last) => last.revision + 1,
        };
        Ok(vec![RulebookEvent::RulesAdopted(Revision { revision, valid_from, rules })])
    }

    fn evolve(&mut self, event: &RulebookEvent) {
        let RulebookEvent::RulesAdopted(revision) = event;
        self.revisions.push(revision.clone());
    }
}

aggregate!("rulebook", Rulebook, RulebookCommand, RulebookError, RulebookEvent { RulesAdopted: "1" });

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::given;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    const fn rule(contribution: Contribution, points: u32) -> Rule {
        Rule { contribution, points, daily_cap: 5 }
    }

    fn publishing(points: u32) -> Vec<Rule> {
        vec![rule(Contribution::ResourcePublished, points)]
    }

    /// Given on the second of March 2026.
    fn adopt(valid_from: &str, rules: Vec<Rule>) -> RulebookCommand {
        RulebookCommand::Adopt { valid_from: day(valid_from), rules, today: day("2026-03-02") }
    }

    fn adopted(revision: u32, valid_from: &str, rules: Vec<Rule>) -> RulebookEvent {
        RulebookEvent::RulesAdopted(Revision { revision, valid_from: day(valid_from), rules })
    }

    #[test]
    fn the_first_rules_may_hold_from_any_day() {
        given::<Rulebook>([]).when(adopt("2009-01-01", publishing(10))).then([adopted(
            1,
            "2009-01-01",
            publishing(10),
        )]);
    }

    #[test]
    fn a_new_portal_has_a_rule_for_every_contribution() {
        given::<Rulebook>([])
            .when(RulebookCommand::Adopt {
                valid_from: Rulebook::FOUNDED,
                rules: Rulebook::FOUNDING.into(),
                today: day("2026-03-02"),
            })
            .then([adopted(1, "2009-01-01", Rulebook::FOUNDING.into())]);
        assert_eq!(Rulebook::FOUNDING.map(|rule| rule.contribution), Contribution::ALL);
    }

    #[test]
    fn rules_are_kept_in_one_order() {
        given::<Rulebook>([])
            .when(adopt(
                "2009-01-01",
                vec![rule(Contribution::ResourceBookmarked, 2), rule(Contribution::ResourcePublished, 10)],
            ))
            .then([adopted(
                1,
                "2009-01-01",
                vec![rule(Contribution::ResourcePublished, 10), rule(Contribution::ResourceBookmarked, 2)],
            )]);
    }

    #[test]
    fn a_contribution_stands_once_in_the_rules() {
        let twice = vec![rule(Contribution::ResourcePublished, 1), rule(Contribution::ResourcePublished, 2)];
        given::<Rulebook>([]).when(adopt("2009-01-01", twice)).then_refused(RulebookError::Twice);
    }

    #[test]
    fn new_rules_hold_from_tomorrow_at_the_earliest() {
        let first = || [adopted(1, "2009-01-01", publishing(10))];
        given::<Rulebook>(first()).when(adopt("2026-03-03", publishing(8))).then([adopted(
            2,
            "2026-03-03",
            publishing(8),
        )]);
        for too_soon in ["2009-01-01", "2020-01-01", "2026-03-02"] {
            given::<Rulebook>(first())
                .when(adopt(too_soon, publishing(8)))
                .then_refused(RulebookError::TooSoon);
        }
    }

    #[test]
    fn rules_follow_each_other_by_their_day() {
        let history = || [adopted(1, "2009-01-01", publishing(10)), adopted(2, "2027-01-01", publishing(8))];
        given::<Rulebook>(history())
            .when(adopt("2026-12-31", publishing(9)))
            .then_refused(RulebookError::Backdated);
        given::<Rulebook>(history())
            .when(adopt("2008-01-01", publishing(9)))
            .then_refused(RulebookError::Backdated);
    }

    #[test]
    fn rules_that_do_not_hold_yet_can_be_corrected() {
        given::<Rulebook>([
            adopted(1, "2009-01-01", publishing(10)),
            adopted(2, "2027-01-01", publishing(8)),
        ])
        .when(adopt("2027-01-01", publishing(9)))
        .then([adopted(3, "2027-01-01", publishing(9))]);
    }

    #[test]
    fn adopting_what_holds_from_that_day_changes_nothing() {
        let history = || [adopted(1, "2009-01-01", publishing(10)), adopted(2, "2026-01-01", publishing(8))];
        given::<Rulebook>(history()).when(adopt("2009-01-01", publishing(10))).then_nothing();
        given::<Rulebook>(history()).when(adopt("2026-01-01", publishing(8))).then_nothing();
    }

    #[test]
    fn what_was_replaced_before_it_held_can_be_adopted_again() {
        given::<Rulebook>([
            adopted(1, "2009-01-01", publishing(10)),
            adopted(2, "2027-01-01", publishing(8)),
            adopted(3, "2027-01-01", publishing(9)),
        ])
        .when(adopt("2027-01-01", publishing(8)))
        .then([adopted(4, "2027-01-01", publishing(8))]);
    }

    #[test]
    fn on_a_day_the_last_adopted_of_those_valid_by_then_holds() {
        let mut rulebook = Rulebook::default();
        for event in [
            adopted(1, "2009-01-01", publishing(10)),
            adopted(2, "2026-01-01", publishing(8)),
            adopted(3, "2026-01-01", publishing(9)),
        ] {
            rulebook.evolve(&event);
        }
        let on = |text| rulebook.on(day(text)).map(|revision| revision.revision);
        assert_eq!(on("2008-12-31"), None);
        assert_eq!(on("2009-01-01"), Some(1));
        assert_eq!(on("2025-12-31"), Some(1));
        assert_eq!(on("2026-01-01"), Some(3));
        assert_eq!(on("2030-01-01"), Some(3));
    }
}
