//! What is wrong with an export: each thing named, up to a number of each kind, the rest counted.

use std::collections::BTreeMap;
use std::fmt;

use domain::Position;
use serde::Serialize;

/// So many faults of each part are named.
const NAMED: u64 = 100;

/// Characters of one text.
const LONGEST: usize = 300;

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
    pub fn new(part: Part, what: impl AsRef<str>) -> Self {
        Self { part, place: None, position: None, what: harmless(what.as_ref()) }
    }

    pub fn within(mut self, place: impl AsRef<str>) -> Self {
        self.place = Some(harmless(place.as_ref()));
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

/// Whoever made the export has chosen some of these words: they are cut short, and steer no terminal.
fn harmless(text: &str) -> String {
    let plain =
        |character: char| if character.is_control() { char::REPLACEMENT_CHARACTER } else { character };
    let mut said: String = text.chars().take(LONGEST).map(plain).collect();
    if said.len() < text.len() && text.chars().nth(LONGEST).is_some() {
        said.push('…');
    }
    said
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_strangers_are_cut_short_and_steer_nothing() {
        let fault = Fault::new(Part::Events, format!("`\u{1b}[2J{}`", "x".repeat(1_000_000))).within("a\nb");
        let said = fault.to_string();
        assert!(said.starts_with("a\u{fffd}b: `\u{fffd}[2Jxx") && said.ends_with("x…"), "{said}");
        assert!(said.chars().count() < 320);
    }

    #[test]
    fn a_hundred_of_each_part_are_named_and_all_are_counted() {
        let (mut faults, mut others) = (Faults::default(), Faults::default());
        faults.extend((0..150).map(|n| Fault::new(Part::Events, "other").at(Position(n))));
        others.extend((0..150).map(|_| Fault::new(Part::Points, "more")));
        others.add(Fault::new(Part::Events, "late"));
        faults.absorb(others);
        assert_eq!((faults.of(Part::Events), faults.of(Part::Points), faults.total()), (151, 150, 301));
        assert_eq!(faults.named().len(), 200);
    }
}
