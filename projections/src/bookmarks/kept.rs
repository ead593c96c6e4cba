//! The read model `bookmarks`: what each member keeps, with the member's note.

use std::borrow::Cow;

use chrono::{DateTime, Utc};
use domain::bookmarks::{BookmarkEvent, Item};
use domain::{Country, Event, Language, MemberId, Personal, Recorded};
use serde::{Deserialize, Serialize};
use sqlx::PgPool;
use uuid::Uuid;

use crate::library::parsed;
use crate::{FoldError, ReadModel};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Key {
    pub member: MemberId,
    pub item: Uuid,
    pub kind: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    pub member: MemberId,
    pub kind: Cow<'static, str>,
    pub item: Uuid,
    pub note: Option<String>,
    pub saved_at: DateTime<Utc>,
}

pub struct Bookmarks;

impl ReadModel for Bookmarks {
    type Key = Key;
    type Row = Row;

    const NAME: &'static str = "bookmarks";
    const VERSION: i32 = 1;
    const KEY: &'static [&'static str] = &["member", "item", "kind"];
    const DDL: &'static str = include_str!("kept.sql");
    const SOURCES: &'static [&'static str] = &["bookmark"];

    fn keys(event: &Recorded) -> Vec<Key> {
        let Event::Bookmark(event) = &event.event else { return vec![] };
        let (BookmarkEvent::BookmarkSaved { member, item, .. }
        | BookmarkEvent::BookmarkNoteChanged { member, item, .. }
        | BookmarkEvent::BookmarkRemoved { member, item }) = event;
        vec![Key { member: *member, item: item.uuid(), kind: item.kind() }]
    }

    fn fold(key: &Key, row: &mut Option<Row>, event: &Recorded) -> Result<(), FoldError> {
        let Event::Bookmark(bookmark) = &event.event else { return Ok(()) };
        let clear = |note: &Option<Personal<String>>| note.as_ref().and_then(Personal::get).cloned();
        match bookmark {
            BookmarkEvent::BookmarkSaved { note, .. } => {
                *row = Some(Row {
                    member: key.member,
                    kind: key.kind.into(),
                    item: key.item,
                    note: clear(note),
                    saved_at: event.metadata.at,
                });
            }
            BookmarkEvent::BookmarkNoteChanged { note, .. } => {
                let row = row.as_mut().ok_or_else(|| FoldError::absent(format_args!("bookmark {key:?}")))?;
                row.note = clear(note);
            }
            BookmarkEvent::BookmarkRemoved { .. } => *row = None,
        }
        Ok(())
    }
}

/// An item that a member keeps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    pub item: Item,
    pub note: Option<String>,
    pub saved_at: DateTime<Utc>,
    /// None when it was withdrawn since.
    pub shown: Option<Shown>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    pub short: String,
    pub slug: String,
    pub title: String,
    pub country: Option<Country>,
    pub language: Language,
}

/// What a member keeps, the last saved first; `limit` of them after `offset`.
pub async fn of_member(pool: &PgPool, member: MemberId, limit: u32, offset: u32) -> sqlx::Result<Vec<Kept>> {
    let rows = sqlx::query!(
        r#"SELECT b.item, b.kind, b.note, b.saved_at, coalesce(r.short, n.short, g.short, h.short) AS "short?",
                  coalesce(r.slug, n.slug, g.slug, h.slug) AS "slug?",
                  coalesce(r.title, n.title, g.title, h.title) AS "title?", coalesce(r.country, h.country) AS "country?",
                  coalesce(r.language, n.language, g.language, h.language) AS "language?"
           FROM bookmarks b
           LEFT JOIN resources r ON r.resource = b.item AND b.kind = 'resource'
           LEFT JOIN news_items n ON n.item = b.item AND b.kind = 'news'
           LEFT JOIN gatherings g ON g.gathering = b.item AND b.kind = 'gathering' AND g.state <> 'removed'
           LEFT JOIN highlights h ON h.highlight = b.item AND b.kind = 'highlight' AND h.state = 'published'
           WHERE b.member = $1
           ORDER BY b.saved_at DESC, b.item LIMIT $2 OFFSET $3"#,
        member.uuid(),
        i64::from(limit),
        i64::from(offset),
    )
    .fetch_all(pool)
    .await?;
    rows.into_iter()
        .map(|row| {
            let shown = match (row.short, row.slug, row.title, row.language) {
                (Some(short), Some(slug), Some(title), Some(language)) => Some(Shown {
                    short,
                    slug,
                    title,
                    country: row.country.as_deref().map(parsed).transpose()?,
                    language: parsed(&language)?,
                }),
                _ => None,
            };
            let item = item_of(&row.kind, row.item)?;
            Ok(Kept { item, note: row.note, saved_at: row.saved_at, shown })
        })
        .collect()
}

/// As a table of read models names an item.
pub(crate) fn item_of(kind: &str, id: Uuid) -> sqlx::Result<Item> {
    Item::of_kind(kind, id).ok_or_else(|| sqlx::Error::Decode(format!("`{kind}` is no kind of item").into()))
}

