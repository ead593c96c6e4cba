//! `iaspn notary`: follows the event log, keeps the tree over it and signs its heads. A process of its own, so
//! that whoever serves the pages cannot sign.

use std::path::{Path, PathBuf};
use std::time::Duration;

use infrastructure::database::schema;
use infrastructure::notary::{Folder, FolderError, Notary, NotaryError};
use infrastructure::{connect_as_notary, system_clock};
use tokio::time::Instant;

use crate::cli::{about_database, about_schema, advice};
use crate::shutdown;

/// How long the notary before is waited for, and how often it is looked whether it has gone.
const PATIENCE: Duration = Duration::from_secs(3);
const AGAIN: Duration = Duration::from_millis(50);

#[derive(Debug, clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
pub struct Args {
    /// Postgres with the event log: `postgres://user:password@host/name`
    #[arg(long, env = "DATABASE_URL", hide_env_values = true, value_name = "URL")]
    database_url: String,
    /// Where the notary keeps its key and what it signed last; apart from the database and its backups
    #[arg(long, env = "NOTARY_FOLDER", value_name = "FOLDER")]
    folder: PathBuf,
    /// What the log is called in everything that is signed, for the first start: `portal.example.org/log`
    #[arg(long, env = "NOTARY_ORIGIN", default_value = "iaspn/log", value_name = "NAME")]
    origin: String,
    /// Hash the whole log anew before anything is signed
    #[arg(long)]
    recheck: bool,
    /// End when standard input does: for a program that starts the notary and must not leave it behind
    #[arg(long)]
    until_input_ends: bool,
    /// Sign what there is, and end
    #[arg(long)]
    once: bool,
    /// With --once, print what was signed as JSON
    #[arg(long, requires = "once")]
    json: bool,
}

pub async fn run(args: Args) -> anyhow::Result<()> {
    let stop = shutdown::on_signal()?;
    if args.until_input_ends {
        shutdown::when_input_ends(&stop);
    }
    let pool = connect_as_notary(&args.database_url).await.map_err(about_database)?;
    about_schema(&schema(&pool).await.map_err(about_database)?).map_or(Ok(()), Err)?;
    let folder = folder(&args.folder).await.map_err(|error| about_notary(error.into()))?;
    let begun = Notary::begin(pool, system_clock(), folder, &args.origin, args.recheck);
    let Some(begun) = stop.run_until_cancelled(begun).await else { return Ok(()) };
    let mut notary = begun.map_err(about_notary)?;
    if !args.once {
        tracing::info!(key = notary.key().verifier().as_str(), size = notary.size(), "the notary works");
        return notary.run(&stop).await.map_err(about_notary);
    }
    while notary.round().await.map_err(about_notary)? {}
    while notary.certify().await.map_err(about_notary)? > 0 {}
    let key = notary.key().verifier().as_str();
    if args.json {
        println!("{}", serde_json::json!({ "key": key, "size": notary.size() }));
    } else {
        println!("Signed a log of {} events with the key {key}", notary.size());
    }
    Ok(())
}

/// One that was just stopped or killed may hold it a little longer.
async fn folder(path: &Path) -> Result<Folder, FolderError> {
    let until = Instant::now() + PATIENCE;
    loop {
        match Folder::open(path) {
            Err(FolderError::Busy(_)) if Instant::now() < until => tokio::time::sleep(AGAIN).await,
            opened => return opened,
        }
    }
}

/// A refusal is for people to look into: it says what to do.
fn about_notary(error: NotaryError) -> anyhow::Error {
    match error {
        NotaryError::Refused(refusal) => advice(format!("the notary does not sign: {refusal}")),
        other => other.into(),
    }
}
