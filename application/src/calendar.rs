//! What follows from gatherings: mails to whoever has a place at one or waits for it.
//! Some answer events, the reminder answers the clock.

mod news;
mod reminding;

pub use news::GatheringMail;
pub use reminding::{BEFORE, ComingGatherings, RemindError, Reminders};
