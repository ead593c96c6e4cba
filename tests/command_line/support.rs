//! The program under test, and what it is expected to say.

use std::io;
use std::net::SocketAddr;
use std::process::{Output, Stdio};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::process::{Child, Command};

/// The program without the settings of whoever runs the tests.
pub fn iaspn(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_iaspn"));
    for variable in ["DATABASE_URL", "EVENT_STORE_URL", "LISTEN", "SMTP_URL", "BASE_URL", "RUST_LOG"] {
        command.env_remove(variable);
    }
    command.env("VAULT_KEY", testkit::VAULT_KEY).args(arguments).stdin(Stdio::null()).kill_on_drop(true);
    command
}

pub async fn run(arguments: &[&str]) -> Output {
    iaspn(arguments).output().await.expect("the program is built")
}

/// On a database; it must end well. What it has printed.
pub async fn run_on(url: &str, arguments: &[&str]) -> String {
    let output = iaspn(arguments).env("DATABASE_URL", url).output().await.expect("the program is built");
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("it prints text")
}

/// It ended with 2, and said in one line what `expected` says.
#[track_caller]
pub fn advised(output: &Output, expected: &[&str]) {
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert_eq!(said.lines().count(), 1, "{said}");
    for word in expected {
        assert!(said.contains(word), "`{word}` is not in: {said}");
    }
    assert!(output.stdout.is_empty());
}

/// The server, until it is dropped.
pub struct Served {
    _process: Child,
    address: SocketAddr,
}

impl Served {
    /// Returns once it is ready.
    pub async fn start(mut command: Command) -> Self {
        let free = std::net::TcpListener::bind("127.0.0.1:0").expect("a port is free");
        let address = free.local_addr().expect("it is bound");
        drop(free);
        let command = command.env("LISTEN", address.to_string()).env("RUST_LOG", "error");
        let mut process = command.spawn().expect("the program is built");
        loop {
            if let Ok((200, _)) = get(address, "/readyz").await {
                return Self { _process: process, address };
            }
            let ended = process.try_wait().expect("it can be asked");
            assert!(ended.is_none(), "the server ended: {ended:?}");
            tokio::task::yield_now().await;
        }
    }

    /// The page, which must be there.
    pub async fn page(&self, path: &str) -> String {
        let (status, body) = get(self.address, path).await.expect("the server answers");
        assert_eq!(status, 200, "{path}: {body}");
        body
    }
}

/// Status and body.
pub async fn get(address: SocketAddr, path: &str) -> io::Result<(u16, String)> {
    let request = format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    let mut stream = TcpStream::connect(address).await?;
    stream.write_all(request.as_bytes()).await?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await?;
    let text = String::from_utf8_lossy(&answer);
    let (head, body) = text.split_once("\r\n\r\n").ok_or(io::ErrorKind::UnexpectedEof)?;
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok());
    Ok((status.ok_or(io::ErrorKind::InvalidData)?, body.to_owned()))
}

/// As a service manager or a terminal ends a program.
pub async fn signal(process: &Child, name: &str) {
    let pid = process.id().expect("it runs").to_string();
    let sent = Command::new("kill").args([&format!("-{name}"), &pid]).status().await;
    assert!(sent.expect("there is a kill").success());
}
