//! The fold engine: keeps every read model in step with the log, and rebuilds them beside it.

mod as_of;
mod certify;
mod copy;
mod dump;
mod folding;
mod kept;
mod live;
mod model;
mod moves;
mod pages;
mod rebuild;
pub mod requests;
mod scratch;
mod status;
mod table;
mod workshop;

pub use as_of::{AsOf, AsOfError, View};
pub use certify::{Certificate, Digest};
pub use dump::{Changed, Dump};
pub use kept::{Kept, certificate, certificates};
pub use live::{Engine, EngineError};
pub use model::{Ddl, FoldError, Folded, Model, ReadModel, fold_all, model};
pub use moves::{Moves, Stamp};
pub use rebuild::{Alone, Progress, Rebuild, RebuildError, Stage};
pub use status::{ModelStatus, State, passed, retry, status};
pub use workshop::Workshop;
