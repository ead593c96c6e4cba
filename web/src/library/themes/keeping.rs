//! `/admin/themes`: the vocabulary for whoever keeps it, with what each theme is called in every language.

use std::sync::Arc;

use axum::extract::State;
use domain::Language;
use maud::{Markup, html};

use super::{address, admin};
use crate::App;
use crate::error::PageError;
use crate::library::language_name;
use crate::ui::{Column, Page, Row, day, section, table};
use crate::visit::Visit;

pub async fn page(visit: Visit, State(app): State<Arc<App>>) -> Result<Markup, PageError> {
    admin(&visit)?;
    let recent = super::history::recent(&visit, &app).await?;
    let title = visit.text("library-themes-keep-title");
    Ok(Page::new(title).hidden().crumb(visit.text("library-themes-title"), visit.link("/themes")).show(
        &visit,
        &html! {
            div .page-head.cluster.spread {
                div {
                    h1 { (title) }
                    p .lead { (visit.text("library-themes-keep-lead")) }
                }
                a .button href=(visit.link("/admin/themes/new")) { (visit.text("library-themes-add")) }
            }
            (list(&visit))
            (section(visit.text("library-themes-history"), None, &recent))
        },
    ))
}

fn list(visit: &Visit) -> Markup {
    let mut columns = vec![Column::text(visit.text("library-themes-theme"))];
    columns.extend(Language::ALL.map(|language| Column::text(language_name(visit, language))));
    columns.push(Column::text(visit.text("library-themes-merged")));
    columns.push(Column::text(visit.text("library-themes-changed")));
    columns.push(Column::text(visit.text("library-themes-do")));
    let rows = visit.themes.choices(visit.language).into_iter().filter_map(|(theme, name)| {
        let entry = visit.themes.entry(theme)?;
        let mut cells = vec![html! {
            a href=(visit.link(&address(theme, "edit"))) { (name) } br; code .small { (theme) }
        }];
        cells.extend(Language::ALL.map(|language| {
            let words: Vec<&str> = entry.wording.words(language).collect();
            html! {
                @if let Some((name, synonyms)) = words.split_first() {
                    span lang=(language) { (name) @if !synonyms.is_empty() { br; span .small.muted { (synonyms.join("\u{a0}· ")) } } }
                }
            }
        }));
        let merged: Vec<String> = visit.themes.merged_into(theme).map(|(one, _)| one.to_string()).collect();
        cells.push(html! { @if merged.is_empty() { "–" } @else { (merged.join(", ")) } });
        cells.push(html! {
            @match entry.changed_at { Some(at) => (day(visit.language, at)), None => "–" }
        });
        cells.push(html! { a href=(visit.link(&address(theme, "merge"))) { (visit.text("library-themes-merge")) } });
        Some(Row { cells, current: false })
    });
    table(visit.text("library-themes-keep-caption"), &columns, rows)
}
