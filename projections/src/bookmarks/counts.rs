//! The read model `bookmark_counts`: how many members keep an item.

use std::borrow::Cow;

use domain::bookmarks::{BookmarkEvent, Item};
use domain::{Event, Recorded};
use serde::{Deserialize, Serialize};
use sqlx::PgPool;
use uuid::Uuid;

use crate::{FoldError, ReadModel};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Key {
    pub item: Uuid,
    pub kind: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    pub kind: Cow<'static, str>,
    pub item: Uuid,
    pub n: u64,
}

pub struct BookmarkCounts;

impl ReadModel for BookmarkCounts {
    type Key = Key;
    type Row = Row;

    const NAME: &'static str = "bookmark_counts";
    const VERSION: i32 = 1;
    const KEY: &'static [&'static str] = &["item", "kind"];
    const DDL: &'static str = include_str!("counts.sql");
    const SOURCES: &'static [&'static str] = &["bookmark"];

    fn keys(event: &Recorded) -> Vec<Key> {
        match &event.event {
            Event::Bookmark(
                BookmarkEvent::BookmarkSaved { item, .. } | BookmarkEvent::BookmarkRemoved { item, .. },
            ) => vec![Key { item: item.uuid(), kind: item.kind() }],
            _ => vec![],
        }
    }

    fn fold(key: &Key, row: &mut Option<Row>, event: &Recorded) -> Result<(), FoldError> {
        let before = row.as_ref().map_or(0, |row| row.n);
        let n = match &event.event {
            Event::Bookmark(BookmarkEvent::BookmarkSaved { .. }) => before + 1,
            Event::Bookmark(BookmarkEvent::BookmarkRemoved { .. }) => before
                .checked_sub(1)
                .ok_or_else(|| FoldError::absent(format_args!("{} {}", key.kind, key.item)))?,
            _ => before,
        };
        *row = (n > 0).then(|| Row { kind: key.kind.into(), item: key.item, n });
        Ok(())
    }
}

/// How many members keep the item.
pub async fn count(pool: &PgPool, item: Item) -> sqlx::Result<u64> {
    let n = sqlx::query_scalar!(
        "SELECT n FROM bookmark_counts WHERE item = $1 AND kind = $2",
        item.uuid(),
        item.kind(),
    )
    .fetch_optional(pool)
    .await?;
    Ok(n.unwrap_or(0).unsigned_abs())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bookmarks::testing::{guide, noted, removed, saved};
    use crate::engine::fold_all;
    use crate::testing::{fold_into, log_of};

    #[tokio::test]
    async fn members_who_keep_an_item_are_counted_and_their_notes_are_not() {
        let db = testkit::database().await;
        let log = log_of([
            saved("ana", Some("why")),
            saved("luis", None),
            noted("ana", None),
            removed("luis"),
            saved("luis", None),
        ]);
        assert_eq!(fold_all::<BookmarkCounts>(&log).unwrap().into_values().map(|row| row.n).sum::<u64>(), 2);
        fold_into(&db.pool, log).await;
        assert_eq!(count(&db.pool, guide()).await.unwrap(), 2);
    }

    #[tokio::test]
    async fn an_item_that_nobody_keeps_has_no_row() {
        let db = testkit::database().await;
        let log = log_of([saved("ana", None), removed("ana")]);
        assert!(fold_all::<BookmarkCounts>(&log).unwrap().is_empty());
        assert!(fold_all::<BookmarkCounts>(&log[1..]).is_err());
        fold_into(&db.pool, log).await;
        assert_eq!(count(&db.pool, guide()).await.unwrap(), 0);
    }
}
