//! The tests that cross crates. `cfg(test)` tells clippy that all of this is test code.

#[cfg(test)]
mod architecture;
#[cfg(test)]
mod golden;
