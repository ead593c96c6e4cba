//! Read models of the context `points`.

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

/// A text of a row that is none of the domain's words.
fn undecodable(error: impl std::error::Error + Send + Sync + 'static) -> sqlx::Error {
    sqlx::Error::Decode(error.into())
}

#[cfg(test)]
pub mod testing;
