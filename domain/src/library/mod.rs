//! The context `library`.

mod details;
mod earlier;
mod resource;
mod source;

pub use details::*;
pub use earlier::*;
pub use resource::*;
pub use source::*;
