//! What follows from gatherings and their members: mails to whoever has a place at one or waits for it, and the
//! places of the erased. Most answer events, the reminder answers the clock.

mod leaving;
mod news;
mod reminding;

pub use leaving::{Leaving, PlacesOfMember};
pub use news::GatheringMail;
pub use reminding::{BEFORE, ComingGatherings, RemindError, Reminders};
