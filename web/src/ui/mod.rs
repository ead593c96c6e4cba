//! Parts that pages share: one small file each.

mod field;
mod shell;

pub use field::{Field, button, command_id, error_summary};
pub use shell::{Page, Section};
