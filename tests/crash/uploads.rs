//! An upload by a client that nobody here wrote: the portal is killed in the middle, and the upload goes on.

use std::path::Path;

use infrastructure::random_id;
use serde_json::Value;
use tokio::process::Command;

use crate::client::Client;
use crate::portal::Portal;

/// What tuspy did up to the byte `stop`.
async fn upload(client: &Client, file: &Path, stop: usize, upload: Option<&str>) -> Value {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let python = here.join("target/tools/harvest/bin/python");
    assert!(python.exists(), "tuspy is not installed: bin/test does it, into target/tools/harvest");
    let output = Command::new(python)
        .arg(here.join("tests/harvest/upload.py"))
        .arg(format!("http://{}", client.address))
        .arg(client.cookie.as_deref().unwrap())
        .arg(file)
        .arg(stop.to_string())
        .args(upload)
        .output()
        .await
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

#[tokio::test]
async fn an_upload_of_tuspy_goes_on_after_the_portal_was_killed() {
    let portal = Portal::prepare().await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("register.csv");
    let content = "country,families\nPE,70000\n".repeat(400_000);
    std::fs::write(&file, &content).unwrap();

    let process = portal.start().await;
    let client = portal.signed_in(1).await;
    let first = upload(&client, &file, 7_000_000, None).await;
    assert_eq!(first["offset"], 7_000_000);
    process.kill().await;
    let process = portal.start().await;
    let second = upload(&client, &file, content.len(), first["upload"].as_str()).await;
    assert_eq!((&second["begun"], &second["offset"]), (&first["offset"], &content.len().into()));

    let kept = second["upload"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
    let form = [
        ("command_id", random_id().to_string()),
        ("kept_file", kept),
        ("title", "Register of families".to_owned()),
        ("summary", "Families by country.".to_owned()),
        ("language", "en".to_owned()),
        ("kind", "dataset".to_owned()),
        ("themes", "social-registry".to_owned()),
        ("licence", "cc-by-4.0".to_owned()),
    ];
    let (status, head) = client.send("POST", "/en/library/new", &form).await.unwrap();
    assert_eq!(status, 303, "{head}");
    let place = head.lines().find_map(|line| line.strip_prefix("location: ")).unwrap();
    let (status, answer) = client.ask("GET", &format!("{place}/file"), "", b"").await.unwrap();
    assert_eq!(status, 200);
    assert!(answer.ends_with(&content), "it comes back as it was sent");
    process.stop().await;
}
