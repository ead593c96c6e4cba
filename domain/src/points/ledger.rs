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
    /// How many awards of a kind a day has had, withdrawn ones included.
    days: BTreeMap<(NaiveDate, Contribution), u32>,
}

#[derive(Serialize, Deserialize)]
struct Line {
    points: u32,
    withdrawn: bool,
}

impl Ledger {
    /// `{member}:{yyyy}-{mm}`, by the day of the contribution.
    pub fn id(member: MemberId, day: NaiveDate) -> String {
        format!("{member}:{:04}-{:02}", day.year(), day.month())
    }
}

/// The award for publishing an item, or for another member's keeping it; the same on every run.
pub fn award_id(contribution: Contribution, item: Item, by: MemberId) -> AwardId {
    let Item::Resource(resource) = item;
    AwardId::derived(&[contribution.slug(), &resource.to_string(), &by.to_string()])
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
        member: MemberId,
        day: NaiveDate,
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
                let given = self.days.get(&(day, contribution)).copied().unwrap_or(0);
                let Some(rule) = revision.rule(contribution) else { return Ok(vec![]) };
                if self.awards.contains_key(&award) || given >= rule.daily_cap || rule.points == 0 {
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
            LedgerCommand::Withdraw { award, member, day, because } => match self.awards.get(&award) {
                None => Err(LedgerError::Absent),
                Some(line) if line.withdrawn => Ok(vec![]),
                Some(line) => Ok(vec![LedgerEvent::PointsWithdrawn {
                    award,
                    member,
                    points: line.points,
                    day,
                    because,
                }]),
            },
        }
    }

    fn evolve(&mut self, event: &LedgerEvent) {
        match event {
            LedgerEvent::PointsAwarded { award, points, contribution, day, .. } => {
                self.awards.insert(*award, Line { points: *points, withdrawn: false });
                *self.days.entry((*day, *contribution)).or_default() += 1;
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
