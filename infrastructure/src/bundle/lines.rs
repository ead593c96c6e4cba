//! Reads the lines of the segments in order, in batches of bounded size, whatever the files hold.

use std::io::{BufRead, BufReader, Read};

use super::faults::{Fault, Part};
use super::files::{FileFault, Folder};
use super::layout::{LINE_MAX, Row, SEGMENT, segment, segments};

/// A batch is handed on when it has so many lines or bytes.
const LINES: usize = 2_000;
const BYTES: usize = 1 << 20;
/// Up to so many missing lines of a segment are found and named one by one.
const FEW: u64 = 1_000;

/// Lines of one segment, in the order of the log.
#[derive(Default)]
pub struct Batch {
    pub first: Row,
    bytes: Vec<u8>,
    /// Where each line ends, without its line break.
    ends: Vec<usize>,
    /// So many lines that cannot be read follow.
    pub holes: u64,
    pub faults: Vec<Fault>,
}

impl Batch {
    pub fn lines(&self) -> impl Iterator<Item = &[u8]> {
        let starts = std::iter::once(0).chain(self.ends.iter().map(|end| end + 1));
        starts.zip(&self.ends).map(|(start, end)| &self.bytes[start..*end])
    }
}

/// Hands on all batches of a log of so many events; of as many as there are where nobody knows the number. `take`
/// says whether it wants more.
pub fn read(folder: &Folder, size: Option<u64>, take: impl FnMut(Batch) -> bool) {
    let mut reader = Reader { batch: Batch::default(), next: Row::default(), take };
    for n in 0..size.map_or(u64::MAX, segments) {
        let name = segment(n);
        reader.next = Row { segment: n, line: 0 };
        reader.batch.first = reader.next;
        let opened = folder.open(&name);
        if matches!(opened, Err(FileFault::Missing))
            && matches!(folder.open(&segment(n + 1)), Err(FileFault::Missing))
        {
            // The log ends here, whatever it should be.
            if n == 0 || size.is_some() {
                reader
                    .batch
                    .faults
                    .push(Fault::new(Part::Files, FileFault::Missing.to_string()).within(name));
            }
            reader.hand_on();
            return;
        }
        let ended = opened.and_then(|(file, _)| reader.segment(file));
        let expected = size.map(|size| (size - n * SEGMENT).min(SEGMENT));
        let fault = match ended {
            Ok(false) => return,
            Ok(true) => reader.miscounted(expected),
            Err(fault) => Some(fault),
        };
        if let Some(fault) = fault {
            reader.batch.faults.push(Fault::new(Part::Files, fault.to_string()).within(name));
        }
        if !reader.close(expected) {
            return;
        }
    }
}

struct Reader<F> {
    batch: Batch,
    next: Row,
    take: F,
}

impl<F: FnMut(Batch) -> bool> Reader<F> {
    /// Reads a segment as far as it can be read. False where nobody wants more.
    fn segment(&mut self, file: impl Read) -> Result<bool, FileFault> {
        let mut file = BufReader::with_capacity(256 << 10, file);
        loop {
            let start = self.batch.bytes.len();
            let most = LINE_MAX as u64 + 1;
            let read = (&mut file).take(most).read_until(b'\n', &mut self.batch.bytes);
            let whole = read.is_ok() && self.batch.bytes.len() > start && self.batch.bytes.ends_with(b"\n");
            if !whole {
                self.batch.bytes.truncate(start);
                let line = self.next.line + 1;
                // What follows a line without end is not looked at any more.
                return match read.map_err(FileFault::Unreadable)? {
                    0 => Ok(true),
                    1..=LINE_MAX => Err(FileFault::CutOff(line)),
                    _ => Err(FileFault::LongLine(line)),
                };
            }
            self.batch.ends.push(self.batch.bytes.len() - 1);
            self.next.line += 1;
            if self.next.line > 2 * SEGMENT {
                return Err(FileFault::ManyLines);
            }
            let full = self.batch.ends.len() >= LINES || self.batch.bytes.len() >= BYTES;
            if full && !self.hand_on() {
                return Ok(false);
            }
        }
    }

    fn miscounted(&self, expected: Option<u64>) -> Option<FileFault> {
        let found = self.next.line;
        expected.filter(|expected| *expected != found).map(|expected| FileFault::Count { found, expected })
    }

    /// Ends a segment. Where many lines are missing, holes keep the places of what follows.
    fn close(&mut self, expected: Option<u64>) -> bool {
        let missing = expected.unwrap_or_default().saturating_sub(self.next.line);
        self.batch.holes = if missing > FEW { missing } else { 0 };
        self.hand_on()
    }

    fn hand_on(&mut self) -> bool {
        let full = std::mem::take(&mut self.batch);
        self.batch.first = self.next;
        (self.take)(full)
    }
}
