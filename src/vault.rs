//! `iaspn vault`: the keys under which personal data is sealed.

use clap::Subcommand;
use infrastructure::vault::{VaultStatus, new_master_key};

use crate::cli::about_vault;
use crate::portal::{Portal, StoreSettings};

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Print a new master key; keep it where the backups of the database are not
    NewKey,
    /// Count the members' keys, and find members whose key is missing, or is back after they were erased
    Check(StoreArgs),
    /// Wrap all members' keys by the last of the keys in `VAULT_KEY`
    Rotate(StoreArgs),
}

#[derive(Debug, clap::Args)]
struct StoreArgs {
    #[command(flatten)]
    store: StoreSettings,
    /// Print it as JSON
    #[arg(long)]
    json: bool,
}

pub async fn run(args: Args) -> anyhow::Result<()> {
    match args.verb {
        Verb::NewKey => {
            println!("{}", new_master_key());
            Ok(())
        }
        Verb::Check(args) => check(&args).await,
        Verb::Rotate(args) => rotate(&args).await,
    }
}

async fn check(args: &StoreArgs) -> anyhow::Result<()> {
    let portal = Portal::open(&args.store).await?;
    let vault = portal.store.vault();
    let status = vault.status().await.map_err(about_vault)?;
    let unusable = vault.unusable().await.map_err(about_vault)?;
    let returned = vault.returned().await.map_err(about_vault)?;
    if args.json {
        println!("{}", serde_json::json!({ "vault": status, "unusable": unusable, "returned": returned }));
    } else {
        tell(&status);
    }
    if !returned.is_empty() {
        let members: Vec<String> = returned.iter().map(ToString::to_string).collect();
        anyhow::bail!(
            "these members were erased and an older backup has brought their keys back: {}; run `iaspn member \
             erase` for each, then `iaspn projections rebuild --all`",
            members.join(", ")
        );
    }
    if unusable.is_empty() {
        return Ok(());
    }
    let members: Vec<String> = unusable.iter().map(ToString::to_string).collect();
    anyhow::bail!(
        "the keys of these members are missing or changed: {}; restore the table vault_keys from its \
         backup, then run `iaspn projections rebuild --all`",
        members.join(", ")
    )
}

async fn rotate(args: &StoreArgs) -> anyhow::Result<()> {
    let portal = Portal::open(&args.store).await?;
    let status = portal.store.vault().rotate().await.map_err(about_vault)?;
    if args.json {
        println!("{}", serde_json::json!({ "vault": status }));
    } else {
        tell(&status);
        println!("Once every process has it, the old key can go from VAULT_KEY.");
    }
    Ok(())
}

fn tell(status: &VaultStatus) {
    println!(
        "Master key {}: {} members' keys, {} of them to be rotated; {} destroyed.",
        status.active, status.keys, status.to_rotate, status.destroyed
    );
}
