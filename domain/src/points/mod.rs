//! The context `points`: the rulebook says what a contribution earns, the ledger what was earned,
//! a dispute what a member holds against a line of it.

mod dispute;
mod earning;
mod ledger;
pub mod reconciling;
pub mod recount;
pub mod rehearsal;
mod rulebook;

pub use dispute::*;
pub use earning::*;
pub use ledger::*;
pub use rulebook::*;
