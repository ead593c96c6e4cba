//! `/r/{short}`: the permanent short address of a resource, for citations and print; `/r/{short}/2` is that of its
//! second version.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::Redirect;
use domain::library::Source;
use projections::library;

use super::{download, labels};
use crate::App;
use crate::error::PageError;
use crate::visit::Visit;

/// In the visitor's language, as cookie and browser say. What was withdrawn says so there.
pub async fn redirect(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path(short): Path<String>,
) -> Result<Redirect, PageError> {
    let slug = match library::by_short(&app.read, &short).await? {
        Some(resource) => resource.slug,
        None if library::withdrawal(&app.read, &short).await?.is_some() => String::new(),
        None => return Err(PageError::NotFound),
    };
    Ok(Redirect::temporary(&visit.link(&labels::address(&short, &slug))))
}

/// To the document of the version. A link leads elsewhere: it stands among the versions on the page.
pub async fn version(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path((short, version)): Path<(String, u32)>,
) -> Result<Redirect, PageError> {
    let Some(resource) = library::by_short(&app.read, &short).await? else {
        return redirect(visit, State(app), Path(short)).await;
    };
    let page = labels::address(&resource.short, &resource.slug);
    let source = download::versioned(&app, &resource, version).await?.ok_or(PageError::NotFound)?;
    Ok(Redirect::temporary(&visit.link(&match source {
        Source::Document { .. } => format!("{page}/file/{version}"),
        Source::Link { .. } => format!("{page}#versions"),
    })))
}
