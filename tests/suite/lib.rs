//! The tests that cross crates; all of them are in `main.rs`.
