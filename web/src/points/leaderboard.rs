//! `/leaderboard`: members by their points in a month, a year or altogether, of all countries or of one.

use std::sync::Arc;

use axum::extract::State;
use chrono::{Datelike, NaiveDate};
use domain::Country;
use maud::{Markup, html};
use projections::ReadModel;
use projections::membership::Members;
use projections::points::{self, Leaderboard, PAGE, Period, Place, PointTotals, Standing, Who, leaderboard};

use super::{page_number, pages};
use crate::App;
use crate::audit::moment::{self, Stand, stand};
use crate::error::PageError;
use crate::fields::Fields;
use crate::i18n;
use crate::query::Query;
use crate::ui::{
    Column, Drawing, Field, Notice, Page, Row, Section, Tab, button, empty, flag, pagination, table, tabs,
};
use crate::visit::Visit;

/// What the address asks for.
struct Asked {
    period: Period,
    country: Option<Country>,
    /// From 0.
    page: u32,
}

impl Asked {
    /// The month that runs, unless the address says otherwise. What makes no sense is no page.
    fn read(query: &Query, today: NaiveDate) -> Option<Self> {
        let period = match query.first("period") {
            Some(period) => period.parse().ok()?,
            None => Period::month_of(today),
        };
        let country = query.first("country").map(str::parse).transpose().ok()?;
        Some(Self { period, country, page: page_number(query.first("page"))? })
    }
}

pub async fn page(visit: Visit, State(app): State<Arc<App>>) -> Result<Markup, PageError> {
    let Stand { visit, read, now } = stand(&app, visit, &[PointTotals::NAME, Members::NAME]).await?;
    let today = now.date_naive();
    let query = Query::parse(&visit.query);
    let asked = Asked::read(&query, today).ok_or(PageError::NotFound)?;
    let audience = visit.audience();
    let board = leaderboard(&read, audience, asked.period, asked.country, asked.page).await?;
    if board.places.is_empty() && asked.page > 0 {
        return Err(PageError::NotFound);
    }
    let own = match &visit.viewer {
        Some(viewer) => Some(points::standing(&read, viewer.id, asked.period).await?),
        None => None,
    };
    let months = match asked.period {
        Period::All => vec![],
        Period::Year(_) | Period::Month(..) => points::months(&read).await?,
    };
    Ok(show(&visit, &asked, today, &months, &board, own))
}

fn show(
    visit: &Visit,
    asked: &Asked,
    today: NaiveDate,
    months: &[Period],
    board: &Leaderboard,
    own: Option<Standing>,
) -> Markup {
    let title = visit.text("points-leaderboard-title");
    Page::new(title)
        .section(Section::Leaderboard)
        .description(visit.text("points-leaderboard-lead"))
        .moments()
        .show(
            visit,
            &html! {
                div .page-head {
                    h1 { (title) }
                    p .lead { (visit.text("points-leaderboard-lead")) }
                    p { a href=(visit.link("/points/rules")) { (visit.text("points-how")) } }
                }
                (period_tabs(visit, asked, today))
                div .stack {
                    (choices(visit, asked, today, months))
                    @if let Some(own) = own { (own_standing(visit, own)) }
                    @if board.places.is_empty() {
                        (nobody(visit, asked))
                    } @else {
                        (places(visit, asked, board))
                        (pagination(visit, asked.page + 1, pages(board.total, PAGE)))
                    }
                }
            },
        )
}

/// A period as people call it.
fn named(visit: &Visit, period: Period) -> String {
    match period {
        Period::All => visit.text("points-all-time").to_owned(),
        Period::Year(year) => year.to_string(),
        Period::Month(year, month) => NaiveDate::from_ymd_opt(year, month, 1)
            .map_or_else(|| period.to_string(), |day| i18n::month_and_year(visit.language, day)),
    }
}

/// The kinds of period; a country that was chosen stays.
fn period_tabs(visit: &Visit, asked: &Asked, today: NaiveDate) -> Markup {
    let query = Query::parse(&visit.query).without("page");
    let tab = |label, period: Period| Tab {
        label: visit.text(label),
        address: query.with("period", &period.to_string()).at(&visit.here()),
        current: std::mem::discriminant(&asked.period) == std::mem::discriminant(&period),
    };
    tabs(
        visit.text("points-periods"),
        &[
            tab("points-by-month", Period::month_of(today)),
            tab("points-by-year", Period::year_of(today)),
            tab("points-all-time", Period::All),
        ],
    )
}

