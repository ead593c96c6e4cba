//! Looks into the directory of a compound file, as office documents were until 2007: Word, Excel and `PowerPoint`, but
//! also installers and mails. What it is stands in the names at its top. Format: Microsoft's MS-CFB 12.0, sections 2.2
//! to 2.6.

use std::collections::BTreeSet;

use domain::FileId;
use domain::library::Format;

use super::archive::collect;
use super::{Files, UploadError};

pub const MAGIC: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
const HEADER: u64 = 512;
/// Bytes of an entry of the directory.
const ENTRY: usize = 128;
/// The longest directory that is looked at, in sectors: 2,000 entries and more.
const DIRECTORY_MAX: usize = 512;
/// Sectors of the table whose places stand in the header.
const PLACES: usize = 109;
/// Larger ones are no sectors: ends, gaps.
const SECTOR_MAX: u32 = 0xffff_fffa;

/// Refuses a compound file that is none, is not of the format, or has macros.
pub async fn inspect(files: &dyn Files, file: FileId, size: u64, format: Format) -> Result<(), UploadError> {
    let header = collect(files, file, 0, HEADER.min(size)).await?;
    let layout = Layout::of(header).ok_or(UploadError::Mismatch)?;
    let reader = Reader { files, file, size, layout };
    if is_of(&top(&reader.directory().await?), format) { Ok(()) } else { Err(UploadError::Mismatch) }
}

/// Where things are, as the header says.
struct Layout {
    header: Vec<u8>,
    /// Bytes of a sector.
    sector: u64,
}

impl Layout {
    fn of(header: Vec<u8>) -> Option<Self> {
        let shift =
            header.get(30..32).filter(|_| header.starts_with(MAGIC) && header.len() as u64 == HEADER)?;
        let sector = match shift {
            [9, 0] => 512,
            [12, 0] => 4_096,
            _ => return None,
        };
        Some(Self { header, sector })
    }
}

struct Reader<'a> {
    files: &'a dyn Files,
    file: FileId,
    size: u64,
    layout: Layout,
}

impl Reader<'_> {
    async fn directory(&self) -> Result<Vec<u8>, UploadError> {
        let mut directory = Vec::new();
        let mut next = number(&self.layout.header, 48)?;
        for _ in 0..DIRECTORY_MAX {
            if next > SECTOR_MAX {
                break;
            }
            directory.extend(self.sector(next).await?);
            next = self.after(next).await?;
        }
        Ok(directory)
    }

    async fn sector(&self, sector: u32) -> Result<Vec<u8>, UploadError> {
        let start = (u64::from(sector) + 1) * self.layout.sector;
        let end = start + self.layout.sector;
        if sector > SECTOR_MAX || end > self.size {
            return Err(UploadError::Mismatch);
        }
        Ok(collect(self.files, self.file, start, end).await?)
    }

    /// The sector that follows in its chain: a table says it, one number for each sector of the file.
    async fn after(&self, sector: u32) -> Result<u32, UploadError> {
        let numbers = usize::try_from(self.layout.sector / 4).map_err(|_| UploadError::Mismatch)?;
        let sector = usize::try_from(sector).map_err(|_| UploadError::Mismatch)?;
        let (table, at) = (sector / numbers, sector % numbers);
        let place = if table < PLACES {
            number(&self.layout.header, 76 + 4 * table)?
        } else {
            // Further places stand in sectors of their own, each of which ends with the next.
            let (hops, at) = ((table - PLACES) / (numbers - 1), (table - PLACES) % (numbers - 1));
            let mut places = self.sector(number(&self.layout.header, 68)?).await?;
            for _ in 0..hops {
                places = self.sector(number(&places, 4 * (numbers - 1))?).await?;
            }
            number(&places, 4 * at)?
        };
        number(&self.sector(place).await?, 4 * at)
    }
}

fn number(bytes: &[u8], at: usize) -> Result<u32, UploadError> {
    let bytes = bytes.get(at..at + 4).and_then(|bytes| bytes.try_into().ok());
    bytes.map(u32::from_le_bytes).ok_or(UploadError::Mismatch)
}

