//! The frame around every page: head, header with navigation, main, footer.

use domain::Language;
use maud::{DOCTYPE, Markup, html};

use crate::assets;
use crate::visit::Visit;

/// The entry of the main navigation that a page belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    Library,
    Countries,
    Members,
    Leaderboard,
}

impl Section {
    const ALL: [Self; 4] = [Self::Library, Self::Countries, Self::Members, Self::Leaderboard];

    const fn path(self) -> &'static str {
        match self {
            Self::Library => "/library",
            Self::Countries => "/countries",
            Self::Members => "/members",
            Self::Leaderboard => "/leaderboard",
        }
    }

    const fn label(self) -> &'static str {
        match self {
            Self::Library => "ui-nav-library",
            Self::Countries => "ui-nav-countries",
            Self::Members => "ui-nav-members",
            Self::Leaderboard => "ui-nav-leaderboard",
        }
    }
}

/// A page before it is shown: `Page::new(title).section(Section::Library).show(&visit, &content)`.
#[derive(Debug)]
pub struct Page<'a> {
    title: &'a str,
    section: Option<Section>,
    crumbs: Vec<(&'a str, String)>,
    description: Option<&'a str>,
    feeds: Vec<(&'a str, &'a str, String)>,
}

impl<'a> Page<'a> {
    pub fn new(title: &'a str) -> Self {
        Self { title, section: None, crumbs: Vec::new(), description: None, feeds: Vec::new() }
    }

    pub fn section(mut self, section: Section) -> Self {
        self.section = Some(section);
        self
    }

    /// A step of the breadcrumbs above the page, from the outermost on: label and address.
    pub fn crumb(mut self, label: &'a str, address: String) -> Self {
        self.crumbs.push((label, address));
        self
    }

    /// One sentence for search engines and shared links.
    pub fn description(mut self, description: &'a str) -> Self {
        self.description = Some(description);
        self
    }

    /// A feed of what the page lists: media type, title and address.
    pub fn feed(mut self, kind: &'a str, title: &'a str, address: String) -> Self {
        self.feeds.push((kind, title, address));
        self
    }

    /// The whole page; `content` begins with its `h1`.
    pub fn show(&self, visit: &Visit, content: &Markup) -> Markup {
        html! {
            (DOCTYPE)
            html lang=(visit.language) {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    title { (self.title) " · " (visit.text("ui-portal-short")) }
                    @if let Some(description) = self.description {
                        meta name="description" content=(description);
                    }
                    link rel="stylesheet" href=(assets::style());
                    @for (kind, title, address) in &self.feeds {
                        link rel="alternate" type=(kind) title=(title) href=(address);
                    }
                }
                body {
                    header {
                        a href=(visit.link("/")) { (visit.text("ui-portal-short")) }
                        nav {
                            @for section in Section::ALL {
                                a href=(visit.link(section.path())) aria-current=[(self.section == Some(section)).then_some("true")] {
                                    (visit.text(section.label()))
                                }
                            }
                            @for language in Language::ALL {
                                a href=(visit.in_language(language)) lang=(language) hreflang=(language) { (language.endonym()) }
                            }
                        }
                    }
                    @for (label, address) in &self.crumbs { a href=(address) { (label) } " / " }
                    main #main {
                        @for notice in &visit.notices { p role="status" { (visit.text(notice)) } }
                        (content)
                    }
                }
            }
        }
    }
}
