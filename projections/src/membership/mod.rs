//! The read models of the context `membership`.

mod audience;
mod directory;
mod members;
#[cfg(test)]
mod testing;

pub use audience::Audience;
pub use directory::{Card, Directory, Filter, Sort, directory, names};
pub use members::{Identity, Members, Row, Seen, identity, profile, whole};
