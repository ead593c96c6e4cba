//! Receives a document as a stream: counted, hashed and looked at while it passes, never whole in memory.

use std::fmt::Write;
use std::sync::Arc;

use bytes::Bytes;
use chrono::{DateTime, TimeDelta, Utc};
use domain::library::{FILE_NAME_MAX, Format, MEDIA_MAX, Resource, Source, file_name};
use domain::{FileId, MemberId, ResourceId};
use futures::{Stream, StreamExt};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::content::Inspection;
use super::resuming::Claim;
use super::{Documents, Files, FilesError, Incoming, UNFINISHED_HOURS, archive, compound, discard};

/// How long a document waits for its form to be corrected.
pub const KEPT_MINUTES: i64 = 60;

/// Why the stream of an upload ended before the upload did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    /// The connection or the form ended early.
    Short,
    /// More came than any form may have.
    Long,
}

#[derive(Debug, thiserror::Error)]
pub enum UploadError {
    #[error("the file needs a name of at most {FILE_NAME_MAX} characters")]
    Name,
    #[error("files of this type are not taken")]
    Type,
    #[error("the content is not of the type that the name says")]
    Mismatch,
    #[error("the file is empty")]
    Empty,
    /// The most bytes that a file of its type may have.
    #[error("the file is larger than {} MB", .0 / 1_000_000)]
    TooLarge(u64),
    #[error("the upload was cut off")]
    CutOff,
    #[error("the file unpacks to far more than a document has")]
    Bomb,
    #[error(transparent)]
    Files(#[from] FilesError),
}

impl From<Cut> for UploadError {
    fn from(cut: Cut) -> Self {
        match cut {
            Cut::Short => Self::CutOff,
            Cut::Long => Self::TooLarge(MEDIA_MAX),
        }
    }
}

/// A document that was received whole and found in order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    pub file: FileId,
    pub name: String,
    pub media_type: String,
    pub size: u64,
    pub sha256: String,
}

/// A document that waits for its form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    pub document: Document,
    pub until: DateTime<Utc>,
}

/// What became of a document that a form names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kept {
    Waiting(Waiting),
    /// A form of another resource has named it before.
    Elsewhere,
    /// It is not kept any more, not there whole, or not this member's.
    Gone,
}

impl From<Document> for Source {
    fn from(Document { file, name, media_type, size, sha256 }: Document) -> Self {
        Self::Document { file, name, media_type, size, sha256 }
    }
}

/// What a ticket says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Ticket {
    pub member: MemberId,
    /// The resource that the document is meant for; none of one that arrives bit by bit beside its form.
    pub resource: Option<ResourceId>,
    pub begun_at: DateTime<Utc>,
    /// What arrives bit by bit.
    #[serde(default)]
    pub announced: Option<Announced>,
    /// None until it is there whole.
    pub document: Option<Document>,
}

/// What is said of a document before it arrives bit by bit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Announced {
    pub name: String,
    pub size: u64,
}

impl Ticket {
    pub async fn of(files: &dyn Files, file: FileId) -> Result<Self, FilesError> {
        let stored = files.ticket(file).await?;
        serde_json::from_slice(&stored).map_err(|error| FilesError::Unreachable(error.into()))
    }

    /// Until when a form may name the document.
    pub fn expires_at(&self) -> DateTime<Utc> {
        let time = if self.announced.is_some() {
            TimeDelta::hours(UNFINISHED_HOURS)
        } else {
            TimeDelta::minutes(KEPT_MINUTES)
        };
        self.begun_at + time
    }

    pub async fn put(&self, files: &dyn Files, file: FileId) -> Result<(), FilesError> {
        let json = serde_json::to_vec(self).map_err(|error| FilesError::Unreachable(error.into()))?;
        files.put_ticket(file, json.into()).await
    }
}

impl Documents {
    /// Receives the document that a member uploads for a resource, under the name that it has there.
    /// Where this fails or is dropped, nothing of it stays.
    pub async fn receive(
        &self,
        member: MemberId,
        resource: ResourceId,
        name: &str,
        stream: impl Stream<Item = Result<Bytes, Cut>> + Send,
    ) -> Result<Waiting, UploadError> {
        let name = file_name(name).ok_or(UploadError::Name)?;
        let format = Format::of_name(&name).ok_or(UploadError::Type)?;
        let file = self.files.new_id();
        let mut ticket = Ticket {
            member,
            resource: Some(resource),
            begun_at: (self.clock)(),
            announced: None,
            document: None,
        };
        let mut draft = Draft::new(&self.files, file, false);
        let received = async {
            ticket.put(&*self.files, file).await?;
            let (size, sha256) = draft.fill(format, stream).await?;
            let media_type = format.media_type().to_owned();
            let document = Document { file, name, media_type, size, sha256 };
            ticket.document = Some(document.clone());
            ticket.put(&*self.files, file).await?;
            Ok(Waiting { document, until: ticket.expires_at() })
        }
        .await;
        match &received {
            Ok(_) => draft.keep(),
            Err(_) => draft.take_back().await,
        }
        received
    }

