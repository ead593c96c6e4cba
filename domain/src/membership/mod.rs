//! The context `membership`.

mod email;
mod member;
mod profile;

pub use email::*;
pub use member::*;
pub use profile::*;
