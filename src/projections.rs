//! `iaspn projections`: where the read models stand, and rebuilding or verifying them from the log.

use std::sync::Arc;

use ::projections::engine::{Certificate, Model, ModelStatus, Rebuild, RebuildError, State, status};
use clap::Subcommand;

use crate::cli::advice;
use crate::portal::{Portal, StoreSettings};
use crate::progress::Progress;
use crate::shutdown;

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Show how far each read model has followed the event log
    Status(StatusArgs),
    /// Build read models anew from the event log, beside the live ones, and put them in their place
    Rebuild(RebuildArgs),
    /// Build read models anew, compare them with the live ones, and leave those alone
    Verify(VerifyArgs),
}

#[derive(Debug, clap::Args)]
struct StatusArgs {
    #[command(flatten)]
    store: StoreSettings,
    /// Print it as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, clap::Args)]
struct Which {
    /// The read models' names, as `iaspn projections status` lists them
    #[arg(value_name = "NAME", required_unless_present = "all", conflicts_with = "all")]
    names: Vec<String>,
    /// Every read model, in one pass over the log
    #[arg(long)]
    all: bool,
}

#[derive(Debug, clap::Args)]
struct RebuildArgs {
    #[command(flatten)]
    store: StoreSettings,
    #[command(flatten)]
    which: Which,
    /// Stop before the swap: compare only
    #[arg(long)]
    verify: bool,
    /// Begin anew where an interrupted rebuild could go on
    #[arg(long)]
    discard: bool,
    /// Print the certificates as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, clap::Args)]
struct VerifyArgs {
    #[command(flatten)]
    store: StoreSettings,
    #[command(flatten)]
    which: Which,
    /// Print the certificates as JSON
    #[arg(long)]
    json: bool,
}

pub async fn run(args: Args) -> anyhow::Result<()> {
    match args.verb {
        Verb::Status(args) => show_status(&args).await,
        Verb::Rebuild(args) => rebuild(&args).await,
        Verb::Verify(VerifyArgs { store, which, json }) => {
            rebuild(&RebuildArgs { store, which, verify: true, discard: false, json }).await
        }
    }
}

async fn show_status(args: &StatusArgs) -> anyhow::Result<()> {
    let portal = Portal::open(&args.store).await?;
    let models = status(&portal.pool, &portal.store, &::projections::all()).await?;
    if args.json {
        println!("{}", serde_json::to_string_pretty(&models)?);
        return Ok(());
    }
    println!(
        "{:<22} {:>7} {:>12} {:>12} {:>10} {:>9}  state",
        "name", "version", "position", "head", "lag", "seconds"
    );
    for model in &models {
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
    Ok(())
}

const fn in_words(state: State) -> &'static str {
    match state {
        State::Current => "current",
        State::Behind => "behind",
        State::Stopped => "stopped: correct the cause, then `iaspn projections rebuild NAME`",
        State::OtherVersion => "of another version: `iaspn projections rebuild NAME`",
        State::Absent => "absent: `iaspn serve` or `iaspn work` makes it",
    }
}

fn chosen(which: &Which) -> anyhow::Result<Vec<Arc<dyn Model>>> {
    let all = ::projections::all();
    if which.all {
        return Ok(all);
    }
    which
        .names
        .iter()
        .map(|name| {
            all.iter().find(|model| model.name() == name).cloned().ok_or_else(|| {
                let known: Vec<&str> = all.iter().map(|model| model.name()).collect();
                advice(format!("there is no read model `{name}`; choose from {}", known.join(", ")))
            })
        })
        .collect()
}

async fn rebuild(args: &RebuildArgs) -> anyhow::Result<()> {
    let models = chosen(&args.which)?;
    let portal = Portal::open(&args.store).await?;
    let stop = shutdown::on_signal()?;
    let mut rebuild = Rebuild::new(portal.pool.clone(), Arc::new(portal.store.clone()), models);
    rebuild.verify = args.verify;
    rebuild.discard = args.discard;
    let certificates = {
        let bar = Progress::new(0, "events");
        let told = |progress: ::projections::engine::Progress| {
            bar.at(progress.done.0, progress.total.0, progress.stage);
        };
        rebuild.run(told, &stop).await
    };
    let certificates = certificates.map_err(|error| match error {
        RebuildError::Interrupted(_) | RebuildError::Busy => advice(error.to_string()),
        other => other.into(),
    })?;
    if args.json {
        println!("{}", serde_json::to_string_pretty(&certificates)?);
    } else {
        for certificate in &certificates {
            println!("{}", certified(certificate));
        }
    }
    let differ: Vec<&str> = certificates
        .iter()
        .filter(|certificate| !certificate.swapped && certificate.differing_rows != Some(0))
        .map(|certificate| certificate.name)
        .collect();
    if differ.is_empty() {
        return Ok(());
    }
    anyhow::bail!("not proved equal: {}; `iaspn projections rebuild NAME` puts them right", differ.join(", "))
}

/// One certificate in words.
fn certified(certificate: &Certificate) -> String {
    let Certificate { name, version, position, new, .. } = certificate;
    let compared = match (&certificate.old, certificate.differing_rows) {
        (Some(_), Some(0)) => "equal to the live table".to_owned(),
        (Some(old), Some(rows)) => {
            format!("{rows} rows differ from the live table ({} rows, {})", old.rows, old.hash)
        }
        _ => "the live table could not be compared".to_owned(),
    };
    let swapped = if certificate.swapped { "now live" } else { "not swapped in" };
    format!(
        "{name} version {version}: events 1 to {position}, {} rows, digest {}; {compared}; {swapped}; {:.1} s",
        new.rows, new.hash, certificate.seconds
    )
}
