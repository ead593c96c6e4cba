//! The page with the form of a highlight: of a new one or a draft, and of two windows that wrote different things.

use axum::response::{IntoResponse, Response};
use domain::highlights::{ANSWER_MAX, Fault};
use maud::{Markup, html};
use projections::highlights::{Draft, Standing};

use super::form::{self, Choices};
use super::write::SUBMIT;
use super::{labels, stored};
use crate::App;
use crate::assets;
use crate::editor::{Editing, drafts};
use crate::error::PageError;
use crate::fields::Fields;
use crate::ui::{Field, Notice, Page, Section, command_id, error_summary};
use crate::visit::Visit;

/// `warning` where something happened since the form was opened; `beside` is what then stands next to it.
pub fn show(
    visit: &Visit,
    draft: Option<&Draft>,
    fields: &Fields,
    choices: &Choices,
    warning: Option<&str>,
    beside: Option<&Markup>,
) -> Editing {
    let title = visit.text(if draft.is_some() { "highlights-edit-title" } else { "highlights-new-title" });
    let back = draft.map_or("/highlights/mine".to_owned(), |draft| labels::draft_address(&draft.short));
    let action = draft.map_or("/highlights/new".to_owned(), |_| format!("{back}/edit"));
    let form = html! {
        form method="post" action=(visit.link(&action)) novalidate {
            (drafts(visit))
            (command_id(visit, fields))
            @if draft.is_some() { input type="hidden" name="revision" value=(fields.value("revision")); }
            @if let Some(draft) = draft { (asked(visit, draft)) }
            (form::show(visit, fields, choices))
            @if answers(draft, fields) {
                (Field::new("answer", visit.text("highlights-answer")).hint(visit.text("highlights-answer-hint"))
                    .limit(ANSWER_MAX).textarea(3, visit, fields))
            }
            div .actions {
                button .button type="submit" { (visit.text("highlights-save")) }
                button .button.quiet type="submit" name=(SUBMIT.0) value=(SUBMIT.1) {
                    (visit.text("highlights-save-and-submit"))
                }
                a .button.quiet href=(visit.link(&back)) { (visit.text("ui-cancel")) }
            }
        }
    };
    let page = Page::new(title)
        .section(Section::Library)
        .script(assets::editor())
        .hidden()
        .crumb(visit.text("highlights-title"), visit.link("/highlights"))
        .crumb(visit.text("highlights-mine"), visit.link("/highlights/mine"))
        .show(
            visit,
            &html! {
                div .page-head { h1 { (title) } p .lead { (visit.text("highlights-new-lead")) } }
                (error_summary(visit, fields, &form::labels(visit)))
                @if let Some(warning) = warning { (Notice::Warning.show(&visit.text(warning))) }
                @match beside {
                    Some(stored) => (stored::beside(visit, &form, stored)),
                    None => div .narrow { (form) },
                }
            },
        );
    Editing(page)
}

/// Whether there is a word to the reviewers, or one is asked for: what was typed is never left out.
fn answers(draft: Option<&Draft>, fields: &Fields) -> bool {
    draft.is_some_and(|draft| draft.note.is_some())
        || !fields.value("answer").is_empty()
        || fields.error("answer").is_some()
}

/// What was typed, beside what another window has saved since.
pub async fn conflict(
    visit: &Visit,
    app: &App,
    draft: &Draft,
    fields: &Fields,
    choices: &Choices,
) -> Result<Editing, PageError> {
    let theirs = form::fields_of_draft(&app.read, visit, draft).await?;
    let stored = stored::stored(visit, &draft.sheet.details, &theirs, choices);
    Ok(show(visit, Some(draft), fields, choices, Some("newsroom-stale"), Some(&stored)))
}

/// The form with what keeps the draft from being submitted beside each field; what was typed is saved.
pub fn refused(
    visit: &Visit,
    draft: &Draft,
    mut fields: Fields,
    choices: &Choices,
    faults: &[Fault],
) -> Response {
    form::refuse(visit, &mut fields, faults);
    let page = show(visit, Some(draft), &fields, choices, Some("highlights-incomplete"), None);
    (form::REFUSED, page).into_response()
}

/// What the reviewer asked for, above the fields that answer it.
pub fn asked(visit: &Visit, draft: &Draft) -> Markup {
    html! {
        @if let (Some(note), true) = (&draft.note, draft.standing != Standing::Declined) {
            (Notice::Warning.show(&html! {
                p { strong { (visit.text("highlights-asked")) } }
                p .pre dir="auto" { (note) }
            }))
        }
    }
}
