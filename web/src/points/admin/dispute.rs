//! `/admin/points/disputes/{dispute}`: one case with all that is needed to judge it, and its answer.

use std::sync::Arc;

use application::DeskError;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::points::{ANSWER_MAX, Contribution, Dispute, DisputeCommand, DisputeError, Outcome};
use maud::{Markup, html};
use projections::ReadModel;
use projections::membership::names;
use projections::points::{Adopted, Case, PointDisputes, adopted, case};

use super::{admin, who};
use crate::App;
use crate::error::PageError;
use crate::fields::Fields;
use crate::i18n;
use crate::points::{line, status};
use crate::redirect::See;
use crate::ui::{Field, Notice, Page, button, command_id, day, error_summary, section};
use crate::visit::Visit;

/// A case beside what the page tells of it.
struct Known {
    case: Case,
    /// The revision by which the points were given.
    rule: Option<Adopted>,
    names: std::collections::HashMap<domain::MemberId, String>,
}

async fn known(visit: &Visit, app: &App, dispute: &str) -> Result<Known, PageError> {
    let dispute = dispute.parse().map_err(|_| PageError::NotFound)?;
    let case = case(&app.read, dispute).await?.ok_or(PageError::NotFound)?;
    let rule = adopted(&app.read).await?.into_iter().find(|rule| rule.revision == case.line.rule);
    let people: Vec<_> = [Some(case.member), case.answered.as_ref().and_then(|answered| answered.by)]
        .into_iter()
        .flatten()
        .collect();
    let names = names(&app.read, visit.audience(), &people).await?;
    Ok(Known { case, rule, names })
}

pub async fn page(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path(dispute): Path<String>,
) -> Result<Markup, PageError> {
    admin(&visit)?;
    let known = known(&visit, &app, &dispute).await?;
    Ok(show(&visit, &app, &known, &visit.kept.clone().unwrap_or_default()))
}

pub async fn submit(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path(dispute): Path<String>,
    mut fields: Fields,
) -> Result<Response, PageError> {
    let order = admin(&visit)?.order(fields.command_id()?);
    let known = known(&visit, &app, &dispute).await?;
    let Ok(outcome) = fields.value("outcome").parse::<Outcome>() else {
        fields.refuse("outcome", visit.text("points-outcome-fault"));
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, show(&visit, &app, &known, &fields)).into_response());
    };
    let command = DisputeCommand::Answer { outcome, answer: fields.value("answer").to_owned() };
    match app.desk.execute::<Dispute>(&order, &known.case.dispute.to_string(), command).await {
        // Whoever came second finds the answer on the case's page.
        Err(DeskError::Refused(DisputeError::Answered)) => {
            Ok(See::page(visit.here()).notice("points-notice-answered-before").into_response())
        }
        Ok(()) => {
            let settled = app.settle(&[PointDisputes::NAME]).await;
            let list = See::page(visit.link("/admin/points/disputes"));
            Ok(list.notice("points-notice-answered").settled(settled).into_response())
        }
        Err(DeskError::Refused(DisputeError::Answer(_))) => {
            let limit = i64::try_from(ANSWER_MAX).unwrap_or(i64::MAX);
            fields.refuse("answer", visit.text_with("points-answer-fault", &[("count", limit.into())]));
            Ok((StatusCode::UNPROCESSABLE_ENTITY, show(&visit, &app, &known, &fields)).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

fn show(visit: &Visit, app: &App, known: &Known, fields: &Fields) -> Markup {
    let title = visit.text("points-dispute-case");
    let case = &known.case;
    Page::new(title)
        .hidden()
        .crumb(visit.text("points-admin-title"), visit.link("/admin/points"))
        .crumb(visit.text("points-disputes-title"), visit.link("/admin/points/disputes"))
        .show(
            visit,
            &html! {
                div .narrow {
                    h1 { (title) }
                    (section(visit.text("points-dispute-said"), None, &html! {
                        p .muted {
                            (who(visit, &known.names, Some(case.member))) ", " (day(visit.language, case.opened_at))
                        }
                        (line::written(visit, case.objection.as_deref()))
                    }))
                    (section(visit.text("points-dispute-line"), None, &line::told(visit, &case.line, evidence(visit, app, known))))
                    (section(visit.text("points-dispute-answer"), None, &html! {
                        @match &case.answered {
                            Some(answered) => {
                                (line::answer(visit, answered))
                                p .muted { (who(visit, &known.names, answered.by)) }
                            }
                            None if visit.is(case.member) => {
                                (Notice::Info.show(&visit.text("points-dispute-own")))
                            }
                            None => (form(visit, case, fields)),
                        }
                    }))
                }
            },
        )
}

/// The rule of that revision, what the day's limit left room for, and the event behind the line.
fn evidence<'a>(visit: &'a Visit, app: &App, known: &Known) -> Vec<(&'a str, Markup)> {
    let line = &known.case.line;
    let rule = known.rule.as_ref().and_then(|revision| rule_of(revision, line.contribution));
    let number = |figure: i64| i18n::number(visit.language, figure);
    vec![
        (
            visit.text("points-dispute-rule"),
            html! {
                @match rule {
                    Some(rule) => (visit.text_with("points-dispute-rule-says", &[
                        ("points", i64::from(rule.points).into()),
                        ("cap", i64::from(rule.daily_cap).into()),
                    ])),
                    None => (visit.text("points-rules-nothing")),
                }
                @if let Some(revision) = &known.rule {
                    " " (status(visit, revision, (app.clock)().date_naive()))
                }
            },
        ),
        (
            visit.text("points-dispute-that-day"),
            html! {
                (visit.text_with("points-dispute-place", &[
                    ("place", number(line.place).into()),
                    ("count", number(line.that_day).into()),
                ]))
            },
        ),
        (visit.text("points-dispute-event"), html! { code { (line.because) } }),
        (visit.text("points-dispute-award"), html! { code { (line.award) } }),
    ]
}

fn rule_of(revision: &Adopted, contribution: Contribution) -> Option<&domain::points::Rule> {
    revision.rules.iter().find(|rule| rule.contribution == contribution)
}

fn form(visit: &Visit, case: &Case, fields: &Fields) -> Markup {
    let outcomes = [
        ("", visit.text("points-outcome-choose")),
        (Outcome::Explained.slug(), visit.text("points-outcome-explained")),
        (Outcome::Upheld.slug(), visit.text("points-outcome-upheld")),
    ];
    let labels = [("outcome", visit.text("points-outcome")), ("answer", visit.text("points-answer-label"))];
    html! {
        (error_summary(visit, fields, &labels))
        form .stack method="post" action=(visit.link(&format!("/admin/points/disputes/{}", case.dispute))) novalidate {
            (command_id(visit, fields))
            (Field::new("outcome", visit.text("points-outcome")).hint(visit.text("points-outcome-hint"))
                .required().select(outcomes, visit, fields))
            (Field::new("answer", visit.text("points-answer-label")).hint(visit.text("points-answer-hint"))
                .limit(ANSWER_MAX).required().textarea(6, visit, fields))
            div .actions {
                (button(visit.text("points-answer-send")))
                a .button.quiet href=(visit.link("/admin/points/disputes")) { (visit.text("ui-cancel")) }
            }
        }
    }
}
