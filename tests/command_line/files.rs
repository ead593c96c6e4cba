//! Documents as the program itself takes them apart, in the process that it starts for each.

use std::path::PathBuf;
use std::process::Stdio;

use application::library::{Content, Fault, Workbench};
use domain::library::Format;
use domain::{FileId, ResourceId};
use futures::{StreamExt, stream};
use infrastructure::ChildProcess;
use infrastructure::preparing::VERB;
use tempfile::TempDir;
use testkit::pdf;

use crate::support::{Served, advised, iaspn, run, run_on};

fn child() -> ChildProcess {
    ChildProcess::new(PathBuf::from(env!("CARGO_BIN_EXE_iaspn")), std::env::var_os("PATH"))
}

fn content(bytes: impl Into<Vec<u8>>) -> Content {
    stream::iter([Ok(bytes.into().into())]).boxed()
}

#[tokio::test]
async fn a_pdf_gives_its_text_and_a_picture_of_its_first_page() {
    let document = pdf(&["Protección social\nen las Américas".to_owned(), "La página (2)".to_owned()]);
    let made = child().make(Format::Pdf, content(document)).await.unwrap();
    assert_eq!(made.text, "Protección social\nen las Américas\nLa página (2)");
    let widths: Vec<u32> = made.pictures.iter().map(|picture| picture.is.width).collect();
    assert_eq!((&widths[..2], widths.len()), (&[320, 800][..], 3), "{widths:?}");
    let small = &made.pictures[0];
    assert!(small.is.height > small.is.width && !small.is.whole);
    assert_eq!(small.is.bytes, small.content.len() as u64);
}

#[tokio::test]
async fn what_is_not_what_its_name_says_harms_nobody() {
    let page = b"<!DOCTYPE html><script>alert(1)</script>".to_vec();
    let behind = [pdf(&["visible".to_owned()]), b"PK\x03\x04<script>alert(1)</script>".to_vec()].concat();
    let polyglot = child().make(Format::Pdf, content(behind)).await.unwrap();
    assert_eq!(polyglot.text, "visible");
    for (format, document) in [
        (Format::Pdf, page.clone()),
        (Format::Pdf, b"%PDF-1.7\n but nothing of one".to_vec()),
        (Format::Pdf, vec![]),
        (Format::Docx, page.clone()),
        (Format::Docx, vec![]),
        (Format::Png, page),
        (Format::Jpeg, vec![]),
    ] {
        let made = child().make(format, content(document)).await;
        assert_eq!(made, Err(Fault::Damaged), "{format:?}");
    }
    let empty = child().make(Format::Txt, content(vec![])).await.unwrap();
    assert_eq!((empty.text.as_str(), empty.pictures.len()), ("", 0));
}

/// Linux says of each process what it may take.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn the_process_bounds_itself_before_it_reads() {
    let mut process =
        iaspn(&[VERB, "text/plain"]).stdin(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
    let limits = PathBuf::from(format!("/proc/{}/limits", process.id().unwrap()));
    let bounded = |limits: &str, what: &str, most: &str| {
        limits.lines().any(|line| line.starts_with(what) && line[what.len()..].trim_start().starts_with(most))
    };
    loop {
        let limits = std::fs::read_to_string(&limits).unwrap();
        let expected = [
            ("Max cpu time", "60 "),
            ("Max address space", "1610612736 "),
            ("Max file size", "268435456 "),
            ("Max core file size", "0 "),
        ];
        if expected.iter().all(|(what, most)| bounded(&limits, what, most)) {
            break;
        }
        tokio::task::yield_now().await;
    }
    drop(process.stdin.take());
    assert!(process.wait().await.unwrap().success());
}

#[tokio::test]
async fn a_document_of_no_known_type_is_refused_in_one_line() {
    advised(&run(&[VERB, "image/svg+xml"]).await, &["image/svg+xml"]);
}

#[tokio::test]
async fn documents_are_prepared_again_from_the_command_line() {
    let db = testkit::database().await;
    let folder = TempDir::new().unwrap();
    let files = folder.path().display().to_string();
    let mut serve = iaspn(&["serve"]);
    serve.env("DATABASE_URL", &db.url).env("FILES_URL", &files);
    // It makes the read models.
    drop(Served::start(serve).await);
    let file = FileId::derived(&["file"]);
    let document = pdf(&["canasta básica".to_owned()]);
    std::fs::create_dir_all(folder.path().join("documents")).unwrap();
    std::fs::write(folder.path().join("documents").join(file.to_string()), &document).unwrap();
    sqlx::query(
        "INSERT INTO prepared (file, resource, media_type, size, state, next_try, asked_at)
         VALUES ($1, $2, 'application/pdf', $3, 'failed', now(), now())",
    )
    .bind(file.uuid())
    .bind(ResourceId::derived(&["resource"]).uuid())
    .bind(i64::try_from(document.len()).unwrap())
    .execute(&db.pool)
    .await
    .unwrap();
    let status = run_on(&db.url, &["files", "status", "--json"]).await;
    assert_eq!(serde_json::from_str::<serde_json::Value>(&status).unwrap()["failed"], 1);
    for again in [&[][..], &["--again"]] {
        let prepare = [&["files", "prepare", "--json", "--files-url", files.as_str()], again].concat();
        let said: serde_json::Value = serde_json::from_str(&run_on(&db.url, &prepare).await).unwrap();
        assert_eq!(said, serde_json::json!({ "done": 1, "failed": 0, "waiting": 0 }));
    }
    let content: String =
        sqlx::query_scalar("SELECT content FROM prepared").fetch_one(&db.pool).await.unwrap();
    assert_eq!(content, "canasta básica");
    assert!(folder.path().join("pictures").join(file.to_string()).join("320").exists());
    let unknown =
        iaspn(&["files", "prepare", "--resource", "zzzzzzzzzz"]).env("DATABASE_URL", &db.url).output();
    advised(&unknown.await.unwrap(), &["zzzzzzzzzz"]);
}
