//! What an export of one's own data asks of the outside: where the events are, how a page of them is
//! written and how an archive is packed.

use std::collections::HashSet;

use bytes::Bytes;
use chrono::{DateTime, Utc};
use domain::membership::Email;
use domain::{Language, LogError, MemberId, Position, Recorded};
use futures::future::BoxFuture;
use futures::stream::BoxStream;
use serde::Serialize;

use super::{ExportError, OwnData};
use crate::Unreachable;

/// Events as one member may have them.
#[derive(Debug, Default)]
pub struct Page {
    /// In the log's order. What is personal of others is not opened.
    pub events: Vec<Recorded>,
    /// All members whose ids stand in these events.
    pub members: HashSet<MemberId>,
}

/// A mail to the member that was not sent yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Waiting {
    pub subject: String,
    pub queued_at: DateTime<Utc>,
}

/// Where the portal keeps what it knows of a member.
pub trait Records: Send + Sync {
    /// Where the events stand that may concern the member, in order: rather too many than too few, and all
    /// that were acknowledged before.
    fn positions(&self, member: MemberId) -> BoxFuture<'_, Result<Vec<Position>, LogError>>;

    /// The events at these positions.
    fn page<'a>(
        &'a self,
        member: MemberId,
        positions: &'a [Position],
    ) -> BoxFuture<'a, Result<Page, LogError>>;

    /// The oldest first.
    fn mails<'a>(&'a self, to: &'a Email) -> BoxFuture<'a, Result<Vec<Waiting>, Unreachable>>;
}

/// Writes the page that people read; the web layer knows the words.
pub trait Reader: Send + Sync {
    /// A whole HTML document that needs no other file.
    fn page<'a>(
        &'a self,
        data: &'a OwnData,
        language: Language,
    ) -> BoxFuture<'a, Result<String, Unreachable>>;
}

/// What an archive is made of: an entry begins, then come its bytes.
#[derive(Debug, PartialEq, Eq)]
pub enum Piece {
    Entry {
        name: String,
        at: DateTime<Utc>,
        /// Whether it is likely to become much smaller.
        text: bool,
    },
    Bytes(Bytes),
}

/// Makes one archive of the pieces while they come, and holds none of it back.
pub trait Packer: Send + Sync {
    fn pack(
        &self,
        pieces: BoxStream<'static, Result<Piece, ExportError>>,
    ) -> BoxStream<'static, Result<Bytes, ExportError>>;
}
