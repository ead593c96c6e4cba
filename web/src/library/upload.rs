//! Reads a form with a file: the texts into fields, the file as a stream into the store.

use std::sync::Arc;

use application::library::{Cut, Document, UploadError};
use axum::extract::multipart::{Field, MultipartError};
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode};
use domain::MemberId;
use domain::library::DOCUMENT_MAX;
use futures::stream;

use super::publish::resource_of;
use crate::App;
use crate::error::PageError;
use crate::fields::Fields;
use crate::visit::Visit;

/// What the texts of the form may take beside the document.
const TEXTS_MAX: usize = 256 * 1024;
/// What the whole form may send: a document of 50 MB, its texts and the lines between.
#[expect(clippy::cast_possible_truncation, reason = "50 MB fit every machine's usize")]
pub const FORM_MAX: usize = DOCUMENT_MAX as usize + 2 * TEXTS_MAX;

/// The texts, and the document if a file was chosen. Nothing is read of a form that says that it is too large.
pub async fn read(
    visit: &Visit,
    app: &Arc<App>,
    member: MemberId,
    request: Request,
) -> Result<(Fields, Option<Result<Document, UploadError>>), PageError> {
    let headers = request.headers();
    let header = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    let announced = header(CONTENT_LENGTH).and_then(|length| length.parse::<usize>().ok());
    let uploads = header(CONTENT_TYPE).is_some_and(|kind| kind.starts_with("multipart/form-data"));
    if announced.is_some_and(|length| length > FORM_MAX) {
        return Err(PageError::TooLarge);
    }
    // Without a file, the texts may come as any other form's.
    if !uploads {
        return Ok((Fields::from_request(request, &()).await?, None));
    }
    let mut parts = Multipart::from_request(request, &()).await.map_err(|_| PageError::BadRequest)?;
    let mut fields = Fields::default();
    let mut left = TEXTS_MAX;
    loop {
        let mut part = match parts.next_field().await {
            Ok(Some(part)) => part,
            Ok(None) => return Ok((fields, None)),
            Err(error) => return ended_early(fields, &error),
        };
        let name = part.name().unwrap_or_default().to_owned();
        match part.file_name().map(ToOwned::to_owned) {
            None => {
                let mut value = Vec::new();
                while let Some(chunk) = part.chunk().await.map_err(|_| PageError::BadRequest)? {
                    left = left.checked_sub(chunk.len()).ok_or(PageError::TooLarge)?;
                    value.extend_from_slice(&chunk);
                }
                fields.push(&name, String::from_utf8_lossy(&value).into_owned());
            }
            // Browsers send an empty part where no file was chosen.
            Some(file_name) if file_name.is_empty() || name != "file" => {}
            Some(file_name) => {
                let resource = resource_of(member, fields.command_id()?);
                tracing::debug!(%resource, request = visit.request_id, "a document is coming in");
                let received = app.documents.receive(member, resource, &file_name, chunks(part)).await;
                // Our form sends it last; a stream that broke has no more to read anyway.
                return match received {
                    Ok(document) => ended(parts, fields, document, app).await,
                    Err(error) => Ok((fields, Some(Err(error)))),
                };
            }
        }
    }
}

/// The form must come to its end as well, or the upload was cut off.
async fn ended(
    mut parts: Multipart,
    fields: Fields,
    document: Document,
    app: &App,
) -> Result<(Fields, Option<Result<Document, UploadError>>), PageError> {
    match parts.next_field().await {
        Ok(_) => Ok((fields, Some(Ok(document)))),
        Err(error) => {
            app.documents.discard(document.file).await;
            ended_early(fields, &error)
        }
    }
}

fn ended_early(
    fields: Fields,
    error: &MultipartError,
) -> Result<(Fields, Option<Result<Document, UploadError>>), PageError> {
    if fields.command_id().is_err() {
        return Err(PageError::BadRequest);
    }
    Ok((fields, Some(Err(cut(error).into()))))
}

fn cut(error: &MultipartError) -> Cut {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE { Cut::Long } else { Cut::Short }
}

fn chunks(part: Field<'_>) -> impl futures::Stream<Item = Result<bytes::Bytes, Cut>> + Send {
    stream::try_unfold(part, |mut part| async move {
        match part.chunk().await {
            Ok(chunk) => Ok(chunk.map(|chunk| (chunk, part))),
            Err(error) => Err(cut(&error)),
        }
    })
}

/// What is said beside the field.
pub fn message(visit: &Visit, error: &UploadError) -> &'static str {
    visit.text(match error {
        UploadError::Name => "library-upload-name",
        UploadError::Type => "library-upload-type",
        UploadError::Mismatch => "library-upload-mismatch",
        UploadError::Empty => "library-upload-empty",
        UploadError::TooLarge => "library-upload-too-large",
        UploadError::CutOff | UploadError::Files(_) => "library-upload-cut-off",
        UploadError::Bomb => "library-upload-bomb",
    })
}
