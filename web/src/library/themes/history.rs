//! What was changed of the vocabulary, by whom and why: read from its events, the newest first.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use domain::library::{Vocabulary, VocabularyEvent};
use domain::{Language, LocalText, MemberId, Theme};
use maud::{Markup, html};
use projections::membership::names;

use crate::App;
use crate::error::PageError;
use crate::ui::timeline;
use crate::visit::Visit;

/// Of the whole vocabulary so many are shown.
const RECENT: usize = 20;

struct Change {
    at: DateTime<Utc>,
    /// None for the portal itself and its operator.
    by: Option<MemberId>,
    event: VocabularyEvent,
}

/// Whether the event is about that theme.
fn is_about(event: &VocabularyEvent, wanted: Theme) -> bool {
    match event {
        VocabularyEvent::ThemeAdded { theme, .. }
        | VocabularyEvent::ThemeRenamed { theme, .. }
        | VocabularyEvent::ThemeSynonymsChanged { theme, .. } => *theme == wanted,
        VocabularyEvent::ThemesMerged { from, into, following, .. } => {
            [from, into].into_iter().chain(following).any(|theme| *theme == wanted)
        }
    }
}

fn reason(event: &VocabularyEvent) -> Option<&str> {
    match event {
        VocabularyEvent::ThemeAdded { reason, .. } => reason.as_deref(),
        VocabularyEvent::ThemeRenamed { reason, .. }
        | VocabularyEvent::ThemeSynonymsChanged { reason, .. }
        | VocabularyEvent::ThemesMerged { reason, .. } => Some(reason),
    }
}

pub async fn of(visit: &Visit, app: &App, theme: Theme) -> Result<Markup, PageError> {
    let mut changes = changes(app).await?;
    changes.retain(|change| is_about(&change.event, theme));
    show(visit, app, &changes).await
}

/// The last changes; what a portal begins with is none.
pub async fn recent(visit: &Visit, app: &App) -> Result<Markup, PageError> {
    let mut changes = changes(app).await?;
    changes.retain(|change| reason(&change.event).is_some());
    changes.truncate(RECENT);
    if changes.is_empty() {
        return Ok(html! { p { (visit.text("library-themes-history-none")) } });
    }
    show(visit, app, &changes).await
}

async fn changes(app: &App) -> Result<Vec<Change>, PageError> {
    let history = app.desk.history::<Vocabulary>(Vocabulary::ID).await?;
    let changes = history.into_iter().rev().map(|event| {
        let told = |name: &str| event.metadata.get(name);
        Change {
            at: told("at").and_then(|at| at.parse().ok()).unwrap_or_default(),
            by: told("actor").and_then(|actor| actor.strip_prefix("member:")?.parse().ok()),
            event: event.payload,
        }
    });
    Ok(changes.collect())
}

async fn show(visit: &Visit, app: &App, changes: &[Change]) -> Result<Markup, PageError> {
    let mut people: Vec<MemberId> = changes.iter().filter_map(|change| change.by).collect();
    people.sort_unstable();
    people.dedup();
    let names = names(&app.read, visit.audience(), &people).await?;
    let entries = changes.iter().map(|change| {
        let told = html! {
            p { (words(visit, &change.event)) }
            p .small.muted {
                (who(visit, &names, change.by))
                @if let Some(reason) = reason(&change.event) { " · " span dir="auto" { (reason) } }
            }
        };
        (change.at, told)
    });
    Ok(timeline(visit.language, entries))
}

fn who(visit: &Visit, names: &HashMap<MemberId, String>, by: Option<MemberId>) -> Markup {
    html! {
        @match by.and_then(|member| Some((member, names.get(&member)?))) {
            Some((member, name)) => a href=(visit.link(&format!("/members/{member}"))) { (name) },
            None => (visit.text("library-themes-portal")),
        }
    }
}

fn words(visit: &Visit, event: &VocabularyEvent) -> String {
    let name = |names: &LocalText| {
        let named = Language::ALL.map(|language| names.0.get(&language).map_or("", String::as_str));
        named.join(" / ")
    };
    match event {
        VocabularyEvent::ThemeAdded { names, .. } => {
            visit.text_with("library-themes-was-added", &[("names", name(names).into())])
        }
        VocabularyEvent::ThemeRenamed { theme, names, .. } => visit.text_with(
            "library-themes-was-renamed",
            &[("theme", theme.to_string().into()), ("names", name(names).into())],
        ),
        VocabularyEvent::ThemeSynonymsChanged { theme, synonyms, .. } => {
            let all: Vec<&str> = synonyms.0.values().flatten().map(String::as_str).collect();
            let all = if all.is_empty() { "–".to_owned() } else { all.join(", ") };
            visit.text_with(
                "library-themes-was-reworded",
                &[("theme", theme.to_string().into()), ("synonyms", all.into())],
            )
        }
        VocabularyEvent::ThemesMerged { from, into, .. } => visit.text_with(
            "library-themes-was-merged",
            &[("from", from.to_string().into()), ("into", into.to_string().into())],
        ),
    }
}
