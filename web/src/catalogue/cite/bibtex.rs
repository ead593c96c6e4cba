//! An entry for `BibTeX` and its successors, in UTF-8 as they read it today.

use std::fmt::Write;

use domain::Language;
use domain::library::Kind;
use projections::library::RecordKind;

use crate::catalogue;
use crate::catalogue::record::{Name, Record};
use crate::visit::Visit;

/// Without a year there is no field of it: styles then say so in the language of their document.
pub fn entry(visit: &Visit, record: &Record<'_>) -> String {
    let report = matches!(record.kind, RecordKind::Resource(Kind::Report | Kind::Evaluation))
        && record.institution.is_some();
    let mut fields = Vec::new();
    let mut field = |name: &'static str, value: Option<String>| {
        fields.extend(value.filter(|value| !value.is_empty()).map(|value| (name, value)));
    };
    let names: Vec<String> = record.names.iter().map(name).collect();
    let themes = visit.theme_names(record.themes);
    field("author", Some(names.join(" and ")));
    // Braces of its own: styles must not change capitals, which mean other things in other languages.
    field("title", Some(format!("{{{}}}", escaped(record.title))));
    if report {
        field("type", Some(escaped(catalogue::kind(visit.language, record.kind))));
        field("institution", record.institution.map(escaped));
    } else {
        field("publisher", record.publisher().map(escaped));
        field("howpublished", Some(escaped(visit.text("library-cite-portal"))));
    }
    field("year", record.issued.map(|issued| issued.year().to_string()));
    field("version", record.version.as_ref().map(|version| version.number.to_string()));
    field("url", Some(record.address.clone()));
    field("langid", Some(hyphenation(record.language).to_owned()));
    field("keywords", Some(escaped(&themes.join(", "))));

    let kind = if report { "techreport" } else { "misc" };
    let mut entry = format!("@{kind}{{iaspn-{},\n", record.short);
    for (name, value) in fields {
        writeln!(entry, "  {name} = {{{value}}},").expect("a text takes everything");
    }
    entry.push_str("}\n");
    entry
}

/// A body stands in braces, so that nothing in its name is taken for a first name or for another author.
fn name(name: &Name) -> String {
    match name {
        Name::Person { family, given } => format!("{}, {}", escaped(family), escaped(given)),
        Name::Whole(name) => format!("{{{}}}", escaped(name)),
    }
}

/// As TeX shows it letter by letter. Braces are named, since the parser counts even escaped ones.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len() + 8);
    let mut before = ' ';
    for c in text.chars() {
        // Two of these would run together to another sign.
        if matches!(
            (before, c),
            ('-', '-') | ('\'', '\'') | (',', ',') | ('<', '<') | ('>', '>') | ('`' | '?' | '!', '`')
        ) {
            safe.push_str("{}");
        }
        match c {
            '\\' => safe.push_str("\\textbackslash{}"),
            '{' => safe.push_str("\\textbraceleft{}"),
            '}' => safe.push_str("\\textbraceright{}"),
            '~' => safe.push_str("\\textasciitilde{}"),
            '^' => safe.push_str("\\textasciicircum{}"),
            '#' | '$' | '%' | '&' | '_' => safe.extend(['\\', c]),
            c if c.is_whitespace() => safe.push(' '),
            c => safe.push(c),
        }
        before = c;
    }
    safe
}

/// The language by its name in `babel`.
const fn hyphenation(language: Language) -> &'static str {
    match language {
        Language::En => "english",
        Language::Es => "spanish",
        Language::Pt => "portuguese",
        Language::Fr => "french",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::record::testing::{highlight, record, second_version};
    use crate::testing::visit;

    #[test]
    fn a_report_has_its_institution_and_anything_else_where_it_was_published() {
        let of = record("Registro social", "Díaz, Ana; OIT");
        assert_eq!(
            entry(&visit(Language::Es), &of),
            "@techreport{iaspn-4x2m0c9k1a,\n  author = {Díaz, Ana and {OIT}},\n  title = {{Registro social}},\n  \
             type = {Informe},\n  institution = {Ministerio de Desarrollo e Inclusión Social},\n  year = {2023},\n  \
             url = {https://portal.example/r/4x2m0c9k1a},\n  langid = {spanish},\n  \
             keywords = {Transferencias monetarias},\n}\n"
        );
        let data = Record { kind: RecordKind::Resource(Kind::Dataset), issued: None, ..of };
        let other = entry(&visit(Language::En), &data);
        assert!(other.starts_with("@misc{") && !other.contains("year"), "{other}");
        assert!(other.contains("  howpublished = {Knowledge Portal of"), "{other}");
        let told = entry(&visit(Language::En), &highlight("Centros", "Ana Díaz"));
        assert!(told.starts_with("@misc{iaspn-4x2m0c9k1a,\n  author = {{Ana Díaz}},"), "{told}");
        assert!(told.contains("  year = {2026},") && !told.contains("version"), "{told}");
        let version = entry(&visit(Language::En), &second_version("Guía"));
        assert!(version.contains("  version = {2},\n  url = {https://portal.example/r/4x2m0c9k1a/2},"));
    }

    #[test]
    fn signs_of_tex_are_named() {
        assert_eq!(
            escaped(r"50% & {a}_b \ #1 $x$ ~ ^ «𠮷» العربية"),
            r"50\% \& \textbraceleft{}a\textbraceright{}\_b \textbackslash{} \#1 \$x\$ \textasciitilde{} \textasciicircum{} «𠮷» العربية"
        );
        assert_eq!(escaped("a--b ''c'' ?`"), "a-{}-b '{}'c'{}' ?{}`");
        let braces = escaped("}}@{{").chars().fold(0_i32, |depth, c| match c {
            '{' => depth + 1,
            '}' => depth - 1,
            _ => depth,
        });
        assert_eq!(braces, 0);
    }
}
