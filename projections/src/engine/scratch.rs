//! Rows of one read model that memory has no room for, in a temporary file without a name: nothing of it is
//! left whatever ends the process. Each is found again by its key, and read back once at the most.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::fs::File;
use std::hash::{BuildHasher, Hash};
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::os::unix::fs::FileExt;

use foldhash::fast::RandomState;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// What is written or read at once.
const BUFFER: usize = 1 << 18;

/// A key by two hashes of 64 bits: among 10^9 rows two with the same are as likely as a broken disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Print(pub u64, u64);

/// Hashes keys; the same key the same way as long as it lives.
#[derive(Default)]
pub struct Printer([RandomState; 2]);

impl Printer {
    pub fn of<K: Hash>(&self, key: &K) -> Print {
        let [first, second] = &self.0;
        Print(first.hash_one(key), second.hash_one(key))
    }
}

/// Where a record lies in the file: forty bits of its start, then twenty-four of its length. Each begins with
/// the second hash of its key.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Place(u64);

const LENGTH_BITS: u32 = 24;
const SECOND: usize = size_of::<u64>();

impl Place {
    fn new(at: u64, length: usize) -> io::Result<Self> {
        let length = u64::try_from(length).ok().filter(|length| *length < 1 << LENGTH_BITS);
        let fits = length.filter(|_| at < 1 << (u64::BITS - LENGTH_BITS));
        Ok(Self(
            at << LENGTH_BITS | fits.ok_or(io::ErrorKind::FileTooLarge).map_err(|kind| told(kind.into()))?,
        ))
    }

    const fn at(self) -> u64 {
        self.0 >> LENGTH_BITS
    }

    const fn length(self) -> usize {
        (self.0 & ((1 << LENGTH_BITS) - 1)) as usize
    }
}

#[derive(Default)]
pub struct Scratch {
    file: Option<File>,
    end: u64,
    /// By the first hash.
    places: HashMap<u64, Place, RandomState>,
    /// Of keys that share their first hash with another.
    others: HashMap<Print, Place, RandomState>,
}

impl Scratch {
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    pub fn len(&self) -> usize {
        self.places.len() + self.others.len()
    }

    /// What it takes of memory, in bytes.
    pub fn bytes(&self) -> usize {
        self.places.capacity() * (size_of::<(u64, Place)>() + 1)
    }

    /// Adds rows that are not in it.
    pub fn put<R: Serialize>(&mut self, rows: impl Iterator<Item = (Print, R)>) -> io::Result<()> {
        let file = match &mut self.file {
            Some(file) => file,
            none => none.insert(tempfile::tempfile().map_err(told)?),
        };
        let mut out = BufWriter::with_capacity(BUFFER, file);
        let mut record = Vec::new();
        for (print, row) in rows {
            record.clear();
            record.extend_from_slice(&print.1.to_le_bytes());
            // With the names of fields, so that what is left out of a nested value is not missed.
            rmp_serde::encode::write_named(&mut record, &row).map_err(io::Error::other)?;
            let place = Place::new(self.end, record.len())?;
            out.write_all(&record).map_err(told)?;
            self.end += record.len() as u64;
            match self.places.entry(print.0) {
                Entry::Vacant(vacant) => drop(vacant.insert(place)),
                Entry::Occupied(_) => drop(self.others.insert(print, place)),
            }
        }
        out.flush().map_err(told)
    }

    /// Takes one row out.
    pub fn take<R: DeserializeOwned>(&mut self, print: Print) -> io::Result<Option<R>> {
        let other = if self.others.is_empty() { None } else { self.others.remove(&print) };
        let place = other.or_else(|| self.places.get(&print.0).copied());
        let (Some(place), Some(file)) = (place, &self.file) else { return Ok(None) };
        let mut record = vec![0; place.length()];
        file.read_exact_at(&mut record, place.at()).map_err(told)?;
        if !record.starts_with(&print.1.to_le_bytes()) {
            return Ok(None);
        }
        if other.is_none() {
            self.places.remove(&print.0);
        }
        row(&record).map(Some)
    }

    /// The first hashes of all keys in it.
    pub fn firsts(&self) -> impl Iterator<Item = u64> {
        self.places.keys().copied()
    }

