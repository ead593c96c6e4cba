//! `/highlights/{short}-{slug}/cite.bib`, `cite.ris` and `cite.json`: how to cite a highlight, for programs.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use projections::highlights;
use projections::membership::{self, Audience};
use projections::organisations::organisations;

use super::labels;
use super::record::record;
use crate::App;
use crate::catalogue::cite;
use crate::error::PageError;
use crate::visit::Visit;

pub async fn file(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path(address): Path<String>,
) -> Result<Response, PageError> {
    let short = labels::short_of(&address);
    let Some(found) = highlights::by_short(&app.read, short).await? else {
        // The page explains what became of it.
        highlights::withdrawal(&app.read, short).await?.ok_or(PageError::NotFound)?;
        return Ok(Redirect::to(&visit.link(&labels::address(short, ""))).into_response());
    };
    let (authors, institutions) = tokio::try_join!(
        // Citations are passed on: they name whom everybody may see, whoever asks.
        membership::names(&app.read, Audience::Visitor, std::slice::from_ref(&found.author)),
        organisations::names(&app.read, found.details.institution.as_slice()),
    )?;
    let author = authors.get(&found.author).map(String::as_str);
    let record = record(&found, author, institutions.values().next(), &visit.base);
    cite::file(&visit, &record, &found.slug)
}
