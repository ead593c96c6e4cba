//! Rebuilds that were asked for: carried out, cancelled, taken over from the dead; what they find row by row;
//! and a swap that waits for whoever reads the table.

use std::time::Duration;

use infrastructure::{certificates::unsigned, random_id};
use projections::engine::requests::{self, Request, Wish};
use projections::engine::{
    Alone, Certificate, Model, Rebuild, RebuildError, State, Workshop, certificate, certificates, model,
    retry, status,
};
use serde_json::Value;
use std::sync::Arc;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use crate::engine::{Fragile, Tallies, World, person, world};

fn models() -> Vec<Arc<dyn Model>> {
    vec![model::<Tallies>()]
}

fn wish(verify: bool) -> Wish {
    Wish { id: random_id(), names: vec!["tallies".into()], verify, by: "operator:test".into() }
}

/// Thirty bookmarks, folded.
async fn filled() -> World {
    let w = world().await;
    for n in 0..30 {
        w.save(person(n), "").await;
    }
    w.engine(models()).catch_up().await.unwrap();
    w
}

fn workshop(w: &World) -> Workshop {
    Workshop::new(w.db.pool.clone(), w.log(), models())
}

async fn the_last(w: &World) -> Request {
    requests::ended(&w.db.pool, 1).await.unwrap().remove(0)
}

async fn change(w: &World, sql: &str) {
    sqlx::raw_sql(sql).execute(&w.db.pool).await.unwrap();
}

#[tokio::test]
async fn what_was_asked_for_is_carried_out_once_and_leaves_a_certificate() {
    let w = filled().await;
    let stop = CancellationToken::new();
    assert!(!workshop(&w).next(&stop).await.unwrap(), "nothing was asked for");
    let asked = requests::ask(&w.db.pool, &wish(false)).await.unwrap();
    assert_eq!(requests::ask(&w.db.pool, &wish(false)).await.unwrap(), asked, "it is open already");
    let verifying = requests::ask(&w.db.pool, &wish(true)).await.unwrap();
    assert_ne!(verifying, asked);
    let open: Vec<_> = requests::open(&w.db.pool).await.unwrap().into_iter().map(|one| one.id).collect();
    assert_eq!(open, [asked, verifying]);
    assert!(workshop(&w).next(&stop).await.unwrap());
    let done = the_last(&w).await;
    assert_eq!((done.id, done.outcome.as_deref()), (asked, Some("done")));
    assert!(workshop(&w).next(&stop).await.unwrap());
    assert!(!workshop(&w).next(&stop).await.unwrap());

    let kept = certificates(&w.db.pool, Some("tallies"), 9).await.unwrap();
    let swapped: Vec<bool> = kept.iter().map(|one| one.certificate().unwrap().swapped).collect();
    assert_eq!(swapped, [false, true], "the newest first");
    let one = certificate(&w.db.pool, "tallies", kept[1].started_at).await.unwrap().unwrap();
    let text = &one.statement;
    assert!(
        text.starts_with(r#"{"name":"tallies","version":1,"position":30,"old":{"rows":30,"hash":""#),
        "{text}"
    );
    let read: Certificate = serde_json::from_str(text).unwrap();
    assert_eq!(&serde_json::to_string(&read).unwrap(), text, "the text is canonical");
    assert!(read.swap_ms.is_some() && read.finished_at.is_some());
    assert_eq!(unsigned(&w.db.pool).await.unwrap().len(), 2);
}

#[tokio::test]
async fn a_request_for_what_is_not_there_fails_and_says_so() {
    let w = filled().await;
    let strange = Wish { names: vec!["strange".into()], ..wish(false) };
    requests::ask(&w.db.pool, &strange).await.unwrap();
    assert!(workshop(&w).next(&CancellationToken::new()).await.unwrap());
    let failed = the_last(&w).await;
    assert_eq!(failed.outcome.as_deref(), Some("failed"));
    assert_eq!(failed.error.as_deref(), Some("there is no read model `strange`"));
}

#[tokio::test]
async fn one_that_waits_is_cancelled_at_once() {
    let w = filled().await;
    let asked = requests::ask(&w.db.pool, &wish(false)).await.unwrap();
    assert!(requests::cancel(&w.db.pool, asked).await.unwrap());
    assert!(!requests::cancel(&w.db.pool, asked).await.unwrap(), "it has ended");
    assert_eq!(the_last(&w).await.outcome.as_deref(), Some("cancelled"));
    assert!(!workshop(&w).next(&CancellationToken::new()).await.unwrap());
}

#[tokio::test]
async fn what_an_erasure_asks_for_begins_anew_and_cannot_be_cancelled() {
    let w = filled().await;
    // What an interrupted rebuild has left would be taken up by any other.
    change(
        &w,
        "CREATE TABLE read_next.tallies AS TABLE read.tallies;
         DELETE FROM read_next.tallies WHERE ctid = (SELECT min(ctid) FROM read_next.tallies);
         INSERT INTO checkpoints (name, version, position) VALUES ('tallies@next', 1, 30)",
    )
    .await;
    let (first, second) = (wish(false), wish(false));
    requests::ask_anew(&w.db.pool, &first).await.unwrap();
    requests::ask_anew(&w.db.pool, &second).await.unwrap();
    let open = requests::open(&w.db.pool).await.unwrap();
    assert_eq!(open.iter().map(|one| one.id).collect::<Vec<_>>(), [first.id], "the first does for both");
    assert!(!requests::cancel(&w.db.pool, first.id).await.unwrap());
    assert!(workshop(&w).next(&CancellationToken::new()).await.unwrap());
    assert_eq!(the_last(&w).await.outcome.as_deref(), Some("done"));
    assert_eq!(w.tallied().await, 30);
    assert!(requests::leftovers(&w.db.pool).await.unwrap().is_empty());
    requests::ask_anew(&w.db.pool, &first).await.unwrap();
    assert!(requests::open(&w.db.pool).await.unwrap().is_empty(), "the same asks once");
    requests::ask_anew(&w.db.pool, &second).await.unwrap();
    assert_eq!(requests::open(&w.db.pool).await.unwrap().len(), 1);
}

/// Somebody reads the live table and goes on reading.
async fn reader(w: &World) -> sqlx::Transaction<'static, sqlx::Postgres> {
    let mut reading = w.db.pool.begin().await.unwrap();
    sqlx::query("SELECT count(*) FROM read.tallies").execute(&mut *reading).await.unwrap();
    reading
}

