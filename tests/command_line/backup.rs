//! The rehearsal of docs/operations.md: a portal is lost and comes back from its backup, in another cluster, with its
//! keys, its files and its notary.

use std::path::Path;
use std::sync::Arc;

use application::library::Documents;
use application::{Actor, Desk, Order};
use domain::library::{Details, Facets, Kind, Licence, Resource, ResourceCommand};
use domain::{Language, MemberId, ResourceId, Theme};
use futures::stream;
use infrastructure::notary::{Head, VerifierKey};
use infrastructure::{ObjectFiles, random_id, system_clock};
use serde_json::Value;
use tempfile::TempDir;
use testkit::{DedicatedCluster, TestDb};
use tokio::process::Command;

use crate::support::{Served, advised, iaspn, run_on};

const CONTENT: &[u8] = b"How a backup is rehearsed.";

/// Somebody who has joined publishes a document. Its path.
async fn publish(db: &TestDb, files: &Path, name: &str) -> String {
    let store = testkit::store(db.pool.clone()).await;
    let desk = Arc::new(Desk::new(Arc::new(store), system_clock()));
    let files = ObjectFiles::open(&files.display().to_string(), []).unwrap();
    let documents = Documents::new(Arc::new(files), Arc::clone(&desk), system_clock());
    let author = sqlx::query_scalar("SELECT member FROM vault_keys ORDER BY member LIMIT 1");
    let (author, resource) =
        (MemberId::new(author.fetch_one(&db.owner).await.unwrap()), ResourceId::derived(&[name]));
    let content = stream::once(async { Ok(CONTENT.into()) });
    let document = documents.receive(author, resource, "guide.txt", content).await.unwrap().document;
    let file = document.file;
    let details = Details {
        title: name.to_owned(),
        summary: "A guide.".into(),
        authors: String::new(),
        institution: None,
        year: None,
        licence: Licence::CcBy,
        facets: Facets {
            country: None,
            language: Language::En,
            kind: Kind::Guide,
            themes: vec![Theme::RURAL],
        },
    };
    let command =
        ResourceCommand::Publish { resource, author, details, source: document.into(), this_year: 2026 };
    let order = Order::new(Actor::Operator("test".into()), random_id().into());
    desk.execute::<Resource>(&order, &resource.to_string(), command).await.unwrap();
    documents.settle(file).await;
    format!("/en/library/{}/file", resource.short())
}

async fn serve(db: &TestDb, files: &Path) -> Served {
    let mut command = iaspn(&["serve"]);
    command.env("DATABASE_URL", &db.url).env("FILES_URL", files);
    Served::start(command).await
}

fn notary(db: &TestDb, folder: &Path) -> Command {
    let mut command = iaspn(&["notary", "--once", "--json", "--folder"]);
    command.arg(folder).env("DATABASE_URL", &db.url).env("RUST_LOG", "error").env_remove("VAULT_KEY");
    command
}

/// Signs all that there is.
async fn sign(db: &TestDb, folder: &Path) -> (VerifierKey, Head) {
    let output = notary(db, folder).output().await.unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let told: Value = serde_json::from_slice(&output.stdout).unwrap();
    let key = VerifierKey::parse(told["key"].as_str().unwrap()).unwrap();
    let note: String = sqlx::query_scalar("SELECT note FROM log_checkpoints ORDER BY size DESC LIMIT 1")
        .fetch_one(&db.owner)
        .await
        .unwrap();
    let head = key.open_checkpoint(&note).unwrap();
    (key, head)
}

/// Until every reader of the log has reached its end.
async fn settled(db: &TestDb) {
    let all = "SELECT coalesce(min(position) >= (SELECT max(position) FROM events), false) FROM checkpoints";
    while !sqlx::query_scalar::<_, bool>(all).fetch_one(&db.owner).await.unwrap() {
        tokio::task::yield_now().await;
    }
}

async fn copy(from: &Path, to: &Path) {
    assert!(Command::new("cp").arg("-a").arg(from).arg(to).status().await.unwrap().success());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_portal_comes_back_from_its_backup() {
    let root = TempDir::new().unwrap();
    let [files, copied, office] = ["files", "copied", "notary"].map(|name| root.path().join(name));
    let first = DedicatedCluster::start().await;
    let lost = first.database().await;
    run_on(&lost.url, &["import", "demo"]).await;
    run_on(&lost.url, &["seed", "--members", "20", "--events", "400", "--from", "2024-01-01"]).await;
    let served = serve(&lost, &files).await;
    let guide = publish(&lost, &files, "guide").await;
    settled(&lost).await;
    let (key, old) = sign(&lost, &office).await;
    let older = first.backup(&lost).await;
    publish(&lost, &files, "law").await;
    settled(&lost).await;
    let (_, new) = sign(&lost, &office).await;
    let newest = first.backup(&lost).await;
    copy(&files, &copied).await;
    let pages = ["/en/members", "/en/leaderboard"];
    let before = [served.page(pages[0]).await, served.page(pages[1]).await];
    drop(served);
    first.kill().await;
    std::fs::remove_dir_all(&files).unwrap();

    // The newest backup: pages, personal data and files are there, and the notary goes on.
    let second = DedicatedCluster::start().await;
    let restored = second.restore(&newest).await;
    let check = run_on(&restored.url, &["vault", "check"]).await;
    assert!(check.contains("20 members' keys, 0 of them to be rotated"), "{check}");
    let served = serve(&restored, &copied).await;
    settled(&restored).await;
    run_on(&restored.url, &["projections", "verify", "--all"]).await;
    assert_eq!([served.page(pages[0]).await, served.page(pages[1]).await], before);
    assert_eq!(served.page(&guide).await.as_bytes(), CONTENT);
    publish(&restored, &copied, "after").await;
    let (same, after) = sign(&restored, &office).await;
    assert_eq!(same, key);
    assert!(after.size > new.size);
    let proof = served.page(&format!("/audit/proof/consistency?old={}&new={}", new.size, after.size)).await;
    let proof: Value = serde_json::from_str(&proof).unwrap();
    assert_eq!((&proof["old"], &proof["new"]), (&new.size.into(), &after.size.into()));
    drop(served);

    // The older one lacks what was signed since: it serves, and the notary says that something is missing.
    let set_back = second.restore(&older).await;
    let served = serve(&set_back, &copied).await;
    served.page("/en/members").await;
    assert_eq!(served.page(&guide).await.as_bytes(), CONTENT);
    let refused = notary(&set_back, &office).output().await.unwrap();
    let said = [format!("has {} events", old.size), format!("{} were signed", after.size)];
    advised(&refused, &["does not sign", &said[0], &said[1], "an older backup was restored"]);
    let remembered = std::fs::read_to_string(office.join("signed")).unwrap();
    assert!(remembered.contains(&format!("\n{}\n", after.size)), "its folder is as it was: {remembered}");
}
