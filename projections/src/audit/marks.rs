//! Read model `audit_marks`: in which blocks of the log to look for somebody, something or a kind of event.
//! A row for each event would be as large as the log's other read models together.

use std::cell::RefCell;

use domain::event::Subject;
use domain::{Position, Recorded};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{FoldError, ReadModel};

const ERA_BITS: u32 = 17;
const BLOCK_BITS: u32 = 7;
/// Positions in a block.
pub const BLOCK: i64 = 1 << BLOCK_BITS;
/// Namespace of the marks that are made of names.
const NAMES: Uuid = Uuid::from_u128(0x9d0c_41d2_8f7b_4d0a_a3c6_2009_0419_0002);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Key {
    pub mark: Uuid,
    pub era: i32,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    pub mark: Uuid,
    pub era: i32,
    pub blocks: Vec<i32>,
}

pub struct AuditMarks;

impl ReadModel for AuditMarks {
    type Key = Key;
    type Row = Row;

    const NAME: &'static str = "audit_marks";
    const VERSION: i32 = 1;
    const KEY: &'static [&'static str] = &["mark", "era"];
    const DDL: &'static str = include_str!("marks.sql");

    fn keys(event: &Recorded) -> Vec<Key> {
        let era = part(event.position, ERA_BITS);
        let mut marks: Vec<Uuid> = event.event.subjects().into_iter().map(of_subject).collect();
        marks.extend([of_actor(&event.metadata.actor), of_kind(&event.event.name())]);
        marks.sort_unstable();
        marks.dedup();
        marks.into_iter().map(|mark| Key { mark, era }).collect()
    }

    fn fold(key: &Key, row: &mut Option<Row>, event: &Recorded) -> Result<(), FoldError> {
        let block = part(event.position, BLOCK_BITS);
        let row = row.get_or_insert_with(|| Row { mark: key.mark, era: key.era, blocks: vec![] });
        if row.blocks.last() != Some(&block) {
            row.blocks.push(block);
        }
        Ok(())
    }
}

/// In which part of the log a position lies. Thirty-two bits last for 10^11 events.
fn part(position: Position, bits: u32) -> i32 {
    i32::try_from(position.0 >> bits).unwrap_or(i32::MAX)
}

pub const fn of_subject(subject: Subject) -> Uuid {
    match subject {
        Subject::Member(member) => member.uuid(),
        Subject::Organisation(organisation) => organisation.uuid(),
        Subject::Resource(resource) => resource.uuid(),
        Subject::News(item) => item.uuid(),
        Subject::Gathering(gathering) => gathering.uuid(),
        Subject::Highlight(highlight) => highlight.uuid(),
    }
}

/// A member by the own id, so that what a member did stands beside what concerns the member.
pub fn of_actor(actor: &str) -> Uuid {
    let member = actor.strip_prefix("member:").and_then(|id| id.parse().ok());
    member.unwrap_or_else(|| of_name(actor))
}

pub fn of_kind(event_type: &str) -> Uuid {
    of_name(event_type)
}

/// There are few names, and each stands in many events: those that were asked for last are remembered.
fn of_name(name: &str) -> Uuid {
    const MOST: usize = 64;
    thread_local! {
        static KNOWN: RefCell<Vec<(Box<str>, Uuid)>> = const { RefCell::new(Vec::new()) };
    }
    KNOWN.with_borrow_mut(|known| {
        if let Some((_, mark)) = known.iter().find(|(other, _)| **other == *name) {
            return *mark;
        }
        let mark = Uuid::new_v5(&NAMES, name.as_bytes());
        if known.len() == MOST {
            known.clear();
        }
        known.push((name.into(), mark));
        mark
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::fold_all;
    use crate::points::testing::{awarded, id, published};

    #[test]
    fn a_mark_names_the_blocks_in_which_it_stands() {
        let events = [
            published(1, "guide", "Guía"),
            awarded(2, "ana", "guide", 10, "2026-03-02"),
            awarded(127, "ana", "law", 10, "2026-03-02"),
            awarded(128, "luis", "law", 10, "2026-03-02"),
            awarded(200_000, "ana", "law", 10, "2026-03-02"),
        ];
        let rows = fold_all::<AuditMarks>(&events).unwrap();
        let blocks = |mark, era| rows.get(&Key { mark, era }).map(|row| row.blocks.clone());
        assert_eq!(blocks(id("ana").uuid(), 0), Some(vec![0]));
        assert_eq!(blocks(id("ana").uuid(), 1), Some(vec![1562]));
        assert_eq!(blocks(id("luis").uuid(), 0), Some(vec![1]));
        assert_eq!(blocks(of_kind("PointsAwarded"), 0), Some(vec![0, 1]));
        assert_eq!(blocks(of_kind("ResourcePublished"), 0), Some(vec![0]));
        assert_eq!(blocks(of_kind("ResourcePublished"), 1), None);
        assert_eq!(blocks(of_actor("system:points"), 1), Some(vec![1562]));
        assert_eq!(of_actor(&format!("member:{}", id("ana"))), id("ana").uuid());
    }
}
