//! `/pictures`: a picture for a text. The editor's script sends it beside the text; without the script it is a
//! page of its own that says what to write. `/pictures/{id}-{w}x{h}` is the picture itself.

use std::sync::Arc;

use application::pictures::{A_DAY_MAX, Picture, PictureError, SIDE_MAX, UPLOAD_MAX};
use axum::extract::{FromRequest, Multipart, Path, Request, State};
use axum::http::header::{ACCEPT, CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use domain::PictureId;
use maud::{Markup, html};
use serde_json::json;

use crate::App;
use crate::error::PageError;
use crate::fields::Fields;
use crate::markdown::own_picture;
use crate::redirect::See;
use crate::ui::{Field, Page, button, command_id, error_summary};
use crate::visit::Visit;

const ACCEPTED: &str = ".jpg,.jpeg,.png,.webp";
/// The picture, and the lines around it.
pub const FORM_MAX: usize = UPLOAD_MAX + 16 * 1024;

pub(super) async fn form(visit: Visit) -> Result<Markup, PageError> {
    visit.member()?;
    Ok(shown(&visit, &Fields::default()))
}

pub(super) async fn upload(
    visit: Visit,
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    request: Request,
) -> Result<Response, PageError> {
    let member = visit.member()?.id;
    let by_script = headers.get(ACCEPT).is_some_and(|kind| kind.as_bytes().starts_with(b"application/json"));
    let sent = match received(request).await? {
        Ok(sent) => app.pictures.keep(member, sent, SIDE_MAX, (app.clock)()).await,
        Err(error) => Err(error),
    };
    match sent {
        Ok(picture) if by_script => Ok(in_json(StatusCode::OK, &json!({ "address": address(&picture) }))),
        Ok(picture) => Ok(See::page(visit.link(&address(&picture))).into_response()),
        Err(PictureError::Unreachable(error)) => Err(error.into()),
        Err(error) if by_script => {
            Ok(in_json(StatusCode::UNPROCESSABLE_ENTITY, &json!({ "error": message(&visit, &error) })))
        }
        Err(error) => {
            let mut fields = Fields::default();
            fields.refuse("file", message(&visit, &error));
            Ok((StatusCode::UNPROCESSABLE_ENTITY, shown(&visit, &fields)).into_response())
        }
    }
}

/// The file of the form, whole in memory: it is small.
async fn received(request: Request) -> Result<Result<Bytes, PictureError>, PageError> {
    let mut parts = Multipart::from_request(request, &()).await.map_err(|_| PageError::BadRequest)?;
    loop {
        let part = match parts.next_field().await {
            Ok(Some(part)) => part,
            Ok(None) => return Ok(Err(PictureError::Empty)),
            Err(error) if error.status() == StatusCode::PAYLOAD_TOO_LARGE => {
                return Ok(Err(PictureError::TooLarge));
            }
            Err(_) => return Err(PageError::BadRequest),
        };
        if part.name() == Some("file") {
            return match part.bytes().await {
                Ok(bytes) => Ok(Ok(bytes)),
                Err(error) if error.status() == StatusCode::PAYLOAD_TOO_LARGE => {
                    Ok(Err(PictureError::TooLarge))
                }
                Err(_) => Err(PageError::BadRequest),
            };
        }
    }
}

fn in_json(status: StatusCode, answer: &serde_json::Value) -> Response {
    (status, [(CONTENT_TYPE, "application/json")], answer.to_string()).into_response()
}

fn message(visit: &Visit, error: &PictureError) -> String {
    let id = match error {
        PictureError::Empty => "ui-picture-empty",
        PictureError::Type => "ui-picture-type",
        PictureError::TooLarge => "ui-picture-large",
        PictureError::TooManyPixels => "ui-picture-pixels",
        PictureError::Damaged | PictureError::Unreachable(_) => "ui-picture-damaged",
        PictureError::TooMany => {
            return visit.text_with("ui-picture-many", &[("count", A_DAY_MAX.into())]);
        }
    };
    visit.text(id).to_owned()
}

fn address(picture: &Picture) -> String {
    format!("/pictures/{}-{}x{}", picture.id, picture.width, picture.height)
}

fn shown(visit: &Visit, fields: &Fields) -> Markup {
    let title = visit.text("ui-picture-title");
    let label = visit.text("ui-picture-file");
    Page::new(title).hidden().show(
        visit,
        &html! {
            div .narrow {
                div .page-head { h1 { (title) } p .lead { (visit.text("ui-picture-lead")) } }
                (error_summary(visit, fields, &[("file", label)]))
                form method="post" action=(visit.link("/pictures")) enctype="multipart/form-data" novalidate {
                    (command_id(visit, fields))
                    (Field::new("file", label).hint(visit.text("ui-picture-limits")).required()
                        .file(ACCEPTED, visit, fields))
                    div .actions { (button(visit.text("ui-picture-send"))) }
                }
            }
        },
    )
}

/// The picture that was sent, with what to write into a text to show it there.
pub(super) async fn page(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path(name): Path<String>,
) -> Result<Markup, PageError> {
    visit.member()?;
    let picture = found(&app, &name).await?;
    let title = visit.text("ui-picture-sent");
    let address = address(&picture);
    let written = format!("![{}]({address})", visit.text("ui-picture-describe"));
    let fields = Fields::new([("markdown", written)]);
    Ok(Page::new(title).crumb(visit.text("ui-picture-title"), visit.link("/pictures")).hidden().show(
        &visit,
        &html! {
            div .narrow {
                div .page-head { h1 { (title) } p .lead { (visit.text("ui-picture-copy")) } }
                (Field::new("markdown", visit.text("ui-picture-markdown")).required().text(&visit, &fields))
                div .prose { img src=(address) alt=(visit.text("ui-picture-yours")) width=(picture.width) height=(picture.height); }
                p .actions { a .button.quiet href=(visit.link("/pictures")) { (visit.text("ui-picture-another")) } }
            }
        },
    ))
}

async fn found(app: &App, name: &str) -> Result<Picture, PageError> {
    let (id, width, height): (PictureId, u16, u16) =
        own_picture(&format!("/pictures/{name}")).ok_or(PageError::NotFound)?;
    let picture = app.pictures.find(id).await?.ok_or(PageError::NotFound)?;
    let same = (picture.width, picture.height) == (width.into(), height.into());
    if same { Ok(picture) } else { Err(PageError::NotFound) }
}

/// Its address never shows anything else.
pub(super) async fn show(
    State(app): State<Arc<App>>,
    Path(name): Path<String>,
) -> Result<Response, PageError> {
    let picture = found(&app, &name).await?;
    let headers = [
        (CONTENT_TYPE, picture.media_type),
        (CACHE_CONTROL, "public, max-age=31536000, immutable".to_owned()),
        (CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox".to_owned()),
    ];
    Ok((headers, picture.content).into_response())
}
