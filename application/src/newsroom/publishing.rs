//! Publishes what was scheduled, at its time. It sleeps until the next is due, or the log says otherwise.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use domain::newsroom::{NewsItem, NewsItemCommand, NewsItemEvent};
use domain::{CommandId, EventLog, NewsItemId};
use futures::future::BoxFuture;
use tokio_util::sync::CancellationToken;

use super::{Follower, NewsroomError, Waiting, Work, repeat};
use crate::{Actor, Clock, Desk, DeskError, Order};

/// The longest sleep: a machine's clock may be set in the meantime.
const LONGEST_SLEEP: Duration = Duration::from_mins(10);

/// What is to be published when.
#[derive(Default)]
pub(super) struct Agenda(HashMap<NewsItemId, DateTime<Utc>>);

impl Waiting for Agenda {
    fn see(&mut self, event: &NewsItemEvent) {
        match event {
            NewsItemEvent::NewsScheduled { item, publish_at, .. } => {
                self.0.insert(*item, *publish_at);
            }
            NewsItemEvent::NewsUnscheduled { item, .. }
            | NewsItemEvent::NewsDiscarded { item, .. }
            | NewsItemEvent::NewsPublished { item, .. } => {
                self.0.remove(item);
            }
            NewsItemEvent::NewsDrafted { .. }
            | NewsItemEvent::NewsCorrected { .. }
            | NewsItemEvent::NewsWithdrawn { .. }
            | NewsItemEvent::NewsLinkRead { .. }
            | NewsItemEvent::NewsLinkUnread { .. } => {}
        }
    }
}

pub struct Publisher {
    desk: Arc<Desk>,
    clock: Clock,
}

impl Publisher {
    /// As which it acts.
    pub const NAME: &str = "newsroom";

    pub const fn new(desk: Arc<Desk>, clock: Clock) -> Self {
        Self { desk, clock }
    }

    pub async fn run(&self, stop: &CancellationToken) {
        repeat(self, stop).await;
    }

    /// Publishes what is due; says how long nothing will be.
    async fn publish_due(&self, agenda: &mut Follower<Agenda>) -> Result<Duration, NewsroomError> {
        agenda.catch_up(self.desk.log()).await?;
        let now = (self.clock)();
        let due: Vec<_> =
            agenda.waiting.0.iter().filter(|(_, at)| **at <= now).map(|(i, at)| (*i, *at)).collect();
        for (item, at) in due {
            self.publish(item, at, now).await?;
            agenda.waiting.0.remove(&item);
        }
        let next = agenda.waiting.0.values().min().map(|at| (*at - now).to_std().unwrap_or_default());
        Ok(next.unwrap_or(LONGEST_SLEEP).min(LONGEST_SLEEP))
    }

    async fn publish(
        &self,
        item: NewsItemId,
        at: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Result<(), NewsroomError> {
        let id = item.to_string();
        let order = Order::new(
            Actor::System(Self::NAME),
            CommandId::derived(&["news due", &id, &at.timestamp_micros().to_string()]),
        );
        match self.desk.execute::<NewsItem>(&order, &id, NewsItemCommand::PublishDue { at, now }).await {
            Err(DeskError::Refused(error)) => {
                // Its author is erased, or the rules have become stricter: others must not wait for it.
                tracing::error!(%item, %error, "what was due cannot be published");
                Ok(())
            }
            done => Ok(done?),
        }
    }
}

impl Work for Publisher {
    type Waiting = Agenda;

    fn log(&self) -> &dyn EventLog {
        self.desk.log()
    }

    fn step<'a>(
        &'a self,
        agenda: &'a mut Follower<Agenda>,
    ) -> BoxFuture<'a, Result<Duration, NewsroomError>> {
        Box::pin(self.publish_due(agenda))
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use domain::newsroom::Kind;
    use domain::{Event, Recorded};

    use super::super::testing::{clock, desk, item, order, story, time, write};
    use super::*;
    use crate::testing::MemoryStore;

    const MORNING: &str = "2026-03-02T10:00:00Z";
    const NOON: &str = "2026-03-02T12:00:00Z";

