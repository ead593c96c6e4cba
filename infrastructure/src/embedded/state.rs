//! Whether a cluster is made, and what its server is doing, from the files that Postgres keeps about itself.
//! After a crash of the machine the pid file may name a process that has nothing to do with this cluster;
//! such a file would keep it from starting and is removed.

use std::io::ErrorKind;
use std::path::Path;
use std::process::Stdio;

use tokio::process::Command;

use super::{EmbeddedError, io_at};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Stopped,
    /// It starts, recovers or stops: what it will be shows in a moment.
    Changing,
    Ready,
}

/// The major version that made the cluster, if there is one.
pub fn version_of(data: &Path) -> Option<u32> {
    std::fs::read_to_string(data.join("PG_VERSION")).ok()?.trim().parse().ok()
}

/// What the server of a cluster is doing; removes what a dead one left behind.
pub async fn state_of(data: &Path) -> Result<State, EmbeddedError> {
    let file = data.join("postmaster.pid");
    let text = match std::fs::read_to_string(&file) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(State::Stopped),
        Err(error) => return Err(io_at(&file)(error)),
    };
    // Its lines: pid, data folder, start time, port, socket folder, listen address, shared memory, status.
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let Some(pid) = lines.first().and_then(|line| line.parse::<u32>().ok()) else {
        // Caught in the moment of being written.
        return Ok(State::Changing);
    };
    if serves(pid, data).await {
        return Ok(if lines.get(7) == Some(&"ready") { State::Ready } else { State::Changing });
    }
    let lock = lines.get(4).filter(|line| !line.is_empty()).map(|f| Path::new(f).join(".s.PGSQL.5432.lock"));
    for stale in [Some(file), lock].into_iter().flatten() {
        match std::fs::remove_file(&stale) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(io_at(&stale)(error)),
            _ => {}
        }
    }
    Ok(State::Stopped)
}

/// Whether the process is the server of this cluster: it was started as `postgres -D FOLDER`.
async fn serves(pid: u32, data: &Path) -> bool {
    // Linux says it in /proc, where `ps` need not be installed; macOS always has `ps`.
    let command_line = if Path::new("/proc/self/cmdline").exists() {
        std::fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default()
    } else {
        let ps = Command::new("ps")
            .args(["-ww", "-o", "command=", "-p", &pid.to_string()])
            .stdin(Stdio::null())
            .stderr(Stdio::null())
            .output()
            .await;
        ps.map(|output| output.stdout).unwrap_or_default()
    };
    let command_line = String::from_utf8_lossy(&command_line);
    command_line.contains("postgres") && command_line.contains(&*data.to_string_lossy())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cluster_with_pid_file(text: &str) -> tempfile::TempDir {
        let data = tempfile::tempdir().unwrap();
        std::fs::write(data.path().join("postmaster.pid"), text).unwrap();
        data
    }

    #[tokio::test]
    async fn without_a_pid_file_it_is_stopped() {
        let data = tempfile::tempdir().unwrap();
        assert_eq!(state_of(data.path()).await.unwrap(), State::Stopped);
    }

    #[tokio::test]
    async fn a_pid_file_that_names_another_process_is_stale_and_goes_with_its_lock() {
        let sockets = tempfile::tempdir().unwrap();
        let lock = sockets.path().join(".s.PGSQL.5432.lock");
        std::fs::write(&lock, "1").unwrap();
        // This test itself is alive, but is no Postgres.
        let me = std::process::id();
        let data = cluster_with_pid_file(&format!(
            "{me}\n/somewhere\n1700000000\n5432\n{}\n\n  5432001  1\nready   \n",
            sockets.path().display()
        ));
        assert_eq!(state_of(data.path()).await.unwrap(), State::Stopped);
        assert!(!data.path().join("postmaster.pid").exists());
        assert!(!lock.exists());
    }

    #[tokio::test]
    async fn a_pid_file_that_is_being_written_is_waited_for() {
        let data = cluster_with_pid_file("");
        assert_eq!(state_of(data.path()).await.unwrap(), State::Changing);
        assert!(data.path().join("postmaster.pid").exists());
    }
}
