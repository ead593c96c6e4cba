//! `GET /featured/2026-05`: why this country: the ranking by the published rule with its figures, and the reason
//! where an administrator chose another.

use std::sync::Arc;

use axum::extract::{Path, State};
use chrono::{Months, NaiveDate};
use domain::membership::Role;
use domain::organisations::featured_month::{MONTHS_AHEAD, key, month_of};
use maud::{Markup, html};
use projections::organisations::country_months::first_of_month;
use projections::organisations::featured::{Candidate, Featured, beginning, featured};

use super::featured::{address_of, overruled};
use super::rota::{facts, month};
use crate::App;
use crate::error::PageError;
use crate::organisations::country_address;
use crate::ui::{Column, Notice, Page, Row, Section, large_flag, place, table};
use crate::visit::Visit;

pub async fn page(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path(asked): Path<String>,
) -> Result<Markup, PageError> {
    let now = first_of_month((app.clock)().date_naive());
    let featured = of_month(&app, &asked, now).await?;
    let country = featured.country.name(visit.language);
    let when = month(&visit, featured.month);
    let title = visit.text_with("home-month-title", &[("month", when.into()), ("country", country.into())]);
    let page = Page::new(&title)
        .section(Section::Countries)
        .crumb(visit.text("home-rota"), visit.link("/featured"))
        .description(visit.text("home-featured-rule"));
    Ok(page.show(&visit, &content(&visit, &featured, &title, now)))
}

/// The outcome of a month from the first to the last that can be told.
pub async fn of_month(app: &App, asked: &str, now: NaiveDate) -> Result<Featured, PageError> {
    let asked = month_of(asked).ok_or(PageError::NotFound)?;
    let (history, overrules) = facts(&app.read).await?;
    let begun = beginning(&history, &overrules).unwrap_or(now).min(now);
    if asked < begun || asked > now + Months::new(MONTHS_AHEAD) {
        return Err(PageError::NotFound);
    }
    Ok(featured(&history, &overrules, asked))
}

fn content(visit: &Visit, featured: &Featured, title: &str, now: NaiveDate) -> Markup {
    let may_overrule =
        featured.month >= now && visit.viewer.as_ref().is_some_and(|viewer| viewer.holds(Role::Admin));
    let choice = featured.choice_of_rule();
    let command = format!("iaspn audit featured --month {}", key(featured.month));
    html! {
        div .page-head {
            div .cluster {
                (large_flag(featured.country))
                h1 { (title) }
                @if may_overrule {
                    a .button.quiet href=(visit.link(&format!("{}/overrule", address_of(featured.month)))) {
                        (visit.text("home-overrule"))
                    }
                }
            }
            @if featured.month > now { p .lead { (visit.text("home-month-ahead")) } }
            p { (visit.text("home-featured-rule")) }
        }
        @if let Some(overrule) = &featured.overrule {
            (Notice::Info.show(&html! {
                (overruled(visit, overrule))
                p { (visit.text_with("home-month-rule-choice", &[("country", choice.name(visit.language).into())])) }
            }))
        }
        (ranking(visit, featured))
        p { (visit.text("home-month-check")) " " code { (command) } }
    }
}

fn ranking(visit: &Visit, featured: &Featured) -> Markup {
    let columns = [
        Column::number(visit.text("home-month-place")),
        Column::text(visit.text("home-month-country")),
        Column::text(visit.text("home-month-last")),
        Column::number(visit.text("home-month-contributions")),
    ];
    let row = |(rank, one): (usize, &Candidate)| Row {
        current: one.country == featured.country,
        cells: vec![
            html! { (rank + 1) },
            html! {
                a href=(visit.link(&country_address(one.country))) { (place(one.country, visit.language)) }
            },
            html! {
                @match one.last {
                    None => (visit.text("home-month-never")),
                    Some(last) => (month(visit, last)),
                }
            },
            html! { (one.contributions) },
        ],
    };
    table(visit.text("home-month-ranking"), &columns, featured.ranking.iter().enumerate().map(row))
}
