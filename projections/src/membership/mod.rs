//! The read models of the context `membership`.

mod audience;
mod directory;
mod disclosures;
mod erasures;
mod members;
#[cfg(test)]
mod testing;

pub use audience::Audience;
pub use directory::{
    Card, Directory, Filter, Sort, count, count_all, count_by_country, count_by_theme, directory, names,
    newest,
};
pub use disclosures::{
    Disclosures, Row as DisclosureRow, disclosures_about, disclosures_of, disclosures_waiting,
};
pub use erasures::{Erasures, erased, erasure_due, erasures_due, is_former};
pub use members::{Identity, Members, Row, Seen, another_admin, everybody, identity, profile, whole};
