//! Adapters: what the application's ports are made of.

pub mod checkpoints;
pub mod clock;
pub mod database;
pub mod embedded;
pub mod postgres;

pub use checkpoints::PostgresCheckpoints;
pub use clock::{random_id, system_clock};
pub use database::{connect, connect_as_owner, migrate};
pub use postgres::PostgresStore;
