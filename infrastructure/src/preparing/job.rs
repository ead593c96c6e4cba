//! The process that takes one document apart: bounds itself first, then reads what it was given, answers and ends.

use std::fs::File;
use std::io::{self, BufWriter, Read};
use std::os::fd::AsFd;

use application::library::{Fault, Made, Picture};
use application::pictures::PictureError;
use domain::library::{Format, Rendition};
use rustix::process::{Resource, Rlimit, nice, setrlimit};
use sha2::{Digest, Sha256};

use super::{Limits, answer, office, pdf, plain};
use crate::pictures::encoding::{Reduced, renditions};

/// More than cameras and telephones take.
const PIXELS_MAX: u64 = 100_000_000;
/// In pixels: for a card, a column, a wide screen.
pub(super) const WIDTHS: [u32; 3] = [320, 800, 1_600];
/// Pages come after everything else on the machine.
const NICENESS: i32 = 5;

/// Takes the document at the standard input apart and writes to the standard output what was made of it.
pub fn work(format: Format, limits: &Limits) -> io::Result<()> {
    bound(limits)?;
    let document = File::from(io::stdin().as_fd().try_clone_to_owned()?);
    let answer = File::from(io::stdout().as_fd().try_clone_to_owned()?);
    answer::write(BufWriter::new(answer), make(format, document))
}

/// Processes that this one starts are bound as well.
fn bound(limits: &Limits) -> io::Result<()> {
    for (resource, most) in [
        (Resource::Cpu, limits.seconds),
        (Resource::As, limits.memory),
        (Resource::Fsize, limits.room),
        (Resource::Core, 0),
    ] {
        // Past the first the process is told so, past the second it ends.
        let hard = most + u64::from(matches!(resource, Resource::Cpu));
        setrlimit(resource, Rlimit { current: Some(most), maximum: Some(hard) })?;
    }
    nice(NICENESS)?;
    Ok(())
}

fn make(format: Format, mut document: File) -> Result<Made, Fault> {
    match format {
        Format::Pdf => {
            let text = pdf::text(&mut document)?;
            // A text without a picture is worth keeping.
            let page =
                pdf::first_page(&mut document).and_then(|page| pictures(&page, false)).unwrap_or_default();
            Ok(Made { text, pictures: page })
        }
        Format::Png | Format::Jpeg | Format::Webp | Format::Gif => {
            let mut sent = Vec::new();
            document.read_to_end(&mut sent).map_err(|_| Fault::Damaged)?;
            Ok(Made { text: String::new(), pictures: pictures(&sent, true)? })
        }
        Format::Csv | Format::Txt => Ok(Made { text: plain::text(document)?, pictures: vec![] }),
        _ => Ok(Made { text: office::text(format, document)?, pictures: vec![] }),
    }
}

/// `whole` where all that it shows may be given to readers in its own size.
fn pictures(sent: &[u8], whole: bool) -> Result<Vec<Picture>, Fault> {
    let all = renditions(sent, PIXELS_MAX, &WIDTHS).map_err(|error| match error {
        PictureError::TooManyPixels => Fault::TooLarge,
        _ => Fault::Damaged,
    })?;
    let mut pictures: Vec<Picture> = all.into_iter().map(|one| picture(one, false)).collect();
    if let Some(largest) = pictures.first_mut() {
        largest.is.whole = whole;
    }
    pictures.reverse();
    Ok(pictures)
}

fn picture(Reduced { media_type, width, height, content }: Reduced, whole: bool) -> Picture {
    let hash =
        Sha256::digest(&content)[..8].iter().fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"));
    let bytes = content.len() as u64;
    let is = Rendition { width, height, media_type: media_type.to_owned(), bytes, hash, whole };
    Picture { is, content: content.into() }
}

#[cfg(test)]
mod tests {
    use std::io::{Seek, Write};

    use super::*;
    use crate::pictures::encoding::tests::{bomb, jpeg, with_metadata};

    fn made(format: Format, content: &[u8]) -> Result<Made, Fault> {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(content).unwrap();
        file.rewind().unwrap();
        make(format, file)
    }

    #[test]
    fn a_photograph_loses_what_its_camera_wrote_down() {
        let made = made(Format::Jpeg, &with_metadata(&jpeg(64, 400))).unwrap();
        let sizes: Vec<_> = made.pictures.iter().map(|one| (one.is.width, one.is.whole)).collect();
        assert_eq!((made.text.as_str(), sizes), ("", vec![(320, false), (400, true)]));
        for Picture { is, content } in &made.pictures {
            assert!(!content.windows(4).any(|bytes| bytes == b"GPS:" || bytes == b"Exif"));
            assert_eq!((is.bytes, is.hash.len()), (content.len() as u64, 16));
        }
    }

    #[test]
    fn a_bomb_and_what_is_no_picture_are_told_apart() {
        assert_eq!(made(Format::Png, &bomb(30_000)), Err(Fault::TooLarge));
        assert_eq!(made(Format::Png, b"<svg onload='alert(1)'/>"), Err(Fault::Damaged));
        assert_eq!(made(Format::Webp, b""), Err(Fault::Damaged));
    }
}
