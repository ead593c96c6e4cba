//! Receives a document bit by bit: whatever has arrived stays, and the upload goes on from there through any
//! node. What the pieces in the store say is the truth about it.

use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, Weak};

use bytes::{Bytes, BytesMut};
use chrono::{DateTime, Utc};
use domain::library::{Format, MEDIA_MAX, file_name};
use domain::{FileId, MemberId, ResourceId};
use futures::{Stream, StreamExt, TryStreamExt, stream};

use super::receiving::{Announced, Draft, Ticket};
use super::{Cut, Document, Documents, Files, FilesError, Piece, UploadError, discard};

/// How long an upload may take with all its interruptions, and its document wait for its form.
pub const UNFINISHED_HOURS: i64 = 48;
/// What one member may have under way at once.
pub const UNFINISHED_MAX: usize = 10;
pub const UNFINISHED_BYTES_MAX: u64 = 4 * MEDIA_MAX;
/// What is in memory of an upload, and the usual size of its pieces.
const PIECE: usize = 5 * 1024 * 1024;

/// The names of the pieces that are no content.
const FINISHED: &str = "document";
const CANCELLED: &str = "cancelled";
/// The resource whose form has named the document.
const CLAIMED: &str = "claimed";

/// One at a time works at an upload on this node. On others the pieces see to it that nothing is lost; here it keeps
/// an upload from being held in memory, or made into its document, more than once.
#[derive(Debug, Default)]
pub(super) struct Locks(std::sync::Mutex<HashMap<FileId, Weak<tokio::sync::Mutex<()>>>>);

impl Locks {
    fn of(&self, file: FileId) -> Arc<tokio::sync::Mutex<()>> {
        let mut locks = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(lock) = locks.get(&file).and_then(Weak::upgrade) {
            return lock;
        }
        locks.retain(|_, lock| lock.strong_count() > 0);
        let lock = Arc::default();
        locks.insert(file, Arc::downgrade(&lock));
        lock
    }
}

/// Whose uploads the tickets are, how large and until when; none of those that do not arrive bit by bit or were
/// cancelled. A ticket of an upload stays as it was written, so each is read once.
#[derive(Debug, Default)]
pub(super) struct Known(tokio::sync::Mutex<HashMap<FileId, Option<Reserved>>>);

#[derive(Clone, Copy, Debug)]
struct Reserved {
    member: MemberId,
    bytes: u64,
    until: DateTime<Utc>,
}

/// What came of naming an upload in a form.
pub(super) enum Claim {
    Made(Document),
    /// Another resource's form has it.
    Elsewhere,
    /// It is not there whole, or was cancelled.
    Void,
}

#[derive(Debug, thiserror::Error)]
pub enum ResumeError {
    #[error("there is no such upload")]
    Absent,
    #[error("the upload was not finished in time")]
    Expired,
    #[error("the upload stands at byte {0}")]
    Elsewhere(u64),
    #[error("more came than was announced")]
    TooMuch,
    #[error("too many uploads are under way")]
    TooMany,
    #[error("the upload is being worked at")]
    Busy,
    #[error(transparent)]
    Refused(#[from] UploadError),
}

impl From<FilesError> for ResumeError {
    fn from(error: FilesError) -> Self {
        Self::Refused(error.into())
    }
}

/// An upload under way, or just finished.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Upload {
    pub file: FileId,
    /// Bytes that have arrived.
    pub offset: u64,
    pub size: u64,
    pub expires_at: DateTime<Utc>,
}

impl Documents {
    /// Begins an upload of so many bytes. What can be refused beforehand is.
    pub async fn begin(&self, member: MemberId, name: &str, size: u64) -> Result<Upload, ResumeError> {
        let name = file_name(name).ok_or(UploadError::Name)?;
        let largest = Format::of_name(&name).ok_or(UploadError::Type)?.largest();
        if size == 0 {
            return Err(UploadError::Empty.into());
        }
        if size > largest {
            return Err(UploadError::TooLarge(largest).into());
        }
        let announced = Some(Announced { name, size });
        let ticket = Ticket { member, resource: None, begun_at: (self.clock)(), announced, document: None };
        let file = self.files.new_id();
        ticket.put(&*self.files, file).await?;
        // Afterwards, so that of those that begin at once no more than so many find room.
        if let Err(refused) = self.has_room(member).await {
            discard(&*self.files, file).await?;
            return Err(refused);
        }
        Ok(Upload { file, offset: 0, size, expires_at: ticket.expires_at() })
    }

