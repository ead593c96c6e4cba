//! What the rules of highlights must be told beforehand: how the one stands that another builds on.

use domain::HighlightId;
use domain::highlights::{Highlight, HighlightError, Source};

use crate::{Desk, DeskError};

/// What a draft names as its source, if that is published now.
pub async fn source_of(desk: &Desk, draft: HighlightId) -> Result<Option<Source>, DeskError<HighlightError>> {
    let Some(lineage) = desk.load::<Highlight>(&draft.to_string()).await?.lineage() else { return Ok(None) };
    Ok(desk.load::<Highlight>(&lineage.source.to_string()).await?.as_source())
}
