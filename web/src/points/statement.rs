//! `/points`: the member's own statement. Each line leads to what earned it and to the rule.

use std::sync::Arc;

use axum::extract::State;
use chrono::{Datelike, NaiveDate};
use domain::MemberId;
use domain::points::Contribution;
use maud::{Markup, html};
use projections::ReadModel;
use projections::calendar::Gatherings;
use projections::highlights::Highlights;
use projections::library::Resources;
use projections::membership::{Members, names};
use projections::newsroom::NewsItems;
use projections::points::{
    self, Adopted, Disputed, Movement, Period, PointDisputes, PointLines, PointRules, PointTotals, Standing,
    Statement, adopted, given_on, statement,
};

use super::{dispute, gone, item_address, label, line, page_number, pages, rules_of, taken_back};
use crate::App;
use crate::audit::event_link;
use crate::audit::moment::{Stand, stand};
use crate::error::PageError;
use crate::i18n;
use crate::query::Query;
use crate::ui::{Column, Drawing, Page, Row, calendar_day, day, empty, pagination, section, stats, table};
use crate::visit::Visit;

/// What the page is made of.
const MODELS: [&str; 9] = [
    PointLines::NAME,
    PointTotals::NAME,
    PointRules::NAME,
    PointDisputes::NAME,
    Resources::NAME,
    NewsItems::NAME,
    Gatherings::NAME,
    Highlights::NAME,
    Members::NAME,
];
/// Lines on one page.
const PAGE: u32 = 25;

struct Account {
    /// Whose it is, unless it is the viewer's own.
    of: Option<(MemberId, String)>,
    today: NaiveDate,
    /// All together, this year, this month.
    standings: [Standing; 3],
    /// What holds today, and how often each kind counted today already.
    rules: Option<Adopted>,
    given: Vec<(Contribution, u32)>,
    lines: Statement,
    page: u32,
}

pub async fn page(visit: Visit, State(app): State<Arc<App>>) -> Result<Markup, PageError> {
    let viewer = visit.member()?;
    let query = Query::parse(&visit.query);
    let page = page_number(query.first("page")).ok_or(PageError::NotFound)?;
    let member = match query.first("member") {
        Some(id) => id.parse().map_err(|_| PageError::NotFound)?,
        None => viewer.id,
    };
    // What somebody has is shown to all; what for, to the member and to auditors.
    if member != viewer.id && !viewer.audits() {
        return Err(PageError::Forbidden);
    }
    let stand = stand(&app, visit, &MODELS).await?;
    let account = account(&stand, member, page).await?;
    let visit = stand.visit;
    if account.lines.movements.is_empty() && page > 0 {
        return Err(PageError::NotFound);
    }
    Ok(show(&visit, &account))
}

async fn account(stand: &Stand, member: MemberId, page: u32) -> sqlx::Result<Account> {
    let Stand { visit, read, now } = stand;
    let today = now.date_naive();
    let standing = |period| points::standing(read, member, period);
    let [all, year, month] = Period::around(today);
    let of = if visit.is(member) {
        None
    } else {
        let name = names(read, visit.audience(), &[member]).await?.remove(&member);
        Some((member, name.unwrap_or_else(|| visit.text("points-member-hidden").to_owned())))
    };
    Ok(Account {
        of,
        today,
        standings: [standing(all).await?, standing(year).await?, standing(month).await?],
        rules: adopted(read).await?.into_iter().find(|revision| revision.holds_on(today)),
        given: given_on(read, member, today).await?,
        lines: statement(read, member, i64::from(PAGE) * i64::from(page), i64::from(PAGE)).await?,
        page,
    })
}

