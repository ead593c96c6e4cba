//! The context `highlights`: what partners have tried and learned, from the draft through the review and its corrections to
//! the withdrawal.

mod correction;
mod details;
mod highlight;

pub use correction::{CORRECTION_MAX, highlight_withdrawn_v1};
pub use details::*;
pub use highlight::*;
