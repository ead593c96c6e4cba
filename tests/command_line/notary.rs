//! The notary as a program: what it refuses, with which words and code, and that nothing is lost by it.

use std::path::{Path, PathBuf};
use std::process::Stdio;

use serde_json::Value;
use tempfile::TempDir;
use testkit::TestDb;
use tokio::process::{Child, Command};

use crate::support::{advised, iaspn, run_on, signal};

/// How many events `more_events` appends.
const MORE: u64 = 30;

struct Office {
    db: TestDb,
    folder: TempDir,
}

impl Office {
    /// A log of some countries, programmes and members.
    async fn open() -> Self {
        let db = testkit::database().await;
        run_on(&db.url, &["import", "demo"]).await;
        let office = Self { db, folder: TempDir::new().unwrap() };
        office.more_events("1").await;
        office
    }

    fn folder(&self) -> PathBuf {
        self.folder.path().join("notary")
    }

    fn notary_in(&self, folder: &Path, arguments: &[&str]) -> Command {
        let mut command = iaspn(&["notary"]);
        command.args(arguments).arg("--folder").arg(folder);
        // It needs no key of the vault.
        command.env("DATABASE_URL", &self.db.url).env("RUST_LOG", "error").env_remove("VAULT_KEY");
        command
    }

    fn notary(&self, arguments: &[&str]) -> Command {
        self.notary_in(&self.folder(), arguments)
    }

    /// Signs what there is. How many events that are.
    async fn sign(&self) -> u64 {
        let output = self.notary(&["--once", "--json"]).output().await.unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let told: Value = serde_json::from_slice(&output.stdout).unwrap();
        told["size"].as_u64().unwrap()
    }

    /// One that goes on and has the log for itself: it has signed what came after it began.
    async fn working(&self, seed: &str) -> Child {
        let size = self.sign().await;
        let child = self.notary(&[]).stderr(Stdio::piped()).spawn().unwrap();
        self.more_events(seed).await;
        self.wait_for(size + MORE).await;
        child
    }

    /// Until so many events are signed.
    async fn wait_for(&self, size: u64) {
        while self.published().await.is_none_or(|(published, _)| published < size) {
            tokio::task::yield_now().await;
        }
    }

    async fn published(&self) -> Option<(u64, String)> {
        let latest = "SELECT size, note FROM log_checkpoints ORDER BY size DESC LIMIT 1";
        let latest: Option<(i64, String)> =
            sqlx::query_as(latest).fetch_optional(&self.db.owner).await.unwrap();
        latest.map(|(size, note)| (size.unsigned_abs(), note))
    }

    /// Everything that the notary knows: its folder and what is published.
    async fn known(&self) -> (String, String, Option<(u64, String)>) {
        let read = |name| std::fs::read_to_string(self.folder().join(name)).unwrap();
        (read("notary.key"), read("signed"), self.published().await)
    }

    /// As somebody who has the database in hand.
    async fn change(&self, sql: &str) {
        let sql =
            format!("ALTER TABLE events DISABLE TRIGGER USER; {sql}; ALTER TABLE events ENABLE TRIGGER USER");
        sqlx::raw_sql(&sql).execute(&self.db.owner).await.unwrap();
    }

    async fn more_events(&self, seed: &str) {
        let (seed, events) = (["--seed", seed], MORE.to_string());
        let history = ["seed", "--members", "5", "--events", &events, "--from", "2024-01-01"];
        run_on(&self.db.url, &[&history[..], &seed].concat()).await;
    }
}

