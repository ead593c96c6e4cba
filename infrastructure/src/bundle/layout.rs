//! What an export consists of: its files' names, and the texts that follow from the log. FORMAT.md says it to people.

use std::fmt;

use domain::points::{Revision, RulebookEvent};
use domain::{Event, Position, Recorded};
use serde::Serialize;
use tlog_tiles::Tile;

use crate::notary::HEIGHT;

/// Goes into every export and is compared with what stands there: another text is another format.
pub const DESCRIPTION: &str = include_str!("FORMAT.md");
const FORMAT: u32 = 1;

pub const FORMAT_FILE: &str = "FORMAT.md";
pub const MANIFEST_FILE: &str = "manifest.json";
pub const KEY_FILE: &str = "key";
pub const CHECKPOINT_FILE: &str = "checkpoint";
pub const CHECKPOINTS_FILE: &str = "checkpoints.ndjson";
pub const RULES_FILE: &str = "rules.json";
pub const EVENTS_FOLDER: &str = "events";

/// Events in one file.
pub const SEGMENT: u64 = 65_536;
/// Bytes of one line.
pub const LINE_MAX: usize = 8 << 20;

/// `events/000001.ndjson`
pub fn segment(n: u64) -> String {
    format!("{EVENTS_FOLDER}/{n:06}.ndjson")
}

pub const fn segments(size: u64) -> u64 {
    size.div_ceil(SEGMENT)
}

/// A line of a segment, both counted from 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Row {
    pub segment: u64,
    pub line: u64,
}

/// `events/000001.ndjson:3`
impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", segment(self.segment), self.line + 1)
    }
}

/// How many hashes a tile has in a tree of so many leaves; 0 where there is none.
pub fn width(size: u64, level: u8, n: u64) -> u32 {
    let hashes = size.checked_shr(u32::from(HEIGHT) * u32::from(level)).unwrap_or(0);
    let before = n.saturating_mul(256);
    u32::try_from(hashes.saturating_sub(before).min(256)).unwrap_or(256)
}

/// `tile/0/x001/067.p/5`, as C2SP tlog-tiles has it: without the height.
pub fn tile(level: u8, n: u64, width: u32) -> String {
    let path = Tile::new(HEIGHT, level, n, width, false).path();
    path.replacen(&format!("tile/{HEIGHT}/"), "tile/", 1)
}

pub fn manifest(origin: &str, size: u64, position: Position, checkpoints: u64) -> String {
    #[derive(Serialize)]
    struct Manifest<'a> {
        format: u32,
        origin: &'a str,
        size: u64,
        position: Position,
        checkpoints: u64,
    }
    pretty(&Manifest { format: FORMAT, origin, size, position, checkpoints })
}

/// A revision of the rules with the event that brought it.
#[derive(Clone, Debug, Serialize)]
pub struct Adopted {
    position: Position,
    #[serde(rename = "adopted_at")]
    at: String,
    #[serde(rename = "adopted_by")]
    by: String,
    #[serde(flatten)]
    revision: Revision,
    reason: Option<String>,
}

impl Adopted {
    pub fn of(event: &Recorded) -> Option<Self> {
        let Event::Rulebook(RulebookEvent::RulesAdopted { revision, reason, .. }) = &event.event else {
            return None;
        };
        Some(Self {
            position: event.position,
            at: event.metadata.at.to_rfc3339_opts(chrono::SecondsFormat::Micros, true),
            by: event.metadata.actor.clone(),
            revision: revision.clone(),
            reason: reason.clone(),
        })
    }
}

pub fn rules(adopted: &[Adopted]) -> String {
    pretty(&adopted)
}

fn pretty(value: &impl Serialize) -> String {
    let text = serde_json::to_string_pretty(value).expect("it has keys of text alone");
    text + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tiles_are_as_wide_as_the_tree_has_hashes() {
        assert_eq!([width(300, 0, 0), width(300, 0, 1), width(300, 0, 2)], [256, 44, 0]);
        assert_eq!([width(300, 1, 0), width(255, 1, 0), width(u64::MAX, 9, 0)], [1, 0, 0]);
        assert_eq!(tile(0, 1_067, 256), "tile/0/x001/067");
        assert_eq!(tile(1, 0, 44), "tile/1/000.p/44");
    }

    #[test]
    fn a_line_is_named_by_its_file() {
        assert_eq!(Row { segment: 1, line: 2 }.to_string(), "events/000001.ndjson:3");
        assert_eq!((segments(65_536), segments(65_537)), (1, 2));
    }
}
