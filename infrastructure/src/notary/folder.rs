//! The notary's folder: its key and what it signed last. It must not be in a backup of the database: that the
//! log was set back is noticed because this was not.

use std::fs::{DirBuilder, File, OpenOptions, TryLockError};
use std::io::{self, ErrorKind, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use domain::Position;

use super::note::{KeyError, NotaryKey};

#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    #[error("a notary works with {0} already; stop it first")]
    Busy(PathBuf),
    #[error("{path}: {source}")]
    Key { path: PathBuf, source: KeyError },
    #[error("{0} cannot be read: it is not what a notary wrote; restore it")]
    Malformed(PathBuf),
    #[error("{path}: {source}")]
    Io { path: PathBuf, source: io::Error },
}

/// What was signed last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Last {
    /// Of the last event below the checkpoint.
    pub position: Position,
    pub note: String,
}

/// Held by one process at a time.
pub struct Folder {
    path: PathBuf,
    _lock: File,
}

impl Folder {
    pub fn open(path: &Path) -> Result<Self, FolderError> {
        let failed = |source| FolderError::Io { path: path.to_owned(), source };
        DirBuilder::new().recursive(true).mode(0o700).create(path).map_err(failed)?;
        let lock = File::create(path.join("lock")).map_err(failed)?;
        match lock.try_lock() {
            Ok(()) => Ok(Self { path: path.to_owned(), _lock: lock }),
            Err(TryLockError::WouldBlock) => Err(FolderError::Busy(path.to_owned())),
            Err(TryLockError::Error(error)) => Err(failed(error)),
        }
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The key, if it was made.
    pub fn key(&self) -> Result<Option<NotaryKey>, FolderError> {
        let path = self.path.join("notary.key");
        let Some(text) = Self::read(&path)? else { return Ok(None) };
        NotaryKey::parse(&text).map(Some).map_err(|source| FolderError::Key { path, source })
    }

    pub fn make_key(&self, origin: &str) -> Result<NotaryKey, FolderError> {
        let path = self.path.join("notary.key");
        let key =
            NotaryKey::generate(origin).map_err(|source| FolderError::Key { path: path.clone(), source })?;
        self.write(&path, &format!("{}\n", key.secret()))?;
        Ok(key)
    }

    pub fn last(&self) -> Result<Option<Last>, FolderError> {
        let path = self.path.join("signed");
        let Some(text) = Self::read(&path)? else { return Ok(None) };
        let parsed = text.strip_prefix("position ").and_then(|rest| {
            let (position, note) = rest.split_once('\n')?;
            Some(Last { position: Position(position.parse().ok()?), note: note.to_owned() })
        });
        parsed.map(Some).ok_or(FolderError::Malformed(path))
    }

    /// Durable when it returns.
    pub fn remember(&self, last: &Last) -> Result<(), FolderError> {
        self.write(&self.path.join("signed"), &format!("position {}\n{}", last.position, last.note))
    }

    fn read(path: &Path) -> Result<Option<String>, FolderError> {
        match std::fs::read_to_string(path) {
            Ok(text) => Ok(Some(text)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(source) => Err(FolderError::Io { path: path.to_owned(), source }),
        }
    }

    /// Whole or not at all, and for this account alone.
    fn write(&self, path: &Path, text: &str) -> Result<(), FolderError> {
        let draft = path.with_extension("new");
        let written = || {
            let mut file =
                OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&draft)?;
            file.write_all(text.as_bytes())?;
            file.sync_all()?;
            std::fs::rename(&draft, path)?;
            File::open(&self.path)?.sync_all()
        };
        written().map_err(|source| FolderError::Io { path: path.to_owned(), source })
    }
}
