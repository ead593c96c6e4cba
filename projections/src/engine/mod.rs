//! The fold engine: keeps every read model in step with the log, and rebuilds them beside it.

mod copy;
mod live;
mod model;
mod rebuild;
mod stamp;
mod status;
mod table;

pub use live::{Engine, EngineError};
pub use model::{Ddl, FoldError, Folded, Model, ReadModel, fold_all, model};
pub use rebuild::{Certificate, Digest, Progress, Rebuild, RebuildError};
pub use stamp::{Stamp, stamp};
pub use status::{ModelStatus, State, passed, status};
