//! Exports in processes of their own: killed, out of disk, interrupted; and read by a program that was written from
//! FORMAT.md alone.

use std::path::{Path, PathBuf};
use std::process::Output;

use serde_json::Value;
use tempfile::TempDir;
use tokio::process::Command;

use crate::portal::Portal;
use crate::rebuilds::SmallDisk;

/// A portal whose log is signed, and its notary's key.
async fn signed() -> (Portal, String) {
    let portal = Portal::prepare().await;
    let signed: Value = serde_json::from_str(&portal.run(&["notary", "--once", "--json"]).await).unwrap();
    (portal, signed["key"].as_str().unwrap().to_owned())
}

/// The verifier as an auditor runs it: without a database and without the vault's key.
async fn verify(folder: &Path, key: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_iaspn"));
    command.args(["audit", "verify", &folder.to_string_lossy(), "--key", key, "--json"]);
    command.env_clear().output().await.unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

async fn is_right(folder: &Path, key: &str) -> Value {
    let output = verify(folder, key).await;
    assert_eq!(output.status.code(), Some(0), "{}{}", String::from_utf8_lossy(&output.stdout), said(&output));
    let verdict: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((&verdict["right"], &verdict["differences"]), (&true.into(), &0.into()), "{verdict}");
    verdict
}

fn places(name: &str) -> (TempDir, PathBuf, PathBuf) {
    let folder = TempDir::new().unwrap();
    let (whole, unfinished) = (folder.path().join(name), folder.path().join(format!("{name}.unfinished")));
    (folder, whole, unfinished)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_export_that_is_killed_is_never_taken_for_a_whole_one_and_can_be_run_again() {
    let (portal, key) = signed().await;
    let (_folder, whole, unfinished) = places("export");
    let export = ["audit", "export", &whole.to_string_lossy(), "--json"];
    let mut killed = 0;
    for signal in ["-KILL", "-KILL", "-INT", "-TERM"] {
        // Now and then it is quicker than the signal.
        loop {
            let mut process = portal.command(&export).stderr(std::process::Stdio::null()).spawn().unwrap();
            while !unfinished.exists() && !whole.exists() {
                tokio::task::yield_now().await;
            }
            let pid = process.id().unwrap().to_string();
            Command::new("kill").args([signal, &pid]).status().await.unwrap();
            let ended = process.wait().await.unwrap();
            if !whole.exists() {
                assert!(!ended.success(), "{signal}: {ended}");
                break;
            }
            std::fs::remove_dir_all(&whole).unwrap();
        }
        if unfinished.exists() {
            let output = verify(&unfinished, &key).await;
            assert_eq!(output.status.code(), Some(1));
            let verdict = String::from_utf8_lossy(&output.stdout).into_owned();
            assert!(verdict.contains("this is no whole export; it may have been interrupted"), "{verdict}");
            killed += 1;
        }
    }
    assert!(killed > 0, "no export was killed while it wrote");
    portal.run(&export).await;
    assert!(!unfinished.exists());
    let verdict = is_right(&whole, &key).await;
    assert!(verdict["awards"].as_u64().unwrap() > 100, "{verdict}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_export_without_room_says_so_and_works_when_there_is_some() {
    let folder = TempDir::new().unwrap();
    let Some(disk) = SmallDisk::mount(&folder.path().join("small"), "200k").await else {
        eprintln!("skipped: a file system can be mounted by root alone");
        return;
    };
    let (portal, key) = signed().await;
    let whole = folder.path().join("small/export");
    let export = ["audit", "export", &whole.to_string_lossy()];
    let output = portal.command(&export).output().await.unwrap();
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    assert!(said(&output).contains("make room, and run it again"), "{}", said(&output));
    assert_eq!(std::fs::read_dir(folder.path().join("small")).unwrap().count(), 0, "nothing is left");
    disk.grow("50m").await;
    portal.run(&export).await;
    is_right(&whole, &key).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn somebody_who_knows_the_format_alone_can_verify_an_export() {
    let (portal, key) = signed().await;
    let (_folder, whole, _) = places("export");
    portal.run(&["audit", "export", &whole.to_string_lossy()]).await;
    is_right(&whole, &key).await;
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/format/verify.py");
    let python = async || Command::new("python3").arg(&script).arg(&whole).arg(&key).output().await;
    let Ok(output) = python().await else {
        eprintln!("skipped: there is no python3");
        return;
    };
    assert!(output.status.success(), "{}", said(&output));
    assert!(String::from_utf8_lossy(&output.stdout).contains("streams, 1 checkpoints: right"));

    // What one finds the other finds.
    let events = whole.join("events/000000.ndjson");
    let honest = std::fs::read_to_string(&events).unwrap();
    let changed: Vec<String> = honest.lines().map(str::to_owned).collect();
    let line = changed.iter().position(|line| line.contains("PointsAwarded")).unwrap();
    let position = serde_json::from_str::<Value>(&changed[line]).unwrap()["position"].to_string();
    std::fs::write(&events, honest.replacen(&changed[line], &changed[line].replacen('1', "7", 1), 1))
        .unwrap();
    let output = verify(&whole, &key).await;
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    assert!(said(&output).contains("this history is not right"), "{}", said(&output));
    let named = format!("events/000000.ndjson:{}", line + 1);
    assert!(String::from_utf8_lossy(&output.stdout).contains(&named), "{position}");
    let output = python().await.unwrap();
    assert!(said(&output).starts_with("not right: "), "{}", said(&output));
}
