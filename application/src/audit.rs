//! What the notary publishes, for whoever checks the log: signed heads of its Merkle tree and proofs.

use domain::{Position, StoredEvent};
use futures::future::BoxFuture;

use crate::ports::Unreachable;

/// That an event is in the tree of a checkpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InclusionProof {
    /// Of the event in the tree, from 0.
    pub index: u64,
    /// Events in the tree.
    pub size: u64,
    /// From the leaf up (RFC 6962, 2.1.1), each in base64.
    pub hashes: Vec<String>,
    /// The signed checkpoint of that tree.
    pub checkpoint: String,
}

pub trait Transparency: Send + Sync {
    /// The newest signed checkpoint (C2SP tlog-checkpoint); none before the notary has begun.
    fn checkpoint(&self) -> BoxFuture<'_, Result<Option<String>, Unreachable>>;

    /// The key by which it is checked (C2SP signed-note).
    fn key(&self) -> BoxFuture<'_, Result<Option<String>, Unreachable>>;

    /// Proves the event at this position. None where there is none, or where it is not signed yet.
    fn inclusion(&self, position: Position) -> BoxFuture<'_, Result<Option<InclusionProof>, Unreachable>>;

    /// Proves that the log of `old` events is the beginning of that of `new` events (RFC 6962, 2.1.2), each
    /// hash in base64. None where the tree is smaller than `new`, or `old` larger than that.
    fn consistency(&self, old: u64, new: u64) -> BoxFuture<'_, Result<Option<Vec<String>>, Unreachable>>;

    /// The bytes of a tile (C2SP tlog-tiles) with so many hashes, or as many as there are.
    fn tile(
        &self,
        level: u8,
        n: u64,
        width: Option<u32>,
    ) -> BoxFuture<'_, Result<Option<Vec<u8>>, Unreachable>>;

    /// The event itself, as it is stored and hashed.
    fn event(&self, position: Position) -> BoxFuture<'_, Result<Option<StoredEvent>, Unreachable>>;
}
