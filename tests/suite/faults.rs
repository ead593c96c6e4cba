//! What the log and the engine survive: a restore into a fresh cluster, and a Postgres that dies under load.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};

use domain::{EventLog, Position};
use projections::engine::{model, passed};
use testkit::DedicatedCluster;
use tokio_util::sync::CancellationToken;

use crate::engine::{Tallies, person, world_on};

/// Draws positions that are never committed, as failed commands do.
async fn burn_positions(w: &crate::engine::World) {
    for _ in 0..3 {
        let mut tx = w.db.pool.begin().await.unwrap();
        sqlx::query(
            "INSERT INTO events
                 (aggregate_type, aggregate_id, sequence, event_type, event_version, payload, metadata)
             VALUES ('bookmark', 'lost', 1, 'BookmarkRemoved', '1', '{}', '{}')",
        )
        .execute(&mut *tx)
        .await
        .unwrap();
        tx.rollback().await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_a_restore_into_a_fresh_cluster_nothing_is_skipped() {
    let cluster = DedicatedCluster::start().await;
    let before = world_on(cluster.database().await).await;
    for n in 0..30 {
        before.save(person(n % 7), "").await;
    }
    before.engine(vec![model::<Tallies>()]).catch_up().await.unwrap();
    burn_positions(&before).await;
    for n in 0..20 {
        before.save(person(n % 7), "").await; // in the dump, and not yet folded
    }
    let last = before.store.head().await.unwrap();

    let fresh = DedicatedCluster::start().await;
    let after = world_on(fresh.restore(&cluster.backup(&before.db).await).await).await;
    assert_eq!(after.tallied().await, 30);
    assert_eq!(after.store.head().await.unwrap(), last);
    burn_positions(&after).await;
    let stop = CancellationToken::new();
    let engine = tokio::spawn(after.engine(vec![model::<Tallies>()]).run(stop.clone()));
    for n in 0..25 {
        after.save(person(n % 7), "").await;
    }
    let head = after.store.head().await.unwrap();
    assert!(head > last);
    while !passed(&after.db.pool, &["tallies"], head).await.unwrap() {
        tokio::task::yield_now().await;
    }
    stop.cancel();
    engine.await.unwrap();
    assert_eq!(after.tallied().await, 75);
    assert_eq!(after.store.read(Position::START, 1_000).await.unwrap().len(), 75);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_postgres_that_dies_under_load_loses_nothing_acknowledged() {
    let cluster = DedicatedCluster::start().await;
    let w = Arc::new(world_on(cluster.database().await).await);
    let stop = CancellationToken::new();
    let engine = tokio::spawn(w.engine(vec![model::<Tallies>()]).run(stop.clone()));
    let (acknowledged, refused) = (Arc::new(AtomicI64::new(0)), Arc::new(AtomicI64::new(0)));
    let writing = Arc::new(AtomicBool::new(true));
    let writers: Vec<_> = (0..4)
        .map(|n| {
            let (w, acknowledged, refused) =
                (Arc::clone(&w), Arc::clone(&acknowledged), Arc::clone(&refused));
            let writing = Arc::clone(&writing);
            tokio::spawn(async move {
                while writing.load(Ordering::SeqCst) {
                    match w.try_save(person(n), "").await {
                        Ok(()) => acknowledged.fetch_add(1, Ordering::SeqCst),
                        Err(_) => refused.fetch_add(1, Ordering::SeqCst),
                    };
                }
            })
        })
        .collect();
    let at_least = |counter: &Arc<AtomicI64>, n: i64| {
        let counter = Arc::clone(counter);
        async move {
            while counter.load(Ordering::SeqCst) < n {
                tokio::task::yield_now().await;
            }
        }
    };
    for _ in 0..3 {
        at_least(&acknowledged, acknowledged.load(Ordering::SeqCst) + 50).await;
        cluster.kill().await;
        at_least(&refused, refused.load(Ordering::SeqCst) + 1).await;
        cluster.restart().await;
    }
    at_least(&acknowledged, acknowledged.load(Ordering::SeqCst) + 50).await;
    writing.store(false, Ordering::SeqCst);
    for writer in writers {
        writer.await.unwrap();
    }
    // The engine and the keeper of the head came back by themselves.
    let head = w.store.head().await.unwrap();
    while !passed(&w.db.pool, &["tallies"], head).await.unwrap() {
        tokio::task::yield_now().await;
    }
    stop.cancel();
    engine.await.unwrap();
    let stored: i64 = sqlx::query_scalar("SELECT count(*) FROM events").fetch_one(&w.db.pool).await.unwrap();
    assert_eq!(w.tallied().await, stored);
    // A commit whose answer was lost with the connection may be stored beyond what was acknowledged.
    assert!(stored >= acknowledged.load(Ordering::SeqCst), "acknowledged events are gone");
}
