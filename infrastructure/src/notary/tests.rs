//! The notary before a real log, and what it refuses.

use std::path::Path;

use cqrs_es::persist::{PersistedEventRepository, SerializedEvent};
use domain::bookmarks::Bookmark;
use serde_json::json;
use tempfile::TempDir;
use testkit::TestDb;

use super::*;
use crate::{PostgresStore, connect_as_notary, random_id, system_clock};

struct Office {
    db: TestDb,
    store: PostgresStore,
    folder: TempDir,
}

impl Office {
    async fn open() -> Self {
        let db = testkit::database().await;
        let store = PostgresStore::new(db.pool.clone());
        Self { db, store, folder: TempDir::new().unwrap() }
    }

    async fn notary_in(&self, folder: &Path, recheck: bool) -> Result<Notary, NotaryError> {
        let pool = connect_as_notary(&self.db.url).await.unwrap();
        Notary::begin(pool, system_clock(), Folder::open(folder)?, "portal.example.org/log", recheck).await
    }

    async fn notary(&self) -> Result<Notary, NotaryError> {
        self.notary_in(self.folder.path(), false).await
    }

    async fn append(&self, events: usize) {
        for _ in 0..events {
            let event = SerializedEvent::new(
                random_id().to_string(),
                1,
                "bookmark".into(),
                "BookmarkRemoved".into(),
                "1".into(),
                json!({"n": random_id()}),
                json!({}),
            );
            self.store.persist::<Bookmark>(&[event], None).await.unwrap();
        }
    }

    /// As somebody who has the database in hand.
    async fn tamper(&self, sql: &str) {
        let sql =
            format!("ALTER TABLE events DISABLE TRIGGER USER; {sql}; ALTER TABLE events ENABLE TRIGGER USER");
        sqlx::raw_sql(&sql).execute(&self.db.owner).await.unwrap();
    }

    async fn published(&self) -> (u64, String) {
        let mut connection = self.db.pool.acquire().await.unwrap();
        let latest = tables::latest(&mut connection).await.unwrap().unwrap();
        (latest.size, latest.note)
    }
}

/// Signs all that there is.
async fn sign(notary: &mut Notary) -> u64 {
    notary.round().await.unwrap();
    notary.size()
}

fn refused<T>(outcome: Result<T, NotaryError>) -> Refusal {
    match outcome {
        Err(NotaryError::Refused(refusal)) => refusal,
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("it did not refuse"),
    }
}

#[tokio::test]
async fn it_signs_what_has_come_and_goes_on_where_it_was() {
    let office = Office::open().await;
    let mut notary = office.notary().await.unwrap();
    assert!(!notary.round().await.unwrap());
    office.append(300).await;
    assert_eq!(sign(&mut notary).await, 300);
    assert!(!notary.round().await.unwrap());
    let (size, note) = office.published().await;
    let first = notary.key().verifier().open_checkpoint(&note).unwrap();
    assert_eq!((size, first.size), (300, 300));
    drop(notary);

    office.append(300).await;
    let mut notary = office.notary().await.unwrap();
    assert_eq!(notary.size(), 300);
    assert_eq!(sign(&mut notary).await, 600);
    // The same log hashed by somebody else has the same root.
    let (_, note) = office.published().await;
    let signed = notary.key().verifier().open_checkpoint(&note).unwrap();
    drop(notary);
    let notary = office.notary_in(office.folder.path(), true).await.unwrap();
    assert_eq!(notary.key().verifier().open_checkpoint(&note).unwrap(), signed);
    assert_eq!(notary.size(), 600);
}

#[tokio::test]
async fn a_log_that_was_cut_short_is_not_signed_again() {
    let office = Office::open().await;
    let mut notary = office.notary().await.unwrap();
    office.append(20).await;
    sign(&mut notary).await;
    office.tamper("DELETE FROM events WHERE position > 15").await;
    office.append(1).await;
    let refusal = refused(notary.round().await);
    assert!(matches!(refusal, Refusal::CutShort { found: 16, signed: 20 }), "{refusal}");
    drop(notary);
    assert!(matches!(refused(office.notary().await), Refusal::CutShort { .. }));
    assert_eq!(office.published().await.0, 20);
}