    /// A document that the member uploaded a while ago, with a form of the resource that was refused or
    /// beside it.
    pub async fn kept(
        &self,
        member: MemberId,
        resource: ResourceId,
        file: FileId,
    ) -> Result<Kept, FilesError> {
        let ticket = match Ticket::of(&*self.files, file).await {
            Ok(ticket) => ticket,
            Err(FilesError::Absent) => return self.settled(member, resource, file).await,
            Err(error) => return Err(error),
        };
        let until = ticket.expires_at();
        if ticket.member != member || (self.clock)() >= until {
            return Ok(Kept::Gone);
        }
        let document = match ticket.announced {
            Some(announced) => match self.claimed(file, &announced, resource).await? {
                Claim::Made(document) => Some(document),
                Claim::Elsewhere => return Ok(Kept::Elsewhere),
                Claim::Void => None,
            },
            None => ticket.document.filter(|_| ticket.resource == Some(resource)),
        };
        Ok(document.map_or(Kept::Gone, |document| Kept::Waiting(Waiting { document, until })))
    }

    /// The form was sent before: the resource has the document already.
    async fn settled(
        &self,
        member: MemberId,
        resource: ResourceId,
        file: FileId,
    ) -> Result<Kept, FilesError> {
        let loaded = self.desk.load::<Resource>(&resource.to_string()).await;
        let known = loaded.map_err(|error| FilesError::Unreachable(error.into()))?;
        let document = known.document(member, file).and_then(|source| match source {
            Source::Document { file, name, media_type, size, sha256 } => Some(Document {
                file: *file,
                name: name.get()?.clone(),
                media_type: media_type.clone(),
                size: *size,
                sha256: sha256.clone(),
            }),
            Source::Link { .. } => None,
        });
        let until = (self.clock)();
        Ok(document.map_or(Kept::Gone, |document| Kept::Waiting(Waiting { document, until })))
    }
}

/// A document that is not accepted yet; dropping it takes back what was stored.
pub(super) struct Draft {
    files: Arc<dyn Files>,
    file: FileId,
    /// Made of pieces that are in the store: they and the ticket stay, and another may just have made it.
    of_pieces: bool,
    /// While it is being written.
    incoming: Option<Box<dyn Incoming>>,
    /// Begun and not seen to end: it may or may not appear in the store.
    finishing: bool,
    over: bool,
}

impl Draft {
    pub fn new(files: &Arc<dyn Files>, file: FileId, of_pieces: bool) -> Self {
        Self { files: Arc::clone(files), file, of_pieces, incoming: None, finishing: false, over: false }
    }

    /// Size and hash of what came.
    pub async fn fill<E: Into<UploadError>>(
        &mut self,
        format: Format,
        stream: impl Stream<Item = Result<Bytes, E>> + Send,
    ) -> Result<(u64, String), UploadError> {
        let incoming = self.incoming.insert(self.files.create(self.file).await?);
        let mut inspection = Inspection::of(format);
        let mut size = 0;
        let mut hash = Sha256::new();
        let mut stream = std::pin::pin!(stream);
        while let Some(chunk) = stream.next().await {
            let chunk = chunk.map_err(Into::into)?;
            size += chunk.len() as u64;
            if size > format.largest() {
                return Err(UploadError::TooLarge(format.largest()));
            }
            hash.update(&chunk);
            inspection.look(&chunk)?;
            incoming.write(chunk).await?;
        }
        inspection.end()?;
        if let Some(incoming) = self.incoming.take() {
            self.finishing = true;
            incoming.finish().await?;
            self.finishing = false;
        }
        if format.is_compound() {
            compound::inspect(&*self.files, self.file, size, format).await?;
        }
        if format.is_archive() {
            archive::inspect(&*self.files, self.file, size, format).await?;
        }
        let sha256 = hash.finalize().iter().fold(String::with_capacity(64), |mut hex, byte| {
            let _ = write!(hex, "{byte:02x}");
            hex
        });
        Ok((size, sha256))
    }

    pub fn keep(mut self) {
        self.over = true;
    }

    pub async fn take_back(mut self) {
        self.over = true;
        let incoming = self.incoming.take();
        if let Err(error) = take_back(&*self.files, self.file, incoming, self.of_pieces).await {
            tracing::warn!(%error, file = %self.file, "a refused document stays for the sweeper");
        }
    }
}

async fn take_back(
    files: &dyn Files,
    file: FileId,
    incoming: Option<Box<dyn Incoming>>,
    of_pieces: bool,
) -> Result<(), FilesError> {
    if let Some(incoming) = incoming {
        incoming.abort().await?;
    }
    if of_pieces { Ok(()) } else { discard(files, file).await }
}

impl Drop for Draft {
    /// The request was given up, so nobody waits: a task of its own tidies up. What may still appear in
    /// the store is left to the sweeper, whose ticket must stay for that.
    fn drop(&mut self) {
        if self.over || self.finishing {
            return;
        }
        let Ok(runtime) = tokio::runtime::Handle::try_current() else { return };
        let (files, file, incoming) = (Arc::clone(&self.files), self.file, self.incoming.take());
        let of_pieces = self.of_pieces;
        runtime.spawn(async move {
            if let Err(error) = take_back(&*files, file, incoming, of_pieces).await {
                tracing::warn!(%error, %file, "a document that was given up stays for the sweeper");
            }
        });
    }
}
