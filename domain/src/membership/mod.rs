//! The context `membership`.

mod member;

pub use member::*;
