//! `POST /bookmarks/{resource}`, `/bookmarks/{kind}/{item}` and `…/remove`: a member keeps an item, or no longer.

use std::sync::Arc;

use application::DeskError;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::bookmarks::{Bookmark, BookmarkCommand, BookmarkError, Item, NOTE_MAX};
use domain::{GatheringId, HighlightId, MemberId, NewsItemId, ResourceId};
use maud::Markup;
use projections::{calendar, highlights, library, newsroom};

use crate::App;
use crate::calendar::Reader;
use crate::error::PageError;
use crate::fields::Fields;
use crate::redirect::See;
use crate::visit::Visit;

/// The read models that the item's page and the list of bookmarks show.
const SHOWN: [&str; 2] = ["bookmarks", "bookmark_counts"];

/// What is kept, as its page shows it.
enum Found {
    Resource(library::Resource),
    News(newsroom::NewsItem),
    Gathering(Box<calendar::Gathering>, Reader),
    Highlight(Box<highlights::Highlight>),
}

impl Found {
    const fn item(&self) -> Item {
        match self {
            Self::Resource(resource) => Item::Resource(resource.id),
            Self::News(item) => Item::News(item.id),
            Self::Gathering(gathering, _) => Item::Gathering(gathering.id),
            Self::Highlight(highlight) => Item::Highlight(highlight.id),
        }
    }

    const fn owner(&self) -> MemberId {
        match self {
            Self::Resource(resource) => resource.author,
            Self::News(item) => item.author,
            Self::Gathering(gathering, _) => gathering.organiser,
            Self::Highlight(highlight) => highlight.author,
        }
    }

    fn address(&self) -> String {
        match self {
            Self::Resource(resource) => crate::library::address(&resource.short, &resource.slug),
            Self::News(item) => crate::newsroom::address(&item.short, &item.slug),
            Self::Gathering(gathering, _) => crate::calendar::address(&gathering.short, &gathering.slug),
            Self::Highlight(highlight) => crate::highlights::address(&highlight.short, &highlight.slug),
        }
    }

    async fn page(&self, app: &App, visit: &Visit, fields: Fields) -> Result<Markup, PageError> {
        match self {
            Self::Resource(resource) => {
                crate::library::resource_page(&app.read, visit, resource, Some(fields)).await
            }
            Self::News(item) => crate::newsroom::item_page(&app.read, visit, item, Some(fields)).await,
            Self::Gathering(gathering, reader) => {
                crate::calendar::gathering_page(app, visit, gathering, reader, Some(fields)).await
            }
            Self::Highlight(highlight) => {
                crate::highlights::highlight_page(&app.read, visit, highlight, Some(fields)).await
            }
        }
    }
}

pub async fn save_resource(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path(resource): Path<String>,
    fields: Fields,
) -> Result<Response, PageError> {
    visit.member()?;
    let id: ResourceId = resource.parse().map_err(|_| PageError::NotFound)?;
    let resource = library::by_id(&app.read, id).await?.ok_or(PageError::NotFound)?;
    save(&visit, &app, &Found::Resource(resource), fields).await
}

pub async fn save_news(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path(item): Path<String>,
    fields: Fields,
) -> Result<Response, PageError> {
    visit.member()?;
    let id: NewsItemId = item.parse().map_err(|_| PageError::NotFound)?;
    let item = newsroom::by_id(&app.read, id).await?.ok_or(PageError::NotFound)?;
    save(&visit, &app, &Found::News(item), fields).await
}

pub async fn save_gathering(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path(gathering): Path<String>,
    fields: Fields,
) -> Result<Response, PageError> {
    visit.member()?;
    let id: GatheringId = gathering.parse().map_err(|_| PageError::NotFound)?;
    let gathering = calendar::by_id(&app.read, id).await?;
    let standing = gathering.filter(|gathering| gathering.state != calendar::State::Removed);
    let gathering = standing.ok_or(PageError::NotFound)?;
    let reader = Reader::of(&visit)?;
    save(&visit, &app, &Found::Gathering(Box::new(gathering), reader), fields).await
}

pub async fn save_highlight(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path(highlight): Path<String>,
    fields: Fields,
) -> Result<Response, PageError> {
    visit.member()?;
    let id: HighlightId = highlight.parse().map_err(|_| PageError::NotFound)?;
    let highlight = highlights::by_id(&app.read, id).await?.ok_or(PageError::NotFound)?;
    save(&visit, &app, &Found::Highlight(Box::new(highlight)), fields).await
}

async fn save(visit: &Visit, app: &App, found: &Found, mut fields: Fields) -> Result<Response, PageError> {
    let viewer = visit.member()?;
    let item = found.item();
    let command = BookmarkCommand::Save {
        member: viewer.id,
        item,
        owner: found.owner(),
        note: fields.value("note").to_owned(),
    };
    let order = viewer.order(fields.command_id()?);
    match app.desk.execute::<Bookmark>(&order, &Bookmark::id(viewer.id, item), command).await {
        Ok(()) => Ok(See::page(visit.link(&found.address()))
            .notice("bookmarks-notice-saved")
            .settled(app.settle(&SHOWN).await)
            .into_response()),
        // An empty note is none, so that only its length can be wrong.
        Err(DeskError::Refused(BookmarkError::Note(_))) => {
            let limit = i64::try_from(NOTE_MAX).unwrap_or(i64::MAX);
            fields.refuse("note", visit.text_with("bookmarks-note-too-long", &[("count", limit.into())]));
            let page = found.page(app, visit, fields).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

pub async fn remove_resource(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path(resource): Path<String>,
    fields: Fields,
) -> Result<See, PageError> {
    let resource: ResourceId = resource.parse().map_err(|_| PageError::NotFound)?;
    remove(&visit, &app, Item::Resource(resource), &fields).await
}

pub async fn remove_news(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path(item): Path<String>,
    fields: Fields,
) -> Result<See, PageError> {
    let item: NewsItemId = item.parse().map_err(|_| PageError::NotFound)?;
    remove(&visit, &app, Item::News(item), &fields).await
}

pub async fn remove_gathering(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path(gathering): Path<String>,
    fields: Fields,
) -> Result<See, PageError> {
    let gathering: GatheringId = gathering.parse().map_err(|_| PageError::NotFound)?;
    remove(&visit, &app, Item::Gathering(gathering), &fields).await
}

pub async fn remove_highlight(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path(highlight): Path<String>,
    fields: Fields,
) -> Result<See, PageError> {
    let highlight: HighlightId = highlight.parse().map_err(|_| PageError::NotFound)?;
    remove(&visit, &app, Item::Highlight(highlight), &fields).await
}

/// What was withdrawn since can still be let go.
async fn remove(visit: &Visit, app: &App, item: Item, fields: &Fields) -> Result<See, PageError> {
    let viewer = visit.member()?;
    let command = BookmarkCommand::Remove { member: viewer.id, item };
    let order = viewer.order(fields.command_id()?);
    app.desk.execute::<Bookmark>(&order, &Bookmark::id(viewer.id, item), command).await?;
    let settled = app.settle(&SHOWN).await;
    Ok(See::page(visit.link("/bookmarks")).notice("bookmarks-notice-removed").settled(settled))
}
