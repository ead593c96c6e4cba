//! `/admin/points/drafts/{draft}/rehearsal`: who would gain and who would lose if the draft had held from a
//! day on, and the same as CSV. Nothing is written.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, HeaderName};
use axum::response::{IntoResponse, Response};
use chrono::NaiveDate;
use domain::MemberId;
use domain::points::Rulebook;
use domain::points::rehearsal::Comparison;
use maud::{Markup, html};
use projections::membership::names;
use projections::points::{Adopted, Draft, adopted};

use super::rehearsals::{Asked, Done, State as Progress};
use super::{admin, compared, found, path, who};
use crate::App;
use crate::csv;
use crate::error::PageError;
use crate::fields::Fields;
use crate::i18n;
use crate::points::{page_number, pages};
use crate::query::Query;
use crate::redirect::See;
use crate::ui::{Column, Field, Notice, Page, Row, Tab, pagination, section, stats, table, tabs};
use crate::visit::Visit;

/// Members on one page.
const PAGE: u32 = 50;
/// Members whose names are looked up at once for the file.
const NAMED_TOGETHER: usize = 10_000;
/// The browser looks again after so many seconds while a rehearsal runs; no script is needed.
const AGAIN: (HeaderName, &str) = (HeaderName::from_static("refresh"), "2");

pub async fn page(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path(draft): Path<String>,
) -> Result<Response, PageError> {
    admin(&visit)?;
    let draft = found(&app, &draft).await?;
    let query = Query::parse(&visit.query);
    let page = page_number(query.first("page")).ok_or(PageError::NotFound)?;
    let losing = query.first("order") == Some("losing");
    let revisions = adopted(&app.read).await?;
    let mut fields = Fields::new([("since", query.first("since").unwrap_or_default())]);
    let Some(since) = since(&query) else {
        fields.refuse("since", visit.text("points-draft-from-wrong"));
        return Ok(show(&visit, &draft, &revisions, &fields, &html! {}).into_response());
    };
    fields.set("since", since.to_string());
    let content = match ask(&app, &draft, &revisions, since).await {
        Progress::Running(percent) => {
            let content = running(&visit, percent);
            return Ok(([AGAIN], show(&visit, &draft, &revisions, &fields, &content)).into_response());
        }
        Progress::Failed => Notice::Warning.show(&visit.text("points-rehearsal-failed")),
        Progress::Done(done) => {
            let shown = part(&done.rehearsed.members, page, losing);
            if shown.is_empty() && page > 0 {
                return Err(PageError::NotFound);
            }
            let people: Vec<MemberId> = shown.iter().map(|(member, _)| *member).collect();
            let names = names(&app.read, visit.audience(), &people).await?;
            outcome(&visit, &draft, &done, &Shown { members: &shown, names: &names, page, losing })
        }
    };
    Ok(show(&visit, &draft, &revisions, &fields, &content).into_response())
}

/// The result as a file, for whoever wants to look at every member.
pub async fn csv(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path(draft): Path<String>,
) -> Result<Response, PageError> {
    admin(&visit)?;
    let draft = found(&app, &draft).await?;
    let since = since(&Query::parse(&visit.query)).ok_or(PageError::BadRequest)?;
    let Progress::Done(done) = ask(&app, &draft, &adopted(&app.read).await?, since).await else {
        // The page says how far it is.
        return Ok(See::page(at(&visit, &draft, "/rehearsal", since)).into_response());
    };
    let mut file = String::from("member,name,points_now,points_then,change\r\n");
    for members in done.rehearsed.members.chunks(NAMED_TOGETHER) {
        let people: Vec<MemberId> = members.iter().map(|(member, _)| *member).collect();
        let names = names(&app.read, visit.audience(), &people).await?;
        for (member, points) in members {
            let name = names.get(member).map_or(String::new(), |name| csv::cell(name));
            let Comparison { now, then } = points;
            // Writing to a String cannot fail.
            let _ = write!(file, "{member},{name},{now},{then},{}\r\n", points.change());
        }
    }
    let name = format!("attachment; filename=\"rehearsal-{}-since-{since}.csv\"", draft.valid_from);
    let headers = [(CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()), (CONTENT_DISPOSITION, name)];
    Ok((headers, file).into_response())
}

/// From the beginning unless another day is asked for; `None` where what is asked for is no day.
fn since(query: &Query) -> Option<NaiveDate> {
    query.first("since").map_or(Some(Rulebook::FOUNDED), |day| day.parse().ok())
}

async fn ask(app: &App, draft: &Draft, revisions: &[Adopted], since: NaiveDate) -> Progress {
    let revision = revisions.first().map_or(0, |last| last.revision);
    let asked = Asked { rules: draft.rules.clone(), since, revision };
    app.rehearsals.ask(&app.desk, &app.clock, asked).await
}

/// The page's members: from who gains most on, or from who loses most.
fn part(members: &[(MemberId, Comparison)], page: u32, losing: bool) -> Vec<(MemberId, Comparison)> {
    let (skipped, of) = (page as usize * PAGE as usize, PAGE as usize);
    if losing {
        members.iter().rev().skip(skipped).take(of).copied().collect()
    } else {
        members.iter().skip(skipped).take(of).copied().collect()
    }
}

