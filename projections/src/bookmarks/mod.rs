//! The read models of the context `bookmarks`.
