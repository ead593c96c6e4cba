//! The notary killed with SIGKILL at any point of its work, while members write: whatever it has published is one
//! growing tree, and no size was ever signed twice differently.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use application::Transparency;
use domain::Position;
use futures::TryStreamExt;
use infrastructure::notary::{Proofs, Tree, VerifierKey, leaf};
use infrastructure::{EventStore, PostgresStore};
use sqlx::PgPool;
use tempfile::TempDir;
use tlog_tiles::{Hash, check_tree};

use crate::portal::Portal;
use crate::{Acknowledged, MEMBERS, keep_bookmarks};

const KILLS: u32 = 15;
/// Between two checkpoints.
const PACE: Duration = Duration::from_millis(500);
/// How often it is looked what has been published.
const LOOK: Duration = Duration::from_millis(5);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_killed_notary_has_signed_is_one_growing_tree() {
    let portal = Portal::prepare().await;
    let server = portal.start().await;
    let resources = portal.resources().await;
    let (done, stop) = (Arc::new(Acknowledged::default()), Arc::new(AtomicBool::new(false)));
    let mut writers = Vec::new();
    for n in 0..MEMBERS {
        let client = portal.signed_in(n).await;
        let (resources, done, stop) = (Arc::clone(&resources), Arc::clone(&done), Arc::clone(&stop));
        writers.push(tokio::spawn(keep_bookmarks(client, resources, done, stop)));
    }
    let seen = Arc::new(AtomicUsize::new(0));
    let collected = tokio::spawn(collect(portal.pool(), Arc::clone(&seen), Arc::clone(&stop)));

    let folder = TempDir::new().unwrap();
    for kill in 0..KILLS {
        let mut notary = portal.notary(folder.path(), &[]).spawn().unwrap();
        // While it begins, after its first checkpoint, or after its second; each time a little later.
        let enough = seen.load(Ordering::SeqCst) + kill as usize % 3;
        while seen.load(Ordering::SeqCst) < enough {
            assert!(writers.iter().any(|writer| !writer.is_finished()), "nobody writes any more");
            assert!(notary.try_wait().unwrap().is_none(), "it refused after kill {kill}");
            tokio::time::sleep(LOOK).await;
        }
        tokio::time::sleep(PACE.mul_f64(f64::from(kill * 7 % KILLS) / f64::from(KILLS))).await;
        notary.kill().await.unwrap();
    }
    let output = portal.notary(folder.path(), &["--once"]).output().await.unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    stop.store(true, Ordering::SeqCst);
    for writer in writers {
        writer.await.unwrap();
    }
    let published = collected.await.unwrap();
    server.stop().await;
    assert!(published.len() > 10, "hardly anything was signed: {:?}", published.keys());

    let proofs = Proofs::new(portal.pool(), PostgresStore::new(portal.pool()));
    let key = VerifierKey::parse(&proofs.key().await.unwrap().unwrap()).unwrap();
    let roots = roots(&portal, published.keys().copied()).await;
    let mut before = None;
    for (size, note) in published {
        let head = key.open_checkpoint(&note).unwrap();
        assert_eq!((head.size, Some(&head.root)), (size, roots.get(&size)), "the log itself has this root");
        if let Some((old, root)) = before.replace((size, head.root)) {
            let proof = proofs.consistency(old, size).await.unwrap().unwrap();
            let proof = proof.iter().map(|hash| Hash::parse_hash(hash).unwrap()).collect();
            check_tree(&proof, size, head.root, old, root).unwrap();
        }
    }
}

/// Every checkpoint that could be seen, by size. Two of one size must be the same.
async fn collect(pool: PgPool, count: Arc<AtomicUsize>, stop: Arc<AtomicBool>) -> BTreeMap<u64, String> {
    let mut seen: BTreeMap<u64, String> = BTreeMap::new();
    loop {
        // Once more after the end, for the last one.
        let last = stop.load(Ordering::SeqCst);
        let found: Vec<(i64, String)> =
            sqlx::query_as("SELECT size, note FROM log_checkpoints").fetch_all(&pool).await.unwrap();
        for (size, note) in found {
            let known = seen.entry(size.unsigned_abs()).or_insert_with(|| note.clone());
            assert_eq!(*known, note, "one size was signed twice");
        }
        count.store(seen.len(), Ordering::SeqCst);
        if last {
            return seen;
        }
        tokio::time::sleep(LOOK).await;
    }
}

/// The root of the log itself at each of these sizes, hashed by nobody's tables.
async fn roots(portal: &Portal, sizes: impl Iterator<Item = u64>) -> BTreeMap<u64, Hash> {
    let sizes: Vec<u64> = sizes.collect();
    let store = PostgresStore::new(portal.pool());
    store.head().await.unwrap();
    let mut events = store.events(Position::START, 1_000_000).await.unwrap();
    let (mut tree, mut roots) = (Tree::default(), BTreeMap::new());
    while let Some(event) = events.try_next().await.unwrap() {
        tree.push(leaf(event.line().unwrap())).unwrap();
        if sizes.contains(&tree.size()) {
            roots.insert(tree.size(), tree.root().unwrap());
        }
    }
    roots
}
