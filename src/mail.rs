//! `iaspn mail`: mails that wait or were given up, and sending them again.

use application::membership::LetterId;
use application::operations::{HeldMail, MailStanding, Operations};
use infrastructure::PostgresOperations;
use serde_json::json;
use uuid::Uuid;

use crate::portal::{Portal, StoreSettings};

/// More than an operator reads.
const LISTED: u32 = 200;

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    store: StoreSettings,
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, clap::Subcommand)]
enum Verb {
    /// Show how many mails wait, fail and were given up, and why
    Status {
        /// Print one JSON object
        #[arg(long)]
        json: bool,
    },
    /// Let mails that were given up go out again, with all attempts before them
    Requeue {
        /// The mail's id, as `iaspn mail status` lists it; it may also be one that waits for its next attempt
        #[arg(value_name = "ID", required_unless_present = "all", conflicts_with = "all")]
        id: Option<Uuid>,
        /// Every mail that was given up
        #[arg(long)]
        all: bool,
        /// Print one JSON object
        #[arg(long)]
        json: bool,
    },
}

pub async fn run(args: Args) -> anyhow::Result<()> {
    let portal = Portal::open(&args.store).await?;
    let operations = PostgresOperations::new(portal.pool.clone(), portal.store.clone());
    match args.verb {
        Verb::Status { json } => show_status(&operations, json).await,
        Verb::Requeue { id, json, .. } => {
            let requeued = operations.requeue(id.map(LetterId)).await?;
            if json {
                println!("{}", json!({ "requeued": requeued }));
            } else {
                println!("{requeued} mails go out again");
            }
            Ok(())
        }
    }
}

async fn show_status(operations: &dyn Operations, json: bool) -> anyhow::Result<()> {
    let standing = operations.mails().await?;
    let held = operations.held_mails(LISTED).await?;
    if json {
        println!("{}", serde_json::to_string_pretty(&json!({ "outbox": standing, "held": held }))?);
        return Ok(());
    }
    let MailStanding { waiting, failing, parked } = standing;
    println!("{waiting} waiting, {failing} of them after a failure; {parked} given up");
    for HeldMail { id, to, subject, attempts, next_try, error, .. } in held {
        let next = match next_try {
            Some(at) => format!("tried again at {}", at.format("%Y-%m-%d %H:%M UTC")),
            None => "given up".to_owned(),
        };
        println!("{id}  {to}  {subject}: {attempts} attempts, {next}; {error}");
    }
    Ok(())
}
