//! A reference in the manner of the American Psychological Association (Publication Manual, 7th edition).

use domain::library::Kind;
use maud::{Markup, html};
use projections::library::RecordKind;

use crate::catalogue;
use crate::catalogue::record::{Name, Record};
use crate::visit::Visit;

/// From so many authors on only the first ones and the last are named.
const NAMED: usize = 20;

/// Authors, year, title, who published it, where: `Díaz, A. (2023). Title. Ministry. Portal. https://…`
///
/// What is published does not change under its address unless it says so, so no day of access is told.
pub fn reference(visit: &Visit, record: &Record<'_>) -> Markup {
    let authors = authors(visit, &record.names);
    let year = record
        .issued
        .map_or_else(|| visit.text("library-cite-no-year").to_owned(), |issued| issued.year().to_string());
    let told = described(visit, record);
    let lang = record.foreign(visit);
    let title =
        html! { cite lang=[lang] dir="auto" { (record.title) } (told) (stop(&told, record.title)) " " };
    html! {
        // Without authors the title stands in their place.
        @if authors.is_empty() { (title) } @else { bdi { (authors) } (stop("", &authors)) " " }
        "(" (year) "). "
        @if !authors.is_empty() { (title) }
        @if let Some(publisher) = record.publisher() { bdi { (publisher) } (stop("", publisher)) " " }
        (visit.text("library-cite-portal")) ". "
        (record.address)
    }
}

/// Which version it is, and what it is where it is no text like others.
fn described(visit: &Visit, record: &Record<'_>) -> String {
    let version = record.version.as_ref().map_or_else(String::new, |version| {
        let number = [("number", version.number.to_string().into())];
        format!(" ({})", visit.text_with("library-version", &number))
    });
    let kind = match record.kind {
        RecordKind::Resource(Kind::Dataset | Kind::Presentation) | RecordKind::Highlight(_) => {
            format!(" [{}]", catalogue::kind(visit.language, record.kind))
        }
        RecordKind::Resource(_) => String::new(),
    };
    version + &kind
}

/// A full stop where no other mark ends the sentence.
fn stop(after: &str, text: &str) -> &'static str {
    if after.is_empty() && text.ends_with(['.', '?', '!', '…', '؟', '。']) { "" } else { "." }
}

fn authors(visit: &Visit, names: &[Name]) -> String {
    let shown: Vec<String> = names.iter().map(shortened).collect();
    match &shown[..] {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] if shown.len() <= NAMED => {
            let comma = if visit.text("library-cite-and") == "&" { "," } else { "" };
            format!("{}{comma} {} {last}", first.join(", "), visit.text("library-cite-and"))
        }
        [first @ .., last] => format!("{}, … {last}", first[..NAMED - 1].join(", ")),
    }
}

/// Given names as initials.
fn shortened(name: &Name) -> String {
    match name {
        Name::Whole(name) => name.clone(),
        Name::Person { family, given } => {
            let initials: Vec<String> = given.split_whitespace().map(initial).collect();
            format!("{family}, {}", initials.join(" "))
        }
    }
}

/// `Jean-Pierre` is `J.-P.`; what is short already, or of a script without capitals, stays.
fn initial(given: &str) -> String {
    if given.contains('.') || !given.starts_with(char::is_uppercase) {
        return given.to_owned();
    }
    let parts = given.split('-').filter_map(|part| part.chars().next());
    parts.map(|letter| format!("{letter}.")).collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use domain::Language;

    use super::*;
    use crate::catalogue::record::testing::{highlight, record, second_version};
    use crate::testing::visit;

    fn read(language: Language, record: &Record<'_>) -> String {
        let html = reference(&visit(language), record).into_string();
        let text: String =
            html.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text)).collect();
        text.replace("&lt;", "<").replace("&quot;", "\"").replace("&amp;", "&").replace("&gt;", ">")
    }

    #[test]
    fn a_reference_names_authors_year_title_publisher_portal_and_address() {
        let of = record("Registro social", "Díaz, Ana María; Sartre, Jean-Paul; OIT");
        assert_eq!(
            read(Language::En, &of),
            "Díaz, A. M., Sartre, J.-P., & OIT. (2023). Registro social. \
             Ministerio de Desarrollo e Inclusión Social. \
             Knowledge Portal of the Inter-American Social Protection Network. \
             https://portal.example/r/4x2m0c9k1a"
        );
        assert!(read(Language::Es, &of).starts_with("Díaz, A. M., Sartre, J.-P. y OIT. (2023)."));
        assert!(read(Language::Fr, &of).starts_with("Díaz, A. M., Sartre, J.-P. et OIT. (2023)."));
        let one = read(Language::En, &record("Why?", "Díaz, A."));
        assert!(one.starts_with("Díaz, A. (2023). Why? Ministerio"), "{one}");
    }

    #[test]
    fn what_is_not_known_is_said_in_the_language_of_the_reference() {
        let undated = |language| {
            let of = Record { issued: None, names: vec![], institution: None, ..record("Registro", "") };
            read(language, &of)
        };
        assert!(undated(Language::En).starts_with("Registro. (n.d.). Knowledge Portal"));
        assert!(undated(Language::Es).starts_with("Registro. (s. f.). Portal del"));
        assert!(undated(Language::Pt).starts_with("Registro. (s.d.). Portal do"));
        assert!(undated(Language::Fr).starts_with("Registro. (s. d.). Portail"));
        assert!(!undated(Language::En).contains("Retrieved"));
    }

    #[test]
    fn data_are_told_from_texts_and_a_crowd_is_cut_short() {
        let data = Record { kind: RecordKind::Resource(Kind::Dataset), ..record("Panel", "OIT") };
        assert!(read(Language::En, &data).contains("Panel [Data set]. "));
        let crowd: Vec<String> = (1..=21).map(|n| format!("A{n}")).collect();
        let cited = read(Language::En, &record("Panel", &crowd.join("; ")));
        assert!(cited.starts_with("A1, A2, ") && cited.contains("A18, A19, … A21. (2023)"), "{cited}");
    }

    #[test]
    fn a_highlight_says_what_it_is_and_a_version_which() {
        let told = highlight("Centros de cuidado", "Ana Díaz");
        assert!(read(Language::En, &told).starts_with(
            "Ana Díaz. (2026). Centros de cuidado [Best practice]. Ministerio de Desarrollo e Inclusión Social."
        ));
        assert!(read(Language::Es, &told).ends_with(". https://portal.example/h/4x2m0c9k1a"));
        let cited = read(Language::Fr, &second_version("Guide"));
        assert!(
            cited.contains("(2023). Guide (Version 2). ") && cited.ends_with("/r/4x2m0c9k1a/2"),
            "{cited}"
        );
    }

    #[test]
    fn any_script_and_mark_is_shown_as_it_is() {
        let hostile = record("<b>𠮷 تقرير</b> & \"x\"", "العلي, سارة");
        assert_eq!(
            read(Language::En, &hostile).split(". Min").next().unwrap(),
            "العلي, سارة. (2023). <b>𠮷 تقرير</b> & \"x\""
        );
    }
}
