//! A form whose item was withdrawn, cancelled or removed while somebody wrote: it can no longer be saved. What was
//! typed stands in it all the same, to be copied, and what the browser kept of it can be brought back there.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

use super::{Editing, drafts};
use crate::assets;
use crate::fields::Fields;
use crate::ui::{Notice, Page, Section, Tone, badge, command_id};
use crate::visit::Visit;

/// What became of the item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    Withdrawn,
    Cancelled,
    Removed,
}

impl Fate {
    const fn told(self) -> &'static str {
        match self {
            Self::Withdrawn => "ui-late-withdrawn",
            Self::Cancelled => "ui-late-cancelled",
            Self::Removed => "ui-late-removed",
        }
    }

    /// What is cancelled still has its page.
    const fn status(self) -> StatusCode {
        match self {
            Self::Withdrawn | Self::Removed => StatusCode::GONE,
            Self::Cancelled => StatusCode::CONFLICT,
        }
    }
}

pub struct Late {
    pub section: Section,
    /// Of the form.
    pub title: &'static str,
    pub fate: Fate,
    /// None where the read model does not tell it yet.
    pub reason: Option<String>,
    /// Of the item's page, without the language.
    pub page: String,
}

impl Late {
    /// `form` shows the fields under the names that they have where the item can be saved.
    pub fn show(&self, visit: &Visit, fields: &Fields, form: &Markup) -> Response {
        let title = visit.text(self.title);
        let warning = html! {
            p { (visit.text(self.fate.told())) }
            @if let Some(reason) = &self.reason {
                p { (badge(visit.text("library-gone-reason"), Tone::Plain)) " " span dir="auto" { (reason) } }
            }
            p { (visit.text("ui-late-copy")) }
        };
        let page = Page::new(title).section(self.section).script(assets::editor()).hidden().show(
            visit,
            &html! {
                div .narrow {
                    div .page-head { h1 { (title) } }
                    (Notice::Warning.show(&warning))
                    // Where the form always was: the browser knows its draft by that address.
                    form method="post" action=(visit.here()) novalidate {
                        (drafts(visit))
                        (command_id(visit, fields))
                        (form)
                        div .actions {
                            a .button.quiet href=(visit.link(&self.page)) { (visit.text("ui-late-page")) }
                        }
                    }
                }
            },
        );
        (self.fate.status(), Editing(page)).into_response()
    }
}
