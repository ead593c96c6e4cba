//! What admins see of reactors and mails, from the tables `checkpoints` and `outbox`.

use application::Unreachable;
use application::membership::LetterId;
use application::operations::{HeldMail, MailStanding, Operations, PreparationStanding, ReactorStanding};
use application::reactor::Failure;
use domain::{EventLog, LogError, Position};
use futures::future::BoxFuture;
use sqlx::PgPool;

use crate::accounts::unreachable;
use crate::outbox::veiled;
use crate::preparing;
use crate::{PostgresStore, Vaulted};

pub struct PostgresOperations {
    pool: PgPool,
    log: Vaulted<PostgresStore>,
}

impl PostgresOperations {
    pub const fn new(pool: PgPool, log: Vaulted<PostgresStore>) -> Self {
        Self { pool, log }
    }
}

/// Every reactor that ever ran, against the log.
pub async fn reactors(pool: &PgPool, log: &dyn EventLog) -> Result<Vec<ReactorStanding>, LogError> {
    let rows = sqlx::query!(
        r#"SELECT substr(name, 9) AS "name!", position, failed_at, error
           FROM checkpoints WHERE name LIKE 'reactor:%' ORDER BY name"#
    )
    .fetch_all(pool)
    .await
    .map_err(|error| LogError::Unreachable(error.into()))?;
    let mut standing = Vec::with_capacity(rows.len());
    for row in rows {
        let position = Position(row.position.unsigned_abs());
        let behind = log.lag(position).await?.events;
        let parked = row
            .failed_at
            .map(|at| Failure { at: Position(at.unsigned_abs()), error: row.error.unwrap_or_default() });
        standing.push(ReactorStanding { name: row.name, position, behind, parked });
    }
    Ok(standing)
}

pub async fn mails(pool: &PgPool) -> Result<MailStanding, sqlx::Error> {
    let row = sqlx::query!(
        r#"SELECT count(*) FILTER (WHERE parked_at IS NULL) AS "waiting!",
               count(*) FILTER (WHERE parked_at IS NULL AND attempts > 0) AS "failing!",
               count(*) FILTER (WHERE parked_at IS NOT NULL) AS "parked!"
           FROM outbox WHERE sent_at IS NULL"#
    )
    .fetch_one(pool)
    .await?;
    Ok(MailStanding {
        waiting: row.waiting.unsigned_abs(),
        failing: row.failing.unsigned_abs(),
        parked: row.parked.unsigned_abs(),
    })
}

async fn held_mails(pool: &PgPool, limit: u32) -> Result<Vec<HeldMail>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"SELECT id, recipient, subject, queued_at, attempts, next_try, parked_at IS NOT NULL AS "parked!",
               coalesce(last_error, '') AS "error!"
           FROM outbox WHERE sent_at IS NULL AND (attempts > 0 OR parked_at IS NOT NULL)
           ORDER BY parked_at NULLS LAST, next_try, id LIMIT $1"#,
        i64::from(limit),
    )
    .fetch_all(pool)
    .await?;
    let held = rows.into_iter().map(|row| {
        let to = veiled(&row.recipient);
        HeldMail {
            id: LetterId(row.id),
            // Mail servers like to repeat the address.
            error: row.error.replace(&row.recipient, &to),
            to,
            subject: row.subject,
            queued_at: row.queued_at,
            attempts: row.attempts.unsigned_abs(),
            next_try: (!row.parked).then_some(row.next_try),
        }
    });
    Ok(held.collect())
}

async fn requeue(pool: &PgPool, mail: Option<LetterId>) -> Result<u64, sqlx::Error> {
    let done = sqlx::query!(
        "UPDATE outbox SET attempts = 0, parked_at = NULL, next_try = now()
         WHERE sent_at IS NULL AND CASE WHEN $1::uuid IS NULL THEN parked_at IS NOT NULL ELSE id = $1 END",
        mail.map(|mail| mail.0),
    )
    .execute(pool)
    .await?;
    Ok(done.rows_affected())
}

async fn retry_reactor(pool: &PgPool, name: &str) -> Result<bool, sqlx::Error> {
    let cleared = sqlx::query!(
        "UPDATE checkpoints SET error = NULL, failed_at = NULL
         WHERE name = 'reactor:' || $1 AND failed_at IS NOT NULL",
        name,
    )
    .execute(pool)
    .await?;
    Ok(cleared.rows_affected() == 1)
}

