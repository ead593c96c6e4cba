//! Messages about the page: done, to know, to heed.

use maud::{Markup, Render, html};

use super::Icon;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notice {
    Done,
    Info,
    Warning,
}

impl Notice {
    /// `content` is a text, or markup of blocks.
    pub fn show(self, content: &impl Render) -> Markup {
        let (class, icon) = match self {
            Self::Done => ("notice done", Icon::Check),
            Self::Info => ("notice", Icon::Info),
            Self::Warning => ("notice warning", Icon::Warning),
        };
        html! { div class=(class) { (icon.show()) div { (content) } } }
    }
}
