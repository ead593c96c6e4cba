//! Measures the portal against baselines on the same machine in the same run, and says which of the
//! product's promises hold. Run it by `bin/bench`; it needs `iaspn` built beside it.

#![expect(clippy::cast_precision_loss, reason = "counts here are far below 2^52")]

mod append;
mod as_of;
mod bare;
mod encryption;
mod extraction;
mod http;
mod limit;
mod notary;
mod pages;
mod process;
mod rebuild;
mod replay;
mod report;
mod stage;
mod upload;
mod verify;
mod visible;

use clap::{Parser, Subcommand};

use crate::report::Report;
use crate::stage::Stage;

#[derive(Debug, Parser)]
#[command(about = "Measures the portal against baselines on the same machine")]
struct Args {
    /// A tenth of the events and shorter runs
    #[arg(long)]
    quick: bool,
    /// Print one JSON object instead of a table
    #[arg(long)]
    json: bool,
    /// Measure only this: rebuild, append, visible, pages, `as_of`, notary, encryption, extraction,
    /// upload or verify
    #[arg(long, value_name = "PART")]
    only: Option<String>,
    #[command(subcommand)]
    helper: Option<Helper>,
}

#[derive(Debug, Subcommand)]
enum Helper {
    /// Serve the bare page of the baseline; the bench starts this itself
    #[command(hide = true)]
    Bare { url: String, listen: std::net::SocketAddr },
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let args = Args::parse();
    if let Some(Helper::Bare { url, listen }) = args.helper {
        return bare::serve(&url, listen).await;
    }
    let stage = Stage::set(args.quick).await?;
    let measured = measure(&stage, args.only.as_deref()).await;
    stage.strike().await?;
    let report = measured?;
    if args.json {
        println!("{}", report.json());
    } else {
        print!("{}", report.table());
    }
    Ok(())
}

async fn measure(stage: &Stage, only: Option<&str>) -> anyhow::Result<Report> {
    let wanted = |part: &str| only.is_none_or(|only| only == part);
    let mut report = Report::new(stage.quick);
    if wanted("append") {
        append::measure(stage, &mut report).await?;
    }
    if wanted("visible") {
        visible::measure(stage, &mut report).await?;
    }
    if wanted("notary") {
        notary::measure(stage, &mut report).await?;
    }
    if wanted("encryption") {
        encryption::measure(stage, &mut report).await?;
    }
    if wanted("extraction") {
        extraction::measure(stage, &mut report).await?;
    }
    if wanted("upload") {
        upload::measure(stage, &mut report).await?;
    }
    if only == Some("verify") {
        let (large, _) = stage.seeded("large", stage.scaled(1_000_000)).await?;
        verify::measure(stage, &large, &mut report).await?;
    }
    if wanted("rebuild") || wanted("pages") || wanted("as_of") {
        let large = rebuild::measure(stage, &mut report).await?;
        if wanted("as_of") {
            as_of::measure(&large, &mut report).await?;
        }
        if only.is_none() {
            verify::measure(stage, &large, &mut report).await?;
        }
        if wanted("pages") {
            pages::measure(stage, &large, &mut report).await?;
        }
    }
    Ok(report)
}
