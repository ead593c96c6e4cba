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

/// Takes back what waits to be sent to the address, in the form in which addresses are compared.
pub(crate) async fn take_back(connection: &mut PgConnection, address: &str) -> Result<(), sqlx::Error> {
    sqlx::query!("DELETE FROM outbox WHERE lower(recipient) = $1 AND sent_at IS NULL", address)
        .execute(connection)
        .await?;
    Ok(())
}

/// Queues the last letter to somebody.
pub(crate) async fn insert_last(
    connection: &mut PgConnection,
    letter: &Letter,
    at: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    insert(&mut *connection, letter, at).await?;
    sqlx::query!("UPDATE outbox SET last = true WHERE id = $1", letter.id.0).execute(connection).await?;
    Ok(())
}

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

/// What one look into the outbox came to.
#[derive(Clone, Debug, PartialEq, Eq)]
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
                // Mail servers like to repeat the address, which is nobody's business but theirs.
                let said = error.to_string().replace(&row.recipient, &veiled(&row.recipient));
                let given_up = row.attempts + 1 >= ATTEMPTS || matches!(error, MailError::Unsendable(_));
                note_failed(&mut transaction, id, row.attempts + 1, &said, now, given_up).await?;
                Round::Failed(id)
            }
        };
        transaction.commit().await?;
        Ok(round)
    }
}

