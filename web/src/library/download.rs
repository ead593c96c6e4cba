//! `/library/{short}-{slug}/file`: the document itself, whole or in part (RFC 9110, 14); `/file/2` is its second
//! version.
//! It is saved, never shown: whatever a member uploaded runs nothing under this portal's name.
//! Of a photograph its pixels are given, in their own size: cameras write down where and with whom somebody was.

use std::sync::Arc;

use application::library::{FilesError, is_photograph};
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::header::{
    ACCEPT_RANGES, CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_RANGE,
    CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, IF_NONE_MATCH, IF_RANGE, RANGE,
};
use axum::http::{HeaderMap, HeaderName, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use domain::library::{Format, Source};
use projections::library::{self, Resource};

use super::{labels, picture};
use crate::App;
use crate::error::PageError;
use crate::visit::Visit;

const ROBOTS: HeaderName = HeaderName::from_static("x-robots-tag");

/// Should a browser open it in spite of all: without scripts, forms or anything of this origin.
const SANDBOX: &str = "sandbox; default-src 'none'";

pub async fn file(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path(address): Path<String>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    match found(&visit, &app, &address).await? {
        Ok(resource) => send(&visit, &app, &resource, &resource.source, &headers).await,
        Err(gone) => Ok(gone),
    }
}

/// A version by its number: this address stays, whatever takes its place. It is for citations and for whoever reads
/// the history: search engines lead to the page, which tells the current one.
pub async fn version(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path((address, version)): Path<(String, u32)>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let resource = match found(&visit, &app, &address).await? {
        Ok(resource) => resource,
        Err(gone) => return Ok(gone),
    };
    let source = versioned(&app, &resource, version).await?.ok_or(PageError::NotFound)?;
    let answer = send(&visit, &app, &resource, &source, &headers).await?;
    Ok(([(ROBOTS, "noindex")], answer).into_response())
}

/// What the resource was in that version.
pub async fn versioned(
    app: &App,
    resource: &Resource,
    version: u32,
) -> Result<Option<Source<Option<String>>>, PageError> {
    let replacements = library::replacements(&app.read, resource.id).await?;
    let latest = replacements.last().map_or(1, |last| last.version);
    let earlier = replacements.into_iter().find(|one| one.version == version.saturating_add(1));
    Ok(match earlier {
        Some(replacement) => Some(replacement.was),
        None => (version == latest).then(|| resource.source.clone()),
    })
}

/// The resource, or where it is said what became of it.
async fn found(visit: &Visit, app: &App, address: &str) -> Result<Result<Resource, Response>, PageError> {
    let short = labels::short_of(address);
    if let Some(resource) = library::by_short(&app.read, short).await? {
        return Ok(Ok(resource));
    }
    library::withdrawal(&app.read, short).await?.ok_or(PageError::NotFound)?;
    Ok(Err(Redirect::to(&visit.link(&labels::address(short, ""))).into_response()))
}

async fn send(
    visit: &Visit,
    app: &App,
    resource: &Resource,
    source: &Source<Option<String>>,
    headers: &HeaderMap,
) -> Result<Response, PageError> {
    let Source::Document { file, name, media_type, size, sha256 } = source.clone() else {
        return Err(PageError::NotFound);
    };
    if Format::of_media_type(&media_type).is_some_and(is_photograph) {
        let prepared = library::prepared(&app.read, file).await?;
        let pictures = prepared.map_or_else(Vec::new, |prepared| prepared.pictures);
        if let Some(whole) = pictures.iter().find(|picture| picture.whole) {
            let name = labels::file_name(name.as_deref(), &resource.slug, &media_type);
            let saved = [(CONTENT_DISPOSITION, disposition(&labels::renamed(&name, &whole.media_type)))];
            return Ok((saved, picture::answer(app, file, whole, headers).await?).into_response());
        }
        if !visit.is(resource.author) {
            // The page says that it is being prepared.
            let page = labels::address(&resource.short, &resource.slug);
            return Ok(Redirect::to(&visit.link(&page)).into_response());
        }
    }
    let tag = format!("\"{sha256}\"");
    let common = [
        (ETAG, tag.clone()),
        (ACCEPT_RANGES, "bytes".to_owned()),
        // Withdrawn documents must not live on in caches.
        (CACHE_CONTROL, "no-cache".to_owned()),
        (CONTENT_SECURITY_POLICY, SANDBOX.to_owned()),
    ];
    let header = |name| headers.get(name).and_then(|value: &axum::http::HeaderValue| value.to_str().ok());
    if header(IF_NONE_MATCH).is_some_and(|known| known == "*" || known.contains(&tag)) {
        return Ok((StatusCode::NOT_MODIFIED, common).into_response());
    }
    let range = header(RANGE).filter(|_| header(IF_RANGE).is_none_or(|known| known == tag));
    let (status, start, end) = match range.map(|range| part(range, size)) {
        None | Some(Part::Ignored) => (StatusCode::OK, 0, size),
        Some(Part::Of(start, end)) => (StatusCode::PARTIAL_CONTENT, start, end),
        Some(Part::Outside) => {
            let range = [(CONTENT_RANGE, format!("bytes */{size}"))];
            return Ok((StatusCode::RANGE_NOT_SATISFIABLE, common, range).into_response());
        }
    };
    let content = app.documents.read(file, start, end).await.map_err(|error| match error {
        FilesError::Absent => PageError::internal(format_args!("the document {file} is not in the store")),
        error => PageError::unavailable(error),
    })?;
    let name = labels::file_name(name.as_deref(), &resource.slug, &media_type);
    let own = [
        (CONTENT_TYPE, media_type),
        (CONTENT_LENGTH, (end - start).to_string()),
        (CONTENT_DISPOSITION, disposition(&name)),
    ];
    let mut response = (status, common, own, Body::from_stream(content)).into_response();
    if status == StatusCode::PARTIAL_CONTENT
        && let Ok(range) = format!("bytes {start}-{}/{size}", end - 1).parse()
    {
        response.headers_mut().insert(CONTENT_RANGE, range);
    }
    Ok(response)
}

#[derive(Debug, PartialEq, Eq)]
enum Part {
    /// From the first byte to before the second.
    Of(u64, u64),
    Outside,
    /// Several ranges, or another unit: the whole is sent, as the RFC allows.
    Ignored,
}

fn part(range: &str, size: u64) -> Part {
    let Some((first, last)) = range.strip_prefix("bytes=").and_then(|range| range.split_once('-')) else {
        return Part::Ignored;
    };
    let number = |text: &str| text.trim().parse::<u64>();
    match (first.trim().is_empty(), last.trim().is_empty()) {
        (true, _) => match number(last) {
            Ok(0) => Part::Outside,
            Ok(length) => Part::Of(size.saturating_sub(length), size),
            Err(_) => Part::Ignored,
        },
        (false, open) => match (number(first), if open { Ok(u64::MAX) } else { number(last) }) {
            (Ok(first), Ok(last)) if first > last => Part::Ignored,
            (Ok(first), Ok(_)) if first >= size => Part::Outside,
            (Ok(first), Ok(last)) => Part::Of(first, last.saturating_add(1).min(size)),
            _ => Part::Ignored,
        },
    }
}

/// An attachment under its name (RFC 6266): in ASCII for old readers, and as it is (RFC 8187).
fn disposition(name: &str) -> String {
    let plain: String = name
        .chars()
        .map(|c| if c.is_ascii_graphic() && !matches!(c, '"' | '\\' | '%') || c == ' ' { c } else { '_' })
        .collect();
    let mut whole = String::new();
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"!#$&+-.^_`|~".contains(&byte) {
            whole.push(char::from(byte));
        } else {
            whole.extend(["%", &format!("{byte:02X}")]);
        }
    }
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{whole}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_given_plainly_and_whole() {
        assert_eq!(
            disposition("guía \"única\" 100%.pdf"),
            "attachment; filename=\"gu_a __nica_ 100_.pdf\"; \
             filename*=UTF-8''gu%C3%ADa%20%22%C3%BAnica%22%20100%25.pdf"
        );
    }

    #[test]
    fn one_range_is_understood() {
        for (range, part_of) in [
            ("bytes=0-9", Part::Of(0, 10)),
            ("bytes=90-", Part::Of(90, 100)),
            ("bytes=90-500", Part::Of(90, 100)),
            ("bytes=-10", Part::Of(90, 100)),
            ("bytes=-500", Part::Of(0, 100)),
            ("bytes=100-", Part::Outside),
            ("bytes=-0", Part::Outside),
            ("bytes=9-0", Part::Ignored),
            ("bytes=0-1,5-6", Part::Ignored),
            ("items=0-9", Part::Ignored),
            ("bytes=x-", Part::Ignored),
        ] {
            assert_eq!(part(range, 100), part_of, "{range}");
        }
    }
}
