//! `/news/{address}/withdraw`: its author, an editor of its organisation or a moderator takes an item back.
//! Its address then says why.

use std::sync::Arc;

use application::DeskError;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use domain::membership::Role;
use domain::newsroom::{NewsItem as Aggregate, NewsItemCommand, NewsItemError, REASON_MAX};
use maud::{Markup, html};
use projections::ReadModel;
use projections::newsroom::{self, NewsItem, NewsItems, NewsVersions, Withdrawal, WithdrawnNews};

use super::{form, labels};
use crate::App;
use crate::error::PageError;
use crate::fields::Fields;
use crate::i18n;
use crate::redirect::See;
use crate::ui::{self, Drawing, Field, Notice, Page, Section, Tone};
use crate::visit::Visit;

pub async fn form(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path(address): Path<String>,
) -> Result<Markup, PageError> {
    let viewer = visit.member()?;
    let item = newsroom::by_short(&app.read, labels::short_of(&address)).await?.ok_or(PageError::NotFound)?;
    if labels::keeps(viewer, item.author, item.story.seat) || viewer.holds(Role::Moderator) {
        Ok(show(&visit, &item, &visit.kept.clone().unwrap_or_default()))
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
    let done = See::page(visit.link("/news")).notice("newsroom-notice-withdrawn");
    let Some(item) = newsroom::by_short(&app.read, short).await? else {
        // Sent twice: it is gone already.
        newsroom::withdrawal(&app.read, short).await?.ok_or(PageError::NotFound)?;
        return Ok(done.into_response());
    };
    let command = NewsItemCommand::Withdraw { reason: fields.value("reason").to_owned() };
    let order = viewer.order(fields.command_id()?);
    match app.desk.execute::<Aggregate>(&order, &item.id.to_string(), command).await {
        Ok(()) => {
            let settled = app.settle(&[NewsItems::NAME, NewsVersions::NAME, WithdrawnNews::NAME]).await;
            Ok(done.settled(settled).into_response())
        }
        Err(DeskError::Refused(NewsItemError::Invalid(faults))) => {
            form::refuse(&visit, &mut fields, faults);
            Ok((form::REFUSED, show(&visit, &item, &fields)).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

fn show(visit: &Visit, item: &NewsItem, fields: &Fields) -> Markup {
    let title = visit.text("newsroom-withdraw-title");
    let page = labels::address(&item.short, &item.slug);
    Page::new(title)
        .section(Section::News)
        .hidden()
        .crumb(visit.text("newsroom-title"), visit.link("/news"))
        .crumb(&item.story.title, visit.link(&page))
        .show(
            visit,
            &html! {
                div .narrow {
                    h1 { (title) }
                    p dir="auto" lang=[labels::foreign(visit, item.story.language)] { strong { (item.story.title) } }
                    (Notice::Warning.show(&visit.text("library-withdraw-consequence")))
                    (ui::error_summary(visit, fields, &form::labels(visit)))
                    form .stack method="post" action=(visit.link(&format!("{page}/withdraw"))) novalidate {
                        (ui::command_id(visit, fields))
                        (Field::new("reason", visit.text("library-withdraw-reason"))
                            .hint(visit.text("newsroom-withdraw-reason-hint"))
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

/// What stands at the address of an item that was withdrawn.
pub fn gone(visit: &Visit, withdrawal: &Withdrawal) -> Markup {
    let title = visit.text("newsroom-gone-title");
    let by = if withdrawal.by_author { "newsroom-gone-author" } else { "newsroom-gone-other" };
    let day = i18n::date(visit.language, withdrawal.withdrawn_at.date_naive());
    let back = html! {
        p { (ui::badge(visit.text("library-gone-reason"), Tone::Plain)) " " (withdrawal.reason) }
        a .button href=(visit.link("/news")) { (visit.text("newsroom-all")) }
    };
    Page::new(title).section(Section::News).hidden().show(
        visit,
        &html! {
            h1 { (title) }
            (ui::empty(Drawing::Broken, &day, visit.text(by), &back))
        },
    )
}
