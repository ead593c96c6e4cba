//! The context `library`.

mod details;
mod earlier;
mod resource;
mod source;
mod translation;

pub use details::*;
pub use earlier::*;
pub use resource::*;
pub use source::*;
pub use translation::TranslationFault;
