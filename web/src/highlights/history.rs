//! `/highlights/{address}/history`: what a highlight said before each correction, why it was corrected and by whom,
//! for all to see.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::highlights::Details;
use maud::{Markup, html};
use projections::highlights::{self, Highlight, Version};

use super::form::Choices;
use super::{labels, withdraw};
use crate::App;
use crate::error::PageError;
use crate::markdown::People;
use crate::newsroom::diff;
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
    let Some(found) = highlights::by_short(&app.read, short).await? else {
        let withdrawal = highlights::withdrawal(&app.read, short).await?.ok_or(PageError::NotFound)?;
        return Ok((StatusCode::GONE, withdraw::gone(&visit, short, &withdrawal)).into_response());
    };
    // One more, to tell what the oldest shown changed.
    let versions = highlights::versions(&app.read, found.id, MOST + 1).await?;
    let texts = versions.iter().flat_map(|version| {
        let told = &version.details;
        [&told.context, &told.action, &told.results, &told.lessons].map(String::as_str)
    });
    let people = People::of(&app.read, &visit, texts).await?;
    let choices = Choices::of(&app).await?;
    Ok(show(&visit, &found, &versions, &choices, &people).into_response())
}

fn show(
    visit: &Visit,
    found: &Highlight,
    versions: &[Version],
    choices: &Choices,
    people: &People,
) -> Markup {
    let title = visit.text("newsroom-history");
    let address = labels::address(&found.short, &found.slug);
    let before = versions.iter().skip(1).map(Some).chain([None]);
    let shown = versions.iter().zip(before).take(MOST as usize);
    Page::new(title)
        .section(Section::Library)
        .hidden()
        .crumb(visit.text("library-title"), visit.link("/library"))
        .crumb(visit.text("highlights-title"), visit.link("/highlights"))
        .crumb(&found.details.title, visit.link(&address))
        .show(
            visit,
            &html! {
                div .page-head {
                    h1 { (title) }
                    p .lead dir="auto" lang=[labels::foreign(visit, found.details.language)] { (found.details.title) }
                }
                p { (visit.text("newsroom-history-lead")) }
                (timeline(visit.language, shown.map(|(version, before)| {
                    (version.written_at, told(visit, version, before, choices, people))
                })))
                p .actions { a .button.quiet href=(visit.link(&address)) { (visit.text("newsroom-back")) } }
            },
        )
}

fn told(
    visit: &Visit,
    version: &Version,
    before: Option<&Version>,
    choices: &Choices,
    people: &People,
) -> Markup {
    let number = i64::from(version.revision);
    html! {
        h2 { (visit.text_with("newsroom-version", &[("number", number.into())])) }
        @match (&version.note, before) {
            (Some(note), Some(before)) => {
                p dir="auto" { strong { (note) } }
                @if !version.by_author { p .muted { (visit.text("highlights-corrected-by-moderator")) } }
                (changes(visit, &before.details, &version.details, choices, people))
            }
            _ => p { (visit.text("newsroom-version-first")) },
        }
    }
}

/// Each field that changed, with its words. Whom to ask about it is for members alone and is not told here.
fn changes(visit: &Visit, old: &Details, new: &Details, choices: &Choices, people: &People) -> Markup {
    let texts = |label: &'static str, of: fn(&Details) -> &String| (label, diff(of(old), of(new)));
    let long = |label: &'static str, of: fn(&Details) -> &String| {
        (label, diff(&people.told(of(old)), &people.told(of(new))))
    };
    let choice = |label: &'static str, of: &dyn Fn(&Details) -> String| (label, diff(&of(old), &of(new)));
    let fields = [
        choice("library-kind", &|told| labels::kind(visit, told.kind).to_owned()),
        texts("library-publish-title-label", |told| &told.title),
        texts("newsroom-summary", |told| &told.summary),
        long("highlights-context", |told| &told.context),
        long("highlights-done", |told| &told.action),
        long("highlights-results", |told| &told.results),
        long("highlights-lessons", |told| &told.lessons),
        texts("highlights-cost", |told| &told.cost),
        choice("highlights-evidence", &|told| evidence(visit, told)),
        choice("library-country", &|told| {
            told.country.map_or(String::new(), |country| country.name(visit.language).to_owned())
        }),
        choice("library-language", &|told| labels::language(visit, told.language).to_owned()),
        choice("library-institution", &|told| {
            told.institution.and_then(|id| choices.institution(visit, id)).unwrap_or_default()
        }),
        choice("highlights-programme", &|told| {
            told.programme.and_then(|id| choices.programme(visit, id)).unwrap_or_default()
        }),
        // One a line: a comma would seem to belong to what was added.
        choice("library-theme", &|told| visit.theme_names(&told.themes).join("\n")),
    ];
    ui::facts(fields.into_iter().filter_map(|(label, changed)| Some((visit.text(label), changed?))))
}

fn evidence(visit: &Visit, told: &Details) -> String {
    let resources = told.resources.iter().map(|id| visit.absolute(&format!("/r/{}", id.short())));
    resources.chain(told.links.iter().cloned()).collect::<Vec<_>>().join("\n")
}
