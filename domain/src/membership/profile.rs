//! A member's profile: what it holds, who may see each field, and how it is checked when typed.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::{Fault, MemberError};
use crate::text::{self, TextError};
use crate::{Country, Language, MemberId, OrganisationId, Personal, Theme};

/// Limits in characters, told beforehand beside each field.
pub const NAME_MAX: usize = 100;
pub const POST_MAX: usize = 120;
pub const BIOGRAPHY_MAX: usize = 3_000;
pub const LINK_MAX: usize = 300;
pub const LINKS_MAX: usize = 5;
pub const THEMES_MAX: usize = 10;

/// Who may see a field of a profile.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Visibility {
    Everyone,
    #[default]
    Members,
    Connections,
    OnlyMe,
}

impl Visibility {
    pub const ALL: [Self; 4] = [Self::Everyone, Self::Members, Self::Connections, Self::OnlyMe];

    pub const fn slug(self) -> &'static str {
        match self {
            Self::Everyone => "everyone",
            Self::Members => "members",
            Self::Connections => "connections",
            Self::OnlyMe => "only_me",
        }
    }
}

impl fmt::Display for Visibility {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.slug())
    }
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a visibility")]
pub struct UnknownVisibility(String);

impl FromStr for Visibility {
    type Err = UnknownVisibility;

    fn from_str(slug: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|visibility| visibility.slug() == slug)
            .ok_or_else(|| UnknownVisibility(slug.to_owned()))
    }
}

/// A value with who may see it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown<T> {
    pub value: T,
    pub to: Visibility,
}

impl<T> Shown<T> {
    pub const fn new(value: T, to: Visibility) -> Self {
        Self { value, to }
    }
}

/// What members say of themselves. E-mail addresses are never part of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    pub name: Shown<Personal<String>>,
    pub post: Shown<Option<Personal<String>>>,
    pub institution: Shown<Option<OrganisationId>>,
    pub country: Shown<Country>,
    pub languages: Shown<Vec<Language>>,
    pub interests: Shown<Vec<Theme>>,
    pub expertise: Shown<Vec<Theme>>,
    /// Markdown.
    pub biography: Shown<Option<Personal<String>>>,
    pub links: Shown<Vec<Personal<String>>>,
}

/// A profile as it was typed; `decide` turns it into a [`Profile`].
#[derive(Clone, Debug)]
pub struct ProfileDraft {
    pub name: Shown<String>,
    pub post: Shown<String>,
    pub institution: Shown<Option<OrganisationId>>,
    pub country: Shown<Country>,
    pub languages: Shown<Vec<Language>>,
    pub interests: Shown<Vec<Theme>>,
    pub expertise: Shown<Vec<Theme>>,
    pub biography: Shown<String>,
    pub links: Shown<Vec<String>>,
}

impl Profile {
    /// What a new member's profile says until it is edited.
    pub fn initial(name: Personal<String>, country: Country, language: Language) -> Self {
        Self {
            name: Shown::new(name, Visibility::Everyone),
            post: Shown::default(),
            institution: Shown::new(None, Visibility::Everyone),
            country: Shown::new(country, Visibility::Everyone),
            languages: Shown::new(vec![language], Visibility::Members),
            interests: Shown::default(),
            expertise: Shown::default(),
            biography: Shown::default(),
            links: Shown::default(),
        }
    }
}

impl ProfileDraft {
    /// What [`Profile::initial`] says, as if it had been typed.
    pub fn initial(name: String, country: Country, language: Language) -> Self {
        Self {
            name: Shown::new(name, Visibility::Everyone),
            post: Shown::default(),
            institution: Shown::new(None, Visibility::Everyone),
            country: Shown::new(country, Visibility::Everyone),
            languages: Shown::new(vec![language], Visibility::Members),
            interests: Shown::default(),
            expertise: Shown::default(),
            biography: Shown::default(),
            links: Shown::default(),
        }
    }

    /// The profile, or all that is wrong with it.
    pub(super) fn checked(self, of: MemberId) -> Result<Profile, MemberError> {
        let mut faults = vec![];
        let name = noted(checked_name(&self.name.value), &mut faults);
        let post = text::optional(text::line(&self.post.value, POST_MAX)).map_err(Fault::Post);
        let post = noted(post, &mut faults);
        let biography = text::optional(text::block(&self.biography.value, BIOGRAPHY_MAX));
        let biography = noted(biography.map_err(Fault::Biography), &mut faults);
        let links = noted(links(&self.links.value), &mut faults);
        let interests = noted(themes(self.interests.value).ok_or(Fault::Interests), &mut faults);
        let expertise = noted(themes(self.expertise.value).ok_or(Fault::Expertise), &mut faults);
        if !faults.is_empty() {
            return Err(MemberError::Invalid(faults));
        }
        let personal = |text: String| Personal::new(of, text);
        Ok(Profile {
            name: Shown::new(personal(name), self.name.to),
            post: Shown::new(post.map(personal), self.post.to),
            institution: self.institution,
            country: self.country,
            languages: Shown::new(distinct(self.languages.value), self.languages.to),
            interests: Shown::new(interests, self.interests.to),
            expertise: Shown::new(expertise, self.expertise.to),
            biography: Shown::new(biography.map(personal), self.biography.to),
            links: Shown::new(links.into_iter().map(personal).collect(), self.links.to),
        })
    }
}

/// The value, or nothing with its fault put to the others.
pub(super) fn noted<T: Default>(checked: Result<T, Fault>, faults: &mut Vec<Fault>) -> T {
    checked.unwrap_or_else(|fault| {
        faults.push(fault);
        T::default()
    })
}

/// One line with at least one letter: a name of marks alone could not be read or clicked.
pub fn checked_name(typed: &str) -> Result<String, Fault> {
    let name = text::line(typed, NAME_MAX).map_err(Fault::Name)?;
    if name.chars().any(char::is_alphabetic) { Ok(name) } else { Err(Fault::Name(TextError::Empty)) }
}

fn themes(chosen: Vec<Theme>) -> Option<Vec<Theme>> {
    let themes = distinct(chosen);
    (themes.len() <= THEMES_MAX).then_some(themes)
}

/// Sorted, each once: the order of a form's boxes says nothing.
fn distinct<T: Ord>(mut values: Vec<T>) -> Vec<T> {
    values.sort_unstable();
    values.dedup();
    values
}

/// In the member's order, each once, empty ones left out.
fn links(typed: &[String]) -> Result<Vec<String>, Fault> {
    let mut links: Vec<String> = Vec::new();
    for link in typed.iter().map(|link| link.trim()).filter(|link| !link.is_empty()) {
        if !text::is_web_address(link, LINK_MAX) {
            return Err(Fault::Links);
        }
        if !links.iter().any(|known| known == link) {
            links.push(link.to_owned());
        }
    }
    if links.len() > LINKS_MAX { Err(Fault::Links) } else { Ok(links) }
}
