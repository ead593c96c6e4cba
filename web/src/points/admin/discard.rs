//! `/admin/points/drafts/{draft}/discard`: a draft is given up, after a question.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use domain::DraftId;
use domain::points::{Rulebook, RulebookCommand};
use maud::Markup;
use projections::ReadModel;
use projections::points::PointDrafts;

use super::{admin, found, path};
use crate::App;
use crate::error::PageError;
use crate::fields::Fields;
use crate::redirect::See;
use crate::ui::Confirm;
use crate::visit::Visit;

pub async fn ask(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path(draft): Path<String>,
) -> Result<Markup, PageError> {
    admin(&visit)?;
    let draft = found(&app, &draft).await?;
    Ok(Confirm {
        title: visit.text("points-discard-title"),
        text: visit.text("points-discard-text"),
        action: &visit.link(&path(&draft, "/discard")),
        button: visit.text("points-discard"),
        back: &visit.link("/admin/points"),
    }
    .show(&visit))
}

pub async fn submit(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path(draft): Path<String>,
    fields: Fields,
) -> Result<Response, PageError> {
    let order = admin(&visit)?.order(fields.command_id()?);
    let draft: DraftId = draft.parse().map_err(|_| PageError::NotFound)?;
    app.desk.execute::<Rulebook>(&order, Rulebook::ID, RulebookCommand::Discard { draft }).await?;
    let settled = app.settle(&[PointDrafts::NAME]).await;
    let overview = See::page(visit.link("/admin/points"));
    Ok(overview.notice("points-notice-discarded").settled(settled).into_response())
}
