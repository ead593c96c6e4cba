//! What the head of a publication's page tells machines: Dublin Core for libraries, `citation_*` for scholarly
//! indexes, Open Graph for shared links, and schema.org as JSON-LD.

use std::fmt::Write;

use chrono::{DateTime, SecondsFormat, Utc};
use domain::library::{Kind, Licence};
use maud::{Markup, PreEscaped, html};
use projections::library::RecordKind;
use serde_json::{Value, json};

use super::record::{Name, Record, Work};
use crate::visit::Visit;

/// Of a description, in characters: what search engines show of it.
pub const DESCRIPTION: usize = 200;

pub fn head(visit: &Visit, record: &Record<'_>) -> Markup {
    html! {
        (dublin_core(visit, record))
        (scholarly(visit, record))
        (shared(visit, record))
        (json_ld(&linked_data(visit, record)))
    }
}

/// RFC 5013 as `meta` elements (DC-HTML).
fn dublin_core(visit: &Visit, record: &Record<'_>) -> Markup {
    let lang = record.foreign(visit);
    html! {
        link rel="schema.DC" href="http://purl.org/dc/elements/1.1/";
        link rel="schema.DCTERMS" href="http://purl.org/dc/terms/";
        meta name="DC.title" lang=[lang] content=(record.title);
        @for name in &record.names { meta name="DC.creator" content=(name.inverted()); }
        @if let Some(institution) = record.institution { meta name="DC.publisher" content=(institution); }
        @for name in visit.theme_names(record.themes) { meta name="DC.subject" content=(name); }
        meta name="DC.type" content=(super::kind(visit.language, record.kind));
        meta name="DC.language" content=(record.language);
        meta name="DC.identifier" content=(record.address);
        @if let Some(document) = &record.document { meta name="DC.format" content=(document.media_type); }
        @if let Some(country) = record.country { meta name="DC.coverage" content=(country.name(visit.language)); }
        @if let Some(source) = &record.based_on { meta name="DC.relation" content=(source.address); }
        @if let Some(issued) = record.issued { meta name="DCTERMS.issued" content=(issued); }
        @if let Some(version) = &record.version {
            meta name="DCTERMS.isVersionOf" content=(version.of);
            meta name="DCTERMS.modified" content=(version.since.date_naive());
        }
        @if let Some(licence) = record.licence.and_then(Licence::address) { meta name="DCTERMS.license" content=(licence); }
    }
}

/// As Google Scholar and its like read them.
fn scholarly(visit: &Visit, record: &Record<'_>) -> Markup {
    let report = matches!(record.kind, RecordKind::Resource(Kind::Report | Kind::Evaluation | Kind::Guide));
    let publisher = if report { "citation_technical_report_institution" } else { "citation_publisher" };
    html! {
        meta name="citation_title" content=(record.title);
        @for name in &record.names { meta name="citation_author" content=(name.inverted()); }
        @if let Some(issued) = record.issued { meta name="citation_publication_date" content=(issued.parted('/')); }
        @if let Some(institution) = record.institution { meta name=(publisher) content=(institution); }
        meta name="citation_language" content=(record.language);
        meta name="citation_abstract_html_url" content=(record.address);
        @if let Some(document) = record.document.as_ref().filter(|one| one.media_type == "application/pdf") {
            meta name="citation_pdf_url" content=(page_address(visit, &document.file));
        }
    }
}

/// <https://ogp.me/>: how a link to the page looks where it is shared.
fn shared(visit: &Visit, record: &Record<'_>) -> Markup {
    html! {
        meta property="og:type" content="article";
        meta property="og:title" content=(record.title);
        meta property="og:description" content=(record.summary.line(DESCRIPTION));
        meta property="og:url" content=(address(visit, record));
        meta property="og:site_name" content=(visit.text("library-cite-portal"));
        meta property="og:locale" content=(visit.language);
        meta property="article:published_time" content=(moment(record.published_at));
        @if let Some(changed) = record.changed_at { meta property="article:modified_time" content=(moment(changed)); }
    }
}

