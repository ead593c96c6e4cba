//! `GET /events/month`: a month as a table of days, by the reader's clocks where they are known, else each gathering by
//! those of its own zone. On narrow screens the days with gatherings become a list.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use chrono::{Datelike, Days, Months, NaiveDate, NaiveTime, Weekday};
use domain::calendar::Zone;
use maud::{Markup, html};
use projections::calendar::{self, Card};

use super::reader::{Reader, own_zone, script};
use super::{labels, list, subscribe};
use crate::App;
use crate::error::PageError;
use crate::i18n;
use crate::query::Query;
use crate::ui::{Page, Section};
use crate::visit::Visit;

/// Gatherings on a page; a month with more of them is read in the list.
const MOST: u32 = 500;
const WEEKDAYS: [&str; 7] = [
    "calendar-weekday-1",
    "calendar-weekday-2",
    "calendar-weekday-3",
    "calendar-weekday-4",
    "calendar-weekday-5",
    "calendar-weekday-6",
    "calendar-weekday-7",
];

pub async fn page(visit: Visit, State(app): State<Arc<App>>) -> Result<Response, PageError> {
    let reader = Reader::of(&visit)?;
    let query = Query::parse(&visit.query);
    let filter = list::filter(&visit, &query).ok_or(PageError::NotFound)?;
    let today = own_zone(&visit).local((app.clock)()).date();
    let month = match query.first("month") {
        None => today.with_day(1),
        Some(text) => of_text(text),
    };
    let month = month.ok_or(PageError::NotFound)?;
    // A day more on both sides: where it is earlier or later than in UTC.
    let from = month - Days::new(1);
    let to = month + Months::new(1) + Days::new(1);
    let midnight = |day: NaiveDate| day.and_time(NaiveTime::MIN).and_utc();
    let cards = calendar::between(&app.read, filter, midnight(from), midnight(to), MOST).await?;
    let title = visit
        .text_with("calendar-month-title", &[("month", i18n::month_and_year(visit.language, month).into())]);
    let page = Page::new(&title)
        .section(Section::Events)
        .crumb(visit.text("calendar-title"), visit.link("/events"))
        .feed("text/calendar", visit.text("calendar-feed"), subscribe::address(&visit, &query))
        .scripts(script(&visit))
        .show(
            &visit,
            &html! {
                (list::head(&visit, &query, None))
                (list::narrowing(&visit, &query, "/events/month"))
                (list::chosen(&visit, &query, filter))
                (steps(&visit, &query, month))
                div data-own { (days(&visit, month, today, &cards)) }
                (reader.choice(&visit, &visit.here()))
                (subscribe::links(&visit, &query))
            },
        );
    Ok(reader.answer(&visit, page))
}

/// `2026-03`, within the years in which gatherings may be.
fn of_text(text: &str) -> Option<NaiveDate> {
    let month = NaiveDate::parse_from_str(&format!("{text}-01"), "%Y-%m-%d").ok()?;
    (text.len() == 7 && domain::calendar::YEARS.contains(&month.year())).then_some(month)
}

fn days(visit: &Visit, month: NaiveDate, today: NaiveDate, cards: &[Card]) -> Markup {
    let days = by_day(visit, month, cards);
    let name = i18n::month_and_year(visit.language, month);
    html! {
        @if let Some(zone) = &visit.zone {
            p .muted.month-zone { (visit.text_with("calendar-month-zone", &[("city", zone.city().into())])) }
        }
        @if days.is_empty() { p .muted { (visit.text("calendar-month-empty")) } }
        table .month {
            caption { (name) }
            thead { tr { @for weekday in WEEKDAYS { th scope="col" { (visit.text(weekday)) } } } }
            tbody {
                @for week in weeks(month) {
                    tr {
                        @for day in week {
                            @if day.month() == month.month() {
                                (cell(visit, day, day == today, days.get(&day).map_or(&[][..], |cards| cards)))
                            } @else {
                                td .other {}
                            }
                        }
                    }
                }
            }
        }
    }
}

