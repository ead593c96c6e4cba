//! What is wrong with an export: each thing named, up to a number of each kind, the rest counted.

use std::collections::BTreeMap;
use std::fmt;

use domain::Position;
use serde::Serialize;

/// So many faults of each part are named.
const NAMED: u64 = 100;

/// What a fault is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// What an export consists of.
    Files,
    /// Who signed what.
    Checkpoints,
    /// The tiles.
    Tree,
    /// The events themselves.
    Events,
    /// The places of events in their streams.
    Streams,
    /// Awards and withdrawals.
    Points,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fault {
    pub part: Part,
    /// A file, or a line of one as `events/000000.ndjson:43`.
    #[serde(rename = "in")]
    pub place: Option<String>,
    pub position: Option<Position>,
    pub what: String,
}

impl Fault {
    pub fn new(part: Part, what: impl Into<String>) -> Self {
        Self { part, place: None, position: None, what: what.into() }
    }

    pub fn within(mut self, place: impl Into<String>) -> Self {
        self.place = Some(place.into());
        self
    }

    pub fn at(mut self, position: impl Into<Option<Position>>) -> Self {
        self.position = position.into();
        self
    }
}

/// `events/000000.ndjson:43, position 43: it is not the event that was signed`
impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.place, self.position) {
            (Some(place), Some(position)) => write!(f, "{place}, position {position}: ")?,
            (Some(place), None) => write!(f, "{place}: ")?,
            (None, Some(position)) => write!(f, "position {position}: ")?,
            (None, None) => {}
        }
        f.write_str(&self.what)
    }
}

#[derive(Debug, Default)]
pub struct Faults {
    named: Vec<Fault>,
    counted: BTreeMap<Part, u64>,
}

impl Faults {
    pub fn add(&mut self, fault: Fault) {
        let count = self.counted.entry(fault.part).or_default();
        *count += 1;
        if *count <= NAMED {
            self.named.push(fault);
        }
    }

    /// Adds further ones that nobody will read.
    pub fn count(&mut self, part: Part, further: u64) {
        *self.counted.entry(part).or_default() += further;
    }

    /// Takes those of another list.
    pub fn absorb(&mut self, other: Self) {
        for (part, count) in other.counted {
            let here = self.of(part);
            self.counted.insert(part, here + count);
            let room = usize::try_from(NAMED.saturating_sub(here)).unwrap_or_default();
            self.named.extend(other.named.iter().filter(|fault| fault.part == part).take(room).cloned());
        }
    }

    pub fn of(&self, part: Part) -> u64 {
        self.counted.get(&part).copied().unwrap_or_default()
    }

    pub fn total(&self) -> u64 {
        self.counted.values().sum()
    }

    /// Part by part, and within a part in the order of the log where it has one.
    pub fn named(&self) -> Vec<&Fault> {
        let mut named: Vec<&Fault> = self.named.iter().collect();
        named.sort_by_key(|fault| (fault.part, fault.position));
        named
    }
}

impl Extend<Fault> for Faults {
    fn extend<T: IntoIterator<Item = Fault>>(&mut self, faults: T) {
        faults.into_iter().for_each(|fault| self.add(fault));
    }
}
