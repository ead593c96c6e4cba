//! A resource of the library: a link or an uploaded document that a member publishes.

use cqrs_es::persist::SemanticVersionEventUpcaster;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::text::{self, TextError};
use crate::{Country, FileId, Language, MemberId, OrganisationId, ResourceId, Rules, Theme, aggregate};

/// Limits in characters, told beforehand beside each field.
pub const TITLE_MAX: usize = 200;
pub const SUMMARY_MAX: usize = 5_000;
pub const AUTHORS_MAX: usize = 300;
pub const LINK_MAX: usize = 2_000;
pub const REASON_MAX: usize = 500;
pub const THEMES_MAX: usize = 6;
/// Largest uploaded document, in bytes.
pub const DOCUMENT_MAX: u64 = 50 * 1024 * 1024;

/// What kind of publication it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Article,
    Dataset,
    Evaluation,
    Guide,
    Law,
    Presentation,
    Report,
    Tool,
}

impl Kind {
    pub const ALL: [Self; 8] = [
        Self::Article,
        Self::Dataset,
        Self::Evaluation,
        Self::Guide,
        Self::Law,
        Self::Presentation,
        Self::Report,
        Self::Tool,
    ];

    pub const fn slug(self) -> &'static str {
        match self {
            Self::Article => "article",
            Self::Dataset => "dataset",
            Self::Evaluation => "evaluation",
            Self::Guide => "guide",
            Self::Law => "law",
            Self::Presentation => "presentation",
            Self::Report => "report",
            Self::Tool => "tool",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a kind of resource")]
pub struct UnknownKind(String);

impl std::str::FromStr for Kind {
    type Err = UnknownKind;

    fn from_str(slug: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|kind| kind.slug() == slug).ok_or_else(|| UnknownKind(slug.to_owned()))
    }
}

/// Under what terms others may use it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Licence {
    #[serde(rename = "cc-by-4.0")]
    CcBy,
    #[serde(rename = "cc-by-sa-4.0")]
    CcBySa,
    #[serde(rename = "cc-by-nc-4.0")]
    CcByNc,
    #[serde(rename = "public-domain")]
    PublicDomain,
    #[serde(rename = "all-rights-reserved")]
    AllRightsReserved,
}

/// Where the resource itself is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "at", rename_all = "snake_case")]
pub enum Source {
    /// An `http` or `https` address elsewhere.
    Link { url: String },
    /// In the object store; `sha256` in lower-case hexadecimal, `size` in bytes.
    Document { file: FileId, name: String, media_type: String, size: u64, sha256: String },
}

/// The values by which the library is filtered and counted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facets {
    pub country: Option<Country>,
    pub language: Language,
    pub kind: Kind,
    pub themes: Vec<Theme>,
}

/// What describes a resource.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Details {
    pub title: String,
    /// Markdown.
    pub summary: String,
    /// As they would be cited; may be empty.
    pub authors: String,
    pub institution: Option<OrganisationId>,
    pub year: Option<u16>,
    pub licence: Licence,
    #[serde(flatten)]
    pub facets: Facets,
}

/// One resource. Its aggregate id is its `ResourceId`.
#[derive(Default, Serialize, Deserialize)]
pub struct Resource {
    state: State,
    /// Counts changes, so that a stale edit is noticed.
    revision: u32,
}

#[derive(Default, Serialize, Deserialize)]
enum State {
    #[default]
    Absent,
    Published {
        resource: ResourceId,
        author: MemberId,
        details: Details,
    },
    Withdrawn,
}

impl Resource {
    /// Who published it, while it is published.
    pub const fn author(&self) -> Option<MemberId> {
        match &self.state {
            State::Published { author, .. } => Some(*author),
            State::Absent | State::Withdrawn => None,
        }
    }
}

