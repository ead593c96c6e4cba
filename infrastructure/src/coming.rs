//! Which gatherings begin soon, asked of the read model `gatherings`. Whoever reminds of one asks the log again.

use application::Unreachable;
use application::calendar::ComingGatherings;
use chrono::{DateTime, Utc};
use domain::GatheringId;
use futures::future::BoxFuture;
use sqlx::PgPool;

pub struct ComingFromReadModel(PgPool);

impl ComingFromReadModel {
    pub const fn new(pool: PgPool) -> Self {
        Self(pool)
    }
}

impl ComingGatherings for ComingFromReadModel {
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
            .fetch_all(&self.0)
            .await
            .map_err(|error| Unreachable(error.into()))?;
            Ok(found.into_iter().map(GatheringId::new).collect())
        })
    }
}
