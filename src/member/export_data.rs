//! `iaspn member export-data`: everything that the portal keeps about a member, as the archive that members
//! download themselves; for requests that come in writing.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use anyhow::Context;
use application::library::Documents;
use application::membership::own_data::{ExportError, Exported, Step, Watch};
use domain::{Language, MemberId};
use futures::TryStreamExt;
use infrastructure::ObjectFiles;
use projections::membership::whole;
use serde::Serialize;
use tempfile::NamedTempFile;
use url::Url;

use super::{about_read_models, no_such_member, write_json};
use crate::cli::advice;
use crate::entrance::{entrance, own_data};
use crate::portal::Portal;
use crate::progress::Progress;
use crate::shutdown;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// The id, or the e-mail address of the account
    pub member: String,
    /// The archive to be written; it must not be there yet, and only you can read it
    #[arg(value_name = "FILE.zip")]
    file: PathBuf,
    /// Of the page in it: en, es, pt or fr; without it, that of the account
    #[arg(long, value_parser = language)]
    language: Option<Language>,
    /// Where uploaded files are kept: a folder, or an address such as `s3://bucket/prefix`
    #[arg(long, env = "FILES_URL", hide_env_values = true, default_value = "data/files", value_name = "URL")]
    files_url: String,
    /// Where the portal is reached from outside, for links in the page
    #[arg(long, env = "BASE_URL", default_value = "http://127.0.0.1:8080", value_name = "URL")]
    base_url: Url,
    /// Print what was written as one JSON object
    #[arg(long)]
    json: bool,
}

fn language(code: &str) -> Result<Language, &'static str> {
    code.parse().map_err(|_| "say en, es, pt or fr")
}

#[derive(Debug, Serialize)]
struct Summary<'a> {
    member: MemberId,
    file: &'a Path,
    bytes: u64,
    #[serde(flatten)]
    exported: Exported,
}

impl Summary<'_> {
    fn in_words(&self) -> String {
        let Exported { events, resources, documents, lost } = &self.exported;
        let lost =
            lost.iter().fold(String::new(), |said, path| said + "not in the store any more: " + path + "\n");
        format!(
            "{}: {} bytes with {events} events, {resources} resources and {documents} documents\n{lost}",
            self.file.display(),
            self.bytes
        )
    }
}

pub async fn run(portal: &Portal, member: MemberId, args: &Args, out: &mut dyn Write) -> anyhow::Result<()> {
    let there = || advice(format!("{} is there already; name another file", args.file.display()));
    if args.file.symlink_metadata().is_ok() {
        return Err(there());
    }
    whole(&portal.pool, member)
        .await
        .map_err(about_read_models)?
        .ok_or_else(|| no_such_member(&args.member))?;
    let folder = args.file.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    // For its owner alone, and gone with this value until it gets its name.
    let mut draft = tempfile::Builder::new()
        .prefix(".iaspn-")
        .suffix(".part")
        .tempfile_in(folder)
        .map_err(|error| advice(format!("{} cannot be written to: {error}", folder.display())))?;
    let stop = shutdown::on_signal()?;
    let (exported, bytes) = tokio::select! {
        written = write(portal, member, args, &mut draft) => written?,
        () = stop.cancelled() => anyhow::bail!("stopped; nothing was written"),
    };
    draft.as_file().sync_all().context("the archive cannot be written")?;
    draft.persist_noclobber(&args.file).map_err(|error| match error.error.kind() {
        std::io::ErrorKind::AlreadyExists => there(),
        _ => anyhow::Error::from(error.error).context("the archive cannot get its name"),
    })?;
    let summary = Summary { member, file: &args.file, bytes, exported };
    if args.json { write_json(out, &summary) } else { Ok(write!(out, "{}", summary.in_words())?) }
}

async fn write(
    portal: &Portal,
    member: MemberId,
    args: &Args,
    draft: &mut NamedTempFile,
) -> anyhow::Result<(Exported, u64)> {
    let files =
        ObjectFiles::open(&args.files_url, std::env::vars()).map_err(|error| advice(error.to_string()))?;
    let documents =
        Arc::new(Documents::new(Arc::new(files), Arc::clone(&portal.desk), Arc::clone(&portal.clock)));
    let export = own_data(portal, &entrance(portal, &args.base_url)?, &documents, &args.base_url);
    let exported = Arc::new(Mutex::new(None));
    let mut archive = export.archive(member, args.language, watch(&exported));
    let mut bytes = 0;
    loop {
        let part = match archive.try_next().await {
            Ok(Some(part)) => part,
            Ok(None) => break,
            Err(ExportError::NoSuchMember) => return Err(no_such_member(&args.member)),
            Err(error) => return Err(error.into()),
        };
        draft.write_all(&part).context("the archive cannot be written")?;
        bytes += part.len() as u64;
    }
    let exported = exported.lock().expect("nobody panics while holding it").take();
    Ok((exported.context("the archive was not finished")?, bytes))
}

/// Shows how far it is, and notes what it came to.
fn watch(exported: &Arc<Mutex<Option<Exported>>>) -> Watch {
    let noted = Arc::clone(exported);
    let (events, documents) = (Progress::new(0, "events"), Progress::new(0, "bytes"));
    Arc::new(move |step| match step {
        Step::Events { done, total } => events.at(done, total, "reading the log"),
        Step::Documents { done, total } => documents.at(done, total, "packing documents"),
        Step::Done(done) => *noted.lock().expect("nobody panics while holding it") = Some(done),
    })
}

#[cfg(test)]
mod tests;