    /// With the one that was begun last. The store is asked for the list of all, and for what is new in it.
    async fn has_room(&self, member: MemberId) -> Result<(), ResumeError> {
        let mut known = self.known.0.lock().await;
        let listed: HashSet<FileId> = self.files.tickets().await?.into_iter().collect();
        known.retain(|file, _| listed.contains(file));
        for file in listed {
            if known.contains_key(&file) {
                continue;
            }
            match Ticket::of(&*self.files, file).await {
                Ok(ticket) => {
                    let (member, until) = (ticket.member, ticket.expires_at());
                    let reserved = |announced: Announced| Reserved { member, bytes: announced.size, until };
                    known.insert(file, ticket.announced.map(reserved));
                }
                Err(FilesError::Absent) => {}
                Err(error) => tracing::warn!(%error, %file, "the ticket of an upload cannot be read"),
            }
        }
        let now = (self.clock)();
        let mut own: HashMap<FileId, u64> = known
            .iter()
            .filter_map(|(file, reserved)| {
                reserved.filter(|one| one.member == member && now < one.until).map(|one| (*file, one.bytes))
            })
            .collect();
        let fits = |own: &HashMap<FileId, u64>| {
            own.len() <= UNFINISHED_MAX && own.values().sum::<u64>() <= UNFINISHED_BYTES_MAX
        };
        if fits(&own) {
            return Ok(());
        }
        // Some may have been cancelled through another node.
        for file in own.keys().copied().collect::<Vec<_>>() {
            if Pieces::of(&*self.files, file).await?.cancelled {
                known.insert(file, None);
                own.remove(&file);
            }
        }
        if fits(&own) { Ok(()) } else { Err(ResumeError::TooMany) }
    }

    /// How far an upload of the member's has come.
    pub async fn progress(&self, member: MemberId, file: FileId) -> Result<Upload, ResumeError> {
        self.under_way(member, file).await.map(|(upload, ..)| upload)
    }

    async fn under_way(
        &self,
        member: MemberId,
        file: FileId,
    ) -> Result<(Upload, Announced, Pieces), ResumeError> {
        let ticket = match Ticket::of(&*self.files, file).await {
            Err(FilesError::Absent) => return Err(ResumeError::Absent),
            ticket => ticket?,
        };
        let expires_at = ticket.expires_at();
        let announced = ticket.announced.filter(|_| ticket.member == member).ok_or(ResumeError::Absent)?;
        if (self.clock)() >= expires_at {
            return Err(ResumeError::Expired);
        }
        let pieces = Pieces::of(&*self.files, file).await?;
        if pieces.cancelled {
            return Err(ResumeError::Absent);
        }
        let size = announced.size;
        let offset = if pieces.finished { size } else { pieces.arrived() };
        Ok((Upload { file, offset, size, expires_at }, announced, pieces))
    }

    /// Takes what comes from the byte `offset` on, which is where the upload stands. However the stream ends,
    /// what has come stays. With the last byte the document is looked at as a whole, and is refused for good
    /// or waits for its form.
    pub async fn append(
        &self,
        member: MemberId,
        file: FileId,
        offset: u64,
        stream: impl Stream<Item = Result<Bytes, Cut>> + Send,
    ) -> Result<Upload, ResumeError> {
        let lock = self.busy.of(file);
        let _alone = lock.try_lock().map_err(|_| ResumeError::Busy)?;
        let (mut upload, announced, pieces) = self.under_way(member, file).await?;
        if offset != upload.offset {
            return Err(ResumeError::Elsewhere(upload.offset));
        }
        let mut stream = std::pin::pin!(stream);
        let mut held = BytesMut::new();
        let mut ended = Ok(());
        while let Some(chunk) = stream.next().await {
            let Ok(mut chunk) = chunk else {
                ended = Err(UploadError::CutOff.into());
                break;
            };
            if upload.offset + (held.len() + chunk.len()) as u64 > upload.size {
                ended = Err(ResumeError::TooMuch);
                break;
            }
            while held.len() + chunk.len() >= PIECE {
                held.extend_from_slice(&chunk.split_to(PIECE - held.len()));
                self.put_part(&mut upload, &mut held).await?;
            }
            held.extend_from_slice(&chunk);
        }
        self.put_part(&mut upload, &mut held).await?;
        ended?;
        if upload.offset == upload.size && !pieces.finished {
            match self.finish(file, &announced).await {
                Err(UploadError::Files(FilesError::Absent)) => return Err(ResumeError::Absent),
                finished => drop(finished?),
            }
        }
        Ok(upload)
    }

