//! `/events/{short}-{slug}/attendance`: who has a place, who waits and who came; for those who organise it. In pages,
//! and found by name: saving one page notes what was changed there, and nobody else.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::sync::Arc;

use application::DeskError;
use axum::extract::{Path, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use domain::calendar::{DOORS_OPEN, Gathering as Aggregate, GatheringCommand, GatheringError};
use domain::text;
use maud::{Markup, html};
use projections::ReadModel;
use projections::calendar::State as Stand;
use projections::calendar::{Attendee, Gathering, Registrations, attendees};

use super::{labels, organised};
use crate::App;
use crate::csv;
use crate::error::PageError;
use crate::fields::Fields;
use crate::query::Query;
use crate::redirect::See;
use crate::ui::{self, Column, Drawing, Field, Icon, Notice, Page, Row, Section};
use crate::visit::Visit;

/// People on a page.
const PAGE: usize = 100;

/// What of the list is looked at.
struct Part {
    name: String,
    /// Counted from 1.
    page: usize,
}

impl Part {
    fn of(query: &Query) -> Self {
        let name = query.first("q").unwrap_or_default().trim().to_owned();
        let page = query.first("page").and_then(|page| page.parse().ok()).unwrap_or(1);
        Self { name, page }
    }

    /// Those who stand on it, and how many pages there are.
    fn cut<'a>(&self, visit: &Visit, all: &[&'a Attendee]) -> (Vec<&'a Attendee>, usize) {
        let sought = text::folded(&self.name);
        let found = all.iter().copied().filter(|one| text::folded(name(visit, one)).contains(&sought));
        let found: Vec<_> = found.collect();
        let pages = found.len().div_ceil(PAGE);
        let shown = found.into_iter().skip(self.page.saturating_sub(1).saturating_mul(PAGE)).take(PAGE);
        (shown.collect(), pages)
    }
}

pub async fn page(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path(address): Path<String>,
) -> Result<Markup, PageError> {
    let gathering = organised(&app, &visit, &address).await?;
    let list = attendees(&app.read, gathering.id).await?;
    let begins = gathering.moments.starts_at - DOORS_OPEN;
    let open = gathering.state == Stand::Published && (app.clock)() >= begins;
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
    // Back to the same part of the list.
    let page = Query::parse(&visit.query).at(&page);
    let notice = match app.desk.execute::<Aggregate>(&order, &gathering.id.to_string(), command).await {
        Ok(()) => "calendar-notice-noted",
        Err(DeskError::Refused(GatheringError::TooEarly)) => "calendar-notice-too-early",
        Err(DeskError::Refused(GatheringError::Cancelled)) => "calendar-notice-is-cancelled",
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
    let part = Part::of(&Query::parse(&visit.query));
    let (shown, pages) = part.cut(visit, &placed);
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
                    @if gathering.state == Stand::Cancelled {
                        (Notice::Warning.show(&visit.text("calendar-attendance-cancelled")))
                    } @else if !open {
                        p .muted { (visit.text("calendar-doors")) }
                    }
                    @if placed.len() > PAGE || !part.name.is_empty() { (search(visit, &part)) }
                    form method="post" action=(Query::parse(&visit.query).at(&visit.here())) {
                        (ui::command_id(visit, &Fields::default()))
                        (people(visit, &shown, open))
                        @if open && !shown.is_empty() {
                            div .actions { (ui::button(visit.text("calendar-note-button"))) }
                        }
                    }
                    @if shown.is_empty() && !placed.is_empty() { p { (visit.text("calendar-nobody-so-named")) } }
                    (ui::pagination(visit, u32::try_from(part.page).unwrap_or(1), u32::try_from(pages).unwrap_or(1)))
                    @if !waiting.is_empty() && part.name.is_empty() && part.page == 1 {
                        h2 { (visit.text("calendar-waiting-list")) }
                        ol { @for one in &waiting { li { (named(visit, one)) } } }
                    }
                }
            },
        )
}

fn search(visit: &Visit, part: &Part) -> Markup {
    let fields = Fields::new([("q", part.name.as_str())]);
    html! {
        form .cluster method="get" action=(visit.here()) role="search" {
            (Field::new("q", visit.text("calendar-name")).required().search(visit, &fields))
            (ui::button(visit.text("membership-search-button")))
            @if !part.name.is_empty() { a .button.quiet href=(visit.here()) { (visit.text("calendar-everybody")) } }
        }
    }
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
    one.name.as_deref().unwrap_or(visit.text("membership-former"))
}

fn named(visit: &Visit, one: &Attendee) -> Markup {
    html! { a href=(visit.link(&format!("/members/{}", one.member))) { (name(visit, one)) } }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use domain::{Language, MemberId};

    use super::*;
    use crate::testing;

    #[test]
    fn a_long_list_is_cut_into_pages_and_searched_without_accents() {
        let visit = testing::visit(Language::En);
        let one = |number: usize| Attendee {
            member: MemberId::derived(&[&number.to_string()]),
            name: (number > 0)
                .then(|| format!("{} {number}", if number.is_multiple_of(50) { "José" } else { "Ana" })),
            waiting: false,
            since: DateTime::UNIX_EPOCH,
            came: false,
        };
        let all: Vec<_> = (0..250).map(one).collect();
        let all: Vec<_> = all.iter().collect();
        let cut = |query: &str| {
            let (shown, pages) = Part::of(&Query::parse(query)).cut(&visit, &all);
            (shown.len(), pages)
        };
        assert_eq!([cut(""), cut("page=3"), cut("page=4")], [(100, 3), (50, 3), (0, 3)]);
        assert_eq!([cut("q=jose"), cut("q=JOS%C3%89+150"), cut("q=former")], [(4, 1), (1, 1), (1, 1)]);
        assert_eq!([cut("page=0"), cut("page=x"), cut("q=nadie")], [(100, 3), (100, 3), (0, 0)]);
        assert_eq!(cut(&format!("page={}", usize::MAX)).0, 0);
    }
}
