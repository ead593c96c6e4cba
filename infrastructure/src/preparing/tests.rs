//! Documents that are prepared by somebody who may die over them, with a real table, a real folder of files, and
//! real processes that behave badly.

use std::collections::VecDeque;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use application::Clock;
use application::library::{
    Content, Fault, Files, Made, Picture, Preparations, Prepared, Preparer, TEXT_MAX, Wanted, Workbench,
};
use bytes::Bytes;
use chrono::{DateTime, TimeDelta, Utc};
use domain::library::{Format, Rendition};
use domain::{FileId, ResourceId};
use futures::future::BoxFuture;
use futures::{StreamExt, stream};
use tempfile::TempDir;
use testkit::TestDb;
use tokio_util::sync::CancellationToken;

use super::{ChildProcess, PostgresPreparations, standing};
use crate::ObjectFiles;

fn content(bytes: &'static [u8]) -> Content {
    stream::iter([Ok(Bytes::from_static(bytes))]).boxed()
}

fn made(text: &str) -> Made {
    let content = Bytes::from_static(b"\xff\xd8jpeg");
    let is = Rendition {
        width: 320,
        height: 200,
        media_type: "image/jpeg".into(),
        bytes: 6,
        hash: "0a".into(),
        whole: false,
    };
    Made { text: text.into(), pictures: vec![Picture { is, content }] }
}

/// Gives one outcome after the other, and then none for ever.
#[derive(Default)]
struct Bench(Mutex<VecDeque<Result<Made, Fault>>>);

impl Workbench for Bench {
    fn make(&self, _: Format, _: Content) -> BoxFuture<'_, Result<Made, Fault>> {
        let outcome = self.0.lock().unwrap().pop_front();
        Box::pin(async move {
            match outcome {
                Some(outcome) => outcome,
                None => std::future::pending().await,
            }
        })
    }
}

struct Workshop {
    db: TestDb,
    folder: TempDir,
    files: Arc<ObjectFiles>,
    table: Arc<PostgresPreparations>,
    bench: Arc<Bench>,
    now: Arc<Mutex<DateTime<Utc>>>,
    preparer: Preparer,
}

impl Workshop {
    /// With one PDF that waits.
    async fn open() -> Self {
        let db = testkit::database().await;
        let folder = tempfile::tempdir().unwrap();
        let files = Arc::new(ObjectFiles::in_folder(folder.path()).unwrap());
        let table = Arc::new(PostgresPreparations::new(db.pool.clone()));
        let bench = Arc::new(Bench::default());
        let now = Arc::new(Mutex::new("2026-03-02T10:00:00Z".parse().unwrap()));
        let hands = Arc::clone(&now);
        let clock: Clock = Arc::new(move || *hands.lock().unwrap());
        let preparer = Preparer::new(
            Arc::clone(&files) as _,
            Arc::clone(&table) as _,
            Arc::clone(&bench) as _,
            clock,
            Arc::default(),
        );
        let mut incoming = files.create(file()).await.unwrap();
        incoming.write(Bytes::from_static(b"%PDF-1.7")).await.unwrap();
        incoming.finish().await.unwrap();
        let workshop = Self { db, folder, files, table, bench, now, preparer };
        let wanted = Wanted { file: file(), resource: resource(), format: Format::Pdf, size: 8 };
        for _ in 0..2 {
            workshop.table.ask(&wanted, workshop.now()).await.unwrap();
        }
        workshop
    }

    fn now(&self) -> DateTime<Utc> {
        *self.now.lock().unwrap()
    }

    fn pass(&self, time: TimeDelta) {
        *self.now.lock().unwrap() += time;
    }

    fn will(&self, outcome: Result<Made, Fault>) {
        self.bench.0.lock().unwrap().push_back(outcome);
    }

    async fn next(&self) -> Option<Prepared> {
        self.preparer.next(&CancellationToken::new()).await.unwrap()
    }

    async fn row(&self) -> Option<(String, Option<String>, i32)> {
        sqlx::query_as("SELECT state, reason, attempts FROM prepared")
            .fetch_optional(&self.db.pool)
            .await
            .unwrap()
    }

    async fn state(&self) -> String {
        self.row().await.unwrap().0
    }

    fn pictures(&self) -> usize {
        let of_file = self.folder.path().join("pictures").join(file().to_string());
        std::fs::read_dir(of_file).map_or(0, Iterator::count)
    }
}

fn file() -> FileId {
    FileId::derived(&["file"])
}

fn resource() -> ResourceId {
    ResourceId::derived(&["resource"])
}