async fn until_taken_up(w: &World) {
    while requests::open(&w.db.pool).await.unwrap().first().is_none_or(|one| one.started_at.is_none()) {
        tokio::task::yield_now().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_running_one_stops_when_it_is_cancelled_and_can_go_on_or_be_thrown_away() {
    let w = filled().await;
    // The swap cannot happen while somebody reads: the rebuild runs until it is cancelled.
    let reading = reader(&w).await;
    let asked = requests::ask(&w.db.pool, &wish(false)).await.unwrap();
    let stop = CancellationToken::new();
    let working = tokio::spawn(workshop(&w).run(stop.clone()));
    until_taken_up(&w).await;
    assert!(requests::cancel(&w.db.pool, asked).await.unwrap());
    while requests::ended(&w.db.pool, 1).await.unwrap().is_empty() {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(the_last(&w).await.outcome.as_deref(), Some("cancelled"));
    let left = requests::leftovers(&w.db.pool).await.unwrap();
    assert_eq!((left[0].name.as_str(), left[0].position), ("tallies", 30));
    drop(reading);
    stop.cancel();
    working.await.unwrap();

    requests::discard(&w.db.pool).await.unwrap();
    assert!(requests::leftovers(&w.db.pool).await.unwrap().is_empty());
    let gone: bool = sqlx::query_scalar("SELECT to_regclass('read_next.tallies') IS NULL")
        .fetch_one(&w.db.pool)
        .await
        .unwrap();
    assert!(gone);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_worker_that_dies_or_stops_leaves_the_request_to_the_next() {
    let w = filled().await;
    let reading = reader(&w).await;
    let asked = requests::ask(&w.db.pool, &wish(false)).await.unwrap();
    // One dies in the middle: its task goes, and its connections with it.
    let dying = tokio::spawn(workshop(&w).run(CancellationToken::new()));
    until_taken_up(&w).await;
    assert!(matches!(Alone::take(&w.db.pool).await, Ok(None)), "one works at a time");
    dying.abort();
    assert!(dying.await.unwrap_err().is_cancelled());
    // One is told to stop.
    let stop = CancellationToken::new();
    let stopping = tokio::spawn(workshop(&w).run(stop.clone()));
    while Alone::take(&w.db.pool).await.unwrap().is_some() {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    stop.cancel();
    stopping.await.unwrap();
    assert_eq!(requests::open(&w.db.pool).await.unwrap()[0].id, asked, "it is open still");
    drop(reading);
    while !workshop(&w).next(&CancellationToken::new()).await.unwrap() {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(the_last(&w).await.outcome.as_deref(), Some("done"));
    assert_eq!(w.tallied().await, 30);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_swap_waits_for_a_reader_without_holding_up_the_others() {
    let w = filled().await;
    let reading = reader(&w).await;
    let rebuild = Rebuild::new(w.db.pool.clone(), w.log(), models());
    let rebuilding =
        tokio::spawn(async move { rebuild.run(|_| {}, &CancellationToken::new()).await.unwrap() });
    // Others read on while the swap waits: each waits for the swap's patience at the most.
    let mut read = 0;
    while read < 40 {
        sqlx::query("SELECT count(*) FROM read.tallies").execute(&w.db.pool).await.unwrap();
        read += 1;
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert!(!rebuilding.is_finished(), "the first reader is still there");
    drop(reading);
    let swapped = rebuilding.await.unwrap();
    assert!(swapped[0].swapped);
    assert_eq!(w.tallied().await, 30);
    let left: i64 = sqlx::query_scalar("SELECT count(*) FROM pg_tables WHERE schemaname = 'read_old'")
        .fetch_one(&w.db.pool)
        .await
        .unwrap();
    assert_eq!(left, 0, "the replaced table is gone");
}

#[tokio::test]
async fn rows_that_differ_are_told_one_by_one() {
    let w = filled().await;
    let of = |n| format!("'{}'", person(n).uuid());
    change(&w, &format!("UPDATE read.tallies SET saved = 99 WHERE member = {}", of(4))).await;
    change(&w, &format!("DELETE FROM read.tallies WHERE member = {}", of(5))).await;
    change(&w, &format!("INSERT INTO read.tallies VALUES ('{}', 7, '{{}}')", person(1_000).uuid())).await;
    let (sender, mut lines) = mpsc::channel(1);
    let mut rebuild = Rebuild::new(w.db.pool.clone(), w.log(), models());
    (rebuild.verify, rebuild.differences) = (true, Some(sender));
    let verifying = tokio::spawn(async move { rebuild.run(|_| {}, &CancellationToken::new()).await });
    let mut found = Vec::new();
    while let Some(line) = lines.recv().await {
        found.push(serde_json::from_str::<Value>(&line).unwrap());
    }
    assert_eq!(verifying.await.unwrap().unwrap()[0].differing_rows, Some(3));
    let row = |n| {
        let key = Value::String(person(n).to_string());
        let found = found.iter().find(|row| row["key"]["member"] == key).unwrap();
        assert_eq!(found["read_model"], "tallies");
        (found["live"]["saved"].clone(), found["rebuilt"]["saved"].clone())
    };
    assert_eq!(row(4), (99.into(), 1.into()));
    assert_eq!(row(5), (Value::Null, 1.into()));
    assert_eq!(row(1_000), (7.into(), Value::Null));
}

#[tokio::test]
async fn differences_that_nobody_takes_end_the_verification() {
    let w = filled().await;
    change(&w, "UPDATE read.tallies SET saved = 99").await;
    let (sender, lines) = mpsc::channel(1);
    drop(lines);
    let mut rebuild = Rebuild::new(w.db.pool.clone(), w.log(), models());
    (rebuild.verify, rebuild.differences) = (true, Some(sender));
    let ended = rebuild.run(|_| {}, &CancellationToken::new()).await;
    assert!(matches!(ended, Err(RebuildError::Untold)), "{ended:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stopped_read_model_tries_again_when_somebody_says_so() {
    let w = world().await;
    w.save(person(1), "constraint").await;
    let fragile = || vec![model::<Fragile>()];
    w.engine(fragile()).catch_up().await.unwrap();
    let stopped = status(&w.db.pool, &w.store, &fragile()).await.unwrap().remove(0);
    assert_eq!((stopped.state, stopped.stopped_at.map(|at| at.0)), (State::Stopped, Some(1)));
    assert!(!retry(&w.db.pool, "tallies").await.unwrap());
    // The cause is mended: here it is the table's own condition.
    change(&w, "ALTER TABLE read.fragile DROP CONSTRAINT fragile_saved_check").await;
    let stop = CancellationToken::new();
    let running = tokio::spawn(w.engine(fragile()).run(stop.clone()));
    assert!(retry(&w.db.pool, "fragile").await.unwrap());
    while status(&w.db.pool, &w.store, &fragile()).await.unwrap()[0].state != State::Current {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    stop.cancel();
    running.await.unwrap();
}
