//! `/library/uploads`: uploads that go on after a break, by the protocol tus 1.0.0 (core, creation, termination,
//! expiration; tus.io). The document then waits for its form under the upload's id.

use std::sync::Arc;
use std::time::Duration;

use application::library::{Cut, ResumeError, UNFINISHED_BYTES_MAX, UNFINISHED_MAX, Upload, UploadError};
use axum::body::Body;
use axum::extract::{Path, Request, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, LOCATION};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{AppendHeaders, IntoResponse, Response};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use bytes::Bytes;
use domain::library::MEDIA_MAX;
use domain::{FileId, MemberId};
use futures::{Stream, StreamExt};
use serde_json::json;
use tokio::time::timeout;
use tracing::Instrument;

use super::upload;
use crate::App;
use crate::i18n;
use crate::visit::Visit;

pub const ADDRESS: &str = "/library/uploads";
/// Longest silence on a line before it is taken for dead.
const SILENCE: Duration = Duration::from_mins(1);

const VERSION: &str = "1.0.0";
const RESUMABLE: HeaderName = HeaderName::from_static("tus-resumable");
const OFFSET: HeaderName = HeaderName::from_static("upload-offset");
const LENGTH: HeaderName = HeaderName::from_static("upload-length");
const EXPIRES: HeaderName = HeaderName::from_static("upload-expires");
const METADATA: HeaderName = HeaderName::from_static("upload-metadata");

/// An answer of the protocol; what went wrong is said in the visitor's language.
pub type Answer = Result<Response, Refusal>;

pub struct Refusal(StatusCode, String);

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        // RFC 9457; being neither a text nor bare, it is not replaced by a page.
        let kind = [(CONTENT_TYPE, "application/problem+json")];
        answered((self.0, kind, json!({ "title": self.1 }).to_string()))
    }
}

impl Refusal {
    fn of(visit: &Visit, error: &ResumeError) -> Self {
        let say = |id| visit.text(id).to_owned();
        let (status, words) = match error {
            ResumeError::Absent => (StatusCode::NOT_FOUND, say("library-upload-gone")),
            ResumeError::Expired => (StatusCode::GONE, say("library-upload-gone")),
            ResumeError::Elsewhere(offset) => (StatusCode::CONFLICT, offset.to_string()),
            ResumeError::Busy => (StatusCode::LOCKED, say("library-upload-busy")),
            ResumeError::TooMuch => (StatusCode::BAD_REQUEST, say("library-upload-mismatch")),
            ResumeError::TooMany => {
                let most = i18n::bytes(visit.language, UNFINISHED_BYTES_MAX);
                let values = [("count", UNFINISHED_MAX.into()), ("most", most.into())];
                (StatusCode::FORBIDDEN, visit.text_with("library-upload-too-many", &values))
            }
            ResumeError::Refused(error) => (
                match error {
                    UploadError::TooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
                    UploadError::Type => StatusCode::UNSUPPORTED_MEDIA_TYPE,
                    UploadError::CutOff => StatusCode::REQUEST_TIMEOUT,
                    UploadError::Files(error) => {
                        tracing::error!(%error, "an upload cannot be stored");
                        return Self(StatusCode::SERVICE_UNAVAILABLE, say("library-upload-store"));
                    }
                    _ => StatusCode::UNPROCESSABLE_ENTITY,
                },
                upload::message(visit, error),
            ),
        };
        Self(status, words)
    }
}

