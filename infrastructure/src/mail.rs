//! Handing mails over: to an SMTP server, or into a folder that the demo shows.

use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use application::membership::Letter;
use chrono::{DateTime, Utc};
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};
use lettre::transport::smtp::extension::ClientId;
use lettre::{Address, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use url::Url;

/// A server that says nothing for so long counts as out of reach.
const PATIENCE: Duration = Duration::from_secs(30);

#[derive(Debug, thiserror::Error)]
pub enum MailError {
    /// No attempt will succeed.
    #[error("this mail cannot be sent: {0}")]
    Unsendable(String),
    #[error("the mail server: {0}")]
    Smtp(#[from] lettre::transport::smtp::Error),
    #[error("the mail folder: {0}")]
    Folder(#[from] io::Error),
}

/// Why the settings for mail were not accepted.
#[derive(Debug, thiserror::Error)]
pub enum MailSettingError {
    #[error(
        "`{0}` is no address for mail: use smtp://host:port, smtps://user:password@host or file:///folder"
    )]
    Scheme(String),
    #[error("the address of the mail server: {0}")]
    Server(#[from] lettre::transport::smtp::Error),
    #[error("`{text}` is not a sender, such as `IASPN <portal@example.org>`: {source}")]
    Sender { text: String, source: lettre::address::AddressError },
    #[error("the mail folder {}: {source}", path.display())]
    Folder { path: PathBuf, source: io::Error },
}

enum Carrier {
    Smtp(AsyncSmtpTransport<Tokio1Executor>),
    Folder(PathBuf),
}

pub struct Post {
    carrier: Carrier,
    sender: Mailbox,
    /// Names this portal in message ids and to the server.
    host: String,
}

impl Post {
    /// `smtp://` speaks in clear unless it says `?tls=required` or `?tls=opportunistic`; `smtps://` is
    /// encrypted from the start; `file:///folder` writes `ID.eml` files, and makes the folder.
    pub fn try_new(url: &Url, sender: &str, host: &str) -> Result<Self, MailSettingError> {
        let sender =
            sender.parse().map_err(|source| MailSettingError::Sender { text: sender.to_owned(), source })?;
        let carrier = match url.scheme() {
            "smtp" | "smtps" => Carrier::Smtp(
                AsyncSmtpTransport::<Tokio1Executor>::from_url(url.as_str())?
                    .hello_name(ClientId::Domain(host.to_owned()))
                    .timeout(Some(PATIENCE))
                    .build(),
            ),
            _ => {
                let path = folder(url).ok_or_else(|| MailSettingError::Scheme(url.to_string()))?;
                std::fs::create_dir_all(&path)
                    .map_err(|source| MailSettingError::Folder { path: path.clone(), source })?;
                Carrier::Folder(path)
            }
        };
        Ok(Self { carrier, sender, host: host.to_owned() })
    }

    /// Returns when the server, or the disk, has taken the mail over.
    pub async fn deliver(&self, letter: &Letter, written_at: DateTime<Utc>) -> Result<(), MailError> {
        let message = self.message(letter, written_at)?;
        match &self.carrier {
            Carrier::Smtp(server) => {
                server.send(message).await?;
            }
            Carrier::Folder(folder) => {
                keep(folder, &letter.id.to_string(), &message.formatted()).await?;
            }
        }
        Ok(())
    }

    /// The same letter gives the same `Message-ID` and `Date` at every attempt, so that a mail
    /// that was sent twice is shown once.
    fn message(&self, letter: &Letter, written_at: DateTime<Utc>) -> Result<Message, MailError> {
        let unsendable = |error: &dyn std::error::Error| MailError::Unsendable(error.to_string());
        let to: Address = letter.to.as_str().parse().map_err(|error| unsendable(&error))?;
        let mut message = Message::builder()
            .from(self.sender.clone())
            .to(Mailbox::new(None, to))
            .subject(&letter.written.subject)
            .date(written_at.into())
            .message_id(Some(format!("<{}@{}>", letter.id, self.host)))
            .multipart(MultiPart::alternative_plain_html(
                letter.written.text.clone(),
                letter.written.html.clone(),
            ))
            .map_err(|error| unsendable(&error))?;
        let headers = message.headers_mut();
        // RFC 3834: keeps holiday answers from coming back.
        headers.insert_raw(header("Auto-Submitted", "auto-generated"));
        headers.insert_raw(header("X-Auto-Response-Suppress", "All"));
        headers.insert_raw(header("Content-Language", letter.language.code()));
        Ok(message)
    }
}

fn header(name: &'static str, value: &str) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned())
}

/// The folder of a `file:` address.
pub fn folder(url: &Url) -> Option<PathBuf> {
    if url.scheme() == "file" { url.to_file_path().ok() } else { None }
}

/// Written beside and renamed, so that nobody reads half a mail; a second attempt replaces the first.
async fn keep(folder: &Path, id: &str, mail: &[u8]) -> io::Result<()> {
    let unfinished = folder.join(format!("{id}.part"));
    tokio::fs::write(&unfinished, mail).await?;
    tokio::fs::rename(&unfinished, folder.join(format!("{id}.eml"))).await
}
