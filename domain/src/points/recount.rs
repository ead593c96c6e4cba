//! The points that a log's contributions and rules come to, counted again without the ledgers in it.
//! Decided by the rules of [`Ledger`] themselves, so that the reactor and a recount cannot differ.

use std::collections::HashMap;

use super::{Claim, Given, Ledger, LedgerCommand, LedgerEvent, Rulebook, removed};
use crate::bookmarks::Item;
use crate::{EventRef, Position, Recorded, Rules};

/// An event that a ledger must hold once every event up to `by` has been answered. While the
/// points reactor is not that far, its absence is no fault: it is pending.
#[derive(Clone, Debug, PartialEq)]
pub struct Due {
    pub event: LedgerEvent,
    pub by: Position,
}

/// One ledger's awards. Fed the claims of that ledger in the log's order; needs nothing of any other.
pub struct LedgerRecount<'a> {
    rules: &'a Rulebook,
    ledger: Ledger,
}

impl<'a> LedgerRecount<'a> {
    /// `rules` are those of the whole log: a revision holds from after its adoption, so that later
    /// ones change nothing of what was due before.
    pub fn new(rules: &'a Rulebook) -> Self {
        Self { rules, ledger: Ledger::default() }
    }

    /// The award for the claim made at `at`, unless no rules hold, the day's cap is reached or it was given.
    pub fn claim(&mut self, claim: &Claim, at: Position) -> Option<Due> {
        let entry = claim.under(self.rules)?;
        self.decide(entry.command).map(|event| Due { event, by: at })
    }

    fn decide(&mut self, command: LedgerCommand) -> Option<LedgerEvent> {
        // What was never given cannot be withdrawn: the cap had been reached.
        let event = self.ledger.decide(command).ok()?.pop()?;
        self.ledger.evolve(&event);
        Some(event)
    }
}

/// What ends the awards of an item, and where it stands in the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Removal {
    pub item: Item,
    pub because: EventRef,
    pub at: Position,
}

impl Removal {
    pub fn of(event: &Recorded) -> Option<Self> {
        let item = removed(&event.event)?;
        Some(Self { item, because: event.reference(), at: event.position })
    }

    /// The withdrawal of an award for the removed item, whichever of the two came first. Needs the
    /// award alone; `None` for what is no award of this item.
    pub fn withdraws(&self, award: &Due) -> Option<Due> {
        let LedgerEvent::PointsAwarded { award: id, item, .. } = &award.event else { return None };
        if *item != self.item {
            return None;
        }
        let mut ledger = Ledger::default();
        ledger.evolve(&award.event);
        let command = LedgerCommand::Withdraw { award: *id, because: self.because.clone() };
        let event = ledger.decide(command).ok()?.pop()?;
        Some(Due { event, by: self.at.max(award.by) })
    }
}

/// The recount of a whole log, in memory: about a hundred bytes for each award.
pub struct Recount<'a> {
    rules: &'a Rulebook,
    ledgers: HashMap<String, LedgerRecount<'a>>,
    given: HashMap<Item, Vec<Given>>,
    removed: HashMap<Item, EventRef>,
}

impl<'a> Recount<'a> {
    pub fn new(rules: &'a Rulebook) -> Self {
        Self { rules, ledgers: HashMap::new(), given: HashMap::new(), removed: HashMap::new() }
    }

    /// What follows from the next event of the log, each with its ledger: nothing from most.
    pub fn see(&mut self, event: &Recorded) -> Vec<(String, Due)> {
        let claimed = Claim::of(event).map(|claim| self.claim(&claim, event.position));
        let ended = Removal::of(event).map(|removal| self.remove(&removal));
        claimed.into_iter().chain(ended).flatten().collect()
    }

    pub(super) fn claim(&mut self, claim: &Claim, at: Position) -> Vec<(String, Due)> {
        let id = Ledger::id(claim.member, claim.day);
        let ledger = self.ledgers.entry(id.clone()).or_insert_with(|| LedgerRecount::new(self.rules));
        let Some(award) = ledger.claim(claim, at) else { return vec![] };
        self.given.entry(claim.item).or_default().push(claim.given());
        let because = self.removed.get(&claim.item).cloned();
        let withdrawn = because.and_then(|because| self.withdraw(&claim.given(), &because, at));
        [Some((id, award)), withdrawn].into_iter().flatten().collect()
    }

    pub(super) fn remove(&mut self, removal: &Removal) -> Vec<(String, Due)> {
        let given = self.given.remove(&removal.item).unwrap_or_default();
        let because = self.removed.entry(removal.item).or_insert_with(|| removal.because.clone()).clone();
        given.iter().filter_map(|given| self.withdraw(given, &because, removal.at)).collect()
    }

    fn withdraw(&mut self, given: &Given, because: &EventRef, by: Position) -> Option<(String, Due)> {
        let entry = given.withdrawn(because);
        let event = self.ledgers.get_mut(&entry.ledger)?.decide(entry.command)?;
        Some((entry.ledger, Due { event, by }))
    }
}
