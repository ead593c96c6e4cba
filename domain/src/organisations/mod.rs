//! The context `organisations`.

mod organisation;

pub use organisation::*;
