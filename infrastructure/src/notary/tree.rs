//! The tree over the log (RFC 6962), growing by one leaf after the other with its right edge in memory.
//! Hashing, proofs and tiles are `tlog_tiles`'; this keeps what the next leaf, root and tiles need.

use std::collections::{HashMap, HashSet};

use tlog_tiles::{
    EMPTY_HASH, Error, Hash, HashReader, Tile, node_hash, record_hash, stored_hash_count, stored_hash_index,
    stored_hashes_for_record_hash, sub_tree_index, tree_hash,
};

/// Height of a tile: 256 hashes.
pub const HEIGHT: u8 = 8;

/// Hashes by their storage index.
#[derive(Clone, Default)]
pub struct Hashes(HashMap<u64, Hash>);

impl HashReader for Hashes {
    fn read_hashes(&self, indexes: &[u64]) -> Result<Vec<Hash>, Error> {
        indexes.iter().map(|index| self.0.get(index).copied().ok_or(Error::IndexesNotInTree)).collect()
    }
}

impl Hashes {
    /// Takes the wanted hashes out of a tile's bytes.
    pub fn take(&mut self, tile: &Tile, bytes: &[u8], wanted: &[u64]) -> Result<(), Error> {
        for &index in wanted {
            self.0.insert(index, tile.hash_at_index(bytes, index)?);
        }
        Ok(())
    }
}

/// A tree of so many leaves.
#[derive(Clone, Default)]
pub struct Tree {
    size: u64,
    hashes: Hashes,
}

impl Tree {
    /// Continues a tree from the hashes that `needed` names.
    pub const fn resume(size: u64, hashes: Hashes) -> Self {
        Self { size, hashes }
    }

    pub const fn size(&self) -> u64 {
        self.size
    }

    pub fn push(&mut self, leaf: Hash) -> Result<(), Error> {
        let first = stored_hash_count(self.size);
        for (hash, index) in
            stored_hashes_for_record_hash(self.size, leaf, &self.hashes)?.into_iter().zip(first..)
        {
            self.hashes.0.insert(index, hash);
        }
        self.size += 1;
        Ok(())
    }

    /// The hash over all leaves.
    pub fn root(&self) -> Result<Hash, Error> {
        tree_hash(self.size, &self.hashes)
    }

    /// The tiles that changed since the tree had `before` leaves, with their bytes.
    pub fn tiles_since(&self, before: u64) -> Result<Vec<(Tile, Vec<u8>)>, Error> {
        let tiles = Tile::new_tiles(HEIGHT, before, self.size).into_iter();
        tiles.map(|tile| Ok((tile, tile.read_data(&self.hashes)?))).collect()
    }

    /// Forgets all but the right edge.
    pub fn prune(&mut self) {
        let needed: HashSet<u64> = needed(self.size).into_iter().collect();
        self.hashes.0.retain(|index, _| needed.contains(index));
    }
}

/// The right edge alone, of a tree that only grows: enough for its root.
#[derive(Default)]
pub struct Frontier {
    size: u64,
    /// The roots of its largest complete subtrees, from the left.
    subtrees: Vec<Hash>,
}

impl Frontier {
    pub const fn size(&self) -> u64 {
        self.size
    }

    pub fn push(&mut self, leaf: Hash) {
        let mut hash = leaf;
        for _ in 0..self.size.trailing_ones() {
            if let Some(left) = self.subtrees.pop() {
                hash = node_hash(left, hash);
            }
        }
        self.subtrees.push(hash);
        self.size += 1;
    }

    pub fn root(&self) -> Hash {
        let from_the_right = self.subtrees.iter().rev().copied();
        from_the_right.reduce(|right, left| node_hash(left, right)).unwrap_or(EMPTY_HASH)
    }
}

/// The hash of one event's line.
pub fn leaf(line: impl AsRef<[u8]>) -> Hash {
    record_hash(line.as_ref())
}

