//! The folder in which an export is written before it has its name: what is interrupted never looks like a whole one.

use std::fs::{File, TryLockError};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use super::exporting::ExportError;
use super::layout::FORMAT_FILE;

/// Removed when it is dropped, unless it was finished.
pub struct Draft {
    path: PathBuf,
    name: PathBuf,
    /// Held so that nobody else writes here.
    _lock: File,
    finished: bool,
}

impl Draft {
    /// Begins the export that will be at `name`. What an interrupted one left there goes.
    pub fn begin(name: &Path) -> Result<Self, ExportError> {
        let name = std::path::absolute(name).map_err(|source| failed(name, source))?;
        let Some(last) = name.file_name() else { return Err(ExportError::Occupied(name)) };
        match std::fs::read_dir(&name) {
            Ok(mut entries) => {
                if entries.next().is_some() {
                    return Err(ExportError::Occupied(name));
                }
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(_) => return Err(ExportError::Occupied(name)),
        }
        let path = name.with_file_name(format!("{}.unfinished", last.to_string_lossy()));
        std::fs::create_dir_all(&path).map_err(|source| failed(&path, source))?;
        let lock = File::open(&path).map_err(|source| failed(&path, source))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(ExportError::Busy(path)),
            Err(TryLockError::Error(source)) => return Err(failed(&path, source)),
        }
        let draft = Self { path, name, _lock: lock, finished: false };
        draft.empty()?;
        // From now on it is known as an export's.
        draft.write(FORMAT_FILE, super::layout::DESCRIPTION.as_bytes())?;
        Ok(draft)
    }

    /// Removes what is inside, where an export has left it.
    fn empty(&self) -> Result<(), ExportError> {
        let entries = std::fs::read_dir(&self.path).and_then(Iterator::collect::<io::Result<Vec<_>>>);
        let entries = entries.map_err(|source| failed(&self.path, source))?;
        if !entries.is_empty() && !self.path.join(FORMAT_FILE).is_file() {
            return Err(ExportError::Occupied(self.path.clone()));
        }
        for entry in entries.iter().filter(|entry| entry.file_name() != FORMAT_FILE) {
            let path = entry.path();
            let removed = match entry.file_type() {
                Ok(kind) if kind.is_dir() => std::fs::remove_dir_all(&path),
                _ => std::fs::remove_file(&path),
            };
            removed.map_err(|source| failed(&path, source))?;
        }
        Ok(())
    }

    /// A file to be written piece by piece.
    pub fn create(&self, name: &str) -> Result<Writing, ExportError> {
        let path = self.path.join(name);
        let made = path.parent().map_or(Ok(()), std::fs::create_dir_all).and_then(|()| File::create(&path));
        let file = made.map_err(|source| failed(&path, source))?;
        Ok(Writing { file: BufWriter::with_capacity(256 << 10, file), path })
    }

    pub fn write(&self, name: &str, bytes: &[u8]) -> Result<(), ExportError> {
        let path = self.path.join(name);
        let made = path.parent().map_or(Ok(()), std::fs::create_dir_all);
        made.and_then(|()| std::fs::write(&path, bytes)).map_err(|source| failed(&path, source))
    }

    /// Gives it its name. Returns where it is.
    pub fn finish(mut self) -> Result<PathBuf, ExportError> {
        std::fs::rename(&self.path, &self.name).map_err(|source| failed(&self.name, source))?;
        self.finished = true;
        Ok(self.name.clone())
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        if !self.finished && self.path.join(FORMAT_FILE).is_file() {
            // What stays is removed by the next export.
            drop(std::fs::remove_dir_all(&self.path));
        }
    }
}

pub struct Writing {
    file: BufWriter<File>,
    path: PathBuf,
}

impl Writing {
    pub fn write(&mut self, bytes: &[u8]) -> Result<(), ExportError> {
        self.file.write_all(bytes).map_err(|source| failed(&self.path, source))
    }

    /// Durable when it returns.
    pub fn close(mut self) -> Result<(), ExportError> {
        let written = self.file.flush().and_then(|()| self.file.get_ref().sync_all());
        written.map_err(|source| failed(&self.path, source))
    }
}

fn failed(path: &Path, source: io::Error) -> ExportError {
    ExportError::Io { path: path.to_owned(), source }
}
