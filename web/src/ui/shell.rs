//! The frame around every page: head, header with navigation, main, footer.

use axum::http::HeaderValue;
use axum::http::header::CONTENT_SECURITY_POLICY;
use axum::response::{IntoResponse, Response};
use domain::Language;
use domain::membership::Role;
use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::wordmark::{band, wordmark};
use super::{Icon, Notice, avatar};
use crate::assets;
use crate::audit::moment;
use crate::query::Query;
use crate::visit::{Viewer, Visit};

/// What a page may do that runs a script: the portal's own, which may ask the portal.
pub const SCRIPTS: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; script-src 'self'; \
     connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
);

/// A page that was made with `Page::script`.
#[derive(Debug)]
pub struct Scripted(pub Markup);

impl IntoResponse for Scripted {
    fn into_response(self) -> Response {
        let mut response = self.0.into_response();
        response.headers_mut().insert(CONTENT_SECURITY_POLICY, SCRIPTS);
        response
    }
}

/// The entry of the main navigation that a page belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    Library,
    News,
    Events,
    Countries,
    Members,
    Leaderboard,
}

impl Section {
    const ALL: [Self; 6] =
        [Self::Library, Self::News, Self::Events, Self::Countries, Self::Members, Self::Leaderboard];

    const fn path(self) -> &'static str {
        match self {
            Self::Library => "/library",
            Self::News => "/news",
            Self::Events => "/events",
            Self::Countries => "/countries",
            Self::Members => "/members",
            Self::Leaderboard => "/leaderboard",
        }
    }

    const fn label(self) -> &'static str {
        match self {
            Self::Library => "ui-nav-library",
            Self::News => "ui-nav-news",
            Self::Events => "ui-nav-events",
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
    about: Option<Markup>,
    hero: Option<Markup>,
    hidden: bool,
    scripts: Vec<&'a str>,
    moments: bool,
}

impl<'a> Page<'a> {
    pub fn new(title: &'a str) -> Self {
        Self {
            title,
            section: None,
            crumbs: Vec::new(),
            description: None,
            feeds: Vec::new(),
            about: None,
            hero: None,
            hidden: false,
            scripts: Vec::new(),
            moments: false,
        }
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

    /// The same of several.
    pub fn feeds<const N: usize>(mut self, title: &'a str, feeds: [(&'a str, &'a str, String); N]) -> Self {
        self.feeds.extend(feeds.map(|(kind, _, address)| (kind, title, address)));
        self
    }

    /// What the head tells machines beside the usual: `meta`, `link` and blocks of data, no script that runs.
    pub fn about(mut self, elements: Markup) -> Self {
        self.about = Some(elements);
        self
    }

    /// A wide opening above the content, with the page's `h1` in it.
    pub fn hero(mut self, hero: Markup) -> Self {
        self.hero = Some(hero);
        self
    }

    /// Not for search engines.
    pub fn hidden(mut self) -> Self {
        self.hidden = true;
        self
    }

    /// A script of the portal's own that improves the page; its policy has to allow it.
    pub fn script(self, address: &'a str) -> Self {
        self.scripts([address])
    }

    pub fn scripts(mut self, addresses: impl IntoIterator<Item = &'a str>) -> Self {
        self.scripts.extend(addresses);
        self
    }

    /// It can be shown as of a moment: auditors choose it here.
    pub fn moments(mut self) -> Self {
        self.moments = true;
        self
    }

    /// The whole page; `content` begins with its `h1` unless a hero has it.
    pub fn show(&self, visit: &Visit, content: &Markup) -> Markup {
        html! {
            (DOCTYPE)
            html lang=(visit.language) {
                (self.head(visit))
                body {
                    a .skip href="#main" { (visit.text("ui-skip")) }
                    (band())
                    (header(visit, self.section))
                    @if !self.crumbs.is_empty() { (self.breadcrumbs(visit)) }
                    main #main .opening[self.hero.is_some()] tabindex="-1" {
                        @if let Some(hero) = &self.hero { (hero) }
                        div .wrap {
                            @for id in &visit.notices { div role="status" { (said(visit, id)) } }
                            @if self.moments { (moment::bar(visit)) }
                            (content)
                        }
                    }
                    (footer(visit))
                }
            }
        }
    }

    fn head(&self, visit: &Visit) -> Markup {
        html! {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (self.title) " · " (visit.text("ui-portal-short")) }
                @if let Some(description) = self.description {
                    meta name="description" content=(description);
                }
                // As of a moment a page says something else than today: it is no copy of the present one, so it names
                // no canonical address, and whoever searches is to find the present one alone.
                @if self.hidden || visit.as_of.is_some() { meta name="robots" content="noindex"; }
                meta name="theme-color" content="#1f3864";
                link rel="preload" href=(assets::font()) as="font" type="font/woff2" crossorigin;
                link rel="stylesheet" href=(assets::style());
                link rel="icon" type="image/svg+xml" href=(assets::sign());
                @for script in &self.scripts { script src=(script) defer {} }
                @if visit.localised && visit.as_of.is_none() {
                    // Filters and pages of a list are the same page to a search engine.
                    link rel="canonical" href=(visit.absolute(&visit.here()));
                    @for language in Language::ALL {
                        link rel="alternate" hreflang=(language) href=(visit.absolute(&visit.path_in(language)));
                    }
                }
                @for (kind, title, address) in &self.feeds {
                    link rel="alternate" type=(kind) title=(title) href=(address);
                }
                @if let Some(about) = &self.about { (about) }
            }
        }
    }

    fn breadcrumbs(&self, visit: &Visit) -> Markup {
        html! {
            nav .crumbs.wrap aria-label=(visit.text("ui-crumbs")) {
                ol {
                    li { a href=(visit.link("/")) { (visit.text("ui-home")) } }
                    @for (label, address) in &self.crumbs { li { a href=(address) { (label) } } }
                    li aria-current="page" { (self.title) }
                }
            }
        }
    }
}

