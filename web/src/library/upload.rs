//! Reads a form with a file: the texts into fields, the file as a stream into the store.

use std::sync::Arc;

use application::library::{Cut, UploadError, Waiting};
use axum::extract::multipart::{Field as PartOfForm, MultipartError};
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode};
use domain::library::{DOCUMENT_MAX, Format, MEDIA_MAX, Medium};
use domain::{CommandId, MemberId, ResourceId};
use futures::stream;
use maud::{Markup, html};

use super::resumable;
use crate::App;
use crate::error::PageError;
use crate::fields::Fields;
use crate::i18n;
use crate::ui::{Field, Notice};
use crate::visit::Visit;

/// What the texts of the form may take beside the document.
const TEXTS_MAX: usize = 256 * 1024;
/// What the whole form may send: the largest video, its texts and the lines between.
#[expect(clippy::cast_possible_truncation, reason = "2 GB fit the usize of every machine that this runs on")]
pub const FORM_MAX: usize = MEDIA_MAX as usize + 2 * TEXTS_MAX;

/// The texts, and the document if a file was chosen. Nothing is read of a form that says that it is too large.
pub async fn read(
    visit: &Visit,
    app: &Arc<App>,
    member: MemberId,
    request: Request,
    resource_of: impl Fn(CommandId) -> ResourceId,
) -> Result<(Fields, Option<Result<Waiting, UploadError>>), PageError> {
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
                let resource = resource_of(fields.command_id()?);
                tracing::debug!(%resource, request = visit.request_id, "a document is coming in");
                let received = app.documents.receive(member, resource, &file_name, chunks(part)).await;
                // Our form sends it last; a stream that broke has no more to read anyway.
                return match received {
                    Ok(waiting) => ended(parts, fields, waiting, app).await,
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
    waiting: Waiting,
    app: &App,
) -> Result<(Fields, Option<Result<Waiting, UploadError>>), PageError> {
    match parts.next_field().await {
        Ok(_) => Ok((fields, Some(Ok(waiting)))),
        Err(error) => {
            app.documents.discard(waiting.document.file).await;
            ended_early(fields, &error)
        }
    }
}

fn ended_early(
    fields: Fields,
    error: &MultipartError,
) -> Result<(Fields, Option<Result<Waiting, UploadError>>), PageError> {
    if fields.command_id().is_err() {
        return Err(PageError::BadRequest);
    }
    Ok((fields, Some(Err(cut(error).into()))))
}

fn cut(error: &MultipartError) -> Cut {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE { Cut::Long } else { Cut::Short }
}

fn chunks(part: PartOfForm<'_>) -> impl futures::Stream<Item = Result<bytes::Bytes, Cut>> + Send {
    stream::try_unfold(part, |mut part| async move {
        match part.chunk().await {
            Ok(chunk) => Ok(chunk.map(|chunk| (chunk, part))),
            Err(error) => Err(cut(&error)),
        }
    })
}

/// What is said beside the field.
pub fn message(visit: &Visit, error: &UploadError) -> String {
    let id = match error {
        UploadError::Name => "library-upload-name",
        UploadError::Type => "library-upload-type",
        UploadError::Mismatch => "library-upload-mismatch",
        UploadError::Empty => "library-upload-empty",
        UploadError::TooLarge(most) => return too_large(visit, *most),
        UploadError::CutOff | UploadError::Files(_) => "library-upload-cut-off",
        UploadError::Bomb => "library-upload-bomb",
    };
    visit.text(id).to_owned()
}

/// `most` are the bytes that a file of its type may have.
pub fn too_large(visit: &Visit, most: u64) -> String {
    visit.text_with("library-upload-too-large", &[("most", i18n::bytes(visit.language, most).into())])
}

/// The field for a file, with what may be chosen and how large it may be, and what is kept of an earlier
/// attempt.
pub fn field(kept: Option<&Waiting>, visit: &Visit, fields: &Fields) -> Markup {
    let of = |medium: Medium| {
        let formats = Format::ALL.iter().filter(move |format| format.medium() == medium);
        formats.flat_map(|format| format.extensions()).map(|one| format!(".{one}")).collect::<Vec<_>>()
    };
    let accept = Medium::ALL.map(|medium| of(medium).join(",")).join(",");
    let values = [
        ("documents", [of(Medium::Text), of(Medium::Picture)].concat().join(" ").into()),
        ("document", i18n::bytes(visit.language, DOCUMENT_MAX).into()),
        ("media", [of(Medium::Video), of(Medium::Audio)].concat().join(" ").into()),
        ("medium", i18n::bytes(visit.language, MEDIA_MAX).into()),
    ];
    let hint = visit.text_with("library-upload-hint", &values);
    html! {
        @if let Some(Waiting { document, until }) = kept {
            (Notice::Done.show(&visit.text_with("library-upload-kept", &[
                ("name", document.name.as_str().into()),
                ("size", i18n::bytes(visit.language, document.size).into()),
                ("until", i18n::time(visit.language, *until).into()),
            ])))
        }
        (Field::new("file", visit.text("library-upload-label")).hint(&hint).one_of_several()
            .file(&accept, visit, fields))
        (beside(visit))
    }
}

/// Where the script of uploads shows how far it is; the words that it says come with it.
fn beside(visit: &Visit) -> Markup {
    let with = |id, names: &[&'static str]| {
        let places: Vec<(&str, String)> = names.iter().map(|name| (*name, format!("{{{name}}}"))).collect();
        let values: Vec<_> = places.iter().map(|(name, place)| (*name, place.as_str().into())).collect();
        visit.text_with(id, &values)
    };
    let member = visit.viewer.as_ref().map(|viewer| viewer.id.to_string());
    html! {
        div .upload.stack hidden data-upload=(visit.link(resumable::ADDRESS)) data-member=[member]
            data-preparing=(visit.text("library-upload-preparing"))
            data-progress=(with("library-upload-progress", &["percent", "left"]))
            data-paused=(with("library-upload-paused", &["seconds"]))
            data-retrying=(with("library-upload-retrying", &["seconds"]))
            data-checking=(visit.text("library-upload-checking"))
            data-finished=(with("library-upload-finished", &["name"]))
            data-failed=(visit.text("library-upload-failed"))
            data-cancelled=(visit.text("library-upload-cancelled"))
            data-waiting=(visit.text("library-upload-waiting")) {
            progress aria-label=(visit.text("library-upload-progress-label")) hidden {}
            p role="status" aria-live="polite" {}
            p .hint { (visit.text("library-upload-resumable")) }
            p .actions { button .button.quiet type="button" hidden { (visit.text("library-upload-cancel")) } }
        }
    }
}
