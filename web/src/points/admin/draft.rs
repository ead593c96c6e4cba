//! `/admin/points/drafts/new` and `…/{draft}`: a draft of new rules is begun and changed.

use std::sync::Arc;

use application::DeskError;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use chrono::{Datelike, Days, Months, NaiveDate};
use domain::DraftId;
use domain::points::{
    Contribution, DAILY_CAP_MAX, POINTS_MAX, Rule, Rulebook, RulebookCommand, RulebookError,
};
use maud::{Markup, html};
use projections::ReadModel;
use projections::points::{Adopted, PointDrafts, adopted};

use super::{admin, found};
use crate::App;
use crate::error::PageError;
use crate::fields::Fields;
use crate::i18n;
use crate::points::label;
use crate::redirect::See;
use crate::ui::{Field, Notice, Page, button, command_id, error_summary};
use crate::visit::Visit;

pub async fn new(visit: Visit, State(app): State<Arc<App>>) -> Result<Markup, PageError> {
    admin(&visit)?;
    let today = (app.clock)().date_naive();
    let revisions = adopted(&app.read).await?;
    let held = revisions.iter().find(|revision| revision.holds_on(today));
    let fields = visit.kept.clone().unwrap_or_else(|| {
        // The first of the next month suits statements and leaderboards.
        let first = today.with_day(1).unwrap_or(today) + Months::new(1);
        as_fields(0, first.max(earliest(&revisions, today)), held.map_or(&[], |held| &held.rules))
    });
    Ok(show(&visit, &fields, None, false))
}

pub async fn begin(visit: Visit, State(app): State<Arc<App>>, fields: Fields) -> Result<Response, PageError> {
    let viewer = admin(&visit)?;
    // Sending it twice makes one draft.
    let draft = DraftId::derived(&["draft", &viewer.id.to_string(), &fields.command_id()?.to_string()]);
    save(&visit, &app, fields, draft, false).await
}

pub async fn edit(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path(draft): Path<String>,
) -> Result<Markup, PageError> {
    admin(&visit)?;
    let draft = found(&app, &draft).await?;
    let fields =
        visit.kept.clone().unwrap_or_else(|| as_fields(draft.edition, draft.valid_from, &draft.rules));
    Ok(show(&visit, &fields, Some(draft.draft), false))
}

pub async fn change(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path(draft): Path<String>,
    fields: Fields,
) -> Result<Response, PageError> {
    admin(&visit)?;
    let draft = draft.parse().map_err(|_| PageError::NotFound)?;
    save(&visit, &app, fields, draft, true).await
}

async fn save(
    visit: &Visit,
    app: &App,
    mut fields: Fields,
    draft: DraftId,
    known: bool,
) -> Result<Response, PageError> {
    let order = visit.member()?.order(fields.command_id()?);
    let edition =
        if known { fields.value("edition").parse().map_err(|_| PageError::BadRequest)? } else { 0 };
    let today = (app.clock)().date_naive();
    let shown = known.then_some(draft);
    let (Some(valid_from), Some(rules)) = read(visit, &mut fields) else {
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, show(visit, &fields, shown, false)).into_response());
    };
    let command = RulebookCommand::Draft { draft, edition, valid_from, rules, today };
    match app.desk.execute::<Rulebook>(&order, Rulebook::ID, command).await {
        Ok(()) => {
            let settled = app.settle(&[PointDrafts::NAME]).await;
            let rehearsal = visit.link(&format!("/admin/points/drafts/{draft}/rehearsal"));
            Ok(See::page(rehearsal).notice("points-notice-drafted").settled(settled).into_response())
        }
        Err(DeskError::Refused(RulebookError::TooSoon | RulebookError::Backdated)) => {
            let earliest = earliest(&adopted(&app.read).await?, today);
            let day = i18n::date(visit.language, earliest);
            fields.refuse("valid_from", visit.text_with("points-draft-from-fault", &[("day", day.into())]));
            Ok((StatusCode::UNPROCESSABLE_ENTITY, show(visit, &fields, shown, false)).into_response())
        }
        Err(DeskError::Refused(RulebookError::Stale)) => {
            app.settle(&[PointDrafts::NAME]).await;
            let now = found(app, &draft.to_string()).await?;
            // Whoever sees the warning and saves again means it: that is a new intention.
            fields.set("edition", now.edition.to_string());
            fields.set("command_id", (app.entrance.new_id)().to_string());
            Ok((StatusCode::CONFLICT, show(visit, &fields, shown, true)).into_response())
        }
        Err(DeskError::Refused(RulebookError::NoDraft)) => Err(PageError::NotFound),
        Err(error) => Err(error.into()),
    }
}