#[tokio::test]
async fn a_document_is_prepared_once_and_nothing_is_left_after_its_withdrawal() {
    let workshop = Workshop::open().await;
    workshop.will(Ok(made("Niñez")));
    assert_eq!((workshop.next().await, workshop.next().await), (Some(Prepared::Done), None));
    assert_eq!((workshop.state().await.as_str(), workshop.pictures()), ("done", 1));
    let found = "SELECT count(*) FROM prepared WHERE words @@ to_tsquery('simple', 'ninez')";
    let words: i64 = sqlx::query_scalar(found).fetch_one(&workshop.db.pool).await.unwrap();
    assert_eq!(words, 1);
    workshop.table.withdraw(resource(), workshop.now()).await.unwrap();
    let left: Option<String> =
        sqlx::query_scalar("SELECT content FROM prepared").fetch_one(&workshop.db.pool).await.unwrap();
    assert_eq!(left, None, "the text goes at once");
    assert_eq!(workshop.next().await, Some(Prepared::Removed));
    assert_eq!((workshop.row().await, workshop.pictures()), (None, 0));
}

#[tokio::test]
async fn a_document_over_which_processes_die_is_given_up() {
    let workshop = Workshop::open().await;
    for attempt in 1..=3 {
        workshop.will(Err(Fault::Crashed));
        assert_eq!(workshop.next().await, Some(Prepared::Failed(Fault::Crashed)), "{attempt}");
        assert_eq!(workshop.next().await, None, "not at once");
        workshop.pass(TimeDelta::minutes(10));
    }
    assert_eq!(workshop.next().await, None);
    assert_eq!(workshop.row().await, Some(("failed".into(), Some("crashed".into()), 3)));
    let standing = standing(&workshop.db.pool).await.unwrap();
    assert_eq!((standing.waiting, standing.failed), (0, 1));
}

#[tokio::test]
async fn a_document_over_which_the_portal_dies_is_taken_up_again_and_given_up_in_the_end() {
    let workshop = Workshop::open().await;
    for _ in 0..3 {
        // Taken, and never heard of again.
        let lease = workshop.now() + TimeDelta::minutes(5);
        assert!(workshop.table.take(workshop.now(), lease).await.unwrap().is_some());
        assert!(workshop.table.take(workshop.now(), lease).await.unwrap().is_none(), "it is somebody's");
        workshop.pass(TimeDelta::minutes(6));
    }
    assert_eq!(workshop.next().await, Some(Prepared::Failed(Fault::Crashed)));
    assert_eq!(workshop.state().await, "failed");
}

#[tokio::test]
async fn what_cannot_end_otherwise_is_tried_once() {
    for fault in [Fault::Damaged, Fault::TooLarge] {
        let workshop = Workshop::open().await;
        workshop.will(Err(fault));
        workshop.next().await;
        workshop.pass(TimeDelta::days(1));
        assert_eq!(workshop.next().await, None);
        assert_eq!(workshop.row().await, Some(("failed".into(), Some(fault.code().into()), 1)));
    }
}

#[tokio::test]
async fn a_store_without_room_and_a_missing_program_are_waited_for() {
    let workshop = Workshop::open().await;
    // Nothing can be written below a file.
    let obstacle = workshop.folder.path().join("pictures");
    std::fs::write(&obstacle, "").unwrap();
    for _ in 0..5 {
        workshop.will(Ok(made("text")));
        assert_eq!(workshop.next().await, Some(Prepared::Failed(Fault::Store)));
        workshop.pass(TimeDelta::minutes(5));
    }
    workshop.will(Err(Fault::Tool));
    assert_eq!(workshop.next().await, Some(Prepared::Failed(Fault::Tool)));
    assert_eq!(workshop.row().await, Some(("waiting".into(), Some("tool".into()), 0)));
    let waits = standing(&workshop.db.pool).await.unwrap();
    assert_eq!((waits.waiting, waits.failing, waits.oldest.is_some()), (1, 1, true));
    std::fs::remove_file(obstacle).unwrap();
    workshop.pass(TimeDelta::hours(2));
    workshop.will(Ok(made("text")));
    assert_eq!(workshop.next().await, Some(Prepared::Done));
}

#[tokio::test]
async fn whoever_is_stopped_gives_the_document_back() {
    let workshop = Workshop::open().await;
    let stop = CancellationToken::new();
    stop.cancel();
    assert_eq!(workshop.preparer.next(&stop).await.unwrap(), None);
    assert_eq!(workshop.row().await, Some(("waiting".into(), None, 0)));
    workshop.will(Ok(Made::default()));
    assert_eq!(workshop.next().await, Some(Prepared::Done));
    assert_eq!(workshop.state().await, "nothing");
}

