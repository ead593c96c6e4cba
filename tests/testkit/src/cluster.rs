//! The cluster that all test processes share, and the template database in it.

use std::fs::File;
use std::path::{Path, PathBuf};

use infrastructure::database::schema_digest;
use infrastructure::embedded::{Cluster, Options};
use sqlx::postgres::PgPool;

/// The running cluster with a template of the current schema.
pub async fn shared() -> Shared {
    let folder = build_folder().join("testkit");
    let lock = locked(&folder).await;
    let cluster = Cluster::start(&folder.join("postgres"), &Options::throwaway())
        .await
        .unwrap_or_else(|error| panic!("tests need a Postgres of their own: {error}"));
    let template = format!("template_{}", schema_digest());
    let admin = infrastructure::connect_as_owner(&cluster.url("postgres"), 1).await.expect("it just started");
    make_template(&cluster, &admin, &template).await;
    drop(lock);
    Shared { cluster, admin, template }
}

pub struct Shared {
    pub cluster: Cluster,
    /// Connected to the database `postgres`, which belongs to no test.
    pub admin: PgPool,
    pub template: String,
}

pub async fn remove() {
    let folder = build_folder().join("testkit");
    let lock = locked(&folder).await;
    Cluster::remove(&folder.join("postgres")).await.expect("the shared cluster can be removed");
    drop(lock);
}

/// Where this test was built: `target` or what stands for it.
pub fn build_folder() -> PathBuf {
    let test = std::env::current_exe().expect("a test knows its own path");
    let folder = test.ancestors().find(|folder| folder.join("CACHEDIR.TAG").exists());
    folder.expect("cargo marks its build folder with CACHEDIR.TAG").to_owned()
}

/// Only one process at a time looks whether the cluster and the template are there.
async fn locked(folder: &Path) -> File {
    std::fs::create_dir_all(folder).expect("the build folder can be written");
    let lock = File::create(folder.join("lock")).expect("the build folder can be written");
    // On a thread of its own, so that two tests of one runtime can wait for each other.
    let waiting = tokio::task::spawn_blocking(move || lock.lock().map(|()| lock));
    waiting.await.expect("waiting does not panic").expect("the file system has locks")
}

async fn make_template(cluster: &Cluster, admin: &PgPool, template: &str) {
    let exists: bool = sqlx::query_scalar("SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)")
        .bind(template)
        .fetch_one(admin)
        .await
        .expect("the catalogue can be read");
    if exists {
        return;
    }
    sweep(admin).await;
    // Named only when whole: an interrupted migration must not become everybody's template.
    let draft = format!("draft_{template}");
    let drop = format!("DROP DATABASE IF EXISTS {draft} WITH (FORCE)");
    sqlx::query(&drop).execute(admin).await.expect("a draft can be dropped");
    sqlx::query(&format!("CREATE DATABASE {draft}")).execute(admin).await.expect("a draft can be made");
    let owner = infrastructure::connect_as_owner(&cluster.url(&draft), 1).await.expect("the draft is there");
    infrastructure::migrate(&owner).await.expect("the migrations apply to an empty database");
    owner.close().await;
    let rename = format!("ALTER DATABASE {draft} RENAME TO {template}");
    sqlx::query(&rename).execute(admin).await.expect("a draft can be renamed");
}

/// Drops templates of earlier schemas, and what tests that were killed left behind.
async fn sweep(admin: &PgPool) {
    let unused: Vec<String> = sqlx::query_scalar(
        "SELECT datname FROM pg_database d WHERE (datname LIKE 'test\\_%' OR datname LIKE 'template\\_%')
             AND NOT EXISTS (SELECT FROM pg_stat_activity a WHERE a.datid = d.oid)",
    )
    .fetch_all(admin)
    .await
    .expect("the catalogue can be read");
    for name in unused {
        // Somebody may just have connected; then it is in use and stays.
        drop(sqlx::query(&format!("DROP DATABASE IF EXISTS \"{name}\"")).execute(admin).await);
    }
}
