//! The context `membership`.

mod disclosure;
mod email;
mod member;
mod profile;

pub use disclosure::*;
pub use email::*;
pub use member::*;
pub use profile::*;
