//! Documents taken apart in a process of their own, the same program started anew: what is hostile in one kills
//! that process and nothing else. `child` is the portal's side of it, `job` the other.

mod answer;
mod child;
mod job;
mod limits;
mod markup;
mod office;
mod pdf;
mod plain;
mod table;
#[cfg(test)]
mod tests;

pub use child::ChildProcess;
pub use job::work;
pub use limits::Limits;
pub use table::{PostgresPreparations, standing};

/// The verb by which the program is started as such a process.
pub const VERB: &str = "prepare-document";