#[tokio::test]
async fn an_older_backup_is_noticed_even_when_the_log_has_grown_past_it() {
    let office = Office::open().await;
    let mut notary = office.notary().await.unwrap();
    office.append(10).await;
    sign(&mut notary).await;
    // The backup has the log and the notary's tables as they were.
    sqlx::raw_sql("CREATE TABLE tiles AS TABLE log_tiles; CREATE TABLE points AS TABLE log_checkpoints")
        .execute(&office.db.owner)
        .await
        .unwrap();
    office.append(10).await;
    sign(&mut notary).await;
    drop(notary);
    office
        .tamper(
            "DELETE FROM events WHERE position > 10; DELETE FROM log_tiles; DELETE FROM log_checkpoints;
             INSERT INTO log_tiles SELECT * FROM tiles; INSERT INTO log_checkpoints SELECT * FROM points",
        )
        .await;
    assert!(matches!(refused(office.notary().await), Refusal::CutShort { found: 10, signed: 20 }));
    office.append(30).await;
    let refusal = refused(office.notary().await);
    assert!(matches!(refusal, Refusal::Rewritten { signed: 20, .. }), "{refusal}");
    assert_eq!(office.published().await.0, 10);
}

#[tokio::test]
async fn a_changed_event_is_found_and_named() {
    let office = Office::open().await;
    let mut notary = office.notary().await.unwrap();
    office.append(600).await;
    sign(&mut notary).await;
    drop(notary);
    office.tamper("UPDATE events SET payload = '{\"n\":0}' WHERE position = 300").await;
    let refusal = refused(office.notary_in(office.folder.path(), true).await);
    assert!(matches!(refusal, Refusal::Rewritten { first: Some(at), .. } if at.0 == 300), "{refusal}");
}

#[tokio::test]
async fn one_notary_keeps_a_log() {
    let office = Office::open().await;
    let notary = office.notary().await.unwrap();
    let elsewhere = TempDir::new().unwrap();
    assert!(matches!(refused(office.notary().await), Refusal::Folder(FolderError::Busy(_))));
    assert!(matches!(refused(office.notary_in(elsewhere.path(), false).await), Refusal::NotAlone));
    drop(notary);
    // The connection's end frees the log, though not at once.
    loop {
        match refused(office.notary_in(elsewhere.path(), false).await) {
            Refusal::NotAlone => tokio::task::yield_now().await,
            Refusal::OtherNotary(_) => break,
            other => panic!("{other}"),
        }
    }
}

#[tokio::test]
async fn damaged_tables_are_written_anew_from_the_log() {
    let office = Office::open().await;
    let mut notary = office.notary().await.unwrap();
    office.append(300).await;
    sign(&mut notary).await;
    let (_, note) = office.published().await;
    for damage in [
        "DELETE FROM log_tiles WHERE level = 1",
        "UPDATE log_tiles SET hashes = substr(hashes, 1, 32)",
        "DELETE FROM log_checkpoints",
    ] {
        drop(notary);
        sqlx::raw_sql(damage).execute(&office.db.owner).await.unwrap();
        notary = office.notary().await.unwrap();
        assert_eq!(sign(&mut notary).await, 300, "{damage}");
        assert_eq!(office.published().await.1, note, "{damage}");
    }
}

#[tokio::test]
async fn a_checkpoint_that_was_signed_and_not_published_is_published_next() {
    let office = Office::open().await;
    let mut notary = office.notary().await.unwrap();
    office.append(10).await;
    sign(&mut notary).await;
    sqlx::raw_sql("CREATE TABLE tiles AS TABLE log_tiles; CREATE TABLE points AS TABLE log_checkpoints")
        .execute(&office.db.owner)
        .await
        .unwrap();
    office.append(10).await;
    sign(&mut notary).await;
    let (_, note) = office.published().await;
    drop(notary);
    office
        .tamper(
            "DELETE FROM log_tiles; DELETE FROM log_checkpoints;
             INSERT INTO log_tiles SELECT * FROM tiles; INSERT INTO log_checkpoints SELECT * FROM points",
        )
        .await;
    let mut notary = office.notary().await.unwrap();
    notary.round().await.unwrap();
    assert_eq!(office.published().await, (20, note));
}
