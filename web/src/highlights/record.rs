//! What catalogues are told of a highlight.

use projections::highlights::Highlight;
use projections::library::RecordKind;
use projections::organisations::organisations::OrganisationName;
use url::Url;

use super::labels;
use crate::catalogue::record::{Issued, Name, Record, Summary, Work, absolute};

/// By the member of this name, else by the institution; `base` is where the portal is reached from outside.
pub fn record<'a>(
    found: &'a Highlight,
    author: Option<&str>,
    institution: Option<&'a OrganisationName>,
    base: &Url,
) -> Record<'a> {
    let details = &found.details;
    let institution = institution.and_then(|one| one.names.best(details.language)).map(|(_, name)| name);
    let address = |short: &str| absolute(base, &format!("/h/{short}"));
    Record {
        kind: RecordKind::Highlight(details.kind),
        short: &found.short,
        page: labels::address(&found.short, &found.slug),
        address: address(&found.short),
        version: None,
        title: &details.title,
        names: author.or(institution).map(|name| Name::Whole(name.to_owned())).into_iter().collect(),
        institution,
        issued: Some(Issued::Day(found.published_at.date_naive())),
        published_at: found.published_at,
        changed_at: found.corrected_at,
        language: details.language,
        licence: None,
        country: details.country,
        themes: &details.themes,
        summary: Summary::Plain(&details.summary),
        document: None,
        based_on: details
            .lineage
            .map(|lineage| Work { address: address(&lineage.source.short()), title: None }),
        translation_of: None,
        translations: vec![],
    }
}
