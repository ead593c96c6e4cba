//! The tests that cross crates. `cfg(test)` tells clippy that all of this is test code.

#[cfg(test)]
mod architecture;
#[cfg(test)]
mod as_of;
#[cfg(test)]
mod contract;
#[cfg(test)]
mod engine;
#[cfg(test)]
mod faults;
#[cfg(test)]
mod gaps;
#[cfg(test)]
mod golden;
#[cfg(test)]
mod places;
#[cfg(test)]
mod queries;
#[cfg(test)]
mod rebuilds;