/// What is left keeps the mail from being sent again.
async fn note_sent(
    connection: &mut PgConnection,
    id: LetterId,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "UPDATE outbox SET sent_at = $2, attempts = attempts + 1, recipient = '', body_text = '', body_html = '',
             last_error = NULL
         WHERE id = $1",
        id.0,
        now
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The last mail to somebody does not wait for a person to look at it: it would keep the address.
async fn note_failed(
    connection: &mut PgConnection,
    id: LetterId,
    attempts: i32,
    error: &str,
    now: DateTime<Utc>,
    given_up: bool,
) -> Result<(), sqlx::Error> {
    if given_up {
        tracing::error!(letter = %id, error, attempts, "a mail is given up");
        sqlx::query!("DELETE FROM outbox WHERE id = $1 AND last", id.0).execute(&mut *connection).await?;
    } else {
        tracing::warn!(letter = %id, error, attempts, "a mail could not be sent and will be tried again");
    }
    sqlx::query!(
        "UPDATE outbox SET attempts = $2, last_error = $3, next_try = $4, parked_at = $5 WHERE id = $1",
        id.0,
        attempts,
        error,
        now + pause(attempts),
        given_up.then_some(now),
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// `ana@example.org` becomes `a…@example.org`: enough to see which mail server is in trouble.
pub(crate) fn veiled(address: &str) -> String {
    let (name, host) = address.rsplit_once('@').unwrap_or((address, ""));
    let first: String = name.chars().take(1).collect();
    format!("{first}…@{host}")
}

/// Doubles with each failed attempt.
fn pause(attempts: i32) -> TimeDelta {
    let doublings = u32::try_from(attempts - 1).unwrap_or(0).min(16);
    (FIRST_PAUSE * 2_i32.pow(doublings)).min(LONGEST_PAUSE)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;
    use std::sync::Mutex;

    use domain::Language;
    use testkit::{Answer, MailServer, TestDb};
    use uuid::Uuid;

    use super::*;

    /// An outbox, a server, and a clock that stands until it is moved.
    struct House {
        db: TestDb,
        server: MailServer,
        now: Arc<Mutex<DateTime<Utc>>>,
        queued: Arc<Notify>,
    }

    impl House {
        async fn open() -> Self {
            let (db, server) = (testkit::database().await, MailServer::start().await);
            let now = Arc::new(Mutex::new("2026-03-01T12:00:00Z".parse().unwrap()));
            Self { db, server, now, queued: Arc::default() }
        }

        fn sender(&self) -> Sender {
            let post = Post::try_new(&self.server.url.parse().unwrap(), "portal@example.org", "localhost");
            let now = Arc::clone(&self.now);
            let clock: Clock = Arc::new(move || *now.lock().unwrap());
            Sender::new(self.db.pool.clone(), post.unwrap(), clock, Arc::clone(&self.queued))
        }

        fn pass(&self, time: TimeDelta) {
            *self.now.lock().unwrap() += time;
        }

        async fn queue(&self, n: u128) {
            let at = *self.now.lock().unwrap();
            let outbox = PostgresOutbox::new(self.db.pool.clone(), Arc::clone(&self.queued));
            outbox.queue(letter(n), at).await.unwrap();
        }

        async fn standing(&self) -> (u64, u64) {
            let standing = crate::operations::mails(&self.db.pool).await.unwrap();
            (standing.waiting, standing.parked)
        }
    }

    fn letter(n: u128) -> Letter {
        Letter {
            id: LetterId(Uuid::from_u128(n)),
            to: format!("member{n}@example.org").parse().unwrap(),
            language: Language::En,
            written: Written {
                subject: format!("Mail {n}"),
                text: "secret".into(),
                html: "<p>secret</p>".into(),
            },
        }
    }

    fn sent(n: u128) -> Round {
        Round::Sent(letter(n).id)
    }

    fn failed(n: u128) -> Round {
        Round::Failed(letter(n).id)
    }

    #[tokio::test]
    async fn a_mail_is_sent_once_and_its_text_and_recipient_forgotten() {
        let mut house = House::open().await;
        house.queue(1).await;
        house.queue(1).await;
        let sender = house.sender();
        assert_eq!(sender.send_next().await.unwrap(), sent(1));
        assert_eq!(sender.send_next().await.unwrap(), Round::Idle);
        assert_eq!(house.server.next().await.to, ["member1@example.org"]);
        let kept: (String, String, String) =
            sqlx::query_as("SELECT recipient, body_text, body_html FROM outbox")
                .fetch_one(&house.db.pool)
                .await
                .unwrap();
        assert_eq!(kept, Default::default());
        house.queue(1).await;
        assert_eq!(sender.send_next().await.unwrap(), Round::Idle, "it stays sent");
    }

    #[tokio::test]
    async fn what_the_server_puts_off_waits_longer_each_time_and_holds_up_nothing_else() {
        let mut house = House::open().await;
        let sender = house.sender();
        house.queue(1).await;
        house.server.answer(Answer::Defer).await;
        assert_eq!(sender.send_next().await.unwrap(), failed(1));
        assert_eq!(sender.send_next().await.unwrap(), Round::Idle);
        house.server.answer(Answer::Accept).await;
        house.queue(2).await;
        assert_eq!(sender.send_next().await.unwrap(), sent(2));
        house.server.next().await;
        house.pass(FIRST_PAUSE - TimeDelta::seconds(1));
        assert_eq!(sender.send_next().await.unwrap(), Round::Idle);
        house.server.answer(Answer::Defer).await;
        house.pass(TimeDelta::seconds(1));
        assert_eq!(sender.send_next().await.unwrap(), failed(1));
        house.server.answer(Answer::Accept).await;
        house.pass(FIRST_PAUSE);
        assert_eq!(sender.send_next().await.unwrap(), Round::Idle, "the second pause is longer");
        house.pass(FIRST_PAUSE);
        assert_eq!(sender.send_next().await.unwrap(), sent(1));
        assert_eq!(house.server.next().await.to, ["member1@example.org"]);
        assert_eq!(house.standing().await, (0, 0));
    }

    #[tokio::test]
    async fn a_mail_that_nobody_takes_is_parked_in_the_end_and_counted() {
        let mut house = House::open().await;
        let sender = house.sender();
        house.queue(1).await;
        house.server.answer(Answer::Refuse).await;
        for attempt in 1..=ATTEMPTS {
            assert_eq!(house.standing().await, (1, 0), "before attempt {attempt}");
            assert_eq!(sender.send_next().await.unwrap(), failed(1));
            house.pass(LONGEST_PAUSE);
        }
        assert_eq!(house.standing().await, (0, 1));
        assert_eq!(sender.send_next().await.unwrap(), Round::Idle);
        let (attempts, error, text): (i32, String, String) =
            sqlx::query_as("SELECT attempts, last_error, body_text FROM outbox")
                .fetch_one(&house.db.pool)
                .await
                .unwrap();
        assert_eq!((attempts, text.as_str()), (ATTEMPTS, "secret"), "nothing is lost");
        assert!(error.contains("there is no such mailbox") && !error.contains("member1@"), "{error}");
    }

    #[tokio::test]
    async fn the_last_mail_to_somebody_takes_back_the_others_and_leaves_nothing() {
        let mut house = House::open().await;
        let sender = house.sender();
        let at = *house.now.lock().unwrap();
        house.queue(1).await;
        house.queue(2).await;
        let mut last = letter(3);
        last.to = "Member1@example.org".parse().unwrap();
        let mut connection = house.db.pool.acquire().await.unwrap();
        take_back(&mut connection, &last.to.key()).await.unwrap();
        for _ in 0..2 {
            insert_last(&mut connection, &last, at).await.unwrap();
        }
        drop(connection);
        assert_eq!(house.standing().await, (2, 0));
        house.server.answer(Answer::Refuse).await;
        for _ in 1..ATTEMPTS {
            while sender.send_next().await.unwrap() != Round::Idle {}
            house.pass(LONGEST_PAUSE);
        }
        while sender.send_next().await.unwrap() != Round::Idle {}
        let left: Vec<String> =
            sqlx::query_scalar("SELECT recipient FROM outbox").fetch_all(&house.db.pool).await.unwrap();
        assert_eq!(left, ["member2@example.org"], "for somebody to look at");
        house.server.answer(Answer::Accept).await;
    }

    #[tokio::test]
    async fn a_row_that_is_no_mail_is_parked_at_once() {
        let house = House::open().await;
        house.queue(1).await;
        sqlx::query("UPDATE outbox SET recipient = 'nobody'").execute(&house.db.pool).await.unwrap();
        assert_eq!(house.sender().send_next().await.unwrap(), failed(1));
        assert_eq!(house.standing().await, (0, 1));
    }

    #[tokio::test]
    async fn several_senders_share_the_work_and_send_nothing_twice() {
        let mut house = House::open().await;
        for n in 1..=20 {
            house.queue(n).await;
        }
        let senders: Vec<Sender> = (0..4).map(|_| house.sender()).collect();
        let empty = senders.iter().map(async |sender| {
            let mut rounds = Vec::new();
            loop {
                match sender.send_next().await.unwrap() {
                    Round::Idle => break rounds,
                    round => rounds.push(round),
                }
            }
        });
        let rounds: Vec<Round> = futures::future::join_all(empty).await.concat();
        assert_eq!(rounds.len(), 20);
        let mut recipients = HashSet::new();
        for _ in 0..20 {
            assert!(recipients.insert(house.server.next().await.to));
        }
        house.server.answer(Answer::Accept).await;
    }

    /// The server falls silent, and the process dies while it waits for the answer.
    #[tokio::test]
    async fn a_sender_that_is_cut_off_leaves_the_mail_to_the_next() {
        let mut house = House::open().await;
        house.queue(1).await;
        let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("smtp://{}", silent.local_addr().unwrap());
        let post = Post::try_new(&url.parse().unwrap(), "portal@example.org", "localhost").unwrap();
        let now = *house.now.lock().unwrap();
        let dying = Sender::new(house.db.pool.clone(), post, Arc::new(move || now), Arc::default());
        tokio::select! {
            round = dying.send_next() => panic!("{round:?}"),
            connected = silent.accept() => drop(connected.unwrap()),
        }
        // Dropping the transaction rolls back before its connection is used again.
        let sender = house.sender();
        let round = loop {
            match sender.send_next().await.unwrap() {
                Round::Idle => tokio::task::yield_now().await,
                round => break round,
            }
        };
        assert_eq!(round, sent(1));
        house.server.next().await;
    }

    #[tokio::test]
    async fn the_running_sender_is_woken_by_a_new_mail_and_stops_when_told() {
        let mut house = House::open().await;
        let (sender, stop) = (house.sender(), CancellationToken::new());
        let until = stop.clone();
        let running = tokio::spawn(async move { sender.run(&until).await });
        for n in 1..=3 {
            house.queue(n).await;
            house.server.next().await;
        }
        stop.cancel();
        running.await.unwrap();
        assert_eq!(house.standing().await, (0, 0));
    }

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
