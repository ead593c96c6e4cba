//! Documents that reach the limits of the process that takes them apart. Each of them is uploaded as any other, and
//! is read where there is room for it: it is the limit that ends the process.

use std::io::{Cursor, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use application::library::{Document, Documents, Fault, Preparations, Prepared, Preparer, Wanted, Workbench};
use application::{Clock, Desk};
use chrono::{DateTime, TimeDelta, Utc};
use domain::library::Format;
use domain::{FileId, MemberId, ResourceId};
use futures::stream;
use infrastructure::preparing::Limits;
use infrastructure::{ChildProcess, ObjectFiles, PostgresPreparations, system_clock};
use tempfile::TempDir;
use testkit::{TestDb, endless_pdf};
use tokio_util::sync::CancellationToken;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const MB: usize = 1024 * 1024;

fn child() -> ChildProcess {
    ChildProcess::new(PathBuf::from(env!("CARGO_BIN_EXE_iaspn")), std::env::var_os("PATH"))
}

/// A document of one paragraph, with a photograph that does not shrink.
fn docx(text: &str) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let quickly = SimpleFileOptions::default().compression_level(Some(1));
    archive.start_file("word/document.xml", quickly).unwrap();
    write!(archive, "<w:document><w:p><w:t>{text}</w:t></w:p></w:document>").unwrap();
    archive.start_file("word/media/image1.png", SimpleFileOptions::default()).unwrap();
    let noise = (0_u64..80_000).flat_map(|n| n.wrapping_mul(0x9e37_79b9_7f4a_7c15).to_le_bytes());
    archive.write_all(&noise.collect::<Vec<u8>>()).unwrap();
    archive.finish().unwrap().into_inner()
}

/// Documents as the portal has them, and whoever prepares them within the limits.
struct Workshop {
    db: TestDb,
    _folder: TempDir,
    files: Arc<ObjectFiles>,
    table: Arc<PostgresPreparations>,
    now: Arc<Mutex<DateTime<Utc>>>,
}

impl Workshop {
    async fn open() -> Self {
        let db = testkit::database().await;
        let folder = TempDir::new().unwrap();
        let files = Arc::new(ObjectFiles::in_folder(folder.path()).unwrap());
        let table = Arc::new(PostgresPreparations::new(db.pool.clone()));
        let now = Arc::new(Mutex::new("2026-03-02T10:00:00Z".parse().unwrap()));
        Self { db, _folder: folder, files, table, now }
    }

    /// Through all that an upload is looked at for.
    async fn upload(&self, name: &str, content: Vec<u8>) -> FileId {
        let desk = Arc::new(Desk::new(Arc::new(testkit::store(self.db.pool.clone()).await), system_clock()));
        let documents = Documents::new(Arc::clone(&self.files) as _, desk, system_clock());
        let (member, resource) = (MemberId::derived(&["ana"]), ResourceId::derived(&[name]));
        let content = stream::once(async { Ok(content.into()) });
        let received = documents.receive(member, resource, name, content).await.unwrap();
        let Document { file, media_type, size, .. } = received.document;
        let format = Format::of_media_type(&media_type).unwrap();
        let now = *self.now.lock().unwrap();
        self.table.ask(&Wanted { file, resource, format, size }, now).await.unwrap();
        file
    }

    /// What became of each that was due, within the limits.
    async fn work(&self, limits: Limits) -> Vec<Prepared> {
        let hands = Arc::clone(&self.now);
        let clock: Clock = Arc::new(move || *hands.lock().unwrap());
        let (files, table) = (Arc::clone(&self.files), Arc::clone(&self.table));
        let preparer = Preparer::new(files, table, Arc::new(child().within(limits)), clock, Arc::default());
        let mut outcomes = Vec::new();
        while let Some(outcome) = preparer.next(&CancellationToken::new()).await.unwrap() {
            outcomes.push(outcome);
        }
        outcomes
    }

    /// As `iaspn files prepare` has what was given up tried again.
    async fn again(&self) {
        let again = "UPDATE prepared SET state = 'waiting', attempts = 0 WHERE state = 'failed'";
        sqlx::query(again).execute(&self.db.pool).await.unwrap();
        // Nobody has it any more.
        self.pass(TimeDelta::hours(1));
    }

    fn pass(&self, time: TimeDelta) {
        *self.now.lock().unwrap() += time;
    }

    /// State, reason and attempts.
    async fn row(&self, file: FileId) -> (String, Option<String>, i32) {
        sqlx::query_as("SELECT state, reason, attempts FROM prepared WHERE file = $1")
            .bind(file.uuid())
            .fetch_one(&self.db.pool)
            .await
            .unwrap()
    }
}

