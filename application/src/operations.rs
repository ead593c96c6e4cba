//! What an admin sees of the machinery behind the pages, and may set going again: reactors and mails.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use domain::Position;
use futures::future::BoxFuture;
use serde::Serialize;

use crate::membership::LetterId;
use crate::ports::Unreachable;
use crate::reactor::Failure;

/// Where a reactor stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReactorStanding {
    pub name: String,
    /// Up to where every event was answered.
    pub position: Position,
    /// Events that it has not answered.
    pub behind: u64,
    /// The event that it cannot answer.
    pub parked: Option<Failure>,
}

/// How the outbox stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct MailStanding {
    /// On their way, the failing ones among them.
    pub waiting: u64,
    /// Refused at least once; they are tried again by themselves.
    pub failing: u64,
    /// Given up; they stay until somebody queues them anew or removes them.
    pub parked: u64,
}

/// How far documents are prepared.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct PreparationStanding {
    /// The failing ones among them.
    pub waiting: u64,
    /// That are tried again by themselves.
    pub failing: u64,
    /// Given up.
    pub failed: u64,
    /// How many of the failing and of those given up have which reason, by its code.
    pub reasons: BTreeMap<String, u64>,
    /// When the one was published that has waited for longest.
    pub oldest: Option<DateTime<Utc>>,
}

/// A mail that did not go out at the first attempt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct HeldMail {
    pub id: LetterId,
    /// The recipient, with the first letter of the name and the host only.
    pub to: String,
    pub subject: String,
    pub queued_at: DateTime<Utc>,
    pub attempts: u32,
    /// When it is tried again; none for one that is given up.
    pub next_try: Option<DateTime<Utc>>,
    /// Why it did not go out, without the address.
    pub error: String,
}

pub trait Operations: Send + Sync {
    fn reactors(&self) -> BoxFuture<'_, Result<Vec<ReactorStanding>, Unreachable>>;

    /// Lets a parked reactor try its event again, within a second. False where it is not parked.
    fn retry_reactor<'a>(&'a self, name: &'a str) -> BoxFuture<'a, Result<bool, Unreachable>>;

    fn mails(&self) -> BoxFuture<'_, Result<MailStanding, Unreachable>>;

    fn preparations(&self) -> BoxFuture<'_, Result<PreparationStanding, Unreachable>>;

    /// Those given up first, then the failing ones.
    fn held_mails(&self, limit: u32) -> BoxFuture<'_, Result<Vec<HeldMail>, Unreachable>>;

    /// Lets a mail go out at once, with all attempts before it; every one that was given up where none is
    /// named. How many there were.
    fn requeue(&self, mail: Option<LetterId>) -> BoxFuture<'_, Result<u64, Unreachable>>;
}