const CUT: &str = "CREATE TABLE cut AS SELECT * FROM events ORDER BY position DESC LIMIT 3;
     DELETE FROM events WHERE position IN (SELECT position FROM cut)";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_log_that_was_cut_short_is_refused_and_taken_up_again_once_it_is_whole() {
    let office = Office::open().await;
    let size = office.sign().await;
    assert!(size > 3);
    let known = office.known().await;
    office.change(CUT).await;
    let refused = office.notary(&["--once"]).output().await.unwrap();
    let (found, signed) = (format!("has {} events", size - 3), format!("{size} were signed"));
    advised(&refused, &["does not sign", &found, &signed, "cut short", "restore a backup that has them"]);
    // Grown past what was signed, with other events.
    office.more_events("2").await;
    let refused = office.notary(&["--once"]).output().await.unwrap();
    advised(&refused, &["does not sign", "not the one that was signed", "another root", "restore a backup"]);
    assert_eq!(office.known().await, known, "nothing is lost or signed by refusing");

    office
        .change(
            "DELETE FROM events WHERE position > (SELECT min(position) FROM cut);
             INSERT INTO events OVERRIDING SYSTEM VALUE SELECT * FROM cut",
        )
        .await;
    assert_eq!(office.sign().await, size);
    assert_eq!(office.known().await, known);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_notary_at_work_notices_that_the_log_was_set_back_and_ends() {
    let office = Office::open().await;
    let working = office.working("2").await;
    let known = office.known().await;
    office.change(CUT).await;
    let ended = working.wait_with_output().await.unwrap();
    advised(&ended, &["does not sign", "cut short, or an older backup was restored"]);
    assert_eq!(office.known().await, known);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_second_notary_is_told_and_the_first_goes_on() {
    let office = Office::open().await;
    let first = office.working("2").await;
    advised(&office.notary(&[]).output().await.unwrap(), &["a notary works with", "stop it first"]);
    let elsewhere = office.folder.path().join("elsewhere");
    let second = office.notary_in(&elsewhere, &[]).output().await.unwrap();
    advised(&second, &["another notary keeps this log", "stop it first"]);
    let (size, _) = office.published().await.unwrap();
    office.more_events("3").await;
    office.wait_for(size + MORE).await;
    signal(&first, "TERM").await;
    assert_eq!(first.wait_with_output().await.unwrap().status.code(), Some(0));
    // Its key is not in the other folder, and none is put in its place.
    let stranger = office.notary_in(&elsewhere, &["--once"]).output().await.unwrap();
    advised(&stranger, &["has a notary already", "restore the notary's folder"]);
    assert!(!elsewhere.join("notary.key").exists());
}

#[tokio::test]
async fn its_folder_is_closed_to_others_and_a_spoiled_one_is_refused() {
    use std::os::unix::fs::MetadataExt;
    let office = Office::open().await;
    office.sign().await;
    let mode = |path: &Path| std::fs::metadata(path).unwrap().mode() & 0o777;
    assert_eq!((mode(&office.folder()), mode(&office.folder().join("notary.key"))), (0o700, 0o600));
    for (file, said) in [("signed", "not what a notary wrote"), ("notary.key", "not the key of a notary")] {
        let path = office.folder().join(file);
        let before = std::fs::read_to_string(&path).unwrap();
        std::fs::write(&path, "spoiled").unwrap();
        advised(&office.notary(&["--once"]).output().await.unwrap(), &["does not sign", file, said]);
        std::fs::write(&path, before).unwrap();
    }
    office.sign().await;
}

#[tokio::test]
async fn certificates_of_rebuilds_are_signed_and_checked() {
    let office = Office::open().await;
    let url = &office.db.url;
    run_on(url, &["projections", "rebuild", "organisations"]).await;
    let list = || run_on(url, &["projections", "certificates"]);
    assert!(list().await.contains("waiting for the notary's signature"));
    office.sign().await;
    let listed = list().await;
    assert!(listed.trim_end().ends_with("; signed"), "{listed}");
    let note = run_on(url, &["projections", "certificates", "organisations", "--show"]).await;
    assert!(
        note.starts_with("IASPN certificate of a rebuild, version 1\n{\"name\":\"organisations\""),
        "{note}"
    );
    assert!(note.contains("\n\n— iaspn/log "), "{note}");
    // Whoever changes a certificate has no key to sign it again.
    sqlx::raw_sql(
        "UPDATE rebuilds SET statement = replace(statement, '\"differing_rows\":', '\"differing_rows\":9')",
    )
    .execute(&office.db.owner)
    .await
    .unwrap();
    assert!(list().await.contains("DOES NOT HOLD"));
    let told: Value =
        serde_json::from_str(&run_on(url, &["projections", "certificates", "--json"]).await).unwrap();
    assert_eq!(told[0]["signature_holds"], false);
}
