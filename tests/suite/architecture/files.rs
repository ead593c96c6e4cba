//! A file is one screenful of ideas and says at its top what it is for.

use super::tree::{Tree, tests_only, without_tests};
use super::{allows, finds, holds};

/// In lines, without the tests.
const LONGEST: usize = 500;

fn files_are_short(tree: &Tree) -> Vec<String> {
    let files = tree.files("", ".rs").filter(|(path, _)| !tests_only(path) || path.starts_with("tests/"));
    let lengths = files.map(|(path, text)| (path, without_tests(text).lines().count()));
    lengths
        .filter(|(_, lines)| *lines > LONGEST)
        .map(|(path, lines)| format!("{path} has {lines} lines without its tests: split it by meaning"))
        .collect()
}

fn files_say_what_they_are_for(tree: &Tree) -> Vec<String> {
    let silent = tree.files("", ".rs").filter(|(_, text)| !text.starts_with("//! "));
    silent.map(|(path, _)| format!("{path} does not begin with what it is for")).collect()
}

#[test]
fn files_of_this_project_are_short() {
    holds(files_are_short);
}

#[test]
fn a_long_file_is_found_and_long_tests_are_not() {
    let line = "fn f() {}\n";
    let long = line.repeat(LONGEST + 1);
    finds(files_are_short, &[("web/src/long.rs", &long)], "web/src/long.rs has 501 lines");
    let tested = format!("{}#[cfg(test)]\nmod tests {{\n{long}}}\n", line.repeat(LONGEST));
    allows(files_are_short, &[("web/src/tested.rs", &tested)]);
}

#[test]
fn files_of_this_project_say_what_they_are_for() {
    holds(files_say_what_they_are_for);
}

#[test]
fn a_file_that_says_nothing_is_found() {
    finds(files_say_what_they_are_for, &[("src/mute.rs", "use std::fmt;\n")], "src/mute.rs");
}
