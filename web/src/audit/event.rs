//! `/audit/event/{position}`: one event: who, when, what, what caused it and what it caused.

use std::sync::Arc;

use application::InclusionProof;
use axum::extract::{Path, State};
use domain::{EventRef, Position, StoredEvent};
use maud::{Markup, html};
use projections::audit::{caused_by, entry, position_of};

use super::words::{Names, entries, event_address, kind, moment};
use super::{auditor, disclosure};
use crate::App;
use crate::error::PageError;
use crate::fields::Fields;
use crate::ui::{Icon, Notice, Page, facts, section};
use crate::visit::Visit;

/// So many of what an event caused are shown.
const CAUSED: usize = 100;

pub async fn page(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path(position): Path<String>,
) -> Result<Markup, PageError> {
    auditor(&visit)?;
    let position = position.parse().map(Position).map_err(|_| PageError::NotFound)?;
    let entry = entry(&app.read, position).await?.ok_or(PageError::NotFound)?;
    show(&visit, &app, &entry, None, &visit.kept.clone().unwrap_or_default()).await
}

/// The page; `disclosed` is the payload with its personal values, `fields` a form that was refused.
pub async fn show(
    visit: &Visit,
    app: &App,
    entry: &StoredEvent,
    disclosed: Option<String>,
    fields: &Fields,
) -> Result<Markup, PageError> {
    let told = entry.told().map_err(PageError::internal)?;
    let concerns = entry.concerns();
    let caused = caused_by(&app.read, entry, &concerns, CAUSED).await?;
    let cause = match told.caused_by.as_deref().and_then(parsed) {
        Some(cause) => position_of(&app.read, &cause).await?,
        None => None,
    };
    let mut shown = caused.clone();
    shown.push(entry.clone());
    let names = Names::of(&app.read, visit, &shown).await?;
    let disclosures = disclosure::part(visit, app, entry, &names, fields).await?;
    let proof = proof(visit, entry, app.transparency.inclusion(entry.position).await?.as_ref());
    let title = kind(visit, &entry.event_type);
    let about = facts([
        (visit.text("audit-event-number"), html! { (entry.position) }),
        (visit.text("audit-when"), html! { (moment(told.at)) " UTC" }),
        (visit.text("audit-recorded"), html! { (moment(entry.recorded_at)) " UTC" }),
        (visit.text("audit-who"), names.actor(visit, &told.actor)),
        (
            visit.text("audit-concerns"),
            html! { @for subject in &concerns { div { (names.subject(visit, *subject)) } } },
        ),
        (
            visit.text("audit-caused-by"),
            html! {
                @match (&told.caused_by, cause) {
                    (Some(reference), Some(at)) => a href=(event_address(visit, at)) { code { (reference) } },
                    (Some(reference), None) => code { (reference) },
                    (None, _) => (visit.text("audit-caused-by-nothing")),
                }
            },
        ),
        (
            visit.text("audit-kind"),
            html! { code { (entry.event_type) } ", " (visit.text("audit-version")) " " (entry.event_version) },
        ),
        (visit.text("audit-reference"), html! { code { (entry.reference()) } }),
        (visit.text("audit-command"), html! { code { (told.command_id) } }),
    ]);
    Ok(Page::new(&title).crumb(visit.text("audit-title"), visit.link("/audit")).hidden().show(
        visit,
        &html! {
            div .page-head { h1 { (title) } }
            (about)
            (section(visit.text("audit-data"), None, &html! {
                @match &disclosed {
                    None => p .muted { (visit.text("audit-data-sealed")) },
                    Some(_) => (Notice::Warning.show(&visit.text("audit-data-disclosed"))),
                }
                pre tabindex="0" { code { (pretty(disclosed.as_deref().unwrap_or(&entry.payload))) } }
            }))
            (disclosures)
            (proof)
            (section(visit.text("audit-caused"), None, &html! {
                @if caused.is_empty() {
                    p .muted { (visit.text("audit-caused-nothing")) }
                } @else {
                    (entries(visit, &names, visit.text("audit-caused"), &caused))
                }
            }))
        },
    ))
}

/// That the event is in the log which the notary has signed, and what others can check that with.
fn proof(visit: &Visit, entry: &StoredEvent, proof: Option<&InclusionProof>) -> Markup {
    let content = html! {
        @match proof {
            None => p .muted { (visit.text("audit-proof-none")) },
            Some(proof) => {
                p {
                    (visit.text_with("audit-proof-is", &[
                        ("index", (i64::try_from(proof.index).unwrap_or(i64::MAX) + 1).into()),
                        ("size", i64::try_from(proof.size).unwrap_or(i64::MAX).into()),
                    ]))
                }
                p { a href=(visit.link(&format!("/audit/receipt/{}", entry.position))) { (Icon::Download.show()) (visit.text("audit-proof-receipt")) } }
                pre tabindex="0" { code { (proof.checkpoint) } }
            }
        }
    };
    section(visit.text("audit-proof"), None, &content)
}

/// `resource/ID/1`
pub fn parsed(reference: &str) -> Option<EventRef> {
    let (stream, sequence) = reference.rsplit_once('/')?;
    let (aggregate_type, aggregate_id) = stream.split_once('/')?;
    Some(EventRef {
        aggregate_type: aggregate_type.to_owned(),
        aggregate_id: aggregate_id.to_owned(),
        sequence: sequence.parse().ok()?,
    })
}

fn pretty(payload: &str) -> String {
    let json = serde_json::from_str::<serde_json::Value>(payload);
    json.and_then(|json| serde_json::to_string_pretty(&json)).unwrap_or_else(|_| payload.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_is_read_as_it_is_written() {
        for reference in ["resource/0b9c/1", "bookmark/a/b/12"] {
            assert_eq!(parsed(reference).unwrap().to_string(), reference);
        }
        assert_eq!(parsed("bookmark/a/b/12").unwrap().aggregate_id, "a/b");
        for reference in ["", "resource", "resource/1", "resource/a/x"] {
            assert_eq!(parsed(reference), None, "{reference}");
        }
    }
}
