//! What the page behind a link says of itself, as far as the portal could read it.

use serde::{Deserialize, Serialize};

use super::{SUMMARY_MAX, TITLE_MAX};
use crate::{PictureId, text};

/// Longest address, in characters.
pub const LINK_MAX: usize = 2_000;

/// The picture of the page behind a link, as the portal keeps it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkPicture {
    /// There is none, or none yet.
    #[default]
    Absent,
    /// Whoever writes does not want it.
    Unwanted,
    Taken {
        id: PictureId,
        /// In pixels.
        width: u32,
        height: u32,
    },
}

impl LinkPicture {
    pub fn is_absent(&self) -> bool {
        *self == Self::Absent
    }
}

/// Title, description and picture of the page, each may be missing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    pub title: String,
    pub summary: String,
    #[serde(default, skip_serializing_if = "LinkPicture::is_absent")]
    pub picture: LinkPicture,
}

impl Found {
    /// Tidied and cut to what a title and a summary may have.
    pub(super) fn tidied(&self) -> Self {
        Self {
            title: cut(&self.title, TITLE_MAX),
            summary: cut(&self.summary, SUMMARY_MAX),
            picture: self.picture,
        }
    }
}

fn cut(text: &str, max: usize) -> String {
    let line = text::line(text, usize::MAX).unwrap_or_default();
    match line.char_indices().nth(max - 1) {
        Some((end, _)) if line.chars().count() > max => format!("{}…", line[..end].trim_end()),
        _ => line,
    }
}

/// Why nothing could be read there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum Unread {
    #[error("the address does not lead to a public web server")]
    NotPublic,
    #[error("the server did not answer in time, or not at all")]
    Silent,
    #[error("the server answered that the page is not there or not for everybody")]
    Refused,
    #[error("what is there is no web page")]
    NoPage,
    #[error("the page leads on from address to address without end")]
    Astray,
}

impl Unread {
    pub const ALL: [Self; 5] = [Self::NotPublic, Self::Silent, Self::Refused, Self::NoPage, Self::Astray];

    pub const fn slug(self) -> &'static str {
        match self {
            Self::NotPublic => "not_public",
            Self::Silent => "silent",
            Self::Refused => "refused",
            Self::NoPage => "no_page",
            Self::Astray => "astray",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_page_says_is_tidied_and_cut() {
        let long = "señal ".repeat(100);
        let found =
            Found { title: long, summary: " Una\n\tred \u{202e} ".into(), ..Found::default() }.tidied();
        assert!(found.title.ends_with('…') && found.title.chars().count() <= TITLE_MAX);
        assert_eq!(found.summary, "Una red");
        assert_eq!(cut(&"x".repeat(5), 5), "xxxxx");
        assert_eq!(cut(&"x".repeat(6), 5), "xxxx…");
    }

    #[test]
    fn reasons_are_written_as_they_are_named() {
        for unread in Unread::ALL {
            assert_eq!(serde_json::to_value(unread).unwrap(), unread.slug());
        }
    }
}
