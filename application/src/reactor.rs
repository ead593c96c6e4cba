//! Reactors: what must happen because of an event. Each reads the log from its own checkpoint and
//! issues commands or outbox rows whose ids are derived from the event, so that a second run after
//! a crash does nothing twice. They are no read models: a rebuild cannot run them.

use std::error::Error;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use domain::{EventLog, LogError, Position, Recorded};
use futures::future::{BoxFuture, join_all};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

/// Events read for one turn: few enough that a turn, which holds a database transaction, is short.
const BATCH: usize = 64;
/// How long a node waits before it asks again for a turn that another node has.
const ELSEWHERE: Duration = Duration::from_secs(1);
/// First and longest pause before a failing event is tried again.
const FIRST_PAUSE: Duration = Duration::from_millis(200);
const LONGEST_PAUSE: Duration = Duration::from_secs(30);
/// How often a parked reactor looks whether somebody wants it to try at once.
const LOOK: Duration = Duration::from_secs(1);
/// Events that are older when they are read are history, from an import for example.
const STALE: TimeDelta = TimeDelta::days(2);

/// Whether people may be told of it as something that has just happened.
pub fn is_news(event: &Recorded, now: DateTime<Utc>) -> bool {
    event.metadata.at > now - STALE
}

/// What follows from events. Its effects must be durable when `react` returns, and harmless when
/// the same event comes again.
pub trait Reactor: Send + Sync {
    /// Names its checkpoint, and the `system:NAME` that acts.
    fn name(&self) -> &'static str;

    /// Called for every event of the log in order; an error stops the reactor at this event.
    fn react<'a>(&'a self, event: &'a Recorded) -> BoxFuture<'a, Result<(), ReactorError>>;
}

/// Why an event could not be answered; it is tried again until it can.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub struct ReactorError(Box<dyn Error + Send + Sync>);

impl ReactorError {
    pub fn new(cause: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self(cause.into())
    }
}

/// Where each reactor stands in the log; rows that outlive the process.
pub trait Checkpoints: Send + Sync {
    /// Takes the reactor's turn, or answers `None` while another node has it. The turn of a node
    /// that dies, and a turn that is dropped, is free again with nothing moved.
    fn take<'a>(&'a self, reactor: &'a str) -> BoxFuture<'a, Result<Option<Box<dyn Turn>>, CheckpointError>>;

    /// Whether its failure still stands: somebody may have cleared it, having mended its cause.
    fn is_parked<'a>(&'a self, reactor: &'a str) -> BoxFuture<'a, Result<bool, CheckpointError>>;
}

/// One node's right to run a reactor for a while.
pub trait Turn: Send {
    /// Up to where every event was answered.
    fn position(&self) -> Position;

    /// Moves the checkpoint, durably, and gives the turn back. A failure is kept with it for
    /// people to see; `None` clears an earlier one.
    fn finish(
        self: Box<Self>,
        done: Position,
        failure: Option<Failure>,
    ) -> BoxFuture<'static, Result<(), CheckpointError>>;

    /// Gives the turn back with nothing moved. Once it has answered the turn is free, for this node too;
    /// one that is dropped becomes free some time later.
    fn give_back(self: Box<Self>) -> BoxFuture<'static, Result<(), CheckpointError>>;
}

/// The event at which a reactor is parked, and why.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("event {at}: {error}")]
pub struct Failure {
    pub at: Position,
    pub error: String,
}

