//! The context `organisations`.

pub mod featured_month;
mod organisation;
mod presentation;
mod programme;

pub use featured_month::{FeaturedMonth, FeaturedMonthCommand, FeaturedMonthError, FeaturedMonthEvent};
pub use organisation::*;
pub use presentation::*;
pub use programme::*;
