//! `/library/{short}-{slug}/receipt`: for its author, the receipt of the event that published the resource.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::Response;
use domain::EventRef;
use projections::library;

use super::labels;
use crate::App;
use crate::error::PageError;
use crate::transparency;
use crate::visit::Visit;

pub async fn file(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path(address): Path<String>,
) -> Result<Response, PageError> {
    visit.member()?;
    let resource = library::by_short(&app.read, labels::short_of(&address)).await?;
    // Whoever brought it in, the author has contributed it.
    let resource = resource.filter(|resource| visit.is(resource.author)).ok_or(PageError::NotFound)?;
    let published = EventRef {
        aggregate_type: "resource".to_owned(),
        aggregate_id: resource.id.to_string(),
        sequence: 1,
    };
    let position =
        projections::audit::position_of(&app.read, &published).await?.ok_or(PageError::NotFound)?;
    let event = app.transparency.event(position).await?.ok_or(PageError::NotFound)?;
    transparency::handed_out(&visit, &app, &event).await
}
