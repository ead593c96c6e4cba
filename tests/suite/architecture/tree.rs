//! The files of a project by their paths: the real ones, or some planted by a test.

use std::collections::BTreeMap;
use std::path::Path;

/// Folders that are no source.
const NOT_SOURCE: [&str; 5] = ["target", "data", "node_modules", ".git", ".sqlx"];

pub struct Tree(BTreeMap<String, String>);

impl Tree {
    pub fn of_this_project() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap();
        let mut files = BTreeMap::new();
        collect(&root, &root, &mut files);
        assert!(files.contains_key("Cargo.toml"), "{} is not the project", root.display());
        Self(files)
    }

    pub fn planted(files: &[(&str, &str)]) -> Self {
        Self(files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect())
    }

    /// Paths and texts of the files below a folder with an ending.
    pub fn files<'a>(&'a self, below: &'a str, ending: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        let all = self.0.iter().map(|(path, text)| (path.as_str(), text.as_str()));
        all.filter(move |(path, _)| path.starts_with(below) && path.ends_with(ending))
    }

    /// Whether there is a file or folder of this path.
    pub fn has(&self, path: &str) -> bool {
        let below = format!("{path}/");
        path.is_empty() || self.0.keys().any(|known| known == path || known.starts_with(&below))
    }

    /// Rust files of the crates that make the program, without those that only test.
    pub fn sources(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files("", ".rs").filter(|(path, _)| !tests_only(path))
    }

    /// The names of the folders and modules right below a folder.
    pub fn modules<'a>(&'a self, folder: &str) -> Vec<&'a str> {
        let prefix = format!("{folder}/");
        let below = self.0.keys().filter_map(|path| path.strip_prefix(&prefix));
        // A module is a folder, or a file by its name.
        let mut names: Vec<&str> = below
            .filter_map(|path| path.split_once('/').map(|(folder, _)| folder).or(path.strip_suffix(".rs")))
            .collect();
        names.dedup();
        names
    }
}

fn collect(root: &Path, folder: &Path, files: &mut BTreeMap<String, String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if path.is_dir() {
            // `data` is left out at the root alone: the demo keeps a cluster there.
            let at_root = folder == root;
            if !NOT_SOURCE.contains(&name.as_str()) || (name == "data" && !at_root) {
                collect(root, &path, files);
            }
        } else {
            // Images and archives are there by name alone.
            let text = std::fs::read_to_string(&path).unwrap_or_default();
            let relative = path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
            files.insert(relative, text);
        }
    }
}

/// A file that holds nothing but tests, beside what they test or in `tests/`.
pub fn tests_only(path: &str) -> bool {
    path.starts_with("tests/")
        || path.contains("/tests/")
        || path.ends_with("/tests.rs")
        || path.ends_with("/testing.rs")
}

/// The part of a Rust file before its tests.
pub fn without_tests(text: &str) -> &str {
    text.find("#[cfg(test)]\nmod tests").map_or(text, |tests| &text[..tests])
}

/// The lines of a Rust file before its tests, with their numbers, without comments.
pub fn code_lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let lines = without_tests(text).lines().enumerate().map(|(number, line)| (number + 1, line));
    lines.filter(|(_, line)| !line.trim_start().starts_with("//"))
}

#[test]
fn the_part_before_the_tests_is_told_apart() {
    let text = "fn a() {}\n// b\n\n#[cfg(test)]\nmod tests {\n    fn c() {}\n}\n";
    assert_eq!(code_lines(text).map(|(number, _)| number).collect::<Vec<_>>(), [1, 3]);
}
