//! The clock and randomness are parameters: one file reads the machine's. Clippy holds this as well, where it
//! sees the call; this rule also sees what a macro or a disabled lint hides.

use super::tree::{Tree, code_lines};
use super::{allows, finds, holds};

const SOURCE: &str = "infrastructure/src/clock.rs";

const GLOBALS: [&str; 7] = [
    "Utc::now",
    "Local::now",
    "SystemTime::now",
    "Uuid::new_v4",
    "Uuid::now_v7",
    "thread::sleep",
    "rand::random",
];

fn globals_are_read_in_one_place(tree: &Tree) -> Vec<String> {
    let mut broken = Vec::new();
    for (path, text) in tree.sources().filter(|(path, _)| *path != SOURCE) {
        for (number, line) in code_lines(text) {
            for global in GLOBALS.iter().filter(|global| line.contains(*global)) {
                broken.push(format!("{path}:{number} calls {global}: take it as a parameter"));
            }
        }
    }
    broken
}

#[test]
fn this_project_reads_the_clock_in_one_place() {
    holds(globals_are_read_in_one_place);
    let tree = Tree::of_this_project();
    let (_, source) = tree.files(SOURCE, ".rs").next().unwrap();
    assert!(source.contains("Utc::now"), "the one place has moved");
}

#[test]
fn a_clock_read_elsewhere_is_found() {
    let planted = "fn now() {\n    chrono::Utc::now();\n}\n";
    finds(globals_are_read_in_one_place, &[("web/src/page.rs", planted)], "web/src/page.rs:2 calls Utc::now");
    let tested = "// Utc::now is banned\n#[cfg(test)]\nmod tests {\n    fn now() { Utc::now(); }\n}\n";
    allows(globals_are_read_in_one_place, &[("web/src/page.rs", tested), (SOURCE, planted)]);
}
