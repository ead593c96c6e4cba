//! The context `calendar`: gatherings, which readers know as events, and who has a place at them.
//! (In code an event is what the log holds.)

mod details;
mod gathering;
mod zone;

pub use details::*;
pub use gathering::*;
pub use zone::*;
