//! `iaspn files`: what is made of uploaded documents, how far that is, and making it again.

use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Context;
use application::library::{Fault, Prepared, Preparer};
use domain::ResourceId;
use infrastructure::preparing::standing;
use infrastructure::{ChildProcess, ObjectFiles, PostgresPreparations};
use projections::library;
use serde_json::json;
use sqlx::PgPool;
use tokio::sync::Notify;

use crate::cli::advice;
use crate::portal::{Portal, StoreSettings};
use crate::progress::Progress;
use crate::shutdown;

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    store: StoreSettings,
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, clap::Subcommand)]
enum Verb {
    /// Prepare what waits or was given up: texts for searching, smaller pictures, first pages. Stopped or killed,
    /// it goes on from there the next time, and so does a server
    Prepare {
        /// Where uploaded files are kept: a folder, or an address such as `s3://bucket/prefix`
        #[arg(
            long,
            env = "FILES_URL",
            hide_env_values = true,
            default_value = "data/files",
            value_name = "URL"
        )]
        files_url: String,
        /// Make everything anew, what was made before included; pages show that until then
        #[arg(long)]
        again: bool,
        /// Only the resource that has this permanent short address, such as `4x2m0c9k1a`
        #[arg(long, value_name = "SHORT")]
        resource: Option<String>,
        /// Print one JSON object
        #[arg(long)]
        json: bool,
    },
    /// Show how many documents wait, fail, and were given up
    Status {
        /// Print one JSON object
        #[arg(long)]
        json: bool,
    },
}

pub async fn run(args: Args) -> anyhow::Result<()> {
    let portal = Portal::open(&args.store).await?;
    match args.verb {
        Verb::Prepare { files_url, again, resource, json } => {
            let resource = match resource {
                Some(short) => Some(resource_of(&portal.pool, &short).await?),
                None => None,
            };
            prepare(&portal, &files_url, again || resource.is_some(), resource, json).await?;
        }
        Verb::Status { json } => {
            let standing = standing(&portal.pool).await?;
            if json {
                println!("{}", serde_json::to_string_pretty(&standing)?);
            } else {
                println!(
                    "{} waiting, {} of them failing; {} given up",
                    standing.waiting, standing.failing, standing.failed
                );
                for (reason, count) in standing.reasons {
                    let said = Fault::of_code(&reason).map_or(reason, |fault| fault.to_string());
                    println!("  {count}: {said}");
                }
            }
        }
    }
    portal.close().await;
    Ok(())
}

async fn resource_of(pool: &PgPool, short: &str) -> anyhow::Result<ResourceId> {
    let found = library::by_short(pool, short).await?;
    found.map(|resource| resource.id).ok_or_else(|| {
        advice(format!("there is no resource with the short address {short}; its page shows it as `/r/…`"))
    })
}

async fn prepare(
    portal: &Portal,
    files_url: &str,
    again: bool,
    resource: Option<ResourceId>,
    json: bool,
) -> anyhow::Result<()> {
    let stop = shutdown::on_signal()?;
    let files = ObjectFiles::open(files_url, std::env::vars()).map_err(|error| advice(error.to_string()))?;
    let preparer = preparer(portal, Arc::new(files), Arc::default())?;
    let table = PostgresPreparations::new(portal.pool.clone());
    let total = table.again(resource, again, (portal.clock)()).await?;
    let bar = Progress::new(total, "documents");
    let (mut done, mut failed) = (0_u64, 0_u64);
    while let Some(prepared) = preparer.next(&stop).await? {
        match prepared {
            Prepared::Done => done += 1,
            Prepared::Failed(_) => failed += 1,
            Prepared::Removed => continue,
        }
        bar.at(done + failed, total.max(done + failed), "preparing");
    }
    drop(bar);
    // Those that a server has taken, and those that are tried again later.
    let waiting = standing(&portal.pool).await?.waiting;
    if json {
        println!("{}", json!({ "done": done, "failed": failed, "waiting": waiting }));
    } else {
        println!("{done} prepared, {failed} failed, {waiting} waiting");
    }
    Ok(())
}

/// Prepares documents by this program, started anew for each of them.
pub fn preparer(portal: &Portal, files: Arc<ObjectFiles>, asked: Arc<Notify>) -> anyhow::Result<Preparer> {
    let program: PathBuf = std::env::current_exe().context("the place of this program")?;
    let bench = ChildProcess::new(program, std::env::var_os("PATH"));
    let table = Arc::new(PostgresPreparations::new(portal.pool.clone()));
    Ok(Preparer::new(files, table, Arc::new(bench), Arc::clone(&portal.clock), asked))
}
