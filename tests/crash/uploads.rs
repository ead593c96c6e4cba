//! Uploads and what is made of them while everything breaks: the line at each tenth, the portal, the disk, the
//! process that takes a document apart. The client of the first is tuspy, and its files are in a bucket.

use std::net::SocketAddr;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use infrastructure::random_id;
use serde_json::Value;
use testkit::Bucket;
use tokio::io::{AsyncReadExt, AsyncWriteExt, copy};
use tokio::net::{TcpListener, TcpStream};
use tokio::process::Command;

use crate::client::Client;
use crate::portal::Portal;
use crate::rebuilds::SmallDisk;

const EMAIL: &str = "ana@example.org";
/// Before looking again whether something has happened.
const PAUSE: Duration = Duration::from_millis(20);

/// A portal with a member and nothing else.
async fn portal(settings: Vec<(String, String)>) -> Portal {
    let mut portal = Portal::empty(testkit::database().await);
    portal.settings = settings;
    portal.enrol_as("Ana", EMAIL).await;
    portal
}

/// Publishes what was uploaded. Returns where its page is.
async fn publish(client: &Client, upload: &str) -> String {
    let form = [
        ("command_id", random_id().to_string()),
        ("kept_file", upload.rsplit('/').next().unwrap().to_owned()),
        ("title", "Register of families".to_owned()),
        ("summary", "Families by country.".to_owned()),
        ("language", "en".to_owned()),
        ("kind", "dataset".to_owned()),
        ("themes", "social-registry".to_owned()),
        ("licence", "cc-by-4.0".to_owned()),
    ];
    let (status, head) = client.send("POST", "/en/library/new", &form).await.unwrap();
    assert_eq!(status, 303, "{head}");
    place(&head)
}

/// Where an answer leads.
fn place(answer: &str) -> String {
    answer.lines().find_map(|line| line.strip_prefix("location: ")).unwrap().trim().to_owned()
}

/// Once something is made of the only document, or not.
async fn prepared(portal: &Portal, expected: (&str, Option<&str>)) {
    loop {
        let row: Option<(String, Option<String>)> = sqlx::query_as("SELECT state, reason FROM prepared")
            .fetch_optional(&portal.db.owner)
            .await
            .unwrap();
        if row.as_ref().is_some_and(|(state, reason)| (state.as_str(), reason.as_deref()) == expected) {
            return;
        }
        tokio::time::sleep(PAUSE).await;
    }
}

/// A way to the portal that breaks whenever so many bytes have gone over it, so often.
async fn breaking_line(portal: SocketAddr, bytes: u64, times: u64) -> (SocketAddr, Arc<AtomicU64>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let broken = Arc::new(AtomicU64::new(0));
    let count = Arc::clone(&broken);
    tokio::spawn(async move {
        while let Ok((mut client, _)) = listener.accept().await {
            let count = Arc::clone(&count);
            tokio::spawn(async move {
                let mut portal = TcpStream::connect(portal).await?;
                let (from_client, mut to_client) = client.split();
                let (mut from_portal, mut to_portal) = portal.split();
                let whole = count.load(Ordering::SeqCst) == times;
                let mut there = from_client.take(if whole { u64::MAX } else { bytes });
                tokio::select! {
                    sent = copy(&mut there, &mut to_portal) => {
                        if sent? == bytes {
                            count.fetch_add(1, Ordering::SeqCst);
                            to_portal.shutdown().await?;
                        }
                    }
                    answered = copy(&mut from_portal, &mut to_client) => drop(answered?),
                }
                std::io::Result::Ok(())
            });
        }
    });
    (address, broken)
}

