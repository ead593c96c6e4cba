//! The reminder, a day before a gathering begins: once for each member and gathering, by an id derived of both.
//! It follows the clock and not the log, so that replaying history reminds nobody.

use std::collections::HashSet;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use domain::calendar::{Gathering, GatheringError, GatheringEvent};
use domain::{GatheringId, MemberId, Rules};
use futures::future::BoxFuture;
use tokio_util::sync::CancellationToken;

use crate::membership::{Appointment, Entrance, GatheringNews, LetterId, Matter};
use crate::{DeskError, Unreachable};

/// How long before the start.
pub const BEFORE: TimeDelta = TimeDelta::hours(24);
const EVERY: Duration = Duration::from_mins(1);
/// So many letters are remembered as queued, to ask the outbox less; it knows them all.
const REMEMBERED: usize = 100_000;

/// Finds what begins soon; a read model knows it.
pub trait ComingGatherings: Send + Sync {
    /// Those that take place and start after the one moment and up to the other.
    fn starting(
        &self,
        after: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> BoxFuture<'_, Result<Vec<GatheringId>, Unreachable>>;
}

#[derive(Debug, thiserror::Error)]
pub enum RemindError {
    #[error(transparent)]
    Desk(#[from] DeskError<GatheringError>),
    #[error(transparent)]
    Unreachable(#[from] Unreachable),
}

pub struct Reminders {
    entrance: Arc<Entrance>,
    coming: Arc<dyn ComingGatherings>,
    queued: Mutex<HashSet<LetterId>>,
}

impl Reminders {
    pub fn new(entrance: Arc<Entrance>, coming: Arc<dyn ComingGatherings>) -> Self {
        Self { entrance, coming, queued: Mutex::default() }
    }

    /// Looks every minute until `stop`. Any number of nodes may do so.
    pub async fn run(&self, stop: &CancellationToken) {
        let mut ticks = tokio::time::interval(EVERY);
        while stop.run_until_cancelled(ticks.tick()).await.is_some() {
            if let Err(error) = self.remind().await {
                tracing::warn!(%error, "reminders wait for the next look");
            }
        }
    }

    /// Queues the reminders that are due now.
    pub async fn remind(&self) -> Result<(), RemindError> {
        let now = (self.entrance.clock)();
        for gathering in self.coming.starting(now, now + BEFORE).await? {
            self.remind_of(gathering, now).await?;
        }
        Ok(())
    }

    /// Asks the log itself: the read model may not know of a cancellation yet.
    async fn remind_of(&self, id: GatheringId, now: DateTime<Utc>) -> Result<(), RemindError> {
        let mut gathering = Gathering::default();
        let mut placed = Vec::new();
        for event in self.entrance.desk.history::<Gathering>(&id.to_string()).await? {
            gathering.evolve(&event.payload);
            let at = event.metadata.get("at").and_then(|at| at.parse().ok()).unwrap_or(now);
            placed.extend(place_given(&event.payload).map(|member| (member, at)));
        }
        let Some(published) = gathering.published().filter(|_| gathering.takes_place()) else {
            return Ok(());
        };
        let starts = published.moments.starts_at;
        if !(now < starts && starts <= now + BEFORE) {
            return Ok(());
        }
        for member in gathering.registered() {
            // Whoever got the place later has just read when it begins.
            let early = placed
                .iter()
                .rev()
                .find(|(placed, _)| placed == member)
                .is_some_and(|(_, at)| *at <= starts - BEFORE);
            // One for each day that it was to begin on: after a postponement it is due again.
            let day = starts.date_naive().to_string();
            let letter =
                LetterId::derived(&["gathering-reminder", &id.to_string(), &member.to_string(), &day]);
            if early && self.is_new(letter) {
                let news = GatheringNews::Reminder;
                let matter = Matter::Gathering { news, appointment: Appointment::of(published) };
                self.entrance.tell(*member, letter, &matter).await?;
                self.note(letter);
            }
        }
        Ok(())
    }

    fn is_new(&self, letter: LetterId) -> bool {
        !self.queued.lock().expect("nobody panics while holding it").contains(&letter)
    }

    fn note(&self, letter: LetterId) {
        let mut queued = self.queued.lock().expect("nobody panics while holding it");
        if queued.len() >= REMEMBERED {
            queued.clear();
        }
        queued.insert(letter);
    }
}

const fn place_given(event: &GatheringEvent) -> Option<MemberId> {
    match event {
        GatheringEvent::MemberRegistered { member, .. } | GatheringEvent::MemberMovedUp { member, .. } => {
            Some(*member)
        }
        _ => None,
    }
}
