//! What a process that takes a document apart may have of the machine. Whoever starts it says so, and it bounds
//! itself before it reads.

use std::time::Duration;

use super::answer::ANSWER_MAX;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Seconds of the processor, for the process and again for each that it starts.
    pub seconds: u64,
    /// Bytes of memory, for the same.
    pub memory: u64,
    /// Bytes of its answer, and of every other file that it writes.
    pub room: u64,
    /// For a process that waits without working; one that works ends by its seconds of the processor, which count
    /// fairly on a busy machine.
    pub patience: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            seconds: 60,
            // A photograph of 100 million pixels that lies on its side needs 600 MB.
            memory: 1_536 * 1024 * 1024,
            room: ANSWER_MAX,
            patience: Duration::from_mins(10),
        }
    }
}
