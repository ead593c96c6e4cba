//! What the rules of highlights must be told beforehand, and the mail about a review.

mod judged;

use domain::HighlightId;
use domain::highlights::{Highlight, HighlightError, Source};

pub use judged::HighlightMail;

use crate::{Desk, DeskError};

/// How the one stands that the draft builds on: what it names as its source, if that is published now.
pub async fn source_of(desk: &Desk, draft: HighlightId) -> Result<Option<Source>, DeskError<HighlightError>> {
    let Some(lineage) = desk.load::<Highlight>(&draft.to_string()).await?.lineage() else { return Ok(None) };
    Ok(desk.load::<Highlight>(&lineage.source.to_string()).await?.as_source())
}
