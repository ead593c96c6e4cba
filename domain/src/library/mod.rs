//! The context `library`.

mod details;
mod resource;
mod source;

pub use details::*;
pub use resource::*;
pub use source::*;
