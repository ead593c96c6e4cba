//! Dependencies point inwards: domain ← application, domain ← projections; the web above both;
//! infrastructure towards the ports; the root above all.

use super::tree::Tree;
use super::{allows, finds, holds};

/// Which crates of the house a crate may build on, and which foreign ones it may not.
struct Layer {
    manifest: &'static str,
    may_use: &'static [&'static str],
    never: &'static [&'static str],
}

const HOUSE: [&str; 7] =
    ["domain", "application", "projections", "infrastructure", "web", "testkit", "suite"];

const LAYERS: [Layer; 5] = [
    Layer {
        manifest: "domain/Cargo.toml",
        may_use: &[],
        never: &["sqlx", "tokio", "tokio-util", "axum", "maud", "postgres-es", "reqwest", "rand", "tracing"],
    },
    Layer {
        manifest: "application/Cargo.toml",
        may_use: &["domain"],
        never: &["sqlx", "axum", "maud", "postgres-es", "lettre", "object_store", "rand"],
    },
    Layer {
        manifest: "projections/Cargo.toml",
        may_use: &["domain"],
        never: &["axum", "maud", "postgres-es", "lettre", "object_store", "rand"],
    },
    Layer {
        manifest: "infrastructure/Cargo.toml",
        may_use: &["domain", "application"],
        never: &["axum", "maud", "clap"],
    },
    Layer {
        manifest: "web/Cargo.toml",
        may_use: &["domain", "application", "projections"],
        never: &["postgres-es", "lettre", "object_store", "rand", "clap"],
    },
];

/// The names in a section of a manifest.
fn section<'a>(manifest: &'a str, name: &str) -> Vec<&'a str> {
    let header = format!("[{name}]");
    let lines = manifest.lines().skip_while(|line| line.trim() != header).skip(1);
    lines
        .take_while(|line| !line.starts_with('['))
        .filter_map(|line| line.split(['.', '=', ' ']).next())
        .filter(|name| !name.is_empty() && !name.starts_with('#'))
        .collect()
}

fn arrows_point_inwards(tree: &Tree) -> Vec<String> {
    let mut broken = Vec::new();
    for (path, manifest) in tree.files("", "Cargo.toml") {
        let Some(layer) = LAYERS.iter().find(|layer| layer.manifest == path) else { continue };
        for name in section(manifest, "dependencies") {
            if HOUSE.contains(&name) && !layer.may_use.contains(&name) {
                broken.push(format!("{path} builds on {name}, which does not lie further inwards"));
            }
            if layer.never.contains(&name) {
                broken.push(format!("{path} uses {name}, which belongs to another layer"));
            }
        }
    }
    broken
}

/// The program ships nothing that only tests need.
fn tests_stay_out_of_the_program(tree: &Tree) -> Vec<String> {
    let crates = tree.files("", "Cargo.toml").filter(|(path, _)| !path.starts_with("tests/"));
    crates
        .filter(|(_, manifest)| {
            section(manifest, "dependencies").iter().any(|name| ["testkit", "suite", "insta"].contains(name))
        })
        .map(|(path, _)| format!("{path} builds on what is for tests alone"))
        .collect()
}

fn every_crate_takes_the_lints_of_the_workspace(tree: &Tree) -> Vec<String> {
    let without =
        tree.files("", "Cargo.toml").filter(|(_, text)| !text.contains("[lints]\nworkspace = true"));
    without.map(|(path, _)| format!("{path} lacks `[lints] workspace = true`")).collect()
}

#[test]
fn the_arrows_of_this_project_point_inwards() {
    holds(arrows_point_inwards);
    for layer in LAYERS {
        assert!(Tree::of_this_project().files("", layer.manifest).next().is_some(), "{}", layer.manifest);
    }
}

#[test]
fn an_arrow_outwards_is_found() {
    let outwards = "[dependencies]\nserde.workspace = true\nweb.workspace = true\n\n[dev-dependencies]\n";
    finds(
        arrows_point_inwards,
        &[("projections/Cargo.toml", outwards)],
        "projections/Cargo.toml builds on web",
    );
    let database = "[dependencies]\nsqlx = { version = \"0.8\" }\n";
    finds(arrows_point_inwards, &[("domain/Cargo.toml", database)], "domain/Cargo.toml uses sqlx");
    let inwards = "[dependencies]\ndomain.workspace = true\n[dev-dependencies]\ntestkit.workspace = true\n";
    allows(arrows_point_inwards, &[("application/Cargo.toml", inwards)]);
}

#[test]
fn the_program_ships_no_tests() {
    holds(tests_stay_out_of_the_program);
    let shipped = "[dependencies]\ntestkit.workspace = true\n";
    finds(tests_stay_out_of_the_program, &[("web/Cargo.toml", shipped)], "web/Cargo.toml");
}

#[test]
fn the_lints_hold_everywhere() {
    holds(every_crate_takes_the_lints_of_the_workspace);
    let bare = "[package]\nname = \"web\"\n";
    finds(every_crate_takes_the_lints_of_the_workspace, &[("web/Cargo.toml", bare)], "web/Cargo.toml");
}
