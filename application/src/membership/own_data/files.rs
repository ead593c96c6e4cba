//! The names of documents within the archive: safe on every system, and each different.

use domain::library::file_name;

/// Longest name in bytes; the file systems in use allow 255.
const LONGEST: usize = 200;

/// `files/007-guide.pdf` for the seventh document.
pub fn path(number: usize, given: &str) -> String {
    let plain: String = given
        .chars()
        .filter(|c| !c.is_control())
        .map(|c| if c.is_alphanumeric() || " .-_()[]+,&'/\\".contains(c) { c } else { '-' })
        .collect();
    let name = file_name(&plain).unwrap_or_else(|| "document".to_owned());
    let (stem, extension) = name.rsplit_once('.').unwrap_or((&name, ""));
    let dot = if extension.is_empty() { "" } else { "." };
    let room = LONGEST.saturating_sub(dot.len() + extension.len());
    format!("files/{number:03}-{}{dot}{extension}", shortened(stem, room))
}

fn shortened(text: &str, bytes: usize) -> &str {
    let end = (0..=text.len().min(bytes)).rev().find(|end| text.is_char_boundary(*end));
    text[..end.unwrap_or(0)].trim_end_matches([' ', '.'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_stays_as_it_is_where_it_is_safe() {
        assert_eq!(path(7, "Guía de campo (2ª ed.).pdf"), "files/007-Guía de campo (2ª ed.).pdf");
        assert_eq!(path(1_234, "a.csv"), "files/1234-a.csv");
    }

    #[test]
    fn no_name_leads_out_of_the_folder_or_hides_what_it_is() {
        for (given, safe) in [
            ("../../etc/passwd", "files/001-passwd"),
            (r"C:\Windows\evil.pdf", "files/001-evil.pdf"),
            ("..", "files/001-document"),
            ("", "files/001-document"),
            ("a\u{202e}fdp.exe", "files/001-a-fdp.exe"),
            ("line\nbreak\0.pdf", "files/001-linebreak.pdf"),
            ("CON.txt", "files/001-CON.txt"),
            ("a:b*?.pdf", "files/001-a-b--.pdf"),
        ] {
            assert_eq!(path(1, given), safe, "{given:?}");
        }
    }

    #[test]
    fn a_long_name_is_shortened_and_keeps_its_extension() {
        let long = format!("{}.pdf", "ñ".repeat(119));
        let path = path(1, &long);
        assert!(path.len() <= "files/001-".len() + LONGEST, "{}", path.len());
        assert!(path.ends_with("ñ.pdf"), "{path}");
    }
}
