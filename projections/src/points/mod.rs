//! The read models of the context `points`.
