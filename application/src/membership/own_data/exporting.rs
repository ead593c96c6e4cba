//! Exports one's own data as a stream: events are told while they are read, documents pass in stretches, and
//! whoever stops taking the stream leaves nothing behind.

use std::collections::HashSet;
use std::sync::Arc;

use bytes::Bytes;
use domain::library::{FileName, Source};
use domain::{FileId, Language, LogError, MemberId};
use futures::stream::{self, BoxStream};
use futures::{Stream, StreamExt};
use serde_json::json;
use tokio::sync::mpsc;

use super::telling::{moment, shown, told};
use super::{History, OwnAccount, OwnData, OwnPicture, Packer, Piece, Reader, Records, Waiting, files};
use crate::library::{Documents, FilesError};
use crate::membership::{Entrance, Session, Unreachable};
use crate::pictures::Pictures;

/// The shape of `data.json`, counted up where it changes for whoever reads it.
const FORMAT: &str = "iaspn-member-data/1";
/// Events that are read and told at a time.
const TOGETHER: usize = 200;
/// Pieces that wait to be packed.
const AHEAD: usize = 2;

#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    #[error(transparent)]
    Log(#[from] LogError),
    #[error(transparent)]
    Unreachable(#[from] Unreachable),
    #[error(transparent)]
    Files(#[from] FilesError),
    #[error("an event cannot be written: {0}")]
    Json(#[from] serde_json::Error),
    #[error("the archive cannot be written: {0}")]
    Archive(#[source] Box<dyn std::error::Error + Send + Sync>),
    #[error("the log knows no such member")]
    NoSuchMember,
    #[error("nobody takes the archive any more")]
    Abandoned,
}

/// How far an export is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Events that were looked at.
    Events {
        done: u64,
        total: u64,
    },
    /// Bytes of documents.
    Documents {
        done: u64,
        total: u64,
    },
    Done(Exported),
}

/// What an archive holds.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Exported {
    pub events: u64,
    pub resources: usize,
    pub documents: usize,
    /// Documents that the store does not have any more.
    pub lost: Vec<String>,
}

/// Is told each [`Step`].
pub type Watch = Arc<dyn Fn(Step) + Send + Sync>;

/// Puts a member's own data together.
pub struct OwnDataExport {
    pub entrance: Arc<Entrance>,
    pub records: Arc<dyn Records>,
    pub documents: Arc<Documents>,
    pub pictures: Arc<dyn Pictures>,
    pub reader: Arc<dyn Reader>,
    pub packer: Arc<dyn Packer>,
}

impl OwnDataExport {
    /// The archive: `data.json`, `files/…`, `pictures/…` and `index.html`, the last in this language. Nothing is read before
    /// the stream is asked for its first bytes.
    pub fn archive(
        self: &Arc<Self>,
        member: MemberId,
        language: Option<Language>,
        watch: Watch,
    ) -> BoxStream<'static, Result<Bytes, ExportError>> {
        let export = Arc::clone(self);
        let pieces = generated(move |out| async move { export.write(member, language, &out, &watch).await });
        self.packer.pack(pieces.boxed())
    }

    async fn write(
        &self,
        member: MemberId,
        language: Option<Language>,
        out: &Out,
        watch: &Watch,
    ) -> Result<(), ExportError> {
        let at = (self.entrance.clock)();
        let account = self.entrance.accounts.of_member(member).await?;
        let sessions = self.entrance.sessions.of_member(member).await?;
        let mails = match &account {
            Some(account) => self.records.mails(&account.email).await?,
            None => vec![],
        };
        let language = language.or(account.as_ref().map(|account| account.language)).unwrap_or(Language::En);
        let account = account.map(|account| OwnAccount {
            email: account.email.to_string(),
            language: account.language,
            confirmed: account.confirmed,
        });
        out.entry("data.json", at, true).await?;
        out.bytes(format!("{{\"format\":\"{FORMAT}\",\"made_at\":\"{}\",\"events\":[", moment(at))).await?;
        let mut tale = self.tell_events(member, out, watch).await?;
        let documents = number_documents(&mut tale.history);
        let pictures = self.pictures_of(member).await?;
        let rest = rest_of_document(&tale, account.as_ref(), &sessions, &mails, &pictures)?;
        out.bytes(format!("],{}", rest.trim_start_matches('{'))).await?;
        let lost = self.send_documents(&documents, at, out, watch).await?;
        self.send_pictures(&pictures, out).await?;
        let exported = Exported {
            events: tale.events,
            resources: tale.history.resources.len(),
            documents: documents.len() - lost.len(),
            lost: lost.clone(),
        };
        let data = OwnData {
            made_at: at,
            account,
            sessions,
            mails,
            history: tale.history,
            events: tale.events,
            lost,
            pictures,
        };
        out.entry("index.html", at, true).await?;
        out.bytes(self.reader.page(&data, language).await?).await?;
        watch(Step::Done(exported));
        Ok(())
    }

    async fn tell_events(&self, member: MemberId, out: &Out, watch: &Watch) -> Result<Tale, ExportError> {
        let mut tale = Tale { history: History::new(member), others: HashSet::new(), events: 0 };
        let positions = self.records.positions(member).await?;
        let total = positions.len() as u64;
        let mut done = 0;
        for some in positions.chunks(TOGETHER) {
            let page = self.records.page(member, some).await?;
            let mut text = String::new();
            for event in page.events {
                if tale.history.concerns(&event) {
                    tale.history.fold(&event);
                    text.push_str(if tale.events == 0 { "\n" } else { ",\n" });
                    text.push_str(&told(&event, member, &others(&page.members, member))?.to_string());
                    tale.events += 1;
                }
            }
            tale.others.extend(others(&page.members, member));
            out.bytes(text).await?;
            done += some.len() as u64;
            watch(Step::Events { done, total });
        }
        if tale.history.joined_at.is_none() {
            return Err(ExportError::NoSuchMember);
        }
        Ok(tale)
    }

    /// Tells which documents the store does not have.
    async fn send_documents(
        &self,
        documents: &[(FileId, u64, String)],
        at: chrono::DateTime<chrono::Utc>,
        out: &Out,
        watch: &Watch,
    ) -> Result<Vec<String>, ExportError> {
        let total = documents.iter().map(|(_, size, _)| size).sum();
        let mut done = 0;
        let mut lost = Vec::new();
        for (file, size, path) in documents {
            let mut content = match self.documents.read(*file, 0, *size).await {
                Ok(content) => content,
                Err(FilesError::Absent) => {
                    tracing::error!(%file, "a document that events refer to is not in the store");
                    lost.push(path.clone());
                    continue;
                }
                Err(error) => return Err(error.into()),
            };
            out.entry(path, at, false).await?;
            while let Some(bytes) = content.next().await {
                let bytes = bytes?;
                done += bytes.len() as u64;
                out.bytes(bytes).await?;
                watch(Step::Documents { done, total });
            }
        }
        Ok(lost)
    }

    async fn pictures_of(&self, member: MemberId) -> Result<Vec<OwnPicture>, Unreachable> {
        let sent = self.pictures.of_member(member).await?;
        let numbered = (1..).zip(sent).map(|(number, sent)| {
            let ending = if sent.media_type == "image/png" { "png" } else { "jpg" };
            let file = format!("pictures/{number:03}.{ending}");
            OwnPicture { picture: sent.id, sent_at: sent.sent_at, file }
        });
        Ok(numbered.collect())
    }

    /// One at a time: each is small, all together may not be.
    async fn send_pictures(&self, pictures: &[OwnPicture], out: &Out) -> Result<(), ExportError> {
        for own in pictures {
            // None where the member was erased meanwhile.
            if let Some(picture) = self.pictures.find(own.picture).await? {
                out.entry(&own.file, own.sent_at, false).await?;
                out.bytes(picture.content).await?;
            }
        }
        Ok(())
    }
}

/// What the events came to.
struct Tale {
    history: History,
    others: HashSet<MemberId>,
    events: u64,
}

fn others(members: &HashSet<MemberId>, member: MemberId) -> HashSet<MemberId> {
    members.iter().copied().filter(|other| *other != member).collect()
}

/// Gives each document its place in the archive.
fn number_documents(history: &mut History) -> Vec<(FileId, u64, String)> {
    let mut documents = Vec::new();
    let mut number = |source: &Source<FileName>| {
        let Source::Document { file, name, size, .. } = source else { return None };
        let name = name.get().map_or_else(String::new, Clone::clone);
        let path = files::path(documents.len() + 1, &name);
        documents.push((*file, *size, path.clone()));
        Some(path)
    };
    for resource in &mut history.resources {
        resource.file = number(&resource.source);
        for earlier in &mut resource.earlier {
            earlier.file = number(&earlier.source);
        }
    }
    documents
}

/// `{"account": …, "sessions": […], …}`
fn rest_of_document(
    tale: &Tale,
    account: Option<&OwnAccount>,
    sessions: &[Session],
    mails: &[Waiting],
    pictures: &[OwnPicture],
) -> Result<String, ExportError> {
    let sessions: Vec<_> = sessions
        .iter()
        .map(|session| {
            json!({
                "started_at": moment(session.started_at),
                "seen_at": moment(session.seen_at),
                "browser": session.user_agent,
            })
        })
        .collect();
    let mut rest = shown(&tale.history, tale.history.member, &tale.others)?;
    rest["account"] = serde_json::to_value(account)?;
    rest["sessions"] = sessions.into();
    rest["mails"] = serde_json::to_value(mails)?;
    rest["pictures"] = serde_json::to_value(pictures)?;
    Ok(format!("{rest:#}\n"))
}

/// Where pieces go.
struct Out(mpsc::Sender<Piece>);

impl Out {
    async fn entry(
        &self,
        name: &str,
        at: chrono::DateTime<chrono::Utc>,
        text: bool,
    ) -> Result<(), ExportError> {
        self.send(Piece::Entry { name: name.to_owned(), at, text }).await
    }

    async fn bytes(&self, bytes: impl Into<Bytes>) -> Result<(), ExportError> {
        let bytes = bytes.into();
        if bytes.is_empty() { Ok(()) } else { self.send(Piece::Bytes(bytes)).await }
    }

    async fn send(&self, piece: Piece) -> Result<(), ExportError> {
        self.0.send(piece).await.map_err(|_| ExportError::Abandoned)
    }
}

/// The pieces that `write` sends, and then its failure if there is one. It works only while the stream is
/// asked for more, and is dropped with it.
fn generated<F>(write: impl FnOnce(Out) -> F) -> impl Stream<Item = Result<Piece, ExportError>>
where
    F: Future<Output = Result<(), ExportError>>,
{
    let (sender, receiver) = mpsc::channel(AHEAD);
    let sent = stream::unfold(receiver, async |mut receiver| Some((Ok(receiver.recv().await?), receiver)));
    let failure = stream::once(write(Out(sender))).filter_map(async |written| written.err().map(Err));
    stream::select(sent, failure)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn pieces_come_in_order_and_a_failure_ends_them() {
        let written = generated(|out| async move {
            for n in 0..10_u8 {
                out.bytes(vec![n]).await?;
            }
            Err(ExportError::NoSuchMember)
        });
        let (pieces, failures): (Vec<_>, Vec<_>) =
            written.collect::<Vec<_>>().await.into_iter().partition(Result::is_ok);
        let pieces: Vec<Piece> = pieces.into_iter().map(Result::unwrap).collect();
        assert_eq!(pieces, (0..10_u8).map(|n| Piece::Bytes(Bytes::from(vec![n]))).collect::<Vec<_>>());
        assert_eq!(failures.len(), 1);
    }

    #[tokio::test]
    async fn nothing_is_written_that_nobody_takes() {
        let (count, counted) =
            (Arc::new(std::sync::atomic::AtomicUsize::new(0)), std::sync::atomic::Ordering::Relaxed);
        let writes = Arc::clone(&count);
        let mut written = Box::pin(generated(|out| async move {
            loop {
                out.bytes(vec![0]).await?;
                writes.fetch_add(1, counted);
            }
        }));
        written.next().await.unwrap().unwrap();
        let ahead = count.load(counted);
        assert!(ahead <= AHEAD + 2, "{ahead}");
        drop(written);
        tokio::task::yield_now().await;
        assert_eq!(count.load(counted), ahead);
    }
}