/// From when new rules may hold.
pub fn earliest(revisions: &[Adopted], today: NaiveDate) -> NaiveDate {
    let last = revisions.first().map(|last| last.valid_from);
    (today + Days::new(1)).max(last.unwrap_or(NaiveDate::MIN))
}

fn points_field(contribution: Contribution) -> String {
    format!("each-{}", contribution.slug())
}

fn cap_field(contribution: Contribution) -> String {
    format!("cap-{}", contribution.slug())
}

fn as_fields(edition: u32, valid_from: NaiveDate, rules: &[Rule]) -> Fields {
    let mut fields = Fields::new([("edition", edition.to_string()), ("valid_from", valid_from.to_string())]);
    for contribution in Contribution::ALL {
        let rule = rules.iter().find(|rule| rule.contribution == contribution);
        fields.set(&points_field(contribution), rule.map_or(0, |rule| rule.points).to_string());
        fields.set(&cap_field(contribution), rule.map_or(0, |rule| rule.daily_cap).to_string());
    }
    fields
}

/// What was typed, or none with what is wrong beside each field.
fn read(visit: &Visit, fields: &mut Fields) -> (Option<NaiveDate>, Option<Vec<Rule>>) {
    let valid_from = fields.value("valid_from").trim().parse().ok();
    if valid_from.is_none() {
        fields.refuse("valid_from", visit.text("points-draft-from-wrong"));
    }
    let mut number = |field: &str, max: u32| {
        let number = fields.value(field).trim().parse().ok().filter(|number| *number <= max);
        if number.is_none() {
            let fault = visit.text_with("points-draft-number-fault", &[("max", i64::from(max).into())]);
            fields.refuse(field, fault);
        }
        number
    };
    let rules: Vec<Option<Rule>> = Contribution::ALL
        .into_iter()
        .map(|contribution| {
            let points = number(&points_field(contribution), POINTS_MAX);
            let daily_cap = number(&cap_field(contribution), DAILY_CAP_MAX);
            Some(Rule { contribution, points: points?, daily_cap: daily_cap? })
        })
        .collect();
    (valid_from, rules.into_iter().collect())
}

fn show(visit: &Visit, fields: &Fields, draft: Option<DraftId>, conflict: bool) -> Markup {
    let title =
        visit.text(if draft.is_some() { "points-draft-edit-title" } else { "points-draft-new-title" });
    let action =
        draft.map_or("/admin/points/drafts/new".to_owned(), |draft| format!("/admin/points/drafts/{draft}"));
    let names: Vec<(Contribution, String, String)> = Contribution::ALL
        .into_iter()
        .map(|contribution| (contribution, points_field(contribution), cap_field(contribution)))
        .collect();
    let labels: Vec<(String, String)> = names
        .iter()
        .flat_map(|(contribution, points, cap)| {
            let of = visit.text(label(*contribution));
            [(points, "points-points-each"), (cap, "points-daily-cap")]
                .map(|(field, text)| (field.clone(), format!("{of}: {}", visit.text(text))))
        })
        .collect();
    let labels: Vec<(&str, &str)> = [("valid_from", visit.text("points-draft-from"))]
        .into_iter()
        .chain(labels.iter().map(|(field, label)| (field.as_str(), label.as_str())))
        .collect();
    Page::new(title).hidden().crumb(visit.text("points-admin-title"), visit.link("/admin/points")).show(
        visit,
        &html! {
            div .narrow {
                div .page-head { h1 { (title) } p .lead { (visit.text("points-draft-lead")) } }
                @if conflict { (Notice::Warning.show(&visit.text("points-draft-conflict"))) }
                (error_summary(visit, fields, &labels))
                form .stack method="post" action=(visit.link(&action)) novalidate {
                    (command_id(visit, fields))
                    input type="hidden" name="edition" value=(fields.value("edition"));
                    (Field::new("valid_from", visit.text("points-draft-from"))
                        .hint(visit.text("points-draft-from-hint")).required().date(visit, fields))
                    @for (contribution, points, cap) in &names {
                        fieldset .field {
                            legend { (visit.text(label(*contribution))) }
                            div .row {
                                (Field::new(points, visit.text("points-points-each")).required().number(visit, fields))
                                (Field::new(cap, visit.text("points-daily-cap")).required().number(visit, fields))
                            }
                        }
                    }
                    div .actions {
                        (button(visit.text("points-draft-save")))
                        a .button.quiet href=(visit.link("/admin/points")) { (visit.text("ui-cancel")) }
                    }
                }
            }
        },
    )
}
