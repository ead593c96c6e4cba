//! What an item of the newsroom says, within limits told beforehand.

use serde::{Deserialize, Serialize};

use super::{LINK_MAX, LinkPicture};
use crate::text::{self, TextError};
use crate::{Country, Language, OrganisationId, Theme};

/// Limits in characters.
pub const TITLE_MAX: usize = 200;
pub const SUMMARY_MAX: usize = 1_000;
pub const BODY_MAX: usize = 30_000;
/// Limits in number.
pub const COUNTRIES_MAX: usize = 6;
pub const THEMES_MAX: usize = 6;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    News,
    /// Speaks for an organisation.
    PressRelease,
    BlogPost,
    /// Points to a page elsewhere; has no text of its own beside the summary.
    Link,
}

impl Kind {
    pub const ALL: [Self; 4] = [Self::News, Self::PressRelease, Self::BlogPost, Self::Link];

    pub const fn slug(self) -> &'static str {
        match self {
            Self::News => "news",
            Self::PressRelease => "press_release",
            Self::BlogPost => "blog_post",
            Self::Link => "link",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a kind of news")]
pub struct UnknownKind(String);

impl std::str::FromStr for Kind {
    type Err = UnknownKind;

    fn from_str(slug: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|kind| kind.slug() == slug).ok_or_else(|| UnknownKind(slug.to_owned()))
    }
}

/// What is written. A draft may lack anything; what is published is complete.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Story {
    pub kind: Kind,
    pub title: String,
    /// Plain text, for lists and shared links.
    pub summary: String,
    /// Markdown; empty for a link.
    pub body: String,
    /// Where a link leads; empty for the other kinds.
    pub link: String,
    pub language: Language,
    /// Those that it is about; may be empty.
    pub countries: Vec<Country>,
    /// The institution that it is about.
    pub institution: Option<OrganisationId>,
    pub themes: Vec<Theme>,
    /// The organisation in whose name it is published, beside the member who wrote it.
    pub seat: Option<OrganisationId>,
    /// Of a link, as its page has it.
    #[serde(default, skip_serializing_if = "LinkPicture::is_absent")]
    pub picture: LinkPicture,
}

/// What is wrong with a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    #[error("the title: {0}")]
    Title(TextError),
    #[error("the summary: {0}")]
    Summary(TextError),
    #[error("the text: {0}")]
    Body(TextError),
    #[error("the link must be a full address that starts with http:// or https://")]
    Link,
    #[error("choose at most {COUNTRIES_MAX} countries")]
    Countries,
    #[error("choose between one and {THEMES_MAX} themes")]
    Themes,
    #[error("a press release is published in the name of an organisation")]
    Seat,
    #[error("the note: {0}")]
    Note(TextError),
    #[error("the reason: {0}")]
    Reason(TextError),
    #[error("the time of publication must lie within the coming year")]
    Time,
}

impl Story {
    /// Tidied as a draft: only what is too long or cannot be is wrong.
    pub(super) fn drafted(self) -> Result<Self, Vec<Fault>> {
        let mut faults = Vec::new();
        let story = self.tidied(&mut faults);
        if faults.is_empty() { Ok(story) } else { Err(faults) }
    }

    /// All that is wrong with it; nothing where it can be published.
    pub fn faults(&self) -> Vec<Fault> {
        self.clone().complete().err().unwrap_or_default()
    }

    /// Tidied, or all that keeps it from being published.
    pub(super) fn complete(self) -> Result<Self, Vec<Fault>> {
        let mut faults = Vec::new();
        let story = self.tidied(&mut faults);
        let empty = |text: &str, fault: Fault, faults: &mut Vec<Fault>| {
            if text.is_empty() {
                faults.push(fault);
            }
        };
        empty(&story.title, Fault::Title(TextError::Empty), &mut faults);
        empty(&story.summary, Fault::Summary(TextError::Empty), &mut faults);
        match story.kind {
            Kind::Link => empty(&story.link, Fault::Link, &mut faults),
            Kind::News | Kind::PressRelease | Kind::BlogPost => {
                empty(&story.body, Fault::Body(TextError::Empty), &mut faults);
            }
        }
        if story.themes.is_empty() {
            faults.push(Fault::Themes);
        }
        if story.kind == Kind::PressRelease && story.seat.is_none() {
            faults.push(Fault::Seat);
        }
        faults.dedup();
        if faults.is_empty() { Ok(story) } else { Err(faults) }
    }