fn show(visit: &Visit, account: &Account) -> Markup {
    let title = match &account.of {
        None => visit.text("points-statement-title").to_owned(),
        Some((_, name)) => visit.text_with("points-statement-of", &[("name", name.as_str().into())]),
    };
    Page::new(&title).moments().show(
        visit,
        &html! {
            div .page-head {
                h1 { (title) }
                @match &account.of {
                    None => p .lead { (visit.text("points-statement-lead")) },
                    Some((member, name)) => p {
                        a href=(visit.link(&format!("/members/{member}"))) { (name) }
                    },
                }
                (totals(visit, account))
            }
            @if account.lines.movements.is_empty() && account.of.is_some() {
                p .muted { (visit.text("points-statement-empty-title")) }
            } @else if account.lines.movements.is_empty() {
                @let way_on = html! { a .button href=(visit.link("/library")) { (visit.text("points-statement-empty-way")) } };
                (empty(Drawing::Loom, visit.text("points-statement-empty-title"),
                    visit.text("points-statement-empty"), &way_on))
            } @else {
                (section(visit.text("points-lines"), None, &lines(visit, &account.lines.movements, account.of.is_none() && visit.as_of.is_none())))
                (pagination(visit, account.page + 1, pages(account.lines.total, PAGE)))
            }
            @if account.of.is_none() { (today(visit, account)) }
        },
    )
}

/// The totals, each with the leaderboard where it counts.
fn totals(visit: &Visit, account: &Account) -> Markup {
    let year = account.today.year().to_string();
    let month = i18n::month_and_year(visit.language, account.today);
    let names = [visit.text("points-all-time").to_owned(), year, month];
    let labels: Vec<String> = names
        .into_iter()
        .zip(account.standings)
        .map(|(period, standing)| match standing.rank {
            Some(rank) => {
                visit.text_with("points-total-ranked", &[("period", period.into()), ("rank", rank.into())])
            }
            None => period,
        })
        .collect();
    let figures = Period::around(account.today).into_iter().zip(account.standings).zip(&labels).map(
        |((period, standing), label)| {
            let address = visit.link(&format!("/leaderboard?period={period}"));
            (standing.points, label.as_str(), Some(address))
        },
    );
    stats(visit.language, figures)
}

/// What can still be earned today.
fn today(visit: &Visit, account: &Account) -> Markup {
    let Some(rules) = &account.rules else { return html! {} };
    let columns = [
        Column::text(visit.text("points-for")),
        Column::number(visit.text("points-points-each")),
        Column::number(visit.text("points-counted-today")),
        Column::number(visit.text("points-daily-cap")),
    ];
    let number = |figure: u32| html! { (i18n::number(visit.language, figure.into())) };
    let rows = rules.rules.iter().map(|rule| {
        let given = account.given.iter().find(|(contribution, _)| *contribution == rule.contribution);
        let cells = vec![
            html! { (visit.text(label(rule.contribution))) },
            number(rule.points),
            number(given.map_or(0, |(_, given)| *given)),
            number(rule.daily_cap),
        ];
        Row { cells, current: false }
    });
    let more = (visit.text("points-how"), rules_of(visit, rules.revision));
    section(
        visit.text("points-today"),
        Some(more),
        &html! {
            p { (visit.text("points-caps")) }
            (table(visit.text("points-today-caption"), &columns, rows))
        },
    )
}

/// `own`: the viewer's, as it is now; then a line can be disputed.
fn lines(visit: &Visit, movements: &[Movement], own: bool) -> Markup {
    let columns = [
        Column::text(visit.text("points-what")),
        Column::text(visit.text("points-when")),
        Column::text(visit.text("points-rule")),
        Column::number(visit.text("points-points")),
        Column::number(visit.text("points-balance")),
    ];
    let rows = movements.iter().map(|movement| Row { cells: cells(visit, movement, own), current: false });
    table(visit.text("points-lines-caption"), &columns, rows)
}

