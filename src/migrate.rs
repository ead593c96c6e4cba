//! `iaspn migrate`: brings the schema of the permanent tables up to date, as the database's owner.

use std::collections::BTreeSet;

use infrastructure::database::{Schema, schema};
use infrastructure::{connect_as_owner, migrate};
use serde_json::json;

use crate::cli::{about_database, about_schema};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// The database, with the owner's name and password: the server's own role may not change the schema
    #[arg(long, env = "DATABASE_URL", hide_env_values = true, value_name = "URL")]
    database_url: String,
    /// The event log, where it is elsewhere
    #[arg(long, env = "EVENT_STORE_URL", hide_env_values = true, value_name = "URL")]
    event_store_url: Option<String>,
    /// Say what is missing and change nothing
    #[arg(long)]
    check: bool,
    /// Print the versions as JSON
    #[arg(long)]
    json: bool,
}

pub async fn run(args: Args) -> anyhow::Result<()> {
    let mut applied = BTreeSet::new();
    let urls = BTreeSet::from([Some(args.database_url), args.event_store_url]);
    for url in urls.into_iter().flatten() {
        let owner = connect_as_owner(&url, 2).await.map_err(about_database)?;
        match schema(&owner).await.map_err(about_database)? {
            Schema::Current => {}
            found @ Schema::Behind(_) if args.check => {
                return about_schema(&found).map_or(Ok(()), Err);
            }
            Schema::Behind(_) => applied.extend(migrate(&owner).await.map_err(about_database)?),
            found @ (Schema::Ahead(_) | Schema::Changed(_)) => {
                return about_schema(&found).map_or(Ok(()), Err);
            }
        }
        owner.close().await;
    }
    if args.json {
        println!("{}", json!({ "applied": applied }));
    } else if applied.is_empty() {
        println!("The schema is up to date.");
    } else {
        let versions: Vec<String> = applied.iter().map(i64::to_string).collect();
        println!("Applied the migrations {}.", versions.join(", "));
    }
    Ok(())
}
