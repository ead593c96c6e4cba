//! `GET /organisations/{slug}/history`: every version of a presentation, who wrote it, when, and what changed.
//! `POST …/restore`: an earlier version comes back as a new one. For its editors; auditors and administrators read.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use application::DeskError;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::organisations::{
    Organisation as Aggregate, OrganisationCommand, OrganisationError, Section as Part,
};
use domain::{Language, MemberId};
use maud::{Markup, html};
use projections::ReadModel;
use projections::membership::names;
use projections::organisations::organisations::{self, Organisation, Organisations};
use similar::{ChangeTag, TextDiff};

use super::labels::address;
use super::presentation::{label, may_edit};
use super::told::plain_name;
use super::versions::{Made, Version, changes, versions};
use crate::App;
use crate::error::PageError;
use crate::fields::Fields;
use crate::i18n;
use crate::markdown::People;
use crate::query::Query;
use crate::redirect::See;
use crate::ui::{self, Notice, Page, Section};
use crate::visit::{Viewer, Visit};

/// Versions on one page.
pub const SHOWN: usize = 10;
/// Texts are short; whatever is made of them, comparing ends.
const PATIENCE: Duration = Duration::from_millis(200);

pub async fn page(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path(slug): Path<String>,
) -> Result<Markup, PageError> {
    let organisation = readable(&visit, &app, &slug).await?;
    shown(&visit, &app, &organisation, false).await
}

pub async fn restore(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path(slug): Path<String>,
    fields: Fields,
) -> Result<Response, PageError> {
    let organisation = readable(&visit, &app, &slug).await?;
    let order = visit.member()?.order(fields.command_id()?);
    let number = |name| fields.value(name).parse().map_err(|_| PageError::BadRequest);
    let command = OrganisationCommand::Restore { revision: number("revision")?, version: number("version")? };
    match app.desk.execute::<Aggregate>(&order, &organisation.id.to_string(), command).await {
        Ok(()) => {
            let settled = app.settle(&[Organisations::NAME]).await;
            let page = visit.link(&address(organisation.kind, &organisation.slug));
            Ok(See::page(page).notice("organisations-notice-restored").settled(settled).into_response())
        }
        Err(DeskError::Refused(OrganisationError::Stale)) => {
            app.settle(&[Organisations::NAME]).await;
            Ok((StatusCode::CONFLICT, shown(&visit, &app, &organisation, true).await?).into_response())
        }
        Err(DeskError::Refused(OrganisationError::NoSuchVersion)) => Err(PageError::NotFound),
        Err(error) => Err(error.into()),
    }
}

/// The organisation, if the visitor may look at how its page came to be.
async fn readable(visit: &Visit, app: &App, slug: &str) -> Result<Organisation, PageError> {
    visit.member()?;
    let organisation = organisations::by_slug(&app.read, slug).await?.ok_or(PageError::NotFound)?;
    let audits = visit.viewer.as_ref().is_some_and(Viewer::audits);
    if may_edit(visit, &organisation) || audits { Ok(organisation) } else { Err(PageError::Forbidden) }
}

/// All that was ever written.
fn texts(versions: &[Version]) -> Vec<&str> {
    let mut texts = Vec::new();
    for version in versions {
        for part in Part::ALL {
            texts.extend(version.presentation.section(part).0.values().map(String::as_str));
        }
    }
    texts
}

async fn shown(
    visit: &Visit,
    app: &App,
    organisation: &Organisation,
    stale: bool,
) -> Result<Markup, PageError> {
    let versions = versions(app, organisation.id).await?;
    let names = writers(app, visit, versions.iter().map(|version| &version.made)).await?;
    let (page, pages) = pages(visit, versions.len());
    // The newest first, each with the one before it.
    let pairs = versions.iter().enumerate().rev().skip((page - 1) * SHOWN).take(SHOWN);
    let people = People::of(&app.read, visit, texts(&versions)).await?;
    let revision = versions.last().map_or(1, |version| version.made.revision);
    let restore = format!("/organisations/{}/restore", organisation.slug);
    let name = plain_name(visit, &organisation.names);
    let title = visit.text_with("organisations-history-title", &[("name", name.into())]);
    let content = html! {
        div .narrow {
            div .page-head { h1 { (title) } p .lead { (visit.text("organisations-history-lead")) } }
            @if stale { (Notice::Warning.show(&visit.text("organisations-history-stale"))) }
            ol .stack {
                @for (place, version) in pairs {
                    li .panel {
                        (head(visit, &version.made, &names))
                        @match place.checked_sub(1).map(|before| &versions[before]) {
                            None => p .muted { (visit.text("organisations-history-begun")) },
                            Some(before) => (differences(visit, organisation, before, version, &people)),
                        }
                        @if may_edit(visit, organisation) && version.made.revision != revision {
                            (restoring(visit, &restore, version.made.revision, revision))
                        }
                    }
                }
            }
            (pagination(visit, page, pages))
        }
    };
    let back = visit.link(&address(organisation.kind, &organisation.slug));
    Ok(Page::new(&title).section(Section::Countries).crumb(name, back).hidden().show(visit, &content))
}

