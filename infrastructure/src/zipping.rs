//! Packs pieces into a ZIP archive while they come: what is packed is handed on at once, so that an archive of
//! any size needs the memory of one piece.

use std::io::{self, Write};
use std::sync::{Arc, Mutex};

use application::membership::own_data::{ExportError, Packer, Piece};
use bytes::Bytes;
use chrono::{DateTime, Datelike, Timelike, Utc};
use futures::stream::{self, BoxStream};
use futures::{StreamExt, TryStreamExt};
use zip::write::{SimpleFileOptions, StreamWriter};
use zip::{CompressionMethod, ZipWriter};

/// Documents are compressed already; a quick look takes what is left.
const QUICK: i64 = 1;
const THOROUGH: i64 = 6;
/// Pieces come compressed in dribbles; so much is gathered before it is handed on.
const GATHERED: usize = 16 * 1024;
/// What goes to the compressor at once; in between other work gets its turn.
const STRETCH: usize = 64 * 1024;

/// Writes ZIP archives (APPNOTE.TXT 6.3): deflated entries with sizes after their data.
#[derive(Clone, Copy, Debug, Default)]
pub struct ZipPacker;

/// What the archive's writer has written and nobody has taken yet.
#[derive(Clone, Default)]
struct Written(Arc<Mutex<Vec<u8>>>);

impl Written {
    fn take(&self, at_least: usize) -> Option<Bytes> {
        let mut written = self.0.lock().expect("nobody panics while holding it");
        (!written.is_empty() && written.len() >= at_least).then(|| std::mem::take(&mut *written).into())
    }
}

