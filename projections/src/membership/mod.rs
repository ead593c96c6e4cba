//! The read models of the context `membership`.

mod audience;
mod directory;
mod disclosures;
mod members;
#[cfg(test)]
mod testing;

pub use audience::Audience;
pub use directory::{
    Card, Directory, Filter, Sort, count, count_all, count_by_country, directory, names, newest,
};
pub use disclosures::{
    Disclosures, Row as DisclosureRow, disclosures_about, disclosures_of, disclosures_waiting,
};
pub use members::{Identity, Members, Row, Seen, everybody, identity, profile, whole};
