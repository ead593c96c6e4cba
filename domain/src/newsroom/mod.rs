//! The context `newsroom`: news, press releases, blog posts and links, from the draft to the withdrawal.

mod item;
mod link;
mod story;

pub use item::*;
pub use link::*;
pub use story::*;
