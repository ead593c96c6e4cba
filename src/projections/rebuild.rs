//! `iaspn projections rebuild` and `verify`: works on the rebuild in this process, as a request that pages
//! show and can cancel.

use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use ::projections::engine::requests::{self, Wish};
use ::projections::engine::{Certificate, RebuildError, Stage, Workshop};
use anyhow::Context;
use infrastructure::random_id;
use std::sync::Arc;
use tokio::sync::mpsc;

use crate::cli::advice;
use crate::portal::{Portal, StoreSettings};
use crate::progress::Progress;
use crate::shutdown;

#[derive(Debug, clap::Args)]
struct Which {
    /// The read models' names, as `iaspn projections status` lists them
    #[arg(value_name = "NAME", required_unless_present = "all", conflicts_with = "all")]
    names: Vec<String>,
    /// Every read model, in one pass over the log
    #[arg(long)]
    all: bool,
}

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    store: StoreSettings,
    #[command(flatten)]
    which: Which,
    /// Stop before the swap: compare only
    #[arg(long)]
    verify: bool,
    /// Write each row that differs into this file: one JSON object a line with the key, the live row and the
    /// rebuilt row
    #[arg(long, value_name = "FILE")]
    diff: Option<PathBuf>,
    /// Begin anew where an interrupted rebuild could go on
    #[arg(long)]
    discard: bool,
    /// Print the certificates as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, clap::Args)]
pub struct VerifyArgs {
    #[command(flatten)]
    store: StoreSettings,
    #[command(flatten)]
    which: Which,
    /// Write each row that differs into this file: one JSON object a line with the key, the live row and the
    /// rebuilt row
    #[arg(long, value_name = "FILE")]
    diff: Option<PathBuf>,
    /// Print the certificates as JSON
    #[arg(long)]
    json: bool,
}

impl From<VerifyArgs> for Args {
    fn from(VerifyArgs { store, which, diff, json }: VerifyArgs) -> Self {
        Self { store, which, verify: true, diff, discard: false, json }
    }
}

pub async fn run(args: Args) -> anyhow::Result<()> {
    let workshop_models = ::projections::all();
    let names: Vec<String> = if args.which.all {
        workshop_models.iter().map(|model| model.name().to_owned()).collect()
    } else {
        args.which.names.clone()
    };
    for name in &names {
        if !workshop_models.iter().any(|model| model.name() == name) {
            let known: Vec<&str> = workshop_models.iter().map(|model| model.name()).collect();
            return Err(advice(format!("there is no read model `{name}`; choose from {}", known.join(", "))));
        }
    }
    let portal = Portal::open(&args.store).await?;
    let stop = shutdown::on_signal()?;
    let workshop = Workshop::new(portal.pool.clone(), Arc::new(portal.store.clone()), workshop_models);
    let wish = Wish { id: random_id(), names, verify: args.verify, by: "operator:projections".to_owned() };
    if args.discard {
        requests::discard(&portal.pool).await.map_err(told)?;
    }
    let (differences, writing) = match &args.diff {
        Some(path) => {
            let (sender, writing) = write_down(path)?;
            (Some(sender), Some(writing))
        }
        None => (None, None),
    };
    let certificates = {
        let bar = Progress::new(0, "done");
        let progress = |progress: ::projections::engine::Progress| {
            let stage = match progress.stage {
                Stage::Folding => "folding events",
                Stage::Writing => "writing read models",
            };
            bar.at(progress.done, progress.total, stage);
        };
        workshop.at_once(&wish, |rebuild| rebuild.differences = differences, progress, &stop).await
    };
    if let Some(writing) = writing {
        let path = args.diff.as_deref().unwrap_or(Path::new("")).display();
        writing.await?.with_context(|| format!("the differences cannot be written to {path}"))?;
    }
    let certificates = certificates.map_err(told)?;
    if args.json {
        println!("{}", serde_json::to_string_pretty(&certificates)?);
    } else {
        for certificate in &certificates {
            println!("{}", certified(certificate));
        }
    }
    let differ: Vec<&str> = certificates
        .iter()
        .filter(|certificate| !certificate.swapped && certificate.differing_rows != Some(0))
        .map(|certificate| certificate.name.as_str())
        .collect();
    if differ.is_empty() {
        return Ok(());
    }
    anyhow::bail!("not proved equal: {}; `iaspn projections rebuild NAME` puts them right", differ.join(", "))
}

/// What can be mended is told in one line.
pub fn told(error: RebuildError) -> anyhow::Error {
    match &error {
        RebuildError::Interrupted(_) | RebuildError::Busy => advice(error.to_string()),
        RebuildError::Database(database) if is_full(database) => advice(format!(
            "{error}; make room on the database's disk and run it again: the live tables are as they were, \
             and what was done is kept as far as it goes"
        )),
        _ => error.into(),
    }
}

/// SQLSTATE `disk_full`.
fn is_full(error: &sqlx::Error) -> bool {
    error.as_database_error().and_then(sqlx::error::DatabaseError::code).as_deref() == Some("53100")
}

type Writing = tokio::task::JoinHandle<std::io::Result<()>>;

/// Takes the lines as fast as the disk does.
fn write_down(path: &Path) -> anyhow::Result<(mpsc::Sender<String>, Writing)> {
    let file = std::fs::File::create(path)
        .map_err(|error| advice(format!("{} cannot be written: {error}", path.display())))?;
    let (sender, mut lines) = mpsc::channel::<String>(256);
    let writing = tokio::task::spawn_blocking(move || {
        let mut out = BufWriter::new(file);
        while let Some(line) = lines.blocking_recv() {
            writeln!(out, "{line}")?;
        }
        out.flush()
    });
    Ok((sender, writing))
}

/// One certificate in words.
fn certified(certificate: &Certificate) -> String {
    let Certificate { name, version, position, new, .. } = certificate;
    let compared = match (&certificate.old, certificate.differing_rows) {
        (Some(_), Some(0)) => "equal to the live table".to_owned(),
        (Some(old), Some(rows)) => {
            format!("{rows} rows differ from the live table ({} rows, {})", old.rows, old.hash)
        }
        _ => "the live table could not be compared".to_owned(),
    };
    let swapped = match certificate.swap_ms {
        Some(ms) => format!("now live, swapped in within {ms:.0} ms"),
        None => "not swapped in".to_owned(),
    };
    format!(
        "{name} version {version}: events 1 to {position}, {} rows, digest {}; {compared}; {swapped}; {:.1} s",
        new.rows, new.hash, certificate.seconds
    )
}
