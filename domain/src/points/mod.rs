//! The context `points`: the rulebook says what a contribution earns, the ledger what was earned.

mod ledger;
mod rulebook;

pub use ledger::*;
pub use rulebook::*;
