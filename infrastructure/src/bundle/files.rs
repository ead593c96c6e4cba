//! Reads the files of an export that may have come from anybody: regular files below its folder and nothing else,
//! and of each no more than was asked for.

use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};

use super::faults::{Fault, Part};

#[derive(Debug, thiserror::Error)]
pub enum FileFault {
    #[error("it is missing")]
    Missing,
    #[error("a link leads out of the export; nothing was read there")]
    Link,
    #[error("it is no regular file; nothing was read from it")]
    NotAFile,
    #[error("it has {found} bytes where {expected} are right")]
    Length { found: u64, expected: u64 },
    #[error("it is longer than {0} bytes, and was not read")]
    TooLong(u64),
    #[error("it has {found} events where {expected} are right")]
    Count { found: u64, expected: u64 },
    #[error("line {0} is longer than a line may be; it and the rest were not read")]
    LongLine(u64),
    #[error("line {0} is cut off: it has no line break")]
    CutOff(u64),
    #[error("it has far more lines than it may have; the rest was not read")]
    ManyLines,
    #[error("it cannot be read: {0}")]
    Unreadable(io::Error),
}

pub struct Folder {
    path: PathBuf,
}

impl Folder {
    pub const fn new(path: PathBuf) -> Self {
        Self { path }
    }

    /// Opens a file by the name that the format gives it, and says how long it is.
    pub fn open(&self, name: &str) -> Result<(File, u64), FileFault> {
        let mut path = self.path.clone();
        let parts: Vec<&str> = name.split('/').collect();
        for (depth, part) in parts.iter().enumerate() {
            path.push(part);
            let kind = std::fs::symlink_metadata(&path).map_err(unreadable)?.file_type();
            if kind.is_symlink() {
                return Err(FileFault::Link);
            }
            // A pipe would be waited for, and a device has no end.
            if depth + 1 == parts.len() && !kind.is_file() {
                return Err(FileFault::NotAFile);
            }
        }
        let file = File::open(&path).map_err(unreadable)?;
        let length = file.metadata().map_err(unreadable)?.len();
        Ok((file, length))
    }

    /// A whole file, unless it is longer than that.
    pub fn read(&self, name: &str, at_most: u64) -> Result<Vec<u8>, FileFault> {
        let (file, _) = self.open(name)?;
        let mut bytes = Vec::new();
        let read = file.take(at_most + 1).read_to_end(&mut bytes).map_err(unreadable)?;
        if u64::try_from(read).unwrap_or(u64::MAX) > at_most {
            return Err(FileFault::TooLong(at_most));
        }
        Ok(bytes)
    }

    /// A file whose length is known beforehand.
    pub fn read_exactly(&self, name: &str, expected: u64) -> Result<Vec<u8>, FileFault> {
        let (file, found) = self.open(name)?;
        if found != expected {
            return Err(FileFault::Length { found, expected });
        }
        let mut bytes = Vec::new();
        file.take(expected).read_to_end(&mut bytes).map_err(unreadable)?;
        Ok(bytes)
    }

    /// What is wrong with a file whose text follows from everything else.
    pub fn compare(&self, name: &str, expected: &str) -> Option<Fault> {
        let fault = |what: String| Some(Fault::new(Part::Files, what).within(name));
        match self.read(name, expected.len() as u64 + 1) {
            Ok(found) if found == expected.as_bytes() => None,
            Ok(_) | Err(FileFault::TooLong(_)) => {
                fault("it is not what follows from the rest of the export".to_owned())
            }
            Err(error) => fault(error.to_string()),
        }
    }

    /// The first entry of a subfolder that `known` does not know.
    pub fn stranger(&self, subfolder: &str, known: impl Fn(&str) -> bool) -> Option<String> {
        let entries = std::fs::read_dir(Path::new(&self.path).join(subfolder)).ok()?;
        let names = entries.filter_map(|entry| Some(entry.ok()?.file_name().to_string_lossy().into_owned()));
        names.filter(|name| !known(name)).min()
    }
}

fn unreadable(error: io::Error) -> FileFault {
    match error.kind() {
        ErrorKind::NotFound | ErrorKind::NotADirectory => FileFault::Missing,
        _ => FileFault::Unreadable(error),
    }
}
