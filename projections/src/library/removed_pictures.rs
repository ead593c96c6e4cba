//! The read model `removed_pictures`: pictures of texts that are shown no more, and why.

use chrono::{DateTime, Utc};
use domain::library::TextPictureEvent;
use domain::{Event, MemberId, PictureId, Recorded};
use serde::{Deserialize, Serialize};
use sqlx::PgPool;
use uuid::Uuid;

use crate::{FoldError, ReadModel};

#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Key {
    pub picture: PictureId,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    pub picture: PictureId,
    pub member: MemberId,
    pub by_member: bool,
    pub reason: String,
    pub removed_at: DateTime<Utc>,
}

pub struct RemovedPictures;

impl ReadModel for RemovedPictures {
    type Key = Key;
    type Row = Row;

    const NAME: &'static str = "removed_pictures";
    const VERSION: i32 = 1;
    const KEY: &'static [&'static str] = &["picture"];
    const DDL: &'static str = include_str!("removed_pictures.sql");
    const SOURCES: &'static [&'static str] = &["text_picture"];

    fn keys(event: &Recorded) -> Vec<Key> {
        match &event.event {
            Event::TextPicture(TextPictureEvent::PictureTakenDown { picture, .. }) => {
                vec![Key { picture: *picture }]
            }
            _ => vec![],
        }
    }

    fn fold(_: &Key, row: &mut Option<Row>, event: &Recorded) -> Result<(), FoldError> {
        if let Event::TextPicture(TextPictureEvent::PictureTakenDown { picture, member, reason }) =
            &event.event
        {
            *row = Some(Row {
                picture: *picture,
                member: *member,
                by_member: event.metadata.member() == Some(*member),
                reason: reason.clone(),
                removed_at: event.metadata.at,
            });
        }
        Ok(())
    }
}

/// Why a picture is shown no more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Removal {
    pub by_member: bool,
    pub reason: String,
    pub removed_at: DateTime<Utc>,
}

pub async fn removal(pool: &PgPool, picture: PictureId) -> sqlx::Result<Option<Removal>> {
    sqlx::query_as!(
        Removal,
        "SELECT by_member, reason, removed_at FROM removed_pictures WHERE picture = $1",
        picture.uuid(),
    )
    .fetch_optional(pool)
    .await
}

/// Which of these are shown no more.
pub async fn removed(pool: &PgPool, pictures: &[PictureId]) -> sqlx::Result<Vec<PictureId>> {
    let pictures: Vec<Uuid> = pictures.iter().map(|picture| picture.uuid()).collect();
    let found =
        sqlx::query_scalar!("SELECT picture FROM removed_pictures WHERE picture = ANY($1)", &pictures)
            .fetch_all(pool)
            .await?;
    Ok(found.into_iter().map(PictureId::new).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{fold_into, log_of};

    #[tokio::test]
    async fn why_and_by_whom_a_picture_was_taken_down_is_kept() {
        let db = testkit::database().await;
        let (ana, id) = (MemberId::derived(&["ana"]), |name: &str| PictureId::derived(&[name]));
        let taken_down = |name: &str| {
            Event::from(TextPictureEvent::PictureTakenDown {
                picture: id(name),
                member: ana,
                reason: "Nobody was asked.".into(),
            })
        };
        let mut log = log_of([taken_down("a"), taken_down("b")]);
        log[0].metadata.actor = format!("member:{ana}");
        let at = log[0].metadata.at;
        fold_into(&db.pool, log).await;
        let expected = Removal { by_member: true, reason: "Nobody was asked.".into(), removed_at: at };
        assert_eq!(removal(&db.pool, id("a")).await.unwrap(), Some(expected));
        assert!(!removal(&db.pool, id("b")).await.unwrap().unwrap().by_member);
        assert_eq!(removal(&db.pool, id("c")).await.unwrap(), None);
        assert_eq!(removed(&db.pool, &[id("c"), id("b")]).await.unwrap(), [id("b")]);
    }
}
