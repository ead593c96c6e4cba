//! Writes the log, its tree and its checkpoints into a folder, up to a checkpoint that the notary signed.

use std::io;
use std::path::{Path, PathBuf};

use cqrs_es::Aggregate;
use domain::points::Rulebook;
use domain::{LogError, Position, StoredEvent};
use futures::{StreamExt, TryStreamExt};

use sqlx::PgPool;

use super::draft::{Draft, Writing};
use super::layout::{
    Adopted, CHECKPOINT_FILE, CHECKPOINTS_FILE, KEY_FILE, LINE_MAX, MANIFEST_FILE, RULES_FILE, SEGMENT,
    manifest, rules, segment, tile, width,
};
use crate::notary::tables::{self, Published};
use crate::stored::Unparsed;
use crate::{EventStore, PostgresStore};

/// Events read at once, and pages that are taken apart beside each other.
const PAGE: usize = 2_000;
const AHEAD: usize = 2;

#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    #[error("nothing of this log is signed yet")]
    Unsigned,
    #[error("there is no checkpoint of {asked} events; {}", nearest(*below, *above))]
    NoCheckpoint { asked: u64, below: Option<u64>, above: Option<u64> },
    #[error("{0} is not empty, or no folder")]
    Occupied(PathBuf),
    #[error("another export is being written into {0}")]
    Busy(PathBuf),
    #[error("{path}: {source}")]
    Io { path: PathBuf, source: io::Error },
    #[error("the event at position {0} is longer than a line of an export may be")]
    TooLong(Position),
    #[error(transparent)]
    Log(#[from] LogError),
    #[error("the database cannot be reached: {0}")]
    Database(#[from] sqlx::Error),
    #[error("the event at position {at} has no line: {source}")]
    Line { at: Position, source: domain::event::DecodeError },
}

fn nearest(below: Option<u64>, above: Option<u64>) -> String {
    match (below, above) {
        (Some(below), Some(above)) => format!("the nearest are of {below} and {above}"),
        (Some(only), None) | (None, Some(only)) => format!("the nearest is of {only}"),
        (None, None) => "none is kept".to_owned(),
    }
}

impl ExportError {
    /// Whether there was no room for it.
    pub fn is_full_disk(&self) -> bool {
        matches!(self, Self::Io { source, .. } if source.kind() == io::ErrorKind::StorageFull)
    }
}

/// The checkpoint at which an export ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Upto {
    Latest,
    /// Just so many events.
    Size(u64),
}

#[derive(Debug)]
pub struct Exported {
    pub folder: PathBuf,
    pub key: String,
    /// Events that the checkpoint vouches for, and those that were written.
    pub size: u64,
    pub events: u64,
    /// Of the last of them.
    pub position: Position,
    pub checkpoints: u64,
    /// Events after it.
    pub left_out: u64,
    pub bytes: u64,
}

