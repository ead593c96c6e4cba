//! Pictures that stand in members' texts: made small and without metadata when they come, shown from the
//! portal's own address alone.

use bytes::Bytes;
use chrono::{DateTime, Utc};
use domain::{MemberId, PictureId};
use futures::future::BoxFuture;

use crate::Unreachable;

/// What may be sent, in bytes.
pub const UPLOAD_MAX: usize = 10 * 1024 * 1024;
/// What may be sent, in pixels: more than phones take, less than would fill the memory.
pub const PIXELS_MAX: u64 = 40_000_000;
/// A picture of a text is made smaller until neither side has more pixels.
pub const SIDE_MAX: u32 = 1_600;
/// So many may a member send within a day.
pub const A_DAY_MAX: i64 = 60;

/// A picture as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    pub id: PictureId,
    /// Who sent it.
    pub member: MemberId,
    /// `image/jpeg` or `image/png`.
    pub media_type: String,
    /// In pixels.
    pub width: u32,
    pub height: u32,
    pub content: Bytes,
}

/// A picture as its member's own data and pages name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sent {
    pub id: PictureId,
    pub media_type: String,
    /// In pixels.
    pub width: u32,
    pub height: u32,
    pub sent_at: DateTime<Utc>,
}

#[derive(Debug, thiserror::Error)]
pub enum PictureError {
    #[error("the file is empty")]
    Empty,
    #[error("only JPEG, PNG and WebP are taken")]
    Type,
    #[error("the picture is larger than 10 MB")]
    TooLarge,
    #[error("the picture has more than 40 million pixels")]
    TooManyPixels,
    #[error("the picture is damaged")]
    Damaged,
    #[error("{A_DAY_MAX} pictures a day are the most")]
    TooMany,
    #[error(transparent)]
    Unreachable(#[from] Unreachable),
}

/// Where pictures are kept.
pub trait Pictures: Send + Sync {
    /// Re-encodes and keeps what a member has sent, no side longer than `side`; harmless to repeat.
    fn keep(
        &self,
        member: MemberId,
        sent: Bytes,
        side: u32,
        now: DateTime<Utc>,
    ) -> BoxFuture<'_, Result<Picture, PictureError>>;

    fn find(&self, picture: PictureId) -> BoxFuture<'_, Result<Option<Picture>, Unreachable>>;

    /// All of a member, the oldest first.
    fn of_member(&self, member: MemberId) -> BoxFuture<'_, Result<Vec<Sent>, Unreachable>>;
}
