//! `/h/{short}`: the permanent short address of a highlight, for citations and print.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::Redirect;
use projections::highlights;

use super::labels;
use crate::App;
use crate::error::PageError;
use crate::visit::Visit;

/// In the visitor's language, as cookie and browser say. What was withdrawn says so there.
pub async fn redirect(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path(short): Path<String>,
) -> Result<Redirect, PageError> {
    let slug = match highlights::by_short(&app.read, &short).await? {
        Some(highlight) => highlight.slug,
        None if highlights::withdrawal(&app.read, &short).await?.is_some() => String::new(),
        None => return Err(PageError::NotFound),
    };
    Ok(Redirect::temporary(&visit.link(&labels::address(&short, &slug))))
}
