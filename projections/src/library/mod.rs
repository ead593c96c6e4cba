//! The read models of the context `library`.

mod counts;
mod listing;
mod resources;
mod withdrawn;

#[cfg(test)]
pub(crate) mod testing;

pub use counts::{Any, Cell, Counts, Facet, LibraryCounts, counts};
pub use listing::{
    Card, Filter, PAGE, list, newest, newest_of_author, newest_of_country, newest_of_institution,
};
pub use resources::{Resource, Resources, by_id, by_short};
pub(crate) use resources::{all_parsed, parsed};
pub use withdrawn::{Withdrawal, WithdrawnResources, of_short, withdrawal};
