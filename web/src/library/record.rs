//! What catalogues are told of a resource, and of one version of it.

use domain::library::Source;
use projections::library::{Family, RecordKind, Replacement, Resource, Translation};
use projections::organisations::organisations::OrganisationName;
use url::Url;

use super::labels;
use crate::catalogue::record::{Document, Issued, Name, Record, Summary, Version, Work, absolute, names};

/// `base` is where the portal is reached from outside.
pub fn record<'a>(
    resource: &'a Resource,
    institution: Option<&'a OrganisationName>,
    base: &Url,
) -> Record<'a> {
    let details = &resource.details;
    let language = details.facets.language;
    let institution = institution.and_then(|one| one.names.best(language)).map(|(_, name)| name);
    let mut names = names(details.authors.as_deref().unwrap_or_default());
    if names.is_empty() {
        names.extend(institution.map(|name| Name::Whole(name.to_owned())));
    }
    let page = labels::address(&resource.short, &resource.slug);
    Record {
        kind: RecordKind::Resource(details.facets.kind),
        short: &resource.short,
        address: short_address(base, &resource.short),
        version: None,
        title: &details.title,
        names,
        institution,
        issued: details.year.map(Issued::Year),
        published_at: resource.published_at,
        changed_at: resource.edited_at,
        language,
        licence: Some(details.licence),
        country: details.facets.country,
        themes: &details.facets.themes,
        summary: Summary::Markdown(&details.summary),
        document: match &resource.source {
            Source::Document { media_type, size, .. } => {
                Some(Document { media_type, bytes: *size, file: format!("{page}/file") })
            }
            Source::Link { .. } => None,
        },
        based_on: None,
        translation_of: None,
        translations: vec![],
        page,
    }
}

/// Of the version that these replacements led to, as it is called and found for good.
pub fn of_version<'a>(record: Record<'a>, resource: &Resource, replacements: &[Replacement]) -> Record<'a> {
    let last = replacements.last();
    let number = last.map_or(1, |last| last.version);
    let since = last.map_or(resource.published_at, |last| last.at);
    let address = format!("{}/{number}", record.address);
    let page = &record.page;
    Record {
        document: record.document.map(|one| Document { file: format!("{page}/file/{number}"), ..one }),
        version: Some(Version { number, since, of: record.address }),
        address,
        ..record
    }
}

/// With the translations that belong to it.
pub fn with_translations<'a>(
    record: Record<'a>,
    resource: &Resource,
    family: &Family,
    base: &Url,
) -> Record<'a> {
    let work = |other: &Translation| Work {
        address: short_address(base, &other.short),
        title: Some((other.language, other.title.clone())),
    };
    let others = family.others.iter();
    Record {
        translations: others.clone().filter(|one| one.original == Some(resource.id)).map(work).collect(),
        translation_of: others.clone().find(|one| Some(one.resource) == family.original).map(work),
        ..record
    }
}

fn short_address(base: &Url, short: &str) -> String {
    absolute(base, &format!("/r/{short}"))
}
