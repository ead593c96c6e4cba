//! A snapshot whose test is gone tests nothing.

use super::tree::Tree;
use super::{allows, finds, holds};

/// The part of a snapshot's file name that its test gave it: `CRATE__MODULES__NAME.snap`, where a further
/// snapshot of the same test ends in `-2`, `-3` …
fn name(path: &str) -> &str {
    let file = path.rsplit('/').next().unwrap_or(path).trim_end_matches(".snap");
    let name = file.rsplit("__").next().unwrap_or(file);
    match name.rsplit_once('-') {
        Some((name, count)) if count.parse::<u32>().is_ok() => name,
        _ => name,
    }
}

/// Where the test stands, as insta writes it at the top of the file.
fn source(text: &str) -> Option<&str> {
    text.lines().find_map(|line| line.strip_prefix("source: ")).map(|source| source.trim_matches('"'))
}

fn every_snapshot_has_its_test(tree: &Tree) -> Vec<String> {
    let mut broken = Vec::new();
    for (path, text) in tree.files("", ".snap") {
        let source = source(text).unwrap_or_default();
        let named = |(_, text): (&str, &str)| {
            text.contains(name(path)) || text.contains(&name(path).replace('-', "_"))
        };
        if source.is_empty() || !tree.files(source, ".rs").any(named) {
            broken.push(format!("{path} has no test in {source}"));
        }
    }
    for (path, _) in tree.files("", ".snap.new") {
        broken.push(format!("{path} was never looked at"));
    }
    broken
}

#[test]
fn every_snapshot_of_this_project_has_its_test() {
    holds(every_snapshot_has_its_test);
}

#[test]
fn a_snapshot_without_its_test_is_found() {
    let snapshot = "---\nsource: web/src/ui/card.rs\nexpression: card\n---\n<p>\n";
    let path = "web/src/ui/snapshots/web__ui__card__tests__a_card-2.snap";
    let rule = every_snapshot_has_its_test;
    finds(rule, &[(path, snapshot), ("web/src/ui/card.rs", "fn another() {}")], path);
    finds(rule, &[(path, snapshot)], path);
    allows(rule, &[(path, snapshot), ("web/src/ui/card.rs", "fn a_card() {}")]);
    finds(rule, &[("web/src/x.snap.new", "")], "web/src/x.snap.new");
}
