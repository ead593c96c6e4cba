//! `/featured/2026-05/overrule`: an administrator chooses the country of a month in place of the rule, with a reason
//! that everybody can read; `/featured/2026-05/rule` gives the month back.

use std::sync::Arc;

use application::DeskError;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use chrono::NaiveDate;
use domain::membership::Role;
use domain::organisations::featured_month::{REASON_MAX, key};
use domain::organisations::{FeaturedMonth, FeaturedMonthCommand, FeaturedMonthError};
use domain::{Country, text};
use maud::{Markup, html};
use projections::ReadModel;
use projections::organisations::country_months::first_of_month;
use projections::organisations::featured::Featured;
use projections::organisations::featured_overrules::FeaturedOverrules;

use super::featured::{address_of, overruled};
use super::month::of_month;
use super::rota::month;
use crate::App;
use crate::error::PageError;
use crate::fields::Fields;
use crate::redirect::See;
use crate::ui::{Field, Notice, Page, Section, button, command_id, error_summary};
use crate::visit::{Viewer, Visit};

const REFUSED: StatusCode = StatusCode::UNPROCESSABLE_ENTITY;

pub async fn form(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path(asked): Path<String>,
) -> Result<Markup, PageError> {
    admin(&visit)?;
    let featured = of_month(&app, &asked, today(&app)).await?;
    Ok(show(&visit, &featured, &visit.kept.clone().unwrap_or_default(), featured.month < today(&app)))
}

pub async fn overrule(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path(asked): Path<String>,
    mut fields: Fields,
) -> Result<Response, PageError> {
    let featured = of_month(&app, &asked, today(&app)).await?;
    let Ok(country) = fields.value("country").parse::<Country>() else {
        admin(&visit)?;
        fields.refuse("country", visit.text("home-overrule-choose"));
        return Ok((REFUSED, show(&visit, &featured, &fields, false)).into_response());
    };
    let command = FeaturedMonthCommand::Overrule {
        month: featured.month,
        country,
        reason: fields.value("reason").to_owned(),
        today: (app.clock)().date_naive(),
    };
    decide(&visit, &app, &featured, fields, command, "home-notice-overruled").await
}

pub async fn follow_rule(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path(asked): Path<String>,
    fields: Fields,
) -> Result<Response, PageError> {
    let featured = of_month(&app, &asked, today(&app)).await?;
    let command = FeaturedMonthCommand::FollowRule {
        month: featured.month,
        reason: fields.value("back_reason").to_owned(),
        today: (app.clock)().date_naive(),
    };
    decide(&visit, &app, &featured, fields, command, "home-notice-rule").await
}

async fn decide(
    visit: &Visit,
    app: &App,
    featured: &Featured,
    mut fields: Fields,
    command: FeaturedMonthCommand,
    notice: &'static str,
) -> Result<Response, PageError> {
    let order = admin(visit)?.order(fields.command_id()?);
    let reason = match command {
        FeaturedMonthCommand::Overrule { .. } => "reason",
        FeaturedMonthCommand::FollowRule { .. } => "back_reason",
    };
    match app.desk.execute::<FeaturedMonth>(&order, &key(featured.month), command).await {
        Ok(()) => {
            let settled = app.settle(&[FeaturedOverrules::NAME]).await;
            let page = visit.link(&address_of(featured.month));
            Ok(See::page(page).notice(notice).settled(settled).into_response())
        }
        Err(DeskError::Refused(FeaturedMonthError::Reason(_))) => {
            fields.refuse(
                reason,
                visit.text_with("home-overrule-reason-fault", &[("count", REASON_MAX.into())]),
            );
            Ok((REFUSED, show(visit, featured, &fields, false)).into_response())
        }
        // A form that was open while the month went by.
        Err(DeskError::Refused(FeaturedMonthError::Past | FeaturedMonthError::TooFarAhead)) => {
            Ok((REFUSED, show(visit, featured, &fields, true)).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

fn admin(visit: &Visit) -> Result<&Viewer, PageError> {
    let viewer = visit.member()?;
    if viewer.holds(Role::Admin) { Ok(viewer) } else { Err(PageError::Forbidden) }
}

fn today(app: &App) -> NaiveDate {
    first_of_month((app.clock)().date_naive())
}

fn show(visit: &Visit, featured: &Featured, fields: &Fields, past: bool) -> Markup {
    let when = month(visit, featured.month);
    let title = visit.text_with("home-overrule-title", &[("month", when.as_str().into())]);
    let page = visit.link(&address_of(featured.month));
    let mut countries: Vec<(&str, &str)> =
        Country::all().iter().map(|state| (state.country.code(), state.name(visit.language))).collect();
    countries.sort_by_cached_key(|(_, name)| text::folded(name));
    countries.insert(0, ("", visit.text("home-overrule-choose")));
    let labels = [
        ("country", visit.text("home-overrule-country")),
        ("reason", visit.text("home-overrule-reason")),
        ("back_reason", visit.text("home-overrule-back-reason")),
    ];
    let content = html! {
        div .narrow {
            div .page-head { h1 { (title) } p .lead { (visit.text("home-overrule-lead")) } }
            (error_summary(visit, fields, &labels))
            @if past { (Notice::Warning.show(&visit.text("home-overrule-past"))) }
            form method="post" action={ (page) "/overrule" } novalidate {
                (command_id(visit, fields))
                (Field::new("country", labels[0].1).required().select(countries, visit, fields))
                (Field::new("reason", labels[1].1).limit(REASON_MAX).required().textarea(3, visit, fields))
                div .actions {
                    (button(visit.text("home-overrule-button")))
                    a .button.quiet href=(page) { (visit.text("ui-cancel")) }
                }
            }
            @if let Some(overrule) = &featured.overrule {
                section .section {
                    h2 { (visit.text("home-overrule-back-title")) }
                    (overruled(visit, overrule))
                    form method="post" action={ (page) "/rule" } novalidate {
                        (command_id(visit, &Fields::default()))
                        (Field::new("back_reason", labels[2].1).limit(REASON_MAX).required()
                            .textarea(3, visit, fields))
                        div .actions { (button(visit.text("home-overrule-back-button"))) }
                    }
                }
            }
        }
    };
    Page::new(&title)
        .section(Section::Countries)
        .crumb(visit.text("home-rota"), visit.link("/featured"))
        .crumb(&when, page.clone())
        .hidden()
        .show(visit, &content)
}
