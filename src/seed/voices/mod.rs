//! What members write, in the four languages of the portal. Each language has texts of its own:
//! they are written there, not translated from another.

mod en;
mod es;
mod fr;
mod pt;

use domain::library::Kind;
use domain::{Language, Theme};

/// Everything that is written in one language. In braces stand `{p}` a programme's name, `{s}` its
/// abbreviation, `{c}` its country, `{g}` its agency, `{y}` a year, `{a}` an aspect of the work,
/// `{h}` the writer's own country. No article stands before a brace, so that all fit.
pub struct Voice {
    /// An aspect of the work with the theme it belongs to, as it stands within a sentence.
    pub aspects: &'static [(Theme, &'static str)],
    /// In the order of [`Kind::ALL`].
    pub kinds: [Texts; 8],
    /// Titles about another country's programme.
    pub abroad: &'static [&'static str],
    pub abroad_openings: &'static [&'static str],
    pub middles: &'static [&'static str],
    pub closings: &'static [&'static str],
    /// Posts of women and of men.
    pub posts: &'static [(&'static str, &'static str)],
    pub biographies: &'static [&'static str],
    pub biography_endings: &'static [&'static str],
    pub notes: &'static [&'static str],
    pub reasons: &'static [&'static str],
    /// Added to a summary when it is edited.
    pub additions: &'static [&'static str],
}

/// Titles and first sentences of one kind of resource.
pub struct Texts {
    pub titles: &'static [&'static str],
    pub openings: &'static [&'static str],
}

impl Voice {
    pub fn of(language: Language) -> &'static Self {
        match language {
            Language::En => &en::VOICE,
            Language::Es => &es::VOICE,
            Language::Pt => &pt::VOICE,
            Language::Fr => &fr::VOICE,
        }
    }

    pub fn kind(&self, kind: Kind) -> &Texts {
        &self.kinds[Kind::ALL.iter().position(|known| *known == kind).unwrap_or(0)]
    }
}

/// The text with its braces filled, its first letter a capital.
pub fn fill(template: &str, values: &[(char, &str)]) -> String {
    let mut text = String::with_capacity(template.len() + 64);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        let brace = after.chars().next();
        if let Some((_, value)) = values.iter().find(|(name, _)| Some(*name) == brace) {
            text.push_str(value);
        }
        rest = after.split_once('}').map_or("", |(_, rest)| rest);
    }
    text.push_str(rest);
    capitalised(text)
}

fn capitalised(text: String) -> String {
    match text.chars().next() {
        Some(first) if first.is_lowercase() => first.to_uppercase().chain(text.chars().skip(1)).collect(),
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn braces_are_filled_and_the_first_letter_is_a_capital() {
        assert_eq!(
            fill("{a}: {p} ({y})", &[('a', "élargir"), ('p', "TMC"), ('y', "2020")]),
            "Élargir: TMC (2020)"
        );
    }

    #[test]
    fn every_language_speaks_of_the_same_and_fills_only_known_braces() {
        for language in Language::ALL {
            let voice = Voice::of(language);
            assert_eq!(voice.aspects.len(), Voice::of(Language::En).aspects.len());
            for (one, other) in voice.aspects.iter().zip(Voice::of(Language::En).aspects) {
                assert_eq!(one.0, other.0, "{language}");
            }
            let lists =
                [voice.abroad, voice.abroad_openings, voice.middles, voice.closings, voice.biographies];
            let more = [voice.biography_endings, voice.notes, voice.reasons, voice.additions];
            let kinds = voice.kinds.iter().flat_map(|texts| [texts.titles, texts.openings]);
            for list in kinds.chain(lists).chain(more) {
                assert!(!list.is_empty());
                for template in list {
                    let braces = template.split('{').skip(1).map(|rest| &rest[..2]);
                    assert!(
                        braces
                            .clone()
                            .all(|brace| ["p}", "s}", "c}", "g}", "y}", "a}", "h}"].contains(&brace)),
                        "{template}"
                    );
                }
            }
        }
    }
}
