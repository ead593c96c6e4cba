//! Facts, figures, tables and timelines.

use chrono::{DateTime, NaiveDate, Utc};
use domain::Language;
use maud::{Markup, html};

use super::Icon;
use crate::i18n;

/// Pairs of a name and its value.
pub fn facts<'a>(pairs: impl IntoIterator<Item = (&'a str, Markup)>) -> Markup {
    html! { dl .facts { @for (name, value) in pairs { dt { (name) } dd { (value) } } } }
}

/// Large figures with what they count, and where to see it.
pub fn stats<'a>(
    language: Language,
    figures: impl IntoIterator<Item = (i64, &'a str, Option<String>)>,
) -> Markup {
    html! {
        ul .stats {
            @for (figure, label, address) in figures {
                li {
                    b { (i18n::number(language, figure)) }
                    @if let Some(address) = address { a href=(address) { (label) } } @else { (label) }
                }
            }
        }
    }
}

/// A part of a page under its own heading, with a way to all of it.
pub fn section(title: &str, more: Option<(&str, String)>, content: &Markup) -> Markup {
    html! {
        section .section {
            header {
                h2 { (title) }
                @if let Some((label, address)) = more {
                    a .place href=(address) { (label) (Icon::ArrowRight.show()) }
                }
            }
            (content)
        }
    }
}

/// A column of a table.
#[derive(Clone, Copy, Debug)]
pub struct Column<'a> {
    pub label: &'a str,
    /// Figures stand at the right.
    pub number: bool,
}

impl<'a> Column<'a> {
    pub const fn text(label: &'a str) -> Self {
        Self { label, number: false }
    }

    pub const fn number(label: &'a str) -> Self {
        Self { label, number: true }
    }
}

/// A row; `current` marks the viewer's own.
#[derive(Debug, Default)]
pub struct Row {
    pub cells: Vec<Markup>,
    pub current: bool,
}

/// The first cell of a row names it. On narrow screens each row becomes a block with its columns' names.
pub fn table(caption: &str, columns: &[Column<'_>], rows: impl IntoIterator<Item = Row>) -> Markup {
    html! {
        div .table-wrap {
            table {
                caption { (caption) }
                thead {
                    tr { @for column in columns { th scope="col" .number[column.number] { (column.label) } } }
                }
                tbody {
                    @for row in rows {
                        tr aria-current=[row.current.then_some("true")] {
                            @for (column, cell) in columns.iter().zip(row.cells) {
                                td .number[column.number] data-label=(column.label) { div { (cell) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// What happened when, newest first.
pub fn timeline(language: Language, entries: impl IntoIterator<Item = (DateTime<Utc>, Markup)>) -> Markup {
    html! {
        ol .timeline {
            @for (at, content) in entries { li { (day(language, at)) (content) } }
        }
    }
}

/// A day as the language writes it, readable for machines too.
pub fn day(language: Language, at: DateTime<Utc>) -> Markup {
    html! { time datetime=(at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true)) { (i18n::date(language, at.date_naive())) } }
}

/// A calendar day, without time of day.
pub fn calendar_day(language: Language, date: NaiveDate) -> Markup {
    html! { time datetime=(date) { (i18n::date(language, date)) } }
}
