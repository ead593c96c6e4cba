//! A Postgres of one test's own, with fsync on: to be stopped, killed, dumped and restored.

use std::path::PathBuf;
use std::process::Stdio;

use infrastructure::embedded::{Cluster, Options};
use tokio::io::AsyncWriteExt;

use crate::cluster::build_folder;
use crate::database::{TestDb, new_name, run_apart};

/// Removed with the value.
pub struct DedicatedCluster {
    cluster: Cluster,
    folder: PathBuf,
}

impl DedicatedCluster {
    /// # Panics
    /// Where Postgres is not installed or cannot start.
    pub async fn start() -> Self {
        let folder = build_folder().join("testkit").join(new_name());
        let cluster = Cluster::start(&folder, &Options::default())
            .await
            .unwrap_or_else(|error| panic!("this test needs a Postgres of its own: {error}"));
        Self { cluster, folder }
    }

    /// Where to reach one of its databases as the superuser; `postgres` is there and empty.
    pub fn url(&self, database: &str) -> String {
        self.cluster.url(database)
    }

    /// A new migrated database in it.
    pub async fn database(&self) -> TestDb {
        TestDb::create_migrated(&self.cluster).await
    }

    /// Ends all connections and stops in good order.
    pub async fn stop(&self) {
        self.cluster.stop().await.expect("the cluster stops");
    }

    /// Stops it as a crash would.
    pub async fn kill(&self) {
        self.cluster.kill().await.expect("the cluster can be killed");
    }

    /// Starts it again after [`Self::stop`] or [`Self::kill`].
    pub async fn restart(&self) {
        self.cluster.restart().await.expect("the cluster starts again");
    }

    /// Dumps a database of another cluster and restores it here, as an operator would.
    pub async fn restore(&self, from: &Self, database: &TestDb) -> TestDb {
        let roles = from.output("pg_dumpall", &["--roles-only"], "postgres").await;
        let dump = from.output("pg_dump", &["--format=custom"], database.name()).await;
        // The superuser is there already; that one error is expected, so errors do not stop it.
        self.input("psql", &["--quiet", "--output=/dev/null"], "postgres", &roles).await;
        let restored = new_name();
        let admin =
            infrastructure::connect_as_owner(&self.cluster.url("postgres"), 1).await.expect("it runs");
        sqlx::query(&format!("CREATE DATABASE {restored}")).execute(&admin).await.expect("it can be made");
        self.input("pg_restore", &["--exit-on-error"], &restored, &dump).await;
        TestDb::open(&self.cluster, restored).await
    }

    /// A database as an operator's backup has it, as text.
    pub async fn dump(&self, database: &TestDb) -> String {
        let dump = self.output("pg_dump", &["--format=plain"], database.name()).await;
        String::from_utf8_lossy(&dump).into_owned()
    }

    async fn output(&self, program: &str, arguments: &[&str], database: &str) -> Vec<u8> {
        let url = self.cluster.url(database);
        let mut command = self.cluster.program(program);
        command.args(arguments).arg("--dbname").arg(url).stdin(Stdio::null()).stderr(Stdio::inherit());
        let output = command.output().await.expect("Postgres brings its programs");
        assert!(output.status.success(), "{program} failed");
        output.stdout
    }

    async fn input(&self, program: &str, arguments: &[&str], database: &str, text: &[u8]) {
        let url = self.cluster.url(database);
        let mut command = self.cluster.program(program);
        command.args(arguments).arg("--dbname").arg(url).stdin(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().expect("Postgres brings its programs");
        let mut stdin = child.stdin.take().expect("it was asked for");
        stdin.write_all(text).await.expect("the program reads to the end");
        drop(stdin);
        assert!(child.wait().await.expect("it ends").success(), "{program} failed");
    }
}

impl Drop for DedicatedCluster {
    fn drop(&mut self) {
        let folder = self.folder.clone();
        run_apart(async move {
            if let Err(error) = Cluster::remove(&folder).await {
                eprintln!("{} is left behind: {error}", folder.display());
            }
        });
    }
}