fn moment(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// <https://schema.org>. Only a document that lies here is said to be free to read.
fn linked_data(visit: &Visit, record: &Record<'_>) -> Value {
    let themes = visit.theme_names(record.themes);
    let mut data = json!({
        "@context": "https://schema.org",
        "@type": kind(record.kind),
        "@id": record.address,
        "url": address(visit, record),
        "name": record.title,
        "description": record.summary.line(DESCRIPTION),
        "genre": super::kind(visit.language, record.kind),
        "inLanguage": record.language,
        "keywords": themes,
        "isPartOf": { "@type": "WebSite", "name": visit.text("library-cite-portal"), "url": visit.base.as_str() },
    });
    if !record.names.is_empty() {
        data["author"] = record.names.iter().map(|name| author(name, record)).collect();
    }
    if let Some(institution) = record.institution {
        data["publisher"] = organisation(institution);
    }
    if let Some(issued) = record.issued {
        data["datePublished"] = issued.to_string().into();
    }
    if let Some(changed) = record.changed_at {
        data["dateModified"] = moment(changed).into();
    }
    if let Some(version) = &record.version {
        data["version"] = version.number.to_string().into();
        data["dateModified"] = moment(version.since).into();
    }
    if let Some(licence) = record.licence.and_then(Licence::address) {
        data["license"] = licence.into();
    }
    if let Some(country) = record.country {
        data["spatialCoverage"] = json!({ "@type": "Country", "name": country.name(visit.language) });
    }
    if !record.translations.is_empty() {
        data["workTranslation"] = record.translations.iter().map(work).collect();
    }
    if let Some(original) = &record.translation_of {
        data["translationOfWork"] = work(original);
    }
    if let Some(source) = &record.based_on {
        data["isBasedOn"] = work(source);
    }
    if let Some(document) = &record.document {
        data["isAccessibleForFree"] = true.into();
        data["encoding"] = json!({
            "@type": "MediaObject",
            "contentUrl": page_address(visit, &document.file),
            "encodingFormat": document.media_type,
            "contentSize": document.bytes.to_string(),
        });
    }
    data
}

fn work(other: &Work) -> Value {
    let mut work = json!({ "@type": "CreativeWork", "@id": other.address });
    if let Some((language, title)) = &other.title {
        work["name"] = title.as_str().into();
        work["inLanguage"] = json!(language);
    }
    work
}

/// Who writes a highlight is a person. Whether another author of a resource is a person or a body is not known:
/// the name alone is told.
fn author(name: &Name, record: &Record<'_>) -> Value {
    match name {
        Name::Person { family, given } => {
            json!({ "@type": "Person", "familyName": family, "givenName": given, "name": format!("{given} {family}") })
        }
        Name::Whole(name) if record.institution == Some(name) => organisation(name),
        Name::Whole(name) if matches!(record.kind, RecordKind::Highlight(_)) => {
            json!({ "@type": "Person", "name": name })
        }
        Name::Whole(name) => name.as_str().into(),
    }
}

fn organisation(name: &str) -> Value {
    json!({ "@type": "Organization", "name": name })
}

/// Where it is read. One version is read at its own address: the page tells the current one.
fn address(visit: &Visit, record: &Record<'_>) -> String {
    match record.version {
        Some(_) => record.address.clone(),
        None => page_address(visit, &record.page),
    }
}

fn page_address(visit: &Visit, path: &str) -> String {
    visit.absolute(&visit.link(path))
}

const fn kind(kind: RecordKind) -> &'static str {
    match kind {
        RecordKind::Resource(kind) => match kind {
            Kind::Article => "Article",
            Kind::Dataset => "Dataset",
            Kind::Evaluation | Kind::Report => "Report",
            Kind::Law => "Legislation",
            Kind::Presentation => "PresentationDigitalDocument",
            Kind::Guide | Kind::Tool => "CreativeWork",
        },
        RecordKind::Highlight(_) => "Article",
    }
}

/// A block of data, which no browser runs. Signs that could end it, or begin markup, are written as escapes
/// of JSON.
fn json_ld(data: &Value) -> Markup {
    let mut safe = String::from("<script type=\"application/ld+json\">");
    for c in data.to_string().chars() {
        match c {
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => {
                write!(safe, "\\u{:04x}", u32::from(c)).expect("a text takes everything");
            }
            c => safe.push(c),
        }
    }
    safe.push_str("</script>");
    PreEscaped(safe)
}

#[cfg(test)]
mod tests {
    use domain::Language;

    use super::*;
    use crate::catalogue::record::testing::{highlight, second_version};
    use crate::testing::visit;

    #[test]
    fn data_do_not_leave_their_block() {
        let hostile = json!({ "name": "</script><script>alert(1)</script><!-- & \u{2028} 𠮷 \"x\"" });
        let block = json_ld(&hostile).into_string();
        let inner = block
            .strip_prefix("<script type=\"application/ld+json\">")
            .and_then(|rest| rest.strip_suffix("</script>"))
            .unwrap();
        assert!(!inner.contains(['<', '>', '&', '\u{2028}']), "{inner}");
        assert_eq!(serde_json::from_str::<Value>(inner).unwrap(), hostile);
    }

    #[test]
    fn a_highlight_tells_its_author_its_day_and_what_it_builds_on() {
        let source = Work {
            address: "https://portal.example/h/0123456789".to_owned(),
            title: Some((Language::Pt, "Creche".to_owned())),
        };
        let told = Record { based_on: Some(source), ..highlight("Centros", "Ana Díaz") };
        let data = linked_data(&visit(Language::En), &told);
        assert_eq!(data["@type"], "Article");
        assert_eq!(data["genre"], "Best practice");
        assert_eq!(data["datePublished"], "2026-03-02");
        assert_eq!(data["author"], json!([{ "@type": "Person", "name": "Ana Díaz" }]));
        assert_eq!(data["isBasedOn"]["@id"], "https://portal.example/h/0123456789");
        assert_eq!((&data["isBasedOn"]["inLanguage"], data.get("license")), (&json!("pt"), None));
        let head = head(&visit(Language::En), &told).into_string();
        assert!(head.contains("<meta name=\"DC.relation\" content=\"https://portal.example/h/0123456789\">"));
        assert!(head.contains("<meta name=\"citation_publication_date\" content=\"2026/03/02\">"), "{head}");
    }

    #[test]
    fn a_version_is_told_at_its_own_address() {
        let told = second_version("Guía");
        let data = linked_data(&visit(Language::Es), &told);
        for at in ["@id", "url"] {
            assert_eq!(data[at], "https://portal.example/r/4x2m0c9k1a/2");
        }
        assert_eq!((&data["version"], &data["dateModified"]), (&json!("2"), &json!("1970-01-01T00:00:00Z")));
        let head = head(&visit(Language::Es), &told).into_string();
        let of = "<meta name=\"DCTERMS.isVersionOf\" content=\"https://portal.example/r/4x2m0c9k1a\">";
        assert!(
            head.contains(of) && head.contains("<meta name=\"DCTERMS.modified\" content=\"1970-01-01\">")
        );
    }
}
