//! The read model `news_versions`: what each published item said, from its publication on.

use chrono::{DateTime, Utc};
use domain::newsroom::{NewsItemEvent, Story};
use domain::{Event, NewsItemId, Recorded};
use serde::{Deserialize, Serialize};
use sqlx::PgPool;
use sqlx::types::Json;

use crate::{FoldError, ReadModel};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Key {
    pub item: NewsItemId,
    pub revision: u32,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Row {
    pub item: NewsItemId,
    pub revision: u32,
    pub story: Story,
    pub note: Option<String>,
    pub written_at: DateTime<Utc>,
}

pub struct NewsVersions;

impl ReadModel for NewsVersions {
    type Key = Key;
    type Row = Row;

    const NAME: &'static str = "news_versions";
    const VERSION: i32 = 1;
    const KEY: &'static [&'static str] = &["item", "revision"];
    const DDL: &'static str = include_str!("versions.sql");
    const SOURCES: &'static [&'static str] = &["news_item"];

    /// A withdrawal takes every version away.
    fn keys(event: &Recorded) -> Vec<Key> {
        match &event.event {
            Event::NewsItem(NewsItemEvent::NewsPublished { item, .. }) => {
                vec![Key { item: *item, revision: 1 }]
            }
            Event::NewsItem(NewsItemEvent::NewsCorrected { item, revision, .. }) => {
                vec![Key { item: *item, revision: *revision }]
            }
            Event::NewsItem(NewsItemEvent::NewsWithdrawn { item, revision, .. }) => {
                (1..=*revision).map(|revision| Key { item: *item, revision }).collect()
            }
            _ => vec![],
        }
    }

    fn fold(key: &Key, row: &mut Option<Row>, event: &Recorded) -> Result<(), FoldError> {
        let version = |story: &Story, note: Option<&String>| Row {
            item: key.item,
            revision: key.revision,
            story: story.clone(),
            note: note.cloned(),
            written_at: event.metadata.at,
        };
        match &event.event {
            Event::NewsItem(NewsItemEvent::NewsPublished { story, .. }) => *row = Some(version(story, None)),
            Event::NewsItem(NewsItemEvent::NewsCorrected { story, note, .. }) => {
                *row = Some(version(story, Some(note)));
            }
            _ => *row = None,
        }
        Ok(())
    }
}

/// What an item said from a moment on.
#[derive(Clone, Debug, PartialEq)]
pub struct Version {
    pub revision: u32,
    pub story: Story,
    pub note: Option<String>,
    pub written_at: DateTime<Utc>,
}

/// The last so many, the newest first.
pub async fn versions(pool: &PgPool, item: NewsItemId, limit: u32) -> sqlx::Result<Vec<Version>> {
    let rows = sqlx::query!(
        r#"SELECT revision, story AS "story: Json<Story>", note, written_at FROM news_versions
           WHERE item = $1 ORDER BY revision DESC LIMIT $2"#,
        item.uuid(),
        i64::from(limit),
    )
    .fetch_all(pool)
    .await?;
    let versions = rows.into_iter().map(|row| Version {
        revision: row.revision.unsigned_abs(),
        story: row.story.0,
        note: row.note,
        written_at: row.written_at,
    });
    Ok(versions.collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::newsroom::testing::{corrected, id, news, published, withdrawn};
    use crate::testing::{fold_into, log_of};

    #[tokio::test]
    async fn each_version_stays_readable_until_the_withdrawal() {
        let db = testkit::database().await;
        let log = log_of([
            published("a", news("A")),
            corrected("a", 2, news("B")),
            published("gone", news("C")),
            corrected("gone", 2, news("D")),
            withdrawn("gone", 2),
        ]);
        let at = log[1].metadata.at;
        fold_into(&db.pool, log).await;
        let known = versions(&db.pool, id("a"), 10).await.unwrap();
        assert_eq!(known.iter().map(|version| version.revision).collect::<Vec<_>>(), [2, 1]);
        let corrected = &known[0];
        assert_eq!((corrected.story.title.as_str(), corrected.note.as_deref()), ("B", Some("La fecha.")));
        assert_eq!((corrected.written_at, known[1].note.as_deref()), (at, None));
        assert_eq!(versions(&db.pool, id("a"), 1).await.unwrap().len(), 1);
        assert_eq!(versions(&db.pool, id("gone"), 10).await.unwrap(), []);
    }
}
