//! The tests that cross crates.

mod architecture;
mod golden;
