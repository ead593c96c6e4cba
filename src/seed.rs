//! `iaspn seed`: fills the log with believable activity of many members, the same for the same seed.

mod calendar;
mod chance;
mod deeds;
mod history;
mod ledgers;
mod names;
mod people;
mod scene;
mod shelf;
mod voices;
mod works;

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use application::Reactors;
use application::reactor::Halt;
use chrono::{DateTime, NaiveDate, Utc};
use domain::organisations::Organisation;
use domain::points::Rulebook;
use domain::{EventLog, Position};
use infrastructure::{BulkAppend, BulkError, BulkKeys, BulkRows, Vault};
use serde::Serialize;
use sqlx::PgPool;
use tokio::sync::mpsc;

use crate::cli::advice;
use crate::entrance::entrance;
use crate::portal::Portal;
use crate::progress::Progress;
use crate::settings::WorkSettings;
use crate::work::reactors;
use calendar::Calendar;
pub use history::Plan;
use history::{History, HistoryError};
use people::Person;
use scene::Scene;

/// Bytes of rows that are sent to the database at a time.
const CHUNK: usize = 512 * 1024;
/// Chunks that are made ahead of the database.
const AHEAD: usize = 4;

/// How long the reactors may take to answer what the log holds already.
const PATIENCE: Duration = Duration::from_secs(30);

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    settings: WorkSettings,
    /// How many members join
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(2..=10_000_000))]
    members: u32,
    /// How many events there shall be in all, at least five for each member
    #[arg(long, value_name = "N")]
    events: u64,
    /// The first of the eighteen months, as YYYY-MM-DD
    #[arg(long, value_name = "DATE")]
    from: NaiveDate,
    /// Another number makes another history; the same makes the same again
    #[arg(long, value_name = "U64", default_value_t = 2009)]
    seed: u64,
    /// Print what was made as JSON
    #[arg(long)]
    json: bool,
}

/// One of the made-up members, counted from 0.
pub fn made_up_member(seed: u64, number: u32) -> domain::MemberId {
    Person::id_of(seed, number)
}

/// What was made.
#[derive(Debug, Serialize)]
pub struct Summary {
    seed: u64,
    members: u32,
    events: u64,
    from: DateTime<Utc>,
    until: DateTime<Utc>,
    /// The end of the log.
    head: Position,
    seconds: f64,
    /// How many events of each name.
    by_name: BTreeMap<String, u64>,
}

pub async fn run(args: Args) -> anyhow::Result<()> {
    let portal = Portal::open(&args.settings.store).await?;
    let reactors = reactors(&portal, &entrance(&portal, &args.settings.base_url)?);
    let plan = Plan { seed: args.seed, members: args.members, events: args.events, from: args.from };
    let summary = seed(&portal, &reactors, plan).await?;
    if args.json {
        println!("{}", serde_json::to_string(&summary)?);
    } else {
        println!(
            "Made {} events of {} members from {} to {} in {:.1} s.",
            summary.events,
            summary.members,
            summary.from.date_naive(),
            summary.until.date_naive(),
            summary.seconds
        );
    }
    Ok(())
}

/// Makes the planned history once the reactors have answered all that the log holds so far.
pub async fn seed(portal: &Portal, reactors: &Reactors, plan: Plan) -> anyhow::Result<Summary> {
    // Where this does not succeed, the log says below which reactor is behind.
    let caught_up = tokio::time::timeout(PATIENCE, caught_up(portal, reactors)).await;
    if let Ok(Err(halt)) = caught_up {
        tracing::warn!(%halt, "the reactors cannot catch up");
    }
    append(portal.store.vault(), &portal.pool, &reactors.names(), plan, (portal.clock)()).await
}

/// Until they have answered what they appended themselves as well.
async fn caught_up(portal: &Portal, reactors: &Reactors) -> Result<(), Halt> {
    loop {
        let head = portal.store.head().await?;
        reactors.catch_up().await?;
        if portal.store.head().await? == head {
            return Ok(());
        }
    }
}

/// All or nothing. `now` is when the history has to have ended.
async fn append(
    vault: &Vault,
    pool: &PgPool,
    reactors: &[&str],
    plan: Plan,
    now: DateTime<Utc>,
) -> anyhow::Result<Summary> {
    let started = Instant::now();
    let calendar = Calendar::from(plan.from).ok_or(HistoryError::Calendar).map_err(about_history)?;
    if calendar.end() > now {
        return Err(advice("the eighteen months would reach into the future; choose an earlier --from"));
    }
    let mut log = BulkAppend::begin(pool, reactors).await.map_err(about_log)?;
    if log.has("member", &Person::id_of(plan.seed, 0).to_string()).await? {
        return Err(advice(format!(
            "the history of seed {} is already there; choose another --seed",
            plan.seed
        )));
    }
    let types = [<Organisation as cqrs_es::Aggregate>::TYPE, <Rulebook as cqrs_es::Aggregate>::TYPE];
    let scene = Scene::of(log.events_of(&types).await?).map_err(|error| advice(error.to_string()))?;
    let (send, rows) = mpsc::channel(AHEAD);
    let head = log.head();
    let making = tokio::task::spawn_blocking(move || make(plan, &scene, head, &send));
    let copied = log.copy(rows).await;
    // Where the copy failed, the making ended for want of somebody who takes the rows.
    let (from, until, by_name, keys) = match (copied, making.await?) {
        (Ok(_), made) => made?,
        (Err(error), _) => return Err(error.into()),
    };
    let head = log.commit(vault, &keys).await?;
    let Plan { seed, members, events, .. } = plan;
    let seconds = started.elapsed().as_secs_f64();
    Ok(Summary { seed, members, events, from, until, head, seconds, by_name })
}

type Made = (DateTime<Utc>, DateTime<Utc>, BTreeMap<String, u64>, BulkKeys);

/// Makes the rows, a chunk at a time, until all are made or nobody takes them.
fn make(plan: Plan, scene: &Scene, head: Position, send: &mpsc::Sender<Vec<u8>>) -> anyhow::Result<Made> {
    let mut history = History::try_new(plan, scene, head).map_err(about_history)?;
    let progress = Progress::new(plan.events, "events");
    let mut rows = BulkRows::default();
    let mut by_name = BTreeMap::new();
    let mut span: Option<(DateTime<Utc>, DateTime<Utc>)> = None;
    while let Some(event) = history.next()? {
        rows.push(&event)?;
        *by_name.entry(event.event.name()).or_default() += 1;
        let at = event.metadata.at;
        span = Some((span.map_or(at, |(from, _)| from), at));
        if rows.len() >= CHUNK {
            progress.at(event.position.0 - head.0, plan.events, "making");
            send.blocking_send(rows.take())?;
        }
    }
    send.blocking_send(rows.take())?;
    let (from, until) = span.ok_or(HistoryError::TooFewMembers)?;
    Ok((from, until, by_name, rows.into_keys()))
}

fn about_history(error: HistoryError) -> anyhow::Error {
    match error {
        HistoryError::TooFewEvents { .. } | HistoryError::TooFewMembers | HistoryError::Calendar => {
            advice(error.to_string())
        }
        _ => error.into(),
    }
}

fn about_log(error: BulkError) -> anyhow::Error {
    match error {
        BulkError::Busy => advice(format!("{error}; stop `iaspn serve` and `iaspn work` and try again")),
        BulkError::Behind { .. } => {
            advice(format!("{error}; let `iaspn work` catch up first, so that nothing is answered twice"))
        }
        _ => error.into(),
    }
}

#[cfg(test)]
mod tests;
