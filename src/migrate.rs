//! `iaspn migrate`: brings the schema of the permanent tables up to date, as the database's owner.

use infrastructure::database::{Schema, schema};
use infrastructure::{connect_as_owner, migrate};
use serde_json::json;

use crate::cli::{about_database, about_schema};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// The database, with the owner's name and password: the server's own role may not change the schema
    #[arg(long, env = "DATABASE_URL", hide_env_values = true, value_name = "URL")]
    database_url: String,
    /// Say what is missing and change nothing
    #[arg(long)]
    check: bool,
    /// Print the versions as JSON
    #[arg(long)]
    json: bool,
}

pub async fn run(args: Args) -> anyhow::Result<()> {
    if args.check {
        let owner = connect_as_owner(&args.database_url, 1).await.map_err(about_database)?;
        let found = schema(&owner).await.map_err(about_database)?;
        about_schema(&found).map_or(Ok(()), Err)?;
    }
    let applied = up(&args.database_url).await?;
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

/// Applies what is missing and returns the versions.
pub async fn up(database_url: &str) -> anyhow::Result<Vec<i64>> {
    let owner = connect_as_owner(database_url, 2).await.map_err(about_database)?;
    let applied = match schema(&owner).await.map_err(about_database)? {
        Schema::Current => vec![],
        Schema::Behind(_) => migrate(&owner).await.map_err(about_database)?,
        found @ (Schema::Ahead(_) | Schema::Changed(_)) => {
            return about_schema(&found).map_or(Ok(vec![]), Err);
        }
    };
    owner.close().await;
    Ok(applied)
}
