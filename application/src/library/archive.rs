//! Looks into the directory of a zip archive, as office documents are, without unpacking anything.
//! Format: PKWARE's APPNOTE.TXT 6.3.10, sections 4.3.12 and 4.3.16.

use domain::FileId;
use domain::library::Format;
use futures::TryStreamExt;

use super::{Files, FilesError, UploadError};

/// Bytes of the record at the end, and the longest comment behind it.
const END: usize = 22;
const COMMENT_MAX: u64 = 65_535;
/// Bytes of an entry of the directory before its name.
const ENTRY: usize = 46;
/// No document has more parts, or a larger directory.
const ENTRIES_MAX: usize = 10_000;
const DIRECTORY_MAX: u64 = 4 * 1024 * 1024;
/// Office documents shrink to a tenth, at the most to a fiftieth; bombs to a thousandth.
const RATIO_MAX: u64 = 100;
/// What unpacks to less than this harms nobody at any ratio.
const HARMLESS: u64 = 16 * 1024 * 1024;

/// Refuses an archive that is none, is not of the format or would unpack to far too much.
pub async fn inspect(files: &dyn Files, file: FileId, size: u64, format: Format) -> Result<(), UploadError> {
    let tail_start = size.saturating_sub(END as u64 + COMMENT_MAX);
    let tail = collect(files, file, tail_start, size).await?;
    let end = End::find(&tail).ok_or(UploadError::Mismatch)?;
    if end.entries > ENTRIES_MAX || end.bytes > DIRECTORY_MAX {
        return Err(UploadError::Bomb);
    }
    let directory_end = end.start.checked_add(end.bytes).filter(|end| *end <= size);
    let directory = collect(files, file, end.start, directory_end.ok_or(UploadError::Mismatch)?).await?;
    judge(&directory, end.entries, size, format)
}

pub(super) async fn collect(
    files: &dyn Files,
    file: FileId,
    start: u64,
    end: u64,
) -> Result<Vec<u8>, FilesError> {
    let content = files.read(file, start, end).await?;
    content
        .try_fold(Vec::new(), |mut all, chunk| {
            all.extend_from_slice(&chunk);
            std::future::ready(Ok(all))
        })
        .await
}

/// The record at the end of an archive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct End {
    entries: usize,
    /// Of the directory.
    bytes: u64,
    start: u64,
}

impl End {
    fn find(tail: &[u8]) -> Option<Self> {
        let last = tail.len().checked_sub(END)?;
        (0..=last).rev().map(|at| &tail[at..]).find_map(|record| {
            let comment = usize::from(u16_at(record, 20)?);
            let whole = record.starts_with(b"PK\x05\x06") && record.len() == END + comment;
            whole.then_some(())?;
            Some(Self {
                entries: usize::from(u16_at(record, 10)?),
                bytes: u64::from(u32_at(record, 12)?),
                start: u64::from(u32_at(record, 16)?),
            })
        })
    }
}

/// One part of an archive, as its directory has it.
struct Part<'a> {
    name: &'a [u8],
    packed: u64,
    unpacked: u64,
}

/// None where the directory is damaged.
fn parts(mut directory: &[u8]) -> impl Iterator<Item = Option<Part<'_>>> {
    std::iter::from_fn(move || {
        if directory.is_empty() {
            return None;
        }
        let entry = std::mem::take(&mut directory);
        let read = || {
            entry.starts_with(b"PK\x01\x02").then_some(())?;
            let name = usize::from(u16_at(entry, 28)?);
            let rest = usize::from(u16_at(entry, 30)?) + usize::from(u16_at(entry, 32)?);
            let part = Part {
                name: entry.get(ENTRY..ENTRY + name)?,
                packed: u64::from(u32_at(entry, 20)?),
                unpacked: u64::from(u32_at(entry, 24)?),
            };
            Some((part, entry.get(ENTRY + name + rest..)?))
        };
        Some(read().map(|(part, rest)| {
            directory = rest;
            part
        }))
    })
}

fn judge(directory: &[u8], entries: usize, size: u64, format: Format) -> Result<(), UploadError> {
    let (mut found, mut packed, mut unpacked) = (0, 0, 0);
    let (mut has_body, mut has_macros) = (false, false);
    for part in parts(directory) {
        let part = part.ok_or(UploadError::Mismatch)?;
        found += 1;
        packed += part.packed;
        unpacked += part.unpacked;
        has_body |= Some(part.name) == body(format);
        has_macros |= part.name.ends_with(b"vbaProject.bin");
    }
    // Parts that overlap are packed to more than the whole: the trick of the densest bombs.
    if packed > size || unpacked > HARMLESS.max(size.saturating_mul(RATIO_MAX)) {
        return Err(UploadError::Bomb);
    }
    let is_of_format = body(format).is_none() || (has_body && !has_macros);
    if found == entries && found > 0 && is_of_format { Ok(()) } else { Err(UploadError::Mismatch) }
}

