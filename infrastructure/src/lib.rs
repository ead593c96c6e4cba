//! Adapters: what the application's ports are made of.

pub mod accounts;
pub mod awards;
pub mod bundle;
mod caught_up;
pub mod checkpoints;
pub mod clock;
pub mod database;
pub mod embedded;
#[cfg(test)]
mod entering;
pub mod files;
pub mod gatherings;
pub mod housekeeping;
pub mod kept_forms;
pub mod mail;
pub mod mail_folder;
pub mod notary;
pub mod operations;
pub mod outbox;
pub mod own_data;
pub mod passwords;
pub mod pictures;
pub mod postgres;
pub mod preparing;
pub mod sessions;
pub mod slugs;
pub mod stored;
#[cfg(test)]
mod testing;
pub mod vault;
pub mod web_pages;
pub mod zipping;

pub use accounts::PostgresAccounts;
pub use awards::AwardsFromReadModel;
pub use checkpoints::PostgresCheckpoints;
pub use clock::{random_bits, random_id, system_clock};
pub use database::{connect, connect_as_notary, connect_as_owner, migrate};
pub use files::ObjectFiles;
pub use gatherings::GatheringsFromReadModels;
pub use kept_forms::PostgresKeptForms;
pub use mail_folder::MailFolder;
pub use operations::PostgresOperations;
pub use outbox::PostgresOutbox;
pub use own_data::PostgresRecords;
pub use passwords::Argon2Passwords;
pub use pictures::PostgresPictures;
pub use postgres::{BulkAppend, BulkError, BulkKeys, BulkRows, PostgresStore};
pub use preparing::{ChildProcess, PostgresPreparations};
pub use sessions::PostgresSessions;
pub use slugs::PostgresSlugs;
pub use stored::EventStore;
pub use vault::{Masters, Vault, Vaulted};
pub use web_pages::PublicWeb;
pub use zipping::ZipPacker;