    /// Two that go on from the same byte write the same piece: one of them learns that it is too late.
    async fn put_part(&self, upload: &mut Upload, held: &mut BytesMut) -> Result<(), ResumeError> {
        let part = held.split().freeze();
        let length = part.len() as u64;
        if length == 0 {
            return Ok(());
        }
        match self.files.put_piece(upload.file, &part_name(upload.offset), part).await {
            Err(FilesError::Taken) => {
                Err(ResumeError::Elsewhere(Pieces::of(&*self.files, upload.file).await?.arrived()))
            }
            put => {
                put?;
                upload.offset += length;
                Ok(())
            }
        }
    }

    /// Gives an upload up, unless a form has named it: then the sweeper sees what came of that. The ticket stays for
    /// the sweeper in any case: another node may be about to store what it has made of the pieces.
    pub async fn cancel(&self, member: MemberId, file: FileId) -> Result<(), ResumeError> {
        // What arrives now, or is being made of what has arrived, comes first to its end.
        let lock = self.busy.of(file);
        let _alone = lock.lock().await;
        self.under_way(member, file).await?;
        // Either this sees the form's claim, or the form sees this.
        once(self.files.put_piece(file, CANCELLED, Bytes::new()).await)?;
        if !Pieces::of(&*self.files, file).await?.claimed {
            self.empty(file).await?;
        }
        Ok(())
    }

    /// Leaves of an upload that was cancelled its ticket and that mark.
    async fn empty(&self, file: FileId) -> Result<(), FilesError> {
        self.files.delete(file).await?;
        for piece in self.files.pieces(file).await?.into_iter().filter(|piece| piece.name != CANCELLED) {
            self.files.delete_piece(file, &piece.name).await?;
        }
        Ok(())
    }

    /// The document of an upload, from now on for this resource and no other.
    pub(super) async fn claimed(
        &self,
        file: FileId,
        announced: &Announced,
        resource: ResourceId,
    ) -> Result<Claim, FilesError> {
        let lock = self.busy.of(file);
        let _alone = lock.lock().await;
        let pieces = Pieces::of(&*self.files, file).await?;
        if !pieces.finished && pieces.arrived() < announced.size {
            return Ok(Claim::Void);
        }
        let document = match self.finish(file, announced).await {
            Ok(document) => document,
            Err(UploadError::Files(FilesError::Absent)) => return Ok(Claim::Void),
            Err(UploadError::Files(error)) => return Err(error),
            Err(_) => return Ok(Claim::Void),
        };
        match self.files.put_piece(file, CLAIMED, resource.to_string().into()).await {
            Err(FilesError::Taken) if claimant(&*self.files, file).await? != Some(resource) => {
                return Ok(Claim::Elsewhere);
            }
            put => once(put)?,
        }
        if Pieces::of(&*self.files, file).await?.cancelled {
            return Ok(Claim::Void);
        }
        // The same form may have brought it to its end meanwhile, and taken the claim along.
        match Ticket::of(&*self.files, file).await {
            Ok(_) => Ok(Claim::Made(document)),
            Err(FilesError::Absent) => Ok(Claim::Void),
            Err(error) => Err(error),
        }
    }

    /// Makes the document of its pieces. Any number may do so at once: all make the same, and one says so.
    async fn finish(&self, file: FileId, announced: &Announced) -> Result<Document, UploadError> {
        let pieces = Pieces::of(&*self.files, file).await?;
        if pieces.finished {
            return Ok(self.finished(file).await?);
        }
        if pieces.arrived() != announced.size {
            // Another node has finished it and takes the pieces away, or it was cancelled.
            return Ok(self.finished(file).await?);
        }
        let name = announced.name.clone();
        let format = Format::of_name(&name).ok_or(UploadError::Type)?;
        let parts: Vec<String> = pieces.parts.iter().map(|(start, _)| part_name(*start)).collect();
        let content = content(Arc::clone(&self.files), file, parts.clone(), announced.size);
        let mut draft = Draft::new(&self.files, file, true);
        match draft.fill(format, content).await {
            Ok((size, sha256)) => {
                draft.keep();
                let document =
                    Document { file, name, media_type: format.media_type().to_owned(), size, sha256 };
                let json =
                    serde_json::to_vec(&document).map_err(|error| FilesError::Unreachable(error.into()))?;
                once(self.files.put_piece(file, FINISHED, json.into()).await)?;
                let now = Pieces::of(&*self.files, file).await?;
                if now.cancelled && !now.claimed {
                    // Through another node, which could not take away what was not there yet.
                    self.empty(file).await?;
                    return Err(FilesError::Absent.into());
                }
                self.delete_parts(file, &parts).await;
                Ok(document)
            }
            Err(UploadError::Files(error)) => {
                draft.take_back().await;
                // Another may have finished it and tidied up under this one's hands.
                match self.finished(file).await {
                    Ok(document) => Ok(document),
                    Err(_) => Err(error.into()),
                }
            }
            Err(refused) => {
                draft.take_back().await;
                discard(&*self.files, file).await?;
                Err(refused)
            }
        }
    }

