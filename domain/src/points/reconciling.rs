//! Compares what a ledger holds in the log with what a recount comes to: a difference is an award or a withdrawal
//! that does not follow from contributions and rules, or one that follows and is not there.

use std::collections::{HashMap, HashSet};
use std::fmt;

use super::recount::{Due, LedgerRecount, Removal};
use super::{Claim, LedgerEvent, Rulebook};
use crate::bookmarks::Item;
use crate::{AwardId, Position};

/// All that the log has to do with one ledger, in its order.
#[derive(Default)]
pub struct Account {
    pub claims: Vec<(Claim, Position)>,
    pub entered: Vec<(LedgerEvent, Position)>,
}

/// Something in the ledger that a recount does not come to.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// Where it stands in the log.
    pub at: Position,
    pub entered: LedgerEvent,
    pub why: Why,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Why {
    /// No contribution and no rule come to it.
    Unfounded,
    /// It follows, and was entered before.
    Repeated,
    /// Another one follows.
    Otherwise(LedgerEvent),
    /// It stands before what it answers.
    TooEarly(Position),
}

#[derive(Debug, Default, PartialEq)]
pub struct Reconciled {
    pub differences: Vec<Difference>,
    /// What follows and is not in the ledger. Where nothing that came after it was answered either, it is pending.
    pub missing: Vec<Due>,
    /// The last event that something in the ledger answers.
    pub answered: Position,
    /// How many of each the ledger holds.
    pub awards: u64,
    pub withdrawals: u64,
}

impl Account {
    /// `removals` are the first of each item in the whole log.
    pub fn reconcile(self, rules: &Rulebook, removals: &HashMap<Item, Removal>) -> Reconciled {
        let mut due = due(&self.claims, rules, removals);
        let mut seen = HashSet::new();
        let mut reconciled = Reconciled::default();
        for (entered, at) in self.entered {
            match entered {
                LedgerEvent::PointsAwarded { .. } => reconciled.awards += 1,
                LedgerEvent::PointsWithdrawn { .. } => reconciled.withdrawals += 1,
            }
            let key = Key::of(&entered);
            let why = match due.remove(&key) {
                None if seen.contains(&key) => Some(Why::Repeated),
                None => Some(Why::Unfounded),
                Some(expected) => {
                    reconciled.answered = reconciled.answered.max(expected.by);
                    seen.insert(key);
                    if expected.event != entered {
                        Some(Why::Otherwise(expected.event))
                    } else if at <= expected.by {
                        Some(Why::TooEarly(expected.by))
                    } else {
                        None
                    }
                }
            };
            reconciled.differences.extend(why.map(|why| Difference { at, entered, why }));
        }
        reconciled.missing = due.into_values().collect();
        reconciled.missing.sort_by_key(|due| (due.by, Key::of(&due.event)));
        reconciled
    }
}

/// An award is given once and taken back once.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Key {
    award: AwardId,
    withdrawn: bool,
}

impl Key {
    const fn of(event: &LedgerEvent) -> Self {
        match event {
            LedgerEvent::PointsAwarded { award, .. } => Self { award: *award, withdrawn: false },
            LedgerEvent::PointsWithdrawn { award, .. } => Self { award: *award, withdrawn: true },
        }
    }
}

fn due(
    claims: &[(Claim, Position)],
    rules: &Rulebook,
    removals: &HashMap<Item, Removal>,
) -> HashMap<Key, Due> {
    let mut ledger = LedgerRecount::new(rules);
    let mut due = HashMap::new();
    for (claim, at) in claims {
        let Some(award) = ledger.claim(claim, *at) else { continue };
        let withdrawal = removals.get(&claim.item).and_then(|removal| removal.withdraws(&award));
        for one in [Some(award), withdrawal].into_iter().flatten() {
            due.insert(Key::of(&one.event), one);
        }
    }
    due
}

/// In words: `an award of 10 points to MEMBER (AWARD)`.
struct Told<'a>(&'a LedgerEvent);

impl fmt::Display for Told<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            LedgerEvent::PointsAwarded { award, member, points, rule, .. } => {
                write!(f, "an award of {points} points by revision {rule} to the member {member} ({award})")
            }
            LedgerEvent::PointsWithdrawn { award, member, points, .. } => {
                write!(f, "a withdrawal of {points} points from the member {member} ({award})")
            }
        }
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", Told(&self.entered))?;
        match &self.why {
            Why::Unfounded => f.write_str("no contribution and no rule come to it"),
            Why::Repeated => f.write_str("it was entered before"),
            Why::Otherwise(due) => write!(f, "contributions and rules come to {}", Told(due)),
            Why::TooEarly(by) => write!(f, "it stands before the event at position {by}, which it answers"),
        }
    }
}

