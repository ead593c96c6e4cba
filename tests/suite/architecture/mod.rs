//! The rules of the house that Cargo and the compiler do not hold by themselves. Each rule looks at a tree of
//! files and names what breaks it; beside it stands a planted violation that it must find.

mod arrows;
mod contexts;
mod docs;
mod files;
mod globals;
mod queries;
mod snapshots;
mod tree;

use tree::Tree;

/// Says what breaks it, one line each.
type Rule = fn(&Tree) -> Vec<String>;

#[track_caller]
fn holds(rule: Rule) {
    let broken = rule(&Tree::of_this_project());
    assert!(broken.is_empty(), "\n{}", broken.join("\n"));
}

/// The rule finds the planted violation and names its file.
#[track_caller]
fn finds(rule: Rule, planted: &[(&str, &str)], named: &str) {
    let broken = rule(&Tree::planted(planted));
    assert!(broken.iter().any(|line| line.contains(named)), "nothing names {named}: {broken:?}");
}

#[track_caller]
fn allows(rule: Rule, planted: &[(&str, &str)]) {
    assert_eq!(rule(&Tree::planted(planted)), Vec::<String>::new());
}
