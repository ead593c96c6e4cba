//! What shared links and search engines are told of an item: Open Graph, and schema.org in JSON-LD.

use chrono::SecondsFormat;
use domain::newsroom::{Kind, LinkPicture};
use maud::{Markup, PreEscaped, html};
use projections::newsroom::NewsItem;
use serde_json::{Value, json};

use super::labels;
use crate::visit::Visit;

/// `author` and `publisher` where the visitor may see them.
pub fn meta(visit: &Visit, item: &NewsItem, author: Option<&str>, publisher: Option<&str>) -> Markup {
    let address = visit.absolute(&visit.link(&labels::address(&item.short, &item.slug)));
    let told = described(visit, item, author, publisher, &address).to_string();
    html! {
        meta property="og:type" content="article";
        meta property="og:title" content=(item.story.title);
        meta property="og:description" content=(item.story.summary);
        meta property="og:url" content=(address);
        @if let LinkPicture::Taken { id, width, height } = item.story.picture {
            meta property="og:image" content=(visit.absolute(&format!("/pictures/{id}-{width}x{height}")));
        }
        meta property="og:site_name" content=(visit.text("ui-portal-short"));
        meta property="article:published_time" content=(item.published_at.to_rfc3339_opts(SecondsFormat::Secs, true));
        // Data, not a script: nothing is run.
        script type="application/ld+json" { (PreEscaped(contained(&told))) }
    }
}

/// No text can end the element that it stands in.
fn contained(json: &str) -> String {
    json.replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026")
}

fn described(
    visit: &Visit,
    item: &NewsItem,
    author: Option<&str>,
    publisher: Option<&str>,
    address: &str,
) -> Value {
    let time = |at: chrono::DateTime<chrono::Utc>| at.to_rfc3339_opts(SecondsFormat::Secs, true);
    let portal = json!({ "@type": "Organization", "name": visit.text("ui-network") });
    let organisation = publisher.map(|name| json!({ "@type": "Organization", "name": name }));
    let person = author.map(|name| json!({ "@type": "Person", "name": name }));
    json!({
        "@context": "https://schema.org",
        "@type": if item.story.kind == Kind::BlogPost { "BlogPosting" } else { "NewsArticle" },
        "headline": item.story.title,
        "description": item.story.summary,
        "inLanguage": item.story.language,
        "datePublished": time(item.published_at),
        "dateModified": time(item.corrected_at.unwrap_or(item.published_at)),
        "mainEntityOfPage": address,
        "author": organisation.clone().or(person).unwrap_or_else(|| portal.clone()),
        "publisher": organisation.unwrap_or(portal),
        "keywords": visit.themes.all_resolved(&item.story.themes).into_iter()
            .map(|one| visit.themes.name(item.story.language, one)).collect::<Vec<_>>(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_title_ends_the_script() {
        let told = contained(&json!({ "headline": "</script><script>alert(1)</script> & 😀" }).to_string());
        assert!(!told.contains('<') && !told.contains('&'), "{told}");
        let back: Value = serde_json::from_str(&told).unwrap();
        assert_eq!(back["headline"], "</script><script>alert(1)</script> & 😀");
    }
}
