//! The portal under test: its database, its process, and what the tables say afterwards.

use std::collections::HashSet;
use std::net::SocketAddr;
use std::process::Stdio;
use std::sync::Arc;

use application::Actor;
use application::Desk;
use application::membership::{Enrolment, Entrance, Joining};
use domain::{Language, MemberId};
use infrastructure::{
    Argon2Passwords, PostgresAccounts, PostgresOutbox, PostgresSessions, random_bits, random_id, system_clock,
};
use sqlx::PgPool;
use tempfile::TempDir;
use testkit::TestDb;
use tokio::process::{Child, Command};
use tokio::sync::Notify;
use uuid::Uuid;

use crate::client::Client;

const PASSWORD: &str = "quinoa under seven volcanoes";

pub struct Portal {
    pub db: TestDb,
    address: SocketAddr,
    pub folder: TempDir,
    /// Beside those that every portal here has, or in place of them.
    pub settings: Vec<(String, String)>,
}

pub struct Process(Child);

impl Process {
    /// SIGKILL: nothing is told beforehand.
    pub async fn kill(mut self) {
        self.0.kill().await.unwrap();
    }

    /// SIGTERM, as a service manager stops it.
    pub async fn stop(mut self) {
        let pid = self.0.id().unwrap().to_string();
        assert!(Command::new("kill").args(["-TERM", &pid]).status().await.unwrap().success());
        assert!(self.0.wait().await.unwrap().success(), "it did not stop in good order");
    }
}

impl Portal {
    /// A database with the demo's content, some months of activity and members who can sign in.
    pub async fn prepare() -> Self {
        Self::prepare_on(testkit::database().await).await
    }

    pub async fn prepare_on(db: TestDb) -> Self {
        let portal = Self::empty(db);
        portal.run(&["import", "demo"]).await;
        portal.run(&["seed", "--members", "40", "--events", "1500", "--from", "2024-01-01"]).await;
        portal.enrol().await;
        portal
    }

    /// Without anything in it, and nobody.
    pub fn empty(db: TestDb) -> Self {
        let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let address = free.local_addr().unwrap();
        Self { db, address, folder: TempDir::new().unwrap(), settings: vec![] }
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_iaspn"));
        command
            .args(arguments)
            .env("DATABASE_URL", &self.db.url)
            .env("VAULT_KEY", testkit::VAULT_KEY)
            .env("NOTARY_FOLDER", self.folder.path().join("notary"))
            .env("FILES_URL", self.files())
            .envs(self.settings.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::null())
            .kill_on_drop(true);
        command
    }

    /// A notary of the portal's log, which knows nothing of the vault.
    pub fn notary(&self, folder: &std::path::Path, arguments: &[&str]) -> Command {
        let mut command = self.command(&["notary"]);
        command.args(arguments).arg("--folder").arg(folder).env("RUST_LOG", "error").env_remove("VAULT_KEY");
        command
    }

    pub fn pool(&self) -> PgPool {
        self.db.pool.clone()
    }

