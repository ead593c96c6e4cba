//! Exports of a real log, verified; and what is found in those that were tampered with.
