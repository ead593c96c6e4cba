//! `iaspn projections certificates`: what rebuilds have found, with the notary's signature where it has come
//! round, checked by its key.

use ::projections::engine::{Kept, certificates};
use application::Transparency;
use infrastructure::notary::{Proofs, VerifierKey};
use serde_json::{Value, json};

use crate::cli::advice;
use crate::portal::{Portal, StoreSettings};

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    store: StoreSettings,
    /// Only those of this read model
    #[arg(value_name = "NAME")]
    name: Option<String>,
    /// Print the last one of the read model as it is: the signed note, or the text while it waits for its
    /// signature
    #[arg(long, requires = "name", conflicts_with = "json")]
    show: bool,
    /// How many at most, the newest first
    #[arg(long, default_value_t = 50, value_name = "N")]
    limit: u32,
    /// Print one JSON array
    #[arg(long)]
    json: bool,
}

pub async fn run(args: &Args) -> anyhow::Result<()> {
    let portal = Portal::open(&args.store).await?;
    let kept = certificates(&portal.pool, args.name.as_deref(), args.limit.into()).await?;
    let key = Proofs::new(portal.pool.clone(), portal.store.stored().clone()).key().await?;
    let key = key.and_then(|key| VerifierKey::parse(&key).ok());
    if args.show {
        let last = kept.first().ok_or_else(|| advice("there is no certificate of that read model"))?;
        print!("{}", last.document());
        if last.signed.is_none() {
            println!();
        }
    } else if args.json {
        let all: Vec<Value> = kept.iter().map(|one| in_json(one, key.as_ref())).collect();
        println!("{}", serde_json::to_string_pretty(&all)?);
    } else {
        for one in &kept {
            println!("{}", in_a_line(one, key.as_ref()));
        }
    }
    Ok(())
}

/// Whether the notary's signature holds for the very statement. None while it waits for one.
fn holds(kept: &Kept, key: Option<&VerifierKey>) -> Option<bool> {
    let opened = kept.signed.as_ref().map(|note| key.and_then(|key| key.open_certificate(note).ok()));
    opened.map(|statement| statement.as_ref() == Some(&kept.statement))
}

fn in_json(kept: &Kept, key: Option<&VerifierKey>) -> Value {
    json!({
        "name": kept.name,
        "started_at": kept.started_at,
        "statement": kept.statement,
        "signed": kept.signed,
        "signature_holds": holds(kept, key),
    })
}

fn in_a_line(kept: &Kept, key: Option<&VerifierKey>) -> String {
    let signature = match holds(kept, key) {
        Some(true) => "signed",
        Some(false) => "ITS SIGNATURE DOES NOT HOLD",
        None => "waiting for the notary's signature",
    };
    let found = kept.certificate().map_or_else(String::new, |certificate| {
        let rows = match certificate.differing_rows {
            Some(0) => "equal".to_owned(),
            Some(rows) => format!("{rows} rows differed"),
            None => "not comparable".to_owned(),
        };
        let swapped = if certificate.swapped { "swapped in" } else { "verified only" };
        format!("events 1 to {}, {} rows, {rows}, {swapped}; ", certificate.position, certificate.new.rows)
    });
    format!("{} {:<22} {found}{signature}", kept.started_at.format("%Y-%m-%d %H:%M:%S"), kept.name)
}
