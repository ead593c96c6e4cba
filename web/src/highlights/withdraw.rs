//! `/highlights/{address}/withdraw`: its author or a moderator takes a highlight back. Its address then says why.

use std::sync::Arc;

use application::DeskError;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use domain::highlights::{Highlight as Aggregate, HighlightCommand, HighlightError, REASON_MAX};
use domain::membership::Role;
use maud::{Markup, html};
use projections::ReadModel;
use projections::highlights::{self, Highlight, HighlightVersions, Highlights, Withdrawal};

use super::{draft, form, labels};
use crate::App;
use crate::error::PageError;
use crate::fields::Fields;
use crate::i18n;
use crate::redirect::See;
use crate::ui::{self, Drawing, Field, Notice, Page, Section, Tone};
use crate::visit::{Viewer, Visit};

/// Whether the viewer may correct it or take it back; the desk decides again.
pub fn may(viewer: &Viewer, found: &Highlight) -> bool {
    viewer.id == found.author || viewer.holds(Role::Moderator)
}

pub async fn form(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path(address): Path<String>,
) -> Result<Markup, PageError> {
    let viewer = visit.member()?;
    let found = highlights::by_short(&app.read, labels::short_of(&address)).await?;
    let found = found.ok_or(PageError::NotFound)?;
    if may(viewer, &found) {
        Ok(show(&visit, &found, &visit.kept.clone().unwrap_or_default()))
    } else {
        Err(PageError::Forbidden)
    }
}

pub async fn submit(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path(address): Path<String>,
    mut fields: Fields,
) -> Result<Response, PageError> {
    let viewer = visit.member()?;
    let short = labels::short_of(&address);
    let done = See::page(visit.link("/highlights")).notice("highlights-notice-withdrawn");
    let Some(found) = highlights::by_short(&app.read, short).await? else {
        // Sent twice: it is gone already.
        highlights::withdrawal(&app.read, short).await?.ok_or(PageError::NotFound)?;
        return Ok(done.into_response());
    };
    let command = HighlightCommand::Withdraw { reason: fields.value("reason").to_owned() };
    let order = viewer.order(fields.command_id()?);
    match app.desk.execute::<Aggregate>(&order, &found.id.to_string(), command).await {
        Ok(()) => {
            Ok(done.settled(app.settle(&[Highlights::NAME, HighlightVersions::NAME]).await).into_response())
        }
        Err(DeskError::Refused(HighlightError::Invalid(faults))) => {
            form::refuse(&visit, &mut fields, &faults);
            Ok((form::REFUSED, show(&visit, &found, &fields)).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

fn show(visit: &Visit, found: &Highlight, fields: &Fields) -> Markup {
    let title = visit.text("highlights-withdraw-title");
    let page = labels::address(&found.short, &found.slug);
    Page::new(title)
        .section(Section::Library)
        .hidden()
        .crumb(visit.text("highlights-title"), visit.link("/highlights"))
        .crumb(&found.details.title, visit.link(&page))
        .show(
            visit,
            &html! {
                div .narrow {
                    h1 { (title) }
                    p dir="auto" lang=[labels::foreign(visit, found.details.language)] { strong { (found.details.title) } }
                    (Notice::Warning.show(&visit.text("highlights-withdraw-consequence")))
                    (ui::error_summary(visit, fields, &form::labels(visit)))
                    form .stack method="post" action=(visit.link(&format!("{page}/withdraw"))) novalidate {
                        (ui::command_id(visit, fields))
                        (Field::new("reason", visit.text("library-withdraw-reason"))
                            .hint(visit.text("highlights-withdraw-reason-hint"))
                            .limit(REASON_MAX).required().textarea(3, visit, fields))
                        div .actions {
                            button .button.danger type="submit" { (visit.text("library-withdraw-button")) }
                            a .button.quiet href=(visit.link(&page)) { (visit.text("ui-cancel")) }
                        }
                    }
                }
            },
        )
}

/// What stands at the address of a highlight that was withdrawn.
pub fn gone(visit: &Visit, short: &str, withdrawal: &Withdrawal) -> Markup {
    let title = visit.text("highlights-gone-title");
    let by = if withdrawal.by_author { "highlights-gone-author" } else { "highlights-gone-other" };
    let day = i18n::date(visit.language, withdrawal.withdrawn_at.date_naive());
    let back = html! {
        p { (ui::badge(visit.text("library-gone-reason"), Tone::Plain)) " " (withdrawal.reason) }
        @if visit.is(withdrawal.author) { (draft::begin_anew(visit, short)) }
        a .button href=(visit.link("/highlights")) { (visit.text("highlights-all")) }
    };
    Page::new(title).section(Section::Library).hidden().show(
        visit,
        &html! {
            h1 { (title) }
            (ui::empty(Drawing::Broken, &day, visit.text(by), &back))
        },
    )
}
