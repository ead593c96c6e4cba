//! The checkpoints of an export, one after the other: each must be signed, and each greater than the one before.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};

use super::faults::{Fault, Part};
use super::files::Folder;
use super::layout::{CHECKPOINT_FILE, CHECKPOINTS_FILE};
use crate::notary::{Head, VerifierKey};

/// More events than any log will have; numbers in a tree of as many stay far from overflowing.
const MOST: u64 = 1 << 48;
/// Bytes of a note; a checkpoint has some two hundred.
const NOTE_MAX: u64 = 64 << 10;

/// The checkpoint at which the export ends, where it is signed by that key.
pub fn last(folder: &Folder, key: &VerifierKey) -> Result<(String, Head), Fault> {
    let fault = |what: String| Fault::new(Part::Checkpoints, what).within(CHECKPOINT_FILE);
    let bytes = folder.read(CHECKPOINT_FILE, NOTE_MAX).map_err(|error| fault(error.to_string()))?;
    let note = String::from_utf8(bytes).map_err(|_| fault("it is not UTF-8".to_owned()))?;
    let head = opened(&note, key).map_err(fault)?;
    Ok((note, head))
}

fn opened(note: &str, key: &VerifierKey) -> Result<Head, String> {
    let head = key.open_checkpoint(note).map_err(|error| error.to_string())?;
    if head.size == 0 || head.size > MOST {
        return Err(format!("no log has {} events", head.size));
    }
    Ok(head)
}

pub struct Checkpoints<'a> {
    file: Option<BufReader<File>>,
    key: &'a VerifierKey,
    line: u64,
    /// The last one that was read.
    before: u64,
    note: String,
    pub faults: Vec<Fault>,
}

impl<'a> Checkpoints<'a> {
    pub fn of(folder: &Folder, key: &'a VerifierKey) -> Self {
        let (file, faults) = match folder.open(CHECKPOINTS_FILE) {
            Ok((file, _)) => (Some(BufReader::new(file)), vec![]),
            Err(error) => {
                let fault = Fault::new(Part::Checkpoints, error.to_string()).within(CHECKPOINTS_FILE);
                (None, vec![fault])
            }
        };
        Self { file, key, line: 0, before: 0, note: String::new(), faults }
    }

    /// How many lines were read.
    pub const fn count(&self) -> u64 {
        self.line
    }

    /// Whether the last line was that note.
    pub fn ended_with(&self, note: &str) -> bool {
        self.note == note
    }

    /// The next one that is signed and greater than the last, with its line.
    pub fn next(&mut self) -> Option<(u64, Head)> {
        loop {
            let line = self.read()?;
            match self.checked(&line) {
                Ok(head) => return Some((self.line, head)),
                Err(what) => self.fault(what),
            }
        }
    }

    fn fault(&mut self, what: String) {
        let place = format!("{CHECKPOINTS_FILE}:{}", self.line);
        self.faults.push(Fault::new(Part::Checkpoints, what).within(place));
    }

    fn read(&mut self) -> Option<Vec<u8>> {
        let file = self.file.as_mut()?;
        let mut line = Vec::new();
        let read = file.take(NOTE_MAX).read_until(b'\n', &mut line);
        self.line += u64::from(!line.is_empty());
        if line.pop_if(|byte| *byte == b'\n').is_some() {
            return Some(line);
        }
        self.file = None;
        match read {
            Ok(0) => {}
            Ok(_) => self.fault("the line is cut off, or far too long; the rest was not read".to_owned()),
            Err(error) => self.fault(format!("it cannot be read: {error}")),
        }
        None
    }

    fn checked(&mut self, line: &[u8]) -> Result<Head, String> {
        let note: String = serde_json::from_slice(line).map_err(|error| format!("it is no note: {error}"))?;
        // One way to write it, so that nothing can hide between its characters.
        if serde_json::to_vec(&note).ok().as_deref() != Some(line) {
            return Err("it is not written as an export writes it".to_owned());
        }
        let head = opened(&note, self.key);
        self.note = note;
        let head = head?;
        let before = std::mem::replace(&mut self.before, head.size);
        if head.size <= before {
            return Err(format!("its size {} does not grow over {before} of the one before", head.size));
        }
        Ok(head)
    }
}