/// The part that makes it a document of its format, where nothing else says so.
const fn body(format: Format) -> Option<&'static [u8]> {
    match format {
        Format::Docx => Some(b"word/document.xml"),
        Format::Xlsx => Some(b"xl/workbook.xml"),
        Format::Pptx => Some(b"ppt/presentation.xml"),
        _ => None,
    }
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..at + 2)?.try_into().ok().map(u16::from_le_bytes)
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at + 4)?.try_into().ok().map(u32::from_le_bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An entry of a directory.
    fn entry(name: &str, packed: u32, unpacked: u32) -> Vec<u8> {
        let mut entry = b"PK\x01\x02".to_vec();
        entry.resize(ENTRY, 0);
        entry[20..24].copy_from_slice(&packed.to_le_bytes());
        entry[24..28].copy_from_slice(&unpacked.to_le_bytes());
        entry[28..30].copy_from_slice(&u16::try_from(name.len()).unwrap().to_le_bytes());
        // With an extra field and a comment behind the name.
        entry[30..32].copy_from_slice(&2_u16.to_le_bytes());
        entry[32..34].copy_from_slice(&1_u16.to_le_bytes());
        entry.extend_from_slice(name.as_bytes());
        entry.extend_from_slice(b"xxc");
        entry
    }

    fn end(entries: u16, bytes: u32, start: u32, comment: &[u8]) -> Vec<u8> {
        let mut record = b"PK\x05\x06".to_vec();
        record.resize(END, 0);
        record[10..12].copy_from_slice(&entries.to_le_bytes());
        record[12..16].copy_from_slice(&bytes.to_le_bytes());
        record[16..20].copy_from_slice(&start.to_le_bytes());
        record[20..22].copy_from_slice(&u16::try_from(comment.len()).unwrap().to_le_bytes());
        record.extend_from_slice(comment);
        record
    }

    const BODY: &str = "word/document.xml";

    #[test]
    fn the_end_is_found_behind_a_comment_that_looks_like_one() {
        let expected = End { entries: 2, bytes: 90, start: 500 };
        assert_eq!(End::find(&end(2, 90, 500, b"")), Some(expected));
        let tricky = [b"PK\x05\x06".as_slice(), &[0; 30]].concat();
        let archive = [b"content".as_slice(), &end(2, 90, 500, &tricky)].concat();
        assert_eq!(End::find(&archive), Some(expected));
        assert_eq!(End::find(b"PK\x05\x06 cut off"), None);
        assert_eq!(End::find(b""), None);
        let behind = [end(2, 90, 500, b""), b"more".to_vec()].concat();
        assert_eq!(End::find(&behind), None, "nothing comes after the end");
    }

    #[test]
    fn a_document_has_its_body_and_no_macros() {
        let text = [entry("[Content_Types].xml", 300, 1_500), entry(BODY, 4_000, 40_000)].concat();
        assert!(judge(&text, 2, 5_000, Format::Docx).is_ok());
        assert!(matches!(judge(&text, 2, 5_000, Format::Xlsx), Err(UploadError::Mismatch)));
        assert!(judge(&text, 2, 5_000, Format::Odt).is_ok(), "its first entry has said so already");
        let active = [text, entry("word/vbaProject.bin", 100, 200)].concat();
        assert!(matches!(judge(&active, 3, 5_000, Format::Docx), Err(UploadError::Mismatch)));
    }

    #[test]
    fn a_damaged_directory_is_refused() {
        let whole = entry(BODY, 100, 100);
        for (directory, entries) in
            [(&whole[..whole.len() - 1], 1), (&whole[..10], 1), (&whole, 2), (b"PK?".as_slice(), 1), (b"", 0)]
        {
            assert!(matches!(judge(directory, entries, 5_000, Format::Docx), Err(UploadError::Mismatch)));
        }
    }

    #[test]
    fn a_bomb_is_refused() {
        let mib = 1024 * 1024;
        // 42.zip: parts of four gigabytes each.
        let huge = [entry(BODY, 1_000, 1_000), entry("0.dll", 30_000, u32::MAX)].concat();
        assert!(matches!(judge(&huge, 2, 42_000, Format::Docx), Err(UploadError::Bomb)));
        // Parts that share their content.
        let overlapping = entry(BODY, 900_000, 900_000).repeat(3);
        assert!(matches!(judge(&overlapping, 3, 1_000_000, Format::Docx), Err(UploadError::Bomb)));
        // The ratio counts once there is something to unpack.
        let dense = entry(BODY, 1_000, 15 * mib);
        assert!(judge(&dense, 1, 2_000, Format::Docx).is_ok());
        let denser = entry(BODY, 1_000, 17 * mib);
        assert!(matches!(judge(&denser, 1, 2_000, Format::Docx), Err(UploadError::Bomb)));
        assert!(judge(&denser, 1, 200_000, Format::Docx).is_ok());
    }
}
