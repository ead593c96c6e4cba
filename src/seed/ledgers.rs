//! What the points reactor would have entered, decided by the same rules from the same events.

use std::collections::HashMap;

use application::points::PointsReactor;
use application::{Actor, Order};
use domain::Recorded;
use domain::points::{Claim, Entry, Given, Ledger, LedgerError, LedgerEvent, Rulebook};

use super::history::{HistoryError, decide};

/// An event of a ledger with what stands in the log around it.
pub struct Posting {
    pub ledger: String,
    pub sequence: u64,
    pub event: LedgerEvent,
    pub order: Order,
}

/// Every ledger as it stands, with the length of its stream.
#[derive(Default)]
pub struct Ledgers(HashMap<String, (Ledger, u64)>);

impl Ledgers {
    /// The award that the event earns, if the rules and the day's cap give one.
    pub fn award(&mut self, event: &Recorded, rules: &Rulebook) -> Result<Vec<Posting>, HistoryError> {
        match Claim::of(event).and_then(|claim| claim.under(rules)) {
            Some(entry) => self.enter(entry),
            None => Ok(vec![]),
        }
    }

    /// Takes awards back; one that a cap prevented is not there to be taken.
    pub fn withdraw(
        &mut self,
        given: impl IntoIterator<Item = Given>,
        because: &Recorded,
    ) -> Result<Vec<Posting>, HistoryError> {
        let because = because.reference();
        let mut postings = Vec::new();
        for given in given {
            match self.enter(given.withdrawn(&because)) {
                Ok(entered) => postings.extend(entered),
                Err(HistoryError::Ledger(LedgerError::Absent)) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(postings)
    }

    fn enter(&mut self, entry: Entry) -> Result<Vec<Posting>, HistoryError> {
        let order = Order {
            actor: Actor::System(PointsReactor::NAME),
            command_id: entry.command_id,
            caused_by: Some(entry.caused_by),
        };
        let (ledger, length) = self.0.entry(entry.ledger.clone()).or_default();
        let events = decide(ledger, &order.actor, entry.command)?;
        let posted = events.into_iter().map(|event| {
            *length += 1;
            Posting { ledger: entry.ledger.clone(), sequence: *length, event, order: order.clone() }
        });
        Ok(posted.collect())
    }
}