    async fn scheduled(store: &MemoryStore, name: &str, at: &str) {
        let desk = desk(store, MORNING);
        write(&desk, name, 0, story(Kind::News, "")).await;
        let (at, now) = (time(at), time(MORNING));
        order(&desk, name, NewsItemCommand::Schedule { revision: 1, at, now }).await;
    }

    fn published(store: &MemoryStore) -> Vec<Recorded> {
        let all = store.all().into_iter();
        all.filter(|event| matches!(event.event, Event::NewsItem(NewsItemEvent::NewsPublished { .. })))
            .collect()
    }

    async fn step(store: &MemoryStore, now: &str) -> Duration {
        let publisher = Publisher::new(desk(store, now), clock(now));
        publisher.step(&mut Follower::default()).await.unwrap()
    }

    #[tokio::test]
    async fn what_is_due_is_published_and_the_rest_waits() {
        let store = MemoryStore::new();
        scheduled(&store, "a", NOON).await;
        scheduled(&store, "b", "2026-03-02T12:00:30Z").await;
        assert_eq!(step(&store, MORNING).await, LONGEST_SLEEP);
        assert_eq!(published(&store).len(), 0);
        assert_eq!(step(&store, NOON).await, Duration::from_secs(30));
        let published = published(&store);
        assert_eq!(published.len(), 1);
        assert_eq!(published[0].aggregate_id, item("a").to_string());
        assert_eq!(published[0].metadata.actor, "system:newsroom");
    }

    #[tokio::test]
    async fn two_nodes_and_a_second_run_publish_once() {
        let store = MemoryStore::new();
        scheduled(&store, "a", NOON).await;
        let node = || Publisher::new(desk(&store, NOON), clock(NOON));
        let (one, other) = (node(), node());
        let (mut first, mut second) = (Follower::default(), Follower::default());
        // Both have seen that it is due before either publishes.
        first.catch_up(one.desk.log()).await.unwrap();
        second.catch_up(other.desk.log()).await.unwrap();
        one.step(&mut first).await.unwrap();
        other.publish(item("a"), time(NOON), time(NOON)).await.unwrap();
        other.step(&mut second).await.unwrap();
        // A process that was killed begins again from the log.
        step(&store, NOON).await;
        assert_eq!(published(&store).len(), 1);
    }

    #[tokio::test]
    async fn what_was_taken_back_or_put_off_does_not_go_out() {
        let store = MemoryStore::new();
        scheduled(&store, "a", NOON).await;
        scheduled(&store, "b", NOON).await;
        let desk = desk(&store, MORNING);
        order(&desk, "a", NewsItemCommand::Unschedule).await;
        let (at, now) = (time(NOON) + TimeDelta::hours(1), time(MORNING));
        order(&desk, "b", NewsItemCommand::Schedule { revision: 1, at, now }).await;
        step(&store, NOON).await;
        assert_eq!(published(&store).len(), 0);
    }

    /// In a time of its own: the clock goes as fast as nothing happens.
    #[tokio::test(start_paused = true)]
    async fn it_wakes_when_something_is_due_and_when_the_log_grows() {
        let store = MemoryStore::new();
        scheduled(&store, "later", "2026-03-03T10:00:00Z").await;
        let begun = tokio::time::Instant::now();
        let clock: Clock = Arc::new(move || time(MORNING) + begun.elapsed());
        let desk = Arc::new(Desk::new(Arc::new(store.clone()), Arc::clone(&clock)));
        let (publisher, stop) = (Publisher::new(desk, clock), CancellationToken::new());
        let watch = async {
            tokio::time::sleep(Duration::from_mins(1)).await;
            scheduled(&store, "sooner", "2026-03-02T10:05:00Z").await;
            tokio::time::sleep(Duration::from_secs(241)).await;
            let sooner = published(&store);
            tokio::time::sleep(Duration::from_hours(24)).await;
            stop.cancel();
            sooner
        };
        let ((), sooner) = tokio::join!(publisher.run(&stop), watch);
        assert_eq!(sooner.len(), 1);
        assert_eq!(sooner[0].metadata.at, time("2026-03-02T10:05:00Z"));
        assert_eq!(published(&store).len(), 2);
    }
}
