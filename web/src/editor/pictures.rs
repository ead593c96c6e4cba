//! `/pictures`: a picture for a text, and those that one has sent. The editor's script sends it beside the text; without
//! the script it is a page of its own that says what to write. `/pictures/{id}-{w}x{h}` is the picture itself.

use std::sync::Arc;

use application::pictures::{A_DAY_MAX, Picture, PictureError, SIDE_MAX, Sent, UPLOAD_MAX};
use axum::extract::{FromRequest, Multipart, Path, Request, State};
use axum::http::header::{ACCEPT, CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use domain::{Language, PictureId};
use maud::{Markup, html};
use projections::library::{removal, removed};
use serde_json::json;

use super::take_down::{gone, way};
use crate::App;
use crate::error::PageError;
use crate::fields::Fields;
use crate::i18n;
use crate::markdown::own_picture;
use crate::query::Query;
use crate::redirect::See;
use crate::ui::{self, Field, Page, Tone, button, command_id, error_summary};
use crate::visit::Visit;

const ACCEPTED: &str = ".jpg,.jpeg,.png,.webp";
/// The picture, and the lines around it.
pub const FORM_MAX: usize = UPLOAD_MAX + 16 * 1024;

/// On one page.
const LISTED: usize = 24;

pub(super) async fn form(visit: Visit, State(app): State<Arc<App>>) -> Result<Markup, PageError> {
    let mut sent = app.pictures.of_member(visit.member()?.id).await?;
    sent.reverse();
    let pages = sent.len().div_ceil(LISTED).max(1);
    let asked = Query::parse(&visit.query).first("page").and_then(|page| page.parse().ok()).unwrap_or(1);
    let page = asked.clamp(1, pages);
    let some: Vec<Sent> = sent.into_iter().skip((page - 1) * LISTED).take(LISTED).collect();
    let gone = removed(&app.read, &some.iter().map(|one| one.id).collect::<Vec<_>>()).await?;
    let to_u32 = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let own = html! {
        @if !some.is_empty() {
            (ui::section(visit.text("ui-picture-own"), None, &html! {
                (ui::cards(some.iter().map(|one| card(&visit, one, gone.contains(&one.id)))))
                (ui::pagination(&visit, to_u32(page), to_u32(pages)))
            }))
        }
    };
    Ok(shown(&visit, &Fields::default(), &own))
}

fn card(visit: &Visit, sent: &Sent, gone: bool) -> Markup {
    let address = place(sent.id, sent.width, sent.height);
    html! {
        article .card {
            @if !gone {
                img .thumbnail src=(address) width=(sent.width) height=(sent.height) alt="" loading="lazy" decoding="async";
            }
            h3 { a href=(visit.link(&address)) { (i18n::time(visit.language, sent.sent_at)) } }
            @if gone { p { (ui::badge(visit.text("ui-picture-gone"), Tone::Plain)) } }
        }
    }
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
            Ok((StatusCode::UNPROCESSABLE_ENTITY, shown(&visit, &fields, &html! {})).into_response())
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

pub(super) fn address(picture: &Picture) -> String {
    place(picture.id, picture.width, picture.height)
}

fn place(id: PictureId, width: u32, height: u32) -> String {
    format!("/pictures/{id}-{width}x{height}")
}

/// With the pictures that were sent before below it.
fn shown(visit: &Visit, fields: &Fields, own: &Markup) -> Markup {
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
            (own)
        },
    )
}

/// The picture that was sent, with what to write into a text to show it there.
pub(super) async fn page(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path(name): Path<String>,
) -> Result<Response, PageError> {
    if let Some(removal) = removal(&app.read, id(&name)?).await? {
        return Ok((StatusCode::GONE, gone(&visit, &removal)).into_response());
    }
    visit.member()?;
    let picture = found(&app, &name).await?;
    let title = visit.text("ui-picture-sent");
    let address = address(&picture);
    let written = format!("![{}]({address})", visit.text("ui-picture-describe"));
    let fields = Fields::new([("markdown", written)]);
    let page = Page::new(title).crumb(visit.text("ui-picture-title"), visit.link("/pictures")).hidden().show(
        &visit,
        &html! {
            div .narrow {
                div .page-head { h1 { (title) } p .lead { (visit.text("ui-picture-copy")) } }
                (Field::new("markdown", visit.text("ui-picture-markdown")).required().text(&visit, &fields))
                div .prose { img src=(address) alt=(visit.text("ui-picture-yours")) width=(picture.width) height=(picture.height); }
                p .actions {
                    a .button.quiet href=(visit.link("/pictures")) { (visit.text("ui-picture-another")) }
                    (way(&visit, &picture))
                }
            }
        },
    );
    Ok(page.into_response())
}

fn id(name: &str) -> Result<PictureId, PageError> {
    own_picture(&format!("/pictures/{name}")).map(|(id, ..)| id).ok_or(PageError::NotFound)
}

pub(super) async fn found(app: &App, name: &str) -> Result<Picture, PageError> {
    let (id, width, height): (PictureId, u16, u16) =
        own_picture(&format!("/pictures/{name}")).ok_or(PageError::NotFound)?;
    let picture = app.pictures.find(id).await?.ok_or(PageError::NotFound)?;
    let same = (picture.width, picture.height) == (width.into(), height.into());
    if same { Ok(picture) } else { Err(PageError::NotFound) }
}

/// Its address never shows anything else, but may come to show nothing: then no cache has it for long.
pub(super) async fn show(
    State(app): State<Arc<App>>,
    Path(name): Path<String>,
) -> Result<Response, PageError> {
    if removal(&app.read, id(&name)?).await?.is_some() {
        let told = Language::ALL.map(|language| i18n::text(language, "ui-picture-gone-title"));
        return Ok((StatusCode::GONE, [(CACHE_CONTROL, "no-cache")], told.join("\n")).into_response());
    }
    let picture = found(&app, &name).await?;
    let headers = [
        (CONTENT_TYPE, picture.media_type),
        (CACHE_CONTROL, "public, max-age=86400".to_owned()),
        (CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox".to_owned()),
    ];
    Ok((headers, picture.content).into_response())
}