    /// Every row, in the order of the file, which is given up.
    pub fn drain<R: DeserializeOwned>(self) -> impl Iterator<Item = io::Result<R>> {
        let mut places: Vec<Place> = self.places.into_values().chain(self.others.into_values()).collect();
        places.sort_unstable();
        let mut file = self.file.map(|file| BufReader::with_capacity(BUFFER, file));
        let (mut at, mut record): (Option<u64>, _) = (None, Vec::new());
        places.into_iter().map(move |place| {
            let Some(file) = &mut file else { return Err(io::ErrorKind::NotFound.into()) };
            match at {
                None => io::Seek::seek(file, io::SeekFrom::Start(place.at())).map(drop).map_err(told)?,
                // What lies between was taken out.
                Some(at) => file.seek_relative((place.at() - at).cast_signed()).map_err(told)?,
            }
            record.resize(place.length(), 0);
            file.read_exact(&mut record).map_err(told)?;
            at = Some(place.at() + record.len() as u64);
            row(&record)
        })
    }
}

fn row<R: DeserializeOwned>(record: &[u8]) -> io::Result<R> {
    rmp_serde::from_slice(record.get(SECOND..).unwrap_or_default()).map_err(io::Error::other)
}

/// Which file it was, and what to do.
#[expect(clippy::needless_pass_by_value, reason = "it is what `map_err` gives")]
fn told(error: io::Error) -> io::Error {
    let folder = std::env::temp_dir();
    io::Error::new(
        error.kind(),
        format!(
            "the temporary file for rows in {} cannot be used: {error}; make room there, or set TMPDIR to another folder",
            folder.display()
        ),
    )
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[derive(Clone, Debug, PartialEq, Serialize, serde::Deserialize)]
    struct Row {
        id: u32,
        text: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none", default)]
        left_out: Option<i64>,
        tagged: Tagged,
    }

    #[derive(Clone, Debug, PartialEq, Serialize, serde::Deserialize)]
    #[serde(tag = "kind", rename_all = "snake_case")]
    enum Tagged {
        Plain,
        With { at: chrono::DateTime<chrono::Utc>, more: BTreeMap<String, uuid::Uuid> },
    }

    fn rows(from: u32, until: u32) -> Vec<Row> {
        let row = |id: u32| Row {
            id,
            text: id.is_multiple_of(2).then(|| "¡ñandú! ".repeat(id as usize % 50)),
            left_out: id.is_multiple_of(3).then_some(-1),
            tagged: if id.is_multiple_of(5) {
                Tagged::Plain
            } else {
                let at = chrono::DateTime::from_timestamp_micros(i64::from(id) * 1_000_001).unwrap();
                Tagged::With { at, more: [("a".to_owned(), uuid::Uuid::from_u128(id.into()))].into() }
            },
        };
        (from..until).map(row).collect()
    }

    #[test]
    fn what_goes_in_comes_out_once() {
        let (printer, mut scratch) = (Printer::default(), Scratch::default());
        assert!(scratch.take::<Row>(printer.of(&1)).unwrap().is_none());
        for chunk in [(0, 1_000), (1_000, 4_000)] {
            scratch.put(rows(chunk.0, chunk.1).into_iter().map(|row| (printer.of(&row.id), row))).unwrap();
        }
        for row in rows(500, 1_500) {
            assert_eq!(scratch.take(printer.of(&row.id)).unwrap(), Some(row.clone()));
            assert!(scratch.take::<Row>(printer.of(&row.id)).unwrap().is_none());
        }
        // One comes back changed.
        let changed = Row { text: Some("changed".into()), ..rows(700, 701).remove(0) };
        scratch.put(std::iter::once((printer.of(&700), changed.clone()))).unwrap();
        assert_eq!((scratch.firsts().count(), scratch.len()), (3_001, 3_001));
        let left: Vec<Row> = scratch.drain().collect::<io::Result<_>>().unwrap();
        let mut expected = rows(0, 500);
        expected.extend(rows(1_500, 4_000));
        expected.push(changed);
        assert_eq!(left, expected);
    }

    #[test]
    fn keys_that_share_a_hash_keep_their_rows() {
        let mut scratch = Scratch::default();
        let [one, other, third] = [Print(7, 1), Print(7, 2), Print(7, 3)];
        let mut rows = rows(0, 2).into_iter();
        let (first, second) = (rows.next().unwrap(), rows.next().unwrap());
        scratch.put([(one, first.clone()), (other, second.clone())].into_iter()).unwrap();
        assert_eq!(scratch.len(), 2);
        assert!(scratch.take::<Row>(third).unwrap().is_none());
        assert_eq!(scratch.take(other).unwrap(), Some(second.clone()));
        assert!(scratch.take::<Row>(other).unwrap().is_none());
        assert_eq!(scratch.take(one).unwrap(), Some(first.clone()));
        scratch.put([(other, second), (one, first)].into_iter()).unwrap();
        assert_eq!(scratch.drain::<Row>().count(), 2);
    }

    #[test]
    fn an_empty_one_has_no_file() {
        let scratch = Scratch::default();
        assert!(scratch.is_empty() && scratch.file.is_none());
        assert_eq!(scratch.drain::<Row>().count(), 0);
    }
}