/// The names of those who made the versions, as the visitor may know them.
pub async fn writers(
    app: &App,
    visit: &Visit,
    made: impl Iterator<Item = &Made>,
) -> sqlx::Result<HashMap<MemberId, String>> {
    let mut writers: Vec<MemberId> = made.filter_map(|made| made.by).collect();
    writers.sort_unstable();
    writers.dedup();
    names(&app.read, visit.audience(), &writers).await
}

/// Which page of how many the visitor asks for.
pub fn pages(visit: &Visit, versions: usize) -> (usize, usize) {
    let pages = versions.div_ceil(SHOWN).max(1);
    let asked = Query::parse(&visit.query).first("page").and_then(|page| page.parse().ok()).unwrap_or(1);
    (asked.clamp(1, pages), pages)
}

pub fn pagination(visit: &Visit, page: usize, pages: usize) -> Markup {
    let to_u32 = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    ui::pagination(visit, to_u32(page), to_u32(pages))
}

pub fn head(visit: &Visit, version: &Made, names: &HashMap<MemberId, String>) -> Markup {
    let by = html! {
        @match version.by.map(|member| (member, names.get(&member))) {
            None => (visit.text("organisations-history-portal")),
            Some((_, None)) => (visit.text("organisations-hidden-member")),
            Some((member, Some(name))) => a href=(visit.link(&format!("/members/{member}"))) { (name) },
        }
    };
    html! {
        h2 { (visit.text_with("organisations-version", &[("number", version.revision.to_string().into())])) }
        p .muted {
            @if let Some(at) = version.at {
                time datetime=(at.to_rfc3339()) { (i18n::time(visit.language, at)) } " · "
            }
            (by)
            @if let Some(of) = version.restored {
                " · " (visit.text_with("organisations-version-restored", &[("number", of.to_string().into())]))
            }
        }
    }
}

fn differences(
    visit: &Visit,
    organisation: &Organisation,
    before: &Version,
    version: &Version,
    people: &People,
) -> Markup {
    let changes = changes(&before.presentation, &version.presentation);
    html! {
        @for change in &changes {
            h3 {
                @match change.place {
                    None => (visit.text("organisations-website")),
                    Some((section, language)) => {
                        (label(visit, organisation.kind, section)) " (" (language.endonym()) ")"
                    }
                }
            }
            (difference(visit, change.place.map(|(_, language)| language), (change.old, change.new), people))
        }
    }
}

/// Word by word: what went is struck through, what came is underlined, and both are told to screen readers.
pub fn difference(
    visit: &Visit,
    language: Option<Language>,
    (old, new): (&str, &str),
    people: &People,
) -> Markup {
    let (old, new) = (people.told(old), people.told(new));
    let diff = TextDiff::configure().timeout(PATIENCE).diff_words(old.as_str(), new.as_str());
    let mut runs: Vec<(ChangeTag, String)> = Vec::new();
    for word in diff.iter_all_changes() {
        match runs.last_mut() {
            Some((tag, run)) if *tag == word.tag() => run.push_str(word.value()),
            _ => runs.push((word.tag(), word.value().to_owned())),
        }
    }
    let language = language.filter(|language| *language != visit.language);
    html! {
        p .difference lang=[language.map(Language::code)] dir="auto" {
            @for (tag, run) in &runs {
                @match tag {
                    ChangeTag::Equal => (run),
                    ChangeTag::Delete => del {
                        span .visually-hidden lang=(visit.language) { (visit.text("organisations-removed")) " " } (run)
                    },
                    ChangeTag::Insert => ins {
                        span .visually-hidden lang=(visit.language) { (visit.text("organisations-added")) " " } (run)
                    },
                }
            }
        }
    }
}

pub fn restoring(visit: &Visit, action: &str, version: u32, revision: u32) -> Markup {
    html! {
        form method="post" action=(visit.link(action)) {
            (ui::command_id(visit, &Fields::default()))
            input type="hidden" name="revision" value=(revision);
            input type="hidden" name="version" value=(version);
            button .button.quiet.small type="submit" {
                (visit.text_with("organisations-restore", &[("number", version.to_string().into())]))
            }
        }
    }
}
