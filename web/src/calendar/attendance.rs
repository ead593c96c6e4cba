//! `/events/{short}-{slug}/attendance`: who has a place, who waits and who came; for those who organise it.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::sync::Arc;

use application::DeskError;
use axum::extract::{Path, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use domain::calendar::{DOORS_OPEN, Gathering as Aggregate, GatheringCommand, GatheringError};
use maud::{Markup, html};
use projections::ReadModel;
use projections::calendar::{Attendee, Gathering, Registrations, attendees};

use super::{labels, organised};
use crate::App;
use crate::csv;
use crate::error::PageError;
use crate::fields::Fields;
use crate::redirect::See;
use crate::ui::{self, Column, Drawing, Icon, Page, Row, Section};
use crate::visit::Visit;

pub async fn page(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path(address): Path<String>,
) -> Result<Markup, PageError> {
    let gathering = organised(&app, &visit, &address).await?;
    let list = attendees(&app.read, gathering.id).await?;
    let open = (app.clock)() >= gathering.moments.starts_at - DOORS_OPEN;
    Ok(show(&visit, &gathering, &list, open))
}

pub async fn note(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path(address): Path<String>,
    fields: Fields,
) -> Result<Response, PageError> {
    let gathering = organised(&app, &visit, &address).await?;
    let order = visit.member()?.order(fields.command_id()?);
    // Only what was changed on this page: somebody else at the door may have ticked others since.
    let marked = |name| fields.values(name).filter_map(|id| id.parse().ok()).collect::<BTreeSet<_>>();
    let (came, before) = (marked("came"), marked("before"));
    let stayed = before.difference(&came).copied().collect();
    let came = came.difference(&before).copied().collect();
    let command = GatheringCommand::NoteAttendance { came, stayed, now: (app.clock)() };
    let page = visit.link(&format!("{}/attendance", labels::address(&gathering.short, &gathering.slug)));
    let notice = match app.desk.execute::<Aggregate>(&order, &gathering.id.to_string(), command).await {
        Ok(()) => "calendar-notice-noted",
        Err(DeskError::Refused(GatheringError::TooEarly)) => "calendar-notice-too-early",
        Err(error) => return Err(error.into()),
    };
    let settled = app.settle(&[Registrations::NAME]).await;
    Ok(See::page(page).notice(notice).settled(settled).into_response())
}

/// The list as a file.
pub async fn csv(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path(address): Path<String>,
) -> Result<Response, PageError> {
    let gathering = organised(&app, &visit, &address).await?;
    let mut file = String::from("name,state,since,came\r\n");
    for one in attendees(&app.read, gathering.id).await? {
        let state = if one.waiting { "waiting" } else { "registered" };
        let came = if one.came { "yes" } else { "no" };
        let name = csv::cell(one.name.as_deref().unwrap_or_default());
        let since = one.since.to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
        // Writing to a String cannot fail.
        let _ = write!(file, "{name},{state},{since},{came}\r\n");
    }
    let name = format!("attachment; filename=\"attendance-{}.csv\"", gathering.short);
    Ok(([(CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()), (CONTENT_DISPOSITION, name)], file)
        .into_response())
}

fn show(visit: &Visit, gathering: &Gathering, list: &[Attendee], open: bool) -> Markup {
    let title = visit.text("calendar-attendance");
    let address = labels::address(&gathering.short, &gathering.slug);
    let (waiting, placed): (Vec<_>, Vec<_>) = list.iter().partition(|one| one.waiting);
    let came = placed.iter().filter(|one| one.came).count();
    let counts =
        [("registered", placed.len().into()), ("waiting", waiting.len().into()), ("came", came.into())];
    Page::new(title)
        .section(Section::Events)
        .hidden()
        .crumb(visit.text("calendar-title"), visit.link("/events"))
        .crumb(&gathering.details.title, visit.link(&address))
        .show(
            visit,
            &html! {
                div .page-head {
                    h1 { (title) }
                    p .lead { (visit.text_with("calendar-attendance-counts", &counts)) }
                }
                @if list.is_empty() {
                    (ui::empty(
                        Drawing::People,
                        visit.text("calendar-nobody-title"),
                        visit.text("calendar-nobody"),
                        &html! { a .button href=(visit.link(&address)) { (visit.text("calendar-back")) } },
                    ))
                } @else {
                    p { a .button.quiet href=(visit.link(&format!("{address}/attendance.csv"))) { (Icon::Download.show()) (visit.text("calendar-csv")) } }
                    @if !open { p .muted { (visit.text("calendar-doors")) } }
                    form method="post" action=(visit.link(&format!("{address}/attendance"))) {
                        (ui::command_id(visit, &Fields::default()))
                        (people(visit, &placed, open))
                        @if open && !placed.is_empty() {
                            div .actions { (ui::button(visit.text("calendar-note-button"))) }
                        }
                    }
                    @if !waiting.is_empty() {
                        h2 { (visit.text("calendar-waiting-list")) }
                        ol { @for one in &waiting { li { (named(visit, one)) } } }
                    }
                }
            },
        )
}

fn people(visit: &Visit, placed: &[&Attendee], open: bool) -> Markup {
    let columns = [
        Column::text(visit.text("calendar-name")),
        Column::text(visit.text("calendar-since")),
        Column::text(visit.text("calendar-came")),
    ];
    let rows = placed.iter().map(|one| Row {
        cells: vec![
            named(visit, one),
            ui::day(visit.language, one.since),
            html! {
                @if open {
                    @if one.came { input type="hidden" name="before" value=(one.member); }
                    label .choice {
                        input type="checkbox" name="came" value=(one.member) checked[one.came];
                        span .visually-hidden { (visit.text("calendar-came")) ": " (name(visit, one)) }
                    }
                } @else { "–" }
            },
        ],
        current: false,
    });
    html! { @if !placed.is_empty() { (ui::table(visit.text("calendar-attendance-caption"), &columns, rows)) } }
}

fn name<'a>(visit: &Visit, one: &'a Attendee) -> &'a str {
    one.name.as_deref().unwrap_or(visit.text("calendar-former-member"))
}

fn named(visit: &Visit, one: &Attendee) -> Markup {
    html! { a href=(visit.link(&format!("/members/{}", one.member))) { (name(visit, one)) } }
}