/// The periods to pick from: those with points, the one that runs and the one that is shown.
fn pickable(asked: Period, today: NaiveDate, months: &[Period]) -> Vec<Period> {
    let mut periods: Vec<Period> = match asked {
        Period::All => return vec![],
        Period::Month(..) => months.iter().copied().chain([asked, Period::month_of(today)]).collect(),
        Period::Year(_) => {
            let years = months.iter().filter_map(|month| match month {
                Period::Month(year, _) => Some(Period::Year(*year)),
                Period::All | Period::Year(_) => None,
            });
            years.chain([asked, Period::Year(today.year())]).collect()
        }
    };
    periods.sort_unstable_by(|one, other| other.cmp(one));
    periods.dedup();
    periods
}

fn choices(visit: &Visit, asked: &Asked, today: NaiveDate, months: &[Period]) -> Markup {
    let country = asked.country.map(|country| country.to_string()).unwrap_or_default();
    let fields = Fields::new([("period", asked.period.to_string()), ("country", country)]);
    let periods: Vec<(String, String)> = pickable(asked.period, today, months)
        .into_iter()
        .map(|period| (period.to_string(), named(visit, period)))
        .collect();
    let mut countries: Vec<(&str, &str)> =
        Country::all().iter().map(|state| (state.country.code(), state.name(visit.language))).collect();
    countries.sort_by_key(|(_, name)| domain::text::folded(name));
    countries.insert(0, ("", visit.text("points-all-countries")));
    html! {
        form .row method="get" action=(visit.here()) {
            (moment::hidden(visit))
            @if periods.is_empty() {
                input type="hidden" name="period" value=(asked.period);
            } @else {
                (Field::new("period", visit.text("points-period")).required().select(
                    periods.iter().map(|(value, label)| (value.as_str(), label.as_str())), visit, &fields))
            }
            (Field::new("country", visit.text("points-country")).required().select(countries, visit, &fields))
            div .actions { (button(visit.text("points-show"))) }
        }
    }
}

fn own_standing(visit: &Visit, own: Standing) -> Markup {
    let said = match own.rank {
        Some(rank) => visit.text_with("points-own", &[("rank", rank.into()), ("points", own.points.into())]),
        None => visit.text("points-own-none").to_owned(),
    };
    Notice::Info.show(&html! {
        p { (said) " " a href=(visit.link("/points")) { (visit.text("points-own-link")) } }
    })
}

fn places(visit: &Visit, asked: &Asked, board: &Leaderboard) -> Markup {
    let period = named(visit, asked.period);
    let caption = match asked.country {
        None => period,
        Some(country) => format!("{}, {period}", country.name(visit.language)),
    };
    let columns = [
        Column::number(visit.text("points-rank")),
        Column::text(visit.text("points-member")),
        Column::text(visit.text("points-country")),
        Column::number(visit.text("points-points")),
    ];
    let rows = board.places.iter().map(|place| Row {
        cells: vec![
            html! { (i18n::number(visit.language, place.rank)) },
            member(visit, place),
            html! { @if let Some(country) = place.country { (at(visit, country)) } @else { "–" } },
            html! { (i18n::number(visit.language, place.points)) },
        ],
        current: visit.is(place.member),
    });
    table(&caption, &columns, rows)
}

fn member(visit: &Visit, place: &Place) -> Markup {
    html! {
        @match &place.who {
            Who::Named(name) => a href=(visit.link(&format!("/members/{}", place.member))) { (name) },
            Who::Hidden => span .muted { (visit.text("points-member-hidden")) },
            Who::Former => span .muted { (visit.text("points-member-former")) },
        }
    }
}

fn at(visit: &Visit, country: Country) -> Markup {
    let address = visit.link(&format!("/countries/{}", country.code().to_ascii_lowercase()));
    html! { a .place href=(address) { (flag(country)) span { (country.name(visit.language)) } } }
}

fn nobody(visit: &Visit, asked: &Asked) -> Markup {
    let all = visit.link("/leaderboard?period=all");
    let text = match asked.country {
        Some(_) => visit.text("points-leaderboard-empty-country"),
        None => visit.text("points-leaderboard-empty"),
    };
    let way_on = html! { a .button href=(all) { (visit.text("points-all-time")) } };
    empty(Drawing::Loom, visit.text("points-leaderboard-empty-title"), text, &way_on)
}

#[cfg(test)]
mod tests {
    use axum::http::StatusCode;
    use domain::Language;
    use domain::membership::{Member, MemberCommand, ProfileDraft, Shown, Visibility};

    use super::*;
    use crate::points::testing::{Stage, id};

    /// Ana has twelve points and Luis eight, all in March 2026.
    async fn stage() -> Stage {
        let stage = Stage::new().await;
        stage.at("2026-03-01T10:00:00Z").adopt("2026-03-03").await;
        stage.at("2026-03-02T10:00:00Z").publish("ana", "guide", "Guía").await;
        stage.bookmark("luis", "guide", "ana").await;
        stage.at("2026-03-03T10:00:00Z").publish("luis", "law", "Ley").await;
        stage
    }

