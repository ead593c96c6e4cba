//! Documents of the library on their way into the store: received, looked at, kept while their form is
//! corrected, and swept away when nothing came of them.
//!
//! A ticket is written before the first byte of a document and taken away after the event that refers to
//! it is durable. So whatever is cut off, and when, leaves at most a document with a ticket, and the
//! sweeper asks the event log which of those to keep.
//!
//! A document may also arrive bit by bit, over hours and through any node. Its ticket then stays as it was
//! written; all that becomes of the upload are pieces beside it, each written once under its own name.

use std::sync::Arc;

use bytes::Bytes;
use domain::FileId;
use futures::future::BoxFuture;
use futures::stream::BoxStream;

use crate::{Clock, Desk};

mod archive;
mod compound;
mod content;
mod founding;
mod preparing;
mod receiving;
mod resuming;
mod sweeping;

pub use founding::{found_vocabulary, vocabulary};
pub use preparing::{
    Due, Fault, Made, Picture, PreparationReactor, Preparations, Prepared, Preparer, TEXT_MAX, Wanted,
    Workbench, is_photograph, is_prepared,
};
pub use receiving::{Cut, Document, KEPT_MINUTES, Kept, UploadError, Waiting};
pub use resuming::{ResumeError, UNFINISHED_BYTES_MAX, UNFINISHED_HOURS, UNFINISHED_MAX, Upload};
pub use sweeping::SweepError;

/// The store cannot be reached, or what should be there is not.
#[derive(Debug, thiserror::Error)]
pub enum FilesError {
    #[error("there is no such file")]
    Absent,
    #[error("there is already a piece of this name")]
    Taken,
    #[error("the store of files cannot be reached: {0}")]
    Unreachable(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// A stretch of a document as it is read.
pub type Content = BoxStream<'static, Result<Bytes, FilesError>>;

/// Where documents and their tickets are kept.
pub trait Files: Send + Sync {
    /// An id that was never used.
    fn new_id(&self) -> FileId;

    /// Begins a document. It is there once it is finished, whole and durably.
    fn create(&self, file: FileId) -> BoxFuture<'_, Result<Box<dyn Incoming>, FilesError>>;

    /// Bytes from `start` up to `end`.
    fn read(&self, file: FileId, start: u64, end: u64) -> BoxFuture<'_, Result<Content, FilesError>>;

    /// Harmless where there is no such document; takes unfinished parts of it along.
    fn delete(&self, file: FileId) -> BoxFuture<'_, Result<(), FilesError>>;

    /// Writes or replaces a picture of this width that was made of the document.
    fn put_picture(&self, file: FileId, width: u32, content: Bytes) -> BoxFuture<'_, Result<(), FilesError>>;

    fn picture(&self, file: FileId, width: u32) -> BoxFuture<'_, Result<Content, FilesError>>;

    /// All that were made of the document; harmless where there are none.
    fn delete_pictures(&self, file: FileId) -> BoxFuture<'_, Result<(), FilesError>>;

    /// Writes or replaces the ticket, at once and durably.
    fn put_ticket(&self, file: FileId, ticket: Bytes) -> BoxFuture<'_, Result<(), FilesError>>;

    fn ticket(&self, file: FileId) -> BoxFuture<'_, Result<Bytes, FilesError>>;

    /// Harmless where there is none.
    fn delete_ticket(&self, file: FileId) -> BoxFuture<'_, Result<(), FilesError>>;

    /// All that have a ticket.
    fn tickets(&self) -> BoxFuture<'_, Result<Vec<FileId>, FilesError>>;

    /// Keeps a piece of a document that arrives bit by bit, at once and durably. A name is given once: of
    /// several at the same time one succeeds, the others are [`FilesError::Taken`].
    fn put_piece<'a>(
        &'a self,
        file: FileId,
        name: &'a str,
        piece: Bytes,
    ) -> BoxFuture<'a, Result<(), FilesError>>;

    /// All pieces of a document in the order of their names.
    fn pieces(&self, file: FileId) -> BoxFuture<'_, Result<Vec<Piece>, FilesError>>;

    fn read_piece<'a>(&'a self, file: FileId, name: &'a str) -> BoxFuture<'a, Result<Content, FilesError>>;

    /// Harmless where there is none.
    fn delete_piece<'a>(&'a self, file: FileId, name: &'a str) -> BoxFuture<'a, Result<(), FilesError>>;

    /// All of a document, with what a killed process left of them.
    fn delete_pieces(&self, file: FileId) -> BoxFuture<'_, Result<(), FilesError>>;

    /// All documents that have pieces.
    fn in_pieces(&self) -> BoxFuture<'_, Result<Vec<FileId>, FilesError>>;
}

/// What the store knows of a piece.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    pub name: String,
    /// In bytes.
    pub size: u64,
}

/// A document that is being written.
pub trait Incoming: Send {
    fn write(&mut self, bytes: Bytes) -> BoxFuture<'_, Result<(), FilesError>>;

    fn finish(self: Box<Self>) -> BoxFuture<'static, Result<(), FilesError>>;

    /// Leaves nothing of it.
    fn abort(self: Box<Self>) -> BoxFuture<'static, Result<(), FilesError>>;
}

/// The library's documents.
pub struct Documents {
    files: Arc<dyn Files>,
    desk: Arc<Desk>,
    clock: Clock,
    /// Of uploads that something arrives of, or whose document is being made of their pieces.
    busy: resuming::Locks,
    known: resuming::Known,
}

impl Documents {
    pub fn new(files: Arc<dyn Files>, desk: Arc<Desk>, clock: Clock) -> Self {
        Self { files, desk, clock, busy: resuming::Locks::default(), known: resuming::Known::default() }
    }

    /// Bytes of a published document from `start` up to `end`.
    pub async fn read(&self, file: FileId, start: u64, end: u64) -> Result<Content, FilesError> {
        self.files.read(file, start, end).await
    }

    /// A picture that was made of a published document.
    pub async fn picture(&self, file: FileId, width: u32) -> Result<Content, FilesError> {
        self.files.picture(file, width).await
    }

    /// To be called once the event that refers to the document is durable.
    pub async fn settle(&self, file: FileId) {
        // Should it fail, the sweeper finds the event and does it later.
        if let Err(error) = forget(&*self.files, file).await {
            tracing::warn!(%error, %file, "the ticket of a document stays for the sweeper");
        }
    }

    /// Takes back a document to which no event refers. One that arrived bit by bit is left to the sweeper:
    /// another form of the member's may name it.
    pub async fn discard(&self, file: FileId) {
        let discarded = async {
            match receiving::Ticket::of(&*self.files, file).await {
                Ok(ticket) if ticket.announced.is_none() => discard(&*self.files, file).await,
                Ok(_) | Err(FilesError::Absent) => Ok(()),
                Err(error) => Err(error),
            }
        };
        if let Err(error) = discarded.await {
            tracing::warn!(%error, %file, "an unwanted document stays for the sweeper");
        }
    }
}

/// The document first: a ticket without one is found again, a document without a ticket never.
async fn discard(files: &dyn Files, file: FileId) -> Result<(), FilesError> {
    files.delete(file).await?;
    forget(files, file).await
}

/// The pieces last: they say what a ticket is about, and without one they are found again.
async fn forget(files: &dyn Files, file: FileId) -> Result<(), FilesError> {
    files.delete_ticket(file).await?;
    files.delete_pieces(file).await
}