fn at(visit: &Visit, draft: &Draft, page: &str, since: NaiveDate) -> String {
    Query::default().with("since", &since.to_string()).at(&visit.link(&path(draft, page)))
}

fn running(visit: &Visit, percent: u8) -> Markup {
    html! {
        div role="status" {
            p { label for="progress" { (visit.text("points-rehearsal-running")) } }
            progress #progress max="100" value=(percent) { (percent) " %" }
            p .muted { (visit.text("points-rehearsal-reload")) }
        }
    }
}

struct Shown<'a> {
    members: &'a [(MemberId, Comparison)],
    names: &'a HashMap<MemberId, String>,
    page: u32,
    losing: bool,
}

fn outcome(visit: &Visit, draft: &Draft, done: &Done, shown: &Shown<'_>) -> Markup {
    let rehearsed = &done.rehearsed;
    let total = rehearsed.total();
    let count = |figure: usize| i64::try_from(figure).unwrap_or(i64::MAX);
    let (gaining, losing) = (rehearsed.gaining(), rehearsed.losing());
    let same = rehearsed.members.len() - gaining - losing;
    let figures = [
        (count(gaining), visit.text("points-rehearsal-gaining"), None),
        (count(losing), visit.text("points-rehearsal-losing"), None),
        (count(same), visit.text("points-rehearsal-same"), None),
        (total.now, visit.text("points-rehearsal-total-now"), None),
        (total.then, visit.text("points-rehearsal-total-then"), None),
    ];
    let query = Query::parse(&visit.query).without("page");
    let here = visit.here();
    let orders = [
        Tab {
            label: visit.text("points-rehearsal-gaining-first"),
            address: query.without("order").at(&here),
            current: !shown.losing,
        },
        Tab {
            label: visit.text("points-rehearsal-losing-first"),
            address: query.with("order", "losing").at(&here),
            current: shown.losing,
        },
    ];
    let moment = visit.text_with(
        "points-rehearsal-of",
        &[
            ("head", i18n::number(visit.language, done.head.0.cast_signed()).into()),
            ("time", i18n::time(visit.language, done.at).into()),
        ],
    );
    let since = query.first("since").and_then(|day| day.parse().ok()).unwrap_or(Rulebook::FOUNDED);
    let file = (visit.text("points-rehearsal-file"), at(visit, draft, "/rehearsal.csv", since));
    section(
        visit.text("points-rehearsal-result"),
        Some(file),
        &html! {
            (stats(visit.language, figures))
            p .muted { (moment) }
            (tabs(visit.text("points-rehearsal-order"), &orders))
            (members(visit, shown))
            (pagination(visit, shown.page + 1, pages(count(rehearsed.members.len()), PAGE)))
        },
    )
}

fn members(visit: &Visit, shown: &Shown<'_>) -> Markup {
    let columns = [
        Column::text(visit.text("points-member")),
        Column::number(visit.text("points-rehearsal-now")),
        Column::number(visit.text("points-rehearsal-then")),
        Column::number(visit.text("points-rehearsal-change")),
    ];
    let number = |figure: i64| html! { (i18n::number(visit.language, figure)) };
    let rows = shown.members.iter().map(|(member, points)| {
        let sign = if points.change() > 0 { "+" } else { "" };
        let cells = vec![
            who(visit, shown.names, Some(*member)),
            number(points.now),
            number(points.then),
            html! { (sign) (number(points.change())) },
        ];
        Row { cells, current: false }
    });
    html! {
        @if shown.members.is_empty() { p { (visit.text("points-rehearsal-nobody")) } }
        @else { (table(visit.text("points-rehearsal-caption"), &columns, rows)) }
    }
}

fn show(visit: &Visit, draft: &Draft, revisions: &[Adopted], fields: &Fields, content: &Markup) -> Markup {
    let title = visit.text("points-rehearsal-title");
    let held = revisions.iter().find(|revision| revision.holds_on(draft.valid_from));
    let day = i18n::date(visit.language, draft.valid_from);
    Page::new(title).hidden().crumb(visit.text("points-admin-title"), visit.link("/admin/points")).show(
        visit,
        &html! {
            div .page-head {
                h1 { (title) }
                p .lead { (visit.text_with("points-rehearsal-lead", &[("day", day.into())])) }
            }
            (compared(visit, held, &draft.rules))
            p .actions {
                a .button href=(visit.link(&path(draft, "/adopt"))) { (visit.text("points-adopt")) }
                a .button.quiet href=(visit.link(&path(draft, ""))) { (visit.text("points-draft-edit-title")) }
            }
            form .stack.narrow method="get" action=(visit.link(&path(draft, "/rehearsal"))) novalidate {
                (Field::new("since", visit.text("points-rehearsal-since"))
                    .hint(visit.text("points-rehearsal-since-hint")).required().date(visit, fields))
                div .actions { button .button.quiet type="submit" { (visit.text("points-rehearse")) } }
            }
            (content)
        },
    )
}
