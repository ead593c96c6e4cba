//! `/news/{address}/history`: what an item said before each correction, and why it was corrected, for all to see.

use std::collections::HashMap;
use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::OrganisationId;
use domain::newsroom::Story;
use maud::{Markup, html};
use projections::newsroom::{self, NewsItem, Version};
use projections::organisations::organisations::{OrganisationName, names};

use super::diff::diff;
use super::{labels, withdraw};
use crate::App;
use crate::error::PageError;
use crate::markdown::People;
use crate::ui::{self, Page, Section, timeline};
use crate::visit::Visit;

/// Versions on the page.
const MOST: u32 = 50;

pub async fn page(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path(address): Path<String>,
) -> Result<Response, PageError> {
    let short = labels::short_of(&address);
    let Some(item) = newsroom::by_short(&app.read, short).await? else {
        let withdrawal = newsroom::withdrawal(&app.read, short).await?.ok_or(PageError::NotFound)?;
        return Ok((StatusCode::GONE, withdraw::gone(&visit, &withdrawal)).into_response());
    };
    // One more, to tell what the oldest shown changed.
    let versions = newsroom::versions(&app.read, item.id, MOST + 1).await?;
    let mut about: Vec<OrganisationId> =
        versions.iter().filter_map(|version| version.story.institution).collect();
    about.sort_unstable();
    about.dedup();
    let names = names(&app.read, &about).await?;
    let texts = versions.iter().map(|version| version.story.body.as_str());
    let people = People::of(&app.read, &visit, texts).await?;
    Ok(show(&visit, &item, &versions, &names, &people).into_response())
}

fn show(
    visit: &Visit,
    item: &NewsItem,
    versions: &[Version],
    names: &HashMap<OrganisationId, OrganisationName>,
    people: &People,
) -> Markup {
    let title = visit.text("newsroom-history");
    let address = labels::address(&item.short, &item.slug);
    let before = versions.iter().skip(1).map(Some).chain([None]);
    let shown = versions.iter().zip(before).take(MOST as usize);
    Page::new(title)
        .section(Section::News)
        .hidden()
        .crumb(visit.text("newsroom-title"), visit.link("/news"))
        .crumb(&item.story.title, visit.link(&address))
        .show(
            visit,
            &html! {
                div .page-head {
                    h1 { (title) }
                    p .lead dir="auto" lang=[labels::foreign(visit, item.story.language)] { (item.story.title) }
                }
                p { (visit.text("newsroom-history-lead")) }
                (timeline(visit.language, shown.map(|(version, before)| {
                    (version.written_at, told(visit, version, before, names, people))
                })))
                p .actions { a .button.quiet href=(visit.link(&address)) { (visit.text("newsroom-back")) } }
            },
        )
}

fn told(
    visit: &Visit,
    version: &Version,
    before: Option<&Version>,
    names: &HashMap<OrganisationId, OrganisationName>,
    people: &People,
) -> Markup {
    let number = i64::from(version.revision);
    html! {
        h2 { (visit.text_with("newsroom-version", &[("number", number.into())])) }
        @match (&version.note, before) {
            (Some(note), Some(before)) => {
                p dir="auto" { strong { (note) } }
                (changes(visit, &before.story, &version.story, names, people))
            }
            _ => p { (visit.text("newsroom-version-first")) },
        }
    }
}

/// Each field that changed, with its words.
fn changes(
    visit: &Visit,
    old: &Story,
    new: &Story,
    names: &HashMap<OrganisationId, OrganisationName>,
    people: &People,
) -> Markup {
    let institution = |story: &Story| {
        let name = story.institution.and_then(|id| names.get(&id)?.names.best(visit.language));
        name.map_or(String::new(), |(_, name)| name.to_owned())
    };
    let countries = |story: &Story| {
        story.countries.iter().map(|country| country.name(visit.language)).collect::<Vec<_>>().join(", ")
    };
    let themes = |story: &Story| visit.theme_names(&story.themes).join(", ");
    let language = |story: &Story| labels::language(visit, story.language).to_owned();
    let fields = [
        ("library-publish-title-label", diff(&old.title, &new.title)),
        ("newsroom-summary", diff(&old.summary, &new.summary)),
        ("newsroom-body", diff(&people.told(&old.body), &people.told(&new.body))),
        ("library-publish-link-label", diff(&old.link, &new.link)),
        ("library-language", diff(&language(old), &language(new))),
        ("newsroom-countries", diff(&countries(old), &countries(new))),
        ("library-institution", diff(&institution(old), &institution(new))),
        ("library-theme", diff(&themes(old), &themes(new))),
    ];
    ui::facts(fields.into_iter().filter_map(|(label, changed)| Some((visit.text(label), changed?))))
}
