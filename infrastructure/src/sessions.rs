//! Sessions in Postgres: hashes of secrets alone, so that a copy of the table opens nothing.

use application::membership::{FoundSession, Secret, Session, SessionId, Sessions, Unreachable};
use chrono::{DateTime, Utc};
use domain::MemberId;
use futures::future::BoxFuture;
use sqlx::PgPool;

use crate::accounts::{fingerprint, unreachable};

pub struct PostgresSessions {
    pool: PgPool,
}

impl PostgresSessions {
    pub const fn new(pool: PgPool) -> Self {
        Self { pool }
    }
}

impl Sessions for PostgresSessions {
    fn start<'a>(
        &'a self,
        secret: &'a Secret,
        session: Session,
        member: MemberId,
    ) -> BoxFuture<'a, Result<(), Unreachable>> {
        Box::pin(async move {
            sqlx::query!(
                "INSERT INTO sessions (id, member, secret_hash, started_at, seen_at, rotated_at, user_agent)
                 VALUES ($1, $2, $3, $4, $5, $4, $6)",
                session.id.0,
                member.uuid(),
                fingerprint(secret),
                session.started_at,
                session.seen_at,
                session.user_agent,
            )
            .execute(&self.pool)
            .await
            .map_err(unreachable)?;
            Ok(())
        })
    }

    fn find<'a>(&'a self, secret: &'a Secret) -> BoxFuture<'a, Result<Option<FoundSession>, Unreachable>> {
        Box::pin(async move {
            let row = sqlx::query!(
                "SELECT id, member, started_at, seen_at, rotated_at, adopted_at,
                        secret_hash <> $1 AS \"by_previous!\"
                 FROM sessions WHERE secret_hash = $1 OR previous_hash = $1",
                fingerprint(secret)
            )
            .fetch_optional(&self.pool)
            .await
            .map_err(unreachable)?;
            Ok(row.map(|row| FoundSession {
                id: SessionId(row.id),
                member: MemberId::new(row.member),
                started_at: row.started_at,
                seen_at: row.seen_at,
                rotated_at: row.rotated_at,
                adopted_at: row.adopted_at,
                by_previous: row.by_previous,
            }))
        })
    }

    fn seen(
        &self,
        session: SessionId,
        adopt: bool,
        at: DateTime<Utc>,
    ) -> BoxFuture<'_, Result<(), Unreachable>> {
        Box::pin(async move {
            sqlx::query!(
                "UPDATE sessions SET seen_at = greatest(seen_at, $3),
                        adopted_at = CASE WHEN $2 THEN coalesce(adopted_at, $3) ELSE adopted_at END
                 WHERE id = $1",
                session.0,
                adopt,
                at
            )
            .execute(&self.pool)
            .await
            .map_err(unreachable)?;
            Ok(())
        })
    }

    fn rotate<'a>(
        &'a self,
        found: &'a FoundSession,
        presented: &'a Secret,
        fresh: &'a Secret,
        at: DateTime<Utc>,
    ) -> BoxFuture<'a, Result<bool, Unreachable>> {
        Box::pin(async move {
            let done = sqlx::query!(
                "UPDATE sessions SET secret_hash = $3, previous_hash = $2, rotated_at = $4, seen_at = $4,
                        adopted_at = NULL
                 WHERE id = $1 AND rotated_at = $5",
                found.id.0,
                fingerprint(presented),
                fingerprint(fresh),
                at,
                found.rotated_at
            )
            .execute(&self.pool)
            .await
            .map_err(unreachable)?;
            Ok(done.rows_affected() == 1)
        })
    }

    fn of_member(&self, member: MemberId) -> BoxFuture<'_, Result<Vec<Session>, Unreachable>> {
        Box::pin(async move {
            let rows = sqlx::query!(
                "SELECT id, started_at, seen_at, user_agent FROM sessions WHERE member = $1
                 ORDER BY seen_at DESC, id",
                member.uuid()
            )
            .fetch_all(&self.pool)
            .await
            .map_err(unreachable)?;
            Ok(rows
                .into_iter()
                .map(|row| Session {
                    id: SessionId(row.id),
                    started_at: row.started_at,
                    seen_at: row.seen_at,
                    user_agent: row.user_agent,
                })
                .collect())
        })
    }

    fn end(&self, session: SessionId, member: MemberId) -> BoxFuture<'_, Result<(), Unreachable>> {
        Box::pin(async move {
            sqlx::query!("DELETE FROM sessions WHERE id = $1 AND member = $2", session.0, member.uuid())
                .execute(&self.pool)
                .await
                .map_err(unreachable)?;
            Ok(())
        })
    }

    fn end_others(&self, keep: SessionId, member: MemberId) -> BoxFuture<'_, Result<(), Unreachable>> {
        Box::pin(async move {
            sqlx::query!("DELETE FROM sessions WHERE id <> $1 AND member = $2", keep.0, member.uuid())
                .execute(&self.pool)
                .await
                .map_err(unreachable)?;
            Ok(())
        })
    }
}
