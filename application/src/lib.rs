//! Who may do what, and what follows from it: the desk, policies, reactors and the ports they need.

pub mod actor;
pub mod audit;
pub mod calendar;
pub mod desk;
pub mod highlights;
pub mod kept_forms;
pub mod library;
pub mod membership;
pub mod newsroom;
pub mod operations;
pub mod organisations;
pub mod pictures;
pub mod points;
pub mod policy;
pub mod ports;
pub mod reactor;
#[cfg(test)]
mod testing;

pub use actor::{Actor, Order};
pub use audit::{InclusionProof, Transparency};
pub use desk::{Desk, DeskError};
pub use policy::Policy;
pub use ports::{Clock, Repository, StoreFor, Unreachable};
pub use reactor::{Reactor, ReactorError, Reactors};
