//! `/library/{short}-{slug}/cite.bib`, `cite.ris` and `cite.json`: how to cite a resource, for programs; as of a
//! moment, the version of that moment.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use projections::ReadModel;
use projections::library::{self, Replacements, Resources, WithdrawnResources};
use projections::organisations::organisations::{self, Organisations};

use super::labels;
use super::record::{of_version, record};
use crate::App;
use crate::audit::moment::{Stand, stand};
use crate::catalogue::cite;
use crate::error::PageError;
use crate::visit::Visit;

const MODELS: [&str; 4] =
    [Resources::NAME, Replacements::NAME, WithdrawnResources::NAME, Organisations::NAME];

pub async fn file(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path(address): Path<String>,
) -> Result<Response, PageError> {
    let Stand { visit, read, .. } = stand(&app, visit, &MODELS).await?;
    let short = labels::short_of(&address);
    let Some(resource) = library::by_short(&read, short).await? else {
        // The page explains what became of it.
        library::withdrawal(&read, short).await?.ok_or(PageError::NotFound)?;
        return Ok(Redirect::to(&visit.link(&labels::address(short, ""))).into_response());
    };
    let ids: Vec<_> = resource.details.institution.into_iter().collect();
    let institutions = organisations::names(&read, &ids).await?;
    let mut record = record(&resource, institutions.values().next(), &visit.base);
    if visit.as_of.is_some() {
        record = of_version(record, &resource, &library::replacements(&read, resource.id).await?);
    }
    cite::file(&visit, &record, &resource.slug)
}
