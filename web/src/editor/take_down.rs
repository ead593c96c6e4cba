//! `/pictures/{name}/withdraw`: whoever sent a picture, or a moderator, takes it down with the reason. Its page then says
//! so, and texts show its description in its place.

use std::sync::Arc;

use application::DeskError;
use application::pictures::Picture;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::library::{REASON_MAX, TextPicture, TextPictureCommand, TextPictureError};
use domain::membership::Role;
use maud::{Markup, html};
use projections::ReadModel;
use projections::library::{Removal, RemovedPictures};

use super::pictures::{address, found};
use crate::App;
use crate::error::PageError;
use crate::fields::Fields;
use crate::i18n;
use crate::redirect::See;
use crate::ui::{self, Drawing, Field, Notice, Page, Tone};
use crate::visit::Visit;

pub(super) async fn form(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path(name): Path<String>,
) -> Result<Markup, PageError> {
    let picture = allowed(&app, &visit, &name).await?;
    Ok(shown(&visit, &picture, &visit.kept.clone().unwrap_or_default()))
}

pub(super) async fn submit(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path(name): Path<String>,
    mut fields: Fields,
) -> Result<Response, PageError> {
    let picture = allowed(&app, &visit, &name).await?;
    let viewer = visit.member()?;
    let reason = fields.value("reason").to_owned();
    let command = TextPictureCommand::TakeDown { picture: picture.id, member: picture.member, reason };
    let order = viewer.order(fields.command_id()?);
    match app.desk.execute::<TextPicture>(&order, &picture.id.to_string(), command).await {
        Ok(()) => {
            let settled = app.settle(&[RemovedPictures::NAME]).await;
            let own = viewer.id == picture.member;
            let next = if own { "/pictures".to_owned() } else { address(&picture) };
            let see = See::page(visit.link(&next)).notice("ui-notice-picture-gone");
            Ok(see.settled(settled).into_response())
        }
        Err(DeskError::Refused(TextPictureError::Reason(_))) => {
            let limit = i64::try_from(REASON_MAX).unwrap_or(i64::MAX);
            let fault = visit.text_with("library-withdraw-reason-fault", &[("count", limit.into())]);
            fields.refuse("reason", fault);
            Ok((StatusCode::UNPROCESSABLE_ENTITY, shown(&visit, &picture, &fields)).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

/// The form is only for those whose command would be taken; the desk decides again.
async fn allowed(app: &App, visit: &Visit, name: &str) -> Result<Picture, PageError> {
    visit.member()?;
    let picture = found(app, name).await?;
    if may(visit, &picture) { Ok(picture) } else { Err(PageError::Forbidden) }
}

fn may(visit: &Visit, picture: &Picture) -> bool {
    let viewer = visit.viewer.as_ref();
    viewer.is_some_and(|viewer| viewer.id == picture.member || viewer.holds(Role::Moderator))
}

/// To the form, for whom it is.
pub(super) fn way(visit: &Visit, picture: &Picture) -> Markup {
    html! {
        @if may(visit, picture) {
            a .button.quiet href=(visit.link(&format!("{}/withdraw", address(picture)))) {
                (visit.text("ui-picture-take-down"))
            }
        }
    }
}

fn shown(visit: &Visit, picture: &Picture, fields: &Fields) -> Markup {
    let title = visit.text("ui-picture-take-down-title");
    let place = address(picture);
    let page = visit.link(&place);
    Page::new(title).hidden().crumb(visit.text("ui-picture-title"), visit.link("/pictures")).show(
        visit,
        &html! {
            div .narrow {
                h1 { (title) }
                div .prose {
                    img src=(place) alt=(visit.text("ui-picture-meant")) width=(picture.width) height=(picture.height);
                }
                (Notice::Warning.show(&visit.text("ui-picture-take-down-consequence")))
                (ui::error_summary(visit, fields, &[]))
                form .stack method="post" action={ (page) "/withdraw" } novalidate {
                    (ui::command_id(visit, fields))
                    (Field::new("reason", visit.text("library-withdraw-reason"))
                        .hint(visit.text("ui-picture-take-down-hint"))
                        .limit(REASON_MAX).required().textarea(3, visit, fields))
                    div .actions {
                        button .button.danger type="submit" { (visit.text("ui-picture-take-down-button")) }
                        a .button.quiet href=(page) { (visit.text("ui-cancel")) }
                    }
                }
            }
        },
    )
}

/// For everybody: whoever misses the picture learns why.
pub(super) fn gone(visit: &Visit, removal: &Removal) -> Markup {
    let title = visit.text("ui-picture-gone-title");
    let by = if removal.by_member { "ui-picture-gone-member" } else { "library-gone-moderator" };
    let day = i18n::date(visit.language, removal.removed_at.date_naive());
    let reason = html! {
        p { (ui::badge(visit.text("library-gone-reason"), Tone::Plain)) " " (removal.reason) }
    };
    Page::new(title).hidden().show(
        visit,
        &html! {
            h1 { (title) }
            (ui::empty(Drawing::Broken, &day, visit.text(by), &reason))
        },
    )
}
