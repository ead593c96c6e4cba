//! Starts the process that takes a document apart, and ends it when its time is over. It gets the document and
//! nothing else: no settings, no keys, no connection; nor can it read those of the process that started it. Both
//! files have no name, so that nothing of them stays.

use std::ffi::OsString;
use std::fs::File;
use std::io::{Seek, Write};
use std::os::unix::process::ExitStatusExt;
use std::path::PathBuf;
use std::process::{ExitStatus, Stdio};

use application::library::{Content, Fault, Made, Workbench};
use domain::library::Format;
use futures::TryStreamExt;
use futures::future::BoxFuture;
#[cfg(target_os = "linux")]
use rustix::process::DumpableBehavior;
use rustix::process::{Pid, Signal, kill_process_group};
use tokio::process::Command;

use super::{Limits, VERB, answer};

/// The limit of memory counts what is set aside for later as taken. So the program's allocator sets aside little, which
/// else would be a gigabyte, and there is one thread to work, whatever the machine has processors for.
const SET_ASIDE: [(&str, &str); 2] = [("MIMALLOC_ARENA_RESERVE", "32MiB"), ("TOKIO_WORKER_THREADS", "1")];

pub struct ChildProcess {
    program: PathBuf,
    /// Where poppler's programs are looked for.
    path: Option<OsString>,
    limits: Limits,
}

impl ChildProcess {
    /// `program` is this one; `path` the folders with the programs of others. From now on no other process of the
    /// same user can look into this one.
    pub fn new(program: PathBuf, path: Option<OsString>) -> Self {
        #[cfg(target_os = "linux")]
        if let Err(error) = rustix::process::set_dumpable_behavior(DumpableBehavior::NotDumpable) {
            tracing::warn!(%error, "this process cannot hide its settings from those that take documents apart");
        }
        Self { program, path, limits: Limits::default() }
    }

    /// The same, with other limits for each document.
    pub const fn within(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    async fn run(&self, format: Format, document: Content) -> Result<Made, Fault> {
        let input = stored(document).await?;
        let output = tempfile::tempfile().map_err(|error| no_room(&error))?;
        let mut command = Command::new(&self.program);
        let Limits { seconds, memory, room, patience } = self.limits;
        command.arg(VERB).arg(format.media_type());
        command.args([seconds, memory, room].map(|limit| limit.to_string()));
        command.env_clear().envs(SET_ASIDE).kill_on_drop(true).process_group(0);
        if let Some(path) = &self.path {
            command.env("PATH", path);
        }
        command.stdin(input).stdout(output.try_clone().map_err(|error| no_room(&error))?);
        let mut child = command.stderr(Stdio::null()).spawn().map_err(|error| {
            tracing::warn!(%error, program = %self.program.display(), "the process for a document does not start");
            Fault::Tool
        })?;
        let group = Group::of(child.id());
        let ended = tokio::time::timeout(patience, child.wait()).await.map_err(|_| Fault::Slow)?;
        let status = ended.map_err(|_| Fault::Crashed)?;
        if !status.success() {
            return Err(fault_of(status));
        }
        group.ended();
        tokio::task::spawn_blocking(move || {
            let mut output = output;
            output.rewind().map_err(|_| Fault::Crashed)?;
            answer::read(std::io::BufReader::new(output))
        })
        .await
        .map_err(|_| Fault::Crashed)?
    }
}

impl Workbench for ChildProcess {
    fn make(&self, format: Format, document: Content) -> BoxFuture<'_, Result<Made, Fault>> {
        Box::pin(self.run(format, document))
    }
}

/// The document in a file of this machine: those who read it need to turn pages.
async fn stored(mut document: Content) -> Result<File, Fault> {
    let mut file = tempfile::tempfile().map_err(|error| no_room(&error))?;
    while let Some(bytes) = document.try_next().await.map_err(|_| Fault::Store)? {
        let written = tokio::task::spawn_blocking(move || file.write_all(&bytes).map(|()| file)).await;
        file = written.map_err(|_| Fault::Store)?.map_err(|error| no_room(&error))?;
    }
    file.rewind().map_err(|error| no_room(&error))?;
    Ok(file)
}

fn no_room(error: &std::io::Error) -> Fault {
    tracing::warn!(%error, "there is no room for temporary files");
    Fault::Store
}

/// What ended a process that did not answer. One that gets no more memory gives up by itself.
pub(super) fn fault_of(status: ExitStatus) -> Fault {
    const OUT_OF_TIME: i32 = Signal::XCPU.as_raw();
    const OUT_OF_ROOM: i32 = Signal::XFSZ.as_raw();
    const OUT_OF_MEMORY: i32 = Signal::ABORT.as_raw();
    match status.signal() {
        Some(OUT_OF_TIME) => Fault::Slow,
        Some(OUT_OF_ROOM | OUT_OF_MEMORY) => Fault::TooLarge,
        Some(_) => Fault::Crashed,
        None => Fault::Damaged,
    }
}

/// The process with those that it has started, ended with whoever waits for them.
struct Group(Option<Pid>);

impl Group {
    fn of(id: Option<u32>) -> Self {
        Self(id.and_then(|id| Pid::from_raw(id.cast_signed())))
    }

    /// By itself, and after those that it started.
    fn ended(mut self) {
        self.0 = None;
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        if let Some(group) = self.0
            && let Err(error) = kill_process_group(group, Signal::KILL)
        {
            tracing::debug!(%error, "a process for a document had ended already");
        }
    }
}
