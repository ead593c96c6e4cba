//! A picture that is made of a document: a smaller one of a photograph, or one of the first page.

use serde::{Deserialize, Serialize};

/// Each document has at most one of a width, under which it is found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rendition {
    /// In pixels.
    pub width: u32,
    pub height: u32,
    /// `image/jpeg` or `image/png`.
    pub media_type: String,
    pub bytes: u64,
    /// The beginning of the SHA-256 of the content, in lower-case hexadecimal.
    pub hash: String,
    /// All that a photograph shows, in its own size, without what stood beside its pixels: where and by whom
    /// it was taken.
    pub whole: bool,
}
