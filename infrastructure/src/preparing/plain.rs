//! Plain texts, and what every text goes through before it is kept.

use std::io::Read;

use application::library::{Fault, TEXT_MAX};
use domain::text::is_shown;
use encoding_rs::{UTF_8, WINDOWS_1252};

/// UTF-8, or else what Windows writes in the Americas.
pub fn text(document: impl Read) -> Result<String, Fault> {
    let mut bytes = Vec::new();
    document.take(2 * TEXT_MAX as u64).read_to_end(&mut bytes).map_err(|_| Fault::Damaged)?;
    let (decoded, _, broken) = UTF_8.decode(&bytes);
    // Reading may have stopped within a character.
    let broken = broken && std::str::from_utf8(&bytes).is_err_and(|error| error.error_len().is_some());
    Ok(tidy(&if broken { WINDOWS_1252.decode(&bytes).0 } else { decoded }))
}

/// Without characters that nobody sees, with one space between words and one end between lines, and cut to
/// [`TEXT_MAX`].
pub fn tidy(text: &str) -> String {
    let mut tidied = String::with_capacity(text.len().min(TEXT_MAX));
    for line in text.split(['\n', '\r', '\u{c}', '\u{2028}', '\u{2029}']) {
        let mut begun = false;
        for word in line.split_whitespace() {
            let before = tidied.len();
            match (begun, tidied.is_empty()) {
                (true, _) => tidied.push(' '),
                (false, false) => tidied.push('\n'),
                (false, true) => {}
            }
            let start = tidied.len();
            tidied.extend(word.chars().filter(|c| is_shown(*c) && !is_unseen(*c)));
            if tidied.len() == start {
                tidied.truncate(before);
                continue;
            }
            begun = true;
            if tidied.len() > TEXT_MAX {
                tidied.truncate(tidied.floor_char_boundary(TEXT_MAX));
                return tidied;
            }
        }
    }
    tidied
}

/// Soft hyphens stand within words; the others say nothing to anybody.
const fn is_unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}' | '\u{feff}' | '\u{fffd}' | '\u{fff9}'..='\u{fffb}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_read_in_the_encodings_of_the_americas() {
        assert_eq!(text(&b"a\xc3\xb1o\r\npa\xc3\xads"[..]).unwrap(), "año\npaís");
        assert_eq!(text(&b"\xef\xbb\xbfa\xc3\xb1o"[..]).unwrap(), "año");
        assert_eq!(text(&b"a\xf1o \x80 5"[..]).unwrap(), "año € 5");
        assert_eq!(text(&b""[..]).unwrap(), "");
    }

    #[test]
    fn a_text_is_tidied_and_cut_between_characters() {
        assert_eq!(tidy(" \u{202e} uno\t dos \u{0}\n\n\u{c}  fa\u{ad}milia \n"), "uno dos\nfamilia");
        assert_eq!(tidy("العائلة 𝔘𝔫𝔦 👩‍👩‍👧"), "العائلة 𝔘𝔫𝔦 👩‍👩‍👧");
        let long = tidy(&"𐍈".repeat(TEXT_MAX));
        assert!(long.len() <= TEXT_MAX && long.len() > TEXT_MAX - 4);
    }

    #[test]
    fn a_text_that_is_cut_within_a_character_stays_utf_8() {
        let long = "ñ".repeat(TEXT_MAX + 5);
        let shifted = [b"x", long.as_bytes()].concat();
        assert!(text(&shifted[..]).unwrap().starts_with("xññ"));
    }
}
