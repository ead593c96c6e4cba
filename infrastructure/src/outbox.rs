//! The outbox in Postgres and the sender that empties it. A mail is sent at least once: its row is
//! locked while it is handed over, so that a crash frees it and no two nodes send it at a time.

use std::sync::Arc;
use std::time::Duration;

use application::Clock;
use application::membership::{Letter, LetterId, Outbox, Unreachable, Written};
use chrono::{DateTime, TimeDelta, Utc};
use futures::future::BoxFuture;
use sqlx::{PgConnection, PgPool};
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use crate::accounts::unreachable;
use crate::mail::{MailError, Post};

/// After so many attempts, about a day, a mail is parked for somebody to look at.
const ATTEMPTS: i32 = 12;
const FIRST_PAUSE: TimeDelta = TimeDelta::seconds(30);
const LONGEST_PAUSE: TimeDelta = TimeDelta::hours(6);
/// Mails of other processes and mails that wait for another try are found by looking now and then.
const LOOK_EVERY: Duration = Duration::from_secs(5);

/// Adds the letter to the transaction. False when one with its id is there already.
pub(crate) async fn insert(
    connection: &mut PgConnection,
    letter: &Letter,
    at: DateTime<Utc>,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        "INSERT INTO outbox (id, recipient, language, subject, body_text, body_html, queued_at, next_try)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $7) ON CONFLICT (id) DO NOTHING",
        letter.id.0,
        letter.to.as_str(),
        letter.language.code(),
        letter.written.subject,
        letter.written.text,
        letter.written.html,
        at,
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

pub struct PostgresOutbox {
    pool: PgPool,
    /// Wakes the sender of this process.
    queued: Arc<Notify>,
}

impl PostgresOutbox {
    pub const fn new(pool: PgPool, queued: Arc<Notify>) -> Self {
        Self { pool, queued }
    }

    async fn insert(&self, letter: &Letter, at: DateTime<Utc>) -> Result<(), sqlx::Error> {
        insert(&mut *self.pool.acquire().await?, letter, at).await?;
        self.queued.notify_one();
        Ok(())
    }
}

impl Outbox for PostgresOutbox {
    fn queue(&self, letter: Letter, at: DateTime<Utc>) -> BoxFuture<'_, Result<(), Unreachable>> {
        Box::pin(async move { self.insert(&letter, at).await.map_err(unreachable) })
    }
}

/// How the outbox stands, for the metrics and the operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    pub waiting: i64,
    /// Given up; they stay until somebody queues them anew or removes them.
    pub parked: i64,
}

pub async fn standing(pool: &PgPool) -> Result<Standing, sqlx::Error> {
    sqlx::query_as!(
        Standing,
        "SELECT count(*) FILTER (WHERE parked_at IS NULL) AS \"waiting!\",
                count(*) FILTER (WHERE parked_at IS NOT NULL) AS \"parked!\"
         FROM outbox WHERE sent_at IS NULL"
    )
    .fetch_one(pool)
    .await
}

/// What one look into the outbox came to.
#[derive(Debug, PartialEq, Eq)]
pub enum Round {
    Sent(LetterId),
    /// Refused or out of reach; it will be tried again, or is parked.
    Failed(LetterId),
    /// Nothing is due.
    Idle,
}

pub struct Sender {
    pool: PgPool,
    post: Post,
    clock: Clock,
    queued: Arc<Notify>,
}

impl Sender {
    pub const fn new(pool: PgPool, post: Post, clock: Clock, queued: Arc<Notify>) -> Self {
        Self { pool, post, clock, queued }
    }

    /// Sends what is due until `stop`; a mail that is being handed over is finished first.
    pub async fn run(&self, stop: &CancellationToken) {
        while !stop.is_cancelled() {
            match self.send_next().await {
                Ok(Round::Sent(_) | Round::Failed(_)) => continue,
                Ok(Round::Idle) => {}
                Err(error) => tracing::warn!(%error, "the outbox cannot be read"),
            }
            tokio::select! {
                () = stop.cancelled() => {}
                () = self.queued.notified() => {}
                () = tokio::time::sleep(LOOK_EVERY) => {}
            }
        }
    }

    /// Takes the mail that has been due for longest and that nobody else is sending.
    pub async fn send_next(&self) -> Result<Round, sqlx::Error> {
        let now = (self.clock)();
        let mut transaction = self.pool.begin().await?;
        let Some(row) = sqlx::query!(
            "SELECT id, recipient, language, subject, body_text, body_html, queued_at, attempts FROM outbox
             WHERE sent_at IS NULL AND parked_at IS NULL AND next_try <= $1
             ORDER BY next_try LIMIT 1 FOR UPDATE SKIP LOCKED",
            now
        )
        .fetch_optional(&mut *transaction)
        .await?
        else {
            return Ok(Round::Idle);
        };
        let id = LetterId(row.id);
        let written = Written { subject: row.subject, text: row.body_text, html: row.body_html };
        let handed_over = match (row.recipient.parse(), row.language.parse()) {
            (Ok(to), Ok(language)) => {
                self.post.deliver(&Letter { id, to, language, written }, row.queued_at).await
            }
            _ => Err(MailError::Unsendable("the row holds no address or language".into())),
        };
        let round = match handed_over {
            Ok(()) => {
                note_sent(&mut transaction, id, now).await?;
                Round::Sent(id)
            }
            Err(error) => {
                note_failed(&mut transaction, id, row.attempts + 1, &error, now).await?;
                Round::Failed(id)
            }
        };
        transaction.commit().await?;
        Ok(round)
    }
}

async fn note_sent(
    connection: &mut PgConnection,
    id: LetterId,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "UPDATE outbox SET sent_at = $2, attempts = attempts + 1, body_text = '', body_html = '', last_error = NULL
         WHERE id = $1",
        id.0,
        now
    )
    .execute(connection)
    .await?;
    Ok(())
}

async fn note_failed(
    connection: &mut PgConnection,
    id: LetterId,
    attempts: i32,
    error: &MailError,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    let park = attempts >= ATTEMPTS || matches!(error, MailError::Unsendable(_));
    if park {
        tracing::error!(letter = %id, %error, attempts, "a mail is given up");
    } else {
        tracing::warn!(letter = %id, %error, attempts, "a mail could not be sent and will be tried again");
    }
    sqlx::query!(
        "UPDATE outbox SET attempts = $2, last_error = $3, next_try = $4, parked_at = $5 WHERE id = $1",
        id.0,
        attempts,
        error.to_string(),
        now + pause(attempts),
        park.then_some(now),
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Doubles with each failed attempt.
fn pause(attempts: i32) -> TimeDelta {
    let doublings = u32::try_from(attempts - 1).unwrap_or(0).min(16);
    (FIRST_PAUSE * 2_i32.pow(doublings)).min(LONGEST_PAUSE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_six_hours() {
        let seconds: Vec<i64> = (1..=4).map(|attempt| pause(attempt).num_seconds()).collect();
        assert_eq!(seconds, [30, 60, 120, 240]);
        assert_eq!(pause(12), LONGEST_PAUSE);
        assert_eq!(pause(i32::MAX), LONGEST_PAUSE);
        let whole: TimeDelta = (1..ATTEMPTS).map(pause).sum();
        assert!(whole > TimeDelta::hours(12), "{whole}");
    }
}
