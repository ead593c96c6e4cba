//! What is made of documents once they are published: their text for searching, smaller pictures of photographs,
//! a picture of the first page. A process of its own does what is dangerous about it, one document at a time.
//!
//! All of it is derived and can be made again. What waits stands in a table, so that whoever is killed over a
//! document leaves it to the next, and a document over which everybody is killed is given up.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use chrono::{DateTime, TimeDelta, Utc};
use domain::library::{Format, Rendition};
use domain::{FileId, ResourceId};
use futures::future::BoxFuture;
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use super::{Content, Files, FilesError};
use crate::{Clock, Unreachable};

mod reactor;

pub use reactor::PreparationReactor;

/// So much text of a document is kept, in bytes: about 400 pages.
pub const TEXT_MAX: usize = 1024 * 1024;
/// So often is a document tried over which the process ends badly.
const ATTEMPTS: u32 = 3;
/// Well past the time that a process has: a document that was taken longer ago is nobody's any more.
const LEASE: TimeDelta = TimeDelta::minutes(15);
/// After the first attempt; longer by as much after each further one.
const FIRST_REST: TimeDelta = TimeDelta::minutes(1);
/// While the fault is not the document's.
const UNTIL_INSTALLED: TimeDelta = TimeDelta::hours(1);
const UNTIL_REACHED: TimeDelta = TimeDelta::minutes(2);
/// How often the table is looked at when nobody rings: another node may have asked.
const LOOK: Duration = Duration::from_secs(10);

/// Whether anything is made of documents of the format.
pub const fn is_prepared(format: Format) -> bool {
    is_photograph(format) || format.is_archive() || matches!(format, Format::Pdf | Format::Csv | Format::Txt)
}

/// Whether it is a photograph: only what was made of it is given to readers.
pub const fn is_photograph(format: Format) -> bool {
    matches!(format, Format::Png | Format::Jpeg | Format::Webp | Format::Gif)
}

/// Why nothing came of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    #[error("it is damaged, locked or not what its name says")]
    Damaged,
    #[error("it is or takes more than a document may")]
    TooLarge,
    #[error("it takes too long")]
    Slow,
    #[error("the process that read it ended badly")]
    Crashed,
    #[error("the program that reads it is not installed")]
    Tool,
    #[error("the store of files cannot be reached")]
    Store,
}

impl Fault {
    const ALL: [Self; 6] =
        [Self::Damaged, Self::TooLarge, Self::Slow, Self::Crashed, Self::Tool, Self::Store];

    /// The one that is kept so.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|fault| fault.code() == code)
    }

    /// As it is kept.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Damaged => "damaged",
            Self::TooLarge => "too_large",
            Self::Slow => "slow",
            Self::Crashed => "crashed",
            Self::Tool => "tool",
            Self::Store => "store",
        }
    }

    /// Whether the document is to blame: an attempt counts then.
    pub const fn is_of_the_document(self) -> bool {
        !matches!(self, Self::Tool | Self::Store)
    }

    /// When a document is tried again after so many attempts; never where none could end otherwise.
    fn next_try(self, attempts: u32, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        match self {
            Self::Damaged | Self::TooLarge => None,
            Self::Slow | Self::Crashed if attempts >= ATTEMPTS => None,
            Self::Slow | Self::Crashed => Some(now + FIRST_REST * attempts.cast_signed()),
            Self::Tool => Some(now + UNTIL_INSTALLED),
            Self::Store => Some(now + UNTIL_REACHED),
        }
    }
}

/// A picture that was made, with its content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    pub is: Rendition,
    pub content: Bytes,
}

/// What was made of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Made {
    /// Tidied, at most [`TEXT_MAX`] bytes.
    pub text: String,
    /// The smallest first.
    pub pictures: Vec<Picture>,
}

/// Where documents are taken apart: bounded in time and memory, and apart from the portal.
pub trait Workbench: Send + Sync {
    /// Given up, it leaves nothing running.
    fn make(&self, format: Format, document: Content) -> BoxFuture<'_, Result<Made, Fault>>;
}

/// A document of which something is to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    pub file: FileId,
    pub resource: ResourceId,
    pub format: Format,
    pub size: u64,
}

/// A document that somebody has taken, for so long that nobody else does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    pub wanted: Wanted,
    /// This one among them.
    pub attempts: u32,
    /// Its resource was withdrawn: what was made goes.
    pub unwanted: bool,
}

/// What waits, and what was made.
pub trait Preparations: Send + Sync {
    /// Harmless to repeat.
    fn ask<'a>(&'a self, wanted: &'a Wanted, now: DateTime<Utc>) -> BoxFuture<'a, Result<(), Unreachable>>;

    /// Forgets the texts of the resource's documents at once, and has their pictures removed.
    fn withdraw(&self, resource: ResourceId, now: DateTime<Utc>) -> BoxFuture<'_, Result<(), Unreachable>>;

    /// Takes the one that has been due for longest.
    fn take(
        &self,
        now: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> BoxFuture<'_, Result<Option<Due>, Unreachable>>;

    /// False where the document was withdrawn meanwhile.
    fn done<'a>(
        &'a self,
        file: FileId,
        text: &'a str,
        pictures: &'a [Rendition],
        now: DateTime<Utc>,
    ) -> BoxFuture<'a, Result<bool, Unreachable>>;

