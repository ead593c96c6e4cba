//! Positions are drawn before commit: rival writers with slow commits and rollbacks make gaps that
//! fill up later. Nothing may be skipped, and the test shows that a naive reader does skip.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use domain::{EventLog, Position};
use infrastructure::random_id;
use sqlx::PgPool;

const WRITERS: usize = 10;
const EACH: usize = 40;

/// Appends as a slow transaction does: the position is drawn early, the commit comes late or never.
async fn write_slowly(pool: PgPool, writer: usize) -> Vec<i64> {
    let mut committed = Vec::new();
    for n in 0..EACH {
        let mut tx = pool.begin().await.unwrap();
        let position: i64 = sqlx::query_scalar(
            "INSERT INTO events
                   (aggregate_type, aggregate_id, sequence, event_type, event_version, payload, metadata)
               VALUES ('bookmark', $1, 1, 'BookmarkRemoved', '1', $2, $3) RETURNING position",
        )
        .bind(random_id().to_string())
        .bind(serde_json::json!({"BookmarkRemoved": {
            "member": random_id(), "item": {"kind": "resource", "id": random_id()},
        }}))
        .bind(serde_json::json!({
            "actor": "operator:test", "at": "2026-01-01T00:00:00Z", "command_id": random_id(),
        }))
        .fetch_one(&mut *tx)
        .await
        .unwrap();
        // Every writer holds its transaction open for a time of its own.
        let slow = f64::from(u8::try_from((writer * 7 + n * 13) % 17).unwrap()) / 1_000.0;
        sqlx::query("SELECT pg_sleep($1)").bind(slow).execute(&mut *tx).await.unwrap();
        if (writer + n).is_multiple_of(5) {
            tx.rollback().await.unwrap();
        } else {
            tx.commit().await.unwrap();
            committed.push(position);
        }
    }
    committed
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_skipped_behind_slow_writers() {
    let db = testkit::database().await;
    let store = testkit::store(db.pool.clone()).await;
    let running = Arc::new(AtomicUsize::new(WRITERS));
    let writers: Vec<_> = (0..WRITERS)
        .map(|writer| {
            let (pool, running) = (db.owner.clone(), Arc::clone(&running));
            tokio::spawn(async move {
                let committed = write_slowly(pool, writer).await;
                running.fetch_sub(1, Ordering::SeqCst);
                committed
            })
        })
        .collect();

    let naive = tokio::spawn({
        let (pool, running) = (db.pool.clone(), Arc::clone(&running));
        async move {
            let mut seen = BTreeSet::new();
            loop {
                let last_round = running.load(Ordering::SeqCst) == 0;
                let cursor = seen.last().copied().unwrap_or(0);
                let found: Vec<i64> =
                    sqlx::query_scalar("SELECT position FROM events WHERE position > $1 ORDER BY position")
                        .bind(cursor)
                        .fetch_all(&pool)
                        .await
                        .unwrap();
                seen.extend(found);
                if last_round {
                    return seen;
                }
            }
        }
    });
    let mut seen = Vec::new();
    loop {
        let last_round = running.load(Ordering::SeqCst) == 0;
        let after = seen.last().copied().unwrap_or(Position::START);
        if last_round {
            store.head().await.unwrap();
        }
        seen.extend(store.read(after, 50).await.unwrap().iter().map(|event| event.position));
        if last_round && seen.last() >= Some(&store.head().await.unwrap()) {
            break;
        }
    }

    let mut written = BTreeSet::new();
    for writer in writers {
        written.extend(writer.await.unwrap());
    }
    let naive = naive.await.unwrap();
    let seen: Vec<i64> = seen.into_iter().map(|position| position.0.cast_signed()).collect();
    assert!(seen.is_sorted());
    assert_eq!(seen.into_iter().collect::<BTreeSet<_>>(), written);
    assert!(
        naive.len() < written.len(),
        "the naive reader should have skipped events: the test proves nothing"
    );
}

#[tokio::test]
async fn events_are_never_changed() {
    let db = testkit::database().await;
    write_slowly(db.owner.clone(), 1).await;
    for change in [
        "UPDATE events SET payload = '{}'",
        "DELETE FROM events",
        "TRUNCATE events",
        "UPDATE events SET payload = '{}' WHERE false",
    ] {
        let as_owner = sqlx::query(change).execute(&db.owner).await.unwrap_err().to_string();
        assert!(as_owner.contains("events are never changed"), "{change}: {as_owner}");
        let as_server = sqlx::query(change).execute(&db.pool).await.unwrap_err().to_string();
        assert!(as_server.contains("permission denied"), "{change}: {as_server}");
    }
    assert_eq!(testkit::store(db.pool.clone()).await.read(Position::START, 1_000).await.unwrap().len(), 32);
}
