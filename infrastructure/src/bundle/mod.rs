//! The event log as a folder of files, for auditors: written from the database by [`export`], checked by [`verify`]
//! with nothing but the folder and the notary's key.

mod alignment;
mod checkpoints;
mod draft;
mod exporting;
mod faults;
mod files;
mod layout;
mod lines;
mod reckoning;
mod seen;
mod spill;
#[cfg(test)]
mod tests;
mod tiles;
mod verifying;

pub use self::exporting::{ExportError, Exported, Upto, export};
pub use self::faults::{Fault, Part};
pub use self::verifying::{Verdict, VerifyError, verify};
