//! `/themes`: the vocabulary for everybody. Each theme with the other words for it, how much there is under
//! it, and the way there.

use std::sync::Arc;

use axum::extract::State;
use domain::Theme;
use maud::{Markup, html};

use super::{Uses, admin, uses};
use crate::App;
use crate::error::PageError;
use crate::i18n;
use crate::ui::{Column, Page, Row, Section, table};
use crate::visit::Visit;

pub async fn page(visit: Visit, State(app): State<Arc<App>>) -> Result<Markup, PageError> {
    let uses = uses(&app, &visit).await?;
    let title = visit.text("library-themes-title");
    let keep = visit.link("/admin/themes");
    Ok(Page::new(title)
        .section(Section::Library)
        .crumb(visit.text("ui-nav-library"), visit.link("/library"))
        .description(visit.text("library-themes-lead"))
        .show(
            &visit,
            &html! {
                div .page-head.cluster.spread {
                    div {
                        h1 { (title) }
                        p .lead { (visit.text("library-themes-lead")) }
                    }
                    @if admin(&visit).is_ok() { a .button href=(keep) { (visit.text("library-themes-keep")) } }
                }
                (counted(&visit, visit.themes.choices(visit.language).into_iter().map(|(theme, name)| {
                    let count = uses.get(&theme).copied().unwrap_or_default();
                    (theme, named(&visit, theme, &name), count)
                })))
            },
        ))
}

/// The name, and under it the other words.
fn named(visit: &Visit, theme: Theme, name: &str) -> Markup {
    let synonyms = visit.themes.synonyms(visit.language, theme);
    html! {
        strong id={ "theme-" (theme) } { (name) }
        @if !synonyms.is_empty() { br; span .small.muted { (synonyms.join("\u{a0}· ")) } }
    }
}

/// Themes, as the first cell has them, with how much there is under each; lists can be reached from there.
pub fn counted(visit: &Visit, themes: impl Iterator<Item = (Theme, Markup, Uses)>) -> Markup {
    let columns = [
        Column::text(visit.text("library-themes-theme")),
        Column::number(visit.text("library-themes-resources")),
        Column::number(visit.text("library-themes-programmes")),
        Column::number(visit.text("highlights-title")),
        Column::number(visit.text("library-themes-news")),
        Column::number(visit.text("library-themes-events")),
        Column::number(visit.text("library-themes-members")),
    ];
    let rows = themes.map(|(theme, name, used)| {
        let number = |n: u64| i18n::number(visit.language, i64::try_from(n).unwrap_or(i64::MAX));
        let linked = |n: u64, list: &str| {
            html! {
                @if n == 0 { "0" }
                @else { a href=(visit.link(&format!("{list}theme={theme}"))) { (number(n)) } }
            }
        };
        let cells = vec![
            name,
            linked(used.resources, "/library?"),
            linked(used.programmes, "/programmes?"),
            linked(used.highlights, "/highlights?"),
            linked(used.news, "/news?"),
            linked(used.gatherings, "/events?"),
            linked(used.members, "/members?"),
        ];
        Row { cells, current: false }
    });
    table(visit.text("library-themes-caption"), &columns, rows)
}
