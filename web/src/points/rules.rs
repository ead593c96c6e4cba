//! `/points/rules`: what earns points, with every revision of the rules that was ever adopted.

use std::sync::Arc;

use axum::extract::State;
use chrono::NaiveDate;
use domain::membership::Role;
use maud::{Markup, html};
use projections::points::{Adopted, adopted};

use super::{label, status};
use crate::App;
use crate::error::PageError;
use crate::i18n;
use crate::ui::{Column, Page, Row, Section, calendar_day, day, table};
use crate::visit::Visit;

pub async fn page(visit: Visit, State(app): State<Arc<App>>) -> Result<Markup, PageError> {
    let revisions = adopted(&app.read).await?;
    Ok(show(&visit, &revisions, (app.clock)().date_naive()))
}

fn show(visit: &Visit, revisions: &[Adopted], today: NaiveDate) -> Markup {
    let title = visit.text("points-rules-title");
    Page::new(title)
        .section(Section::Leaderboard)
        .crumb(visit.text("points-leaderboard-title"), visit.link("/leaderboard"))
        .description(visit.text("points-rules-lead"))
        .show(
            visit,
            &html! {
                div .page-head {
                    h1 { (title) }
                    p .lead { (visit.text("points-rules-lead")) }
                    @if visit.viewer.as_ref().is_some_and(|viewer| viewer.holds(Role::Admin)) {
                        p { a href=(visit.link("/admin/points")) { (visit.text("points-admin-title")) } }
                    }
                }
                ul .prose {
                    li { (visit.text("points-rules-day")) }
                    li { (visit.text("points-rules-applause")) }
                    li { (visit.text("points-rules-caps")) }
                    li { (visit.text("points-rules-withdrawn")) }
                    li { (visit.text("points-rules-new")) }
                }
                @if revisions.is_empty() { p { (visit.text("points-rules-none")) } }
                @for revision in revisions { (of(visit, revision, today)) }
            },
        )
}

fn of(visit: &Visit, adopted: &Adopted, today: NaiveDate) -> Markup {
    let heading = visit.text_with("points-revision", &[("revision", adopted.revision.to_string().into())]);
    let columns = [
        Column::text(visit.text("points-for")),
        Column::number(visit.text("points-points-each")),
        Column::number(visit.text("points-daily-cap")),
    ];
    let rows = adopted.rules.iter().map(|rule| Row {
        cells: vec![
            html! { (visit.text(label(rule.contribution))) },
            html! { (i18n::number(visit.language, rule.points.into())) },
            html! { (i18n::number(visit.language, rule.daily_cap.into())) },
        ],
        current: false,
    });
    html! {
        section .section id={ "revision-" (adopted.revision) } {
            header {
                h2 { (heading) }
                (status(visit, adopted, today))
            }
            p .muted {
                (visit.text("points-valid-from")) " " (calendar_day(visit.language, adopted.valid_from))
                " · " (visit.text("points-adopted-on")) " " (day(visit.language, adopted.adopted_at))
            }
            @if let Some(reason) = &adopted.reason {
                h3 { (visit.text("points-reason")) }
                @for line in reason.lines() { p { (line) } }
            }
            @if adopted.rules.is_empty() {
                p { (visit.text("points-rules-nothing")) }
            } @else {
                (table(visit.text("points-rules-caption"), &columns, rows))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use axum::http::StatusCode;

    use crate::points::testing::Stage;

    #[tokio::test]
    async fn every_revision_is_told_with_the_days_on_which_it_holds() {
        let stage = Stage::new().await;
        stage.at("2026-03-02T10:00:00Z").adopt("2026-04-01").await;
        let before = stage.get("/en/points/rules").await;
        assert_eq!(before.status, StatusCode::OK);
        before.has(&[
            "id=\"revision-2\"",
            "To come",
            "April 1, 2026",
            "March 2, 2026",
            "Reason",
            "Fewer points, &lt;b&gt;so&lt;/b&gt; that they last.",
            "Publishing a resource",
            ">8<",
            "id=\"revision-1\"",
            "In force",
            "January 1, 2009",
            ">10<",
            "Another member bookmarks what you published",
        ]);
        let after = stage.at("2026-04-01T00:00:00Z").get("/fr/points/rules").await;
        after.has(&["id=\"revision-2\"", "En vigueur", "id=\"revision-1\"", "Remplacée"]);
    }
}