impl fmt::Display for Due {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} follows from contributions and rules, and is not in the log", Told(&self.event))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::points::{Contribution, Ledger, Revision, Rule, RulebookEvent, award_id};
    use crate::{EventRef, MemberId, ResourceId, Rules};

    fn ana() -> MemberId {
        MemberId::derived(&["ana"])
    }

    fn item(name: &str) -> Item {
        Item::Resource(ResourceId::derived(&[name]))
    }

    fn event(name: &str, sequence: u64) -> EventRef {
        EventRef { aggregate_type: "resource".into(), aggregate_id: name.into(), sequence }
    }

    /// Ten points for a publication, two a day.
    fn rules() -> Rulebook {
        let rule = Rule { contribution: Contribution::ResourcePublished, points: 10, daily_cap: 2 };
        let revision = Revision { revision: 1, valid_from: "2009-01-01".parse().unwrap(), rules: vec![rule] };
        let mut rules = Rulebook::default();
        rules.evolve(&RulebookEvent::RulesAdopted { revision, reason: None, draft: None });
        rules
    }

    fn claim(name: &str) -> Claim {
        Claim {
            award: award_id(Contribution::ResourcePublished, item(name), ana()),
            member: ana(),
            contribution: Contribution::ResourcePublished,
            item: item(name),
            earned_by: event(name, 1),
            day: "2026-03-02".parse().unwrap(),
        }
    }

    fn removal(name: &str, at: u64) -> HashMap<Item, Removal> {
        let removal = Removal { item: item(name), because: event(name, 2), at: Position(at) };
        HashMap::from([(item(name), removal)])
    }

    fn awarded(name: &str, points: u32) -> LedgerEvent {
        let Claim { award, member, contribution, item, earned_by, day } = claim(name);
        LedgerEvent::PointsAwarded { award, member, points, contribution, item, rule: 1, earned_by, day }
    }

    fn withdrawn(name: &str) -> LedgerEvent {
        let Claim { award, member, day, .. } = claim(name);
        LedgerEvent::PointsWithdrawn { award, member, points: 10, day, because: event(name, 2) }
    }

    fn account(claims: &[(&str, u64)], entered: &[(LedgerEvent, u64)]) -> Account {
        let ids: Vec<String> = claims.iter().map(|(name, _)| Ledger::id(ana(), claim(name).day)).collect();
        assert!(ids.windows(2).all(|pair| pair[0] == pair[1]), "an account is of one ledger");
        Account {
            claims: claims.iter().map(|(name, at)| (claim(name), Position(*at))).collect(),
            entered: entered.iter().map(|(event, at)| (event.clone(), Position(*at))).collect(),
        }
    }

    fn why(account: Account, removals: &HashMap<Item, Removal>) -> Vec<(u64, Why)> {
        let found = account.reconcile(&rules(), removals).differences;
        found.into_iter().map(|difference| (difference.at.0, difference.why)).collect()
    }

    #[test]
    fn a_ledger_that_holds_what_is_due_has_no_difference() {
        let entered = [(awarded("guide", 10), 3), (awarded("law", 10), 4), (withdrawn("guide"), 7)];
        // A third one of the day earns nothing.
        let account = account(&[("guide", 1), ("law", 2), ("map", 5)], &entered);
        let reconciled = account.reconcile(&rules(), &removal("guide", 6));
        let expected =
            Reconciled { answered: Position(6), awards: 2, withdrawals: 1, ..Reconciled::default() };
        assert_eq!(reconciled, expected);
    }

    #[test]
    fn what_does_not_follow_is_told_apart() {
        let nothing = HashMap::new();
        let unfounded = account(&[], &[(awarded("guide", 10), 3)]);
        assert_eq!(why(unfounded, &nothing), [(3, Why::Unfounded)]);
        let dear = account(&[("guide", 1)], &[(awarded("guide", 100), 3)]);
        assert_eq!(why(dear, &nothing), [(3, Why::Otherwise(awarded("guide", 10)))]);
        let twice = account(&[("guide", 1)], &[(awarded("guide", 10), 3), (awarded("guide", 10), 4)]);
        assert_eq!(why(twice, &nothing), [(4, Why::Repeated)]);
        let early = account(&[("guide", 4)], &[(awarded("guide", 10), 3)]);
        assert_eq!(why(early, &nothing), [(3, Why::TooEarly(Position(4)))]);
        let taken = account(&[("guide", 1)], &[(awarded("guide", 10), 3), (withdrawn("guide"), 4)]);
        assert_eq!(why(taken, &nothing), [(4, Why::Unfounded)]);
        let third = [("guide", 1), ("law", 2), ("map", 3)];
        let full = [(awarded("guide", 10), 4), (awarded("law", 10), 5), (awarded("map", 10), 6)];
        assert_eq!(why(account(&third, &full), &nothing), [(6, Why::Unfounded)]);
    }

    #[test]
    fn what_is_not_there_is_due_by_what_it_answers() {
        let account = account(&[("guide", 1), ("law", 2)], &[(awarded("law", 10), 3)]);
        let reconciled = account.reconcile(&rules(), &removal("law", 5));
        let missing: Vec<_> = reconciled.missing.into_iter().map(|due| (due.event, due.by.0)).collect();
        assert_eq!(missing, [(awarded("guide", 10), 1), (withdrawn("law"), 5)]);
        assert_eq!(reconciled.answered, Position(2));
    }

    #[test]
    fn a_difference_is_told_in_words() {
        let entered = awarded("guide", 100);
        let told = Difference { at: Position(3), entered, why: Why::Otherwise(awarded("guide", 10)) };
        let told = told.to_string();
        assert!(told.starts_with("an award of 100 points by revision 1 to the member "), "{told}");
        assert!(told.contains("come to an award of 10 points"), "{told}");
    }
}