/// What tuspy did up to the byte `stop`.
async fn tuspy(
    address: SocketAddr,
    client: &Client,
    file: &Path,
    stop: usize,
    upload: Option<&str>,
) -> Value {
    let mut command = Command::new(testkit::python());
    command
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/harvest/upload.py"))
        .arg(format!("http://{address}"))
        .arg(client.cookie.as_deref().unwrap())
        .arg(file)
        .arg(stop.to_string())
        .args(upload);
    let output = command.output().await.unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_upload_of_tuspy_into_a_bucket_goes_on_over_nine_breaks_and_a_killed_portal() {
    let bucket = Bucket::start().await;
    let mut settings = bucket.options();
    settings.push(("FILES_URL".to_owned(), bucket.url.clone()));
    let portal = portal(settings).await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("register.csv");
    // More than two pieces.
    let content = "country,families\nPE,70000\n".repeat(500_000);
    let size = content.len();
    std::fs::write(&file, &content).unwrap();

    let process = portal.start().await;
    let client = portal.signed_in_as(EMAIL).await;
    let (line, broken) = breaking_line(client.address, size as u64 / 10, 9).await;
    let half = size / 2;
    let first = tuspy(line, &client, &file, half, None).await;
    assert_eq!(first["offset"], half);
    let before = broken.load(Ordering::SeqCst);
    assert!(before > 3, "{before} breaks");
    process.kill().await;
    let process = portal.start().await;
    let second = tuspy(line, &client, &file, size, first["upload"].as_str()).await;
    assert_eq!((&second["begun"], &second["offset"]), (&first["offset"], &size.into()));
    assert!(broken.load(Ordering::SeqCst) > before + 3, "{broken:?} breaks");

    let page = publish(&client, second["upload"].as_str().unwrap()).await;
    let file = format!("{page}/file");
    let (status, answer) = client.ask("GET", &file, "", b"").await.unwrap();
    assert_eq!(status, 200);
    assert!(answer.ends_with(&content), "it comes back as it was sent");
    let range = format!("Range: bytes={}-\r\n", size - 6);
    let (status, answer) = client.ask_with("GET", &file, &range, b"").await.unwrap();
    assert_eq!((status, &answer[answer.len() - 10..]), (206, "\r\n\r\n70000\n"));
    prepared(&portal, ("done", None)).await;
    assert!(!portal.files().exists(), "nothing is on this machine");
    process.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_upload_waits_for_room_on_a_full_disk_and_nothing_that_has_come_is_lost() {
    let portal = portal(vec![]).await;
    let Some(disk) = SmallDisk::mount(&portal.files(), "6m").await else {
        eprintln!("skipped: a file system can be mounted by root alone");
        return;
    };
    let content = "country,families\nPE,70000\n".repeat(360_000);
    let process = portal.start().await;
    let client = portal.signed_in_as(EMAIL).await;
    let tus = async |method: &str, path: &str, more: &str, body: &[u8]| {
        let headers = format!("Tus-Resumable: 1.0.0\r\n{more}");
        client.ask_with(method, path, &headers, body).await.unwrap()
    };
    // `register.csv`
    let length =
        format!("Upload-Length: {}\r\nUpload-Metadata: filename cmVnaXN0ZXIuY3N2\r\n", content.len());
    let (status, answer) = tus("POST", "/en/library/uploads", &length, b"").await;
    assert_eq!(status, 201, "{answer}");
    let upload = place(&answer);
    let stands = async || {
        let (_, answer) = tus("HEAD", &upload, "", b"").await;
        let offset = answer.lines().find_map(|line| line.strip_prefix("upload-offset: "));
        offset.unwrap_or_else(|| panic!("{answer}")).trim().parse::<usize>().unwrap()
    };
    let patch = async |from: usize| {
        let headers = format!("Content-Type: application/offset+octet-stream\r\nUpload-Offset: {from}\r\n");
        tus("PATCH", &upload, &headers, &content.as_bytes()[from..]).await
    };
    let (status, answer) = patch(0).await;
    assert_eq!(status, 503, "{answer}");
    assert!(answer.contains("What has arrived is kept"), "{answer}");
    let arrived = stands().await;
    assert!(arrived > 0 && arrived < content.len(), "{arrived}");
    // The form with the file in it finds no room either, leaves nothing, and pages are served.
    let form = [form_before_the_file().as_bytes(), content.as_bytes(), b"\r\n--shelf--\r\n"].concat();
    let answer = client.ask("POST", "/en/library/new", "multipart/form-data; boundary=shelf", &form).await;
    assert!(!matches!(answer, Ok((200..=499, _))), "{answer:?}");
    let documents = portal.files().join("documents");
    while std::fs::read_dir(&documents).is_ok_and(|mut left| left.next().is_some()) {
        tokio::time::sleep(PAUSE).await;
    }
    assert_eq!(client.get("/en/library").await.unwrap(), 200);

    // For the pieces, and not for the document that is made of them.
    disk.grow("14m").await;
    assert_eq!(patch(arrived).await.0, 503);
    assert_eq!(stands().await, content.len());
    disk.grow("64m").await;
    let (status, answer) = patch(content.len()).await;
    assert_eq!(status, 204, "{answer}");
    let page = publish(&client, &upload).await;
    let (_, answer) = client.ask("GET", &format!("{page}/file"), "", b"").await.unwrap();
    assert!(answer.ends_with(&content), "it comes back as it was sent");
    process.stop().await;
}

/// The form of the library as a browser sends it, up to where the file begins.
fn form_before_the_file() -> String {
    let field = |name: &str, value: &str| {
        format!("--shelf\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    };
    let fields = field("command_id", &random_id().to_string()) + &field("title", "Register");
    let file = "--shelf\r\nContent-Disposition: form-data; name=\"file\"; filename=\"register.csv\"\r\n\
                Content-Type: text/csv\r\n\r\n";
    fields + file
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_document_is_taken_up_again_when_whoever_takes_it_apart_is_killed() {
    let tools = tempfile::tempdir().unwrap();
    // Where it is told so, it waits to be killed; then it is the real one.
    let script = format!(
        "#!/bin/sh\ncd '{}'\nif mv wait waited 2>/dev/null; then echo $PPID > id.new; mv id.new id; exec sleep 1000; fi\n\
         PATH=${{PATH#*:}}\nexec pdftotext \"$@\"\n",
        tools.path().display()
    );
    let program = tools.path().join("pdftotext");
    std::fs::write(&program, script).unwrap();
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
    let path = format!("{}:{}", tools.path().display(), std::env::var_os("PATH").unwrap().display());
    let portal = portal(vec![("PATH".to_owned(), path)]).await;
    let wait = || std::fs::write(tools.path().join("wait"), "").unwrap();
    let worker = async || {
        let id = tools.path().join("id");
        while !id.exists() {
            tokio::time::sleep(PAUSE).await;
        }
        let worker = std::fs::read_to_string(&id).unwrap().trim().to_owned();
        std::fs::remove_file(&id).unwrap();
        worker
    };
    let now = async || {
        // Whoever took it is given a quarter of an hour.
        sqlx::query("UPDATE prepared SET next_try = now()").execute(&portal.db.owner).await.unwrap();
    };

    wait();
    let process = portal.start().await;
    let client = portal.signed_in_as(EMAIL).await;
    let document = testkit::pdf(&["canasta básica".to_owned()]);
    let mut form =
        form_before_the_file().replace("register.csv", "canasta.pdf").replace("Register", "Canasta");
    for (name, value) in [
        ("summary", "What it is."),
        ("language", "es"),
        ("kind", "guide"),
        ("themes", "social-registry"),
        ("licence", "cc-by-4.0"),
    ] {
        let field = format!("--shelf\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        form.insert_str(0, &field);
    }
    let form = [form.as_bytes(), &document, b"\r\n--shelf--\r\n"].concat();
    let (status, answer) =
        client.ask("POST", "/en/library/new", "multipart/form-data; boundary=shelf", &form).await.unwrap();
    assert_eq!(status, 303, "{answer}");
    let killed = worker().await;
    assert!(Command::new("kill").args(["-KILL", &killed]).status().await.unwrap().success());
    prepared(&portal, ("waiting", Some("crashed"))).await;
    assert_eq!(client.get(&place(&answer)).await.unwrap(), 200, "the page is there all the while");
    now().await;
    prepared(&portal, ("done", None)).await;
    process.stop().await;

    // And the one who had it made, with no chance to say anything.
    wait();
    let mut again = portal.command(&["files", "prepare", "--again"]).spawn().unwrap();
    let left = worker().await;
    again.kill().await.unwrap();
    assert!(
        Command::new("kill").args(["-KILL", "--", &format!("-{left}")]).status().await.unwrap().success()
    );
    let process = portal.start().await;
    now().await;
    prepared(&portal, ("done", None)).await;
    process.stop().await;
}
