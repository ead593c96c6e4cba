//! `/admin/points/disputes`: the cases that wait for an answer, and those answered.

use std::sync::Arc;

use axum::extract::State;
use domain::MemberId;
use maud::{Markup, html};
use projections::membership::names;
use projections::points::{disputes, open_disputes};

use super::{admin, who};
use crate::App;
use crate::error::PageError;
use crate::points::{line, page_number};
use crate::query::Query;
use crate::ui::{Column, Page, Row, Tab, day, table, tabs};
use crate::visit::Visit;

/// Cases on one page.
const PAGE: i64 = 50;
/// How much of an objection the list shows.
const EXCERPT: usize = 120;

pub async fn page(visit: Visit, State(app): State<Arc<App>>) -> Result<Markup, PageError> {
    admin(&visit)?;
    let query = Query::parse(&visit.query);
    let answered = query.first("state") == Some("answered");
    let page = page_number(query.first("page")).ok_or(PageError::NotFound)?;
    // One more than is shown tells whether there is a next page.
    let mut cases = disputes(&app.read, answered, i64::from(page) * PAGE, PAGE + 1).await?;
    let more = cases.len() > usize::try_from(PAGE).unwrap_or(usize::MAX);
    cases.truncate(usize::try_from(PAGE).unwrap_or(usize::MAX));
    let members: Vec<MemberId> = cases.iter().map(|case| case.member).collect();
    let names = names(&app.read, visit.audience(), &members).await?;
    let open = open_disputes(&app.read).await?;
    let here = visit.here();
    let title = visit.text("points-disputes-title");
    let columns = [
        Column::text(visit.text("points-dispute-said")),
        Column::text(visit.text("points-member")),
        Column::text(visit.text("points-dispute-opened")),
        Column::text(visit.text("points-dispute-answer")),
    ];
    let rows = cases.iter().map(|case| Row {
        cells: vec![
            html! {
                a href=(visit.link(&format!("/admin/points/disputes/{}", case.dispute))) {
                    (case.objection.as_deref().map_or(visit.text("points-text-erased").to_owned(), excerpt))
                }
            },
            who(&visit, &names, Some(case.member)),
            day(visit.language, case.opened_at),
            html! {
                @match (case.outcome, case.answered_at) {
                    (Some(outcome), Some(at)) => { (line::outcome(&visit, outcome)) " " (day(visit.language, at)) },
                    _ => (line::waiting(&visit)),
                }
            },
        ],
        current: false,
    });
    let waiting = visit.text_with("points-disputes-waiting", &[("count", open.into())]);
    let tab = |label, state: &str, current| Tab { label, address: query_at(&here, state), current };
    Ok(Page::new(title).hidden().crumb(visit.text("points-admin-title"), visit.link("/admin/points")).show(
        &visit,
        &html! {
            div .page-head { h1 { (title) } p .lead { (waiting) } }
            (tabs(title, &[
                tab(visit.text("points-disputes-open"), "", !answered),
                tab(visit.text("points-disputes-answered"), "answered", answered),
            ]))
            @if cases.is_empty() { p { (visit.text("points-disputes-none")) } }
            @else { (table(title, &columns, rows)) }
            @if more {
                p { a rel="next" href=(query.with("page", &(page + 2).to_string()).at(&here)) { (visit.text("ui-next")) } }
            }
        },
    ))
}

fn query_at(here: &str, state: &str) -> String {
    if state.is_empty() { here.to_owned() } else { Query::default().with("state", state).at(here) }
}

/// The beginning, cut between characters.
fn excerpt(text: &str) -> String {
    let line: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= EXCERPT {
        return line;
    }
    line.chars().take(EXCERPT).chain(['…']).collect()
}
