//! Read models of the context `points`.

mod leaderboard;
mod lines;
mod period;
mod rules;
mod totals;

pub use leaderboard::{Leaderboard, PAGE, Place, Who, leaderboard, months};
pub use lines::{Movement, PointLines, Statement, given_on, statement};
pub use period::{Period, UnknownPeriod};
pub use rules::{Adopted, PointRules, adopted};
pub use totals::{PointTotals, Standing, replayed_standing, standing};

#[cfg(test)]
pub mod testing;
