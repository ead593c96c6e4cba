//! `iaspn audit`: the history of contributions, the standing of a member on a day, whole read models of a
//! moment and the log to take along, from the log and from nothing else. Nobody's personal data are shown.

mod as_of;
mod diff;
mod export;
mod featured;
mod form;
mod history;
mod replay;
mod sealed;
mod standing;
mod telling;
#[cfg(test)]
mod testing;
mod verify;
mod whose;

use std::io::Write;

use clap::Subcommand;

use crate::portal::{Portal, StoreSettings};

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    question: Question,
}

#[derive(Debug, Subcommand)]
enum Question {
    #[command(flatten)]
    Asked(Asked),
    /// Write the log with its tree and signed checkpoints into a folder, to be verified elsewhere
    Export(export::Args),
    /// Check an export with the notary's key: signatures, tree, streams and points, without a database
    Verify(verify::Args),
}

/// What the portal's database answers.
#[derive(Debug, Subcommand)]
enum Asked {
    /// Everything that the log says about a member, a resource or an organisation
    History(history::Args),
    /// Points and rank of a member at the end of a day
    Standing(standing::Args),
    /// Which country a month features, and how the published rule comes to it
    Featured(featured::Args),
    /// A whole read model as it stood at a moment
    AsOf(as_of::Args),
    /// Rows of a read model that came, went or changed between two moments
    Diff(diff::Args),
}

pub async fn run(args: Args) -> anyhow::Result<()> {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let said = match args.question {
        Question::Export(args) => export::run(args, &mut out).await,
        // Nothing else runs in this process.
        Question::Verify(args) => verify::run(&args, &mut out),
        Question::Asked(asked) => match Portal::open(asked.store()).await {
            Ok(portal) => answer(&portal, asked, &mut out).await,
            Err(error) => Err(error),
        },
    };
    match said.and_then(|()| Ok(out.flush()?)) {
        // Whoever read the output has seen enough: `iaspn audit history … | head`.
        Err(error) if is_broken_pipe(&error) => Ok(()),
        other => other,
    }
}

impl Asked {
    const fn store(&self) -> &StoreSettings {
        match self {
            Self::History(args) => &args.store,
            Self::Standing(args) => &args.store,
            Self::Featured(args) => &args.store,
            Self::AsOf(args) => &args.store,
            Self::Diff(args) => &args.store,
        }
    }
}

async fn answer(portal: &Portal, asked: Asked, out: &mut dyn Write) -> anyhow::Result<()> {
    match asked {
        Asked::History(args) => history::run(portal, &args, out).await,
        Asked::Standing(args) => standing::run(portal, &args, out).await,
        Asked::Featured(args) => featured::run(portal, &args, out).await,
        Asked::AsOf(args) => as_of::run(portal, &args, out).await,
        Asked::Diff(args) => diff::run(portal, &args, out).await,
    }
}

pub fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.downcast_ref::<std::io::Error>().is_some_and(|error| error.kind() == std::io::ErrorKind::BrokenPipe)
}
