//! Connections to Postgres and the schema of the permanent tables.
//! The server works as the role `iaspn_server`, which may append to the event log and never change it;
//! only migrations run as the owner.

use std::str::FromStr;
use std::time::Duration;

use sqlx::migrate::{Migrate, MigrateError, Migrator};
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use uuid::Uuid;

/// What the server may do is granted to this role by the migrations.
pub const SERVER_ROLE: &str = "iaspn_server";
/// What the notary may do: it alone writes the tree over the log.
const NOTARY_ROLE: &str = "iaspn_notary";

/// Where the server looks for a table that a query names: among the read models first. A connection with
/// another path runs the same queries over read models of another moment.
pub const SEARCH_PATH: &str = "read,public";

static MIGRATIONS: Migrator = sqlx::migrate!("../migrations");

#[derive(Debug, thiserror::Error)]
pub enum DatabaseError {
    #[error("the database's address must look like postgres://user:password@host/database")]
    Address,
    #[error("the database cannot be reached: {0}")]
    Unreachable(#[source] sqlx::Error),
    #[error("the database has not been set up by `iaspn migrate`")]
    NotMigrated,
    #[error("the migration failed: {0}")]
    Migration(#[from] MigrateError),
}

/// How the schema of a database stands against this program's migrations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Schema {
    Current,
    /// The versions of the migrations that are missing.
    Behind(Vec<i64>),
    /// The versions that this program does not know.
    Ahead(Vec<i64>),
    /// A migration was changed after it had run.
    Changed(i64),
}

/// A pool that works as [`SERVER_ROLE`], whoever signs in.
///
/// The role is part of how a session starts, so `RESET ROLE` does not lead out of it.
pub async fn connect(url: &str, connections: u32) -> Result<PgPool, DatabaseError> {
    connect_as(url, SERVER_ROLE, connections).await
}

async fn connect_as(url: &str, role: &str, connections: u32) -> Result<PgPool, DatabaseError> {
    let options = address(url)?.options([("role", role), ("search_path", SEARCH_PATH)]);
    open(options, connections).await.map_err(|error| {
        let absent = error.as_database_error().and_then(sqlx::error::DatabaseError::code);
        // invalid_parameter_value: the role that the migrations make is not there.
        if absent.as_deref() == Some("22023") { DatabaseError::NotMigrated } else { unreachable(error) }
    })
}

/// A pool that works as the notary: it reads the log and writes the tree over it.
pub async fn connect_as_notary(url: &str) -> Result<PgPool, DatabaseError> {
    connect_as(url, NOTARY_ROLE, 4).await
}

/// A pool that works as whoever signs in: for migrations and administration.
pub async fn connect_as_owner(url: &str, connections: u32) -> Result<PgPool, DatabaseError> {
    open(address(url)?, connections).await.map_err(unreachable)
}

fn address(url: &str) -> Result<PgConnectOptions, DatabaseError> {
    if !(url.starts_with("postgres://") || url.starts_with("postgresql://")) {
        return Err(DatabaseError::Address);
    }
    let options = PgConnectOptions::from_str(url).map_err(|_| DatabaseError::Address)?;
    Ok(options.application_name("iaspn"))
}

const fn unreachable(error: sqlx::Error) -> DatabaseError {
    DatabaseError::Unreachable(error)
}

async fn open(options: PgConnectOptions, connections: u32) -> Result<PgPool, sqlx::Error> {
    let pool = PgPoolOptions::new().max_connections(connections).acquire_timeout(Duration::from_secs(5));
    pool.connect_with(options).await
}

/// Brings the schema up to date. Needs the owner's connection. Returns the versions that it applied.
pub async fn migrate(owner: &PgPool) -> Result<Vec<i64>, DatabaseError> {
    let missing = match schema(owner).await? {
        Schema::Behind(missing) => missing,
        Schema::Current | Schema::Ahead(_) | Schema::Changed(_) => vec![],
    };
    MIGRATIONS.run(owner).await?;
    // So that the server can tell whether it fits this schema.
    sqlx::query("GRANT SELECT ON _sqlx_migrations TO iaspn_server, iaspn_notary")
        .execute(owner)
        .await
        .map_err(MigrateError::Execute)?;
    Ok(missing)
}

/// Compares what was applied with what this program brings. Works as the server and as the owner.
pub async fn schema(pool: &PgPool) -> Result<Schema, DatabaseError> {
    let known: Vec<_> = MIGRATIONS.iter().filter(|step| !step.migration_type.is_down_migration()).collect();
    let mut connection = pool.acquire().await.map_err(unreachable)?;
    let exists: bool = sqlx::query_scalar("SELECT to_regclass('_sqlx_migrations') IS NOT NULL")
        .fetch_one(&mut *connection)
        .await
        .map_err(unreachable)?;
    if !exists {
        return Ok(Schema::Behind(known.iter().map(|step| step.version).collect()));
    }
    let applied = connection.list_applied_migrations().await?;
    let unknown: Vec<i64> = applied
        .iter()
        .map(|done| done.version)
        .filter(|done| !known.iter().any(|step| step.version == *done))
        .collect();
    if !unknown.is_empty() {
        return Ok(Schema::Ahead(unknown));
    }
    let mut missing = vec![];
    for step in known {
        match applied.iter().find(|done| done.version == step.version) {
            None => missing.push(step.version),
            Some(done) if done.checksum != step.checksum => return Ok(Schema::Changed(step.version)),
            Some(_) => {}
        }
    }
    Ok(if missing.is_empty() { Schema::Current } else { Schema::Behind(missing) })
}

/// Changes whenever a migration does; names what was made from them.
pub fn schema_digest() -> String {
    let steps: Vec<u8> = MIGRATIONS
        .iter()
        .flat_map(|step| step.version.to_be_bytes().into_iter().chain(step.checksum.iter().copied()))
        .collect();
    Uuid::new_v5(&Uuid::NAMESPACE_OID, &steps).simple().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_migrated_database_is_current_for_the_server_too() {
        let db = testkit::database().await;
        assert_eq!(schema(&db.pool).await.unwrap(), Schema::Current);
        assert_eq!(migrate(&db.owner).await.unwrap(), Vec::<i64>::new());
    }

    #[tokio::test]
    async fn a_missing_an_unknown_and_a_changed_migration_are_told_apart() {
        let db = testkit::database().await;
        let last = MIGRATIONS.iter().last().unwrap().version;
        let change = async |sql: &str| sqlx::raw_sql(sql).execute(&db.owner).await.unwrap();

        change(&format!("UPDATE _sqlx_migrations SET checksum = 'x' WHERE version = {last}")).await;
        assert_eq!(schema(&db.pool).await.unwrap(), Schema::Changed(last));

        change(&format!("DELETE FROM _sqlx_migrations WHERE version = {last}")).await;
        assert_eq!(schema(&db.pool).await.unwrap(), Schema::Behind(vec![last]));

        change(
            "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
             VALUES (9999, 'of a newer program', true, 'x', 0)",
        )
        .await;
        assert_eq!(schema(&db.pool).await.unwrap(), Schema::Ahead(vec![9999]));
    }

    #[tokio::test]
    async fn a_database_without_migrations_is_behind_in_all_of_them() {
        let db = testkit::database().await;
        sqlx::raw_sql("DROP TABLE _sqlx_migrations").execute(&db.owner).await.unwrap();
        let all: Vec<i64> = MIGRATIONS.iter().map(|step| step.version).collect();
        assert_eq!(schema(&db.owner).await.unwrap(), Schema::Behind(all));
    }

    #[tokio::test]
    async fn what_keeps_from_connecting_is_told_apart() {
        let cluster = testkit::DedicatedCluster::start().await;
        let empty = cluster.url("postgres");
        assert!(matches!(connect(&empty, 1).await, Err(DatabaseError::NotMigrated)));
        let absent = cluster.url("absent");
        assert!(matches!(connect(&absent, 1).await, Err(DatabaseError::Unreachable(_))));
        for address in ["mysql://localhost/x", "postgres://localhost:port/x"] {
            assert!(matches!(connect(address, 1).await, Err(DatabaseError::Address)), "{address}");
        }
    }
}
