//! The context `organisations`.

mod organisation;
mod presentation;
mod programme;

pub use organisation::*;
pub use presentation::*;
pub use programme::*;
