//! Texts as members type them: trimmed, without control characters, within a limit.

/// Why a text was not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    #[error("this must not be empty")]
    Empty,
    #[error("this is longer than {0} characters")]
    TooLong(usize),
}

/// One line: trimmed, inner white space folded but for spaces that hold words together (as before a French colon),
/// control and direction characters dropped.
pub fn line(text: &str, max: usize) -> Result<String, TextError> {
    let holds = |c| matches!(c, '\u{a0}' | '\u{202f}');
    let shown: String = text.chars().filter(|c| c.is_whitespace() || is_shown(*c)).collect();
    let words = shown.trim().split(|c: char| c.is_whitespace() && !holds(c)).filter(|word| !word.is_empty());
    bounded(words.collect::<Vec<_>>().join(" "), max)
}

/// Several lines: trimmed, line ends as `\n`, other control and direction characters dropped.
pub fn block(text: &str, max: usize) -> Result<String, TextError> {
    let unix = text.replace("\r\n", "\n");
    let shown: String = unix.chars().filter(|c| matches!(c, '\n' | '\t') || is_shown(*c)).collect();
    bounded(shown.trim().to_owned(), max)
}

/// Control characters are not, nor those that turn the direction of the text around them
/// (<https://www.unicode.org/reports/tr9/>, 2.1-2.5): they would disguise what follows. Nor are noncharacters, two of
/// which no XML can hold.
pub fn is_shown(c: char) -> bool {
    let is_noncharacter = matches!(c, '\u{fdd0}'..='\u{fdef}') || u32::from(c) & 0xfffe == 0xfffe;
    !c.is_control() && !is_noncharacter && !matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Empty becomes none.
pub fn optional(text: Result<String, TextError>) -> Result<Option<String>, TextError> {
    match text {
        Ok(text) => Ok(Some(text)),
        Err(TextError::Empty) => Ok(None),
        Err(error) => Err(error),
    }
}

fn bounded(text: String, max: usize) -> Result<String, TextError> {
    if text.is_empty() {
        Err(TextError::Empty)
    } else if text.chars().count() > max {
        Err(TextError::TooLong(max))
    } else {
        Ok(text)
    }
}

/// A full `http` or `https` address with a host, without credentials or white space.
pub fn is_web_address(text: &str, max: usize) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let host = rest.and_then(|rest| rest.split(['/', '?', '#']).next()).unwrap_or_default();
    !host.is_empty()
        && !host.contains('@')
        && text.chars().count() <= max
        && !text.chars().any(|c| c.is_whitespace() || !is_shown(c))
}

/// How many words a reader counts; marks that stand alone, as in lists, are none.
pub fn words(text: &str) -> usize {
    text.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).count()
}

/// Lower case without accents, words separated by one space: what searches and slugs compare.
pub fn folded(text: &str) -> String {
    let plain = deunicode::deunicode(text).to_lowercase();
    plain
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// The folded words of a title for an address, at most 60 characters.
pub fn slug(text: &str) -> String {
    let mut slug = String::new();
    for word in folded(text).split(' ') {
        if slug.len() + word.len() > 60 {
            break;
        }
        if !slug.is_empty() {
            slug.push('-');
        }
        slug.push_str(word);
    }
    slug
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_folded_and_bounded() {
        assert_eq!(line("  Ana \t María\u{7}\n ", 20), Ok("Ana María".into()));
        assert_eq!(line(" \n", 20), Err(TextError::Empty));
        assert_eq!(
            line("\u{a0} Registre\u{a0}: 1\u{202f}000  foyers \u{a0}", 40),
            Ok("Registre\u{a0}: 1\u{202f}000 foyers".into())
        );
        assert_eq!(line("áéíóú", 4), Err(TextError::TooLong(4)));
    }

    #[test]
    fn what_is_dropped_leaves_no_space_behind() {
        assert_eq!(line("\u{7} Ana \u{7} María \u{202e}", 20), Ok("Ana María".into()));
        assert_eq!(block("\u{7} one\r\n\ttwo\u{7} \n", 20), Ok("one\n\ttwo".into()));
        assert_eq!(block("\u{7} \u{2066}", 20), Err(TextError::Empty));
        assert_eq!(line("\u{fdd0}\u{ffff}\u{10fffe} Ana \u{fffd}🎉", 20), Ok("Ana \u{fffd}🎉".into()));
    }

    #[test]
    fn a_web_address_is_whole_and_plain() {
        assert!(is_web_address("https://www.oas.org/en/?x=1", 100));
        for bad in
            ["www.oas.org", "javascript:alert(1)", "https://", "https:///x", "http://a@b.org", "http://a b"]
        {
            assert!(!is_web_address(bad, 100), "{bad}");
        }
        assert!(!is_web_address("https://www.oas.org", 10));
    }

    #[test]
    fn marks_are_no_words() {
        assert_eq!(words("- first thing\n- *second* — 3rd"), 4);
    }

    #[test]
    fn slugs_are_plain() {
        assert_eq!(slug("Asignación Universal por Hijo (AUH)"), "asignacion-universal-por-hijo-auh");
    }
}
