//! A mail server of a test's own: a real one, in a process that ends with the value.

use std::process::Stdio;

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};

/// A mail as the server took it.
#[derive(Debug, serde::Deserialize)]
pub struct ReceivedMail {
    /// Of the envelope.
    pub from: String,
    /// Of the envelope.
    pub to: Vec<String>,
    pub raw: String,
}

/// What the server says to whoever wants to hand over a mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    Accept,
    /// For a while (4xx).
    Defer,
    /// For good (5xx).
    Refuse,
}

pub struct MailServer {
    /// Where to send to, as `SMTP_URL` has it.
    pub url: String,
    orders: ChildStdin,
    told: Lines<BufReader<ChildStdout>>,
    _process: Child,
}

impl MailServer {
    /// # Panics
    /// Where the server's packages are not installed.
    pub async fn start() -> Self {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../mail");
        assert!(
            std::path::Path::new(folder).join("node_modules").is_dir(),
            "the mail server for tests is not installed: run `npm ci` in tests/mail, as bin/test does"
        );
        let mut process = Command::new("node")
            .arg("server.mjs")
            .current_dir(folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .expect("node can be started");
        let orders = process.stdin.take().expect("it is piped");
        let mut told = BufReader::new(process.stdout.take().expect("it is piped")).lines();
        let port = told.next_line().await.expect("its output is text").expect("it tells its port");
        Self { url: format!("smtp://127.0.0.1:{port}"), orders, told, _process: process }
    }

    /// From the next recipient on.
    ///
    /// # Panics
    /// Where the server has ended.
    pub async fn answer(&mut self, answer: Answer) {
        let order = format!("{answer:?}").to_lowercase();
        self.orders.write_all(format!("{order}\n").as_bytes()).await.expect("the server runs");
        let told = self.told.next_line().await.expect("its output is text");
        assert_eq!(told, Some(order), "every mail is read before the answer changes");
    }

    /// The next mail that it took.
    ///
    /// # Panics
    /// Where the server has ended.
    pub async fn next(&mut self) -> ReceivedMail {
        let told = self.told.next_line().await.expect("its output is text").expect("the server runs");
        serde_json::from_str(&told).expect("it tells of a mail")
    }
}
