//! Texts of office documents: archives of XML, of which the parts with text are unpacked as far as they are read.
//! Formats: ECMA-376 (Office Open XML), ODF 1.3, EPUB 3.3.

use std::borrow::Cow;
use std::io::{BufReader, Read, Seek};

use application::library::Fault;
use domain::library::Format;
use zip::ZipArchive;

use super::markup::{self, Shape, is_enough};
use super::plain::tidy;

/// So much is unpacked of all parts together, in bytes; what comes later is not read.
const UNPACKED_MAX: u64 = 64 * 1024 * 1024;

const WORD: Shape = Shape { inside: &["t"], lines: &["p", "br", "cr"], spaces: &["tab"], skipped: &[] };
/// `rPh` says how Japanese is read aloud.
const SHEETS: Shape = Shape { inside: &["t"], lines: &["si", "is"], spaces: &[], skipped: &["rPh"] };
const OPEN: Shape = Shape {
    inside: &["p", "h"],
    lines: &["p", "h", "line-break"],
    spaces: &["s", "tab"],
    skipped: &["annotation", "tracked-changes"],
};
const BOOK: Shape = Shape {
    inside: &["body"],
    lines: &["p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "td", "th", "dt", "dd", "div", "br"],
    spaces: &["hr", "img"],
    skipped: &["script", "style"],
};

/// The text as far as it can be read; damaged where that is nowhere.
pub fn text(format: Format, document: impl Read + Seek) -> Result<String, Fault> {
    within(UNPACKED_MAX, format, document)
}

fn within(unpacked_max: u64, format: Format, document: impl Read + Seek) -> Result<String, Fault> {
    let mut archive = ZipArchive::new(document).map_err(|_| Fault::Damaged)?;
    let shape = match format {
        Format::Docx | Format::Pptx => &WORD,
        Format::Xlsx => &SHEETS,
        Format::Epub => &BOOK,
        _ => &OPEN,
    };
    // A name that is no text names no part that is read.
    let names: Vec<String> = archive.file_names().flatten().map(Cow::into_owned).collect();
    let parts = parts(format, &names);
    let (mut found, mut left, mut broken) = (String::new(), unpacked_max, parts.is_empty());
    for name in parts {
        let Ok(part) = archive.by_name(name) else {
            broken = true;
            continue;
        };
        let mut part = part.take(left);
        broken |= !markup::read(BufReader::new(&mut part), shape, &mut found);
        left = part.limit();
        found.push('\n');
        if left == 0 || is_enough(&found) {
            break;
        }
    }
    let text = tidy(&found);
    match (text.is_empty(), left, broken) {
        (true, 0, _) => Err(Fault::TooLarge),
        (true, _, true) => Err(Fault::Damaged),
        _ => Ok(text),
    }
}

/// The parts with text, in the order of reading.
fn parts(format: Format, names: &[String]) -> Vec<&str> {
    let mut parts: Vec<(u32, &str)> = names
        .iter()
        .filter_map(|name| {
            let name = name.as_str();
            let place = match format {
                Format::Docx => match name {
                    "word/document.xml" => 0,
                    "word/footnotes.xml" => 1,
                    "word/endnotes.xml" => 2,
                    _ => return None,
                },
                Format::Pptx => numbered(name, "ppt/slides/slide")?,
                Format::Xlsx if name == "xl/sharedStrings.xml" => 0,
                Format::Xlsx => numbered(name, "xl/worksheets/sheet")?.saturating_add(1),
                Format::Epub => {
                    let (_, extension) = name.rsplit_once('.')?;
                    ["xhtml", "html", "htm"]
                        .iter()
                        .position(|known| extension.eq_ignore_ascii_case(known))?;
                    0
                }
                _ if name == "content.xml" => 0,
                _ => return None,
            };
            Some((place, name))
        })
        .collect();
    parts.sort_unstable();
    parts.into_iter().map(|(_, name)| name).collect()
}

/// Slide 10 comes after slide 9.
fn numbered(name: &str, before: &str) -> Option<u32> {
    name.strip_prefix(before)?.strip_suffix(".xml")?.parse().ok()
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    /// A format, the parts of a document in it, and its text.
    type Sample<'a> = (Format, &'a [(&'a str, &'a [u8])], &'a str);

    fn archive(parts: &[(&str, &[u8])]) -> Cursor<Vec<u8>> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in parts {
            writer.start_file(*name, SimpleFileOptions::default()).unwrap();
            writer.write_all(content).unwrap();
        }
        writer.finish().unwrap()
    }

    #[test]
    fn each_format_gives_its_text_in_the_order_of_reading() {
        let samples: [Sample<'_>; 6] = [
            (
                Format::Docx,
                &[
                    ("word/footnotes.xml", b"<w:p><w:t>nota</w:t></w:p>"),
                    ("word/document.xml", "<w:p><w:r><w:t>Pagos </w:t></w:r><w:r><w:t>móviles</w:t></w:r></w:p><w:p><w:delText>no</w:delText><w:t>2</w:t></w:p>".as_bytes()),
                ],
                "Pagos móviles\n2\nnota",
            ),
            (
                Format::Pptx,
                &[
                    ("ppt/slides/slide10.xml", b"<a:p><a:t>ten</a:t></a:p>"),
                    ("ppt/slides/slide9.xml", b"<a:p><a:t>nine</a:t></a:p>"),
                    ("ppt/slides/_rels/slide9.xml.rels", b"<t>no</t>"),
                ],
                "nine\nten",
            ),
            (
                Format::Xlsx,
                &[
                    ("xl/worksheets/sheet1.xml", b"<c t='s'><v>0</v></c><c><is><t>inline</t></is></c>"),
                    ("xl/sharedStrings.xml", b"<si><t>shared</t><rPh><t>no</t></rPh></si>"),
                ],
                "shared\ninline",
            ),
            (
                Format::Odt,
                &[("content.xml", b"<office:body><text:h>Title</text:h><text:p>a<text:s/>b<office:annotation><text:p>no</text:p></office:annotation></text:p></office:body>")],
                "Title\na b",
            ),
            (Format::Ods, &[("content.xml", b"<table:table-cell><text:p>cell</text:p></table:table-cell>")], "cell"),
            (
                Format::Epub,
                &[("OEBPS/c1.xhtml", b"<html><head><title>no</title></head><body><p>one&nbsp;two</p><script>no</script></body></html>")],
                "one two",
            ),
        ];
        for (format, parts, expected) in samples {
            assert_eq!(text(format, archive(parts)).as_deref(), Ok(expected), "{format:?}");
        }
    }

    #[test]
    fn right_to_left_and_characters_of_four_bytes_come_through() {
        let body = "<w:p><w:t>الحماية الاجتماعية 𐍈𝔸 👪</w:t></w:p>";
        let document = archive(&[("word/document.xml", body.as_bytes())]);
        assert_eq!(text(Format::Docx, document).as_deref(), Ok("الحماية الاجتماعية 𐍈𝔸 👪"));
    }

    #[test]
    fn a_bomb_is_read_as_far_as_there_is_room() {
        const ROOM: u64 = 256 * 1024;
        // One text without an end, and elements without one.
        let spaces = [b"<w:p><w:t>".as_slice(), &vec![b' '; 1024 * 1024]].concat();
        let document = archive(&[("word/document.xml", &spaces)]);
        assert!(document.get_ref().len() < 4_000);
        assert_eq!(within(ROOM, Format::Docx, document), Err(Fault::TooLarge));
        let words = "<w:p><w:t>familia</w:t></w:p>".repeat(20_000);
        let found = within(ROOM, Format::Docx, archive(&[("word/document.xml", words.as_bytes())])).unwrap();
        assert!(found.starts_with("familia\nfamilia") && found.len() < 100_000);
    }

    #[test]
    fn what_is_no_document_is_damaged() {
        assert_eq!(text(Format::Docx, Cursor::new(b"%PDF-1.7".to_vec())), Err(Fault::Damaged));
        assert_eq!(text(Format::Docx, Cursor::new(vec![])), Err(Fault::Damaged));
        assert_eq!(text(Format::Odt, archive(&[("other.xml", b"<t/>")])), Err(Fault::Damaged));
        let broken = archive(&[("word/document.xml", b"<w:p><w:t>up to here</w:t></w:p><w:p")]);
        assert_eq!(text(Format::Docx, broken).as_deref(), Ok("up to here"));
        assert_eq!(text(Format::Docx, archive(&[("word/document.xml", b"<w:p")])), Err(Fault::Damaged));
        assert_eq!(text(Format::Docx, archive(&[("word/document.xml", b"<w:p/>")])).as_deref(), Ok(""));
    }
}