/// What has to be known of a tree to go on with it: whole subtrees for the root, and the hashes of the
/// last tile of each level.
pub fn needed(size: u64) -> Vec<u64> {
    let mut indexes = sub_tree_index(0, size, vec![]);
    let mut level = 0;
    while size >> (HEIGHT * level) > 0 {
        let hashes = size >> (HEIGHT * level);
        let first = hashes >> HEIGHT << HEIGHT;
        indexes.extend((first..hashes).map(|n| stored_hash_index(HEIGHT * level, n)));
        level += 1;
    }
    indexes
}

/// Remembers what is asked for, so that it can be fetched and asked for again.
#[derive(Default)]
pub struct Asked(std::cell::RefCell<Vec<u64>>);

impl Asked {
    pub fn indexes(self) -> Vec<u64> {
        self.0.into_inner()
    }
}

impl HashReader for Asked {
    fn read_hashes(&self, indexes: &[u64]) -> Result<Vec<Hash>, Error> {
        self.0.borrow_mut().extend(indexes);
        Ok(vec![Hash::default(); indexes.len()])
    }
}

#[cfg(test)]
mod tests {
    use tlog_tiles::{check_record, check_tree, prove_record, prove_tree};

    use super::*;

    fn line(n: u64) -> Hash {
        leaf(format!("event {n}"))
    }

    /// RFC 6962, 2.1, as it stands there.
    fn merkle(leaves: &[Hash]) -> Hash {
        if let [leaf] = leaves {
            return *leaf;
        }
        let middle = leaves.len().next_power_of_two() / 2;
        tlog_tiles::node_hash(merkle(&leaves[..middle]), merkle(&leaves[middle..]))
    }

    #[test]
    fn the_root_is_that_of_the_standard_at_every_size() {
        let mut tree = Tree::default();
        let mut frontier = Frontier::default();
        let mut leaves = vec![];
        assert_eq!(frontier.root(), tree.root().unwrap());
        for n in 0..700 {
            tree.push(line(n)).unwrap();
            frontier.push(line(n));
            leaves.push(line(n));
            if n % 3 == 0 {
                tree.prune();
            }
            assert_eq!(tree.root().unwrap(), merkle(&leaves), "{n}");
            assert_eq!((frontier.root(), frontier.size()), (merkle(&leaves), n + 1), "{n}");
        }
    }

    #[test]
    fn a_tree_goes_on_from_its_tiles() {
        let mut tiles: HashMap<(u8, u64), (Tile, Vec<u8>)> = HashMap::new();
        let mut tree = Tree::default();
        let mut before = 0;
        for n in 0..70_000 {
            tree.push(line(n)).unwrap();
            if n % 997 == 0 || n == 65_535 || n == 65_536 {
                for (tile, bytes) in tree.tiles_since(before).unwrap() {
                    tiles.insert((tile.level(), tile.level_index()), (tile, bytes));
                }
                before = tree.size();
                tree.prune();
                let mut hashes = Hashes::default();
                for index in needed(tree.size()) {
                    let at = Tile::from_index(HEIGHT, index);
                    let (tile, bytes) = &tiles[&(at.level(), at.level_index())];
                    hashes.take(tile, bytes, &[index]).unwrap();
                }
                let root = tree.root().unwrap();
                tree = Tree::resume(tree.size(), hashes);
                assert_eq!(tree.root().unwrap(), root, "{n}");
            }
        }
    }

    #[test]
    fn proofs_are_made_of_what_was_asked_for() {
        let mut tree = Tree::default();
        let mut roots = vec![];
        for n in 0..300 {
            tree.push(line(n)).unwrap();
            roots.push(tree.root().unwrap());
        }
        let asked = Asked::default();
        // The answers are no proof yet.
        drop(prove_record(300, 17, &asked));
        let wanted: HashSet<u64> = asked.indexes().into_iter().collect();
        let mut few = tree.hashes.clone();
        few.0.retain(|index, _| wanted.contains(index));
        let proof = prove_record(300, 17, &few).unwrap();
        check_record(&proof, 300, roots[299], 17, line(17)).unwrap();
        check_record(&proof, 300, roots[299], 17, line(18)).unwrap_err();
        let proof = prove_tree(300, 100, &tree.hashes).unwrap();
        check_tree(&proof, 300, roots[299], 100, roots[99]).unwrap();
        check_tree(&proof, 300, roots[299], 100, roots[98]).unwrap_err();
    }
}
