//! The context `highlights`: what partners have tried and learned, from the draft through the review to the withdrawal.

mod details;
mod highlight;

pub use details::*;
pub use highlight::*;
