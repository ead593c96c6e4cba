//! Exports, verified; and what is found in those that somebody has had in hand.

mod exporting;
mod forge;
mod hostile;
mod tampering;
