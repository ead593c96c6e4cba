//! The context `bookmarks`.

mod bookmark;

pub use bookmark::*;
