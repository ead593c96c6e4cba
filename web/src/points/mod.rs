//! Pages of the context `points`: the leaderboard, a member's statement and disputes, the rules, and
//! what administrators do with them.

mod admin;
mod dispute;
mod leaderboard;
mod line;
mod rules;
mod statement;
#[cfg(test)]
pub mod testing;

use std::sync::Arc;

use axum::Router;
use axum::routing::get;
use chrono::NaiveDate;
use domain::bookmarks::Item;
use domain::points::Contribution;
use maud::Markup;
use projections::points::Adopted;

pub use admin::Rehearsals;

use crate::App;
use crate::query::page_number;
use crate::ui::{Tone, badge};
use crate::visit::Visit;

pub fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/leaderboard", get(leaderboard::page))
        .route("/points", get(statement::page))
        .route("/points/rules", get(rules::page))
        .route("/points/lines/{award}/{kind}/dispute", get(dispute::form).post(dispute::submit))
        .route("/points/disputes/{dispute}", get(dispute::case))
        .merge(admin::routes())
}

/// What earns points, in words.
pub const fn label(contribution: Contribution) -> &'static str {
    match contribution {
        Contribution::ResourcePublished => "points-contribution-published",
        Contribution::ResourceBookmarked => "points-contribution-bookmarked",
        Contribution::NewsPublished => "points-contribution-news",
        Contribution::GatheringPublished => "points-contribution-gathering",
        Contribution::HighlightPublished => "points-contribution-highlight",
        Contribution::HighlightReused => "points-contribution-reused",
    }
}

/// Where the item that earned points has its page, or says what became of it.
fn item_address(visit: &Visit, item: Item) -> String {
    match item {
        Item::Resource(resource) => visit.link(&format!("/library/{}", resource.short())),
        Item::News(item) => visit.link(&format!("/news/{}", item.short())),
        Item::Gathering(gathering) => visit.link(&format!("/events/{}", gathering.short())),
        Item::Highlight(highlight) => visit.link(&format!("/highlights/{}", highlight.short())),
    }
}

/// What stands in place of the title of an item that was withdrawn.
const fn gone(item: Item) -> &'static str {
    match item {
        Item::Resource(_) => "points-item-gone",
        Item::News(_) => "points-news-gone",
        Item::Gathering(_) => "points-gathering-gone",
        Item::Highlight(_) => "points-highlight-gone",
    }
}

/// Why points were taken back.
const fn taken_back(item: Item) -> &'static str {
    match item {
        Item::Resource(_) => "points-taken-back",
        Item::News(_) => "points-taken-back-news",
        Item::Gathering(_) => "points-taken-back-gathering",
        Item::Highlight(_) => "points-taken-back-highlight",
    }
}

/// How many pages hold so many entries.
fn pages(total: i64, of: u32) -> u32 {
    u32::try_from(total.max(0).unsigned_abs().div_ceil(u64::from(of))).unwrap_or(u32::MAX)
}

/// Where the rules of a revision stand.
fn rules_of(visit: &Visit, revision: u32) -> String {
    format!("{}#revision-{revision}", visit.link("/points/rules"))
}

/// Whether a revision holds, is to come or was replaced.
fn status(visit: &Visit, adopted: &Adopted, today: NaiveDate) -> Markup {
    if adopted.holds_on(today) {
        badge(visit.text("points-in-force"), Tone::Palma)
    } else if adopted.valid_from > today && adopted.until.is_none_or(|until| until > adopted.valid_from) {
        badge(visit.text("points-to-come"), Tone::Oro)
    } else {
        badge(visit.text("points-replaced"), Tone::Plain)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_counted_from_one_in_addresses() {
        assert_eq!(page_number(None), Some(0));
        assert_eq!(page_number(Some("3")), Some(2));
        for wrong in ["0", "-1", "x", "", "99999999999"] {
            assert_eq!(page_number(Some(wrong)), None, "{wrong}");
        }
        assert_eq!((pages(0, 25), pages(25, 25), pages(26, 25)), (0, 1, 2));
    }
}
