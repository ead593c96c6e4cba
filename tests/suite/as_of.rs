//! Read models of a moment against a real Postgres: built once, apart from the live ones, and few of them.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use chrono::{DateTime, TimeDelta, Utc};
use domain::bookmarks::{BookmarkEvent, Item};
use domain::{CommandId, EventLog, Lag, LogError, MemberId, Metadata, Position, Recorded, ResourceId};
use futures::future::BoxFuture;
use projections::engine::{AsOf, AsOfError, model};
use sqlx::PgPool;

use crate::engine::Tallies;

/// Ten bookmarks of one member, an hour after one another; it counts how often it was read anew.
struct Log(AtomicUsize);

fn hour(hour: u64) -> DateTime<Utc> {
    "2026-03-01T00:00:00Z".parse::<DateTime<Utc>>().unwrap() + TimeDelta::hours(hour.cast_signed())
}

fn bookmark(hour_of_day: u64) -> Recorded {
    let (member, owner) = (MemberId::derived(&["ana"]), MemberId::derived(&["luis"]));
    let item = Item::Resource(ResourceId::derived(&[&hour_of_day.to_string()]));
    Recorded {
        position: Position(hour_of_day),
        aggregate_id: hour_of_day.to_string(),
        sequence: 1,
        event: BookmarkEvent::BookmarkSaved { member, item, owner, note: None }.into(),
        metadata: Metadata {
            actor: format!("member:{member}"),
            at: hour(hour_of_day),
            command_id: CommandId::derived(&[&hour_of_day.to_string()]),
            caused_by: None,
        },
    }
}

impl EventLog for Log {
    fn read(&self, after: Position, limit: usize) -> BoxFuture<'_, Result<Vec<Recorded>, LogError>> {
        Box::pin(async move { Ok((after.0 + 1..=10).take(limit).map(bookmark).collect()) })
    }

    fn read_of<'a>(
        &'a self,
        _: &'a [&'static str],
        after: Position,
        until: Position,
        limit: usize,
    ) -> BoxFuture<'a, Result<Vec<Recorded>, LogError>> {
        if after == Position::START {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
        Box::pin(async move { Ok((after.0 + 1..=until.0).take(limit).map(bookmark).collect()) })
    }

    fn head(&self) -> BoxFuture<'_, Result<Position, LogError>> {
        Box::pin(async { Ok(Position(10)) })
    }

    fn lag(&self, _: Position) -> BoxFuture<'_, Result<Lag, LogError>> {
        Box::pin(async { Ok(Lag::default()) })
    }

    fn wait(&self, _: Position) -> BoxFuture<'_, ()> {
        Box::pin(std::future::pending())
    }
}

async fn moments() -> (testkit::TestDb, Arc<Log>, AsOf) {
    let db = testkit::database().await;
    let log = Arc::new(Log(AtomicUsize::new(0)));
    let moments = AsOf::new(&db.pool, log.clone(), vec![model::<Tallies>()]);
    (db, log, moments)
}

async fn saved(pool: &PgPool) -> Option<i64> {
    sqlx::query_scalar("SELECT saved FROM tallies").fetch_optional(pool).await.unwrap()
}

#[tokio::test]
async fn each_moment_has_rows_of_its_own() {
    let (_db, _, moments) = moments().await;
    let early = moments.view(hour(3), &["tallies"]).await.unwrap();
    let late = moments.view(hour(7) + TimeDelta::minutes(59), &["tallies"]).await.unwrap();
    assert_eq!((early.position, late.position), (Position(3), Position(7)));
    assert_eq!((saved(&early.pool).await, saved(&late.pool).await), (Some(3), Some(7)));
    let nothing = moments.view(hour(0), &["tallies"]).await.unwrap();
    assert_eq!(saved(&nothing.pool).await, None);
}

#[tokio::test]
async fn those_who_want_the_same_moment_at_once_build_it_once() {
    let (_db, log, moments) = moments().await;
    let view = || moments.view(hour(5), &["tallies"]);
    let (one, two, three) = tokio::try_join!(view(), view(), view()).unwrap();
    for view in [one, two, three] {
        assert_eq!(saved(&view.pool).await, Some(5));
    }
    assert_eq!(log.0.load(Ordering::Relaxed), 1);
}

#[tokio::test]
async fn a_moment_is_folded_anew_once_somebody_was_erased() {
    let (db, log, moments) = moments().await;
    for _ in 0..2 {
        moments.view(hour(5), &["tallies"]).await.unwrap();
    }
    assert_eq!(log.0.load(Ordering::Relaxed), 1);
    let erase = "INSERT INTO vault_keys (member, destroyed_at) VALUES (gen_random_uuid(), now())";
    sqlx::query(erase).execute(&db.pool).await.unwrap();
    for _ in 0..2 {
        assert_eq!(saved(&moments.view(hour(5), &["tallies"]).await.unwrap().pool).await, Some(5));
    }
    assert_eq!(log.0.load(Ordering::Relaxed), 2);
}

#[tokio::test]
async fn whoever_gives_up_leaves_it_to_the_next() {
    let (_db, log, moments) = moments().await;
    let given_up = tokio::time::timeout(std::time::Duration::ZERO, moments.view(hour(5), &["tallies"])).await;
    assert!(given_up.is_err());
    assert_eq!(saved(&moments.view(hour(5), &["tallies"]).await.unwrap().pool).await, Some(5));
    assert_eq!(log.0.load(Ordering::Relaxed), 1);
}

#[tokio::test]
async fn the_moment_that_was_asked_for_longest_ago_makes_way() {
    let (_db, log, moments) = moments().await;
    for at in 1..=7 {
        moments.view(hour(at), &["tallies"]).await.unwrap();
    }
    assert_eq!(log.0.load(Ordering::Relaxed), 7);
    moments.view(hour(7), &["tallies"]).await.unwrap();
    assert_eq!(log.0.load(Ordering::Relaxed), 7, "it is kept");
    let again = moments.view(hour(1), &["tallies"]).await.unwrap();
    assert_eq!(log.0.load(Ordering::Relaxed), 8, "it was not");
    assert_eq!(saved(&again.pool).await, Some(1));
}

/// A page that asks for more than was built fails, and never shows today's rows.
#[tokio::test]
async fn live_tables_are_out_of_reach() {
    let (db, _, moments) = moments().await;
    sqlx::raw_sql("CREATE TABLE read.others AS SELECT 1 AS one").execute(&db.pool).await.unwrap();
    let view = moments.view(hour(5), &["tallies"]).await.unwrap();
    let others = sqlx::query("SELECT one FROM others");
    assert!(others.fetch_one(&db.pool).await.is_ok());
    let others = sqlx::query("SELECT one FROM others");
    assert!(others.fetch_one(&view.pool).await.unwrap_err().to_string().contains("does not exist"));
    assert!(matches!(moments.view(hour(5), &["others"]).await, Err(AsOfError::Unknown(_))));
}

/// A connection that was cut takes its tables along: they are built again.
#[tokio::test]
async fn a_lost_connection_is_no_loss() {
    let (db, log, moments) = moments().await;
    let view = moments.view(hour(5), &["tallies"]).await.unwrap();
    let own: i32 = sqlx::query_scalar("SELECT pg_backend_pid()").fetch_one(&view.pool).await.unwrap();
    sqlx::query("SELECT pg_terminate_backend($1)").bind(own).execute(&db.owner).await.unwrap();
    let again = moments.view(hour(5), &["tallies"]).await.unwrap();
    assert_eq!(saved(&again.pool).await, Some(5));
    assert_eq!(log.0.load(Ordering::Relaxed), 2);
}
