//! The ledger of one member and month: every award and withdrawal, within the daily caps.
//! A ledger is closed by its month, so that streams stay short however long a membership lasts.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use super::{Contribution, Revision};
use crate::bookmarks::Item;
use crate::{AwardId, EventRef, MemberId, Rules, aggregate};

/// What a member earned in a month. Its aggregate id is [`Ledger::id`].
#[derive(Default, Serialize, Deserialize)]
pub struct Ledger {
    awards: BTreeMap<AwardId, Line>,
}

#[derive(Serialize, Deserialize)]
struct Line {
    member: MemberId,
    points: u32,
    contribution: Contribution,
    day: NaiveDate,
    withdrawn: bool,
}

impl Ledger {
    /// `{member}:{yyyy}-{mm}`, by the day of the contribution.
    pub fn id(member: MemberId, day: NaiveDate) -> String {
        format!("{member}:{:04}-{:02}", day.year(), day.month())
    }

    /// How many awards of a kind a day has had. Withdrawn ones count: otherwise withdrawing
    /// one's own contributions would make room for more.
    fn given(&self, day: NaiveDate, contribution: Contribution) -> usize {
        self.awards.values().filter(|line| line.day == day && line.contribution == contribution).count()
    }
}

/// The award for publishing an item, or for another member's keeping it; the same on every run.
pub fn award_id(contribution: Contribution, item: Item, by: MemberId) -> AwardId {
    let item = match item {
        Item::Resource(resource) => resource.to_string(),
        Item::Gathering(gathering) => gathering.to_string(),
    };
    AwardId::derived(&[contribution.slug(), &item, &by.to_string()])
}

#[derive(Clone, Debug)]
pub enum LedgerCommand {
    /// `revision` is the one that held on `day`, the UTC day of the contribution.
    Award {
        award: AwardId,
        member: MemberId,
        contribution: Contribution,
        item: Item,
        earned_by: EventRef,
        day: NaiveDate,
        revision: Revision,
    },
    Withdraw {
        award: AwardId,
        because: EventRef,
    },
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum LedgerEvent {
    PointsAwarded {
        award: AwardId,
        member: MemberId,
        points: u32,
        contribution: Contribution,
        item: Item,
        /// The rulebook's revision that was applied.
        rule: u32,
        earned_by: EventRef,
        /// The UTC day of the contribution; periods and caps go by it.
        day: NaiveDate,
    },
    PointsWithdrawn {
        award: AwardId,
        member: MemberId,
        /// As many as were awarded.
        points: u32,
        /// The day of the award, so that the same periods are corrected.
        day: NaiveDate,
        because: EventRef,
    },
}

/// An award that breaks no rule always succeeds or changes nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LedgerError {
    #[error("there is no such award")]
    Absent,
}

impl Rules for Ledger {
    fn decide(&self, command: LedgerCommand) -> Result<Vec<LedgerEvent>, LedgerError> {
        match command {
            LedgerCommand::Award { award, member, contribution, item, earned_by, day, revision } => {
                let Some(rule) = revision.rule(contribution) else { return Ok(vec![]) };
                let given = self.given(day, contribution);
                let capped = u32::try_from(given).map_or(true, |given| given >= rule.daily_cap);
                if self.awards.contains_key(&award) || capped || rule.points == 0 {
                    return Ok(vec![]);
                }
                Ok(vec![LedgerEvent::PointsAwarded {
                    award,
                    member,
                    points: rule.points,
                    contribution,
                    item,
                    rule: revision.revision,
                    earned_by,
                    day,
                }])
            }
            LedgerCommand::Withdraw { award, because } => match self.awards.get(&award) {
                None => Err(LedgerError::Absent),
                Some(line) if line.withdrawn => Ok(vec![]),
                Some(line) => Ok(vec![LedgerEvent::PointsWithdrawn {
                    award,
                    member: line.member,
                    points: line.points,
                    day: line.day,
                    because,
                }]),
            },
        }
    }

    fn evolve(&mut self, event: &LedgerEvent) {
        match event {
            LedgerEvent::PointsAwarded { award, member, points, contribution, day, .. } => {
                let line = Line {
                    member: *member,
                    points: *points,
                    contribution: *contribution,
                    day: *day,
                    withdrawn: false,
                };
                self.awards.insert(*award, line);
            }
            LedgerEvent::PointsWithdrawn { award, .. } => {
                if let Some(line) = self.awards.get_mut(award) {
                    line.withdrawn = true;
                }
            }
        }
    }
}

