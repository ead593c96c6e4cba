//! The fold engine: keeps every read model in step with the log, and rebuilds them beside it.

mod model;

pub use model::{FoldError, ReadModel, fold_all};
