//! `iaspn audit`: the history of contributions, the standing of a member on a day and whole read models
//! of a moment, all of them from the log and from nothing else. Nobody's personal data are shown.

mod as_of;
mod diff;
mod featured;
mod form;
mod history;
mod replay;
mod sealed;
mod standing;
mod telling;
#[cfg(test)]
mod testing;
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
    let store = match &args.question {
        Question::History(args) => &args.store,
        Question::Standing(args) => &args.store,
        Question::Featured(args) => &args.store,
        Question::AsOf(args) => &args.store,
        Question::Diff(args) => &args.store,
    };
    let portal = Portal::open(store).await?;
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let said = answer(&portal, args.question, &mut out).await.and_then(|()| Ok(out.flush()?));
    match said {
        // Whoever read the output has seen enough: `iaspn audit history … | head`.
        Err(error) if is_broken_pipe(&error) => Ok(()),
        other => other,
    }
}

async fn answer(portal: &Portal, question: Question, out: &mut dyn Write) -> anyhow::Result<()> {
    match question {
        Question::History(args) => history::run(portal, &args, out).await,
        Question::Standing(args) => standing::run(portal, &args, out).await,
        Question::Featured(args) => featured::run(portal, &args, out).await,
        Question::AsOf(args) => as_of::run(portal, &args, out).await,
        Question::Diff(args) => diff::run(portal, &args, out).await,
    }
}

pub fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.downcast_ref::<std::io::Error>().is_some_and(|error| error.kind() == std::io::ErrorKind::BrokenPipe)
}