    pub async fn run(&self, arguments: &[&str]) -> String {
        let output = self.command(arguments).output().await.unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "iaspn {arguments:?}: {said}");
        String::from_utf8(output.stdout).unwrap()
    }

    fn mail_folder(&self) -> std::path::PathBuf {
        self.folder.path().join("mail")
    }

    /// Where uploaded files are, unless the settings say otherwise.
    pub fn files(&self) -> std::path::PathBuf {
        self.folder.path().join("files")
    }

    /// Where the server writes what it logs.
    pub fn log(&self) -> std::path::PathBuf {
        self.folder.path().join("log")
    }

    /// Starts the server and waits until it answers.
    pub async fn start(&self) -> Process {
        self.start_logging("info").await
    }

    pub async fn start_logging(&self, level: &str) -> Process {
        let log = std::fs::OpenOptions::new().create(true).append(true).open(self.log()).unwrap();
        std::fs::create_dir_all(self.mail_folder()).unwrap();
        let mut command = self.command(&["serve"]);
        command
            .env("LISTEN", self.address.to_string())
            .env("BASE_URL", format!("http://{}", self.address))
            .env("SMTP_URL", format!("file://{}", self.mail_folder().display()))
            .env("WRITES_PER_MINUTE", "1000000")
            .env("LOG_FORMAT", "json")
            .env("RUST_LOG", level)
            .stderr(log);
        let mut process = command.spawn().unwrap();
        while !matches!(self.client().get("/readyz").await, Ok(200)) {
            if let Some(ended) = process.try_wait().unwrap() {
                panic!("the server ended with {ended}");
            }
            tokio::task::yield_now().await;
        }
        Process(process)
    }

    pub fn client(&self) -> Client {
        Client { address: self.address, cookie: None }
    }

    fn email(n: u32) -> String {
        format!("member{n}@example.org")
    }

    pub async fn desk(&self) -> Arc<Desk> {
        Arc::new(Desk::new(Arc::new(testkit::store(self.db.pool.clone()).await), system_clock()))
    }

    async fn entrance(&self) -> Entrance {
        let pool = self.db.pool.clone();
        let queued = Arc::new(Notify::new());
        Entrance {
            desk: self.desk().await,
            accounts: Arc::new(PostgresAccounts::new(pool.clone(), Arc::clone(&queued))),
            sessions: Arc::new(PostgresSessions::new(pool.clone())),
            outbox: Arc::new(PostgresOutbox::new(pool, queued)),
            passwords: Arc::new(Argon2Passwords::try_new().unwrap()),
            secretary: Arc::new(web::Mails::new(format!("http://{}", self.address).parse().unwrap())),
            randomness: Arc::new(random_bits),
            new_id: Arc::new(random_id),
            clock: system_clock(),
        }
    }

    async fn enrol(&self) {
        for n in 0..crate::MEMBERS {
            self.enrol_as(&format!("Member {n}"), &Self::email(n)).await;
        }
    }

    /// A member who can sign in.
    pub async fn enrol_as(&self, name: &str, email: &str) -> MemberId {
        let joining = Joining {
            name: name.to_owned(),
            email: email.parse().unwrap(),
            country: "BO".parse().unwrap(),
            language: Language::En,
            password: PASSWORD.to_owned(),
        };
        let member = MemberId::derived(&["crash", email]);
        let operator = Actor::Operator("test".into());
        self.entrance().await.enrol(Enrolment { member, joining }, operator).await.unwrap()
    }

    pub async fn signed_in(&self, n: u32) -> Client {
        self.signed_in_as(&Self::email(n)).await
    }

    pub async fn signed_in_as(&self, email: &str) -> Client {
        let form = [("email", email.to_owned()), ("password", PASSWORD.to_owned())];
        let (status, head) = self.client().send("POST", "/en/sign-in", &form).await.unwrap();
        assert_eq!(status, 303, "{head}");
        let set = head.lines().find_map(|line| {
            let (name, value) = line.split_once(": ")?;
            (name.eq_ignore_ascii_case("set-cookie") && value.contains("session")).then_some(value)
        });
        let cookie = set.and_then(|value| value.split(';').next()).map(str::to_owned);
        assert!(cookie.is_some(), "{head}");
        Client { cookie, ..self.client() }
    }

    pub async fn resources(&self) -> Arc<Vec<Uuid>> {
        let found = loop {
            // The read models are made by the server that has just begun.
            match query_all(&self.db, "SELECT resource FROM read.resources ORDER BY resource").await {
                Ok(found) if !found.is_empty() && self.settled().await => break found,
                _ => tokio::task::yield_now().await,
            }
        };
        Arc::new(found)
    }

    /// Whether every reader of the log has reached its end.
    async fn settled(&self) -> bool {
        sqlx::query_scalar(
            "SELECT coalesce(min(position) >= (SELECT max(position) FROM events), false) FROM checkpoints",
        )
        .fetch_one(&self.db.pool)
        .await
        .unwrap()
    }

    pub async fn wait_until_all_is_done(&self) {
        loop {
            let unsent: i64 = sqlx::query_scalar("SELECT count(*) FROM outbox WHERE sent_at IS NULL")
                .fetch_one(&self.db.pool)
                .await
                .unwrap();
            if unsent == 0 && self.settled().await {
                return;
            }
            tokio::task::yield_now().await;
        }
    }

    /// How many events each command has caused.
    pub async fn times_recorded(&self, commands: &[Uuid]) -> Vec<i64> {
        let commands: Vec<String> = commands.iter().map(Uuid::to_string).collect();
        sqlx::query_scalar(
            "SELECT count(e.position) FROM unnest($1::text[]) WITH ORDINALITY c(id, n)
             LEFT JOIN events e ON e.metadata->>'command_id' = c.id AND e.event_type = 'BookmarkSaved'
             GROUP BY c.n ORDER BY c.n",
        )
        .bind(commands)
        .fetch_all(&self.db.pool)
        .await
        .unwrap()
    }

    pub async fn awards_given_twice(&self) -> i64 {
        sqlx::query_scalar(
            "SELECT count(*) FROM (SELECT payload->'PointsAwarded'->>'award' FROM events
             WHERE event_type = 'PointsAwarded' GROUP BY 1 HAVING count(*) > 1) twice",
        )
        .fetch_one(&self.db.pool)
        .await
        .unwrap()
    }

    /// Owners and days whose awards are not as many as the bookmarks of that day, up to the cap of 20.
    pub async fn contributions_without_their_award(&self) -> Vec<String> {
        sqlx::query_scalar(
            "WITH kept AS (
                 SELECT payload->'BookmarkSaved'->>'owner' AS owner, (metadata->>'at')::date AS day, count(*) AS n
                 FROM events WHERE event_type = 'BookmarkSaved' AND sequence = 1
                     AND payload->'BookmarkSaved'->>'owner' <> payload->'BookmarkSaved'->>'member'
                 GROUP BY 1, 2),
             given AS (
                 SELECT payload->'PointsAwarded'->>'member' AS owner,
                     (payload->'PointsAwarded'->>'day')::date AS day, count(*) AS n
                 FROM events WHERE event_type = 'PointsAwarded'
                     AND payload->'PointsAwarded'->>'contribution' = 'resource_bookmarked'
                 GROUP BY 1, 2)
             SELECT kept.owner || ' ' || kept.day FROM kept LEFT JOIN given USING (owner, day)
             WHERE coalesce(given.n, 0) <> least(kept.n, 20)",
        )
        .fetch_all(&self.db.pool)
        .await
        .unwrap()
    }

    /// To whom mails were delivered.
    pub fn mails_to(&self) -> HashSet<String> {
        let mut found = HashSet::new();
        for entry in std::fs::read_dir(self.mail_folder()).unwrap() {
            let path = entry.unwrap().path();
            let text = if path.is_file() { std::fs::read_to_string(path).unwrap() } else { continue };
            found.extend(text.lines().filter_map(|line| line.strip_prefix("To: ")).map(str::to_owned));
        }
        found
    }

    /// Each live table with its rows and what is in them.
    pub async fn live_rows(&self) -> Vec<(String, i64, String)> {
        let tables: Vec<String> =
            sqlx::query_scalar("SELECT tablename::text FROM pg_tables WHERE schemaname = 'read' ORDER BY 1")
                .fetch_all(&self.db.pool)
                .await
                .unwrap();
        let mut found = Vec::new();
        for table in tables {
            let sql = format!(
                "SELECT count(*), coalesce(sum(hashtextextended(t::text, 0))::text, '') FROM read.{table} t"
            );
            let (rows, content): (i64, String) = sqlx::query_as(&sql).fetch_one(&self.db.pool).await.unwrap();
            found.push((table, rows, content));
        }
        found
    }

    /// Tables and checkpoints that no rebuild needs any more.
    pub async fn left_by_rebuilds(&self) -> i64 {
        sqlx::query_scalar(
            "SELECT (SELECT count(*) FROM pg_tables WHERE schemaname IN ('read_next', 'read_old'))
                 + (SELECT count(*) FROM checkpoints WHERE name LIKE '%@next')
                 + (SELECT count(*) FROM rebuild_requests WHERE ended_at IS NULL)",
        )
        .fetch_one(&self.db.pool)
        .await
        .unwrap()
    }

    /// Whatever tables are made from now on are kept on that disk; the log of Postgres stays where it is.
    pub async fn keep_new_tables_in(&self, folder: &std::path::Path) {
        use std::os::unix::fs::{MetadataExt, chown};
        // Postgres runs as an account of its own where the tests run as root.
        let data: String = sqlx::query_scalar("SHOW data_directory").fetch_one(&self.db.owner).await.unwrap();
        let owner = std::fs::metadata(data).unwrap();
        chown(folder, Some(owner.uid()), Some(owner.gid())).unwrap();
        let database = self.db.name();
        for statement in [
            format!("CREATE TABLESPACE small LOCATION '{}'", folder.display()),
            "GRANT CREATE ON TABLESPACE small TO PUBLIC".to_owned(),
            format!("ALTER DATABASE {database} SET default_tablespace = small"),
        ] {
            sqlx::query(&statement).execute(&self.db.owner).await.unwrap();
        }
    }

    pub async fn every_read_model_equals_its_rebuild(&self) {
        let said = self.run(&["projections", "verify", "--all", "--json"]).await;
        let certificates: Vec<serde_json::Value> = serde_json::from_str(&said).unwrap();
        assert!(!certificates.is_empty());
        for certificate in certificates {
            assert_eq!(certificate["differing_rows"], 0, "{certificate}");
        }
    }
}

async fn query_all(db: &TestDb, sql: &str) -> Result<Vec<Uuid>, sqlx::Error> {
    sqlx::query_scalar(sql).fetch_all(&db.pool).await
}
