//! One test's database.

use std::sync::atomic::{AtomicU32, Ordering};

use infrastructure::embedded::Cluster;
use sqlx::postgres::PgPool;

use crate::cluster::Shared;

/// A migrated database that nobody else uses.
pub struct TestDb {
    /// Works with the rights of the server.
    pub pool: PgPool,
    /// Works with the rights of the owner, who migrates.
    pub owner: PgPool,
    /// For programs under test, which connect themselves.
    pub url: String,
    name: String,
    /// Where the database is dropped from.
    admin: String,
}

impl TestDb {
    pub(crate) async fn create(shared: &Shared) -> Self {
        let Shared { cluster, admin, template } = shared;
        let name = new_name();
        // Files are copied in two thirds of the time that it takes to write every block to the WAL first.
        sqlx::query(&format!("CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY"))
            .execute(admin)
            .await
            .expect("a database can be copied from the template");
        Self::open(cluster, name).await
    }

    /// A database of a cluster that has no template.
    pub(crate) async fn create_migrated(cluster: &Cluster) -> Self {
        let name = new_name();
        let admin = infrastructure::connect_as_owner(&cluster.url("postgres"), 1).await.expect("it runs");
        sqlx::query(&format!("CREATE DATABASE {name}")).execute(&admin).await.expect("it can be made");
        let owner = infrastructure::connect_as_owner(&cluster.url(&name), 1).await.expect("it is there");
        infrastructure::migrate(&owner).await.expect("the migrations apply to an empty database");
        Self::open(cluster, name).await
    }

    /// Connects to a database that is there and migrated.
    pub(crate) async fn open(cluster: &Cluster, name: String) -> Self {
        let url = cluster.url(&name);
        let pool = infrastructure::connect(&url, 20).await.expect("the server's role can connect");
        let owner = infrastructure::connect_as_owner(&url, 5).await.expect("the owner can connect");
        Self { pool, owner, url, name, admin: cluster.url("postgres") }
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    /// Makes tables of read models in the schema `read`, as the engine would.
    ///
    /// # Panics
    /// Where a DDL text is wrong.
    pub async fn create_read_tables(&self, ddl: &[&str]) {
        for text in ddl {
            let mut transaction = self.pool.begin().await.expect("the database is there");
            let text = format!("SET LOCAL search_path TO read; {text}");
            sqlx::raw_sql(&text).execute(&mut *transaction).await.expect("the read model's DDL is right");
            transaction.commit().await.expect("the database is there");
        }
    }
}

impl Drop for TestDb {
    /// Dropping is asynchronous and `drop` is not: a thread with a runtime of its own does it, and is waited for.
    fn drop(&mut self) {
        let admin = self.admin.clone();
        let statement = format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name);
        run_apart(async move {
            // A cluster that a test has stopped keeps the database until it is removed itself.
            if let Ok(admin) = infrastructure::connect_as_owner(&admin, 1).await {
                drop(sqlx::query(&statement).execute(&admin).await);
                admin.close().await;
            }
        });
    }
}

/// Carries out what `drop` has to wait for.
pub(crate) fn run_apart(work: impl Future<Output = ()> + Send + 'static) {
    let thread = std::thread::spawn(move || {
        if let Ok(runtime) = tokio::runtime::Builder::new_current_thread().enable_all().build() {
            runtime.block_on(work);
        }
    });
    // If it panicked, its message is on the screen already, and a panic here would hide the test's own.
    drop(thread.join());
}

/// No two tests of a run share it: each process has its number, and counts.
pub(crate) fn new_name() -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    format!("test_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed))
}