fn row(state: &str, reason: Option<&str>, attempts: i32) -> (String, Option<String>, i32) {
    (state.to_owned(), reason.map(str::to_owned), attempts)
}

#[tokio::test]
async fn a_document_that_takes_more_memory_than_it_may_is_given_up_and_the_next_is_prepared() {
    let workshop = Workshop::open().await;
    let large = workshop.upload("large.docx", docx(&"familia ".repeat(5 * MB))).await;
    workshop.pass(TimeDelta::seconds(1));
    let small = workshop.upload("small.docx", docx("familia")).await;
    workshop.pass(TimeDelta::seconds(1));
    // The program itself is given 230 MB of addresses before it begins.
    let narrow = Limits { memory: 320 * MB as u64, ..Limits::default() };
    assert_eq!(workshop.work(narrow).await, [Prepared::Failed(Fault::TooLarge), Prepared::Done]);
    assert_eq!(workshop.row(large).await, row("failed", Some("too_large"), 1));
    assert_eq!(workshop.row(small).await, row("done", None, 0));
    // Within the usual limits it is read.
    workshop.again().await;
    assert_eq!(workshop.work(Limits::default()).await, [Prepared::Done]);
    assert_eq!(workshop.row(large).await, row("done", None, 0));
}

#[tokio::test]
async fn a_document_that_gives_more_than_the_answer_may_hold_is_given_up() {
    let workshop = Workshop::open().await;
    let long = workshop.upload("long.docx", docx(&"familia ".repeat(1_000))).await;
    let narrow = Limits { room: 4_096, ..Limits::default() };
    assert_eq!(workshop.work(narrow).await, [Prepared::Failed(Fault::TooLarge)]);
    assert_eq!(workshop.row(long).await, row("failed", Some("too_large"), 1));
    workshop.again().await;
    assert_eq!(workshop.work(Limits::default()).await, [Prepared::Done]);
}

#[tokio::test]
async fn a_document_that_keeps_the_processor_busy_is_given_up_in_the_end_and_the_next_is_prepared() {
    let workshop = Workshop::open().await;
    let endless = workshop.upload("endless.pdf", endless_pdf()).await;
    workshop.pass(TimeDelta::seconds(1));
    let next = workshop.upload("next.txt", b"familia".to_vec()).await;
    // Nobody's patience ends: it is the processor's time that is over.
    let hasty = Limits { seconds: 1, patience: Duration::MAX, ..Limits::default() };
    let slow = Prepared::Failed(Fault::Slow);
    workshop.pass(TimeDelta::seconds(1));
    assert_eq!(workshop.work(hasty).await, [slow, Prepared::Done]);
    assert_eq!(workshop.row(next).await, row("done", None, 0));
    for attempt in 2..=3 {
        assert_eq!(workshop.row(endless).await, row("waiting", Some("slow"), attempt - 1));
        workshop.pass(TimeDelta::minutes(10));
        assert_eq!(workshop.work(hasty).await, [slow]);
    }
    assert_eq!(workshop.row(endless).await, row("failed", Some("slow"), 3));
}

/// `pdftotext`, which says first under which number it runs.
fn telling(folder: &Path) -> PathBuf {
    let (program, told) = (folder.join("pdftotext"), folder.join("id"));
    let script =
        format!("#!/bin/sh\necho $$ > '{}'\nPATH=${{PATH#*:}}\nexec pdftotext \"$@\"\n", told.display());
    std::fs::write(&program, script).unwrap();
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
    told
}

#[tokio::test]
async fn a_document_outlasts_nobodys_patience_and_leaves_no_process() {
    let tools = TempDir::new().unwrap();
    let told = telling(tools.path());
    let path = format!("{}:{}", tools.path().display(), std::env::var_os("PATH").unwrap().display());
    // On a machine that is too busy to start it in this time, it has the next.
    let mut patience = Duration::from_millis(500);
    while !told.exists() {
        let hasty = Limits { patience, seconds: 10_000, ..Limits::default() };
        let content = stream::once(async { Ok(endless_pdf().into()) });
        let child = ChildProcess::new(PathBuf::from(env!("CARGO_BIN_EXE_iaspn")), Some(path.clone().into()));
        let made = child.within(hasty).make(Format::Pdf, Box::pin(content)).await;
        assert_eq!(made, Err(Fault::Slow));
        patience *= 2;
    }
    let id = std::fs::read_to_string(told).unwrap();
    let runs = || {
        let asked = std::process::Command::new("ps").args(["-o", "stat=", "-p", id.trim()]).output().unwrap();
        let state = String::from_utf8_lossy(&asked.stdout).trim().to_owned();
        !state.is_empty() && !state.starts_with('Z')
    };
    while runs() {
        tokio::task::yield_now().await;
    }
}
