//! Programs that run beside the bench, and how much memory they took.

use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use tokio::process::{Child, Command};

/// How often a running program is asked for its memory.
const LOOK: Duration = Duration::from_millis(20);

/// What a program that has ended took.
pub struct Ended {
    pub seconds: f64,
    /// The most that was resident at any time.
    pub peak_rss_mb: f64,
    pub stdout: String,
}

/// Runs a program to its end.
pub async fn run(command: &mut Command) -> anyhow::Result<Ended> {
    let said = tempfile::NamedTempFile::new()?;
    let started = Instant::now();
    let mut child = command.stdout(said.reopen()?).spawn().with_context(|| format!("{command:?}"))?;
    let mut peak: f64 = 0.0;
    let status = loop {
        if let Some(rss) = child.id().and_then(|id| memory(id, "VmHWM")) {
            peak = peak.max(rss);
        }
        tokio::select! {
            status = child.wait() => break status?,
            () = tokio::time::sleep(LOOK) => {}
        }
    };
    ensure!(status.success(), "{command:?} failed: {status}");
    let stdout = std::fs::read_to_string(said.path())?;
    Ok(Ended { seconds: started.elapsed().as_secs_f64(), peak_rss_mb: peak, stdout })
}

/// A line of `/proc/PID/status` in megabytes.
pub fn memory(process: u32, line: &str) -> Option<f64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|text| text.strip_prefix(line)?.strip_prefix(':'))?;
    let kilobytes: f64 = line.trim().strip_suffix(" kB")?.parse().ok()?;
    Some(kilobytes / 1024.0)
}

/// A server that answers until it is dropped.
pub struct Server {
    child: Child,
}

impl Server {
    /// Waits until `path` is answered by 200.
    pub async fn start(
        command: &mut Command,
        address: std::net::SocketAddr,
        path: &str,
    ) -> anyhow::Result<Self> {
        let mut child = command.kill_on_drop(true).spawn().with_context(|| format!("{command:?}"))?;
        let deadline = Instant::now() + Duration::from_mins(1);
        loop {
            if let Some(status) = child.try_wait()? {
                anyhow::bail!("{command:?} ended: {status}");
            }
            if let Ok(mut connection) = crate::http::Connection::open(address).await
                && connection.get(path).await.is_ok_and(|answer| answer.status == 200)
            {
                return Ok(Self { child });
            }
            ensure!(Instant::now() < deadline, "{command:?} does not answer {path}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    pub fn rss_mb(&self) -> f64 {
        self.child.id().and_then(|id| memory(id, "VmRSS")).unwrap_or(f64::NAN)
    }

    pub async fn stop(mut self) -> anyhow::Result<()> {
        self.child.kill().await?;
        Ok(())
    }
}