    async fn finished(&self, file: FileId) -> Result<Document, FilesError> {
        let json = self.files.read_piece(file, FINISHED).await?.try_collect::<Vec<_>>().await?.concat();
        serde_json::from_slice(&json).map_err(|error| FilesError::Unreachable(error.into()))
    }

    /// What the document was made of; should some stay, they go with its ticket.
    async fn delete_parts(&self, file: FileId, parts: &[String]) {
        for part in parts {
            if let Err(error) = self.files.delete_piece(file, part).await {
                tracing::warn!(%error, %file, "the pieces of a finished document stay for a while");
                return;
            }
        }
    }
}

/// The parts one after the other; none is opened before the one before it has ended.
fn content(
    files: Arc<dyn Files>,
    file: FileId,
    parts: Vec<String>,
    size: u64,
) -> impl Stream<Item = Result<Bytes, FilesError>> + Send {
    let opened = stream::iter(parts).then(move |part| {
        let files = Arc::clone(&files);
        async move { files.read_piece(file, &part).await }
    });
    // One that lacks an end is no document: another node takes its pieces away.
    let arrived = Arc::new(AtomicU64::new(0));
    let counter = Arc::clone(&arrived);
    let whole = opened.try_flatten().inspect_ok(move |bytes| {
        counter.fetch_add(bytes.len() as u64, Ordering::Relaxed);
    });
    let end = stream::once(async move { arrived.load(Ordering::Relaxed) == size });
    whole.chain(end.filter_map(async |all| (!all).then_some(Err(FilesError::Absent))))
}

/// The resource whose form has named the document.
pub(super) async fn claimant(files: &dyn Files, file: FileId) -> Result<Option<ResourceId>, FilesError> {
    let claim = match files.read_piece(file, CLAIMED).await {
        Err(FilesError::Absent) => return Ok(None),
        claim => claim?.try_collect::<Vec<_>>().await?.concat(),
    };
    let claimant = std::str::from_utf8(&claim).ok().and_then(|id| id.parse().ok());
    claimant.map(Some).ok_or_else(|| FilesError::Unreachable("the claim of a document is no resource".into()))
}

/// What was written once is there, whoever wrote it.
fn once(put: Result<(), FilesError>) -> Result<(), FilesError> {
    match put {
        Err(FilesError::Taken) => Ok(()),
        put => put,
    }
}

/// Sorts by where the part begins.
fn part_name(start: u64) -> String {
    format!("{start:020}")
}

/// What the pieces of an upload say.
#[derive(Debug, Default, PartialEq, Eq)]
struct Pieces {
    /// Where each part of the content begins, and its size.
    parts: Vec<(u64, u64)>,
    finished: bool,
    cancelled: bool,
    claimed: bool,
}

impl Pieces {
    async fn of(files: &dyn Files, file: FileId) -> Result<Self, FilesError> {
        Ok(Self::read(&files.pieces(file).await?))
    }

    fn read(stored: &[Piece]) -> Self {
        let mut pieces = Self::default();
        for Piece { name, size } in stored {
            match name.as_str() {
                FINISHED => pieces.finished = true,
                CANCELLED => pieces.cancelled = true,
                CLAIMED => pieces.claimed = true,
                name => pieces.parts.extend(name.parse().ok().map(|start: u64| (start, *size))),
            }
        }
        pieces
    }

    /// Up to the first gap, though a part is only ever written where another ends.
    fn arrived(&self) -> u64 {
        self.parts.iter().fold(0, |end, (start, size)| if *start == end { end + size } else { end })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn piece(name: &str, size: u64) -> Piece {
        Piece { name: name.to_owned(), size }
    }

    #[test]
    fn what_has_arrived_is_what_follows_without_a_gap() {
        let stored = [
            piece(&part_name(0), 5),
            piece(&part_name(5), 7),
            piece(&part_name(13), 1),
            piece("cancelled", 0),
            piece("claimed", 36),
        ];
        let pieces = Pieces::read(&stored);
        assert_eq!(pieces.arrived(), 12);
        assert_eq!((pieces.cancelled, pieces.finished), (true, false));
        assert!(pieces.claimed);
        assert_eq!(Pieces::read(&[]).arrived(), 0);
        assert!(Pieces::read(&[piece("document", 90)]).finished);
    }

    #[test]
    fn names_of_parts_are_in_the_order_of_the_content() {
        let starts = [0, 9, 10, 5_242_880, 1_999_999_999];
        let names: Vec<String> = starts.map(part_name).to_vec();
        assert!(names.is_sorted());
        assert!(names.iter().all(|name| name.len() == 20));
    }
}
