//! Reactors: what must happen because of an event. Each reads the log from its own checkpoint and
//! issues commands or outbox rows whose ids are derived from the event, so that a second run after
//! a crash does nothing twice. They are no read models: a rebuild cannot run them.

use std::error::Error;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use domain::{EventLog, LogError, Position, Recorded};
use futures::future::{BoxFuture, join_all};
use tokio_util::sync::CancellationToken;

/// Events read for one turn: few enough that a turn, which holds a database transaction, is short.
const BATCH: usize = 64;
/// How long a node waits before it asks again for a turn that another node has.
const ELSEWHERE: Duration = Duration::from_secs(1);
/// First and longest pause before a failing event is tried again.
const FIRST_PAUSE: Duration = Duration::from_millis(200);
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

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
    reactors: Vec<Box<dyn Reactor>>,
}

impl Reactors {
    pub fn new(log: Arc<dyn EventLog>, checkpoints: Arc<dyn Checkpoints>) -> Self {
        Self { log, checkpoints, reactors: Vec::new() }
    }

    #[must_use]
    pub fn with(mut self, reactor: impl Reactor + 'static) -> Self {
        self.reactors.push(Box::new(reactor));
        self
    }

    /// Runs until `stop`; the events begun by then are finished and their checkpoints moved.
    pub async fn run(&self, stop: &CancellationToken) {
        join_all(self.reactors.iter().map(|reactor| self.tend(&**reactor, stop))).await;
    }

    /// Runs each reactor until it has answered all that the log holds now, and fails where one is
    /// parked. What one reactor appends, those before it see with the next call.
    pub async fn catch_up(&self) -> Result<(), Halt> {
        let never = CancellationToken::new();
        let head = self.log.head().await?;
        for reactor in &self.reactors {
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
                    unless(stop, tokio::time::sleep(pause)).await;
                    pause = (pause * 2).min(LONGEST_PAUSE);
                }
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
