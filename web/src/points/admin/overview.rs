//! `/admin/points`: drafts of rules, the rules that were adopted with their reasons, and how many disputes wait.

use std::collections::HashMap;
use std::sync::Arc;

use axum::extract::State;
use domain::MemberId;
use maud::{Markup, html};
use projections::membership::names;
use projections::points::{Adopted, Draft, adopted, drafts, open_disputes};

use super::{admin, path, who};
use crate::App;
use crate::error::PageError;
use crate::points::{rules_of, status};
use crate::ui::{Column, Page, Row, calendar_day, day, section, stats, table};
use crate::visit::Visit;

pub async fn page(visit: Visit, State(app): State<Arc<App>>) -> Result<Markup, PageError> {
    admin(&visit)?;
    let drafts = drafts(&app.read).await?;
    let revisions = adopted(&app.read).await?;
    let open = open_disputes(&app.read).await?;
    let mut people: Vec<MemberId> =
        drafts.iter().flat_map(|draft| [draft.drafted_by, draft.changed_by]).flatten().collect();
    people.extend(revisions.iter().filter_map(|revision| revision.adopted_by));
    let names = names(&app.read, visit.audience(), &people).await?;
    let today = (app.clock)().date_naive();
    let title = visit.text("points-admin-title");
    let disputes = visit.link("/admin/points/disputes");
    Ok(Page::new(title).hidden().show(
        &visit,
        &html! {
            div .page-head {
                h1 { (title) }
                p .lead { (visit.text("points-admin-lead")) }
                (stats(visit.language, [(open, visit.text("points-disputes-to-answer"), Some(disputes))]))
            }
            (section(visit.text("points-drafts"), None, &html! {
                @if drafts.is_empty() { p { (visit.text("points-drafts-none")) } }
                @else { (drafted(&visit, &drafts, &names)) }
                p .actions { a .button href=(visit.link("/admin/points/drafts/new")) { (visit.text("points-draft-begin")) } }
            }))
            (section(visit.text("points-adopted"), None, &html! {
                @if revisions.is_empty() { p { (visit.text("points-rules-none")) } }
                @else { (history(&visit, &revisions, &names, today)) }
            }))
        },
    ))
}

fn drafted(visit: &Visit, drafts: &[Draft], names: &HashMap<MemberId, String>) -> Markup {
    let columns = [
        Column::text(visit.text("points-draft-from")),
        Column::text(visit.text("points-draft-begun")),
        Column::text(visit.text("points-draft-changed")),
        Column::text(visit.text("points-draft-do")),
    ];
    let rows = drafts.iter().map(|draft| {
        let link = |page: &str| visit.link(&path(draft, page));
        let cells = vec![
            html! { a href=(link("")) { (calendar_day(visit.language, draft.valid_from)) } },
            html! { (day(visit.language, draft.drafted_at)) ", " (who(visit, names, draft.drafted_by)) },
            html! { (day(visit.language, draft.changed_at)) ", " (who(visit, names, draft.changed_by)) },
            html! {
                a href=(link("/rehearsal")) { (visit.text("points-rehearse")) } " · "
                a href=(link("/adopt")) { (visit.text("points-adopt")) } " · "
                a href=(link("/discard")) { (visit.text("points-discard")) }
            },
        ];
        Row { cells, current: false }
    });
    table(visit.text("points-drafts-caption"), &columns, rows)
}

fn history(
    visit: &Visit,
    revisions: &[Adopted],
    names: &HashMap<MemberId, String>,
    today: chrono::NaiveDate,
) -> Markup {
    let columns = [
        Column::text(visit.text("points-rule")),
        Column::text(visit.text("points-draft-from")),
        Column::text(visit.text("points-adopted-by")),
        Column::text(visit.text("points-reason")),
    ];
    let rows = revisions.iter().map(|revision| Row {
        cells: vec![
            html! {
                a href=(rules_of(visit, revision.revision)) {
                    (visit.text_with("points-revision", &[("revision", revision.revision.to_string().into())]))
                }
                " " (status(visit, revision, today))
            },
            calendar_day(visit.language, revision.valid_from),
            html! { (day(visit.language, revision.adopted_at)) ", " (who(visit, names, revision.adopted_by)) },
            html! { (revision.reason.as_deref().unwrap_or(visit.text("points-reason-none"))) },
        ],
        current: false,
    });
    table(visit.text("points-adopted-caption"), &columns, rows)
}
