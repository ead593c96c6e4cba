//! What the application asks of the read models of gatherings: which begin soon, and where a member has a place.

use std::time::Duration;

use application::calendar::{ComingGatherings, PlacesOfMember};
use application::{ReactorError, Unreachable};
use chrono::{DateTime, Utc};
use domain::{GatheringId, MemberId, Position};
use futures::future::BoxFuture;
use sqlx::PgPool;

use crate::caught_up::{PATIENCE, caught_up};

pub struct GatheringsFromReadModels {
    pool: PgPool,
    patience: Duration,
}

impl GatheringsFromReadModels {
    pub const fn new(pool: PgPool) -> Self {
        Self { pool, patience: PATIENCE }
    }
}

impl ComingGatherings for GatheringsFromReadModels {
    /// As far as the read model has come: whoever reminds of one asks the log again.
    fn starting(
        &self,
        after: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> BoxFuture<'_, Result<Vec<GatheringId>, Unreachable>> {
        Box::pin(async move {
            let found = sqlx::query_scalar!(
                "SELECT gathering FROM gatherings
                 WHERE state = 'published' AND registered > 0 AND starts_at > $1 AND starts_at <= $2
                 ORDER BY starts_at",
                after,
                until,
            )
            .fetch_all(&self.pool)
            .await
            .map_err(|error| Unreachable(error.into()))?;
            Ok(found.into_iter().map(GatheringId::new).collect())
        })
    }
}

impl PlacesOfMember for GatheringsFromReadModels {
    fn places(
        &self,
        member: MemberId,
        head: Position,
    ) -> BoxFuture<'_, Result<Vec<GatheringId>, ReactorError>> {
        Box::pin(async move {
            caught_up(&self.pool, "registrations", head, self.patience).await?;
            let found = sqlx::query_scalar!(
                "SELECT gathering FROM registrations WHERE member = $1 ORDER BY turn",
                member.uuid()
            )
            .fetch_all(&self.pool)
            .await
            .map_err(ReactorError::new)?;
            Ok(found.into_iter().map(GatheringId::new).collect())
        })
    }
}

#[cfg(test)]
mod tests {
    use testkit::TestDb;

    use super::*;

    const GATHERINGS: &str = include_str!("../../projections/src/calendar/gatherings.sql");
    const REGISTRATIONS: &str = include_str!("../../projections/src/calendar/registrations.sql");

    fn id(name: &str) -> GatheringId {
        GatheringId::derived(&[name])
    }

    fn at(hour: u32) -> DateTime<Utc> {
        format!("2026-03-10T{hour:02}:00:00Z").parse().unwrap()
    }

    async fn gathering(db: &TestDb, name: &str, state: &str, registered: i32, hour: u32) {
        sqlx::query(
            "INSERT INTO gatherings (gathering, short, slug, organiser, state, title, description, language,
                 times, starts_at, ends_at, closes_at, themes, registered, waiting, revision, published_at, changed_at)
             VALUES ($1, 'x', 'x', $1, $2, $3, '', 'es', '{}', $4, $4, $4, '{}', $5, 0, 1, now(), now())",
        )
        .bind(id(name).uuid())
        .bind(state)
        .bind(name)
        .bind(at(hour))
        .bind(registered)
        .execute(&db.pool)
        .await
        .unwrap();
    }

    #[tokio::test]
    async fn what_begins_soon_and_has_somebody_to_remind_is_found_in_order() {
        let db = testkit::database().await;
        db.create_read_tables(&[GATHERINGS]).await;
        for (name, state, registered, hour) in [
            ("now", "published", 1, 10),
            ("late", "published", 1, 12),
            ("soon", "published", 1, 11),
            ("empty", "published", 0, 11),
            ("cancelled", "cancelled", 1, 11),
            ("removed", "removed", 1, 11),
            ("after", "published", 1, 13),
        ] {
            gathering(&db, name, state, registered, hour).await;
        }
        let gatherings = GatheringsFromReadModels::new(db.pool.clone());
        assert_eq!(gatherings.starting(at(10), at(12)).await.unwrap(), [id("soon"), id("late")]);
    }

    #[tokio::test]
    async fn places_are_told_once_the_read_model_has_reached_the_head() {
        let db = testkit::database().await;
        db.create_read_tables(&[REGISTRATIONS]).await;
        let ana = MemberId::derived(&["ana"]);
        for (name, member, waiting, turn) in [
            ("two", ana, true, 2_i64),
            ("one", ana, false, 1),
            ("other", MemberId::derived(&["eva"]), false, 3),
        ] {
            sqlx::query("INSERT INTO registrations VALUES ($1, $2, $3, $4, now(), false)")
                .bind(id(name).uuid())
                .bind(member.uuid())
                .bind(waiting)
                .bind(turn)
                .execute(&db.pool)
                .await
                .unwrap();
        }
        sqlx::query("INSERT INTO checkpoints (name, version, position) VALUES ('registrations', 1, 3)")
            .execute(&db.pool)
            .await
            .unwrap();
        let gatherings = GatheringsFromReadModels { pool: db.pool.clone(), patience: Duration::ZERO };
        assert_eq!(gatherings.places(ana, Position(3)).await.unwrap(), [id("one"), id("two")]);
        let behind = gatherings.places(ana, Position(4)).await.unwrap_err();
        assert_eq!(behind.to_string(), "the read model registrations has not reached event 4");
    }
}
