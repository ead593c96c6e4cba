//! The versions of a resource on its page, the current one first.

use chrono::{DateTime, Utc};
use domain::library::Source;
use maud::{Markup, html};
use projections::library::{Replacement, Resource};

use super::labels;
use crate::i18n;
use crate::ui;
use crate::visit::Visit;

/// One version as the page tells it.
struct Version<'a> {
    number: u32,
    source: &'a Source<Option<String>>,
    since: DateTime<Utc>,
    /// What was new; nothing in the first.
    change: Option<&'a str>,
}

/// Nothing where there is one version only. `by` is whoever published them all, as far as it may be told.
pub fn section(visit: &Visit, resource: &Resource, replacements: &[Replacement], by: Option<&str>) -> Markup {
    let versions = versions(resource, replacements);
    let address = labels::address(&resource.short, &resource.slug);
    html! {
        @if versions.len() > 1 {
            section aria-labelledby="versions" {
                h2 #versions { (visit.text("library-versions")) }
                ol .versions reversed {
                    @for (n, version) in versions.iter().enumerate() {
                        li {
                            p .cluster {
                                strong { (visit.text_with("library-version", &[("number", version.number.to_string().into())])) }
                                @if n == 0 { (ui::badge(visit.text("library-version-current"), ui::Tone::Anil)) }
                                span .muted.small {
                                    (ui::day(visit.language, version.since))
                                    @if let Some(by) = by { ", " (by) }
                                }
                            }
                            @if let Some(change) = version.change {
                                p lang=[labels::foreign(visit, resource.details.facets.language)] { (change) }
                            }
                            p .small { (download(visit, resource, version, &address)) }
                        }
                    }
                }
            }
        }
    }
}

fn download(visit: &Visit, resource: &Resource, version: &Version<'_>, address: &str) -> Markup {
    match version.source {
        Source::Link { url } => html! { a href=(url) rel="nofollow ugc noopener" { (url) } },
        Source::Document { name, media_type, size, .. } => html! {
            a href=(visit.link(&format!("{address}/file/{}", version.number))) {
                (labels::file_name(name.as_deref(), &resource.slug, media_type))
            }
            ", " (i18n::bytes(visit.language, *size))
        },
    }
}

/// The current one first.
fn versions<'a>(resource: &'a Resource, replacements: &'a [Replacement]) -> Vec<Version<'a>> {
    let sources = replacements.iter().map(|one| &one.was).chain([&resource.source]);
    let since = std::iter::once((resource.published_at, None))
        .chain(replacements.iter().map(|one| (one.at, Some(one.change.as_str()))));
    let mut versions: Vec<_> = (1..)
        .zip(sources.zip(since))
        .map(|(number, (source, (since, change)))| Version { number, source, since, change })
        .collect();
    versions.reverse();
    versions
}
