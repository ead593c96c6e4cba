//! The read models of the context `membership`.
