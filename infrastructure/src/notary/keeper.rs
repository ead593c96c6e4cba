//! The notary at work: follows the log, and signs its tree where it continues what was signed before.

use std::collections::BTreeMap;
use std::time::Duration;

use application::Clock;
use domain::event::DecodeError;
use domain::{LogError, Position, StoredEvent};
use futures::TryStreamExt;
use sqlx::postgres::PgConnection;
use sqlx::{Connection, PgPool};
use tlog_tiles::{Hash, Tile, check_tree};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::certificates;
use super::folder::{Folder, FolderError, Last};
use super::note::{Head, NotaryKey, NoteFault};
use super::tables::{self, Consistency, Published, RootAt, over_tree};
use super::tree::{Tree, leaf, needed};
use crate::{EventStore, PostgresStore};

/// Events read at once.
const PAGE: usize = 2_000;
/// A checkpoint is signed at the latest after so many events.
const MOST: u64 = 50_000;
/// Checkpoints are signed no faster than this.
const PACE: Duration = Duration::from_secs(1);
/// With nothing to sign it still looks whether the log is what it was.
const LOOK_AGAIN: Duration = Duration::from_secs(5);
/// Held for as long as a notary runs: one for each log.
const ALONE: i64 = 4_717_205;
/// The connection of one that was killed may end a little after it.
const PATIENCE: &str = "3s";
/// SQLSTATE of a lock that was not got in time.
const LOCK_NOT_AVAILABLE: &str = "55P03";

