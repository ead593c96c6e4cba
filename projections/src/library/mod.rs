//! The read models of the context `library`.
