//! The rehearsal of rules over history: what every member would have if they had held, beside what
//! every member has. Both are recounts of the same log by the ledgers' own rules; nothing is written.

use std::collections::HashMap;

use super::recount::{Due, Recount, Removal};
use super::{Claim, LedgerEvent, Rulebook};
use crate::{MemberId, Recorded};

/// A member's points under the rules that were adopted, and under those that are rehearsed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Comparison {
    pub now: i64,
    pub then: i64,
}

impl Comparison {
    pub const fn change(self) -> i64 {
        self.then - self.now
    }
}

/// Fed the log in its order.
pub struct Rehearsal<'a> {
    now: Recount<'a>,
    then: Recount<'a>,
    members: HashMap<MemberId, Comparison>,
}

impl<'a> Rehearsal<'a> {
    /// `supposed` as [`Rulebook::supposing`] makes it.
    pub fn new(adopted: &'a Rulebook, supposed: &'a Rulebook) -> Self {
        Self { now: Recount::new(adopted), then: Recount::new(supposed), members: HashMap::new() }
    }

    pub fn see(&mut self, event: &Recorded) {
        if let Some(claim) = Claim::of(event) {
            let now = self.now.claim(&claim, event.position);
            let then = self.then.claim(&claim, event.position);
            self.note(now, then);
        }
        if let Some(removal) = Removal::of(event) {
            let (now, then) = (self.now.remove(&removal), self.then.remove(&removal));
            self.note(now, then);
        }
    }

    fn note(&mut self, now: Vec<(String, Due)>, then: Vec<(String, Due)>) {
        for (_, due) in now {
            let (member, points) = moved(&due.event);
            self.members.entry(member).or_default().now += points;
        }
        for (_, due) in then {
            let (member, points) = moved(&due.event);
            self.members.entry(member).or_default().then += points;
        }
    }

    pub fn finish(self) -> Rehearsed {
        let mut members: Vec<_> = self.members.into_iter().collect();
        members.sort_by_key(|(member, points)| {
            (std::cmp::Reverse(points.change()), std::cmp::Reverse(points.then), *member)
        });
        Rehearsed { members }
    }
}

const fn moved(event: &LedgerEvent) -> (MemberId, i64) {
    match event {
        LedgerEvent::PointsAwarded { member, points, .. } => (*member, *points as i64),
        LedgerEvent::PointsWithdrawn { member, points, .. } => (*member, -(*points as i64)),
    }
}

/// Who gains and who loses, by how much.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rehearsed {
    /// Everybody who ever earned points under either; who gains most stands first, who loses most last.
    pub members: Vec<(MemberId, Comparison)>,
}

impl Rehearsed {
    pub fn total(&self) -> Comparison {
        self.members.iter().fold(Comparison::default(), |sum, (_, points)| Comparison {
            now: sum.now + points.now,
            then: sum.then + points.then,
        })
    }

    pub fn gaining(&self) -> usize {
        self.members.iter().filter(|(_, points)| points.change() > 0).count()
    }

    pub fn losing(&self) -> usize {
        self.members.iter().filter(|(_, points)| points.change() < 0).count()
    }
}
