//! The context `library`.

mod details;
mod earlier;
mod rendition;
mod resource;
mod source;
mod translation;

pub use details::*;
pub use earlier::*;
pub use rendition::Rendition;
pub use resource::*;
pub use source::*;
pub use translation::TranslationFault;