    /// Without a next try it is given up. An attempt that failed by no fault of the document does not count.
    fn failed(
        &self,
        file: FileId,
        fault: Fault,
        next_try: Option<DateTime<Utc>>,
    ) -> BoxFuture<'_, Result<(), Unreachable>>;

    /// As if it had not been taken.
    fn give_back(&self, file: FileId, now: DateTime<Utc>) -> BoxFuture<'_, Result<(), Unreachable>>;

    /// Nothing of it is left.
    fn removed(&self, file: FileId) -> BoxFuture<'_, Result<(), Unreachable>>;
}

/// What became of a document that was due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Prepared {
    Done,
    Failed(Fault),
    Removed,
}

/// Takes documents one after the other, each by one node.
pub struct Preparer {
    files: Arc<dyn Files>,
    table: Arc<dyn Preparations>,
    bench: Arc<dyn Workbench>,
    clock: Clock,
    asked: Arc<Notify>,
}

impl Preparer {
    /// `asked` is rung when a document comes to wait.
    pub fn new(
        files: Arc<dyn Files>,
        table: Arc<dyn Preparations>,
        bench: Arc<dyn Workbench>,
        clock: Clock,
        asked: Arc<Notify>,
    ) -> Self {
        Self { files, table, bench, clock, asked }
    }

    /// Prepares what waits until `stop`; what is being prepared then goes back.
    pub async fn run(&self, stop: &CancellationToken) {
        let mut told = false;
        while !stop.is_cancelled() {
            match self.next(stop).await {
                Ok(Some(Prepared::Failed(Fault::Tool))) if told => {}
                Ok(Some(Prepared::Failed(Fault::Tool))) => {
                    told = true;
                    tracing::warn!(
                        "PDFs are not searched and have no pictures: pdftotext and pdftoppm (poppler-utils) \
                         are not found; they are tried again later"
                    );
                }
                Ok(Some(_)) => {}
                Ok(None) => self.rest(stop).await,
                Err(error) => {
                    tracing::warn!(%error, "documents cannot be prepared; it is tried again");
                    self.rest(stop).await;
                }
            }
        }
    }

    async fn rest(&self, stop: &CancellationToken) {
        let waiting = tokio::time::timeout(LOOK, self.asked.notified());
        stop.run_until_cancelled(waiting).await;
    }

    /// One document that is due; none where there is none, or where it was stopped.
    pub async fn next(&self, stop: &CancellationToken) -> Result<Option<Prepared>, Unreachable> {
        let now = (self.clock)();
        let Some(due) = self.table.take(now, now + LEASE).await? else { return Ok(None) };
        let file = due.wanted.file;
        if due.unwanted {
            return self.remove(&due).await.map(Some);
        }
        // Whoever took it before never said what became of it, each time.
        let made = if due.attempts > ATTEMPTS {
            Err(Fault::Crashed)
        } else {
            let Some(made) = stop.run_until_cancelled(self.make(&due.wanted)).await else {
                self.table.give_back(file, now).await?;
                return Ok(None);
            };
            made
        };
        let now = (self.clock)();
        match made {
            Ok((text, pictures)) => {
                if !self.table.done(file, &text, &pictures, now).await? {
                    tracing::debug!(%file, "withdrawn while it was being prepared");
                    if let Err(error) = self.files.delete_pictures(file).await {
                        tracing::warn!(%error, %file, "the pictures of a withdrawn document stay in the store");
                    }
                }
                Ok(Some(Prepared::Done))
            }
            Err(fault) => {
                tracing::info!(%file, %fault, attempts = due.attempts, "nothing came of a document");
                self.table.failed(file, fault, fault.next_try(due.attempts, now)).await?;
                Ok(Some(Prepared::Failed(fault)))
            }
        }
    }

    /// Text and pictures, these in the store already: a row never names one that is not there.
    async fn make(&self, wanted: &Wanted) -> Result<(String, Vec<Rendition>), Fault> {
        let document =
            self.files.read(wanted.file, 0, wanted.size).await.map_err(|error| about_store(&error))?;
        let made = self.bench.make(wanted.format, document).await?;
        let mut renditions = Vec::with_capacity(made.pictures.len());
        for Picture { is, content } in made.pictures {
            self.files
                .put_picture(wanted.file, is.width, content)
                .await
                .map_err(|error| about_store(&error))?;
            renditions.push(is);
        }
        Ok((made.text, renditions))
    }

    async fn remove(&self, due: &Due) -> Result<Prepared, Unreachable> {
        let file = due.wanted.file;
        if let Err(error) = self.files.delete_pictures(file).await {
            tracing::warn!(%error, %file, "the pictures of a withdrawn document are not removed yet");
            let next_try = Fault::Store.next_try(due.attempts, (self.clock)());
            self.table.failed(file, Fault::Store, next_try).await?;
            return Ok(Prepared::Failed(Fault::Store));
        }
        self.table.removed(file).await?;
        Ok(Prepared::Removed)
    }
}

fn about_store(error: &FilesError) -> Fault {
    tracing::warn!(%error, "a document cannot be prepared");
    Fault::Store
}
