//! What the process answers: a line of JSON that says what follows, then the text and the pictures, one behind
//! the other. It is read as something that a stranger wrote.

use std::io::{self, BufRead, Read, Write};

use application::library::{Fault, Made, Picture, TEXT_MAX};
use bytes::Bytes;
use domain::library::Rendition;
use serde::{Deserialize, Serialize};

/// No header is longer.
const HEADER_MAX: u64 = 16 * 1024;
/// No answer is longer, in bytes.
pub const ANSWER_MAX: u64 = 256 * 1024 * 1024;
/// No document has more pictures made of it.
const PICTURES_MAX: usize = 8;

#[derive(Serialize, Deserialize)]
struct Header {
    /// In bytes; its absence says that nothing came of the document.
    text: Result<usize, Fault>,
    pictures: Vec<Rendition>,
}

pub fn write(mut to: impl Write, made: Result<Made, Fault>) -> io::Result<()> {
    let (text, pictures, fault) = match made {
        Ok(Made { text, pictures }) => (text, pictures, None),
        Err(fault) => (String::new(), Vec::new(), Some(fault)),
    };
    let header = Header {
        text: fault.map_or(Ok(text.len()), Err),
        pictures: pictures.iter().map(|picture| picture.is.clone()).collect(),
    };
    serde_json::to_writer(&mut to, &header)?;
    to.write_all(b"\n")?;
    to.write_all(text.as_bytes())?;
    for picture in pictures {
        to.write_all(&picture.content)?;
    }
    to.flush()
}

/// What is not as it should be was written by a process that is not to be trusted any more.
pub fn read(from: impl BufRead) -> Result<Made, Fault> {
    parse(from).ok_or(Fault::Crashed)?
}

fn parse(mut from: impl BufRead) -> Option<Result<Made, Fault>> {
    let mut line = Vec::new();
    from.by_ref().take(HEADER_MAX).read_until(b'\n', &mut line).ok()?;
    let Header { text, pictures } = serde_json::from_slice(&line).ok()?;
    let text = match text {
        Ok(text) if text <= TEXT_MAX => text,
        Ok(_) => return None,
        Err(fault) => return Some(Err(fault)),
    };
    let bytes = pictures.iter().try_fold(0_u64, |sum, is| sum.checked_add(is.bytes));
    if pictures.len() > PICTURES_MAX || bytes.is_none_or(|bytes| bytes > ANSWER_MAX) {
        return None;
    }
    let text = String::from_utf8(exactly(&mut from, text)?).ok()?;
    let pictures = pictures.into_iter().map(|is| {
        let known = matches!(is.media_type.as_str(), "image/jpeg" | "image/png");
        let content = exactly(&mut from, usize::try_from(is.bytes).ok()?)?;
        known.then(|| Picture { is, content: Bytes::from(content) })
    });
    Some(Ok(Made { text, pictures: pictures.collect::<Option<_>>()? }))
}

fn exactly(from: &mut impl Read, bytes: usize) -> Option<Vec<u8>> {
    // As it comes: room is made for what is there, not for what was announced.
    let mut read = Vec::new();
    from.take(bytes as u64).read_to_end(&mut read).ok()?;
    (read.len() == bytes).then_some(read)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made() -> Made {
        let content = Bytes::from_static(b"\xff\xd8jpeg");
        let is = Rendition {
            width: 320,
            height: 200,
            media_type: "image/jpeg".into(),
            bytes: 6,
            hash: "0a".into(),
            whole: false,
        };
        Made { text: "familias 𐍈 عائلة".into(), pictures: vec![Picture { is, content }] }
    }

    fn written(made: Result<Made, Fault>) -> Vec<u8> {
        let mut bytes = Vec::new();
        write(&mut bytes, made).unwrap();
        bytes
    }

    #[test]
    fn what_is_written_is_read() {
        assert_eq!(read(&written(Ok(made()))[..]), Ok(made()));
        assert_eq!(read(&written(Err(Fault::TooLarge))[..]), Err(Fault::TooLarge));
    }

    #[test]
    fn what_is_cut_off_or_foreign_is_taken_for_a_crash() {
        let whole = written(Ok(made()));
        for cut in 0..whole.len() {
            assert_eq!(read(&whole[..cut]), Err(Fault::Crashed), "{cut}");
        }
        let page = String::from_utf8_lossy(&whole).replacen("image/jpeg", "text/html!", 1).into_bytes();
        assert_eq!(read(&page[..]), Err(Fault::Crashed));
        let endless = io::BufReader::new(io::repeat(b'{'));
        assert_eq!(read(endless), Err(Fault::Crashed));
        let vast = format!("{{\"text\":{{\"Ok\":{}}},\"pictures\":[]}}\n", usize::MAX);
        assert_eq!(read(vast.as_bytes()), Err(Fault::Crashed));
    }
}
