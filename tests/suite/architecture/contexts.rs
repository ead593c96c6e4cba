//! The same context names in every layer; contexts know each other by ids and public events alone.

use super::tree::{Tree, without_tests};
use super::{allows, finds, holds};

/// The contexts that own aggregates, as the product names them.
const CONTEXTS: [&str; 13] = [
    "membership",
    "organisations",
    "library",
    "newsroom",
    "calendar",
    "highlights",
    "communities",
    "networking",
    "bookmarks",
    "points",
    "exchange",
    "subscriptions",
    "moderation",
];

/// Parts of the portal that read what others wrote.
const WITHOUT_AGGREGATES: [&str; 4] = ["search", "audit", "home", "help"];

/// Modules of a layer that are no context.
const TOOLS: [(&str, &[&str]); 3] = [
    (
        "domain/src",
        &["event", "ids", "lib", "line", "log", "personal", "places", "rules", "text", "themes", "upcasting"],
    ),
    ("projections/src", &["engine", "lib", "testing"]),
    (
        "application/src",
        &[
            "actor",
            "desk",
            "kept_forms",
            "lib",
            "operations",
            "pictures",
            "policy",
            "ports",
            "reactor",
            "testing",
        ],
    ),
];

fn contexts_of(tree: &Tree) -> Vec<&str> {
    tree.modules("domain/src").into_iter().filter(|name| CONTEXTS.contains(name)).collect()
}

/// A module of these layers is a context, or one of the layer's tools.
fn modules_bear_the_names_of_contexts(tree: &Tree) -> Vec<String> {
    let mut broken = Vec::new();
    for (layer, tools) in TOOLS {
        for name in tree.modules(layer) {
            let reads = WITHOUT_AGGREGATES.contains(&name) && layer != "domain/src";
            if !CONTEXTS.contains(&name) && !tools.contains(&name) && !reads {
                broken.push(format!("{layer}/{name} is neither a context nor one of the layer's tools"));
            }
        }
    }
    broken
}

/// A context of the domain is found under its name in every layer that shows it.
fn each_context_is_in_every_layer(tree: &Tree) -> Vec<String> {
    let mut broken = Vec::new();
    for context in contexts_of(tree) {
        for layer in ["projections/src", "web/src"] {
            if !tree.modules(layer).contains(&context) {
                broken.push(format!("{layer} has no {context}"));
            }
        }
        for language in ["en", "es", "pt", "fr"] {
            let texts = format!("web/locales/{language}/{context}.ftl");
            if tree.files(&texts, ".ftl").next().is_none() {
                broken.push(format!("{texts} is missing"));
            }
        }
    }
    broken
}

/// An aggregate with what only its own context may name: itself, its commands and its errors.
fn private_names(text: &str) -> Vec<&str> {
    let arguments = text.split("aggregate!(").nth(1).unwrap_or_default();
    let names = arguments.split([',', '{']).skip(1).take(3).map(str::trim);
    names.filter(|name| name.chars().all(char::is_alphanumeric) && !name.is_empty()).collect()
}

fn contexts_share_ids_and_public_events_only(tree: &Tree) -> Vec<String> {
    let mut broken = Vec::new();
    for owner in contexts_of(tree) {
        let folder = format!("domain/src/{owner}");
        let private: Vec<&str> =
            tree.files(&folder, ".rs").flat_map(|(_, text)| private_names(without_tests(text))).collect();
        for other in contexts_of(tree).into_iter().filter(|other| *other != owner) {
            for (path, text) in tree.files(&format!("domain/src/{other}"), ".rs") {
                let named = imported(without_tests(text), &format!("crate::{owner}::"));
                for name in named.into_iter().filter(|name| private.contains(name)) {
                    broken.push(format!("{path} uses {name} of {owner}: share ids and public events only"));
                }
            }
        }
    }
    broken
}

/// The names that stand behind a path, one or several in braces.
fn imported<'a>(text: &'a str, path: &str) -> Vec<&'a str> {
    let mut names = Vec::new();
    for rest in text.split(path).skip(1) {
        let list = match rest.strip_prefix('{') {
            Some(braced) => braced.split('}').next().unwrap_or_default(),
            None => rest.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default(),
        };
        names.extend(list.split(',').map(str::trim));
    }
    names
}

/// Read models are rebuilt, not migrated: no migration may make their tables.
fn migrations_make_permanent_tables_only(tree: &Tree) -> Vec<String> {
    let of_read_models = |text: &str| {
        let text = text.to_lowercase();
        text.contains("table read.") || text.contains("table if not exists read.")
    };
    let broken = tree.files("migrations", ".sql").filter(|(_, text)| of_read_models(text));
    broken.map(|(path, _)| format!("{path} makes a table of a read model")).collect()
}

#[test]
fn modules_of_this_project_bear_the_names_of_contexts() {
    holds(modules_bear_the_names_of_contexts);
}

#[test]
fn another_spelling_of_a_context_is_found() {
    let rule = modules_bear_the_names_of_contexts;
    finds(rule, &[("projections/src/organizations/mod.rs", "")], "projections/src/organizations");
    finds(rule, &[("application/src/helpers.rs", "")], "application/src/helpers");
    finds(rule, &[("domain/src/search/mod.rs", "")], "domain/src/search");
    allows(rule, &[("projections/src/search/mod.rs", ""), ("application/src/points.rs", "")]);
}

#[test]
fn each_context_of_this_project_is_in_every_layer() {
    assert!(contexts_of(&Tree::of_this_project()).len() >= 5);
    holds(each_context_is_in_every_layer);
}

#[test]
fn a_context_that_a_layer_lacks_is_found() {
    let planted = [
        ("domain/src/newsroom/mod.rs", ""),
        ("projections/src/newsroom/mod.rs", ""),
        ("web/locales/en/newsroom.ftl", ""),
    ];
    finds(each_context_is_in_every_layer, &planted, "web/src has no newsroom");
    finds(each_context_is_in_every_layer, &planted, "web/locales/fr/newsroom.ftl is missing");
}

#[test]
fn contexts_of_this_project_share_ids_and_public_events_only() {
    let tree = Tree::of_this_project();
    let (_, bookmark) = tree.files("domain/src/bookmarks/bookmark.rs", ".rs").next().unwrap();
    assert_eq!(private_names(bookmark), ["Bookmark", "BookmarkCommand", "BookmarkError"]);
    holds(contexts_share_ids_and_public_events_only);
}

#[test]
fn the_aggregate_of_another_context_is_found() {
    let planted = |import: &'static str| {
        [
            (
                "domain/src/bookmarks/bookmark.rs",
                "aggregate!(\n    \"bookmark\",\n    Bookmark,\n    BookmarkCommand,\n    BookmarkError,\n    BookmarkEvent { BookmarkSaved: \"1\" }\n);",
            ),
            ("domain/src/points/ledger.rs", import),
        ]
    };
    let rule = contexts_share_ids_and_public_events_only;
    finds(rule, &planted("use crate::bookmarks::{Item, Bookmark};"), "uses Bookmark of bookmarks");
    finds(rule, &planted("fn f(_: crate::bookmarks::BookmarkCommand) {}"), "uses BookmarkCommand");
    allows(rule, &planted("use crate::bookmarks::{BookmarkEvent, Item};"));
}

#[test]
fn read_models_have_no_migrations() {
    holds(migrations_make_permanent_tables_only);
    let planted = [("migrations/0009_x.sql", "CREATE TABLE read.members (id uuid);")];
    finds(migrations_make_permanent_tables_only, &planted, "migrations/0009_x.sql");
}
