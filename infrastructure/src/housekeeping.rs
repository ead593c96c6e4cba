//! Removes what nobody needs any more from the tables about accounts: personal data is not kept for
//! its own sake.

use std::time::Duration;

use application::Clock;
use application::membership::SESSION_IDLE;
use chrono::{DateTime, TimeDelta, Utc};
use sqlx::PgPool;
use tokio_util::sync::CancellationToken;

const EVERY: Duration = Duration::from_hours(1);
/// A link that was used or has expired is told apart from one that never was for so long.
const TOKENS_KEPT: TimeDelta = TimeDelta::days(30);
/// The row of a mail that was sent keeps it from being sent again; nothing asks for it later than this.
const MAILS_KEPT: TimeDelta = TimeDelta::days(30);

/// Sweeps every hour until `stop`. Any number of nodes may do so.
pub async fn run(pool: PgPool, clock: Clock, stop: CancellationToken) {
    let mut ticks = tokio::time::interval(EVERY);
    while stop.run_until_cancelled(ticks.tick()).await.is_some() {
        if let Err(error) = sweep(&pool, clock()).await {
            tracing::warn!(%error, "old sessions, tokens, mails and forms could not be removed");
        }
    }
}

async fn sweep(pool: &PgPool, now: DateTime<Utc>) -> Result<(), sqlx::Error> {
    sqlx::query!("DELETE FROM sessions WHERE seen_at <= $1", now - SESSION_IDLE).execute(pool).await?;
    sqlx::query!("DELETE FROM tokens WHERE expires_at <= $1", now - TOKENS_KEPT).execute(pool).await?;
    sqlx::query!("DELETE FROM outbox WHERE sent_at <= $1", now - MAILS_KEPT).execute(pool).await?;
    sqlx::query!("DELETE FROM kept_forms WHERE expires_at <= $1", now).execute(pool).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_has_ended_goes_and_everything_else_stays() {
        let db = testkit::database().await;
        sqlx::raw_sql(
            "INSERT INTO accounts (member, email, email_key, password, language, opened_by, opened_at)
             VALUES ('00000000-0000-0000-0000-000000000001', 'a@example.org', 'a@example.org', '-', 'en',
                     '00000000-0000-0000-0000-000000000002', '2026-01-01');
             INSERT INTO sessions (id, member, secret_hash, started_at, seen_at, rotated_at, user_agent)
             SELECT gen_random_uuid(), member, sha256(name::bytea), '2026-01-01', seen, '2026-01-01', name
             FROM accounts, (VALUES ('idle', '2026-02-15'::timestamptz), ('used', '2026-02-16')) s(name, seen);
             INSERT INTO tokens (secret_hash, member, purpose, language, made_at, expires_at)
             SELECT sha256(until::text::bytea), member, 'reset', 'en', '2026-01-01', until
             FROM accounts, (VALUES ('2026-01-30'::timestamptz), ('2026-02-28')) t(until);
             INSERT INTO outbox (id, recipient, language, subject, body_text, body_html, queued_at, next_try, sent_at)
             SELECT gen_random_uuid(), 'a@example.org', 'en', subject, '', '', '2026-01-01', '2026-01-01', sent
             FROM (VALUES ('old', '2026-01-30'::timestamptz), ('new', '2026-02-28'), ('waiting', NULL)) m(subject, sent);
             INSERT INTO kept_forms (secret_hash, path, fields, expires_at)
             SELECT sha256(path::bytea), path, '[]', until
             FROM (VALUES ('/left', '2026-03-01 12:00Z'::timestamptz), ('/typed', '2026-03-01 12:01Z')) f(path, until)",
        )
        .execute(&db.pool)
        .await
        .unwrap();
        sweep(&db.pool, "2026-03-01T12:00:00Z".parse().unwrap()).await.unwrap();
        let left: Vec<String> = sqlx::query_scalar(
            "SELECT user_agent FROM sessions UNION ALL SELECT expires_at::date::text FROM tokens
             UNION ALL SELECT subject FROM outbox UNION ALL SELECT path FROM kept_forms ORDER BY 1",
        )
        .fetch_all(&db.pool)
        .await
        .unwrap();
        assert_eq!(left, ["/typed", "2026-02-28", "new", "used", "waiting"]);
    }
}