/// What the action before this page left to say.
fn said(visit: &Visit, id: &str) -> Markup {
    // The portal's own notices are to know; those of the contexts tell what was done.
    let tone = if id.starts_with("ui-") { Notice::Info } else { Notice::Done };
    tone.show(&visit.text(id))
}

fn header(visit: &Visit, current: Option<Section>) -> Markup {
    html! {
        header .site-header {
            div .wrap {
                (wordmark(visit))
                div .account {
                    @match &visit.viewer {
                        Some(viewer) => (member_menu(visit, viewer)),
                        None => {
                            a .button.quiet.small href=(sign_in(visit)) { (visit.text("ui-sign-in")) }
                            a .button.small.join href=(visit.link("/join")) { (visit.text("ui-join")) }
                        }
                    }
                    button .button.quiet.icon-only.menu-button type="button" popovertarget="menu"
                        aria-label=(visit.text("ui-menu")) { (Icon::Menu.show()) }
                }
                div .menu #menu popover {
                    button .button.quiet.icon-only.only-narrow type="button" popovertarget="menu"
                        popovertargetaction="hide" aria-label=(visit.text("ui-close")) { (Icon::Close.show()) }
                    nav aria-label=(visit.text("ui-navigation")) {
                        ul .sections {
                            @for section in Section::ALL {
                                li {
                                    a href=(visit.link(section.path())) aria-current=[(current == Some(section)).then_some("true")] {
                                        (visit.text(section.label()))
                                    }
                                }
                            }
                            @if visit.viewer.is_none() {
                                li .only-narrow { a href=(visit.link("/join")) { (visit.text("ui-join")) } }
                            }
                        }
                    }
                    nav aria-label=(visit.text("ui-language")) {
                        ul .languages {
                            @for language in Language::ALL {
                                li {
                                    a href=(visit.in_language(language)) lang=(language) hreflang=(language)
                                        aria-current=[(visit.language == language).then_some("true")] { (language.endonym()) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The sign-in leads back to the page one is on.
fn sign_in(visit: &Visit) -> String {
    match visit.path.as_str() {
        "/" | "/sign-in" | "/join" => visit.link("/sign-in"),
        _ => Query::default().with("next", &visit.in_language(visit.language)).at(&visit.link("/sign-in")),
    }
}

fn member_menu(visit: &Visit, viewer: &Viewer) -> Markup {
    let entry = |icon: Icon, path: &str, label: &str| {
        html! { li { a href=(visit.link(path)) { (icon.show()) (visit.text(label)) } } }
    };
    html! {
        details .member-menu {
            summary {
                (avatar(&viewer.name))
                span .visually-hidden { (visit.text("ui-member-menu")) " " }
                span .name { (viewer.name) }
                (Icon::ChevronDown.show())
            }
            ul {
                (entry(Icon::Person, &format!("/members/{}", viewer.id), "ui-my-profile"))
                (entry(Icon::Bookmark, "/bookmarks", "ui-my-bookmarks"))
                (entry(Icon::Points, "/points", "ui-my-points"))
                (entry(Icon::Lock, "/account", "ui-my-account"))
                @if viewer.holds(Role::Admin) { (entry(Icon::Gauge, "/admin", "ui-administration")) }
                @if viewer.audits() { (entry(Icon::Search, "/audit", "audit-title")) }
                li {
                    form method="post" action=(visit.link("/sign-out")) {
                        button type="submit" { (Icon::SignOut.show()) (visit.text("ui-sign-out")) }
                    }
                }
            }
        }
    }
}

fn footer(visit: &Visit) -> Markup {
    html! {
        footer .site-footer {
            (PreEscaped("<svg class=\"weave\" aria-hidden=\"true\" shape-rendering=\"crispEdges\"><path fill=\"url(#weave)\" d=\"M0 0h9999v8H0z\"/></svg>"))
            div .wrap {
                div {
                    h2 { (visit.text("ui-network")) }
                    p { (visit.text("ui-about")) }
                }
                div {
                    h2 { (visit.text("ui-run-by")) }
                    address {
                        (visit.text("ui-department")) br;
                        (visit.text("ui-secretariat")) br;
                        (visit.text("ui-oas")) br;
                        "1889 F St. NW, 7th floor" br;
                        "Washington D.C. 20006"
                    }
                }
                nav aria-label=(visit.text("ui-footer")) {
                    h2 { (visit.text("ui-portal")) }
                    ul {
                        @for section in Section::ALL {
                            li { a href=(visit.link(section.path())) { (visit.text(section.label())) } }
                        }
                        li { a href=(visit.link("/themes")) { (visit.text("library-themes-title")) } }
                        li { a href=(visit.link("/about")) { (visit.text("home-about")) } }
                    }
                }
            }
        }
    }
}
