//! Pictures of texts in Postgres: they are small, and a backup of the database has the texts with their pictures.

pub(crate) mod encoding;

use std::fmt::Write;
use std::sync::Arc;

use application::Unreachable;
use application::pictures::{A_DAY_MAX, Picture, PictureError, Pictures, Sent, UPLOAD_MAX};
use bytes::Bytes;
use chrono::{DateTime, TimeDelta, Utc};
use domain::{MemberId, PictureId};
use futures::future::BoxFuture;
use sha2::{Digest, Sha256};
use sqlx::PgPool;
use tokio::sync::Semaphore;

use crate::accounts::unreachable;

/// One picture is unpacked at a time: it may take 160 MB for a moment.
const AT_ONCE: usize = 1;

pub struct PostgresPictures {
    pool: PgPool,
    room: Arc<Semaphore>,
}

impl PostgresPictures {
    pub fn new(pool: PgPool) -> Self {
        Self { pool, room: Arc::new(Semaphore::new(AT_ONCE)) }
    }

    async fn sent_since(&self, member: MemberId, since: DateTime<Utc>) -> Result<i64, Unreachable> {
        sqlx::query_scalar!(
            r#"SELECT count(*) AS "count!" FROM pictures WHERE member = $1 AND uploaded_at > $2"#,
            member.uuid(),
            since,
        )
        .fetch_one(&self.pool)
        .await
        .map_err(unreachable)
    }
}

impl Pictures for PostgresPictures {
    fn keep(
        &self,
        member: MemberId,
        sent: Bytes,
        side: u32,
        now: DateTime<Utc>,
    ) -> BoxFuture<'_, Result<Picture, PictureError>> {
        Box::pin(async move {
            if sent.len() > UPLOAD_MAX {
                return Err(PictureError::TooLarge);
            }
            if self.sent_since(member, now - TimeDelta::days(1)).await? >= A_DAY_MAX {
                return Err(PictureError::TooMany);
            }
            let turn = Arc::clone(&self.room).acquire_owned().await;
            // The turn ends with the work, which goes on when whoever asked for it has hung up.
            let reduce = move || {
                let _turn = turn;
                encoding::reduce(&sent, side)
            };
            let reduced = tokio::task::spawn_blocking(reduce).await.map_err(|_| PictureError::Damaged)??;
            let hash = Sha256::digest(&reduced.content).iter().fold(String::new(), |mut hex, byte| {
                let _ = write!(hex, "{byte:02x}");
                hex
            });
            let picture = Picture {
                id: PictureId::derived(&["picture", &member.to_string(), &hash]),
                member,
                media_type: reduced.media_type.to_owned(),
                width: reduced.width,
                height: reduced.height,
                content: reduced.content.into(),
            };
            sqlx::query!(
                "INSERT INTO pictures (picture, member, media_type, width, height, content, uploaded_at)
                 VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING",
                picture.id.uuid(),
                member.uuid(),
                picture.media_type,
                picture.width.cast_signed(),
                picture.height.cast_signed(),
                &picture.content[..],
                now,
            )
            .execute(&self.pool)
            .await
            .map_err(unreachable)?;
            Ok(picture)
        })
    }

    fn find(&self, picture: PictureId) -> BoxFuture<'_, Result<Option<Picture>, Unreachable>> {
        Box::pin(async move {
            let row = sqlx::query!(
                "SELECT member, media_type, width, height, content FROM pictures WHERE picture = $1",
                picture.uuid(),
            )
            .fetch_optional(&self.pool)
            .await
            .map_err(unreachable)?;
            Ok(row.map(|row| Picture {
                id: picture,
                member: MemberId::new(row.member),
                media_type: row.media_type,
                width: row.width.cast_unsigned(),
                height: row.height.cast_unsigned(),
                content: row.content.into(),
            }))
        })
    }

    fn of_member(&self, member: MemberId) -> BoxFuture<'_, Result<Vec<Sent>, Unreachable>> {
        Box::pin(async move {
            let rows = sqlx::query!(
                "SELECT picture, media_type, width, height, uploaded_at FROM pictures
                 WHERE member = $1 ORDER BY uploaded_at, picture",
                member.uuid(),
            )
            .fetch_all(&self.pool)
            .await
            .map_err(unreachable)?;
            let sent = rows.into_iter().map(|row| Sent {
                id: PictureId::new(row.picture),
                media_type: row.media_type,
                width: row.width.cast_unsigned(),
                height: row.height.cast_unsigned(),
                sent_at: row.uploaded_at,
            });
            Ok(sent.collect())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::encoding::tests::{jpeg, png};
    use application::pictures::SIDE_MAX;

    use super::*;

    fn now() -> DateTime<Utc> {
        "2026-03-02T10:00:00Z".parse().unwrap()
    }

    #[tokio::test]
    async fn a_picture_is_kept_once_and_found() {
        let db = testkit::database().await;
        let pictures = PostgresPictures::new(db.pool.clone());
        let ana = MemberId::derived(&["ana"]);
        let kept = pictures.keep(ana, jpeg(40, 30).into(), SIDE_MAX, now()).await.unwrap();
        let again = pictures.keep(ana, jpeg(40, 30).into(), SIDE_MAX, now()).await.unwrap();
        assert_eq!((kept.id, kept.width, kept.height), (again.id, 40, 30));
        assert_eq!(pictures.find(kept.id).await.unwrap(), Some(kept.clone()));
        assert_eq!(pictures.sent_since(ana, now() - TimeDelta::days(1)).await.unwrap(), 1);
        let eva = MemberId::derived(&["eva"]);
        assert_ne!(pictures.keep(eva, jpeg(40, 30).into(), SIDE_MAX, now()).await.unwrap().id, kept.id);
        let sent = Sent { id: kept.id, media_type: kept.media_type, width: 40, height: 30, sent_at: now() };
        assert_eq!(pictures.of_member(ana).await.unwrap(), [sent]);
        assert_eq!(pictures.find(PictureId::derived(&["none"])).await.unwrap(), None);
    }

    #[tokio::test]
    async fn a_member_sends_so_many_a_day() {
        let db = testkit::database().await;
        let pictures = PostgresPictures::new(db.pool.clone());
        let ana = MemberId::derived(&["ana"]);
        sqlx::query(
            "INSERT INTO pictures SELECT gen_random_uuid(), $1, 'image/png', 1, 1, '', $2 FROM generate_series(1, $3)",
        )
        .bind(ana.uuid())
        .bind(now() - TimeDelta::hours(23))
        .bind(i32::try_from(A_DAY_MAX).unwrap())
        .execute(&db.pool)
        .await
        .unwrap();
        let refused = pictures.keep(ana, png(2, 2, 255).into(), SIDE_MAX, now()).await;
        assert!(matches!(refused, Err(PictureError::TooMany)), "{refused:?}");
        let later = now() + TimeDelta::hours(2);
        assert!(pictures.keep(ana, png(2, 2, 255).into(), SIDE_MAX, later).await.is_ok());
        let large = pictures.keep(ana, vec![0; UPLOAD_MAX + 1].into(), SIDE_MAX, later).await;
        assert!(matches!(large, Err(PictureError::TooLarge)), "{large:?}");
    }
}