fn steps(visit: &Visit, query: &Query, month: NaiveDate) -> Markup {
    let query = query.without("page").without("when");
    let to = |month: NaiveDate| query.with("month", &month.format("%Y-%m").to_string()).at(&visit.here());
    let (before, after) = (month - Months::new(1), month + Months::new(1));
    let name = |month| i18n::month_and_year(visit.language, month);
    html! {
        nav .cluster.spread aria-label=(visit.text("calendar-months")) {
            @if domain::calendar::YEARS.contains(&before.year()) {
                a .button.quiet href=(to(before)) rel="prev" { "← " (name(before)) }
            }
            h2 .month-name { (name(month)) }
            @if domain::calendar::YEARS.contains(&after.year()) {
                a .button.quiet href=(to(after)) rel="next" { (name(after)) " →" }
            }
        }
    }
}

fn cell(visit: &Visit, day: NaiveDate, today: bool, cards: &[&Card]) -> Markup {
    let weekday = WEEKDAYS[day.weekday().num_days_from_monday() as usize];
    html! {
        td .empty[cards.is_empty()] aria-current=[today.then_some("date")] {
            time .day datetime=(day) {
                span .weekday { (visit.text(weekday)) " " }
                (day.day())
            }
            @if !cards.is_empty() {
                ul {
                    @for one in cards {
                        li {
                            a href=(visit.link(&labels::address(&one.short, &one.slug)))
                                lang=[(one.language != visit.language).then_some(one.language)] { (one.title) }
                            " "
                            span .muted.small {
                                @if one.cancelled { (visit.text("calendar-cancelled")) } @else {
                                    @let zone = clocks(visit, one);
                                    (zone.local(one.starts_at).format("%H:%M"))
                                    @if visit.zone.is_none() { " " (zone.offset(one.starts_at)) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// By which the times of a gathering are told.
fn clocks<'a>(visit: &'a Visit, one: &'a Card) -> &'a Zone {
    visit.zone.as_ref().unwrap_or(&one.times.zone)
}

/// On which days of the month each is.
fn by_day<'a>(visit: &Visit, month: NaiveDate, cards: &'a [Card]) -> BTreeMap<NaiveDate, Vec<&'a Card>> {
    let mut days: BTreeMap<NaiveDate, Vec<&Card>> = BTreeMap::new();
    for card in cards {
        let zone = clocks(visit, card);
        let [first, last] = [card.starts_at, card.ends_at].map(|at| zone.local(at).date());
        // What began long ago is looked at from this month on.
        let from = first.max(month);
        let days_on = from.iter_days().take_while(|day| *day <= last && day.month() == month.month());
        for day in days_on {
            days.entry(day).or_default().push(card);
        }
    }
    days
}

/// From Monday to Sunday, with the days of the months beside that fill the first and last week.
fn weeks(month: NaiveDate) -> Vec<Vec<NaiveDate>> {
    let first = month.week(Weekday::Mon).first_day();
    let days: Vec<NaiveDate> = first.iter_days().take_while(|day| *day < month + Months::new(1)).collect();
    days.chunks(7).map(|week| week[0].iter_days().take(7).collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_its_weeks_from_monday_on() {
        let weeks = weeks(of_text("2026-03").unwrap());
        assert_eq!(weeks.len(), 6);
        assert_eq!(weeks[0][0].to_string(), "2026-02-23");
        assert_eq!(weeks[5][6].to_string(), "2026-04-05");
        assert!(weeks.iter().all(|week| week.len() == 7 && week[0].weekday() == Weekday::Mon));
    }

    #[test]
    fn what_is_no_month_of_the_calendar_is_none() {
        for wrong in ["2026-13", "2026-3", "1899-12", "2200-01", "x", "2026-03-01"] {
            assert_eq!(of_text(wrong), None, "{wrong}");
        }
        assert!(of_text("1900-01").is_some());
    }
}
