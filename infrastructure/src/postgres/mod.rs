//! The event store and log on Postgres: cqrs-es's repository over postgres-es's table, and the log's port.

mod head;
mod store;

pub use store::PostgresStore;
