//! `/admin/points`: what administrators do with points. They write rules and answer disputes, and
//! nothing else: points themselves follow from contributions.

mod adopt;
mod discard;
mod dispute;
mod disputes;
mod draft;
mod overview;
mod rehearsal;
mod rehearsals;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::sync::Arc;

use axum::Router;
use axum::routing::get;
use domain::MemberId;
use domain::membership::Role;
use domain::points::{Contribution, Rule};
use maud::{Markup, html};
use projections::points::{Adopted, Draft, drafts};

pub use rehearsals::Rehearsals;

use super::label;
use crate::App;
use crate::error::PageError;
use crate::i18n;
use crate::ui::{Column, Row, table};
use crate::visit::{Viewer, Visit};

pub fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/admin/points", get(overview::page))
        .route("/admin/points/drafts/new", get(draft::new).post(draft::begin))
        .route("/admin/points/drafts/{draft}", get(draft::edit).post(draft::change))
        .route("/admin/points/drafts/{draft}/discard", get(discard::ask).post(discard::submit))
        .route("/admin/points/drafts/{draft}/rehearsal", get(rehearsal::page))
        .route("/admin/points/drafts/{draft}/rehearsal.csv", get(rehearsal::csv))
        .route("/admin/points/drafts/{draft}/adopt", get(adopt::form).post(adopt::submit))
        .route("/admin/points/disputes", get(disputes::page))
        .route("/admin/points/disputes/{dispute}", get(dispute::page).post(dispute::submit))
}

/// The administrator who looks; the page of 403 for other members.
fn admin(visit: &Visit) -> Result<&Viewer, PageError> {
    let viewer = visit.member()?;
    if viewer.holds(Role::Admin) { Ok(viewer) } else { Err(PageError::Forbidden) }
}

/// The draft, unless it was adopted or discarded.
async fn found(app: &App, draft: &str) -> Result<Draft, PageError> {
    let draft = draft.parse().map_err(|_| PageError::NotFound)?;
    let drafts = drafts(&app.read).await?;
    drafts.into_iter().find(|known| known.draft == draft).ok_or(PageError::NotFound)
}

fn path(draft: &Draft, page: &str) -> String {
    format!("/admin/points/drafts/{}{page}", draft.draft)
}

/// Who it was, as administrators see members.
fn who(visit: &Visit, names: &HashMap<MemberId, String>, member: Option<MemberId>) -> Markup {
    let Some(member) = member else { return html! { (visit.text("points-operator")) } };
    html! {
        @match names.get(&member) {
            Some(name) => a href=(visit.link(&format!("/members/{member}"))) { (name) },
            None => (visit.text("points-member-former")),
        }
    }
}

/// What a draft would change of the rules that it follows.
fn compared(visit: &Visit, held: Option<&Adopted>, rules: &[Rule]) -> Markup {
    let columns = [
        Column::text(visit.text("points-for")),
        Column::number(visit.text("points-each-now")),
        Column::number(visit.text("points-each-then")),
        Column::number(visit.text("points-cap-now")),
        Column::number(visit.text("points-cap-then")),
    ];
    let number = |figure: u32| html! { (i18n::number(visit.language, figure.into())) };
    let of = |rules: &[Rule], contribution: Contribution| {
        let rule = rules.iter().find(|rule| rule.contribution == contribution);
        rule.map_or((0, 0), |rule| (rule.points, rule.daily_cap))
    };
    let rows = Contribution::ALL.into_iter().map(|contribution| {
        let now = of(held.map_or(&[], |held| &held.rules), contribution);
        let then = of(rules, contribution);
        let mark = |now: u32, then: u32| html! { @if now == then { (number(then)) } @else { strong { (number(then)) } } };
        let cells = vec![
            html! { (visit.text(label(contribution))) },
            number(now.0),
            mark(now.0, then.0),
            number(now.1),
            mark(now.1, then.1),
        ];
        Row { cells, current: false }
    });
    table(visit.text("points-compared-caption"), &columns, rows)
}
