//! A private Postgres for the demo, the tests and the bench: found on the machine, kept in one folder and
//! reached by a Unix socket alone. Nothing of it needs rights beyond those of whoever starts it.

mod account;
mod binaries;
mod options;
mod state;

use std::io;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use tokio::process::Command;

use account::Account;
use binaries::{Binaries, OLDEST};
pub use options::Options;
use state::{State, state_of, version_of};

/// The superuser of such a cluster; whoever can enter its folder is trusted.
pub const SUPERUSER: &str = "postgres";

/// How long a server may take to start, recover or stop.
const PATIENCE: Duration = Duration::from_mins(2);

#[derive(Debug, thiserror::Error)]
pub enum EmbeddedError {
    #[error(
        "Postgres {OLDEST} or later is not installed; install it with `apt-get install postgresql` (Debian, \
         Ubuntu), `dnf install postgresql-server` (Fedora) or `brew install postgresql@17` (macOS)"
    )]
    NotInstalled,
    #[error(
        "the data in {} were written by Postgres {wrote}, which is not installed; install that version, \
         or start anew without these data", folder.display()
    )]
    OtherVersion { folder: PathBuf, wrote: u32 },
    #[error(
        "Postgres refuses to run as root, and there is no account `postgres` to run it as; \
         start this as an ordinary user, or run `useradd --system postgres` first"
    )]
    NoAccount,
    #[error("{what} failed: {output}")]
    Failed { what: &'static str, output: String },
    #[error("{}: {source}", path.display())]
    Io { path: PathBuf, source: io::Error },
}

fn io_at(path: &Path) -> impl FnOnce(io::Error) -> EmbeddedError + use<> {
    let path = path.to_owned();
    move |source| EmbeddedError::Io { path, source }
}

/// A running cluster. It goes on when this value is dropped; [`Cluster::stop`] ends it.
///
/// Its folder holds the data (`cluster`), the server's log and the socket.
#[derive(Clone, Debug)]
pub struct Cluster {
    folder: PathBuf,
    socket: PathBuf,
    binaries: Binaries,
    account: Account,
}

impl Cluster {
    /// Starts the cluster of a folder and makes it first where there is none. One that runs already is taken
    /// as it is. Returns when it accepts connections. Two at once on one folder must not call this.
    pub async fn start(folder: &Path, options: &Options) -> Result<Self, EmbeddedError> {
        let folder = std::path::absolute(folder).map_err(io_at(folder))?;
        let account = Account::for_folder(&folder).await?;
        let folder = account.make_folder(&folder).await?;
        let wrote = version_of(&folder.join("cluster"));
        let binaries = Binaries::find(wrote).ok_or_else(|| match wrote {
            Some(wrote) => EmbeddedError::OtherVersion { folder: folder.clone(), wrote },
            None => EmbeddedError::NotInstalled,
        })?;
        let socket = account.socket_folder(&folder)?;
        let cluster = Self { folder, socket, binaries, account };
        if wrote.is_none() {
            cluster.make(options).await?;
        }
        if cluster.settled().await? == State::Stopped {
            let settings = cluster.folder.join("settings.conf");
            std::fs::write(&settings, options.file(&cluster.socket)).map_err(io_at(&settings))?;
            cluster.launch().await?;
        }
        Ok(cluster)
    }

    /// Stops the cluster of a folder, if one runs there, and deletes it.
    pub async fn remove(folder: &Path) -> Result<(), EmbeddedError> {
        let link = std::path::absolute(folder).map_err(io_at(folder))?;
        let real = std::fs::read_link(&link).unwrap_or_else(|_| link.clone());
        if let Some(version) = version_of(&real.join("cluster"))
            && let Some(binaries) = Binaries::find(Some(version))
        {
            let account = Account::for_folder(&real).await?;
            Self { socket: real.clone(), folder: real.clone(), binaries, account }.kill().await?;
        }
        remove_folder(&real)?;
        if real == link { Ok(()) } else { std::fs::remove_file(&link).map_err(io_at(&link)) }
    }

    /// Where to reach a database of the cluster as its superuser.
    pub fn url(&self, database: &str) -> String {
        let query = url::form_urlencoded::Serializer::new(String::new())
            .append_pair("host", &self.socket.to_string_lossy())
            .append_pair("user", SUPERUSER)
            .finish();
        format!("postgres:///{database}?{query}")
    }

    /// One of the cluster's programs, such as `pg_dump`, to be run as the cluster's account.
    pub fn program(&self, name: &str) -> Command {
        self.account.command(&self.binaries.path(name))
    }

    /// Ends all connections and stops in good order.
    pub async fn stop(&self) -> Result<(), EmbeddedError> {
        self.stop_by("fast").await
    }

    /// Stops as a crash of the server would: the next start recovers from its log.
    pub async fn kill(&self) -> Result<(), EmbeddedError> {
        self.stop_by("immediate").await
    }

    /// Starts it again, with the settings that it had, after [`Self::stop`] or [`Self::kill`].
    pub async fn restart(&self) -> Result<(), EmbeddedError> {
        self.launch().await
    }

    fn data(&self) -> PathBuf {
        self.folder.join("cluster")
    }

