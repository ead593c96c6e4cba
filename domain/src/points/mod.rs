//! The context `points`: the rulebook says what a contribution earns, the ledger what was earned.

mod earning;
mod ledger;
pub mod recount;
mod rulebook;

pub use earning::*;
pub use ledger::*;
pub use rulebook::*;
