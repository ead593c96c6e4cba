//! Tells by its content whether a document is what its name says, while it passes.

use domain::library::Format;

use super::{UploadError, compound};

/// Bytes at the beginning by which formats are told apart.
const HEAD: usize = 8_192;
/// Where the first entry of a zip archive has its name, and behind it its content.
const ENTRY_NAME: usize = 30;
const MIMETYPE: &[u8] = b"mimetype";

/// Looks at each chunk of a document once.
pub struct Inspection {
    format: Format,
    head: Vec<u8>,
    judged: bool,
}

impl Inspection {
    pub const fn of(format: Format) -> Self {
        Self { format, head: Vec::new(), judged: false }
    }

    /// Refuses as soon as it is plain that the content is something else.
    pub fn look(&mut self, chunk: &[u8]) -> Result<(), UploadError> {
        if is_text(self.format) && chunk.iter().any(|byte| is_binary(*byte)) {
            return Err(UploadError::Mismatch);
        }
        if !self.judged {
            let missing = HEAD - self.head.len();
            self.head.extend_from_slice(&chunk[..missing.min(chunk.len())]);
            if self.head.len() == HEAD {
                self.judge()?;
            }
        }
        Ok(())
    }

    /// After the last chunk.
    pub fn end(mut self) -> Result<(), UploadError> {
        if self.head.is_empty() {
            Err(UploadError::Empty)
        } else if self.judged {
            Ok(())
        } else {
            self.judge()
        }
    }

    fn judge(&mut self) -> Result<(), UploadError> {
        self.judged = true;
        if begins_as(&self.head, self.format) { Ok(()) } else { Err(UploadError::Mismatch) }
    }
}

fn begins_as(head: &[u8], format: Format) -> bool {
    let known = || infer::get(head).map(|found| found.mime_type());
    match format {
        Format::Pdf
        | Format::Png
        | Format::Jpeg
        | Format::Webp
        | Format::Gif
        | Format::Webm
        | Format::Mov
        | Format::Mp3 => known() == Some(format.media_type()),
        // The same formats under the names that the library has for them.
        Format::Mp4 => matches!(known(), Some("video/mp4" | "video/x-m4v")),
        Format::M4a => matches!(known(), Some("audio/m4a" | "video/mp4")),
        Format::Ogg => matches!(known(), Some("audio/ogg" | "audio/opus")),
        Format::Wav => known() == Some("audio/x-wav"),
        Format::Csv | Format::Txt => known().is_none(),
        // What is in the archive is seen once all of it is there.
        Format::Docx | Format::Xlsx | Format::Pptx => head.starts_with(b"PK\x03\x04"),
        Format::Doc | Format::Xls | Format::Ppt => head.starts_with(compound::MAGIC),
        // The first entry says it, not compressed (OpenDocument 1.3 part 2, 3.3; EPUB OCF 3.3, 4.3).
        Format::Odt | Format::Ods | Format::Odp | Format::Epub => head
            .strip_prefix(b"PK\x03\x04")
            .and_then(|rest| {
                rest.get(ENTRY_NAME - 4..)?
                    .strip_prefix(MIMETYPE)?
                    .strip_prefix(format.media_type().as_bytes())
            })
            .is_some_and(|rest| rest.starts_with(b"PK")),
    }
}

const fn is_text(format: Format) -> bool {
    matches!(format, Format::Csv | Format::Txt)
}