fn cells(visit: &Visit, movement: &Movement, own: bool) -> Vec<Markup> {
    let address = item_address(visit, movement.item);
    let sign = if movement.change > 0 { "+" } else { "" };
    let withdrawn = movement.change < 0;
    vec![
        html! {
            @match &movement.title {
                Some((title, language)) => a href=(address) lang=(language) { (title) },
                None => a href=(address) { (visit.text(gone(movement.item))) },
            }
            div .muted.small {
                @if withdrawn { (visit.text(taken_back(movement.item))) ": " }
                (visit.text(label(movement.contribution)))
            }
            @if own { (objection(visit, movement)) }
            (event_link(visit, movement.position))
        },
        html! {
            (day(visit.language, movement.at))
            // A line can stand on a later day than the contribution, whose period it counts for.
            @if movement.at.date_naive() != movement.day {
                div .muted.small { (visit.text("points-counts-for")) " " (calendar_day(visit.language, movement.day)) }
            }
        },
        html! {
            a href=(rules_of(visit, movement.rule)) {
                (visit.text_with("points-revision", &[("revision", movement.rule.to_string().into())]))
            }
        },
        html! { (sign) (i18n::number(visit.language, movement.change)) },
        html! { (i18n::number(visit.language, movement.balance)) },
    ]
}

/// What the member holds against the line, or the way to say so.
fn objection(visit: &Visit, movement: &Movement) -> Markup {
    let (award, kind) = (movement.award, movement.kind());
    let case = || visit.link(&format!("/points/disputes/{}", kind.dispute(award)));
    html! {
        div .small {
            @match movement.dispute {
                Disputed::Never => a href=(visit.link(&dispute::address(award, kind))) { (visit.text("points-dispute")) },
                Disputed::Open => a href=(case()) { (line::waiting(visit)) },
                Disputed::Answered(outcome) => a href=(case()) { (line::outcome(visit, outcome)) },
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use axum::http::StatusCode;

    use crate::points::testing::{Stage, short};

    #[tokio::test]
    async fn a_statement_is_for_its_member_alone() {
        let stage = Stage::new().await;
        let answer = stage.get("/en/points").await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
        assert!(answer.location.starts_with("/en/sign-in?next="), "{}", answer.location);
    }

    #[tokio::test]
    async fn without_points_it_says_how_to_get_some() {
        let stage = Stage::new().await;
        for (language, said) in [
            ("en", "No points yet"),
            ("es", "Aún no hay puntos"),
            ("pt", "Ainda sem pontos"),
            ("fr", "Pas encore de points"),
        ] {
            let page = stage.get_as("ana", &format!("/{language}/points")).await;
            assert_eq!(page.status, StatusCode::OK);
            page.has(&[said, &format!("/{language}/library")]);
        }
        assert_eq!(stage.get_as("ana", "/en/points?page=2").await.status, StatusCode::NOT_FOUND);
    }

    #[tokio::test]
    async fn each_line_leads_to_what_earned_it_and_to_the_rule() {
        let stage = Stage::new().await;
        stage.at("2026-03-02T10:00:00Z").publish("ana", "guide", "Guía <b>1</b>").await;
        stage.bookmark("luis", "guide", "ana").await;
        let page = stage.get_as("ana", "/en/points").await;
        let resource = format!("href=\"/en/library/{}\"", short("guide"));
        page.has(&[
            "All time: rank 1",
            &resource,
            "Guía &lt;b&gt;1&lt;/b&gt;",
            "Another member bookmarks what you published",
            "/en/points/rules#revision-1",
            "+2",
            "12",
            &resource,
            "Publishing a resource",
            "+10",
            "10",
            "Counted today",
        ]);
        // Who keeps what is nobody else's business.
        page.lacks(">luis<");
        page.lacks(&crate::points::testing::id("luis").to_string());
    }

    #[tokio::test]
    async fn what_was_taken_back_stays_readable_and_counts_for_the_limit() {
        let stage = Stage::new().await;
        stage.at("2026-03-02T10:00:00Z").publish("ana", "guide", "Guía").await;
        stage.at("2026-03-03T10:00:00Z").withdraw("guide").await;
        let page = stage.get_as("ana", "/en/points").await;
        page.has(&[
            "A resource that is no longer in the library",
            "Taken back because the resource was withdrawn",
            "March 3, 2026",
            "counts for",
            "March 2, 2026",
            "\u{2212}10",
            "+10",
        ]);
        let counted = stage.at("2026-03-02T12:00:00Z").get_as("ana", "/en/points").await;
        counted.has(&["Counted today", "Publishing a resource", ">10<", ">1<", ">5<"]);
    }
}
