//! What auditors ask of the event log: which events concern whom or what, and what each caused.

mod marks;
mod search;

pub use marks::AuditMarks;
pub use search::{Wanted, caused_by, entry, position_of, search};