/// In no text, whether UTF-8 or one of the older encodings of eight bits.
const fn is_binary(byte: u8) -> bool {
    byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0c)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PDF: &[u8] = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n";
    const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";
    const JPEG: &[u8] = b"\xff\xd8\xff\xe0\0\x10JFIF\0";
    const WEBP: &[u8] = b"RIFF\x24\0\0\0WEBPVP8 ";
    const ZIP: &[u8] = b"PK\x03\x04\x14\0\0\0\0\0\0\0\0\0";
    const MP4: &[u8] = b"\0\0\0\x20ftypisom\0\0\x02\0isomiso2avc1mp41";
    const M4A: &[u8] = b"\0\0\0\x20ftypM4A \0\0\x02\0M4A isomiso2\0\0\0\0";
    const QUICKTIME: &[u8] = b"\0\0\0\x14ftypqt  \0\0\0\0qt  ";
    const MP3: &[u8] = b"ID3\x04\0\0\0\0\0\x23TSSE";
    const GIF: &[u8] = b"GIF89a\x01\0\x01\0\x80\0\0";
    const COMPOUND: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0\0\0\0\0\0\0";
    const OGG: &[u8] = b"OggS\0\x02\0\0\0\0\0\0\0\0";
    const WAV: &[u8] = b"RIFF\x24\0\0\0WAVEfmt ";
    const HTML: &[u8] = b"<!DOCTYPE html><script>alert(1)</script>";
    const PROGRAM: &[u8] = b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff\0\0";
    const CSV: &[u8] = "país,año\r\nBrasil,2024\r\n".as_bytes();
    const LATIN: &[u8] = b"pa\xeds;a\xf1o\n";

    fn open_document(media_type: &str) -> Vec<u8> {
        let mut head = b"PK\x03\x04".to_vec();
        head.resize(ENTRY_NAME, 0);
        head.extend_from_slice(MIMETYPE);
        head.extend_from_slice(media_type.as_bytes());
        head.extend_from_slice(b"PK\x03\x04");
        head
    }

    /// The head of a Matroska file with the type of document.
    fn matroska(doctype: &str) -> Vec<u8> {
        let mut head = b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82".to_vec();
        head.push(0x80 | u8::try_from(doctype.len()).unwrap());
        head.extend_from_slice(doctype.as_bytes());
        head.resize(300, 0);
        head
    }

    /// As one piece, and byte by byte.
    fn accepted(content: &[u8], format: Format) -> bool {
        let outcome = |pieces: Vec<&[u8]>| {
            let mut inspection = Inspection::of(format);
            pieces.into_iter().try_for_each(|piece| inspection.look(piece)).and_then(|()| inspection.end())
        };
        let whole = outcome(vec![content]).is_ok();
        assert_eq!(outcome(content.chunks(1).collect()).is_ok(), whole, "{format:?}");
        whole
    }

    #[test]
    fn each_format_is_accepted_under_its_own_name_only() {
        let odt = open_document(Format::Odt.media_type());
        let epub = open_document(Format::Epub.media_type());
        let (webm, mkv) = (matroska("webm"), matroska("matroska"));
        let samples: [(&[u8], &[Format]); 22] = [
            (PDF, &[Format::Pdf]),
            (PNG, &[Format::Png]),
            (JPEG, &[Format::Jpeg]),
            (WEBP, &[Format::Webp]),
            // Which of them it is stands in its directory.
            (ZIP, &[Format::Docx, Format::Xlsx, Format::Pptx]),
            (&odt, &[Format::Odt, Format::Docx, Format::Xlsx, Format::Pptx]),
            (&epub, &[Format::Epub, Format::Docx, Format::Xlsx, Format::Pptx]),
            // Sound alone is often in a file that says no more than that it is MPEG-4.
            (MP4, &[Format::Mp4, Format::M4a]),
            (M4A, &[Format::M4a]),
            (QUICKTIME, &[Format::Mov]),
            (GIF, &[Format::Gif]),
            // Which of them it is stands in its directory.
            (COMPOUND, &[Format::Doc, Format::Xls, Format::Ppt]),
            (&webm, &[Format::Webm]),
            (&mkv, &[]),
            (MP3, &[Format::Mp3]),
            (OGG, &[Format::Ogg]),
            (WAV, &[Format::Wav]),
            (HTML, &[]),
            (PROGRAM, &[]),
            (CSV, &[Format::Csv, Format::Txt]),
            (LATIN, &[Format::Csv, Format::Txt]),
            (b"#!/bin/sh\nrm -rf /\n", &[]),
        ];
        for (content, formats) in samples {
            for format in Format::ALL {
                assert_eq!(accepted(content, *format), formats.contains(format), "{format:?} {content:?}");
            }
        }
    }

    #[test]
    fn an_open_document_of_another_kind_is_refused() {
        let template = open_document("application/vnd.oasis.opendocument.text-template");
        assert!(!accepted(&template, Format::Odt));
    }

    #[test]
    fn text_is_text_to_its_end() {
        let mut long = b"word ".repeat(HEAD);
        assert!(accepted(&long, Format::Txt));
        long.push(0);
        assert!(!accepted(&long, Format::Txt));
    }

    #[test]
    fn a_wrong_beginning_is_refused_before_the_rest_has_come() {
        let mut inspection = Inspection::of(Format::Pdf);
        assert!(inspection.look(&[b'x'; HEAD - 1]).is_ok());
        assert!(matches!(inspection.look(b"x"), Err(UploadError::Mismatch)));
    }

    #[test]
    fn nothing_is_no_document() {
        for format in Format::ALL {
            assert!(matches!(Inspection::of(*format).end(), Err(UploadError::Empty)));
        }
    }
}
