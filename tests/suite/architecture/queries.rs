//! Where SQL may stand: queries of pages with their read models, permanent tables behind ports.
//! Pages call functions; they hold no SQL.

use super::tree::{Tree, code_lines, tests_only};
use super::{allows, finds, holds};

const LAYERS_WITHOUT_SQL: [&str; 3] = ["domain/src", "application/src", "web/src"];

const SQL: [&str; 5] = ["sqlx::query", "query!(", "query_as!(", "query_scalar!(", "raw_sql("];

const UNCHECKED: [&str; 6] = [
    "sqlx::query(",
    "sqlx::query_as(",
    "sqlx::query_as::<",
    "sqlx::query_scalar(",
    "sqlx::query_scalar::<",
    "QueryBuilder",
];

fn sql_stands_with_read_models_and_adapters(tree: &Tree) -> Vec<String> {
    let mut broken = Vec::new();
    let pages = LAYERS_WITHOUT_SQL.iter().flat_map(|layer| tree.files(layer, ".rs"));
    for (path, text) in pages.filter(|(path, _)| !tests_only(path)) {
        for (number, _) in code_lines(text).filter(|(_, line)| SQL.iter().any(|word| line.contains(word))) {
            broken.push(format!("{path}:{number} holds SQL: put the query beside its read model"));
        }
    }
    broken
}

/// Queries are checked against the schema at compile time, so that a rebuilt table cannot surprise a page.
/// The engine alone writes statements at run time: it works for tables that it does not know.
fn queries_of_read_models_are_checked(tree: &Tree) -> Vec<String> {
    let mut broken = Vec::new();
    let models = tree
        .files("projections/src", ".rs")
        .filter(|(path, _)| !path.contains("/engine/") && !tests_only(path));
    for (path, text) in models {
        let unchecked = |line: &str| UNCHECKED.iter().any(|call| line.contains(call));
        for (number, _) in code_lines(text).filter(|(_, line)| unchecked(line)) {
            broken.push(format!("{path}:{number} is not checked at compile time: use `query_as!`"));
        }
    }
    broken
}

#[test]
fn sql_of_this_project_stands_where_it_may() {
    holds(sql_stands_with_read_models_and_adapters);
}

#[test]
fn sql_in_a_page_is_found() {
    let page = "fn list() {\n    sqlx::query_as!(Row, \"SELECT 1\");\n}\n";
    let rule = sql_stands_with_read_models_and_adapters;
    finds(rule, &[("web/src/library/list.rs", page)], "web/src/library/list.rs:2");
    allows(rule, &[("projections/src/library/resources.rs", page), ("web/src/library/tests.rs", page)]);
}

#[test]
fn queries_of_this_project_are_checked() {
    holds(queries_of_read_models_are_checked);
}

#[test]
fn an_unchecked_query_is_found() {
    let unchecked = "fn list() {\n    sqlx::query_as(\"SELECT 1\");\n}\n";
    let rule = queries_of_read_models_are_checked;
    finds(rule, &[("projections/src/points/ranks.rs", unchecked)], "projections/src/points/ranks.rs:2");
    allows(rule, &[("projections/src/engine/copy.rs", unchecked)]);
}
