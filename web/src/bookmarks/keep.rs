//! `POST /bookmarks/{resource}` and `…/remove`: a member keeps a resource, or no longer.

use std::sync::Arc;

use application::DeskError;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::ResourceId;
use domain::bookmarks::{Bookmark, BookmarkCommand, BookmarkError, Item, NOTE_MAX};
use projections::library;

use crate::App;
use crate::error::PageError;
use crate::fields::Fields;
use crate::library::{address, resource_page};
use crate::redirect::See;
use crate::visit::Visit;

/// The read models that the resource's page and the list of bookmarks show.
const SHOWN: [&str; 2] = ["bookmarks", "bookmark_counts"];

pub async fn save(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path(resource): Path<String>,
    mut fields: Fields,
) -> Result<Response, PageError> {
    let viewer = visit.member()?;
    let resource = found(&app, &resource).await?;
    let item = Item::Resource(resource.id);
    let command = BookmarkCommand::Save {
        member: viewer.id,
        item,
        owner: resource.author,
        note: fields.value("note").to_owned(),
    };
    let order = viewer.order(fields.command_id()?);
    match app.desk.execute::<Bookmark>(&order, &Bookmark::id(viewer.id, item), command).await {
        Ok(()) => {
            let page = visit.link(&address(&resource.short, &resource.slug));
            Ok(See::page(page)
                .notice("bookmarks-notice-saved")
                .settled(app.settle(&SHOWN).await)
                .into_response())
        }
        // An empty note is none, so that only its length can be wrong.
        Err(DeskError::Refused(BookmarkError::Note(_))) => {
            let limit = i64::try_from(NOTE_MAX).unwrap_or(i64::MAX);
            fields.refuse("note", visit.text_with("bookmarks-note-too-long", &[("count", limit.into())]));
            let page = resource_page(&app.read, &visit, &resource, Some(fields)).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

pub async fn remove(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path(resource): Path<String>,
    fields: Fields,
) -> Result<See, PageError> {
    let viewer = visit.member()?;
    // What was withdrawn since can still be let go.
    let resource: ResourceId = resource.parse().map_err(|_| PageError::NotFound)?;
    let item = Item::Resource(resource);
    let command = BookmarkCommand::Remove { member: viewer.id, item };
    let order = viewer.order(fields.command_id()?);
    app.desk.execute::<Bookmark>(&order, &Bookmark::id(viewer.id, item), command).await?;
    let settled = app.settle(&SHOWN).await;
    Ok(See::page(visit.link("/bookmarks")).notice("bookmarks-notice-removed").settled(settled))
}

async fn found(app: &App, resource: &str) -> Result<library::Resource, PageError> {
    let id: ResourceId = resource.parse().map_err(|_| PageError::NotFound)?;
    library::by_id(&app.read, id).await?.ok_or(PageError::NotFound)
}
