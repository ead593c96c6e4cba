//! Exports of a real database.

use std::path::Path;

use cqrs_es::persist::{PersistedEventRepository, SerializedEvent};
use domain::bookmarks::Bookmark;
use tempfile::TempDir;
use testkit::TestDb;

use super::forge::{History, ORIGIN};
use crate::bundle::draft::Draft;
use crate::bundle::layout::{FORMAT_FILE, MANIFEST_FILE};
use crate::bundle::{ExportError, Exported, Upto, Verdict, export, verify};
use crate::notary::{Folder, Notary, VerifierKey};
use crate::{PostgresStore, connect_as_notary, system_clock};

struct Office {
    db: TestDb,
    history: History,
    stored: usize,
    folder: TempDir,
}

impl Office {
    async fn open() -> Self {
        let (db, folder) = (testkit::database().await, TempDir::new().unwrap());
        Self { db, history: History::lived(70), stored: 0, folder }
    }

    /// The next so many events of the history come into the log, and the notary signs them.
    async fn sign(&mut self, events: usize) {
        let store = PostgresStore::new(self.db.pool.clone());
        for event in &self.history.events[self.stored..self.stored + events] {
            let stored = SerializedEvent::new(
                event.aggregate_id.clone(),
                usize::try_from(event.sequence).unwrap(),
                event.aggregate_type.clone(),
                event.event_type.clone(),
                event.event_version.clone(),
                serde_json::from_str(&event.payload).unwrap(),
                serde_json::from_str(&event.metadata).unwrap(),
            );
            store.persist::<Bookmark>(&[stored], None).await.unwrap();
        }
        self.stored += events;
        let pool = connect_as_notary(&self.db.url).await.unwrap();
        let folder = Folder::open(&self.folder.path().join("notary")).unwrap();
        let mut notary = Notary::begin(pool, system_clock(), folder, ORIGIN, false).await.unwrap();
        while notary.round().await.unwrap() {}
    }

    async fn export(&self, name: &str, upto: Upto) -> Result<Exported, ExportError> {
        export(&self.db.pool, &self.folder.path().join(name), upto, |_, _| {}).await
    }

    async fn keep_checkpoints(&self) {
        // As if each were of another hour.
        let sql = "UPDATE log_checkpoints SET signed_at = signed_at - interval '1 day'";
        sqlx::raw_sql(sql).execute(&self.db.owner).await.unwrap();
    }

    async fn release_notary(&self) {
        // The connection's end frees the log, though not at once.
        loop {
            let held: bool = sqlx::query_scalar("SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))")
                .fetch_one(&self.db.owner)
                .await
                .unwrap();
            if !held {
                return;
            }
            tokio::task::yield_now().await;
        }
    }
}

fn verified(exported: &Exported) -> Verdict {
    let key = VerifierKey::parse(&exported.key).unwrap();
    let verdict = verify(&exported.folder, &key, |_, _, _| {}).unwrap();
    let faults: Vec<String> = verdict.faults.named().iter().map(ToString::to_string).collect();
    assert_eq!(faults, Vec::<String>::new());
    verdict
}

#[tokio::test]
async fn an_export_ends_at_a_checkpoint_and_is_right() {
    let mut office = Office::open().await;
    let nothing = office.export("early", Upto::Latest).await.unwrap_err();
    assert!(matches!(nothing, ExportError::Unsigned));
    office.sign(300).await;
    office.keep_checkpoints().await;
    office.release_notary().await;
    office.sign(60).await;

    let whole = office.export("whole", Upto::Latest).await.unwrap();
    assert_eq!((whole.size, whole.events, whole.checkpoints, whole.left_out), (360, 360, 2, 0));
    assert_eq!(verified(&whole).size, 360);
    let older = office.export("older", Upto::Size(300)).await.unwrap();
    assert_eq!((older.size, older.events, older.checkpoints, older.left_out), (300, 300, 1, 60));
    assert!(older.folder.join("tile/0/001.p/44").is_file(), "as wide as the tree was");
    verified(&older);

    let none = office.export("none", Upto::Size(310)).await.unwrap_err();
    assert_eq!(none.to_string(), "there is no checkpoint of 310 events; the nearest are of 300 and 360");
    // The same log gives the same bytes.
    let again = office.export("again", Upto::Size(300)).await.unwrap();
    for name in ["events/000000.ndjson", MANIFEST_FILE, "checkpoints.ndjson", "rules.json"] {
        let read = |folder: &Path| std::fs::read(folder.join(name)).unwrap();
        assert_eq!(read(&again.folder), read(&older.folder), "{name}");
    }
}

#[tokio::test]
async fn a_folder_that_is_not_its_own_is_left_alone() {
    let mut office = Office::open().await;
    office.sign(20).await;
    let taken = office.folder.path().join("taken");
    std::fs::create_dir(&taken).unwrap();
    std::fs::write(taken.join("mine"), "mine").unwrap();
    assert!(matches!(office.export("taken", Upto::Latest).await, Err(ExportError::Occupied(_))));
    assert!(matches!(office.export("taken/mine", Upto::Latest).await, Err(ExportError::Occupied(_))));
    let beside = office.folder.path().join("new.unfinished");
    std::fs::create_dir(&beside).unwrap();
    std::fs::write(beside.join("mine"), "mine").unwrap();
    assert!(matches!(office.export("new", Upto::Latest).await, Err(ExportError::Occupied(_))));
    assert_eq!(std::fs::read_to_string(beside.join("mine")).unwrap(), "mine");

    let empty = office.folder.path().join("empty");
    std::fs::create_dir(&empty).unwrap();
    verified(&office.export("empty", Upto::Latest).await.unwrap());
    assert!(matches!(office.export("empty", Upto::Latest).await, Err(ExportError::Occupied(_))));
}

#[tokio::test]
async fn what_an_interrupted_export_left_is_replaced() {
    let mut office = Office::open().await;
    office.sign(20).await;
    let name = office.folder.path().join("new");
    let draft = Draft::begin(&name).unwrap();
    draft.write("events/000000.ndjson", b"half a li").unwrap();
    assert!(matches!(office.export("new", Upto::Latest).await, Err(ExportError::Busy(_))));
    let left = office.folder.path().join("new.unfinished");
    // As a killed process leaves it: nothing is removed.
    let kept = office.folder.path().join("kept");
    std::fs::rename(&left, &kept).unwrap();
    drop(draft);
    std::fs::rename(&kept, &left).unwrap();
    assert!(left.join(FORMAT_FILE).is_file() && !name.exists());
    verified(&office.export("new", Upto::Latest).await.unwrap());
    assert!(!left.exists());
}
