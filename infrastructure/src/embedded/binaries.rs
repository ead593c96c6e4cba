//! Where Postgres's programs are: distributions keep them out of the PATH, each in its own place.

use std::path::{Path, PathBuf};
use std::process::Command;

/// The oldest major version that the schema and its queries work with.
pub const OLDEST: u32 = 14;

/// Folders of installed versions; `*` stands for any name there.
const PLACES: [&str; 8] = [
    "/usr/lib/postgresql/*/bin",                      // Debian, Ubuntu
    "/usr/pgsql-*/bin",                               // Fedora and RHEL, packages of the Postgres project
    "/opt/homebrew/opt/postgresql*/bin",              // Homebrew on Apple silicon
    "/usr/local/opt/postgresql*/bin",                 // Homebrew on Intel
    "/home/linuxbrew/.linuxbrew/opt/postgresql*/bin", // Homebrew on Linux
    "/Applications/Postgres.app/Contents/Versions/*/bin",
    "/opt/local/lib/postgresql*/bin", // MacPorts
    "/usr/local/pgsql/bin",           // built from source
];

/// The programs of one installed version.
#[derive(Clone, Debug)]
pub struct Binaries {
    folder: PathBuf,
}

impl Binaries {
    /// The newest installed version, or exactly the major version `wanted`.
    pub fn find(wanted: Option<u32>) -> Option<Self> {
        let on_path = std::env::var_os("PATH").unwrap_or_default();
        let candidates = std::env::split_paths(&on_path).chain(PLACES.iter().flat_map(|place| expand(place)));
        candidates
            // The PATH may hold links to a few of them; the others are where the links lead.
            .filter_map(|folder| Some(folder.join("pg_ctl").canonicalize().ok()?.parent()?.to_owned()))
            .filter(|folder| ["initdb", "pg_ctl", "postgres"].iter().all(|name| folder.join(name).is_file()))
            .filter_map(|folder| Some((major_version(&folder)?, folder)))
            .filter(|(version, _)| wanted.map_or(*version >= OLDEST, |wanted| *version == wanted))
            // The first of equals: what the PATH names goes before what is found elsewhere.
            .reduce(|best, next| if next.0 > best.0 { next } else { best })
            .map(|(_, folder)| Self { folder })
    }

    pub fn path(&self, program: &str) -> PathBuf {
        self.folder.join(program)
    }
}

/// The folders that a pattern with one `*` names.
fn expand(pattern: &str) -> Vec<PathBuf> {
    let Some((before, after)) = pattern.split_once('*') else { return vec![pattern.into()] };
    let (parent, prefix) = before.rsplit_once('/').unwrap_or(("", before));
    let Ok(entries) = std::fs::read_dir(parent) else { return vec![] };
    entries
        .flatten()
        .filter(|entry| entry.file_name().to_string_lossy().starts_with(prefix))
        .map(|entry| entry.path().join(after.trim_start_matches('/')))
        .collect()
}

/// `postgres (PostgreSQL) 15.18 (Debian …)` is 15.
fn major_version(folder: &Path) -> Option<u32> {
    let output = Command::new(folder.join("postgres")).arg("--version").output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    let version = text.split_whitespace().nth(2)?;
    version.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_names_the_folders_that_are_there() {
        let root = tempfile::tempdir().unwrap();
        for name in ["pgsql-15", "pgsql-16", "other"] {
            std::fs::create_dir_all(root.path().join(name).join("bin")).unwrap();
        }
        let mut found = expand(&format!("{}/pgsql-*/bin", root.path().display()));
        found.sort();
        assert_eq!(found, [root.path().join("pgsql-15/bin"), root.path().join("pgsql-16/bin")]);
        assert_eq!(expand("/nowhere/at/all-*/bin"), Vec::<PathBuf>::new());
    }

    #[test]
    fn a_version_that_is_not_installed_is_not_found() {
        assert!(Binaries::find(Some(7)).is_none());
    }
}