impl Write for Written {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().expect("nobody panics while holding it").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

struct Packing {
    pieces: BoxStream<'static, Result<Piece, ExportError>>,
    /// None once the archive is whole.
    zip: Option<ZipWriter<StreamWriter<Written>>>,
    written: Written,
}

fn archive(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> ExportError {
    ExportError::Archive(error.into())
}

impl Packing {
    /// The next bytes of the archive; none after its end.
    async fn next(&mut self) -> Result<Option<Bytes>, ExportError> {
        while let Some(zip) = &mut self.zip {
            match self.pieces.try_next().await? {
                Some(Piece::Entry { name, at, text }) => {
                    let level = if text { THOROUGH } else { QUICK };
                    let options = SimpleFileOptions::default()
                        .compression_method(CompressionMethod::Deflated)
                        .compression_level(Some(level))
                        .last_modified_time(stamp(at))
                        .unix_permissions(0o600);
                    zip.start_file(name, options).map_err(archive)?;
                }
                Some(Piece::Bytes(bytes)) => zip.write_all(&bytes).map_err(archive)?,
                None => {
                    if let Some(zip) = self.zip.take() {
                        zip.finish().map_err(archive)?;
                    }
                }
            }
            if let Some(bytes) = self.written.take(GATHERED) {
                return Ok(Some(bytes));
            }
        }
        Ok(self.written.take(1))
    }
}

/// In two-second steps without a time zone, as the format has it; here in UTC.
fn stamp(at: DateTime<Utc>) -> zip::DateTime {
    let small = |number: u32| u8::try_from(number).unwrap_or_default();
    zip::DateTime::from_date_and_time(
        u16::try_from(at.year()).unwrap_or_default(),
        small(at.month()),
        small(at.day()),
        small(at.hour()),
        small(at.minute()),
        small(at.second()),
    )
    .unwrap_or_default()
}

/// Long pieces in stretches.
fn stretches(piece: Piece) -> impl Iterator<Item = Piece> {
    let (entry, bytes) = match piece {
        Piece::Bytes(bytes) => (None, bytes),
        entry @ Piece::Entry { .. } => (Some(entry), Bytes::new()),
    };
    let starts = (0..bytes.len()).step_by(STRETCH);
    let parts = starts.map(move |start| bytes.slice(start..bytes.len().min(start + STRETCH)));
    entry.into_iter().chain(parts.map(Piece::Bytes))
}

impl Packer for ZipPacker {
    fn pack(
        &self,
        pieces: BoxStream<'static, Result<Piece, ExportError>>,
    ) -> BoxStream<'static, Result<Bytes, ExportError>> {
        let written = Written::default();
        let zip = Some(ZipWriter::new_stream(written.clone()));
        let pieces = pieces.map_ok(|piece| stream::iter(stretches(piece)).map(Ok)).try_flatten().boxed();
        let packing = Packing { pieces, zip, written };
        // After a failure nothing more comes: the archive stays without its end, which every reader notices.
        stream::try_unfold(packing, async |mut packing| {
            Ok(packing.next().await?.map(|bytes| (bytes, packing)))
        })
        .boxed()
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read};
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    fn entry(name: &str, text: bool) -> Piece {
        Piece::Entry { name: name.to_owned(), at: "2026-03-02T10:20:31Z".parse().unwrap(), text }
    }

    fn bytes(content: impl Into<Bytes>) -> Piece {
        Piece::Bytes(content.into())
    }

    async fn packed(pieces: Vec<Result<Piece, ExportError>>) -> Result<Vec<Bytes>, ExportError> {
        ZipPacker.pack(stream::iter(pieces).boxed()).try_collect().await
    }

    #[tokio::test]
    async fn what_was_packed_is_read_back() {
        let noise: Vec<u8> =
            (0..300_000_u32).flat_map(|n| n.wrapping_mul(2_654_435_761).to_le_bytes()).collect();
        let pieces = vec![
            Ok(entry("data.json", true)),
            Ok(bytes("{\"a\":")),
            Ok(bytes("1}")),
            Ok(entry("files/001-Guía.pdf", false)),
            Ok(bytes(noise.clone())),
            Ok(entry("empty.txt", true)),
        ];
        let parts = packed(pieces).await.unwrap();
        assert!(parts.iter().all(|part| part.len() <= GATHERED + 2 * STRETCH), "handed on in small parts");
        let mut archive = zip::ZipArchive::new(Cursor::new(parts.concat())).unwrap();
        let names: Vec<_> = archive.file_names().map(|name| name.unwrap().into_owned()).collect();
        assert_eq!(names, ["data.json", "files/001-Guía.pdf", "empty.txt"]);
        let mut read = |name: &str| {
            let mut content = Vec::new();
            let mut entry = archive.by_name(name).unwrap();
            entry.read_to_end(&mut content).unwrap();
            (content, entry.last_modified().unwrap().to_string())
        };
        assert_eq!(read("data.json").0, b"{\"a\":1}");
        assert_eq!(read("files/001-Guía.pdf"), (noise, "2026-03-02 10:20:30".to_owned()));
        assert_eq!(read("empty.txt").0, b"");
    }

    #[tokio::test]
    async fn a_document_of_any_size_passes_without_being_held() {
        const PIECES: usize = 128;
        let given = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&given);
        let document = stream::iter(0..PIECES).map(move |n| {
            counted.fetch_add(STRETCH, Ordering::Relaxed);
            let mut state = n as u64 + 1;
            let noise = (0..STRETCH / 8).flat_map(|_| {
                state ^= state << 13;
                state ^= state >> 7;
                state ^= state << 17;
                state.to_le_bytes()
            });
            Ok(bytes(noise.collect::<Vec<u8>>()))
        });
        let mut archive =
            ZipPacker.pack(stream::iter([Ok(entry("large.pdf", false))]).chain(document).boxed());
        let (mut taken, mut held) = (0, 0);
        while let Some(part) = archive.try_next().await.unwrap() {
            taken += part.len();
            held = held.max(given.load(Ordering::Relaxed).saturating_sub(taken));
        }
        assert!(taken > PIECES * STRETCH, "noise does not become smaller");
        assert!(held <= 4 * STRETCH, "{held} bytes were held");
    }

    #[tokio::test]
    async fn a_failure_leaves_no_archive_that_looks_whole() {
        let failed =
            packed(vec![Ok(entry("data.json", true)), Ok(bytes("{")), Err(ExportError::NoSuchMember)]).await;
        assert!(matches!(failed, Err(ExportError::NoSuchMember)));
    }
}
