//! Tabs: pages that stand side by side, as links.

use maud::{Markup, html};

#[derive(Clone, Debug)]
pub struct Tab<'a> {
    pub label: &'a str,
    pub address: String,
    pub current: bool,
}

/// `label` names the group for screen readers.
pub fn tabs(label: &str, tabs: &[Tab<'_>]) -> Markup {
    html! {
        nav aria-label=(label) {
            ul .tabs {
                @for tab in tabs {
                    li { a href=(tab.address) aria-current=[tab.current.then_some("page")] { (tab.label) } }
                }
            }
        }
    }
}
