//! Rehearsals that run, and those just done: one takes seconds over a long history, its page is looked at
//! in parts and saved as a file. One runs at a time, so that their memory is that of one.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use application::points::rehearse;
use application::{Clock, Desk};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::Position;
use domain::points::rehearsal::Rehearsed;
use domain::points::{Rule, Rulebook};
use tokio::sync::watch;
use tokio::time::timeout;

/// How long a page waits for a result before it shows how far it is.
const PATIENCE: Duration = Duration::from_secs(3);
/// A result is shown again for so many times as long as it took; the page says of when it is.
const FRESH: i32 = 20;
/// Results that are kept.
const KEPT: usize = 4;

/// What is rehearsed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    pub rules: Vec<Rule>,
    pub since: NaiveDate,
    /// The last revision that was adopted: another one makes another comparison.
    pub revision: u32,
}

/// The result, and of when it is.
#[derive(Debug)]
pub struct Done {
    pub rehearsed: Rehearsed,
    pub head: Position,
    pub at: DateTime<Utc>,
    took: TimeDelta,
}

#[derive(Clone, Debug)]
pub enum State {
    /// So much of a hundred.
    Running(u8),
    Done(Arc<Done>),
    Failed,
}

struct Job {
    asked: Asked,
    state: watch::Receiver<State>,
}

#[derive(Default)]
pub struct Rehearsals {
    jobs: Mutex<Vec<Job>>,
    turn: Arc<tokio::sync::Mutex<()>>,
}

impl Rehearsals {
    /// The result if it comes soon or is there, else how far it is; asking again goes on with it.
    pub(super) async fn ask(&self, desk: &Arc<Desk>, clock: &Clock, asked: Asked) -> State {
        let mut state = self.begun(desk, clock, asked);
        // Past the time, or where its task has ended: what is known then.
        drop(timeout(PATIENCE, state.wait_for(|state| !matches!(state, State::Running(_)))).await);
        state.borrow().clone()
    }

    fn begun(&self, desk: &Arc<Desk>, clock: &Clock, asked: Asked) -> watch::Receiver<State> {
        let now = clock();
        let mut jobs = self.jobs.lock().unwrap_or_else(PoisonError::into_inner);
        jobs.retain(|job| match &*job.state.borrow() {
            State::Running(_) => job.state.has_changed().is_ok(),
            State::Done(done) => now - done.at < done.took * FRESH,
            State::Failed => false,
        });
        if let Some(job) = jobs.iter().find(|job| job.asked == asked) {
            return job.state.clone();
        }
        let (tell, state) = watch::channel(State::Running(0));
        let (desk, clock, turn) = (Arc::clone(desk), Arc::clone(clock), Arc::clone(&self.turn));
        let of = asked.clone();
        tokio::spawn(async move {
            let _turn = turn.lock().await;
            let state = match run(&desk, &clock, &of, &tell).await {
                Ok(done) => State::Done(Arc::new(done)),
                Err(error) => {
                    tracing::error!(error, "a rehearsal failed");
                    State::Failed
                }
            };
            tell.send_replace(state);
        });
        jobs.push(Job { asked, state: state.clone() });
        if jobs.len() > KEPT {
            jobs.remove(0);
        }
        state
    }
}

async fn run(desk: &Desk, clock: &Clock, asked: &Asked, tell: &watch::Sender<State>) -> Result<Done, String> {
    let begun = clock();
    let adopted = desk.load::<Rulebook>(Rulebook::ID).await.map_err(|error| error.to_string())?;
    let supposed = adopted.supposing(asked.rules.clone(), asked.since);
    let head = desk.head().await.map_err(|error| error.to_string())?;
    let at = |position: Position| {
        let percent = position.0 * 100 / head.0.max(1);
        tell.send_replace(State::Running(u8::try_from(percent).unwrap_or(100)));
    };
    let rehearsed =
        rehearse(desk.log(), &adopted, &supposed, head, at).await.map_err(|error| error.to_string())?;
    let at = clock();
    Ok(Done { rehearsed, head, at, took: at - begun })
}
