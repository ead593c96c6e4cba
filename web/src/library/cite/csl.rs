//! The reference as data of the Citation Style Language (CSL-JSON 1.0), which many programs read.

use domain::library::Kind;
use serde_json::{Value, json};

use super::ABSTRACT;
use crate::library::labels;
use crate::library::record::{Name, Record};
use crate::markdown::plain;
use crate::visit::Visit;

/// The format is a list, here of one.
pub fn list(visit: &Visit, record: &Record<'_>) -> String {
    let themes = visit.theme_names(record.themes);
    let mut item = json!({
        "id": record.short,
        "type": kind(record.kind),
        "genre": labels::kind(visit, record.kind),
        "title": record.title,
        "abstract": plain(record.summary, ABSTRACT),
        "keyword": themes.join(", "),
        "language": record.language,
        "archive": visit.text("library-cite-portal"),
        "URL": record.address,
    });
    if !record.names.is_empty() {
        item["author"] = record.names.iter().map(name).collect();
    }
    if let Some(year) = record.year {
        item["issued"] = json!({ "date-parts": [[year]] });
    }
    if let Some(institution) = record.institution {
        item["publisher"] = institution.into();
    }
    format!("{}\n", json!([item]))
}

fn name(name: &Name) -> Value {
    match name {
        Name::Person { family, given } => json!({ "family": family, "given": given }),
        Name::Whole(name) => json!({ "literal": name }),
    }
}

const fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Report | Kind::Evaluation | Kind::Guide => "report",
        Kind::Dataset => "dataset",
        Kind::Law => "legislation",
        Kind::Presentation => "speech",
        Kind::Article => "article",
        Kind::Tool => "document",
    }
}

#[cfg(test)]
mod tests {
    use domain::Language;

    use super::*;
    use crate::library::record::testing::record;
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
        let bare = Record { year: None, names: vec![], institution: None, ..of };
        let bare: Value = serde_json::from_str(&list(&visit(Language::En), &bare)).unwrap();
        for absent in ["author", "issued", "publisher"] {
            assert_eq!(bare[0].get(absent), None);
        }
    }
}
