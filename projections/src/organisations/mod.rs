//! The read models of the context `organisations`.
