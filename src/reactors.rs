//! `iaspn reactors`: how far what follows from events has come, and letting a parked one try again.

use application::operations::{Operations, ReactorStanding};
use infrastructure::PostgresOperations;
use serde_json::{Value, json};

use crate::portal::{Portal, StoreSettings};

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    store: StoreSettings,
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, clap::Subcommand)]
enum Verb {
    /// Show where each reactor stands, and the event that it cannot answer
    Status {
        /// Print one JSON array
        #[arg(long)]
        json: bool,
    },
    /// Let a parked reactor try its event again at once, after its cause was mended
    Retry {
        /// The reactor's name, as `iaspn reactors status` lists it
        name: String,
        /// Print one JSON object
        #[arg(long)]
        json: bool,
    },
}

pub async fn run(args: Args) -> anyhow::Result<()> {
    let portal = Portal::open(&args.store).await?;
    let operations = PostgresOperations::new(portal.pool.clone(), portal.store.clone());
    match args.verb {
        Verb::Status { json } => {
            let reactors = operations.reactors().await?;
            if json {
                let all: Vec<Value> = reactors.iter().map(in_json).collect();
                println!("{}", serde_json::to_string_pretty(&all)?);
            } else {
                for reactor in &reactors {
                    println!("{}", in_a_line(reactor));
                }
            }
        }
        Verb::Retry { name, json } => {
            let cleared = operations.retry_reactor(&name).await?;
            match (json, cleared) {
                (true, _) => println!("{}", json!({ "name": name, "tries_again": cleared })),
                (false, true) => println!("{name} tries again now"),
                (false, false) => println!("{name} is not parked"),
            }
        }
    }
    Ok(())
}

fn in_json(reactor: &ReactorStanding) -> Value {
    let parked = reactor.parked.as_ref().map(|failure| json!({ "at": failure.at, "error": failure.error }));
    json!({
        "name": reactor.name, "position": reactor.position, "behind": reactor.behind, "parked": parked,
    })
}

fn in_a_line(reactor: &ReactorStanding) -> String {
    let ReactorStanding { name, position, behind, parked } = reactor;
    let state = parked.as_ref().map_or_else(String::new, |failure| format!("; parked at {failure}"));
    format!("{name:<22} {:>12} {behind:>10} behind{state}", position.0)
}