fn answered(response: impl IntoResponse) -> Response {
    let mut response = response.into_response();
    let headers = response.headers_mut();
    headers.insert(RESUMABLE, HeaderValue::from_static(VERSION));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// The member, of a client that speaks this version.
fn member(visit: &Visit, headers: &HeaderMap) -> Result<MemberId, Refusal> {
    if headers.get(RESUMABLE).is_none_or(|version| version != VERSION) {
        return Err(Refusal(StatusCode::PRECONDITION_FAILED, VERSION.to_owned()));
    }
    let member = visit.member().map(|viewer| viewer.id);
    member.map_err(|_| Refusal(StatusCode::UNAUTHORIZED, visit.text("library-upload-sign-in").to_owned()))
}

fn number(headers: &HeaderMap, name: &HeaderName) -> Option<u64> {
    headers.get(name)?.to_str().ok()?.parse().ok()
}

/// What the portal takes.
pub async fn options() -> Response {
    let headers = [
        ("tus-version", VERSION.to_owned()),
        ("tus-extension", "creation,termination,expiration".to_owned()),
        ("tus-max-size", MEDIA_MAX.to_string()),
    ];
    answered((StatusCode::NO_CONTENT, AppendHeaders(headers)))
}

pub async fn create(visit: Visit, State(app): State<Arc<App>>, headers: HeaderMap) -> Answer {
    let member = member(&visit, &headers)?;
    let metadata = headers.get(METADATA).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let length = number(&headers, &LENGTH)
        .ok_or_else(|| Refusal(StatusCode::BAD_REQUEST, visit.text("error-bad-request").to_owned()))?;
    let begun = app.documents.begin(member, &file_name(metadata).unwrap_or_default(), length).await;
    let upload = begun.map_err(|error| Refusal::of(&visit, &error))?;
    let place = [(LOCATION, visit.link(&format!("{ADDRESS}/{}", upload.file)))];
    Ok(answered((StatusCode::CREATED, place, stands(&upload))))
}

pub async fn head(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path(file): Path<FileId>,
    headers: HeaderMap,
) -> Answer {
    let member = member(&visit, &headers)?;
    let upload = app.documents.progress(member, file).await.map_err(|error| Refusal::of(&visit, &error))?;
    Ok(answered((StatusCode::OK, stands(&upload), [(LENGTH, upload.size.to_string())])))
}

/// In a task of its own: should the line break and the request be dropped, what has come is still put away.
pub async fn patch(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path(file): Path<FileId>,
    request: Request,
) -> Answer {
    let member = member(&visit, request.headers())?;
    let kind = request.headers().get(CONTENT_TYPE);
    if kind.is_none_or(|kind| kind != "application/offset+octet-stream") {
        return Err(Refusal(StatusCode::UNSUPPORTED_MEDIA_TYPE, visit.text("error-bad-request").to_owned()));
    }
    let offset = number(request.headers(), &OFFSET)
        .ok_or_else(|| Refusal(StatusCode::BAD_REQUEST, visit.text("error-bad-request").to_owned()))?;
    let arriving = chunks(request.into_body());
    let receiving = async move { app.documents.append(member, file, offset, arriving).await };
    match tokio::spawn(receiving.in_current_span()).await {
        Ok(Ok(upload)) => Ok(answered((StatusCode::NO_CONTENT, stands(&upload)))),
        Ok(Err(error)) => Err(Refusal::of(&visit, &error)),
        Err(error) => {
            tracing::error!(%error, "receiving an upload failed");
            Err(Refusal(StatusCode::INTERNAL_SERVER_ERROR, visit.text("library-upload-store").to_owned()))
        }
    }
}

pub async fn delete(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path(file): Path<FileId>,
    headers: HeaderMap,
) -> Answer {
    let member = member(&visit, &headers)?;
    app.documents.cancel(member, file).await.map_err(|error| Refusal::of(&visit, &error))?;
    Ok(answered(StatusCode::NO_CONTENT))
}

/// Where the upload stands, and until when it may go on (RFC 9110, 5.6.7).
fn stands(upload: &Upload) -> [(HeaderName, String); 2] {
    let until = upload.expires_at.format("%a, %d %b %Y %H:%M:%S GMT");
    [(OFFSET, upload.offset.to_string()), (EXPIRES, until.to_string())]
}

/// `filename` of `name value,name value`, each value in Base64.
fn file_name(metadata: &str) -> Option<String> {
    let pairs = metadata.split(',').filter_map(|pair| pair.trim().split_once(' '));
    let (_, value) = pairs.into_iter().find(|(name, _)| *name == "filename")?;
    String::from_utf8(BASE64_STANDARD.decode(value.trim()).ok()?).ok()
}

fn chunks(body: Body) -> impl Stream<Item = Result<Bytes, Cut>> + Send {
    futures::stream::unfold(Some(body.into_data_stream()), |body| async move {
        let mut body = body?;
        match timeout(SILENCE, body.next()).await {
            Ok(None) => None,
            Ok(Some(Ok(chunk))) => Some((Ok(chunk), Some(body))),
            Ok(Some(Err(_))) | Err(_) => Some((Err(Cut::Short), None)),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_file_is_found_among_what_else_is_said_of_it() {
        for (metadata, name) in [
            ("filename YS5tcDQ=", Some("a.mp4")),
            ("filetype dmlkZW8vbXA0,filename YS5tcDQ=,is_confidential", Some("a.mp4")),
            ("filetype dmlkZW8vbXA0, filename w6EubXA0", Some("á.mp4")),
            ("filename", None),
            ("filename %%%", None),
            ("filename /w==", None),
            ("", None),
        ] {
            assert_eq!(file_name(metadata).as_deref(), name, "{metadata}");
        }
    }
}