    /// Its state once it is not changing.
    async fn settled(&self) -> Result<State, EmbeddedError> {
        let wait = async {
            loop {
                match state_of(&self.data()).await? {
                    State::Changing => tokio::time::sleep(Duration::from_millis(50)).await,
                    settled => return Ok(settled),
                }
            }
        };
        tokio::time::timeout(PATIENCE, wait).await.unwrap_or_else(|_| {
            let output = format!("it neither starts nor stops; its log is {}", self.log().display());
            Err(EmbeddedError::Failed { what: "waiting for Postgres", output })
        })
    }

    async fn stop_by(&self, mode: &str) -> Result<(), EmbeddedError> {
        if state_of(&self.data()).await? == State::Stopped {
            return Ok(());
        }
        self.pg_ctl("stopping Postgres", &["stop", "-m", mode]).await
    }

    async fn launch(&self) -> Result<(), EmbeddedError> {
        let log = self.log();
        self.pg_ctl("starting Postgres", &["start", "-s", "-l", &log.to_string_lossy()]).await.map_err(
            |error| match error {
                EmbeddedError::Failed { what, output } => {
                    EmbeddedError::Failed { what, output: format!("{output}; its log is {}", log.display()) }
                }
                other => other,
            },
        )
    }

    async fn pg_ctl(&self, what: &'static str, arguments: &[&str]) -> Result<(), EmbeddedError> {
        let mut command = self.program("pg_ctl");
        command.args(arguments).args(["-w", "-t", &PATIENCE.as_secs().to_string(), "-D"]).arg(self.data());
        run(what, command).await
    }

    fn log(&self) -> PathBuf {
        self.folder.join("server.log")
    }

    /// Made beside its place and moved there when whole, so that an interruption leaves nothing half made.
    async fn make(&self, options: &Options) -> Result<(), EmbeddedError> {
        let draft = self.folder.join("draft");
        remove_folder(&draft)?;
        let mut initdb = self.program("initdb");
        initdb.args(["-U", SUPERUSER, "--auth=trust", "--encoding=UTF8"]);
        if cfg!(target_os = "macos") {
            initdb.args(["--locale=C", "--lc-ctype=UTF-8"]);
        } else {
            initdb.arg("--locale=C.UTF-8");
        }
        if !options.durable {
            initdb.arg("--no-sync");
        }
        initdb.arg("-D").arg(&draft);
        run("making a Postgres cluster", initdb).await?;
        let settings = draft.join("postgresql.conf");
        let lines = std::fs::read_to_string(&settings).map_err(io_at(&settings))?;
        std::fs::write(&settings, lines + "\ninclude = '../settings.conf'\n").map_err(io_at(&settings))?;
        std::fs::rename(&draft, self.data()).map_err(io_at(&self.data()))
    }
}

fn remove_folder(path: &Path) -> Result<(), EmbeddedError> {
    match std::fs::remove_dir_all(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(io_at(path)(error)),
        _ => Ok(()),
    }
}

async fn run(what: &'static str, mut command: Command) -> Result<(), EmbeddedError> {
    let output = command
        .stdin(Stdio::null())
        // A Ctrl-C is for the program that waits here: it ends what was begun in order.
        .process_group(0)
        .output()
        .await
        .map_err(|error| EmbeddedError::Failed { what, output: error.to_string() })?;
    if output.status.success() {
        return Ok(());
    }
    let said = [output.stderr, output.stdout].concat();
    let output = String::from_utf8_lossy(&said).trim().replace('\n', "; ");
    Err(EmbeddedError::Failed { what, output })
}

#[cfg(test)]
mod tests {
    use sqlx::postgres::PgPool;

    use super::*;

    async fn count(cluster: &Cluster) -> i64 {
        let pool = PgPool::connect(&cluster.url("postgres")).await.unwrap();
        sqlx::query_scalar("SELECT count(*) FROM kept").fetch_one(&pool).await.unwrap()
    }

    /// Makes, takes over, stops, kills and recovers one cluster: making one is what takes time.
    #[tokio::test]
    async fn a_cluster_keeps_its_data_through_stops_and_crashes() {
        let root = tempfile::tempdir().unwrap();
        // An address must survive what folders may be called; others' accounts must reach it.
        std::fs::set_permissions(root.path(), std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
        let folder = root.path().join("it's a folder");
        let cluster = Cluster::start(&folder, &Options::default()).await.unwrap();
        let pool = PgPool::connect(&cluster.url("postgres")).await.unwrap();
        sqlx::raw_sql("CREATE TABLE kept (id int); INSERT INTO kept VALUES (1)")
            .execute(&pool)
            .await
            .unwrap();

        let same = Cluster::start(&folder, &Options::default()).await.unwrap();
        assert_eq!(count(&same).await, 1, "a running cluster is taken as it is");

        cluster.stop().await.unwrap();
        assert!(PgPool::connect(&cluster.url("postgres")).await.is_err(), "it is stopped");
        cluster.stop().await.unwrap();
        cluster.restart().await.unwrap();
        assert_eq!(count(&cluster).await, 1);

        cluster.kill().await.unwrap();
        let recovered = Cluster::start(&folder, &Options::default()).await.unwrap();
        assert_eq!(count(&recovered).await, 1);

        Cluster::remove(&folder).await.unwrap();
        assert!(!folder.exists());
        assert!(PgPool::connect(&cluster.url("postgres")).await.is_err(), "it is gone");
    }
}
