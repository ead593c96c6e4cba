//! The pages of the library over HTTP, with a real database, log, read models and folder of files.
#![allow(clippy::format_push_string, reason = "a body for a test, built once")]

mod citing;
mod harvesting;
mod preparing;
mod publishing;
mod reading;
mod resuming;
mod translations;
mod uploads;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use application::Clock;
use application::library::Documents;
use axum::body::Body;
use axum::http::Request;
use axum::http::header::CONTENT_TYPE;
use chrono::{DateTime, TimeDelta, Utc};
use infrastructure::ObjectFiles;
use tempfile::TempDir;

use crate::membership::tests::{Answer, Browser, House, form_id};

/// A house with a folder of files that the test can look into, and hands on the clock of its uploads.
struct Shelves {
    house: House,
    folder: TempDir,
    now: Arc<Mutex<DateTime<Utc>>>,
}

impl Shelves {
    async fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let now = Arc::new(Mutex::new("2026-03-02T10:00:00Z".parse().unwrap()));
        let files = Arc::new(ObjectFiles::in_folder(folder.path()).unwrap());
        let hands = Arc::clone(&now);
        let clock: Clock = Arc::new(move || *hands.lock().unwrap());
        let house = House::configured(|app| {
            app.documents = Arc::new(Documents::new(files, Arc::clone(&app.desk), clock));
        })
        .await;
        house.enrol("ana", "PE").await;
        Self { house, folder, now }
    }

    fn app_documents(&self) -> &Documents {
        &self.house.app.documents
    }

    fn pass(&self, time: TimeDelta) {
        *self.now.lock().unwrap() += time;
    }

    /// Everything that lies in the folder, what the store would not list included.
    fn stored(&self) -> Vec<PathBuf> {
        fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() { walk(&path, found) } else { found.push(path) }
            }
        }
        let mut found = Vec::new();
        walk(self.folder.path(), &mut found);
        found
    }

    /// The published documents, where nothing else is stored.
    #[track_caller]
    fn documents(&self) -> usize {
        let stored = self.stored();
        assert!(stored.iter().all(|path| path.parent().unwrap().ends_with("documents")), "{stored:?}");
        stored.len()
    }

    async fn publish(&self, browser: &mut Browser, fields: &[(&str, &str)]) -> Answer {
        self.house.post(browser, "/en/library/new", fields).await
    }

    async fn upload(
        &self,
        browser: &mut Browser,
        fields: &[(&str, &str)],
        name: &str,
        content: &[u8],
    ) -> Answer {
        self.house.ask(browser, multipart(form(fields, name, content))).await
    }
}

/// A form as it is sent when all is well, with some fields in place of others.
fn filled<'a>(command: &'a str, instead: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let usual = [
        ("command_id", command),
        ("title", "Registro social"),
        ("summary", "Cómo **registrar** familias."),
        ("authors", "MIDIS"),
        ("language", "es"),
        ("kind", "guide"),
        ("country", "PE"),
        ("institution", ""),
        ("year", "2024"),
        ("themes", "social-registry"),
        ("licence", "cc-by-4.0"),
        ("link", "https://example.org/guide"),
    ];
    let kept = usual.into_iter().filter(|(name, _)| !instead.iter().any(|(other, _)| other == name));
    kept.chain(instead.iter().copied()).collect()
}

/// The same without a link, for a document.
fn for_document<'a>(command: &'a str, instead: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    filled(command, instead).into_iter().filter(|(name, _)| *name != "link").collect()
}

const BOUNDARY: &str = "----shelf";

/// The body of a form with a file, up to its end.
fn form(fields: &[(&str, &str)], name: &str, content: &[u8]) -> Vec<u8> {
    let mut body = beginning(fields, name);
    body.extend_from_slice(content);
    body.extend_from_slice(format!("\r\n--{BOUNDARY}--\r\n").as_bytes());
    body
}

/// Up to the first byte of the file.
fn beginning(fields: &[(&str, &str)], name: &str) -> Vec<u8> {
    let mut body = String::new();
    for (name, value) in fields {
        body.push_str(&format!(
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
        ));
    }
    body.push_str(&format!(
        "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
         Content-Type: application/octet-stream\r\n\r\n"
    ));
    body.into_bytes()
}

fn multipart(body: impl Into<Body>) -> Request<Body> {
    Request::post("/en/library/new")
        .header(CONTENT_TYPE, format!("multipart/form-data; boundary={BOUNDARY}"))
        .header("sec-fetch-site", "same-origin")
        .body(body.into())
        .unwrap()
}

/// The address of the resource that an answer leads to.
fn published(answer: &Answer) -> String {
    assert_eq!(answer.status, 303, "{}", answer.body);
    answer.location().to_owned()
}
