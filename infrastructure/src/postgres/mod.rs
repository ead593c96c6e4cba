//! The event store and log on Postgres: cqrs-es's repository over postgres-es's table, and the log's port.

mod bulk;
mod head;
mod pages;
mod store;

pub use bulk::{BulkAppend, BulkError, BulkKeys, BulkRows};
pub use store::PostgresStore;
