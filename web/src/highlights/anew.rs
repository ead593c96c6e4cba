//! `/highlights/new?from={short}`: a new draft with the text of one's own that was declined or withdrawn.

use domain::highlights::{Highlight as Aggregate, HighlightEvent, Sheet};
use projections::highlights::{self, Standing};

use super::{draft, form};
use crate::App;
use crate::error::PageError;
use crate::fields::Fields;
use crate::visit::Visit;

/// To anybody but its author it is not there.
pub async fn fields(visit: &Visit, app: &App, short: &str) -> Result<Fields, PageError> {
    let sheet = match draft::find(visit, app, short).await? {
        Some(draft) if draft.standing == Standing::Declined => draft.sheet,
        Some(_) => return Err(PageError::NotFound),
        None => withdrawn(visit, app, short).await?.ok_or(PageError::NotFound)?,
    };
    Ok(form::fields_of(&app.read, visit, &sheet).await?)
}

/// Readers no longer see it, so that no read model has it: its author's copy is in the log.
async fn withdrawn(visit: &Visit, app: &App, short: &str) -> Result<Option<Sheet>, PageError> {
    let own = highlights::withdrawal(&app.read, short).await?.filter(|gone| visit.is(gone.author));
    let Some(own) = own else { return Ok(None) };
    let history = app.desk.history::<Aggregate>(&own.id.to_string()).await?;
    Ok(history.into_iter().rev().find_map(|event| match event.payload {
        HighlightEvent::HighlightDrafted { sheet, .. } => sheet.get().cloned(),
        _ => None,
    }))
}
