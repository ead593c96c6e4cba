//! Databases for tests: a fresh one for each test, on a throwaway Postgres that all tests of a run share.
//!
//! The cluster is made by the first test that needs it, below the build folder, and goes on for the next
//! run. It holds a template with every migration applied; a test's database is a copy of it.

mod bucket;
mod cluster;
mod database;
mod dedicated;
mod mail;
mod notary;
mod pdf;

pub use bucket::{Bucket, python};
pub use database::TestDb;
pub use dedicated::{Backup, DedicatedCluster};
pub use mail::{Answer, MailServer, ReceivedMail};
pub use notary::TestNotary;
pub use pdf::{endless_pdf, pdf};

use infrastructure::{PostgresStore, Vaulted};
use sqlx::PgPool;

/// A migrated database of the caller's own; dropped with the value.
///
/// # Panics
/// Where Postgres is not installed or the database cannot be made.
pub async fn database() -> TestDb {
    let cluster = cluster::shared().await;
    TestDb::create(&cluster).await
}

/// The master key of the vaults of all tests.
pub const VAULT_KEY: &str = "dGVzdHMgZG8gbm90IGhhdmUgYW55IHNlY3JldHMhISE=";

/// The event store of a database, with its vault.
///
/// # Panics
/// Where the database cannot be reached, or is not migrated.
pub async fn store(pool: PgPool) -> Vaulted<PostgresStore> {
    let masters = VAULT_KEY.parse().expect("it is a key");
    Vaulted::open(pool, masters).await.expect("the database is migrated")
}

/// Stops and deletes the shared cluster, so that nothing is left after a whole run.
///
/// # Panics
/// Where it cannot be stopped.
pub async fn remove_shared_cluster() {
    cluster::remove().await;
}

#[cfg(test)]
mod tests {
    use super::*;

    const INSERT: &str =
        "INSERT INTO events (aggregate_type, aggregate_id, sequence, event_type, event_version,
        payload, metadata) VALUES ('a', 'b', $1, 'c', '1', '{}', '{}')";

    async fn events(pool: &PgPool) -> i64 {
        sqlx::query_scalar("SELECT count(*) FROM events").fetch_one(pool).await.unwrap()
    }

    #[tokio::test]
    async fn each_test_has_a_migrated_database_of_its_own() {
        let (one, other) = (database().await, database().await);
        sqlx::query(INSERT).bind(1_i64).execute(&one.pool).await.unwrap();
        assert_eq!((events(&one.pool).await, events(&other.pool).await), (1, 0));
    }

    #[tokio::test]
    async fn a_database_goes_with_its_value() {
        let gone = database().await;
        let url = gone.url.clone();
        drop(gone);
        let refused = PgPool::connect(&url).await.unwrap_err();
        let code = refused.as_database_error().and_then(sqlx::error::DatabaseError::code).unwrap();
        assert_eq!(code, "3D000", "invalid_catalog_name");
    }

    #[tokio::test]
    async fn the_pool_has_the_rights_of_the_server_and_no_way_out_of_them() {
        let db = database().await;
        let mut connection = db.pool.acquire().await.unwrap();
        sqlx::query("RESET ROLE").execute(&mut *connection).await.unwrap();
        let refused = sqlx::query("DELETE FROM events").execute(&mut *connection).await.unwrap_err();
        let code = refused.as_database_error().and_then(sqlx::error::DatabaseError::code).unwrap();
        assert_eq!(code, "42501", "insufficient_privilege");
    }

    #[tokio::test]
    async fn tables_of_read_models_belong_to_the_server() {
        let db = database().await;
        db.create_read_tables(&[
            "CREATE TABLE shelf (id int PRIMARY KEY);\n-- indexes\nCREATE INDEX ON shelf (id);",
        ])
        .await;
        sqlx::query("INSERT INTO read.shelf VALUES (1)").execute(&db.pool).await.unwrap();
        sqlx::query("DROP TABLE read.shelf").execute(&db.pool).await.unwrap();
    }

    #[tokio::test]
    async fn what_was_committed_survives_a_crash_and_a_restore_elsewhere() {
        let first = DedicatedCluster::start().await;
        let db = first.database().await;
        sqlx::query(INSERT).bind(1_i64).execute(&db.pool).await.unwrap();
        first.kill().await;
        assert!(sqlx::query(INSERT).bind(2_i64).execute(&db.pool).await.is_err(), "it is down");
        first.restart().await;
        assert_eq!(events(&db.pool).await, 1);

        let second = DedicatedCluster::start().await;
        let restored = second.restore(&first.backup(&db).await).await;
        assert_eq!(events(&restored.pool).await, 1);
        sqlx::query(INSERT).bind(2_i64).execute(&restored.pool).await.unwrap();
        let refused = sqlx::query("DELETE FROM events").execute(&restored.pool).await.unwrap_err();
        assert!(refused.to_string().contains("permission denied"), "{refused}");
    }
}
