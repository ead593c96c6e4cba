//! `/library/{short}-{slug}/picture/{width}`: a picture that was made of a document, as long as its resource is
//! published, and `/file/{version}/picture/{width}` one of a version; and how pages show such pictures.

use std::sync::Arc;

use application::library::FilesError;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_LENGTH, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, IF_NONE_MATCH,
};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use domain::FileId;
use domain::library::Rendition;
use maud::{Markup, html};
use projections::library;

use super::download::versioned;
use super::labels;
use crate::App;
use crate::error::PageError;
use crate::visit::Visit;

/// The widest that a page shows, in pixels.
const SHOWN_MAX: u32 = 1_600;
/// The one that is fetched where a browser does not choose.
const USUAL: u32 = 800;

pub async fn show(
    State(app): State<Arc<App>>,
    Path((address, width)): Path<(String, u32)>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let found = library::picture(&app.read, labels::short_of(&address), width).await?;
    let (file, picture) = found.ok_or(PageError::NotFound)?;
    answer(&app, file, &picture, &headers).await
}

pub async fn of_version(
    State(app): State<Arc<App>>,
    Path((address, version, width)): Path<(String, u32, u32)>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let resource = library::by_short(&app.read, labels::short_of(&address)).await?;
    let resource = resource.ok_or(PageError::NotFound)?;
    let source = versioned(&app, &resource, version).await?;
    let file = source.and_then(|source| source.file()).ok_or(PageError::NotFound)?;
    let prepared = library::prepared(&app.read, file).await?.ok_or(PageError::NotFound)?;
    let picture = prepared.pictures.iter().find(|picture| picture.width == width);
    answer(&app, file, picture.ok_or(PageError::NotFound)?, &headers).await
}

/// The picture itself, unless the browser has it. It asks each time: what was withdrawn must not live on in caches.
pub async fn answer(
    app: &App,
    file: FileId,
    picture: &Rendition,
    headers: &HeaderMap,
) -> Result<Response, PageError> {
    let tag = format!("\"{}\"", picture.hash);
    let common = [
        (ETAG, tag.clone()),
        (CACHE_CONTROL, "no-cache".to_owned()),
        (CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'".to_owned()),
    ];
    let known = headers.get(IF_NONE_MATCH).and_then(|known| known.to_str().ok());
    if known.is_some_and(|known| known == "*" || known.contains(&tag)) {
        return Ok((StatusCode::NOT_MODIFIED, common).into_response());
    }
    let content = app.documents.picture(file, picture.width).await.map_err(|error| match error {
        // It is being made anew, or its resource was withdrawn a moment ago.
        FilesError::Absent => PageError::NotFound,
        error => PageError::unavailable(error),
    })?;
    let own = [(CONTENT_TYPE, picture.media_type.clone()), (CONTENT_LENGTH, picture.bytes.to_string())];
    Ok((common, own, Body::from_stream(content)).into_response())
}

/// The smallest one, in a list. The title beside it says all that it would say in words.
pub fn thumbnail(visit: &Visit, address: &str, pictures: &[Rendition]) -> Markup {
    html! {
        @if let Some(picture) = pictures.first().filter(|picture| picture.width <= SHOWN_MAX) {
            img .thumbnail src=(place(visit, address, picture)) width=(picture.width) height=(picture.height)
                alt="" loading="lazy" decoding="async";
        }
    }
}

/// On the resource's own page, in the size that the browser chooses; `sizes` says how wide it stands there.
pub fn picture(visit: &Visit, address: &str, pictures: &[Rendition], alt: &str, sizes: &str) -> Markup {
    let shown: Vec<&Rendition> = pictures.iter().filter(|picture| picture.width <= SHOWN_MAX).collect();
    let usual = shown.iter().find(|picture| picture.width >= USUAL).or(shown.last());
    let sources: Vec<String> = shown
        .iter()
        .map(|picture| format!("{} {}w", place(visit, address, picture), picture.width))
        .collect();
    html! {
        @if let Some(usual) = usual {
            img .picture src=(place(visit, address, usual)) srcset=(sources.join(", ")) sizes=(sizes)
                width=(usual.width) height=(usual.height) alt=(alt) loading="lazy" decoding="async";
        }
    }
}

fn place(visit: &Visit, address: &str, picture: &Rendition) -> String {
    visit.link(&format!("{address}/picture/{}", picture.width))
}

#[cfg(test)]
mod tests {
    use domain::Language;

    use super::*;
    use crate::testing::visit;

    fn pictures(widths: &[u32]) -> Vec<Rendition> {
        let of = |width| Rendition {
            width,
            height: width / 2,
            media_type: "image/jpeg".into(),
            bytes: 1,
            hash: "0a".into(),
            whole: width == 4_000,
        };
        widths.iter().copied().map(of).collect()
    }

    #[test]
    fn a_page_shows_what_is_small_enough_and_a_browser_chooses() {
        let visit = visit(Language::En);
        let shown = picture(&visit, "/library/x", &pictures(&[320, 800, 1_600, 4_000]), "A \"b\"", "20rem");
        assert_eq!(
            shown.into_string(),
            "<img class=\"picture\" src=\"/en/library/x/picture/800\" srcset=\"/en/library/x/picture/320 320w, \
             /en/library/x/picture/800 800w, /en/library/x/picture/1600 1600w\" sizes=\"20rem\" width=\"800\" \
             height=\"400\" alt=\"A &quot;b&quot;\" loading=\"lazy\" decoding=\"async\">"
        );
        assert_eq!(picture(&visit, "/library/x", &[], "", "").into_string(), "");
        let small = thumbnail(&visit, "/library/x", &pictures(&[200])).into_string();
        assert!(small.contains("picture/200") && small.contains("alt=\"\""), "{small}");
    }
}