/// Writes the export. `at` is told how many events are written, of how many.
pub async fn export(
    pool: &PgPool,
    folder: &Path,
    upto: Upto,
    at: impl Fn(u64, u64),
) -> Result<Exported, ExportError> {
    let mut connection = pool.acquire().await?;
    let key = tables::key(&mut connection).await?.ok_or(ExportError::Unsigned)?;
    let end = match upto {
        Upto::Latest => tables::latest(&mut connection).await?.ok_or(ExportError::Unsigned)?,
        Upto::Size(size) => {
            let (there, below, above) = tables::near(&mut connection, size).await?;
            there.ok_or(ExportError::NoCheckpoint { asked: size, below, above })?
        }
    };
    let notes = tables::checkpoints(&mut connection, end.size).await?;
    let draft = Draft::begin(folder)?;
    draft.write(KEY_FILE, format!("{key}\n").as_bytes())?;
    let mut checkpoints = draft.create(CHECKPOINTS_FILE)?;
    for note in &notes {
        checkpoints.write(format!("{}\n", serde_json::Value::from(note.as_str())).as_bytes())?;
    }
    checkpoints.close()?;
    draft.write(CHECKPOINT_FILE, end.note.as_bytes())?;

    let store = PostgresStore::new(pool.clone());
    let written = events(&draft, &store, &end, at).await?;
    let mut tiles = tables::tiles(&mut connection);
    while let Some((level, n, mut hashes)) = tiles.try_next().await? {
        let wide = width(end.size, level, n);
        if wide > 0 {
            // It may have grown since.
            hashes.truncate(wide as usize * 32);
            draft.write(&tile(level, n, wide), &hashes)?;
        }
    }
    drop(tiles);
    draft.write(RULES_FILE, rules(&written.adopted).as_bytes())?;
    let origin = key.split('+').next().unwrap_or_default();
    let count = notes.len() as u64;
    let mut last = draft.create(MANIFEST_FILE)?;
    last.write(manifest(origin, end.size, written.position, count).as_bytes())?;
    last.close()?;
    store.head().await?;
    let left_out = store.lag(end.position).await?.events;
    Ok(Exported {
        folder: draft.finish()?,
        key,
        size: end.size,
        events: written.events,
        position: written.position,
        checkpoints: count,
        left_out,
        bytes: written.bytes,
    })
}

#[derive(Default)]
struct Written {
    events: u64,
    position: Position,
    bytes: u64,
    adopted: Vec<Adopted>,
}

async fn events(
    draft: &Draft,
    store: &PostgresStore,
    end: &Published,
    at: impl Fn(u64, u64),
) -> Result<Written, ExportError> {
    let pages = store.pages(&[], Position::START, end.position, PAGE);
    let taking_apart = pages.map(|page| async {
        let page = page?;
        match tokio::task::spawn_blocking(move || Page::of(page)).await {
            Ok(page) => page,
            Err(error) => std::panic::resume_unwind(error.into_panic()),
        }
    });
    let mut pages = std::pin::pin!(taking_apart.buffered(AHEAD));
    let mut written = Written::default();
    let mut file: Option<Writing> = None;
    while let Some(page) = pages.try_next().await? {
        let mut start = 0;
        for end in page.ends {
            if written.events.is_multiple_of(SEGMENT) {
                file.take().map_or(Ok(()), Writing::close)?;
                file = Some(draft.create(&segment(written.events / SEGMENT))?);
            }
            if let Some(file) = &mut file {
                file.write(&page.bytes[start..end])?;
            }
            start = end;
            written.events += 1;
        }
        written.bytes += start as u64;
        written.position = page.last.unwrap_or(written.position);
        written.adopted.extend(page.adopted);
        at(written.events, end.size);
    }
    file.map_or(Ok(()), Writing::close)?;
    Ok(written)
}

/// Lines of some events, made beside the writing of others.
#[derive(Default)]
struct Page {
    bytes: Vec<u8>,
    /// Where each line ends, with its line break.
    ends: Vec<usize>,
    last: Option<Position>,
    adopted: Vec<Adopted>,
}

impl Page {
    fn of(unparsed: Unparsed) -> Result<Self, ExportError> {
        let mut page = Self::default();
        for event in unparsed()? {
            let at = event.position;
            let line = event.line().map_err(|source| ExportError::Line { at, source })?;
            if line.len() > LINE_MAX {
                return Err(ExportError::TooLong(at));
            }
            page.bytes.extend_from_slice(line.as_bytes());
            page.bytes.push(b'\n');
            page.ends.push(page.bytes.len());
            page.last = Some(at);
            if event.aggregate_type == Rulebook::TYPE {
                page.adopted.extend(adopted(event)?);
            }
        }
        Ok(page)
    }
}

fn adopted(mut event: StoredEvent) -> Result<Option<Adopted>, LogError> {
    let payload = std::mem::take(&mut event.payload);
    Ok(Adopted::of(&event.decoded(&payload)?))
}
