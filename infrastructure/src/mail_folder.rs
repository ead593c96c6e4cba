//! The folder into which a demo delivers its mails: `ID.eml` files, read back as a mail program would.

use std::io;
use std::path::PathBuf;

use application::membership::{Delivered, LetterId, Mailbox, Unreachable, Written};
use chrono::DateTime;
use futures::future::BoxFuture;
use mail_parser::{Message, MessageParser};
use uuid::Uuid;

use crate::accounts::unreachable;

/// More would make a page nobody reads.
const LISTED: usize = 100;

#[derive(Clone, Debug)]
pub struct MailFolder {
    folder: PathBuf,
}

impl MailFolder {
    pub const fn new(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// Written beside and renamed, so that nobody reads half a mail; a second attempt replaces the first.
    pub async fn keep(&self, id: LetterId, mail: &[u8]) -> io::Result<()> {
        let unfinished = self.folder.join(format!("{id}.part"));
        tokio::fs::write(&unfinished, mail).await?;
        tokio::fs::rename(&unfinished, self.path(id)).await
    }

    fn path(&self, id: LetterId) -> PathBuf {
        self.folder.join(format!("{id}.eml"))
    }

    async fn open(&self, id: LetterId) -> io::Result<Option<Delivered>> {
        let mail = match tokio::fs::read(self.path(id)).await {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            other => other?,
        };
        Ok(MessageParser::new().parse(&mail).map(|message| delivered(id, &message)))
    }

    async fn newest(&self) -> io::Result<Vec<Delivered>> {
        let mut mails = Vec::new();
        let mut entries = match tokio::fs::read_dir(&self.folder).await {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(vec![]),
            other => other?,
        };
        while let Some(entry) = entries.next_entry().await? {
            let name = entry.file_name();
            let id = name
                .to_str()
                .and_then(|name| name.strip_suffix(".eml"))
                .and_then(|id| id.parse::<Uuid>().ok());
            if let Some(id) = id {
                mails.push((entry.metadata().await?.modified()?, id));
            }
        }
        mails.sort_unstable_by(|one, other| other.cmp(one));
        let mut opened = Vec::new();
        for (_, id) in mails.into_iter().take(LISTED) {
            opened.extend(self.open(LetterId(id)).await?);
        }
        Ok(opened)
    }
}

fn delivered(id: LetterId, message: &Message<'_>) -> Delivered {
    let to = message.to().and_then(|to| to.first()).and_then(|to| to.address()).unwrap_or_default();
    let written_at = message.date().and_then(|date| DateTime::from_timestamp(date.to_timestamp(), 0));
    Delivered {
        id,
        to: to.to_owned(),
        written_at: written_at.unwrap_or_default(),
        written: Written {
            subject: message.subject().unwrap_or_default().to_owned(),
            text: message.body_text(0).unwrap_or_default().into_owned(),
            html: message.body_html(0).unwrap_or_default().into_owned(),
        },
    }
}

impl Mailbox for MailFolder {
    fn list(&self) -> BoxFuture<'_, Result<Vec<Delivered>, Unreachable>> {
        Box::pin(async move { self.newest().await.map_err(unreachable) })
    }

    fn read(&self, id: LetterId) -> BoxFuture<'_, Result<Option<Delivered>, Unreachable>> {
        Box::pin(async move { self.open(id).await.map_err(unreachable) })
    }
}