impl Operations for PostgresOperations {
    fn reactors(&self) -> BoxFuture<'_, Result<Vec<ReactorStanding>, Unreachable>> {
        Box::pin(
            async move { reactors(&self.pool, &self.log).await.map_err(|error| Unreachable(error.into())) },
        )
    }

    fn retry_reactor<'a>(&'a self, name: &'a str) -> BoxFuture<'a, Result<bool, Unreachable>> {
        Box::pin(async move { retry_reactor(&self.pool, name).await.map_err(unreachable) })
    }

    fn mails(&self) -> BoxFuture<'_, Result<MailStanding, Unreachable>> {
        Box::pin(async move { mails(&self.pool).await.map_err(unreachable) })
    }

    fn preparations(&self) -> BoxFuture<'_, Result<PreparationStanding, Unreachable>> {
        Box::pin(async move { preparing::standing(&self.pool).await.map_err(unreachable) })
    }

    fn held_mails(&self, limit: u32) -> BoxFuture<'_, Result<Vec<HeldMail>, Unreachable>> {
        Box::pin(async move { held_mails(&self.pool, limit).await.map_err(unreachable) })
    }

    fn requeue(&self, mail: Option<LetterId>) -> BoxFuture<'_, Result<u64, Unreachable>> {
        Box::pin(async move { requeue(&self.pool, mail).await.map_err(unreachable) })
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    async fn operations() -> (testkit::TestDb, PostgresOperations) {
        let db = testkit::database().await;
        let operations =
            PostgresOperations::new(db.pool.clone(), crate::testing::store(db.pool.clone()).await);
        (db, operations)
    }

    async fn run(db: &testkit::TestDb, sql: &str) {
        sqlx::raw_sql(sql).execute(&db.pool).await.unwrap();
    }

    #[tokio::test]
    async fn a_parked_reactor_is_shown_with_its_event_and_cleared_to_try_again() {
        let (db, operations) = operations().await;
        run(
            &db,
            "INSERT INTO checkpoints (name, version, position, failed_at, error) VALUES
                 ('reactor:mail', 1, 7, 8, 'the post is closed'), ('reactor:points', 1, 0, NULL, NULL),
                 ('members', 1, 0, 1, 'a read model')",
        )
        .await;
        let failure = Failure { at: Position(8), error: "the post is closed".into() };
        let standing = |name: &str, position, parked| ReactorStanding {
            name: name.into(),
            position: Position(position),
            behind: 0,
            parked,
        };
        let points = standing("points", 0, None);
        assert_eq!(
            operations.reactors().await.unwrap(),
            [standing("mail", 7, Some(failure)), points.clone()]
        );
        assert!(operations.retry_reactor("mail").await.unwrap());
        assert!(!operations.retry_reactor("mail").await.unwrap(), "it is not parked any more");
        assert!(!operations.retry_reactor("points").await.unwrap());
        assert_eq!(operations.reactors().await.unwrap(), [standing("mail", 7, None), points]);
    }

    #[tokio::test]
    async fn held_mails_hide_their_recipients_and_go_out_again() {
        let (db, operations) = operations().await;
        run(
            &db,
            "INSERT INTO outbox (id, recipient, language, subject, body_text, body_html, queued_at, attempts,
                 next_try, last_error, sent_at, parked_at)
             SELECT ('00000000-0000-0000-0000-00000000000' || n)::uuid, 'ana@example.org', 'en', 'mail ' || n,
                 '', '', '2026-01-01', attempts, '2099-01-01', error, sent, parked
             FROM (VALUES (1, 0, NULL, NULL::timestamptz, NULL::timestamptz),
                 (2, 3, 'busy', NULL, NULL),
                 (3, 12, '550 <ana@example.org> unknown', NULL, '2026-01-02'),
                 (4, 1, NULL, '2026-01-02', NULL)) m(n, attempts, error, sent, parked)",
        )
        .await;
        let standing = |waiting, failing, parked| MailStanding { waiting, failing, parked };
        assert_eq!(operations.mails().await.unwrap(), standing(2, 1, 1));
        let held = operations.held_mails(10).await.unwrap();
        let shown: Vec<_> = held.iter().map(|mail| (mail.subject.as_str(), mail.error.as_str())).collect();
        assert_eq!(shown, [("mail 3", "550 <a…@example.org> unknown"), ("mail 2", "busy")]);
        assert_eq!((held[0].next_try, held[0].to.as_str()), (None, "a…@example.org"));

        assert_eq!(operations.requeue(None).await.unwrap(), 1, "the ones that were given up");
        assert_eq!(operations.mails().await.unwrap(), standing(3, 1, 0));
        assert_eq!(operations.requeue(Some(held[1].id)).await.unwrap(), 1, "one before its time");
        assert_eq!(operations.mails().await.unwrap(), standing(3, 0, 0));
        assert_eq!(operations.requeue(Some(LetterId(Uuid::nil()))).await.unwrap(), 0);
    }
}
