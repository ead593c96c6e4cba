//! The context `library`.

mod details;
mod resource;
mod source;
mod translation;

pub use details::*;
pub use resource::*;
pub use source::*;
pub use translation::TranslationFault;
