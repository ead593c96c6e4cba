//! The reference as data of the Citation Style Language (CSL-JSON 1.0), which many programs read.

use chrono::Datelike;
use domain::library::Kind;
use projections::library::RecordKind;
use serde_json::{Value, json};

use super::ABSTRACT;
use crate::catalogue;
use crate::catalogue::record::{Issued, Name, Record};
use crate::visit::Visit;

/// The format is a list, here of one.
pub fn list(visit: &Visit, record: &Record<'_>) -> String {
    let themes = visit.theme_names(record.themes);
    let mut item = json!({
        "id": record.short,
        "type": kind(record.kind),
        "genre": catalogue::kind(visit.language, record.kind),
        "title": record.title,
        "abstract": record.summary.line(ABSTRACT),
        "keyword": themes.join(", "),
        "language": record.language,
        "archive": visit.text("library-cite-portal"),
        "URL": record.address,
    });
    if !record.names.is_empty() {
        item["author"] = record.names.iter().map(name).collect();
    }
    if let Some(issued) = record.issued {
        item["issued"] = json!({ "date-parts": [date(issued)] });
    }
    if let Some(version) = &record.version {
        item["version"] = version.number.to_string().into();
    }
    if let Some(institution) = record.institution {
        item["publisher"] = institution.into();
    }
    format!("{}\n", json!([item]))
}

/// The year, and month and day where they are known.
fn date(issued: Issued) -> Value {
    match issued {
        Issued::Year(year) => json!([year]),
        Issued::Day(day) => json!([day.year(), day.month(), day.day()]),
    }
}

fn name(name: &Name) -> Value {
    match name {
        Name::Person { family, given } => json!({ "family": family, "given": given }),
        Name::Whole(name) => json!({ "literal": name }),
    }
}

const fn kind(kind: RecordKind) -> &'static str {
    match kind {
        RecordKind::Resource(kind) => match kind {
            Kind::Report | Kind::Evaluation | Kind::Guide => "report",
            Kind::Dataset => "dataset",
            Kind::Law => "legislation",
            Kind::Presentation => "speech",
            Kind::Article => "article",
            Kind::Tool => "document",
        },
        RecordKind::Highlight(_) => "webpage",
    }
}

#[cfg(test)]
mod tests {
    use domain::Language;

    use super::*;
    use crate::catalogue::record::testing::{highlight, record, second_version};
    use crate::testing::visit;

    #[test]
    fn what_is_known_is_told_and_nothing_else() {
        let of = record("\"Registro\" 𠮷", "Díaz, Ana; OIT");
        let [item] = &serde_json::from_str::<Vec<Value>>(&list(&visit(Language::En), &of)).unwrap()[..]
        else {
            panic!("one item")
        };
        assert_eq!(item["title"], "\"Registro\" 𠮷");
        assert_eq!(item["author"], json!([{ "family": "Díaz", "given": "Ana" }, { "literal": "OIT" }]));
        assert_eq!(item["issued"], json!({ "date-parts": [[2023]] }));
        assert_eq!((&item["type"], &item["language"]), (&json!("report"), &json!("es")));
        assert_eq!(item["URL"], "https://portal.example/r/4x2m0c9k1a");
        assert_eq!(item.get("accessed"), None);
        let bare = Record { issued: None, names: vec![], institution: None, ..of };
        let bare: Value = serde_json::from_str(&list(&visit(Language::En), &bare)).unwrap();
        for absent in ["author", "issued", "publisher"] {
            assert_eq!(bare[0].get(absent), None);
        }
    }

    #[test]
    fn the_day_of_a_highlight_and_the_number_of_a_version_are_told() {
        let of = |record: &Record<'_>| -> Value {
            serde_json::from_str(&list(&visit(Language::Es), record)).unwrap()
        };
        let told = of(&highlight("Centros", "Ana Díaz"));
        assert_eq!(told[0]["issued"], json!({ "date-parts": [[2026, 3, 2]] }));
        assert_eq!((&told[0]["type"], &told[0]["genre"]), (&json!("webpage"), &json!("Buena práctica")));
        assert_eq!(
            (&told[0]["abstract"], told[0].get("version")),
            (&json!("Un centro cada 20 * 2 manzanas."), None)
        );
        assert_eq!(of(&second_version("Guía"))[0]["version"], "2");
    }
}
