//! `iaspn projections`: where the read models stand, and rebuilding or verifying them from the log.

mod certificates;
mod rebuild;

use ::projections::engine::requests::{self, Request};
use ::projections::engine::{ModelStatus, State, retry, status};
use clap::Subcommand;
use serde::Serialize;

use crate::cli::advice;
use crate::portal::{Portal, StoreSettings};

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Show how far each read model has followed the event log, and which rebuilds were asked for
    Status(StatusArgs),
    /// Build read models anew from the event log, beside the live ones, and put them in their place
    Rebuild(rebuild::Args),
    /// Build read models anew, compare them with the live ones, and leave those alone
    Verify(rebuild::VerifyArgs),
    /// Stop the rebuild that is running, or waits, in whichever process; what it has done is kept
    Cancel(StoreArgs),
    /// Throw away what interrupted rebuilds have left to go on from
    Discard(StoreArgs),
    /// Let a read model that has stopped at an event try it again, after its cause was mended
    Retry(RetryArgs),
    /// List the certificates of rebuilds, or print one
    Certificates(certificates::Args),
}

#[derive(Debug, clap::Args)]
struct StatusArgs {
    #[command(flatten)]
    store: StoreSettings,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

#[derive(Debug, clap::Args)]
struct StoreArgs {
    #[command(flatten)]
    store: StoreSettings,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

#[derive(Debug, clap::Args)]
struct RetryArgs {
    #[command(flatten)]
    store: StoreSettings,
    /// The read model's name, as `iaspn projections status` lists it
    name: String,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

pub async fn run(args: Args) -> anyhow::Result<()> {
    match args.verb {
        Verb::Status(args) => show_status(&args).await,
        Verb::Rebuild(args) => rebuild::run(args).await,
        Verb::Verify(args) => rebuild::run(args.into()).await,
        Verb::Cancel(args) => cancel(&args).await,
        Verb::Discard(args) => discard(&args).await,
        Verb::Retry(args) => try_again(&args).await,
        Verb::Certificates(args) => certificates::run(&args).await,
    }
}

#[derive(Serialize)]
struct Standing {
    read_models: Vec<ModelStatus>,
    /// Those that have not ended.
    rebuilds: Vec<Request>,
    /// Interrupted rebuilds, with the event to go on from.
    leftovers: Vec<requests::Leftover>,
}

async fn show_status(args: &StatusArgs) -> anyhow::Result<()> {
    let portal = Portal::open(&args.store).await?;
    let standing = Standing {
        read_models: status(&portal.pool, &portal.store, &::projections::all()).await?,
        rebuilds: requests::open(&portal.pool).await?,
        leftovers: requests::leftovers(&portal.pool).await?,
    };
    if args.json {
        println!("{}", serde_json::to_string_pretty(&standing)?);
        return Ok(());
    }
    println!(
        "{:<22} {:>7} {:>12} {:>12} {:>10} {:>9}  state",
        "name", "version", "position", "head", "lag", "seconds"
    );
    for model in &standing.read_models {
        let ModelStatus { name, version, position, head, lag_events, lag_seconds, .. } = model;
        let state = in_words(model.state);
        println!(
            "{name:<22} {version:>7} {:>12} {:>12} {lag_events:>10} {lag_seconds:>9.1}  {state}",
            position.0, head.0
        );
        if let Some(error) = &model.last_error {
            println!("{:<22} {error}", "");
        }
    }
    for rebuild in &standing.rebuilds {
        println!("{}", on_its_way(rebuild));
    }
    let running = standing.rebuilds.iter().any(|rebuild| rebuild.started_at.is_some());
    for left in standing.leftovers.iter().filter(|_| !running) {
        println!("an interrupted rebuild of {} can continue from event {}", left.name, left.position);
    }
    Ok(())
}

fn on_its_way(rebuild: &Request) -> String {
    let what = if rebuild.verify { "verifying" } else { "rebuilding" };
    let of = if rebuild.stage == "folding" { "events" } else { "read models" };
    let how_far = match rebuild.started_at {
        None => "waits".to_owned(),
        Some(_) if rebuild.orphaned => "has lost its process; another one goes on with it".to_owned(),
        Some(_) => format!("{} of {} {of}", rebuild.done, rebuild.total),
    };
    format!("{what} {}, asked by {}: {how_far}", rebuild.names.join(", "), rebuild.asked_by)
}

const fn in_words(state: State) -> &'static str {
    match state {
        State::Current => "current",
        State::Behind => "behind",
        State::Stopped => "stopped: correct the cause, then `iaspn projections retry NAME`",
        State::OtherVersion => "of another version: `iaspn projections rebuild NAME`",
        State::Absent => "absent: `iaspn serve` or `iaspn work` makes it",
    }
}

async fn cancel(args: &StoreArgs) -> anyhow::Result<()> {
    let portal = Portal::open(&args.store).await?;
    let mut cancelled = 0;
    for request in requests::open(&portal.pool).await? {
        cancelled += u32::from(requests::cancel(&portal.pool, request.id).await?);
    }
    match (args.json, cancelled) {
        (true, _) => println!("{}", serde_json::json!({ "cancelled": cancelled })),
        (false, 0) => println!("no rebuild is running"),
        (false, _) => println!("{cancelled} cancelled; a running one stops within a second or two"),
    }
    Ok(())
}

async fn discard(args: &StoreArgs) -> anyhow::Result<()> {
    let portal = Portal::open(&args.store).await?;
    let left = requests::leftovers(&portal.pool).await?;
    requests::discard(&portal.pool).await.map_err(rebuild::told)?;
    if args.json {
        println!("{}", serde_json::json!({ "discarded": left }));
    } else {
        println!("discarded what {} interrupted rebuilds had left", left.len());
    }
    Ok(())
}

async fn try_again(args: &RetryArgs) -> anyhow::Result<()> {
    let all = ::projections::all();
    if !all.iter().any(|model| model.name() == args.name) {
        let known: Vec<&str> = all.iter().map(|model| model.name()).collect();
        return Err(advice(format!(
            "there is no read model `{}`; choose from {}",
            args.name,
            known.join(", ")
        )));
    }
    let portal = Portal::open(&args.store).await?;
    let cleared = retry(&portal.pool, &args.name).await?;
    match (args.json, cleared) {
        (true, _) => println!("{}", serde_json::json!({ "name": args.name, "tries_again": cleared })),
        (false, true) => {
            println!("{} tries again now; `iaspn projections status` says how it went", args.name);
        }
        (false, false) => println!("{} has not stopped", args.name),
    }
    Ok(())
}