aggregate!(
    "ledger",
    Ledger,
    LedgerCommand,
    LedgerError,
    LedgerEvent { PointsAwarded: "1", PointsWithdrawn: "1" }
);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ResourceId;
    use crate::points::Rule;
    use crate::rules::testing::given;

    fn ana() -> MemberId {
        MemberId::derived(&["ana"])
    }

    fn item(name: &str) -> Item {
        Item::Resource(ResourceId::derived(&[name]))
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn event(name: &str) -> EventRef {
        EventRef { aggregate_type: "resource".into(), aggregate_id: name.into(), sequence: 1 }
    }

    fn publication(name: &str) -> AwardId {
        award_id(Contribution::ResourcePublished, item(name), ana())
    }

    /// Ten points for a publication, two a day.
    fn rules() -> Revision {
        Revision {
            revision: 1,
            valid_from: day("2009-01-01"),
            rules: vec![Rule { contribution: Contribution::ResourcePublished, points: 10, daily_cap: 2 }],
        }
    }

    fn award_under(revision: Revision, name: &str, on: &str) -> LedgerCommand {
        LedgerCommand::Award {
            award: publication(name),
            member: ana(),
            contribution: Contribution::ResourcePublished,
            item: item(name),
            earned_by: event(name),
            day: day(on),
            revision,
        }
    }

    fn award(name: &str, on: &str) -> LedgerCommand {
        award_under(rules(), name, on)
    }

    fn awarded(name: &str, on: &str) -> LedgerEvent {
        LedgerEvent::PointsAwarded {
            award: publication(name),
            member: ana(),
            points: 10,
            contribution: Contribution::ResourcePublished,
            item: item(name),
            rule: 1,
            earned_by: event(name),
            day: day(on),
        }
    }

    fn withdraw(name: &str) -> LedgerCommand {
        LedgerCommand::Withdraw { award: publication(name), because: event("removal") }
    }

    fn withdrawn(name: &str, on: &str) -> LedgerEvent {
        LedgerEvent::PointsWithdrawn {
            award: publication(name),
            member: ana(),
            points: 10,
            day: day(on),
            because: event("removal"),
        }
    }

    #[test]
    fn a_contribution_earns_what_the_rule_says() {
        given::<Ledger>([]).when(award("guide", "2026-03-02")).then([awarded("guide", "2026-03-02")]);
    }

    #[test]
    fn the_same_contribution_earns_once() {
        given::<Ledger>([awarded("guide", "2026-03-02")]).when(award("guide", "2026-03-02")).then_nothing();
        given::<Ledger>([awarded("guide", "2026-03-02")]).when(award("guide", "2026-03-09")).then_nothing();
    }

    #[test]
    fn a_day_earns_up_to_its_cap() {
        let full = || [awarded("one", "2026-03-02"), awarded("two", "2026-03-02")];
        given::<Ledger>(full()).when(award("three", "2026-03-02")).then_nothing();
        given::<Ledger>(full()).when(award("three", "2026-03-03")).then([awarded("three", "2026-03-03")]);
    }

    #[test]
    fn a_withdrawn_award_still_counts_for_the_cap() {
        given::<Ledger>([
            awarded("one", "2026-03-02"),
            awarded("two", "2026-03-02"),
            withdrawn("two", "2026-03-02"),
        ])
        .when(award("three", "2026-03-02"))
        .then_nothing();
    }

    #[test]
    fn kinds_of_contribution_have_caps_of_their_own() {
        let mut applause = award("three", "2026-03-02");
        let LedgerCommand::Award { contribution, revision, .. } = &mut applause else { unreachable!() };
        *contribution = Contribution::ResourceBookmarked;
        revision.rules.push(Rule { contribution: Contribution::ResourceBookmarked, points: 2, daily_cap: 1 });
        given::<Ledger>([awarded("one", "2026-03-02"), awarded("two", "2026-03-02")]).when(applause).then([
            LedgerEvent::PointsAwarded {
                award: publication("three"),
                member: ana(),
                points: 2,
                contribution: Contribution::ResourceBookmarked,
                item: item("three"),
                rule: 1,
                earned_by: event("three"),
                day: day("2026-03-02"),
            },
        ]);
    }

    #[test]
    fn an_award_applies_the_cap_of_the_revision_that_it_names() {
        let mut generous = rules();
        generous.revision = 2;
        generous.rules[0].daily_cap = 3;
        let full = || [awarded("one", "2026-03-02"), awarded("two", "2026-03-02")];
        let LedgerEvent::PointsAwarded { award, member, points, contribution, item, earned_by, day, .. } =
            awarded("three", "2026-03-02")
        else {
            unreachable!()
        };
        given::<Ledger>(full()).when(award_under(generous, "three", "2026-03-02")).then([
            LedgerEvent::PointsAwarded { award, member, points, contribution, item, rule: 2, earned_by, day },
        ]);
    }

    #[test]
    fn rules_that_give_nothing_give_nothing() {
        let with = |change: fn(&mut Revision)| {
            let mut revision = rules();
            change(&mut revision);
            given::<Ledger>([]).when(award_under(revision, "guide", "2026-03-02")).then_nothing();
        };
        with(|revision| revision.rules.clear());
        with(|revision| revision.rules[0].points = 0);
        with(|revision| revision.rules[0].daily_cap = 0);
    }

    #[test]
    fn a_withdrawal_takes_back_what_was_given_on_the_day_it_was_given() {
        given::<Ledger>([awarded("guide", "2026-03-02")])
            .when(withdraw("guide"))
            .then([withdrawn("guide", "2026-03-02")]);
    }

    #[test]
    fn an_award_is_withdrawn_once_and_never_given_again() {
        let history = || [awarded("guide", "2026-03-02"), withdrawn("guide", "2026-03-02")];
        given::<Ledger>(history()).when(withdraw("guide")).then_nothing();
        given::<Ledger>(history()).when(award("guide", "2026-03-02")).then_nothing();
    }

    #[test]
    fn what_was_never_given_cannot_be_withdrawn() {
        given::<Ledger>([]).when(withdraw("guide")).then_refused(LedgerError::Absent);
    }

    #[test]
    fn a_ledger_is_closed_by_its_month() {
        assert_eq!(Ledger::id(ana(), day("2026-03-31")), format!("{}:2026-03", ana()));
        assert_ne!(Ledger::id(ana(), day("2026-03-31")), Ledger::id(ana(), day("2026-04-01")));
    }

    #[test]
    fn its_state_can_be_written_down_and_read_back() {
        let mut ledger = Ledger::default();
        ledger.evolve(&awarded("guide", "2026-03-02"));
        let json = serde_json::to_string(&ledger).unwrap();
        let back: Ledger = serde_json::from_str(&json).unwrap();
        assert_eq!(back.decide(withdraw("guide")).unwrap(), [withdrawn("guide", "2026-03-02")]);
    }
}
