//! The tests that cross crates.

mod golden;
