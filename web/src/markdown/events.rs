//! What the parser of Markdown found, turned into what the portal shows: headings below the page's, typed
//! HTML as text, pictures and mentions by the portal's own rules.

use domain::PictureId;
use domain::text::is_shown;
use maud::html;
use pulldown_cmark::{CowStr, Event, HeadingLevel, LinkType, Tag, TagEnd};

use super::mentions::{People, Who, member};
use crate::i18n;

/// Where pictures of texts are.
pub const PICTURES: &str = "/pictures/";
/// Of a picture's id as the portal writes it.
const ID: usize = 36;

/// Deeper lists and quotes are shown as text: no reader needs them, and hostile ones cost time.
pub const NESTING_MAX: usize = 12;

/// The events as they are to be written.
pub fn of<'a>(events: impl Iterator<Item = Event<'a>>, people: &People) -> Vec<Event<'a>> {
    let mut shown = Vec::new();
    let mut linked = false;
    let mut events = Shallow { depth: 0, events };
    while let Some(event) = events.next() {
        match event {
            Event::Start(Tag::Image { dest_url, .. }) if own_picture(&dest_url).is_some() => {
                let alt = inner_text(&mut events);
                shown.push(picture(&dest_url, &alt, people, linked));
            }
            Event::Start(Tag::Link { dest_url, .. }) if member(&dest_url).is_some() => {
                inner_text(&mut events);
                shown.extend(mention(&dest_url, people));
            }
            other => {
                match &other {
                    Event::Start(Tag::Link { .. }) => linked = true,
                    Event::End(TagEnd::Link) => linked = false,
                    _ => {}
                }
                shown.push(below_the_page(other));
            }
        }
    }
    shown
}

/// The text up to the end of what has just begun.
fn inner_text<'a>(events: &mut impl Iterator<Item = Event<'a>>) -> String {
    let mut text = String::new();
    let mut depth = 1;
    for event in events {
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth -= 1,
            Event::Text(words) | Event::Code(words) => text.push_str(&visible(words)),
            Event::SoftBreak | Event::HardBreak => text.push(' '),
            _ => {}
        }
        if depth == 0 {
            break;
        }
    }
    text
}

/// Which picture of the portal an address names, with its width and height: `/pictures/{id}-{w}x{h}`.
pub fn own_picture(address: &str) -> Option<(PictureId, u16, u16)> {
    let name = address.strip_prefix(PICTURES)?;
    let (_, size) = name.split_at_checked(ID)?;
    let (width, height) = size.strip_prefix('-')?.split_once('x')?;
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let pixels = |text: &str| text.parse().ok().filter(|_| digits(text));
    let id = picture_of(address)?;
    // One spelling each.
    (name.starts_with(&id.to_string())).then_some((id, pixels(width)?, pixels(height)?))
}

/// Which picture a text that begins with such an address names.
pub fn picture_of(address: &str) -> Option<PictureId> {
    address.strip_prefix(PICTURES)?.get(..ID)?.parse().ok()
}

/// `linked` within a link, which can hold no other.
fn picture(address: &str, alt: &str, people: &People, linked: bool) -> Event<'static> {
    let (language, text) = (people.language(), |id| i18n::text(people.language(), id));
    let shown = match own_picture(address) {
        Some((id, ..)) if people.is_removed(id) => html! {
            span .picture-gone {
                @if linked { (text("ui-picture-gone")) }
                @else { a href={ "/" (language) (address) } { (text("ui-picture-gone")) } }
                @if !alt.is_empty() { ": " (alt) }
            }
        },
        of => html! {
            @let (width, height) = of.map_or((0, 0), |(_, width, height)| (width, height));
            img src=(address) alt=(alt) width=(width) height=(height) loading="lazy";
            @if people.moderates() && !linked {
                " " a href={ "/" (language) (address) "/withdraw" } { (text("ui-picture-take-down")) }
            }
        },
    };
    Event::InlineHtml(CowStr::from(shown.into_string()))
}

/// Before it stands the `@` of the text.
fn mention(address: &str, people: &People) -> Vec<Event<'static>> {
    let Some(id) = member(address) else { return vec![] };
    let name = Event::Text(CowStr::from(people.name(id)));
    if matches!(people.who(id), Who::Former) {
        return vec![name];
    }
    let link = Tag::Link {
        link_type: LinkType::Inline,
        dest_url: CowStr::from(people.address(id)),
        title: CowStr::Borrowed(""),
        id: CowStr::Borrowed(""),
    };
    vec![Event::Start(link), name, Event::End(TagEnd::Link)]
}

/// Without control characters and those that turn the direction of a text, which come as entities such as `&#1;`.
pub fn visible(text: CowStr<'_>) -> CowStr<'_> {
    let kept = |c: &char| c.is_whitespace() || is_shown(*c);
    if text.chars().all(|c| kept(&c)) {
        text
    } else {
        CowStr::from(text.chars().filter(kept).collect::<String>())
    }
}

/// The page has `h1` and `h2`: a text begins with `h3`. Pictures become links to them.
fn below_the_page(event: Event<'_>) -> Event<'_> {
    let lower = |level: HeadingLevel| match level {
        HeadingLevel::H1 => HeadingLevel::H3,
        HeadingLevel::H2 => HeadingLevel::H4,
        HeadingLevel::H3 => HeadingLevel::H5,
        _ => HeadingLevel::H6,
    };
    match event {
        Event::Start(Tag::Heading { level, .. }) => Event::Start(Tag::Heading {
            level: lower(level),
            id: None,
            classes: Vec::new(),
            attrs: Vec::new(),
        }),
        Event::End(TagEnd::Heading(level)) => Event::End(TagEnd::Heading(lower(level))),
        Event::Start(Tag::Image { link_type, dest_url, title, id }) => {
            Event::Start(Tag::Link { link_type, dest_url, title, id })
        }
        Event::End(TagEnd::Image) => Event::End(TagEnd::Link),
        // Typed HTML is shown as it was typed.
        Event::Html(html) | Event::InlineHtml(html) => Event::Text(html),
        Event::Text(text) => Event::Text(visible(text)),
        Event::Code(text) => Event::Code(visible(text)),
        other => other,
    }
}

/// Drops the marks of containers that are nested too deeply, keeping what stands in them.
struct Shallow<'a, I: Iterator<Item = Event<'a>>> {
    depth: usize,
    events: I,
}

impl<'a, I: Iterator<Item = Event<'a>>> Iterator for Shallow<'a, I> {
    type Item = Event<'a>;

    fn next(&mut self) -> Option<Event<'a>> {
        let event = self.events.next()?;
        match event {
            Event::Start(_) => {
                self.depth += 1;
                Some(if self.depth > NESTING_MAX { Event::Text(CowStr::Borrowed("")) } else { event })
            }
            Event::End(_) => {
                self.depth -= 1;
                Some(if self.depth >= NESTING_MAX { Event::Text(CowStr::Borrowed(" ")) } else { event })
            }
            other => Some(other),
        }
    }
}
