//! The notary: keeps a Merkle tree over the event log and signs its heads, so that nobody can change, remove or
//! add an event later without being found out. A process of its own, with a key that no other process holds.

mod certificates;
mod folder;
mod keeper;
mod note;
mod proofs;
pub(crate) mod tables;
#[cfg(test)]
mod tests;
mod tree;

pub use self::folder::{Folder, FolderError};
pub use self::keeper::{Notary, NotaryError, Refusal};
pub use self::note::{Head, KeyError, NotaryKey, NoteFault, VerifierKey};
pub use self::proofs::Proofs;
pub(crate) use self::tree::{Frontier, HEIGHT, Hashes};
pub use self::tree::{Tree, leaf};
pub(crate) use tlog_tiles::Hash;
