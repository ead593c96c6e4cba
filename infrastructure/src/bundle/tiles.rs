//! The leaves that the signed tree has, out of the tiles: each tile counts only where its hash leads to the signed root.

use tlog_tiles::{Tile, sub_tree_index, tree_hash};

use super::faults::{Fault, Part};
use super::files::Folder;
use super::layout::{tile, width};
use crate::notary::{HEIGHT, Hash, Hashes, Head};

/// Bytes of a hash.
const HASH: usize = 32;
/// A full tile of the highest level that 2^63 leaves have.
const LEVELS: u8 = 8;

pub struct Leaves<'a> {
    folder: &'a Folder,
    head: Head,
    /// Whether the tiles that are not full make the signed root.
    edge: bool,
    /// The tile above, for each level: its number, and its hashes where they count.
    above: Vec<Option<(u64, Option<Vec<u8>>)>>,
    next: u64,
    pub faults: Vec<Fault>,
}

impl<'a> Leaves<'a> {
    pub fn below(folder: &'a Folder, head: Head) -> Self {
        let above = vec![None; usize::from(LEVELS) + 1];
        let mut leaves = Self { folder, head, edge: true, above, next: 0, faults: vec![] };
        leaves.edge = leaves.check_edge();
        leaves
    }

    /// The hashes of the next up to 256 events, `None` for each that nothing vouches for. Empty at the end.
    pub fn more(&mut self) -> Vec<Option<Hash>> {
        let wide = width(self.head.size, 0, self.next) as usize;
        let bytes = if wide == 0 { None } else { self.tile(0, self.next) };
        self.next += 1;
        let hash = |at: usize| bytes.as_ref().and_then(|bytes| hash_at(bytes, at));
        (0..wide).map(hash).collect()
    }

    fn read(&mut self, level: u8, n: u64) -> Option<Vec<u8>> {
        let wide = width(self.head.size, level, n);
        let name = tile(level, n, wide);
        match self.folder.read_exactly(&name, u64::from(wide) * HASH as u64) {
            Ok(bytes) => Some(bytes),
            Err(fault) => {
                self.faults.push(Fault::new(Part::Tree, fault.to_string()).within(name));
                None
            }
        }
    }

    /// The tile that is not full yet, of each level: together they are all that the root is made of.
    fn check_edge(&mut self) -> bool {
        let size = self.head.size;
        let mut hashes = Hashes::default();
        let mut names = vec![];
        let mut known: Option<(u8, Tile, Vec<u8>)> = None;
        for index in sub_tree_index(0, size, vec![]) {
            let at = Tile::from_index(HEIGHT, index);
            let (level, n) = (at.level(), at.level_index());
            if known.as_ref().is_none_or(|(of, ..)| *of != level) {
                let Some(bytes) = self.read(level, n) else { return false };
                let wide = width(size, level, n);
                names.push(tile(level, n, wide));
                known = Some((level, Tile::new(HEIGHT, level, n, wide, false), bytes));
            }
            let Some((_, wide, bytes)) = &known else { return false };
            if hashes.take(wide, bytes, &[index]).is_err() {
                return false;
            }
        }
        let right = tree_hash(size, &hashes).is_ok_and(|root| root == self.head.root);
        if !right {
            let what = "the tree's edge does not make the root that was signed";
            self.faults.push(Fault::new(Part::Tree, what).within(names.join(", ")));
        }
        right
    }

    /// A tile's bytes where its hash leads to the root.
    fn tile(&mut self, level: u8, n: u64) -> Option<Vec<u8>> {
        if !self.edge {
            return None;
        }
        if width(self.head.size, level, n) < 256 {
            // Looked at already.
            return self.read(level, n);
        }
        let parent = self.above(level + 1, n / 256)?;
        let said = hash_at(&parent, usize::try_from(n % 256).unwrap_or_default())?;
        let bytes = self.read(level, n)?;
        if Tile::subtree_hash(&bytes) != said {
            let what = "it is not the tile of the tree that was signed";
            self.faults.push(Fault::new(Part::Tree, what).within(tile(level, n, 256)));
            return None;
        }
        Some(bytes)
    }

    /// A tile of a higher level, remembered for the next that asks.
    fn above(&mut self, level: u8, n: u64) -> Option<Vec<u8>> {
        let place = usize::from(level);
        if self.above.get(place)?.as_ref().is_none_or(|(known, _)| *known != n) {
            let bytes = self.tile(level, n);
            self.above[place] = Some((n, bytes));
        }
        self.above[place].as_ref().and_then(|(_, bytes)| bytes.clone())
    }
}

fn hash_at(bytes: &[u8], at: usize) -> Option<Hash> {
    let hash = bytes.get(at * HASH..(at + 1) * HASH)?;
    Some(tlog_tiles::Hash(hash.try_into().ok()?))
}
