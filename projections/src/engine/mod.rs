//! The fold engine: keeps every read model in step with the log, and rebuilds them beside it.

mod as_of;
mod copy;
mod dump;
mod live;
mod model;
mod pages;
mod rebuild;
mod stamp;
mod status;
mod table;

pub use as_of::{AsOf, AsOfError, View};
pub use dump::{Changed, Dump};
pub use live::{Engine, EngineError};
pub use model::{Ddl, FoldError, Folded, Model, ReadModel, fold_all, model};
pub use rebuild::{Certificate, Digest, Progress, Rebuild, RebuildError};
pub use stamp::{Stamp, stamp};
pub use status::{ModelStatus, State, passed, status};
