//! The text within XML, however deep or long that is: no tree is built, no entity of the document's own is known,
//! and reading ends when there is enough.

use std::io::BufRead;

use application::library::TEXT_MAX;
use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::Event;

/// Elements by their names without prefixes.
pub struct Shape {
    /// Text stands in these.
    pub inside: &'static [&'static str],
    /// A line ends with these.
    pub lines: &'static [&'static str],
    /// These stand for a space.
    pub spaces: &'static [&'static str],
    /// Nothing in these is read.
    pub skipped: &'static [&'static str],
}

/// Adds the text to what was `found` before; false where the XML breaks off.
pub fn read(xml: impl BufRead, shape: &Shape, found: &mut String) -> bool {
    let mut reader = Reader::from_reader(xml);
    reader.config_mut().check_end_names = false;
    reader.config_mut().allow_unmatched_ends = true;
    let (mut inside, mut skipped) = (0_u32, 0_u32);
    let mut buffer = Vec::new();
    let is = |names: &[&str], name: &[u8]| names.iter().any(|known| known.as_bytes() == name);
    while !is_enough(found) {
        buffer.clear();
        let Ok(event) = reader.read_event_into(&mut buffer) else { return false };
        let within = inside > 0 && skipped == 0;
        match event {
            Event::Start(element) => {
                let name = element.local_name();
                inside = inside.saturating_add(is(shape.inside, name.as_ref()).into());
                skipped = skipped.saturating_add(is(shape.skipped, name.as_ref()).into());
            }
            Event::End(element) => {
                let name = element.local_name();
                inside = inside.saturating_sub(is(shape.inside, name.as_ref()).into());
                skipped = skipped.saturating_sub(is(shape.skipped, name.as_ref()).into());
                if is(shape.lines, name.as_ref()) {
                    found.push('\n');
                }
            }
            Event::Empty(element) => {
                let name = element.local_name();
                if is(shape.spaces, name.as_ref()) {
                    found.push(' ');
                } else if is(shape.lines, name.as_ref()) {
                    found.push('\n');
                }
            }
            Event::Text(text) if within => found.push_str(&String::from_utf8_lossy(&text)),
            Event::CData(text) if within => found.push_str(&String::from_utf8_lossy(&text)),
            Event::GeneralRef(entity) if within => match entity.resolve_char_ref() {
                Ok(Some(character)) => found.push(character),
                Ok(None) => {
                    let known = entity.decode().ok().and_then(|name| resolve_predefined_entity(&name));
                    // Those of XHTML are marks and spaces for the most part.
                    found.push_str(known.unwrap_or(" "));
                }
                Err(_) => {}
            },
            Event::Eof => return true,
            _ => {}
        }
    }
    true
}

/// More would not be kept.
pub const fn is_enough(found: &str) -> bool {
    found.len() > 2 * TEXT_MAX
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHAPE: Shape = Shape { inside: &["t"], lines: &["p", "br"], spaces: &["tab"], skipped: &["del"] };

    fn text(xml: &str) -> (String, bool) {
        let mut found = String::new();
        let whole = read(xml.as_bytes(), &SHAPE, &mut found);
        (found, whole)
    }

    #[test]
    fn text_is_found_in_its_elements_alone() {
        let (found, whole) = text(
            "<w:d xmlns:w='x'><w:p>no<w:t>sí</w:t><w:tab/><w:t>a&amp;b&#241;&nbsp;<![CDATA[<c>]]></w:t></w:p>\
             <w:p><del><t>gone</t></del><t>العائلة 𐍈</t><br/><t>end</t></w:p></w:d>",
        );
        assert_eq!((found.as_str(), whole), ("sí a&bñ <c>\nالعائلة 𐍈\nend\n", true));
    }

    #[test]
    fn what_breaks_off_is_read_up_to_there() {
        assert_eq!(text("<p><t>one</t></p><p><t>two<"), ("one\ntwo".into(), false));
        assert_eq!(text("</t></t></del><t>text</t>").0, "text");
        assert_eq!(text("\0\u{1}"), (String::new(), true));
    }

    #[test]
    fn entities_of_the_document_itself_stand_for_nothing() {
        let mut bomb = "<!DOCTYPE t [<!ENTITY a0 \"ha\">".to_owned();
        for n in 1..30 {
            let before = n - 1;
            bomb.extend(["<!ENTITY a", &n.to_string(), " \"", &format!("&a{before};").repeat(2), "\">"]);
        }
        bomb.push_str("<!ENTITY file SYSTEM \"file:///etc/passwd\">]><t>x&a29;y&file;z</t>");
        assert_eq!(text(&bomb).0, "x y z");
    }

    #[test]
    fn reading_ends_when_there_is_enough() {
        let endless = format!("<t>{}", "<p>familia</p>".repeat(TEXT_MAX));
        let (found, _) = text(&endless);
        assert!(is_enough(&found) && found.len() < 2 * TEXT_MAX + 10);
    }
}
