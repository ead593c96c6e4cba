//! What the editor of long texts asks the portal for: previews, members to mention, pictures. The form itself
//! works without any of it; its own script, [`crate::assets::editor`], runs on pages with an editor alone.

mod drafts;
mod late;
mod pictures;
mod suggest;
mod take_down;
#[cfg(test)]
pub(crate) mod tests;

use std::sync::Arc;

use axum::Router;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::StatusCode;
use axum::http::header::CONTENT_SECURITY_POLICY;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use domain::newsroom::BODY_MAX;
use maud::{Markup, html};

use crate::App;
use crate::error::PageError;
use crate::fields::Fields;
use crate::markdown::{People, markdown};
use crate::ui::SCRIPTS;
use crate::visit::Visit;

pub use drafts::drafts;
pub(crate) use drafts::saved;
pub use late::{Fate, Late};

/// Where previews are made. Nothing is written by it, so that it counts as no write.
pub const PREVIEW: &str = "/preview";
/// In bytes: the longest text of the portal, in letters of four bytes.
const PREVIEW_MAX: usize = 4 * BODY_MAX;

pub fn routes() -> Router<Arc<App>> {
    let upload = DefaultBodyLimit::max(pictures::FORM_MAX);
    Router::new()
        .route(PREVIEW, post(preview))
        .route("/mentions", get(suggest::members))
        .route("/pictures", get(pictures::form).post(pictures::upload).layer(upload))
        .route("/pictures/{name}", get(pictures::page))
        .route("/pictures/{name}/withdraw", get(take_down::form).post(take_down::submit))
}

/// Outside the languages.
pub fn root_routes() -> Router<Arc<App>> {
    Router::new().route("/pictures/{name}", get(pictures::show))
}

/// A page with an editor, which runs the portal's own script.
#[derive(Debug)]
pub struct Editing(pub Markup);

impl IntoResponse for Editing {
    fn into_response(self) -> Response {
        let mut response = self.0.into_response();
        response.headers_mut().insert(CONTENT_SECURITY_POLICY, SCRIPTS);
        response
    }
}

/// Whether a form was sent by its button for a preview. Then the preview stands ready beside its text, and
/// the form is to be shown again as it was typed; nothing is saved.
pub async fn previewed(app: &App, visit: &Visit, fields: &mut Fields) -> Result<bool, PageError> {
    let name = fields.value("preview").to_owned();
    if name.is_empty() {
        return Ok(false);
    }
    visit.member()?;
    fields.set("preview", "");
    let text = fields.value(&name);
    let shown = if text.len() > PREVIEW_MAX {
        let count = [("count", BODY_MAX.into())];
        html! { p .error { (visit.text_with("library-publish-too-long", &count)) } }
    } else {
        markdown(text, &People::of(&app.read, visit, [text]).await?)
    };
    fields.show_preview(&name, shown.into_string());
    Ok(true)
}

/// `POST /preview`: the text as its readers will see it, a piece of a page.
async fn preview(visit: Visit, State(app): State<Arc<App>>, fields: Fields) -> Result<Response, PageError> {
    visit.member()?;
    let text = fields.value("text");
    if text.len() > PREVIEW_MAX {
        return Err(PageError::TooLarge);
    }
    let people = People::of(&app.read, &visit, [text]).await?;
    Ok((StatusCode::OK, markdown(text, &people)).into_response())
}