    #[tokio::test]
    async fn members_stand_in_the_order_of_their_points_in_every_language() {
        let stage = stage().await;
        for (language, title) in
            [("en", "Leaderboard"), ("es", "Clasificación"), ("pt", "Classificação"), ("fr", "Classement")]
        {
            let page = stage.get(&format!("/{language}/leaderboard")).await;
            assert_eq!(page.status, StatusCode::OK);
            page.has(&[title, "/members/", ">ana</a>", "/countries/br", "12", ">luis</a>", "8"]);
        }
    }

    #[tokio::test]
    async fn periods_and_countries_narrow_it() {
        let stage = stage().await;
        stage.at("2026-04-02T10:00:00Z").publish("luis", "tool", "Herramienta").await;
        stage.get("/en/leaderboard").await.lacks(">ana</a>");
        stage.get("/en/leaderboard?period=m2026-03").await.has(&["March 2026", ">ana</a>", ">luis</a>"]);
        stage.get("/en/leaderboard?period=y2026").await.has(&[">luis</a>", "16", ">ana</a>", "12"]);
        stage.get("/en/leaderboard?period=all&country=BR").await.has(&[
            "Brazil, All time",
            ">luis</a>",
            ">ana</a>",
        ]);
        let empty = stage.get("/en/leaderboard?period=all&country=CL").await;
        assert_eq!(empty.status, StatusCode::OK);
        empty.has(&["Nobody has points here yet"]);
        empty.lacks(">ana</a>");
        // A form sends what was not chosen as well.
        stage.get("/en/leaderboard?period=all&country=").await.has(&[">luis</a>"]);
    }

    #[tokio::test]
    async fn an_address_that_makes_no_sense_is_no_page() {
        let stage = Stage::new().await;
        for query in ["period=week", "period=m2026-13", "country=XX", "page=0", "page=2", "page=x"] {
            let page = stage.get(&format!("/en/leaderboard?{query}")).await;
            assert_eq!(page.status, StatusCode::NOT_FOUND, "{query}");
        }
    }

    #[tokio::test]
    async fn a_member_sees_the_own_place() {
        let stage = stage().await;
        let page = stage.get_as("luis", "/en/leaderboard").await;
        page.has(&[
            "You have 8 points. Your rank is 2",
            "href=\"/en/points\"",
            "aria-current=\"true\"",
            ">luis</a>",
        ]);
        stage.get("/en/leaderboard").await.lacks("You have");
        let none = stage.get_as("luis", "/en/leaderboard?period=m2025-01").await;
        none.has(&["You have no points in this period"]);
    }

    #[tokio::test]
    async fn a_hidden_name_is_hidden() {
        let stage = stage().await;
        let profile = ProfileDraft {
            name: Shown::new("ana".into(), Visibility::Members),
            post: Shown::default(),
            institution: Shown::default(),
            country: Shown::new("BR".parse().unwrap(), Visibility::OnlyMe),
            languages: Shown::new(vec![Language::Pt], Visibility::Members),
            interests: Shown::default(),
            expertise: Shown::default(),
            biography: Shown::default(),
            links: Shown::default(),
        };
        let command = MemberCommand::EditProfile { revision: 1, profile };
        stage.order::<Member>(&id("ana").to_string(), command).await;
        stage.follow().await;
        let visitor = stage.get("/en/leaderboard").await;
        visitor.has(&["A member whose name is private", "–", "12", ">luis</a>"]);
        visitor.lacks(">ana</a>");
        visitor.lacks(&id("ana").to_string());
        stage.get("/en/leaderboard?country=BR").await.lacks("A member whose name is private");
        let member = stage.get_as("luis", "/en/leaderboard").await;
        member.has(&[">ana</a>", "–", "12"]);
        stage.get_as("ana", "/en/leaderboard?country=BR").await.has(&[">ana</a>", "Brazil", "12"]);
    }

    #[test]
    fn periods_to_pick_from_include_the_one_that_is_shown() {
        let today = "2026-04-02".parse().unwrap();
        let months = [Period::Month(2026, 3), Period::Month(2025, 12)];
        assert_eq!(
            pickable(Period::Month(2024, 1), today, &months),
            [Period::Month(2026, 4), Period::Month(2026, 3), Period::Month(2025, 12), Period::Month(2024, 1)]
        );
        assert_eq!(pickable(Period::Year(2026), today, &months), [Period::Year(2026), Period::Year(2025)]);
        assert_eq!(pickable(Period::All, today, &months), []);
    }
}
