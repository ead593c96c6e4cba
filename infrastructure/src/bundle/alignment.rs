//! Lays the lines of an export beside the leaves that the signed tree has for them, and tells what became of an event
//! where they part: changed, removed, added or swapped.

use std::collections::VecDeque;

use domain::Position;
use tlog_tiles::Hash;

use super::layout::Row;

/// How far is looked for the place where both go on alike.
pub const WINDOW: usize = 4_096;

/// A line as far as it could be read.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Line {
    pub row: Row,
    pub position: Option<Position>,
    /// None where the line could not be read.
    pub hash: Option<Hash>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Finding {
    Changed(Line),
    Added(Line),
    /// The event of a leaf, counted from 0, is not there; it should stand before that line.
    Removed {
        leaf: u64,
        before: Line,
    },
    Swapped(Line, Line),
}

#[derive(Default)]
pub struct Alignment {
    lines: VecDeque<Line>,
    /// None where the tree has nothing that could be relied on.
    leaves: VecDeque<Option<Hash>>,
    /// The number of the first of these leaves.
    leaf: u64,
}

const fn differ(line: &Line, leaf: Option<Hash>) -> Option<(Hash, Hash)> {
    match (line.hash, leaf) {
        (Some(line), Some(leaf)) => Some((line, leaf)),
        _ => None,
    }
}

fn fits(line: Option<&Line>, leaf: Option<&Option<Hash>>) -> bool {
    match (line, leaf) {
        (Some(line), Some(leaf)) => differ(line, *leaf).is_none_or(|(line, leaf)| line == leaf),
        // Both end here.
        (None, None) => true,
        _ => false,
    }
}

fn same(line: Option<&Line>, leaf: Option<&Option<Hash>>) -> bool {
    match (line, leaf) {
        (Some(line), Some(leaf)) => differ(line, *leaf).is_some_and(|(line, leaf)| line == leaf),
        _ => false,
    }
}

impl Alignment {
    pub fn line(&mut self, line: Line) {
        self.lines.push_back(line);
    }

    pub fn leaf(&mut self, leaf: Option<Hash>) {
        self.leaves.push_back(leaf);
    }

    /// So many leaves should stand here before [`Self::settle`], where the tree has as many.
    pub fn leaves_wanted(&self) -> usize {
        (self.lines.len() + WINDOW).saturating_sub(self.leaves.len())
    }

    /// Compares what can be decided: everything once the lines are at their `end`.
    pub fn settle(&mut self, end: bool, found: &mut impl FnMut(Finding)) {
        while let Some(line) = self.lines.front().copied() {
            if self.leaves.is_empty() {
                self.lines.pop_front();
                found(Finding::Added(line));
            } else if fits(Some(&line), self.leaves.front()) {
                self.lines.pop_front();
                self.next_leaf();
            } else if end || self.lines.len() >= WINDOW {
                self.part(line, found);
            } else {
                return;
            }
        }
    }

    /// How many leaves had their line, or were found to have none.
    pub const fn matched(&self) -> u64 {
        self.leaf
    }

    fn next_leaf(&mut self) {
        self.leaves.pop_front();
        self.leaf += 1;
    }

    /// The first line and the first leaf differ.
    fn part(&mut self, line: Line, found: &mut impl FnMut(Finding)) {
        let (lines, leaves) = (&self.lines, &self.leaves);
        if let Some(second) = lines.get(1).copied()
            && same(Some(&line), leaves.get(1))
            && same(Some(&second), leaves.front())
        {
            found(Finding::Swapped(line, second));
            for _ in 0..2 {
                self.lines.pop_front();
                self.next_leaf();
            }
            return;
        }
        if !fits(lines.get(1), leaves.get(1)) {
            let added = (1..lines.len().min(WINDOW)).find(|at| same(lines.get(*at), leaves.front()));
            let removed = (1..leaves.len().min(WINDOW)).find(|at| same(Some(&line), leaves.get(*at)));
            match (added, removed) {
                (Some(added), removed) if removed.is_none_or(|removed| added <= removed) => {
                    self.lines.drain(..added).for_each(|line| found(Finding::Added(line)));
                    return;
                }
                (_, Some(removed)) => {
                    for _ in 0..removed {
                        found(Finding::Removed { leaf: self.leaf, before: line });
                        self.next_leaf();
                    }
                    return;
                }
                _ => {}
            }
        }
        found(Finding::Changed(line));
        self.lines.pop_front();
        self.next_leaf();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hash(n: u8) -> Hash {
        Hash([n; 32])
    }

    /// What is found where the lines and leaves are these; 0 is what cannot be read or relied on.
    fn laid(lines: &[u8], leaves: &[u8]) -> Vec<String> {
        let known = |n: &u8| (*n != 0).then(|| hash(*n));
        let mut alignment = Alignment::default();
        for leaf in leaves {
            alignment.leaf(known(leaf));
        }
        let mut told = vec![];
        let mut tell = |finding| {
            told.push(match finding {
                Finding::Changed(line) => format!("changed {}", line.row.line),
                Finding::Added(line) => format!("added {}", line.row.line),
                Finding::Removed { leaf, before } => {
                    format!("removed {leaf} before {}", before.row.line)
                }
                Finding::Swapped(one, other) => format!("swapped {} {}", one.row.line, other.row.line),
            });
        };
        for (number, line) in lines.iter().enumerate() {
            let row = Row { segment: 0, line: number as u64 };
            alignment.line(Line { row, position: Some(Position(row.line + 1)), hash: known(line) });
            alignment.settle(false, &mut tell);
        }
        alignment.settle(true, &mut tell);
        told.extend(
            (alignment.matched()..leaves.len() as u64).map(|leaf| format!("removed {leaf} at the end")),
        );
        told
    }

    #[test]
    fn what_became_of_an_event_is_told() {
        let leaves = [1, 2, 3, 4, 5, 6];
        for (lines, told) in [
            (&[1, 2, 3, 4, 5, 6][..], &[][..]),
            (&[1, 2, 9, 4, 5, 6], &["changed 2"]),
            (&[9, 2, 3, 4, 5, 9], &["changed 0", "changed 5"]),
            (&[1, 2, 4, 5, 6], &["removed 2 before 2"]),
            (&[1, 2, 6], &["removed 2 before 2", "removed 3 before 2", "removed 4 before 2"]),
            (&[1, 2, 9, 3, 4, 5, 6], &["added 2"]),
            (&[1, 2, 3, 4, 5, 6, 9], &["added 6"]),
            (&[1, 3, 2, 4, 5, 6], &["swapped 1 2"]),
            (&[1, 2, 3, 4], &["removed 4 at the end", "removed 5 at the end"]),
            (&[1, 8, 9, 4, 5, 6], &["changed 1", "changed 2"]),
            (&[1, 0, 3, 4, 5, 6], &[]),
        ] {
            assert_eq!(laid(lines, &leaves), told, "{lines:?}");
        }
    }

    #[test]
    fn a_leaf_that_cannot_be_relied_on_accuses_nobody() {
        assert_eq!(laid(&[1, 9, 3], &[1, 0, 3]), Vec::<String>::new());
        assert_eq!(laid(&[1, 2, 9], &[1, 0, 3]), ["changed 2"]);
    }

    #[test]
    fn one_removed_near_another_that_changed_is_told_apart() {
        assert_eq!(laid(&[2, 3, 9, 5, 6], &[1, 2, 3, 4, 5, 6]), ["removed 0 before 0", "changed 2"]);
    }
}
