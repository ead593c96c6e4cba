//! `GET /featured`: the countries of the months, those ahead by the rule as it stands and those there were.

use std::sync::Arc;

use axum::extract::State;
use chrono::{Months, NaiveDate};
use domain::organisations::featured_month::MONTHS_AHEAD;
use maud::{Markup, html};
use projections::organisations::country_months::{self, first_of_month};
use projections::organisations::featured::{Contributed, Featured, Overrule, beginning, rota};
use projections::organisations::featured_overrules;
use sqlx::PgPool;

use super::featured::address_of;
use crate::App;
use crate::error::PageError;
use crate::i18n;
use crate::organisations::country_address;
use crate::ui::{self, Column, Page, Row, Section, table};
use crate::visit::Visit;

/// Of the months before.
const PAST: u32 = 24;

/// What the rule works with.
pub async fn facts(pool: &PgPool) -> sqlx::Result<(Vec<Contributed>, Vec<Overrule>)> {
    tokio::try_join!(country_months::all(pool), featured_overrules::all(pool))
}

pub async fn page(visit: Visit, State(app): State<Arc<App>>) -> Result<Markup, PageError> {
    let (history, overrules) = facts(&app.read).await?;
    let now = first_of_month((app.clock)().date_naive());
    let ahead = rota(&history, &overrules, now, MONTHS_AHEAD + 1);
    let begun = beginning(&history, &overrules).unwrap_or(now);
    let first = begun.max(now - Months::new(PAST));
    let months = (0..PAST).filter(|n| first + Months::new(*n) < now).count();
    let mut past = rota(&history, &overrules, first, u32::try_from(months).unwrap_or(PAST));
    past.reverse();
    let title = visit.text("home-rota");
    let content = html! {
        div .page-head {
            h1 { (title) }
            p .lead { (visit.text("home-rota-lead")) }
            p { (visit.text("home-featured-rule")) }
        }
        (listed(&visit, "home-rota-ahead", &ahead))
        @if !past.is_empty() { (listed(&visit, "home-rota-past", &past)) }
    };
    let page = Page::new(title).section(Section::Countries).description(visit.text("home-rota-lead"));
    Ok(page.crumb(visit.text("organisations-countries"), visit.link("/countries")).show(&visit, &content))
}

fn listed(visit: &Visit, caption: &str, months: &[Featured]) -> Markup {
    let columns = [
        Column::text(visit.text("home-rota-month")),
        Column::text(visit.text("home-month-country")),
        Column::text(visit.text("home-rota-by")),
    ];
    let rows = months.iter().map(|featured| Row {
        current: false,
        cells: vec![
            html! { a href=(visit.link(&address_of(featured.month))) { (month(visit, featured.month)) } },
            html! {
                a href=(visit.link(&country_address(featured.country))) {
                    (ui::place(featured.country, visit.language))
                }
            },
            html! {
                @match &featured.overrule {
                    None => (visit.text("home-rota-by-rule")),
                    Some(overrule) => (visit.text_with(
                        "home-rota-by-admin",
                        &[("reason", overrule.reason.as_str().into())],
                    )),
                }
            },
        ],
    });
    table(visit.text(caption), &columns, rows)
}

pub fn month(visit: &Visit, month: NaiveDate) -> String {
    i18n::month_and_year(visit.language, month)
}
