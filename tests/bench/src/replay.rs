//! The baseline of rebuilding: cqrs-es's own `QueryReplay` into a `PostgresViewRepository`.

use std::sync::Arc;
use std::time::Instant;

use anyhow::ensure;
use cqrs_es::persist::{GenericQuery, QueryReplay};
use cqrs_es::{EventEnvelope, View};
use domain::bookmarks::{Bookmark, BookmarkEvent};
use infrastructure::connect_as_owner;
use postgres_es::{PostgresEventRepository, PostgresViewRepository};
use serde::{Deserialize, Serialize};

/// How many events the baseline replays.
const EVENTS: u64 = 20_000;

/// A bookmark as a list of one's own would show it.
#[derive(Debug, Default, Serialize, Deserialize)]
struct BookmarkView {
    member: String,
    item: String,
    note: Option<String>,
    saved: bool,
}

impl View<Bookmark> for BookmarkView {
    fn update(&mut self, event: &EventEnvelope<Bookmark>) {
        match &event.payload {
            BookmarkEvent::BookmarkSaved { member, note, .. } => {
                self.member = member.to_string();
                self.item.clone_from(&event.aggregate_id);
                self.note = note.as_ref().and_then(|note| note.get().cloned());
                self.saved = true;
            }
            BookmarkEvent::BookmarkNoteChanged { note, .. } => {
                self.note = note.as_ref().and_then(|note| note.get().cloned());
            }
            BookmarkEvent::BookmarkRemoved { .. } => self.saved = false,
        }
    }
}

/// Events a second, over the first bookmarks of the log.
pub async fn measure(url: &str) -> anyhow::Result<f64> {
    let pool = connect_as_owner(url, 4).await?;
    let tables = format!(
        "CREATE TABLE replayed AS
             SELECT * FROM events WHERE aggregate_type = 'bookmark' ORDER BY position LIMIT {EVENTS};
         ALTER TABLE replayed ADD PRIMARY KEY (aggregate_type, aggregate_id, sequence);
         CREATE TABLE bookmark_view (view_id text PRIMARY KEY, version bigint NOT NULL, payload json NOT NULL);
         ANALYZE replayed"
    );
    sqlx::raw_sql(&tables).execute(&pool).await?;
    let streams: Vec<String> =
        sqlx::query_scalar("SELECT aggregate_id FROM replayed GROUP BY aggregate_id ORDER BY min(position)")
            .fetch_all(&pool)
            .await?;
    let events: i64 = sqlx::query_scalar("SELECT count(*) FROM replayed").fetch_one(&pool).await?;
    ensure!(events > 0, "the log holds no bookmarks");
    let repository = PostgresEventRepository::new(pool.clone()).with_tables("replayed", "snapshots");
    let views =
        Arc::new(PostgresViewRepository::<BookmarkView, Bookmark>::new("bookmark_view", pool.clone()));
    let replay = QueryReplay::<_, _, Bookmark>::new(repository, GenericQuery::new(views));
    let started = Instant::now();
    // `replay_all` of postgres-es 0.5 binds one parameter too many, which Postgres refuses.
    for stream in streams {
        replay.replay(&stream).await?;
    }
    let seconds = started.elapsed().as_secs_f64();
    let folded: i64 = sqlx::query_scalar("SELECT count(*) FROM bookmark_view").fetch_one(&pool).await?;
    ensure!(folded > 0, "nothing was replayed");
    sqlx::raw_sql("DROP TABLE replayed, bookmark_view").execute(&pool).await?;
    pool.close().await;
    Ok(events as f64 / seconds)
}
