//! The throwaway Postgres, its databases, and the program that is measured.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};
use infrastructure::embedded::{Cluster, Options};
use infrastructure::{connect_as_owner, migrate};
use tempfile::TempDir;
use tokio::process::Command;

use crate::process::{self, Ended};

/// Everything began eighteen months before this day's history ends.
const FROM: &str = "2024-01-01";

/// The master key of every vault here.
pub const VAULT_KEY: &str = "bWVhc3VyZW1lbnRzIGhhdmUgbm8gc2VjcmV0cyEhISE=";

pub struct Stage {
    pub quick: bool,
    folder: TempDir,
    cluster: Cluster,
    program: PathBuf,
    content: PathBuf,
}

impl Stage {
    pub async fn set(quick: bool) -> anyhow::Result<Self> {
        let beside = std::env::current_exe()?;
        let program = beside.with_file_name("iaspn");
        ensure!(program.exists(), "{} is not there; run bin/bench", program.display());
        let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../demo");
        let folder = TempDir::with_prefix("iaspn-bench-")?;
        // As somebody who runs this for a portal would set it on a small machine; fsync is on.
        let settings = vec![
            ("shared_buffers", "1GB".to_owned()),
            ("max_wal_size", "4GB".to_owned()),
            ("work_mem", "16MB".to_owned()),
        ];
        let options = Options { settings, ..Options::default() };
        let cluster = Cluster::start(&folder.path().join("postgres"), &options).await?;
        Ok(Self { quick, folder, cluster, program, content })
    }

    pub async fn strike(self) -> anyhow::Result<()> {
        self.cluster.stop().await?;
        Cluster::remove(&self.folder.path().join("postgres")).await?;
        Ok(self.folder.close()?)
    }

    /// So many in a whole run, a tenth in a quick one.
    pub fn scaled(&self, whole: u64) -> u64 {
        if self.quick { whole / 10 } else { whole }
    }

    /// A new database with the schema. Returns its address.
    pub async fn database(&self, name: &str) -> anyhow::Result<String> {
        let admin = connect_as_owner(&self.cluster.url("postgres"), 1).await?;
        sqlx::query(&format!("CREATE DATABASE {name}")).execute(&admin).await?;
        admin.close().await;
        let url = self.cluster.url(name);
        let owner = connect_as_owner(&url, 1).await?;
        migrate(&owner).await?;
        owner.close().await;
        Ok(url)
    }

    /// Makes room for what comes after.
    pub async fn drop(&self, name: &str) -> anyhow::Result<()> {
        let admin = connect_as_owner(&self.cluster.url("postgres"), 1).await?;
        sqlx::query(&format!("DROP DATABASE {name} WITH (FORCE)")).execute(&admin).await?;
        admin.close().await;
        Ok(())
    }

    /// A database with the demo's countries and programmes and so many generated events.
    pub async fn seeded(&self, name: &str, events: u64) -> anyhow::Result<(String, Ended)> {
        let url = self.database(name).await?;
        self.run(&url, &["import", &self.content.to_string_lossy()]).await?;
        let (members, count) = ((events / 100).to_string(), events.to_string());
        let ended = self
            .run(&url, &["seed", "--members", &members, "--events", &count, "--from", FROM, "--json"])
            .await?;
        let owner = connect_as_owner(&url, 1).await?;
        // Each by itself: VACUUM refuses company.
        for tidy in ["VACUUM ANALYZE events", "CHECKPOINT"] {
            sqlx::raw_sql(tidy).execute(&owner).await?;
        }
        owner.close().await;
        Ok((url, ended))
    }

    /// Runs a verb of the program to its end.
    pub async fn run(&self, url: &str, arguments: &[&str]) -> anyhow::Result<Ended> {
        process::run(self.command(url).args(arguments)).await.with_context(|| arguments.join(" "))
    }

    /// The program, with its settings for the database.
    pub fn command(&self, url: &str) -> Command {
        let mut command = Command::new(&self.program);
        command
            .env("DATABASE_URL", url)
            .env("VAULT_KEY", VAULT_KEY)
            .env("FILES_URL", self.folder.path().join("files"))
            .env("NOTARY_FOLDER", self.folder.path().join("notary"));
        command.env("RUST_LOG", "error").stderr(std::process::Stdio::inherit());
        command
    }

    /// A folder or file that nobody else uses.
    pub fn place(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// A port that was free a moment ago.
    pub fn free_address() -> anyhow::Result<SocketAddr> {
        Ok(std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?)
    }
}