    /// What its kind does not have is left out, so that changing the kind leaves nothing behind unseen.
    fn tidied(mut self, faults: &mut Vec<Fault>) -> Self {
        let mut kept = |text: Result<String, TextError>, fault: fn(TextError) -> Fault| match text {
            Ok(text) => text,
            Err(TextError::Empty) => String::new(),
            Err(error) => {
                faults.push(fault(error));
                String::new()
            }
        };
        self.title = kept(text::line(&self.title, TITLE_MAX), Fault::Title);
        self.summary = kept(text::block(&self.summary, SUMMARY_MAX), Fault::Summary);
        self.body = match self.kind {
            Kind::Link => String::new(),
            _ => kept(text::block(&self.body, BODY_MAX), Fault::Body),
        };
        self.link = match self.kind {
            Kind::Link => self.link.trim().to_owned(),
            _ => String::new(),
        };
        if self.kind != Kind::Link {
            self.picture = LinkPicture::Absent;
        }
        if !self.link.is_empty() && !text::is_web_address(&self.link, LINK_MAX) {
            faults.push(Fault::Link);
        }
        self.countries.sort_unstable();
        self.countries.dedup();
        if self.countries.len() > COUNTRIES_MAX {
            faults.push(Fault::Countries);
        }
        self.themes.sort_unstable();
        self.themes.dedup();
        if self.themes.len() > THEMES_MAX {
            faults.push(Fault::Themes);
        }
        self
    }
}

#[cfg(test)]
pub(super) mod testing {
    use super::*;

    /// A piece of news that can be published.
    pub fn story() -> Story {
        Story {
            kind: Kind::News,
            title: "Nuevo registro".into(),
            summary: "Abrió hoy.".into(),
            body: "El registro **abrió**.".into(),
            link: String::new(),
            language: Language::Es,
            countries: vec!["UY".parse().unwrap()],
            institution: None,
            themes: vec![Theme::SOCIAL_REGISTRY],
            seat: None,
            picture: LinkPicture::Absent,
        }
    }

    pub fn link_to(url: &str) -> Story {
        Story { kind: Kind::Link, body: String::new(), link: url.into(), ..story() }
    }
}

#[cfg(test)]
mod tests {
    use super::testing::{link_to, story};
    use super::*;

    #[test]
    fn what_is_written_in_events_is_what_addresses_say() {
        for kind in Kind::ALL {
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.slug());
            assert_eq!(kind.slug().parse(), Ok(kind));
        }
        assert!("opinion".parse::<Kind>().is_err());
    }

    #[test]
    fn a_draft_may_lack_anything_but_not_be_too_long() {
        let bare = Story {
            title: " ".into(),
            summary: String::new(),
            body: String::new(),
            themes: vec![],
            countries: vec![],
            ..story()
        };
        assert_eq!(bare.clone().drafted().unwrap().title, "");
        let long = Story {
            title: "😀".repeat(TITLE_MAX + 1),
            body: "x".repeat(BODY_MAX + 1),
            themes: Theme::FOUNDING[..=THEMES_MAX].to_vec(),
            countries: Country::all()[..=COUNTRIES_MAX].iter().map(|state| state.country).collect(),
            ..bare
        };
        assert_eq!(
            long.drafted().unwrap_err(),
            [
                Fault::Title(TextError::TooLong(TITLE_MAX)),
                Fault::Body(TextError::TooLong(BODY_MAX)),
                Fault::Countries,
                Fault::Themes
            ]
        );
    }

    #[test]
    fn everything_that_keeps_it_from_being_published_is_said_at_once() {
        let empty = Story {
            kind: Kind::PressRelease,
            title: "\u{202e}".into(),
            summary: String::new(),
            body: " ".into(),
            themes: vec![],
            ..story()
        };
        assert_eq!(
            empty.faults(),
            [
                Fault::Title(TextError::Empty),
                Fault::Summary(TextError::Empty),
                Fault::Body(TextError::Empty),
                Fault::Themes,
                Fault::Seat
            ]
        );
        for wrong in ["", "javascript:alert(1)", "ftp://example.org", "https://a b"] {
            assert_eq!(link_to(wrong).faults(), [Fault::Link], "{wrong}");
        }
        assert_eq!(link_to(" https://example.org/a ").complete().unwrap().link, "https://example.org/a");
    }

    #[test]
    fn what_a_kind_does_not_have_is_left_out() {
        let link = Story { body: "a text".into(), ..link_to("https://example.org") };
        assert_eq!(link.complete().unwrap().body, "");
        let news = Story { link: "https://example.org".into(), ..story() };
        assert_eq!(news.complete().unwrap().link, "");
    }

    #[test]
    fn titles_in_any_script_are_kept() {
        for title in ["مبادرة الحماية الاجتماعية", "הגנה 😀 חברתית", "𝔘𝔫𝔦𝔠𝔬𝔡𝔢 🏘️"]
        {
            let kept = Story { title: title.into(), ..story() }.complete().unwrap();
            assert_eq!(kept.title, title);
        }
    }
}
