//! What a highlight tells, as readers, its author and the reviewers see it alike.

use std::collections::HashMap;

use domain::highlights::Details;
use domain::{Language, MemberId, OrganisationId, ResourceId};
use maud::{Markup, html};
use projections::highlights::{self, Highlight};
use projections::library;
use projections::organisations::organisations::{self, OrganisationName};
use projections::organisations::programmes::{self, ProgrammeName};
use sqlx::PgPool;

use super::labels;
use crate::error::PageError;
use crate::markdown::{People, markdown};
use crate::organisations as naming;
use crate::ui::{self, Icon};
use crate::visit::Visit;

/// What the page says beside the text itself.
pub struct Beside {
    /// Whom the texts mention.
    people: People,
    organisations: HashMap<OrganisationId, OrganisationName>,
    programme: Option<ProgrammeName>,
    /// Evidence of the library that is still there.
    resources: HashMap<ResourceId, (Language, String)>,
    /// What it builds on, if that is still published.
    source: Option<Highlight>,
}

impl Beside {
    pub async fn of(read: &PgPool, visit: &Visit, details: &Details) -> Result<Self, PageError> {
        let texts = [&details.context, &details.action, &details.results, &details.lessons];
        let institution = details.institution.as_slice();
        let (people, organisations, resources) = tokio::try_join!(
            People::of(read, visit, texts.map(String::as_str)),
            organisations::names(read, institution),
            library::titles(read, &details.resources),
        )?;
        let programme = match details.programme {
            Some(id) => programmes::named(read, Some(id)).await?.pop(),
            None => None,
        };
        let source = match details.lineage {
            Some(lineage) => highlights::by_id(read, lineage.source).await?,
            None => None,
        };
        Ok(Self { people, organisations, programme, resources, source })
    }

    /// Of those who did it, as far as it is known.
    pub fn institution(&self, details: &Details) -> Option<&OrganisationName> {
        details.institution.and_then(|id| self.organisations.get(&id))
    }

    /// What the one that it builds on is called.
    pub fn source_title(&self) -> Option<(Language, String)> {
        let source = &self.source.as_ref()?.details;
        Some((source.language, source.title.clone()))
    }

    /// Who earns when it is published, because it builds on theirs.
    pub fn source_author(&self) -> Option<MemberId> {
        self.source.as_ref().map(|source| source.author)
    }
}

pub fn told(visit: &Visit, details: &Details, beside: &Beside) -> Markup {
    let lang = labels::foreign(visit, details.language);
    let sections = [
        ("highlights-context", &details.context),
        ("highlights-done", &details.action),
        ("highlights-results", &details.results),
        ("highlights-lessons", &details.lessons),
    ];
    html! {
        div .page-head {
            p .kicker { (labels::kind(visit, details.kind)) }
            h1 lang=[lang] dir="auto" { (labels::titled(visit, &details.title)) }
            @if !details.summary.is_empty() { p .lead lang=[lang] dir="auto" { (details.summary) } }
            (builds_on(visit, details, beside))
        }
        @if lang.is_some() {
            p .muted { (visit.text_with("newsroom-in-language", &[("language", labels::language(visit, details.language).into())])) }
        }
        @for (label, text) in sections {
            @if !text.is_empty() {
                section {
                    h2 { (visit.text(label)) }
                    div lang=[lang] dir="auto" { (markdown(text, &beside.people)) }
                }
            }
        }
        @if !details.cost.is_empty() {
            section { h2 { (visit.text("highlights-cost")) } p .pre lang=[lang] dir="auto" { (details.cost) } }
        }
        (evidence(visit, details, beside))
    }
}

fn builds_on(visit: &Visit, details: &Details, beside: &Beside) -> Markup {
    html! {
        @if let Some(lineage) = details.lineage {
            p {
                (labels::relation(visit, lineage.relation)) " "
                @match &beside.source {
                    Some(source) => {
                        a href=(visit.link(&labels::address(&source.short, &source.slug)))
                            lang=[labels::foreign(visit, source.details.language)] dir="auto" { (source.details.title) }
                        @if let Some(country) = source.details.country { " (" (country.name(visit.language)) ")" }
                    }
                    None => (visit.text("highlights-source-withdrawn")),
                }
            }
        }
    }
}

fn evidence(visit: &Visit, details: &Details, beside: &Beside) -> Markup {
    let kept = details.resources.iter().filter_map(|id| Some((id, beside.resources.get(id)?)));
    html! {
        @if !details.links.is_empty() || !details.resources.is_empty() {
            section {
                h2 { (visit.text("highlights-evidence")) }
                ul {
                    @for (id, (language, title)) in kept {
                        li {
                            a href=(visit.link(&format!("/library/{}", id.short()))) lang=[labels::foreign(visit, *language)] dir="auto" { (title) }
                        }
                    }
                    @for link in &details.links {
                        li { a href=(link) rel="noopener nofollow" { (Icon::External.show()) (without_scheme(link)) } }
                    }
                }
            }
        }
    }
}

fn without_scheme(link: &str) -> &str {
    link.split_once("://").map_or(link, |(_, rest)| rest.trim_end_matches('/'))
}

/// `contact` where the viewer may see it.
pub fn facts(visit: &Visit, details: &Details, beside: &Beside, contact: Option<&str>) -> Markup {
    let mut pairs = Vec::new();
    if let Some(country) = details.country {
        pairs.push((
            visit.text("library-country"),
            html! { a href=(visit.link(&naming::country_address(country))) { (ui::place(country, visit.language)) } },
        ));
    }
    if let Some(named) = beside.institution(details)
        && let Some((language, name)) = named.names.best(visit.language)
    {
        let address = visit.link(&naming::address(named.kind, &named.slug));
        pairs.push((
            visit.text("library-institution"),
            html! { a href=(address) lang=[labels::foreign(visit, language)] { (name) } },
        ));
    }
    if let Some(programme) = &beside.programme {
        let address = visit.link(&naming::programme_address(programme.country, &programme.slug));
        pairs.push((
            visit.text("highlights-programme"),
            html! { a href=(address) lang=[labels::foreign(visit, programme.language)] { (programme.name) } },
        ));
    }
    if let Some(contact) = contact.filter(|contact| !contact.is_empty()) {
        pairs.push((visit.text("highlights-contact"), html! { span .pre dir="auto" { (contact) } }));
    }
    pairs.push((visit.text("library-language"), html! { (labels::language(visit, details.language)) }));
    if !details.themes.is_empty() {
        pairs.push((
            visit.text("library-theme"),
            html! {
                span .cluster {
                    @for one in visit.themes.all_resolved(&details.themes) {
                        (ui::tag(&visit.theme(one), &visit.link(&format!("/highlights?theme={one}"))))
                    }
                }
            },
        ));
    }
    html! { div .panel { h2 { (visit.text("highlights-about")) } (ui::facts(pairs)) } }
}
