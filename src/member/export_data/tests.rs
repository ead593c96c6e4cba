//! The archive on disk: for its owner alone, never over another file, and whole or not at all.

use std::os::unix::fs::PermissionsExt;

use tempfile::TempDir;

use super::super::Wish;
use super::super::tests::{follow, join, said};
use super::*;
use crate::cli::Advice;
use crate::portal::StoreSettings;

fn wish(member: &str, folder: &TempDir, file: &str) -> Wish {
    Wish::ExportData(Args {
        member: member.to_owned(),
        file: folder.path().join(file),
        language: Some(Language::Fr),
        files_url: "memory:///".into(),
        base_url: "https://portal.example".parse().unwrap(),
        json: true,
    })
}

fn files(folder: &TempDir) -> Vec<String> {
    let entries = std::fs::read_dir(folder.path()).unwrap();
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

#[tokio::test]
async fn an_archive_is_written_once_for_its_owner_alone() {
    let db = testkit::database().await;
    let store = StoreSettings::local(db.url.clone(), testkit::VAULT_KEY.to_owned());
    let portal = Portal::open(&store).await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let ana = MemberId::derived(&["ana"]).to_string();
    let early = said(&portal, wish(&ana, &folder, "ana.zip")).await.unwrap_err();
    assert!(early.to_string().contains("`iaspn serve`"), "{early}");
    follow(&portal).await;
    join(&portal, MemberId::derived(&["ana"])).await;
    follow(&portal).await;

    let summary: serde_json::Value =
        serde_json::from_str(&said(&portal, wish(&ana, &folder, "ana.zip")).await.unwrap()).unwrap();
    let file = folder.path().join("ana.zip");
    let written = std::fs::read(&file).unwrap();
    assert_eq!(summary["bytes"], written.len());
    assert_eq!(
        (&summary["events"], &summary["documents"], &summary["member"]),
        (&1.into(), &0.into(), &ana.clone().into())
    );
    assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    assert!(written.starts_with(b"PK\x03\x04"));

    let nobody = MemberId::derived(&["nobody"]).to_string();
    for (member, name, reason) in [
        (ana.as_str(), "ana.zip", "is there already"),
        (nobody.as_str(), "nobody.zip", "there is no member"),
        (ana.as_str(), "nowhere/ana.zip", "cannot be written to"),
    ] {
        let refused = said(&portal, wish(member, &folder, name)).await.unwrap_err();
        let line = refused.downcast_ref::<Advice>().expect("exit code 2").to_string();
        assert!(line.contains(reason) && !line.contains('\n'), "{line}");
    }
    assert_eq!(std::fs::read(&file).unwrap(), written);
    assert_eq!(files(&folder), ["ana.zip"], "nothing else is left");
}
