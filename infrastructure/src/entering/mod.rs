//! Tests of the ways in, with the real desk, log and tables.

mod erasing;
mod joining;
mod sessions;
mod signing_in;

use std::sync::{Arc, Mutex};

use application::membership::{
    ConfirmationMail, Entrance, Joining, LetterId, Matter, Secret, Secretary, Written,
};
use application::{Clock, Desk, Reactor};
use chrono::{DateTime, TimeDelta, Utc};
use domain::membership::MemberEvent;
use domain::{CommandId, Event, EventLog, Language, Position, Recorded};
use testkit::TestDb;
use tokio::sync::Notify;

use crate::{Argon2Passwords, PostgresAccounts, PostgresOutbox, PostgresSessions, PostgresStore, random_id};

const PASSWORD: &str = "tambor lluvia 47 faro";
const OTHER_PASSWORD: &str = "candil arena 81 norte";

/// Writes down the matter and nothing else.
struct Plain;

impl Secretary for Plain {
    fn write(&self, matter: &Matter<'_>, language: Language) -> Written {
        let (subject, text) = match matter {
            Matter::Confirm { secret } => ("confirm", secret.reveal()),
            Matter::AlreadyJoined => ("already joined", String::new()),
            Matter::Reset { secret } => ("reset", secret.reveal()),
            Matter::PasswordChanged => ("password changed", String::new()),
            Matter::DisputeAnswered { dispute } => ("dispute answered", dispute.to_string()),
            Matter::ErasureAsked { due } => ("erasure asked", due.to_string()),
            Matter::Erased { position, .. } => ("erased", position.to_string()),
            Matter::HighlightJudged { highlight, judgement } => {
                ("highlight judged", format!("{judgement:?} {highlight}"))
            }
            Matter::Gathering { news, appointment } => {
                ("gathering", format!("{news:?} {}", appointment.gathering))
            }
        };
        Written { subject: format!("{subject} {language}"), text, html: String::new() }
    }
}

struct House {
    db: TestDb,
    store: crate::Vaulted<PostgresStore>,
    entrance: Arc<Entrance>,
    now: Arc<Mutex<DateTime<Utc>>>,
}

/// A mail in the outbox.
#[derive(Debug, PartialEq, Eq)]
struct Mail {
    to: String,
    subject: String,
    text: String,
}

impl Mail {
    fn secret(&self) -> Secret {
        self.text.parse().expect("the mail has a link")
    }
}

impl House {
    async fn open() -> Self {
        let db = testkit::database().await;
        let store = crate::testing::store(db.pool.clone()).await;
        let now = Arc::new(Mutex::new("2026-03-01T12:00:00Z".parse().unwrap()));
        let clock: Clock = {
            let now = Arc::clone(&now);
            Arc::new(move || *now.lock().unwrap())
        };
        let queued = Arc::new(Notify::new());
        let pool = || db.pool.clone();
        let entrance = Arc::new(Entrance {
            desk: Arc::new(Desk::new(Arc::new(store.clone()), Arc::clone(&clock))),
            accounts: Arc::new(PostgresAccounts::new(pool(), Arc::clone(&queued))),
            sessions: Arc::new(PostgresSessions::new(pool())),
            outbox: Arc::new(PostgresOutbox::new(pool(), queued)),
            passwords: Arc::new(Argon2Passwords::try_with(64, 1, 4).unwrap()),
            secretary: Arc::new(Plain),
            randomness: Arc::new(crate::random_bits),
            new_id: Arc::new(random_id),
            clock,
        });
        Self { db, store, entrance, now }
    }

    fn pass(&self, time: TimeDelta) {
        *self.now.lock().unwrap() += time;
    }

    async fn join(&self, email: &str, password: &str) {
        self.entrance.join(joining("Ana Díaz", email, password), form()).await.unwrap();
    }

    async fn events(&self) -> Vec<Recorded> {
        // What was appended just now is final once the head was asked for.
        self.store.head().await.unwrap();
        self.store.read(Position::START, 1_000).await.unwrap()
    }

    /// Answers every event of the log, from the first on.
    async fn react(&self) {
        let reactor = ConfirmationMail::new(Arc::clone(&self.entrance));
        for event in self.events().await {
            reactor.react(&event).await.unwrap();
        }
    }

    /// The outbox, oldest first.
    async fn mails(&self) -> Vec<Mail> {
        sqlx::query_as!(
            Mail,
            r#"SELECT recipient AS "to", subject, body_text AS "text" FROM outbox ORDER BY queued_at, subject, id"#
        )
        .fetch_all(&self.db.pool)
        .await
        .unwrap()
    }

    async fn last_mail(&self) -> Mail {
        self.mails().await.pop().expect("there is a mail")
    }

    async fn member_events(&self) -> Vec<MemberEvent> {
        let events = self.events().await;
        events
            .into_iter()
            .filter_map(|event| match event.event {
                Event::Member(event) => Some(event),
                _ => None,
            })
            .collect()
    }

    /// Joins and confirms.
    async fn member(&self, email: &str) {
        self.join(email, PASSWORD).await;
        self.react().await;
        // Mails of the same moment have no order.
        let mail = self.mails().await.into_iter().find(|mail| mail.to == email).expect("there is a mail");
        self.entrance.confirm(&mail.secret(), PASSWORD, "test", None).await.unwrap();
    }
}

fn joining(name: &str, email: &str, password: &str) -> Joining {
    Joining {
        name: name.into(),
        email: email.parse().unwrap(),
        country: "AR".parse().unwrap(),
        language: Language::Es,
        password: password.into(),
    }
}

/// A form that nobody has sent yet.
fn form() -> CommandId {
    CommandId::new(random_id())
}

#[test]
fn secrets_differ() {
    assert_ne!(crate::random_bits(), crate::random_bits());
    assert_ne!(LetterId(random_id()), LetterId(random_id()));
}
