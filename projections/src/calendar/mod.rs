//! The read models of the context `calendar`.

mod gatherings;
mod listing;
mod registrations;

#[cfg(test)]
pub(crate) mod testing;

pub use gatherings::{Gathering, Gatherings, State, by_id, by_short, titles};
pub use listing::{Card, Filter, PAGE, When, announced, between, coming_of, count, count_by_theme, list};
pub use registrations::{Attendee, Registrations, Standing, attendees, standing};
