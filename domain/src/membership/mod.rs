//! The context `membership`.

mod disclosure;
mod email;
mod member;
mod profile;
mod role;

pub use disclosure::*;
pub use email::*;
pub use member::*;
pub use profile::*;
pub use role::*;