/// How many items a member keeps.
pub async fn count_of_member(pool: &PgPool, member: MemberId) -> sqlx::Result<u64> {
    let n =
        sqlx::query_scalar!(r#"SELECT count(*) AS "n!" FROM bookmarks WHERE member = $1"#, member.uuid(),)
            .fetch_one(pool)
            .await?;
    Ok(n.unsigned_abs())
}

/// None when the member does not keep it; else the note, if there is one.
pub async fn note_of(pool: &PgPool, member: MemberId, item: Item) -> sqlx::Result<Option<Option<String>>> {
    sqlx::query_scalar!(
        "SELECT note FROM bookmarks WHERE member = $1 AND item = $2 AND kind = $3",
        member.uuid(),
        item.uuid(),
        item.kind(),
    )
    .fetch_optional(pool)
    .await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bookmarks::testing::{guide, member, noted, removed, saved, saved_item};
    use crate::engine::fold_all;
    use crate::library::testing::{self as library, id, published, withdrawn};
    use crate::newsroom::testing as newsroom;
    use crate::testing::{fold_into, log_of};

    #[test]
    fn a_new_note_leaves_the_day_of_saving() {
        let log = log_of([saved("ana", Some("old")), noted("ana", Some("new"))]);
        let rows = fold_all::<Bookmarks>(&log).unwrap();
        let row = rows.values().next().unwrap();
        assert_eq!((row.note.as_deref(), row.saved_at), (Some("new"), log[0].metadata.at));
        assert!(fold_all::<Bookmarks>(&log[1..]).is_err());
    }

    #[test]
    fn the_note_of_an_erased_member_is_gone() {
        let erased = BookmarkEvent::BookmarkSaved {
            member: member("ana"),
            item: guide(),
            owner: member("luis"),
            note: Some(Personal::erased(member("ana"))),
        };
        let rows = fold_all::<Bookmarks>(&log_of([erased.into()])).unwrap();
        assert_eq!(rows.values().next().unwrap().note, None);
    }

    #[tokio::test]
    async fn a_member_sees_what_the_member_keeps_with_its_resource() {
        let db = testkit::database().await;
        fold_into(
            &db.pool,
            log_of([
                published("guide", library::guide()),
                published("gone", library::guide()),
                saved("ana", Some("for the seminar")),
                saved_item("ana", Item::Resource(id("gone")), None),
                saved("luis", None),
                withdrawn("gone", library::guide()),
                saved("eva", None),
                removed("eva"),
            ]),
        )
        .await;
        let kept = of_member(&db.pool, member("ana"), 10, 0).await.unwrap();
        assert_eq!(
            kept.iter().map(|kept| kept.item).collect::<Vec<_>>(),
            [Item::Resource(id("gone")), guide()]
        );
        assert_eq!(kept[0].shown, None);
        let shown = kept[1].shown.as_ref().unwrap();
        assert_eq!((shown.title.as_str(), shown.short.as_str()), ("guide", id("guide").short().as_str()));
        assert_eq!(shown.country.unwrap().code(), "BR");
        assert_eq!(kept[1].note.as_deref(), Some("for the seminar"));
        assert_eq!(of_member(&db.pool, member("ana"), 1, 1).await.unwrap(), kept[1..]);
        assert_eq!(count_of_member(&db.pool, member("ana")).await.unwrap(), 2);
        assert_eq!(of_member(&db.pool, member("eva"), 10, 0).await.unwrap(), []);

        let news = Item::News(domain::NewsItemId::derived(&["news"]));
        assert_eq!(note_of(&db.pool, member("ana"), news).await.unwrap(), None);

        let note = async |name: &str| note_of(&db.pool, member(name), guide()).await.unwrap();
        assert_eq!(note("ana").await, Some(Some("for the seminar".into())));
        assert_eq!(note("luis").await, Some(None));
        assert_eq!(note("eva").await, None);
    }

    #[tokio::test]
    async fn news_are_kept_beside_resources() {
        let db = testkit::database().await;
        let news = domain::NewsItemId::derived(&["news"]);
        fold_into(
            &db.pool,
            log_of([
                published("guide", library::guide()),
                newsroom::published("news", newsroom::news("Nuevo registro")),
                saved("ana", None),
                saved_item("ana", Item::News(news), Some("to quote")),
            ]),
        )
        .await;
        let kept = of_member(&db.pool, member("ana"), 10, 0).await.unwrap();
        assert_eq!(kept.iter().map(|kept| kept.item).collect::<Vec<_>>(), [Item::News(news), guide()]);
        let shown = kept[0].shown.as_ref().unwrap();
        assert_eq!((shown.title.as_str(), shown.short.as_str()), ("Nuevo registro", news.short().as_str()));
        assert_eq!(count_of_member(&db.pool, member("ana")).await.unwrap(), 2);
    }
}