#[derive(Debug, thiserror::Error)]
#[error("the checkpoints cannot be reached: {0}")]
pub struct CheckpointError(#[source] pub Box<dyn Error + Send + Sync>);

/// Why a reactor does not go on at the moment.
#[derive(Debug, thiserror::Error)]
pub enum Halt {
    #[error(transparent)]
    Parked(#[from] Failure),
    #[error(transparent)]
    Log(#[from] LogError),
    #[error(transparent)]
    Checkpoint(#[from] CheckpointError),
}

/// What came of one turn.
enum Round {
    /// Some events were answered; there may be more.
    Moved,
    /// Nothing new after this position.
    Idle(Position),
    /// Another node has the turn.
    Elsewhere,
}

/// Runs every reactor, each at its own pace: one that is parked does not hold up the others.
pub struct Reactors {
    log: Arc<dyn EventLog>,
    checkpoints: Arc<dyn Checkpoints>,
    all: Vec<Box<dyn Reactor>>,
}

impl Reactors {
    pub fn new(log: Arc<dyn EventLog>, checkpoints: Arc<dyn Checkpoints>) -> Self {
        Self { log, checkpoints, all: Vec::new() }
    }

    #[must_use]
    pub fn with(mut self, reactor: impl Reactor + 'static) -> Self {
        self.all.push(Box::new(reactor));
        self
    }

    pub fn names(&self) -> Vec<&'static str> {
        self.all.iter().map(|reactor| reactor.name()).collect()
    }

    /// Runs until `stop`; the events begun by then are finished and their checkpoints moved.
    pub async fn run(&self, stop: &CancellationToken) {
        join_all(self.all.iter().map(|reactor| self.tend(&**reactor, stop))).await;
    }

    /// Runs each reactor until it has answered all that the log holds now, and fails where one is
    /// parked. What one reactor appends, those before it see with the next call.
    pub async fn catch_up(&self) -> Result<(), Halt> {
        let never = CancellationToken::new();
        let head = self.log.head().await?;
        for reactor in &self.all {
            loop {
                match self.round(&**reactor, &never).await? {
                    Round::Moved => {}
                    Round::Idle(at) if at >= head => break,
                    Round::Idle(at) => self.log.wait(at).await,
                    Round::Elsewhere => tokio::time::sleep(ELSEWHERE).await,
                }
            }
        }
        Ok(())
    }

    async fn tend(&self, reactor: &dyn Reactor, stop: &CancellationToken) {
        let mut pause = FIRST_PAUSE;
        while !stop.is_cancelled() {
            match self.round(reactor, stop).await {
                Ok(Round::Moved) => pause = FIRST_PAUSE,
                Ok(Round::Idle(at)) => {
                    pause = FIRST_PAUSE;
                    unless(stop, self.log.wait(at)).await;
                }
                Ok(Round::Elsewhere) => unless(stop, tokio::time::sleep(ELSEWHERE)).await,
                Err(halt) => {
                    tracing::error!(reactor = reactor.name(), %halt, "reactor halted; it tries again");
                    match halt {
                        Halt::Parked(_) => unless(stop, self.rest(reactor.name(), pause)).await,
                        _ => unless(stop, tokio::time::sleep(pause)).await,
                    }
                    pause = (pause * 2).min(LONGEST_PAUSE);
                }
            }
        }
    }

    /// Until the pause is over, or the failure has been cleared.
    async fn rest(&self, reactor: &str, pause: Duration) {
        let until = Instant::now() + pause;
        loop {
            let left = until.saturating_duration_since(Instant::now());
            tokio::time::sleep(left.min(LOOK)).await;
            if left <= LOOK || matches!(self.checkpoints.is_parked(reactor).await, Ok(false)) {
                return;
            }
        }
    }

    /// Answers one batch of events. The checkpoint moves after the effects of all of them.
    async fn round(&self, reactor: &dyn Reactor, stop: &CancellationToken) -> Result<Round, Halt> {
        let Some(turn) = self.checkpoints.take(reactor.name()).await? else {
            return Ok(Round::Elsewhere);
        };
        let mut done = turn.position();
        let events = self.log.read(done, BATCH).await?;
        if events.is_empty() {
            // What comes next finds it free, and does not wait as for another node.
            turn.give_back().await?;
            return Ok(Round::Idle(done));
        }
        for event in &events {
            if stop.is_cancelled() {
                break;
            }
            if let Err(error) = reactor.react(event).await {
                let failure = Failure { at: event.position, error: error.to_string() };
                turn.finish(done, Some(failure.clone())).await?;
                return Err(failure.into());
            }
            done = event.position;
        }
        turn.finish(done, None).await?;
        Ok(Round::Moved)
    }
}

async fn unless(stop: &CancellationToken, work: impl Future<Output = ()>) {
    tokio::select! {
        () = stop.cancelled() => {}
        () = work => {}
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;
    use std::sync::atomic::{AtomicBool, Ordering};

    use domain::points::Rulebook;
    use tokio::sync::Notify;

    use super::*;
    use crate::testing::{MemoryCheckpoints, MemoryStore};
    use crate::{Actor, Desk, Order};

    /// Notes what it was shown; fails or halts at an event when told to.
    #[derive(Default)]
    struct Witness {
        seen: Mutex<Vec<u64>>,
        shown: Notify,
        /// Position of the event that it cannot answer.
        refuses: Option<u64>,
        mended: AtomicBool,
        stop_at: Option<(u64, CancellationToken)>,
    }

    impl Witness {
        fn seen(&self) -> Vec<u64> {
            self.seen.lock().unwrap().clone()
        }

        async fn has_seen(&self, count: usize) {
            while self.seen().len() < count {
                self.shown.notified().await;
            }
        }
    }

    struct Named(&'static str, Arc<Witness>);

    impl Reactor for Named {
        fn name(&self) -> &'static str {
            self.0
        }

        fn react<'a>(&'a self, event: &'a Recorded) -> BoxFuture<'a, Result<(), ReactorError>> {
            let at = event.position.0;
            let witness = &self.1;
            witness.seen.lock().unwrap().push(at);
            witness.shown.notify_one();
            if let Some((_, stop)) = witness.stop_at.as_ref().filter(|(place, _)| *place == at) {
                stop.cancel();
            }
            let refused = witness.refuses == Some(at) && !witness.mended.load(Ordering::Relaxed);
            Box::pin(
                async move { if refused { Err(ReactorError::new("the post is closed")) } else { Ok(()) } },
            )
        }
    }

    /// A log of so many events.
    async fn log(events: u32) -> MemoryStore {
        let store = MemoryStore::new();
        grow(&store, 0..events).await;
        store
    }

    async fn grow(store: &MemoryStore, numbers: std::ops::Range<u32>) {
        let now = "2026-03-02T10:00:00Z".parse().unwrap();
        let desk = Desk::new(Arc::new(store.clone()), Arc::new(move || now));
        for number in numbers {
            let command = domain::points::RulebookCommand::Adopt {
                valid_from: Rulebook::FOUNDED + chrono::Days::new(10_000 + u64::from(number)),
                rules: vec![],
                reason: "A test.".into(),
                today: Rulebook::FOUNDED,
            };
            let order = Order::new(Actor::System("test"), domain::CommandId::derived(&[&number.to_string()]));
            desk.execute::<Rulebook>(&order, Rulebook::ID, command).await.unwrap();
        }
    }

    fn runner(store: &MemoryStore, checkpoints: &MemoryCheckpoints) -> Reactors {
        Reactors::new(Arc::new(store.clone()), Arc::new(checkpoints.clone()))
    }

    #[tokio::test]
    async fn every_event_is_answered_once_in_order() {
        let store = log(150).await;
        let (checkpoints, witness) = (MemoryCheckpoints::default(), Arc::new(Witness::default()));
        let reactors = runner(&store, &checkpoints).with(Named("mail", Arc::clone(&witness)));
        reactors.catch_up().await.unwrap();
        reactors.catch_up().await.unwrap();
        assert_eq!(witness.seen(), (1..=150).collect::<Vec<_>>());
        assert_eq!(checkpoints.position("mail"), Position(150));
    }

    #[tokio::test]
    async fn an_event_that_fails_parks_its_reactor_and_is_never_skipped() {
        let store = log(5).await;
        let witness = Arc::new(Witness { refuses: Some(3), ..Witness::default() });
        let checkpoints = MemoryCheckpoints::default();
        let reactors = runner(&store, &checkpoints).with(Named("mail", Arc::clone(&witness)));

        let halt = reactors.catch_up().await.unwrap_err();
        assert_eq!(halt.to_string(), "event 3: the post is closed");
        assert_eq!(checkpoints.position("mail"), Position(2));
        let failure = checkpoints.failure("mail").unwrap();
        assert_eq!((failure.at, failure.error.as_str()), (Position(3), "the post is closed"));

        witness.mended.store(true, Ordering::Relaxed);
        reactors.catch_up().await.unwrap();
        assert_eq!(witness.seen(), [1, 2, 3, 3, 4, 5]);
        assert_eq!((checkpoints.position("mail"), checkpoints.failure("mail")), (Position(5), None));
    }

    #[tokio::test(start_paused = true)]
    async fn a_parked_reactor_tries_again_by_itself_and_holds_up_no_other() {
        let store = log(5).await;
        let parked = Arc::new(Witness { refuses: Some(3), ..Witness::default() });
        let other = Arc::new(Witness::default());
        let checkpoints = MemoryCheckpoints::default();
        let reactors = runner(&store, &checkpoints)
            .with(Named("mail", Arc::clone(&parked)))
            .with(Named("points", Arc::clone(&other)));
        let stop = CancellationToken::new();
        let events = async {
            other.has_seen(5).await;
            parked.has_seen(6).await;
            assert_eq!(parked.seen(), [1, 2, 3, 3, 3, 3]);
            parked.mended.store(true, Ordering::Relaxed);
            parked.has_seen(9).await;
            assert_eq!(parked.seen()[6..], [3, 4, 5]);
            grow(&store, 5..6).await;
            parked.has_seen(10).await;
            other.has_seen(6).await;
            stop.cancel();
        };
        tokio::join!(reactors.run(&stop), events);
        assert_eq!(checkpoints.position("mail"), Position(6));
        assert_eq!(checkpoints.position("points"), Position(6));
    }

    #[tokio::test(start_paused = true)]
    async fn one_whose_failure_is_cleared_tries_at_once() {
        let store = log(3).await;
        let witness = Arc::new(Witness { refuses: Some(2), ..Witness::default() });
        let checkpoints = MemoryCheckpoints::default();
        let reactors = runner(&store, &checkpoints).with(Named("mail", Arc::clone(&witness)));
        let stop = CancellationToken::new();
        let events = async {
            // Far enough into its growing pauses.
            witness.has_seen(10).await;
            witness.mended.store(true, Ordering::Relaxed);
            let mended = Instant::now();
            checkpoints.clear("mail");
            witness.has_seen(12).await;
            assert!(mended.elapsed() <= LOOK * 2, "{:?}", mended.elapsed());
            stop.cancel();
        };
        tokio::join!(reactors.run(&stop), events);
        assert_eq!(checkpoints.position("mail"), Position(3));
    }

    #[tokio::test(start_paused = true)]
    async fn while_another_node_has_the_turn_nothing_happens_here() {
        let store = log(2).await;
        let (checkpoints, witness) = (MemoryCheckpoints::default(), Arc::new(Witness::default()));
        let elsewhere = checkpoints.take("mail").await.unwrap().unwrap();
        let reactors = runner(&store, &checkpoints).with(Named("mail", Arc::clone(&witness)));
        let waited = tokio::time::timeout(Duration::from_mins(1), reactors.catch_up()).await;
        assert!(waited.is_err() && witness.seen().is_empty());
        // The other node dies.
        drop(elsewhere);
        reactors.catch_up().await.unwrap();
        assert_eq!(witness.seen(), [1, 2]);
    }

    #[tokio::test]
    async fn a_stop_ends_after_the_event_in_hand() {
        let store = log(5).await;
        let stop = CancellationToken::new();
        let witness = Arc::new(Witness { stop_at: Some((3, stop.clone())), ..Witness::default() });
        let checkpoints = MemoryCheckpoints::default();
        runner(&store, &checkpoints).with(Named("mail", Arc::clone(&witness))).run(&stop).await;
        assert_eq!(witness.seen(), [1, 2, 3]);
        assert_eq!(checkpoints.position("mail"), Position(3));
    }
}
