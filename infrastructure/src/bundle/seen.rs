//! What a batch of lines says: the hash of each, where it stands, and what it has to do with points. The part of the
//! work that needs nothing of any other batch.

use std::hash::{DefaultHasher, Hash as _, Hasher};

use domain::points::recount::Removal;
use domain::points::{Claim, Ledger, LedgerEvent, RulebookEvent};
use domain::{Event, Position, Recorded, StoredEvent};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::alignment::Line;
use super::faults::{Fault, Part};
use super::layout::Row;
use super::lines::Batch;
use crate::notary::leaf;

/// Bytes of what is remembered of one event. None that a portal writes comes near it.
const REMEMBERED: usize = 64 << 10;

/// An event's place in its stream.
pub struct Place {
    /// Half of a SHA-256 over the stream's name.
    pub stream: [u8; 16],
    pub sequence: u64,
    pub position: Position,
}

impl Place {
    pub const BYTES: usize = 32;

    pub fn bucket(&self) -> u64 {
        let mut half = [0; 8];
        half.copy_from_slice(&self.stream[..8]);
        u64::from_be_bytes(half)
    }

    pub fn to_bytes(&self) -> [u8; Self::BYTES] {
        let mut bytes = [0; Self::BYTES];
        bytes[..16].copy_from_slice(&self.stream);
        bytes[16..24].copy_from_slice(&self.sequence.to_be_bytes());
        bytes[24..].copy_from_slice(&self.position.0.to_be_bytes());
        bytes
    }

    pub fn from_bytes(bytes: [u8; Self::BYTES]) -> Self {
        let number = |at: usize| {
            let mut number = [0; 8];
            number.copy_from_slice(&bytes[at..at + 8]);
            u64::from_be_bytes(number)
        };
        let mut stream = [0; 16];
        stream.copy_from_slice(&bytes[..16]);
        Self { stream, sequence: number(16), position: Position(number(24)) }
    }
}

/// What a ledger's account is made of.
#[derive(Serialize, Deserialize)]
pub enum Posting {
    Claim(Claim),
    Entered(LedgerEvent),
}

#[derive(Serialize, Deserialize)]
pub struct Posted {
    pub ledger: String,
    pub at: Position,
    pub posting: Posting,
}

#[derive(Default)]
pub struct Seen {
    pub lines: Vec<Line>,
    pub places: Vec<Place>,
    /// Each with a hash of its ledger, as a line of JSON.
    pub posted: Vec<(u64, Vec<u8>)>,
    pub removals: Vec<Removal>,
    /// That adopted rules.
    pub adoptions: Vec<Recorded>,
    pub faults: Vec<Fault>,
}

impl Seen {
    pub fn of(mut batch: Batch) -> Self {
        let mut seen = Self { faults: std::mem::take(&mut batch.faults), ..Self::default() };
        let mut row = batch.first;
        for line in batch.lines() {
            let position = seen.event(line, row);
            seen.lines.push(Line { row, position, hash: Some(leaf(line)) });
            row.line += 1;
        }
        let hole = Line { row, position: None, hash: None };
        seen.lines.extend((0..batch.holes).map(|_| hole));
        seen
    }

    fn event(&mut self, line: &[u8], row: Row) -> Option<Position> {
        let fault = |what: String, at: Option<Position>| {
            Fault::new(Part::Events, what).within(row.to_string()).at(at)
        };
        let stored = match StoredEvent::from_line(line) {
            Ok(stored) => stored,
            Err(error) => {
                self.faults.push(fault(error.to_string(), None));
                return None;
            }
        };
        let position = stored.position;
        self.places.push(Place { stream: stream(&stored), sequence: stored.sequence, position });
        let metadata = match stored.well_told() {
            Ok(metadata) => metadata,
            Err(error) => {
                self.faults.push(fault(error.to_string(), Some(position)));
                return Some(position);
            }
        };
        let StoredEvent {
            aggregate_type, aggregate_id, sequence, event_type, event_version, payload, ..
        } = stored;
        match Event::decode(&aggregate_type, &event_type, &event_version, &payload) {
            Err(error) => self.faults.push(fault(error.to_string(), Some(position))),
            Ok(event) => {
                let length = aggregate_id.len() + if remembered(&event) { payload.len() } else { 0 };
                if length > REMEMBERED {
                    self.faults.push(fault("it is too long for what it is".to_owned(), Some(position)));
                } else {
                    self.decoded(Recorded { position, aggregate_id, sequence, event, metadata });
                }
            }
        }
        Some(position)
    }

    fn decoded(&mut self, event: Recorded) {
        self.removals.extend(Removal::of(&event));
        if let Some(claim) = Claim::of(&event) {
            let ledger = Ledger::id(claim.member, claim.day);
            self.post(&Posted { ledger, at: event.position, posting: Posting::Claim(claim) });
        }
        match event.event {
            Event::Ledger(entered) => {
                let Recorded { aggregate_id: ledger, position: at, .. } = event;
                self.post(&Posted { ledger, at, posting: Posting::Entered(entered) });
            }
            Event::Rulebook(RulebookEvent::RulesAdopted { .. }) => self.adoptions.push(event),
            _ => {}
        }
    }

    fn post(&mut self, posted: &Posted) {
        let mut hasher = DefaultHasher::new();
        posted.ledger.hash(&mut hasher);
        // Nothing in it has a key that is no text.
        let mut line = serde_json::to_vec(posted).unwrap_or_default();
        line.push(b'\n');
        self.posted.push((hasher.finish(), line));
    }
}

/// Whether an event is kept with all that it says.
const fn remembered(event: &Event) -> bool {
    matches!(event, Event::Ledger(_) | Event::Rulebook(_))
}

fn stream(event: &StoredEvent) -> [u8; 16] {
    let digest =
        Sha256::new().chain_update(&event.aggregate_type).chain_update("/").chain_update(&event.aggregate_id);
    let mut stream = [0; 16];
    stream.copy_from_slice(&digest.finalize()[..16]);
    stream
}
