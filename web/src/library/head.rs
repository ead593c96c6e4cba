//! What the head of a resource's page tells machines: Dublin Core for libraries, `citation_*` for scholarly
//! indexes, Open Graph for shared links, and schema.org as JSON-LD.

use std::fmt::Write;

use domain::library::{Kind, Source};
use maud::{Markup, PreEscaped, html};
use projections::library::{Family, Resource, Translation};
use serde_json::{Value, json};

use super::labels;
use super::record::{Name, Record};
use crate::markdown::plain;
use crate::visit::Visit;

/// Of a description, in characters: what search engines show of it.
pub const DESCRIPTION: usize = 200;

pub fn head(visit: &Visit, resource: &Resource, record: &Record<'_>, family: &Family) -> Markup {
    html! {
        (dublin_core(visit, record))
        (scholarly(visit, resource, record))
        (shared(visit, resource, record))
        (json_ld(&linked_data(visit, resource, record, family)))
    }
}

/// RFC 5013 as `meta` elements (DC-HTML).
fn dublin_core(visit: &Visit, record: &Record<'_>) -> Markup {
    let lang = labels::foreign(visit, record.language);
    html! {
        link rel="schema.DC" href="http://purl.org/dc/elements/1.1/";
        link rel="schema.DCTERMS" href="http://purl.org/dc/terms/";
        meta name="DC.title" lang=[lang] content=(record.title);
        @for name in &record.names { meta name="DC.creator" content=(name.inverted()); }
        @if let Some(institution) = record.institution { meta name="DC.publisher" content=(institution); }
        @for name in visit.theme_names(record.themes) { meta name="DC.subject" content=(name); }
        meta name="DC.type" content=(labels::kind(visit, record.kind));
        meta name="DC.language" content=(record.language);
        meta name="DC.identifier" content=(record.address);
        @if let Some(media_type) = record.media_type { meta name="DC.format" content=(media_type); }
        @if let Some(country) = record.country { meta name="DC.coverage" content=(country.name(visit.language)); }
        @if let Some(year) = record.year { meta name="DCTERMS.issued" content=(year); }
        @if let Some(licence) = record.licence.address() { meta name="DCTERMS.license" content=(licence); }
    }
}

/// As Google Scholar and its like read them.
fn scholarly(visit: &Visit, resource: &Resource, record: &Record<'_>) -> Markup {
    let report = matches!(record.kind, Kind::Report | Kind::Evaluation | Kind::Guide);
    let publisher = if report { "citation_technical_report_institution" } else { "citation_publisher" };
    html! {
        meta name="citation_title" content=(record.title);
        @for name in &record.names { meta name="citation_author" content=(name.inverted()); }
        @if let Some(year) = record.year { meta name="citation_publication_date" content=(year); }
        @if let Some(institution) = record.institution { meta name=(publisher) content=(institution); }
        meta name="citation_language" content=(record.language);
        meta name="citation_abstract_html_url" content=(record.address);
        @if record.media_type == Some("application/pdf") {
            meta name="citation_pdf_url" content=(file_address(visit, resource));
        }
    }
}

/// <https://ogp.me/>: how a link to the page looks where it is shared.
fn shared(visit: &Visit, resource: &Resource, record: &Record<'_>) -> Markup {
    html! {
        meta property="og:type" content="article";
        meta property="og:title" content=(record.title);
        meta property="og:description" content=(plain(record.summary, DESCRIPTION));
        meta property="og:url" content=(page_address(visit, resource));
        meta property="og:site_name" content=(visit.text("library-cite-portal"));
        meta property="og:locale" content=(visit.language);
    }
}

/// <https://schema.org>. Only a document that lies here is said to be free to read.
fn linked_data(visit: &Visit, resource: &Resource, record: &Record<'_>, family: &Family) -> Value {
    let themes = visit.theme_names(record.themes);
    let mut data = json!({
        "@context": "https://schema.org",
        "@type": kind(record.kind),
        "@id": record.address,
        "url": page_address(visit, resource),
        "name": record.title,
        "description": plain(record.summary, DESCRIPTION),
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
    if let Some(year) = record.year {
        data["datePublished"] = year.to_string().into();
    }
    if let Some(licence) = record.licence.address() {
        data["license"] = licence.into();
    }
    if let Some(country) = record.country {
        data["spatialCoverage"] = json!({ "@type": "Country", "name": country.name(visit.language) });
    }
    let of_this: Vec<Value> = family
        .others
        .iter()
        .filter(|other| other.original == Some(resource.id))
        .map(|other| work(visit, other))
        .collect();
    if !of_this.is_empty() {
        data["workTranslation"] = of_this.into();
    }
    if let Some(original) = family.others.iter().find(|other| Some(other.resource) == family.original) {
        data["translationOfWork"] = work(visit, original);
    }
    if let Source::Document { media_type, size, .. } = &resource.source {
        data["isAccessibleForFree"] = true.into();
        data["encoding"] = json!({
            "@type": "MediaObject",
            "contentUrl": file_address(visit, resource),
            "encodingFormat": media_type,
            "contentSize": size.to_string(),
        });
    }
    data
}

fn work(visit: &Visit, other: &Translation) -> Value {
    let address = visit.absolute(&format!("/r/{}", other.short));
    json!({ "@type": "CreativeWork", "@id": address, "name": other.title, "inLanguage": other.language })
}

/// Whether another author is a person or a body is not known: the name alone is told.
fn author(name: &Name, record: &Record<'_>) -> Value {
    match name {
        Name::Person { family, given } => {
            json!({ "@type": "Person", "familyName": family, "givenName": given, "name": format!("{given} {family}") })
        }
        Name::Whole(name) if record.institution == Some(name) => organisation(name),
        Name::Whole(name) => name.as_str().into(),
    }
}

fn organisation(name: &str) -> Value {
    json!({ "@type": "Organization", "name": name })
}

fn page_address(visit: &Visit, resource: &Resource) -> String {
    visit.absolute(&visit.link(&labels::address(&resource.short, &resource.slug)))
}

fn file_address(visit: &Visit, resource: &Resource) -> String {
    let page = labels::address(&resource.short, &resource.slug);
    visit.absolute(&visit.link(&format!("{page}/file")))
}

const fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Article => "Article",
        Kind::Dataset => "Dataset",
        Kind::Evaluation | Kind::Report => "Report",
        Kind::Law => "Legislation",
        Kind::Presentation => "PresentationDigitalDocument",
        Kind::Guide | Kind::Tool => "CreativeWork",
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
    use super::*;

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
}
