//! Sorts records into buckets on disk, so that one bucket after the other fits into memory however long the log is.

use std::io::{self, BufRead, BufReader, BufWriter, Read, Seek, Write};

use tempfile::SpooledTempFile;

/// Up to so many bytes a bucket stays in memory.
const IN_MEMORY: usize = 64 << 10;

pub struct Spill(Vec<BufWriter<SpooledTempFile>>);

impl Spill {
    /// A bucket for about so many records each, though not more buckets than a process may have files.
    pub fn new(records: u64, in_each: u64, at_most: u64) -> Self {
        let buckets = (records / in_each).clamp(1, at_most);
        Self((0..buckets).map(|_| BufWriter::new(SpooledTempFile::new(IN_MEMORY))).collect())
    }

    /// Records with the same hash come into the same bucket, in the order in which they were put.
    pub fn put(&mut self, hash: u64, record: &[u8]) -> io::Result<()> {
        let bucket = hash % self.0.len() as u64;
        self.0[usize::try_from(bucket).unwrap_or_default()].write_all(record)
    }

    /// The buckets, to be read from their beginning.
    pub fn into_buckets(self) -> io::Result<Vec<Bucket>> {
        let rewound = |bucket: BufWriter<SpooledTempFile>| {
            let mut file = bucket.into_inner().map_err(io::IntoInnerError::into_error)?;
            file.rewind()?;
            Ok(Bucket(BufReader::new(file)))
        };
        self.0.into_iter().map(rewound).collect()
    }
}

pub struct Bucket(BufReader<SpooledTempFile>);

impl Bucket {
    /// The next record of that length.
    pub fn fixed<const N: usize>(&mut self) -> io::Result<Option<[u8; N]>> {
        if self.0.fill_buf()?.is_empty() {
            return Ok(None);
        }
        let mut record = [0; N];
        self.0.read_exact(&mut record)?;
        Ok(Some(record))
    }

    /// The next record that ends in a line break.
    pub fn line<'a>(&mut self, into: &'a mut Vec<u8>) -> io::Result<Option<&'a [u8]>> {
        into.clear();
        let read = self.0.read_until(b'\n', into)?;
        Ok((read > 0).then_some(into.as_slice()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_come_back_in_their_order_by_bucket() {
        let mut spill = Spill::new(1_000, 100, 4);
        for n in 0..100_000_u64 {
            spill.put(n, &n.to_be_bytes()).unwrap();
        }
        let mut buckets = spill.into_buckets().unwrap();
        assert_eq!(buckets.len(), 4);
        for (start, bucket) in buckets.iter_mut().enumerate() {
            for n in (start as u64..100_000).step_by(4) {
                assert_eq!(bucket.fixed().unwrap().map(u64::from_be_bytes), Some(n));
            }
            assert_eq!(bucket.fixed::<8>().unwrap(), None);
        }
    }
}
