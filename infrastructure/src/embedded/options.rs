//! How a private cluster is configured.

use std::fmt::Write as _;
use std::path::Path;

/// Settings are written anew at every start.
#[derive(Clone, Debug)]
pub struct Options {
    /// Survives a crash of the machine. Throwaway clusters go without and are several times faster.
    pub durable: bool,
    pub max_connections: u32,
    /// Further settings of `postgresql.conf`: name and value.
    pub settings: Vec<(&'static str, String)>,
}

impl Default for Options {
    fn default() -> Self {
        Self { durable: true, max_connections: 100, settings: vec![] }
    }
}

impl Options {
    /// For data that nobody will miss.
    pub fn throwaway() -> Self {
        Self { durable: false, max_connections: 300, ..Self::default() }
    }

    /// The file that `postgresql.conf` includes.
    pub(super) fn file(&self, socket: &Path) -> String {
        let mut lines = String::from("# Written at every start by iaspn; changes here are lost.\n");
        let mut set = |name: &str, value: &str| {
            writeln!(lines, "{name} = '{}'", value.replace('\'', "''")).expect("a string takes every line");
        };
        set("listen_addresses", "");
        set("port", "5432");
        set("unix_socket_directories", &socket.to_string_lossy());
        set("unix_socket_permissions", "0700");
        set("max_connections", &self.max_connections.to_string());
        set("timezone", "UTC");
        set("log_timezone", "UTC");
        set("cluster_name", "iaspn");
        if !self.durable {
            for name in ["fsync", "synchronous_commit", "full_page_writes"] {
                set(name, "off");
            }
            set("wal_level", "minimal");
            set("max_wal_senders", "0");
        }
        for (name, value) in &self.settings {
            set(name, value);
        }
        lines
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_listens_on_the_network_and_quotes_are_doubled() {
        let file = Options::default().file(Path::new("/home/o'brien/data"));
        assert!(file.contains("listen_addresses = ''\n"));
        assert!(file.contains("unix_socket_directories = '/home/o''brien/data'\n"));
        assert!(!file.contains("fsync"));
    }

    #[test]
    fn a_throwaway_cluster_does_not_wait_for_the_disk() {
        assert!(Options::throwaway().file(Path::new("/tmp/x")).contains("fsync = 'off'\n"));
    }
}
