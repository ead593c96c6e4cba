//! Handing mails over: to an SMTP server, or into a folder that the demo shows.

use std::io;
use std::path::PathBuf;
use std::time::Duration;

use application::membership::Letter;
use chrono::{DateTime, Utc};
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};
use lettre::transport::smtp::extension::ClientId;
use lettre::{Address, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use url::Url;

use crate::mail_folder::MailFolder;

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
    Folder(MailFolder),
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
                Carrier::Folder(MailFolder::new(path))
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
                folder.keep(letter.id, &message.formatted()).await?;
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

#[cfg(test)]
mod tests {
    use application::membership::{LetterId, Mailbox, Written};
    use domain::Language;
    use mail_parser::MessageParser;
    use testkit::{Answer, MailServer};
    use uuid::Uuid;

    use super::*;

    fn letter() -> Letter {
        Letter {
            id: LetterId(Uuid::from_u128(7)),
            to: "josé.núñez@example.org".parse().unwrap(),
            language: Language::Es,
            written: Written {
                subject: "Confirme su dirección".into(),
                text: "Hola:\n\nhttp://127.0.0.1:8080/es/confirm?token=00ff\n\n-- \nPortal de la RIPSO\n"
                    .into(),
                html: "<!DOCTYPE html><html lang=\"es\"><body><p>Hola, ¡qué bien!</p></body></html>".into(),
            },
        }
    }

    fn noon() -> DateTime<Utc> {
        "2026-03-01T12:00:00Z".parse().unwrap()
    }

    fn post(url: &str) -> Post {
        Post::try_new(&url.parse().unwrap(), "IASPN <portal@example.org>", "portal.example.org").unwrap()
    }

    #[tokio::test]
    async fn a_mail_arrives_with_text_and_html_and_the_right_headers() {
        let mut server = MailServer::start().await;
        post(&server.url).deliver(&letter_to_ascii(), noon()).await.unwrap();
        let received = server.next().await;
        assert_eq!(
            (received.from.as_str(), &received.to[..]),
            ("portal@example.org", &["jose@example.org".to_owned()][..])
        );
        let mail = MessageParser::default().parse(received.raw.as_bytes()).unwrap();
        assert_eq!(mail.subject(), Some("Confirme su dirección"));
        // A text of mail has CRLF at the end of its lines.
        assert_eq!(mail.body_text(0).unwrap().replace("\r\n", "\n"), letter().written.text);
        assert_eq!(mail.body_html(0).unwrap(), letter().written.html);
        let header = |name: &str| mail.header_raw(name).map(str::trim).unwrap_or_default().to_owned();
        assert_eq!(header("Message-ID"), "<00000000-0000-0000-0000-000000000007@portal.example.org>");
        assert_eq!(header("Date"), "Sun, 01 Mar 2026 12:00:00 +0000");
        assert_eq!(header("From"), "IASPN <portal@example.org>");
        assert_eq!(header("To"), "jose@example.org");
        assert_eq!(header("Auto-Submitted"), "auto-generated");
        assert_eq!(header("Content-Language"), "es");
        assert_eq!(header("MIME-Version"), "1.0");
        assert!(header("Content-Type").starts_with("multipart/alternative"));
        assert!(received.raw.is_ascii(), "any server can carry it");
        assert!(received.raw.lines().all(|line| line.len() <= 998), "RFC 5322, 2.1.1");
    }

    fn letter_to_ascii() -> Letter {
        Letter { to: "jose@example.org".parse().unwrap(), ..letter() }
    }

    #[tokio::test]
    async fn what_the_server_says_comes_back() {
        let mut server = MailServer::start().await;
        server.answer(Answer::Defer).await;
        let deferred = post(&server.url).deliver(&letter_to_ascii(), noon()).await.unwrap_err();
        assert!(matches!(&deferred, MailError::Smtp(error) if error.is_transient()), "{deferred}");
        server.answer(Answer::Refuse).await;
        let refused = post(&server.url).deliver(&letter_to_ascii(), noon()).await.unwrap_err();
        assert!(matches!(&refused, MailError::Smtp(error) if error.is_permanent()), "{refused}");
        server.answer(Answer::Accept).await;
        post(&server.url).deliver(&letter_to_ascii(), noon()).await.unwrap();
        server.next().await;
    }

    #[tokio::test]
    async fn a_folder_keeps_each_mail_once_and_gives_it_back() {
        let folder = tempfile::tempdir().unwrap();
        let url = Url::from_directory_path(folder.path().join("mail")).unwrap();
        let post = post(url.as_str());
        post.deliver(&letter(), noon()).await.unwrap();
        post.deliver(&letter(), noon()).await.unwrap();
        let mailbox = MailFolder::new(super::folder(&url).unwrap());
        let [mail] = &mailbox.list().await.unwrap()[..] else { panic!("one mail") };
        assert_eq!(
            (mail.id, mail.to.as_str(), mail.written_at),
            (letter().id, "josé.núñez@example.org", noon())
        );
        assert_eq!(mail.written.subject, letter().written.subject);
        assert_eq!(mail.written.text.replace("\r\n", "\n"), letter().written.text);
        assert_eq!(mail.written.html, letter().written.html);
        assert_eq!(mailbox.read(letter().id).await.unwrap().as_ref(), Some(mail));
        assert_eq!(mailbox.read(LetterId(Uuid::nil())).await.unwrap(), None);
        std::fs::write(folder.path().join("mail/notes.txt"), "no mail").unwrap();
        assert_eq!(mailbox.list().await.unwrap().len(), 1);
    }

    #[tokio::test]
    async fn a_folder_that_is_not_there_holds_nothing() {
        let folder = tempfile::tempdir().unwrap();
        assert!(MailFolder::new(folder.path().join("none")).list().await.unwrap().is_empty());
    }

    #[test]
    fn settings_that_lead_nowhere_are_told() {
        let open = |url: &str, sender: &str| Post::try_new(&url.parse().unwrap(), sender, "localhost").err();
        assert!(open("smtp://localhost:25", "portal@example.org").is_none());
        let wrong = open("http://localhost", "portal@example.org").unwrap();
        assert!(wrong.to_string().contains("smtp://host:port"), "{wrong}");
        let wrong = open("smtp://localhost:25", "nobody").unwrap();
        assert!(wrong.to_string().contains("`nobody`"), "{wrong}");
        let wrong = open("file:///proc/no/folder", "portal@example.org").unwrap();
        assert!(wrong.to_string().contains("/proc/no/folder"), "{wrong}");
    }

    #[test]
    fn every_address_that_the_rules_accept_can_be_written_to() {
        for address in [
            "ana@example.org",
            "Ana.Diaz+iaspn@mds.gob.ar",
            "o'neil!#$%&*+-/=?^_`{|}~@example.org",
            "josé@desarrollo-social.example",
            "joao@ministério.example",
            &format!("{}@example.org", "a".repeat(64)),
            &format!("ana@{}.org", "a".repeat(63)),
        ] {
            let letter = Letter { to: address.parse().unwrap(), ..letter() };
            post("smtp://localhost:25").message(&letter, noon()).unwrap();
        }
    }
}
