//! Finds what was awarded for an item: from the read model of awards, once it has caught up.

use std::time::Duration;

use application::ReactorError;
use application::points::AwardsOfItem;
use domain::bookmarks::Item;
use domain::points::Given;
use domain::{AwardId, MemberId, Position};
use futures::future::BoxFuture;
use sqlx::PgPool;

use crate::caught_up::{PATIENCE, caught_up};

/// The read model that holds the answer.
const LINES: &str = "point_lines";

pub struct AwardsFromReadModel {
    pool: PgPool,
    patience: Duration,
}

impl AwardsFromReadModel {
    pub const fn new(pool: PgPool) -> Self {
        Self { pool, patience: PATIENCE }
    }
}

impl AwardsOfItem for AwardsFromReadModel {
    fn given(&self, item: Item, head: Position) -> BoxFuture<'_, Result<Vec<Given>, ReactorError>> {
        Box::pin(async move {
            caught_up(&self.pool, LINES, head, self.patience).await?;
            let rows = sqlx::query!(
                "SELECT award, member, day FROM point_lines
                 WHERE item = $1 AND item_kind = $2 ORDER BY position",
                item.uuid(),
                item.kind(),
            )
            .fetch_all(&self.pool)
            .await
            .map_err(ReactorError::new)?;
            let given = rows.into_iter().map(|row| Given {
                award: AwardId::new(row.award),
                member: MemberId::new(row.member),
                day: row.day,
            });
            Ok(given.collect())
        })
    }
}

#[cfg(test)]
mod tests {
    use domain::ResourceId;
    use testkit::TestDb;

    use super::*;

    const DDL: &str = include_str!("../../projections/src/points/point_lines.sql");

    fn guide() -> Item {
        Item::Resource(ResourceId::derived(&["guide"]))
    }

    async fn reached(db: &TestDb, position: i64) {
        sqlx::query("INSERT INTO checkpoints (name, version, position) VALUES ($1, 1, $2) ON CONFLICT (name) DO UPDATE SET position = $2")
            .bind(LINES)
            .bind(position)
            .execute(&db.pool)
            .await
            .unwrap();
    }

    async fn line(db: &TestDb, award: &str, item: &str, withdrawn: Option<i64>) {
        sqlx::query(
            "INSERT INTO point_lines (award, member, points, contribution, item_kind, item, rule, earned_by,
                 day, at, position, withdrawn_position)
             VALUES ($1, $2, 10, 'resource_published', 'resource', $3, 1, 'resource/x/1', '2026-03-02', now(), 3, $4)",
        )
        .bind(AwardId::derived(&[award]).uuid())
        .bind(MemberId::derived(&["ana"]).uuid())
        .bind(ResourceId::derived(&[item]).uuid())
        .bind(withdrawn)
        .execute(&db.pool)
        .await
        .unwrap();
    }

    #[tokio::test]
    async fn it_answers_once_the_read_model_has_reached_the_head() {
        let db = testkit::database().await;
        db.create_read_tables(&[DDL]).await;
        reached(&db, 3).await;
        line(&db, "publication", "guide", None).await;
        line(&db, "other", "law", None).await;
        let awards = AwardsFromReadModel::new(db.pool.clone());
        let late = async {
            line(&db, "applause", "guide", Some(9)).await;
            reached(&db, 4).await;
        };
        let (given, ()) = tokio::join!(awards.given(guide(), Position(4)), late);
        let mut given: Vec<_> = given.unwrap().into_iter().map(|given| given.award).collect();
        given.sort();
        let mut expected = ["publication", "applause"].map(|award| AwardId::derived(&[award]));
        expected.sort();
        assert_eq!(given, expected);
    }

    #[tokio::test]
    async fn a_read_model_that_stands_still_is_an_error_and_not_an_answer() {
        let db = testkit::database().await;
        db.create_read_tables(&[DDL]).await;
        reached(&db, 3).await;
        let awards = AwardsFromReadModel { pool: db.pool.clone(), patience: Duration::ZERO };
        let error = awards.given(guide(), Position(4)).await.unwrap_err();
        assert_eq!(error.to_string(), "the read model point_lines has not reached event 4");
    }
}
