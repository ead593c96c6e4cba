//! The context `library`.

mod resource;

pub use resource::*;