/// Why nothing more is signed. None of these passes by itself.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    #[error("another notary keeps this log; stop it first")]
    NotAlone,
    #[error(
        "this log has a notary already, with the key {0}, which is not in this folder; restore the notary's folder"
    )]
    OtherNotary(String),
    #[error(
        "the log has {found} events, but {signed} were signed: it was cut short, or an older backup was restored; \
         restore a backup that has them, or begin with a new notary and tell everybody who relies on this one"
    )]
    CutShort { found: u64, signed: u64 },
    #[error(
        "the log is not the one that was signed: its first {signed} events have another root{}; \
         restore a backup from before it was changed, or begin with a new notary and tell everybody who relies on this one",
        first.map_or_else(String::new, |at| format!(", and the event at position {at} is another"))
    )]
    Rewritten { signed: u64, first: Option<Position> },
    #[error("the published checkpoint is not from this notary: {0}")]
    Checkpoint(#[from] NoteFault),
    #[error("the event at position {at} cannot be hashed: {source}")]
    Event { at: Position, source: DecodeError },
    #[error(transparent)]
    Folder(#[from] FolderError),
}

#[derive(Debug, thiserror::Error)]
pub enum NotaryError {
    #[error(transparent)]
    Refused(#[from] Refusal),
    #[error("the database cannot be reached: {0}")]
    Database(#[from] sqlx::Error),
    #[error(transparent)]
    Log(#[from] LogError),
    #[error("the tree cannot be computed: {0}")]
    Tree(#[from] tlog_tiles::Error),
    #[error("the checkpoint cannot be signed: {0}")]
    Signing(#[from] signed_note::NoteError),
}

impl From<FolderError> for NotaryError {
    fn from(error: FolderError) -> Self {
        Self::Refused(error.into())
    }
}

impl From<NoteFault> for NotaryError {
    fn from(error: NoteFault) -> Self {
        Self::Refused(error.into())
    }
}

/// Where the tree stands in the log.
#[derive(Default)]
struct Standing {
    tree: Tree,
    /// Of the last event in the tree.
    position: Position,
    /// The hash of that event.
    leaf: Option<Hash>,
    /// The positions of the first events below tiles of level 0 that may have to be written.
    firsts: BTreeMap<u64, Position>,
}

impl Standing {
    fn take(&mut self, event: &StoredEvent) -> Result<(), NotaryError> {
        let at = event.position;
        let line = event.line().map_err(|source| Refusal::Event { at, source })?;
        let hash = leaf(&line);
        if self.tree.size().is_multiple_of(256) {
            self.firsts.insert(self.tree.size() / 256, at);
        }
        self.tree.push(hash)?;
        self.position = at;
        self.leaf = Some(hash);
        Ok(())
    }

    /// All that was written and is not needed for the next event.
    fn forget(&mut self) {
        self.tree.prune();
        self.firsts = self.firsts.split_off(&(self.tree.size() / 256));
    }

    fn head(&self) -> Result<Head, NotaryError> {
        Ok(Head { size: self.tree.size(), root: self.tree.root()? })
    }
}

pub struct Notary {
    pool: PgPool,
    store: PostgresStore,
    clock: Clock,
    folder: Folder,
    key: NotaryKey,
    /// What keeps others away; it ends with the connection.
    alone: PgConnection,
    at: Standing,
    /// What was signed last, and whether its publication is known to have succeeded.
    signed: Option<Head>,
    /// So much of the tree stands in the tables, and so much in the last checkpoint there.
    saved: u64,
    published: u64,
}

impl Notary {
    /// Takes up the log's tree where it was left. A log that nobody has signed yet gets `origin` as its name, and a
    /// key. With `recheck`, or where the tables are not what they were, every event is hashed anew.
    pub async fn begin(
        pool: PgPool,
        clock: Clock,
        folder: Folder,
        origin: &str,
        recheck: bool,
    ) -> Result<Self, NotaryError> {
        let mut alone = alone(&pool).await?;
        let known = tables::key(&mut alone).await?;
        let key = match (folder.key()?, known) {
            (Some(key), Some(known)) if key.verifier().as_str() == known => key,
            (_, Some(known)) => return Err(Refusal::OtherNotary(known).into()),
            (Some(key), None) => {
                tables::adopt_key(&mut alone, key.verifier().as_str()).await?;
                key
            }
            (None, None) => {
                let key = folder.make_key(origin)?;
                tables::adopt_key(&mut alone, key.verifier().as_str()).await?;
                key
            }
        };
        let store = PostgresStore::patient(pool.clone());
        let mut notary = Self {
            pool,
            store,
            clock,
            folder,
            key,
            alone,
            at: Standing::default(),
            signed: None,
            saved: 0,
            published: 0,
        };
        notary.take_up(recheck).await?;
        Ok(notary)
    }

    pub const fn key(&self) -> &NotaryKey {
        &self.key
    }

    pub fn size(&self) -> u64 {
        self.signed.map_or(0, |head| head.size)
    }

    /// Compares the folder, the tables and the log, and stands at what was signed last.
    async fn take_up(&mut self, recheck: bool) -> Result<(), NotaryError> {
        let mine = match self.folder.last()? {
            Some(last) => Some((self.key.verifier().open_checkpoint(&last.note)?, last.position)),
            None => None,
        };
        let published = tables::latest(&mut self.alone).await?;
        let theirs = match &published {
            Some(published) => {
                Some((self.key.verifier().open_checkpoint(&published.note)?, published.position))
            }
            None => None,
        };
        self.signed = mine.map(|(head, _)| head);
        let Some((head, position)) = theirs else {
            // Signed, but the tables do not know it: the whole log says whether it is still the same.
            return self.rehash(mine.map(|(head, _)| head)).await;
        };
        (self.saved, self.published) = (head.size, head.size);
        // A folder that has lost its memory takes what is published, once all of it was hashed again.
        let Some((signed, _)) = mine else {
            self.signed = Some(head);
            return self.rehash(Some(head)).await;
        };
        if recheck || !self.resume(head, position).await? {
            return self.rehash(Some(signed)).await;
        }
        if signed.size <= head.size {
            let root = over_tree(&mut self.alone, RootAt(signed.size)).await?;
            if root != Some(signed.root) {
                return self.rehash(Some(signed)).await;
            }
            self.signed = Some(head);
            return Ok(());
        }
        // The last checkpoint was signed and not published any more, or the tables were set back.
        self.read_up_to(signed.size).await?;
        if self.at.head()? == signed { Ok(()) } else { self.rehash(Some(signed)).await }
    }

    /// Loads the right edge of the published tree. False where the tables are not what was signed.
    async fn resume(&mut self, head: Head, position: Position) -> Result<bool, NotaryError> {
        let Some(hashes) = tables::hashes(&mut self.alone, &needed(head.size)).await? else {
            return Ok(false);
        };
        let tree = Tree::resume(head.size, hashes);
        if tree.root().ok() != Some(head.root) {
            return Ok(false);
        }
        let Some(event) = self.event_at(position).await? else { return Ok(false) };
        let line = event.line().map_err(|source| Refusal::Event { at: position, source })?;
        let last = over_tree(&mut self.alone, LeafAt(head.size - 1)).await?;
        if last != Some(leaf(&line)) {
            return Ok(false);
        }
        let mut firsts = BTreeMap::new();
        if let Some(first) = tables::first_position(&mut self.alone, head.size / 256).await? {
            firsts.insert(head.size / 256, first);
        }
        self.at = Standing { tree, position, leaf: last, firsts };
        Ok(true)
    }

    /// Hashes the log from its beginning, compares it with what was signed, and writes the tree anew.
    async fn rehash(&mut self, signed: Option<Head>) -> Result<(), NotaryError> {
        self.at = Standing::default();
        let Some(signed) = signed else { return Ok(()) };
        tracing::info!(events = signed.size, "hashing the log anew");
        // What stands there now goes only when the whole log was found to be right.
        let mut transaction = self.pool.begin().await?;
        tables::clear(&mut transaction).await?;
        let mut first = None;
        while self.at.tree.size() < signed.size {
            let before = self.at.tree.size();
            self.read_up_to((before + MOST).min(signed.size)).await?;
            if self.at.tree.size() == before {
                return Err(Refusal::CutShort { found: before, signed: signed.size }.into());
            }
            let tiles = self.at.tree.tiles_since(before)?;
            if first.is_none() {
                first = self.first_other(&tiles).await?;
            }
            tables::save(&mut transaction, &tiles, &self.at.firsts).await?;
            self.at.forget();
        }
        if self.at.head()? != signed {
            return Err(Refusal::Rewritten { signed: signed.size, first }.into());
        }
        transaction.commit().await?;
        self.signed = Some(signed);
        self.saved = signed.size;
        let latest = tables::latest(&mut self.alone).await?;
        self.published = latest.map_or(0, |latest| latest.size).min(signed.size);
        Ok(())
    }

    /// The first event whose hash is not the one that the tables have for it.
    async fn first_other(&mut self, tiles: &[(Tile, Vec<u8>)]) -> Result<Option<Position>, NotaryError> {
        for (tile, now) in tiles.iter().filter(|(tile, _)| tile.level() == 0) {
            let n = tile.level_index();
            let Some(then) = tables::tile(&mut self.alone, 0, n).await? else { continue };
            let differs = now.chunks(32).zip(then.chunks(32)).position(|(now, then)| now != then);
            if let (Some(differs), Some(start)) = (differs, self.at.firsts.get(&n).copied()) {
                return Ok(self.nth_after(start, differs).await?);
            }
        }
        Ok(None)
    }

    async fn nth_after(&mut self, start: Position, n: usize) -> Result<Option<Position>, sqlx::Error> {
        let found = sqlx::query_scalar!(
            r#"SELECT position AS "position!" FROM events WHERE position >= $1 ORDER BY position OFFSET $2 LIMIT 1"#,
            start.0.cast_signed(),
            i64::try_from(n).unwrap_or_default(),
        )
        .fetch_optional(&mut self.alone)
        .await?;
        Ok(found.map(|position| Position(position.unsigned_abs())))
    }

    /// Adds final events to the tree until it has so many, or there are no more.
    async fn read_up_to(&mut self, size: u64) -> Result<(), NotaryError> {
        // A head that was asked for: what was restored under a running notary is seen.
        self.store.head().await?;
        while self.at.tree.size() < size {
            let wanted = usize::try_from(size - self.at.tree.size()).unwrap_or(PAGE).min(PAGE);
            let mut events = self.store.events(self.at.position, wanted).await?;
            let mut some = false;
            while let Some(event) = events.try_next().await? {
                some = true;
                self.at.take(&event)?;
            }
            if !some {
                return Ok(());
            }
        }
        Ok(())
    }

    async fn event_at(&mut self, position: Position) -> Result<Option<StoredEvent>, NotaryError> {
        if position == Position::START {
            return Ok(None);
        }
        let mut events = self.store.events(Position(position.0 - 1), 1).await?;
        Ok(events.try_next().await?.filter(|event| event.position == position))
    }

    /// Signs what has come since the last time. False when nothing has.
    pub async fn round(&mut self) -> Result<bool, NotaryError> {
        if let Some(signed) = self.signed {
            let last = self.event_at(self.at.position).await?;
            let line = last.as_ref().and_then(|event| event.line().ok());
            if line.as_deref().map(leaf) != self.at.leaf && signed.size > 0 {
                // It says what is wrong, or that only the tables were.
                self.rehash(Some(signed)).await?;
            }
        }
        let before = self.size();
        self.read_up_to(before + MOST).await?;
        let head = self.at.head()?;
        if head.size == before && self.published == before {
            return Ok(false);
        }
        self.sign(head).await?;
        Ok(head.size > before)
    }

    /// Writes the tree, proves that it continues the last one, signs, remembers, publishes: in this order, so that
    /// nothing is ever published that the folder does not know.
    async fn sign(&mut self, head: Head) -> Result<(), NotaryError> {
        let tiles = self.at.tree.tiles_since(self.saved)?;
        let mut transaction = self.pool.begin().await?;
        tables::save(&mut transaction, &tiles, &self.at.firsts).await?;
        if let Some(signed) = self.signed.filter(|signed| signed.size > 0 && signed.size < head.size) {
            let proof = Consistency { old: signed.size, new: head.size };
            let proof = over_tree(&mut transaction, proof).await?;
            let holds =
                proof.is_some_and(|p| check_tree(&p, head.size, head.root, signed.size, signed.root).is_ok());
            if !holds {
                return Err(Refusal::Rewritten { signed: signed.size, first: None }.into());
            }
        }
        let note = self.key.checkpoint(head)?;
        let position = self.at.position;
        self.folder.remember(&Last { position, note: note.clone() })?;
        self.signed = Some(head);
        let latest = tables::latest(&mut transaction).await?;
        if latest.is_none_or(|latest| latest.size < head.size) {
            let published = Published { size: head.size, position, note, signed_at: (self.clock)() };
            tables::publish(&mut transaction, &published).await?;
        }
        transaction.commit().await?;
        (self.saved, self.published) = (head.size, head.size);
        self.at.forget();
        Ok(())
    }

    /// Signs the certificates of rebuilds that wait. Returns how many.
    pub async fn certify(&self) -> Result<usize, NotaryError> {
        certificates::sign_all(&self.pool, &self.key).await
    }

    /// Follows the log until `stop`. Ends early only where it has to refuse.
    pub async fn run(mut self, stop: &CancellationToken) -> Result<(), NotaryError> {
        while !stop.is_cancelled() {
            let started = Instant::now();
            match self.turn().await {
                Ok(true) => {}
                Ok(false) => {
                    let wait = tokio::time::timeout(LOOK_AGAIN, self.store.wait(self.at.position));
                    let _ = stop.run_until_cancelled(wait).await;
                }
                Err(NotaryError::Refused(refusal)) => return Err(refusal.into()),
                Err(error) => {
                    tracing::error!(%error, "nothing can be signed now; trying again");
                    let _ = stop.run_until_cancelled(tokio::time::sleep(LOOK_AGAIN)).await;
                }
            }
            let _ = stop.run_until_cancelled(tokio::time::sleep_until(started + PACE)).await;
        }
        Ok(())
    }

    /// What there is to sign now. False when the log has brought nothing.
    async fn turn(&mut self) -> Result<bool, NotaryError> {
        // Without its connection another notary may have begun: the lock is asked for anew, and the tables are read.
        if self.alone.ping().await.is_err() {
            self.alone = alone(&self.pool).await?;
            self.take_up(false).await?;
        }
        self.certify().await?;
        self.round().await
    }
}

/// A connection that keeps other notaries away from the log.
async fn alone(pool: &PgPool) -> Result<PgConnection, NotaryError> {
    let mut connection = pool.acquire().await?.detach();
    sqlx::query(&format!("SET lock_timeout = '{PATIENCE}'")).execute(&mut connection).await?;
    match sqlx::query("SELECT pg_advisory_lock($1)").bind(ALONE).execute(&mut connection).await {
        Ok(_) => Ok(connection),
        Err(sqlx::Error::Database(error)) if error.code().as_deref() == Some(LOCK_NOT_AVAILABLE) => {
            Err(Refusal::NotAlone.into())
        }
        Err(error) => Err(error.into()),
    }
}

/// The hash of one leaf.
struct LeafAt(u64);

impl tables::Compute<Hash> for LeafAt {
    fn with<R: tlog_tiles::HashReader>(&self, reader: &R) -> Result<Hash, tlog_tiles::Error> {
        let index = tlog_tiles::stored_hash_index(0, self.0);
        reader.read_hashes(&[index])?.first().copied().ok_or(tlog_tiles::Error::IndexesNotInTree)
    }
}