#[tokio::test]
async fn what_is_withdrawn_while_it_is_prepared_leaves_nothing() {
    let workshop = Workshop::open().await;
    let lease = workshop.now() + TimeDelta::minutes(5);
    workshop.table.take(workshop.now(), lease).await.unwrap();
    workshop.files.put_picture(file(), 320, Bytes::from_static(b"x")).await.unwrap();
    workshop.table.withdraw(resource(), workshop.now()).await.unwrap();
    assert!(!workshop.table.done(file(), "text", &[], workshop.now()).await.unwrap());
    assert_eq!(workshop.next().await, Some(Prepared::Removed));
    assert_eq!((workshop.row().await, workshop.pictures()), (None, 0));
}

#[tokio::test]
async fn no_text_is_too_long_or_too_foreign_for_the_search() {
    let workshop = Workshop::open().await;
    let words = |n: usize| (0..n).map(|n| format!("{n:x}é")).collect::<Vec<_>>().join(" ");
    for text in [
        words(TEXT_MAX / 8),
        "الحماية الاجتماعية 𐍈𝔸 👪".to_owned(),
        "字".repeat(TEXT_MAX / 3),
        "a".repeat(TEXT_MAX),
    ] {
        workshop.table.done(file(), &text, &[], workshop.now()).await.unwrap();
        workshop.state().await;
        sqlx::query("UPDATE prepared SET state = 'waiting'").execute(&workshop.db.pool).await.unwrap();
    }
}

/// A program in place of this one.
fn program(folder: &Path, script: &str) -> ChildProcess {
    let place = folder.join("program");
    std::fs::write(&place, format!("#!/bin/sh\n{script}\n")).unwrap();
    std::fs::set_permissions(&place, std::fs::Permissions::from_mode(0o755)).unwrap();
    ChildProcess::new(place, std::env::var_os("PATH"))
}

#[tokio::test]
async fn a_process_that_dies_lies_or_is_missing_is_told_apart() {
    let folder = tempfile::tempdir().unwrap();
    for (script, fault) in [
        ("kill -9 $$", Fault::Crashed),
        ("kill -XCPU $$", Fault::Slow),
        ("kill -XFSZ $$", Fault::TooLarge),
        ("kill -ABRT $$", Fault::TooLarge),
        ("exit 3", Fault::Damaged),
        ("echo '{}'", Fault::Crashed),
        ("", Fault::Crashed),
    ] {
        let child = program(folder.path(), script);
        assert_eq!(child.make(Format::Pdf, content(b"%PDF")).await, Err(fault), "{script}");
    }
    let nowhere = ChildProcess::new(folder.path().join("nowhere"), None);
    assert_eq!(nowhere.make(Format::Pdf, content(b"%PDF")).await, Err(Fault::Tool));
}

#[tokio::test]
async fn the_process_gets_the_document_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let seen = folder.path().join("seen");
    let script = format!("{{ env; cat; echo; echo \"$@\"; }} > '{}'; exit 1", seen.display());
    let child = program(folder.path(), &script);
    child.make(Format::Txt, content(b"the document")).await.unwrap_err();
    let seen = std::fs::read_to_string(seen).unwrap();
    assert!(seen.contains("the document\nprepare-document text/plain"), "{seen}");
    let allotted = ["MIMALLOC_ARENA_RESERVE=", "TOKIO_WORKER_THREADS="];
    let own = [&["PATH=", "PWD=", "SHLVL=", "_=", "OLDPWD="][..], &allotted].concat();
    let told = seen.lines().take_while(|line| *line != "the document");
    for line in told {
        assert!(own.iter().any(|name| line.starts_with(name)), "{line}");
    }
}

#[tokio::test]
async fn whoever_gives_a_document_up_ends_its_process_and_all_that_it_started() {
    let folder = tempfile::tempdir().unwrap();
    let ids = folder.path().join("ids");
    let script = format!("sleep 1000 & echo $$ $! > '{0}.new'; mv '{0}.new' '{0}'; wait", ids.display());
    let child = program(folder.path(), &script);
    let working = tokio::spawn(async move { child.make(Format::Pdf, content(b"%PDF")).await });
    while !ids.exists() {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    working.abort();
    let started = std::fs::read_to_string(&ids).unwrap();
    for id in started.split_whitespace() {
        // Gone, or dead and not yet fetched by whoever has taken it over.
        let runs = || {
            let Ok(status) = std::process::Command::new("ps").args(["-o", "stat=", "-p", id]).output() else {
                return false;
            };
            let status = String::from_utf8_lossy(&status.stdout).trim().to_owned();
            !status.is_empty() && !status.starts_with('Z')
        };
        while runs() {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }
}
