//! The demo's notary: `iaspn notary` in a process of its own, as everywhere, with a folder that only it reads. It ends
//! with the demo, however that ends.

use std::io;
use std::path::Path;
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use tokio::process::{Child, ChildStdin, Command};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

/// Below the demo's data.
pub const FOLDER: &str = "notary";

/// How long it may take to end.
const PATIENCE: Duration = Duration::from_secs(10);
/// Before one that failed is started again.
const PAUSE: Duration = Duration::from_secs(1);
/// It refuses to sign, and has said why: people have to look.
const REFUSED: i32 = 2;

pub struct Notary {
    stop: CancellationToken,
    watch: JoinHandle<()>,
}

impl Notary {
    pub fn start(data: &Path, database_url: &str) -> Self {
        let stop = CancellationToken::new();
        let (folder, url) = (data.join(FOLDER), database_url.to_owned());
        let until = stop.clone();
        let watch = tokio::spawn(async move {
            if let Err(error) = watch(&folder, &url, &until).await {
                tracing::error!(%error, "the notary cannot be started");
            }
        });
        Self { stop, watch }
    }

    /// In good order, before Postgres does.
    pub async fn end(self) {
        self.stop.cancel();
        if let Err(error) = self.watch.await {
            tracing::error!(%error, "the notary's watch failed");
        }
    }
}

/// Keeps one notary going until `stop`, or until one refuses.
async fn watch(folder: &Path, database_url: &str, stop: &CancellationToken) -> io::Result<()> {
    while !stop.is_cancelled() {
        let (mut child, input) = start(folder, database_url)?;
        let Some(ended) = stop.run_until_cancelled(child.wait()).await else {
            return end(child, input).await;
        };
        let ended: ExitStatus = ended?;
        if ended.code() == Some(REFUSED) {
            println!("The portal goes on without its notary: what comes from now on is not signed.");
            return Ok(());
        }
        tracing::warn!(%ended, "the notary ended; it is started again");
        let _ = stop.run_until_cancelled(tokio::time::sleep(PAUSE)).await;
    }
    Ok(())
}

/// The input is open for as long as this process lives; at its end the notary stops.
fn start(folder: &Path, database_url: &str) -> io::Result<(Child, Option<ChildStdin>)> {
    let mut command = Command::new(std::env::current_exe()?);
    command
        .args(["notary", "--until-input-ends", "--folder"])
        .arg(folder)
        .env("DATABASE_URL", database_url)
        // It opens nothing that is sealed.
        .env_remove("VAULT_KEY")
        .stdin(Stdio::piped())
        // A Ctrl-C is for the demo, which ends everything in order.
        .process_group(0)
        .kill_on_drop(true);
    let mut child = command.spawn()?;
    // Kept apart: waiting for a child closes the input that it still has.
    let input = child.stdin.take();
    Ok((child, input))
}

async fn end(mut child: Child, input: Option<ChildStdin>) -> io::Result<()> {
    drop(input);
    if tokio::time::timeout(PATIENCE, child.wait()).await.is_err() {
        child.kill().await?;
    }
    Ok(())
}