/// The names directly below the root, which is the first entry: what is embedded in a document has its own further
/// down.
fn top(directory: &[u8]) -> BTreeSet<String> {
    let entries: Vec<&[u8]> = directory.chunks_exact(ENTRY).collect();
    let link = |entry: &[u8], at| number(entry, at).ok().and_then(|entry| usize::try_from(entry).ok());
    let mut names = BTreeSet::new();
    let mut seen = BTreeSet::new();
    let mut open: Vec<usize> = entries.first().and_then(|root| link(root, 76)).into_iter().collect();
    while let Some(next) = open.pop() {
        let Some(entry) = entries.get(next).filter(|_| seen.insert(next)) else { continue };
        let length = usize::from(entry[64]).saturating_sub(2).min(62);
        let units: Vec<u16> =
            entry[..length].chunks_exact(2).map(|unit| u16::from_le_bytes([unit[0], unit[1]])).collect();
        names.insert(String::from_utf16_lossy(&units));
        // Its siblings to both sides.
        open.extend([68, 72].into_iter().filter_map(|at| link(entry, at)));
    }
    names
}

fn is_of(names: &BTreeSet<String>, format: Format) -> bool {
    let has = |name| names.contains(name);
    match format {
        Format::Doc => has("WordDocument") && !has("Macros"),
        Format::Xls => (has("Workbook") || has("Book")) && !has("_VBA_PROJECT_CUR"),
        Format::Ppt => has("PowerPoint Document"),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An entry of the directory with its siblings and its child.
    fn entry(name: &str, [left, right, child]: [u32; 3]) -> Vec<u8> {
        let mut entry: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let length = entry.len() + 2;
        entry.resize(ENTRY, 0);
        entry[64] = u8::try_from(length).unwrap();
        for (at, link) in [(68, left), (72, right), (76, child)] {
            entry[at..at + 4].copy_from_slice(&link.to_le_bytes());
        }
        entry
    }

    const NO: u32 = u32::MAX;

    /// The root, and below it a chain of these.
    fn directory(names: &[&str]) -> Vec<u8> {
        let mut directory = entry("Root Entry", [NO, NO, 1]);
        for (name, place) in names.iter().zip(1_u32..) {
            let right = if usize::try_from(place).unwrap() < names.len() { place + 1 } else { NO };
            directory.extend(entry(name, [NO, right, NO]));
        }
        directory
    }

    fn formats(directory: &[u8]) -> Vec<Format> {
        Format::ALL.iter().copied().filter(|format| is_of(&top(directory), *format)).collect()
    }

    #[test]
    fn what_it_is_stands_at_its_top() {
        for (names, expected) in [
            (&["WordDocument", "1Table", "\u{5}SummaryInformation"][..], &[Format::Doc][..]),
            (&["\u{5}SummaryInformation", "Workbook"], &[Format::Xls]),
            (&["Book"], &[Format::Xls]),
            (&["Current User", "PowerPoint Document"], &[Format::Ppt]),
            // With macros, a mail, a locked document of today, an installer, nothing.
            (&["WordDocument", "Macros"], &[]),
            (&["Workbook", "_VBA_PROJECT_CUR"], &[]),
            (&["__properties_version1.0", "__nameid_version1.0"], &[]),
            (&["EncryptedPackage", "EncryptionInfo"], &[]),
            (&["\u{4840}\u{3f3f}\u{4577}\u{446c}\u{3b6a}\u{45e4}\u{4824}"], &[]),
            (&[], &[]),
        ] {
            assert_eq!(formats(&directory(names)), expected, "{names:?}");
        }
    }

    #[test]
    fn what_is_embedded_makes_no_document() {
        let mail =
            [entry("Root Entry", [NO, NO, 1]), entry("attached", [NO, NO, 2]), entry("Workbook", [NO; 3])];
        assert_eq!(formats(&mail.concat()), []);
        let beside =
            [entry("Root Entry", [NO, NO, 2]), entry("Workbook", [NO; 3]), entry("Book", [1, NO, NO])];
        assert_eq!(top(&beside.concat()).len(), 2);
    }

    #[test]
    fn a_directory_that_leads_in_circles_or_nowhere_is_read_to_its_end() {
        let circle = [entry("Root Entry", [NO, NO, 1]), entry("a", [1, 0, NO]), entry("b", [NO; 3])];
        assert_eq!(top(&circle.concat()).len(), 2);
        assert!(top(&[]).is_empty());
        assert!(top(&entry("Root Entry", [NO, NO, 7])).is_empty());
    }
}
