//! Read models of the context `points`.

use domain::bookmarks::Item;
use domain::{GatheringId, ResourceId};
use uuid::Uuid;

mod disputes;
mod drafts;
mod leaderboard;
mod lines;
mod period;
mod rules;
mod totals;

pub use disputes::{Answered, Case, Line, Listed, PointDisputes, case, disputes, line, open_disputes};
pub use drafts::{PointDrafts, Row as Draft, drafts};
pub use leaderboard::{Leaderboard, PAGE, Place, Who, leaderboard, months};
pub use lines::{Disputed, Movement, PointLines, Statement, given_on, statement};
pub use period::{Period, UnknownPeriod};
pub use rules::{Adopted, PointRules, adopted};
pub use totals::{PointTotals, Standing, replayed_standing, standing};

/// The item that a row names by its kind and id.
fn item_of(kind: &str, id: Uuid) -> Item {
    match kind {
        "gathering" => Item::Gathering(GatheringId::new(id)),
        _ => Item::Resource(ResourceId::new(id)),
    }
}

/// A text of a row that is none of the domain's words.
fn undecodable(error: impl std::error::Error + Send + Sync + 'static) -> sqlx::Error {
    sqlx::Error::Decode(error.into())
}

#[cfg(test)]
pub mod testing;
