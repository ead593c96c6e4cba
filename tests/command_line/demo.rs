//! The demo's life: filled once, signed by a notary of its own, killed and started again, and refused without the
//! vault's key.

use std::fs::File;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use infrastructure::embedded::Cluster;
use infrastructure::notary::{Head, VerifierKey};
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};

use crate::support::{advised, get, iaspn, signal};

struct Demo {
    root: TempDir,
    address: SocketAddr,
}

struct Running {
    process: Child,
    said: Lines<BufReader<ChildStdout>>,
}

impl Demo {
    fn new() -> Self {
        let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        Self { root: TempDir::new().unwrap(), address: free.local_addr().unwrap() }
    }

    fn data(&self) -> PathBuf {
        self.root.path().join("data")
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = iaspn(&["demo", "--listen", &self.address.to_string(), "--data"]);
        command.arg(self.data()).args(arguments).env("RUST_LOG", "error").env_remove("VAULT_KEY");
        command
    }

    fn start(&self, arguments: &[&str]) -> Running {
        let mut process = self.command(arguments).stdout(Stdio::piped()).spawn().unwrap();
        let said = BufReader::new(process.stdout.take().unwrap()).lines();
        Running { process, said }
    }

    /// The newest checkpoint, once it is past so many events.
    async fn signed(&self, more_than: u64) -> (VerifierKey, Head) {
        loop {
            let (_, key) = get(self.address, "/audit/key").await.unwrap();
            let (_, note) = get(self.address, "/audit/checkpoint").await.unwrap();
            // The key is there a little before the first checkpoint.
            if let Ok(key) = VerifierKey::parse(&key)
                && let Ok(head) = key.open_checkpoint(&note)
                && head.size > more_than
            {
                return (key, head);
            }
            tokio::task::yield_now().await;
        }
    }

    /// Whether no notary has its folder any more.
    fn notary_is_gone(&self) -> bool {
        File::open(self.data().join("notary/lock")).unwrap().try_lock().is_ok()
    }
}

impl Running {
    async fn until(&mut self, words: &str) {
        while !self.said.next_line().await.unwrap().expect("the demo goes on").contains(words) {}
    }

    /// SIGTERM; it ends in good order.
    async fn stop(mut self) {
        signal(&self.process, "TERM").await;
        self.until("Everything is stopped").await;
        assert_eq!(self.process.wait().await.unwrap().code(), Some(0));
    }
}

async fn remove(data: &Path) {
    Cluster::remove(&data.join("postgres")).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_demo_is_signed_by_a_notary_that_lives_and_ends_with_it() {
    let demo = Demo::new();
    let mut running = demo.start(&[]);
    running.until("The portal answers").await;
    let (key, head) = demo.signed(6_000).await;
    assert!(!demo.notary_is_gone());

    // SIGKILL tells the demo nothing; the notary ends all the same, and the next one goes on by the same key.
    running.process.kill().await.unwrap();
    while !demo.notary_is_gone() {
        tokio::task::yield_now().await;
    }
    let mut running = demo.start(&[]);
    running.until("The portal answers").await;
    let (same, again) = demo.signed(0).await;
    assert_eq!(same, key);
    assert!(again.size >= head.size);
    running.stop().await;
    assert!(demo.notary_is_gone());

    // Without the key of its vault, or with another, the demo does not start, and makes no new one.
    let path = demo.data().join("vault.key");
    let kept = std::fs::read_to_string(&path).unwrap();
    std::fs::remove_file(&path).unwrap();
    advised_at_the_end(&demo, &["vault.key is gone", "put it back", "--reset"]).await;
    assert!(!path.exists());
    std::fs::write(&path, testkit::VAULT_KEY).unwrap();
    advised_at_the_end(&demo, &["not the master key of this database"]).await;
    std::fs::write(&path, kept).unwrap();

    // Begun anew, it has another notary.
    let secret = std::fs::read_to_string(demo.data().join("notary/notary.key")).unwrap();
    assert!(secret.starts_with("PRIVATE+KEY+"));
    let mut running = demo.start(&["--reset"]);
    running.until("Filling the portal").await;
    assert!(!demo.data().join("notary").exists());
    signal(&running.process, "TERM").await;
    running.until("Everything is stopped").await;
    remove(&demo.data()).await;
}

/// It says what it does before, so that only the end of its words counts.
async fn advised_at_the_end(demo: &Demo, expected: &[&str]) {
    let mut output = demo.command(&[]).output().await.unwrap();
    output.stdout.clear();
    advised(&output, expected);
}