#[derive(Clone, Debug)]
pub enum ResourceCommand {
    /// `this_year` bounds the year of publication.
    Publish {
        resource: ResourceId,
        author: MemberId,
        details: Details,
        source: Source,
        this_year: u16,
    },
    /// `revision` is the one that the editor saw.
    Edit {
        revision: u32,
        details: Details,
        this_year: u16,
    },
    Withdraw {
        reason: String,
    },
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum ResourceEvent {
    ResourcePublished {
        resource: ResourceId,
        author: MemberId,
        details: Details,
        source: Source,
    },
    /// `was` are the facets before, so that counts can be corrected from this event alone.
    ResourceEdited {
        resource: ResourceId,
        revision: u32,
        details: Details,
        was: Facets,
    },
    ResourceWithdrawn {
        resource: ResourceId,
        author: MemberId,
        reason: String,
        was: Facets,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ResourceError {
    #[error("the title: {0}")]
    Title(TextError),
    #[error("the summary: {0}")]
    Summary(TextError),
    #[error("the authors: {0}")]
    Authors(TextError),
    #[error("choose between one and {THEMES_MAX} themes")]
    Themes,
    #[error("the year must lie between 1900 and this year")]
    Year,
    #[error("the link must be a full address that starts with http:// or https://")]
    Link,
    #[error("a document must have content and be at most 50 MB")]
    Size,
    #[error("the reason: {0}")]
    Reason(TextError),
    #[error("there is no such resource")]
    Absent,
    #[error("this resource was withdrawn")]
    Withdrawn,
    #[error("someone else changed this resource in the meantime")]
    Stale,
}

impl Details {
    fn checked(self, this_year: u16) -> Result<Self, ResourceError> {
        let mut themes = self.facets.themes;
        themes.sort_unstable();
        themes.dedup();
        if themes.is_empty() || themes.len() > THEMES_MAX {
            return Err(ResourceError::Themes);
        }
        if self.year.is_some_and(|year| !(1900..=this_year).contains(&year)) {
            return Err(ResourceError::Year);
        }
        Ok(Self {
            title: text::line(&self.title, TITLE_MAX).map_err(ResourceError::Title)?,
            summary: text::block(&self.summary, SUMMARY_MAX).map_err(ResourceError::Summary)?,
            authors: text::optional(text::line(&self.authors, AUTHORS_MAX))
                .map_err(ResourceError::Authors)?
                .unwrap_or_default(),
            facets: Facets { themes, ..self.facets },
            ..self
        })
    }
}

impl Source {
    fn checked(self) -> Result<Self, ResourceError> {
        match &self {
            Self::Link { url } => {
                let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
                let host = rest.and_then(|rest| rest.split(['/', '?', '#']).next()).unwrap_or_default();
                let plain = url.chars().all(|c| !c.is_whitespace() && !c.is_control());
                if host.is_empty() || host.contains('@') || !plain || url.chars().count() > LINK_MAX {
                    return Err(ResourceError::Link);
                }
            }
            Self::Document { size, .. } if *size == 0 || *size > DOCUMENT_MAX => {
                return Err(ResourceError::Size);
            }
            Self::Document { .. } => {}
        }
        Ok(self)
    }
}

impl Rules for Resource {
    fn decide(&self, command: ResourceCommand) -> Result<Vec<ResourceEvent>, ResourceError> {
        match (&self.state, command) {
            (State::Absent, ResourceCommand::Publish { resource, author, details, source, this_year }) => {
                Ok(vec![ResourceEvent::ResourcePublished {
                    resource,
                    author,
                    details: details.checked(this_year)?,
                    source: source.checked()?,
                }])
            }
            (State::Published { .. }, ResourceCommand::Publish { .. })
            | (State::Withdrawn, ResourceCommand::Withdraw { .. }) => Ok(vec![]),
            (
                State::Published { resource, details: current, .. },
                ResourceCommand::Edit { revision, details, this_year },
            ) => {
                let details = details.checked(this_year)?;
                if details == *current {
                    return Ok(vec![]);
                }
                if revision != self.revision {
                    return Err(ResourceError::Stale);
                }
                Ok(vec![ResourceEvent::ResourceEdited {
                    resource: *resource,
                    revision: revision + 1,
                    details,
                    was: current.facets.clone(),
                }])
            }
            (State::Published { resource, author, details }, ResourceCommand::Withdraw { reason }) => {
                Ok(vec![ResourceEvent::ResourceWithdrawn {
                    resource: *resource,
                    author: *author,
                    reason: text::line(&reason, REASON_MAX).map_err(ResourceError::Reason)?,
                    was: details.facets.clone(),
                }])
            }
            (State::Absent, _) => Err(ResourceError::Absent),
            (State::Withdrawn, _) => Err(ResourceError::Withdrawn),
        }
    }

    fn evolve(&mut self, event: &ResourceEvent) {
        match event {
            ResourceEvent::ResourcePublished { resource, author, details, .. } => {
                self.revision = 1;
                self.state =
                    State::Published { resource: *resource, author: *author, details: details.clone() };
            }
            ResourceEvent::ResourceEdited { revision, details: changed, .. } => {
                self.revision = *revision;
                if let State::Published { details, .. } = &mut self.state {
                    details.clone_from(changed);
                }
            }
            ResourceEvent::ResourceWithdrawn { .. } => self.state = State::Withdrawn,
        }
    }
}

aggregate!(
    "resource",
    Resource,
    ResourceCommand,
    ResourceError,
    ResourceEvent { ResourcePublished: "2", ResourceEdited: "1", ResourceWithdrawn: "1" }
);

/// Version 1 had a single `theme` and no `licence`; such resources stay all rights reserved.
pub fn resource_published_v1() -> SemanticVersionEventUpcaster {
    SemanticVersionEventUpcaster::new(
        "ResourcePublished",
        "2",
        Box::new(|mut payload| {
            if let Some(Value::Object(details)) = payload.pointer_mut("/ResourcePublished/details") {
                if let Some(theme) = details.remove("theme") {
                    details.insert("themes".into(), Value::Array(vec![theme]));
                }
                details.entry("licence").or_insert_with(|| "all-rights-reserved".into());
            }
            payload
        }),
    )
}
