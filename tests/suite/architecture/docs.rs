//! Links between documents lead somewhere.

use super::tree::Tree;
use super::{allows, finds, holds};

/// The targets of a Markdown file's links that stay within the project, with their lines.
fn links(text: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let mut in_code = false;
    for (number, line) in text.lines().enumerate() {
        if line.trim_start().starts_with("```") {
            in_code = !in_code;
        }
        if in_code {
            continue;
        }
        let targets = line.split("](").skip(1).filter_map(|rest| rest.split(')').next());
        let inside = targets.filter(|target| !target.contains("://") && !target.starts_with("mailto:"));
        found.extend(inside.map(|target| (number + 1, target)));
    }
    found
}

/// A heading's anchor as forges make it.
fn anchor(heading: &str) -> String {
    let kept = heading.trim_start_matches('#').trim().to_lowercase();
    let kept = kept.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.collect::<String>().replace(' ', "-")
}

fn links_lead_somewhere(tree: &Tree) -> Vec<String> {
    let mut broken = Vec::new();
    for (path, text) in tree.files("", ".md") {
        for (number, link) in links(text) {
            let (file, heading) = link.split_once('#').unwrap_or((link, ""));
            let target = if file.is_empty() { path.to_owned() } else { beside(path, file) };
            if !tree.has(&target) {
                broken.push(format!("{path}:{number} links to {target}, which is not there"));
                continue;
            }
            let mut there = tree.files(&target, ".md").flat_map(|(_, text)| text.lines());
            if !heading.is_empty() && !there.any(|line| line.starts_with('#') && anchor(line) == heading) {
                broken.push(format!("{path}:{number} links to a heading #{heading} that {target} lacks"));
            }
        }
    }
    broken
}

/// The path of a file named from another.
fn beside(path: &str, relative: &str) -> String {
    let mut parts: Vec<&str> = path.split('/').collect();
    parts.pop();
    for part in relative.trim_end_matches('/').split('/') {
        match part {
            "." => {}
            ".." => drop(parts.pop()),
            name => parts.push(name),
        }
    }
    parts.join("/")
}

#[test]
fn links_of_this_project_lead_somewhere() {
    holds(links_lead_somewhere);
}

#[test]
fn a_link_that_leads_nowhere_is_found() {
    let rule = links_lead_somewhere;
    finds(rule, &[("docs/a.md", "see [b](../b.md)")], "docs/a.md:1 links to b.md");
    finds(rule, &[("a.md", "# One\n[two](#two)")], "a.md:2 links to a heading #two");
    let good = "# The first `one`\n[up](docs/b.md#a-b) [here](#the-first-one) [out](https://x.example/)\n";
    allows(rule, &[("a.md", good), ("docs/b.md", "## A, b\n```\n[no](link)\n```\n[folder](../docs/)")]);
}
