//! `iaspn audit export`: the log with its tree and its checkpoints as a folder, for whoever checks it elsewhere.

use std::io::Write;
use std::path::PathBuf;
use std::time::Instant;

use infrastructure::bundle::{ExportError, Exported, Upto, export};
use infrastructure::connect;
use infrastructure::database::schema;
use serde_json::json;

use crate::cli::{about_database, about_schema, advice};
use crate::progress::Progress;
use crate::shutdown;

/// Connections: one reads the log, one the tree.
const CONNECTIONS: u32 = 4;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Where the export will be: a folder that is not there yet, or is empty
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Postgres with the event log: `postgres://user:password@host/name`
    #[arg(long, env = "DATABASE_URL", hide_env_values = true, value_name = "URL")]
    database_url: String,
    /// The checkpoint at which it ends: so many events, or the newest
    #[arg(long, value_name = "SIZE|latest", default_value = "latest", value_parser = upto)]
    upto: Upto,
    /// Print what was exported as JSON
    #[arg(long)]
    json: bool,
}

fn upto(text: &str) -> Result<Upto, &'static str> {
    match text {
        "latest" => Ok(Upto::Latest),
        size => size.parse().map(Upto::Size).map_err(|_| "write a number of events, or latest"),
    }
}

pub async fn run(args: Args, out: &mut dyn Write) -> anyhow::Result<()> {
    let stop = shutdown::on_signal()?;
    let pool = connect(&args.database_url, CONNECTIONS).await.map_err(about_database)?;
    about_schema(&schema(&pool).await.map_err(about_database)?).map_or(Ok(()), Err)?;
    let begun = Instant::now();
    let progress = Progress::new(0, "events");
    let at = |done, total| progress.at(done, total, "Exporting");
    let exported = stop.run_until_cancelled(export(&pool, &args.folder, args.upto, at)).await;
    drop(progress);
    let Some(exported) = exported else {
        anyhow::bail!("the export was interrupted, and nothing is kept of it; run it again");
    };
    let exported = exported.map_err(told)?;
    let seconds = begun.elapsed().as_secs_f64();
    if args.json {
        return Ok(writeln!(out, "{}", as_json(&exported, seconds))?);
    }
    Ok(in_words(&exported, seconds, out)?)
}

/// What to do about an export that could not be made.
fn told(error: ExportError) -> anyhow::Error {
    match &error {
        ExportError::Unsigned => advice(format!("{error}; run `iaspn notary --once` first")),
        ExportError::NoCheckpoint { .. } => advice(format!("{error}; leave --upto out for the newest")),
        ExportError::Occupied(_) => advice(format!("{error}; give a folder that is not there yet")),
        ExportError::Busy(_) => advice(format!("{error}; wait for it, or give another folder")),
        _ if error.is_full_disk() => {
            advice(format!("{error}; nothing is kept of the export: make room, and run it again"))
        }
        _ => error.into(),
    }
}

fn as_json(exported: &Exported, seconds: f64) -> serde_json::Value {
    json!({
        "folder": exported.folder,
        "key": exported.key,
        "size": exported.size,
        "events": exported.events,
        "position": exported.position,
        "checkpoints": exported.checkpoints,
        "left_out": exported.left_out,
        "bytes": exported.bytes,
        "seconds": seconds,
    })
}

fn in_words(exported: &Exported, seconds: f64, out: &mut dyn Write) -> std::io::Result<()> {
    let Exported { folder, key, size, events, position, checkpoints, left_out, .. } = exported;
    writeln!(out, "Exported {events} events up to position {position} into {}", folder.display())?;
    writeln!(out, "with {checkpoints} checkpoints, the last of {size} events, in {seconds:.1} s.")?;
    if events != size {
        writeln!(
            out,
            "The log has not as many events as were signed: `iaspn audit verify` says what is wrong."
        )?;
    }
    if *left_out > 0 {
        writeln!(out, "{left_out} events after it are not signed yet, and were left out.")?;
    }
    writeln!(out, "The notary's key, which an auditor should have from elsewhere:\n{key}")
}
