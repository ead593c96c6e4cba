//! Parts that pages share: one small file each.
//!
//! Classes of the stylesheet for arranging them: `grid` (cards side by side), `stack` (below each other),
//! `cluster` (in a line that wraps; with `spread`, to both ends), `with-aside` (content and a column at its right),
//! `with-filters` (filters and the list), `row` (fields side by side), `narrow` (a column for forms), `page-head`
//! (around the first heading), `lead`, `kicker`, `panel`, `prose` (members' Markdown), `muted`, `small`, `actions`.

mod avatar;
mod badge;
mod card;
mod confirm;
#[cfg(test)]
mod contrast;
mod empty;
mod field;
mod filters;
mod flag;
mod icon;
mod lists;
mod network;
mod notice;
mod pagination;
mod shell;
#[cfg(test)]
mod style;
mod tabs;
mod wordmark;

#[cfg(test)]
mod tests;

pub use avatar::{avatar, large_avatar};
pub use badge::{Tone, badge, tag};
pub use card::{Card, card_list, cards};
pub use confirm::Confirm;
pub use empty::{Drawing, empty};
pub use field::{Field, button, command_id, error_summary};
pub use filters::{Choice, Facet, chips, filters};
pub use flag::{flag, large_flag, place};
pub use icon::Icon;
pub use lists::{Column, Row, calendar_day, day, facts, section, stats, table, timeline};
pub use network::network;
pub use notice::Notice;
pub use pagination::pagination;
pub use shell::{Page, SCRIPTS, Scripted, Section};
pub use tabs::{Tab, tabs};
