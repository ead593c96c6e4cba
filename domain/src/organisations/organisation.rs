//! An organisation: a member state, a partner or an institution, with its presentation and programmes.

use serde::{Deserialize, Serialize};

use crate::places::LocalText;
use crate::text::{self, TextError};
use crate::{Country, Language, OrganisationId, ProgrammeId, Rules, Theme, aggregate};

/// Limits of PRODUCT 6, in words.
pub const POLICY_WORDS: usize = 150;
pub const VISION_WORDS: usize = 150;
pub const INSTITUTIONS_WORDS: usize = 80;
/// Limits in characters.
pub const NAME_MAX: usize = 200;
pub const TEXT_MAX: usize = 3_000;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrganisationKind {
    MemberState,
    Partner,
    /// A ministry or agency of a member state.
    Institution,
}

/// What an organisation says of itself; each text in one or more languages, Markdown.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Presentation {
    pub policy: LocalText,
    pub vision: LocalText,
    pub institutions: LocalText,
    pub cooperation: LocalText,
    pub contact: LocalText,
    pub website: Option<String>,
}

/// A social programme that a country carries out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Programme {
    pub id: ProgrammeId,
    pub name: String,
    /// Its usual abbreviation.
    pub short: String,
    pub since: Option<u16>,
    /// The last year, for programmes that have ended.
    pub until: Option<u16>,
    pub agency: String,
    pub themes: Vec<Theme>,
    pub language: Language,
    pub summary: LocalText,
}

/// One organisation. Its aggregate id is its `OrganisationId`.
#[derive(Default, Serialize, Deserialize)]
pub struct Organisation {
    id: Option<OrganisationId>,
    presentation: Presentation,
    revision: u32,
    programmes: Vec<Programme>,
}

impl Organisation {
    /// Set once it is registered.
    pub const fn id(&self) -> Option<OrganisationId> {
        self.id
    }
}

#[derive(Clone, Debug)]
pub enum OrganisationCommand {
    /// The slug was reserved before.
    Register {
        id: OrganisationId,
        kind: OrganisationKind,
        slug: String,
        /// None for partners that belong to no one country.
        country: Option<Country>,
        names: LocalText,
    },
    /// `revision` is the one that the editor saw.
    Present { revision: u32, presentation: Presentation },
    /// Adds the programme, or replaces it where its id is known.
    DescribeProgramme { programme: Programme },
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum OrganisationEvent {
    OrganisationRegistered {
        organisation: OrganisationId,
        kind: OrganisationKind,
        slug: String,
        country: Option<Country>,
        names: LocalText,
    },
    OrganisationPresented {
        organisation: OrganisationId,
        revision: u32,
        presentation: Presentation,
    },
    ProgrammeDescribed {
        organisation: OrganisationId,
        programme: Programme,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OrganisationError {
    #[error("the name: {0}")]
    Name(TextError),
    #[error("the text: {0}")]
    Text(TextError),
    #[error("this has more than {0} words")]
    TooManyWords(usize),
    #[error("the website must be a full address that starts with https:// or http://")]
    Website,
    #[error("a programme's last year lies before its first")]
    Years,
    #[error("there is no such organisation")]
    Absent,
    #[error("someone else changed this page in the meantime")]
    Stale,
}

fn bounded(mut texts: LocalText, words: Option<usize>) -> Result<LocalText, OrganisationError> {
    texts.0.retain(|_, text| !text.trim().is_empty());
    for text in texts.0.values_mut() {
        *text = text::block(text, TEXT_MAX).map_err(OrganisationError::Text)?;
        if let Some(words) = words.filter(|words| text.split_whitespace().count() > *words) {
            return Err(OrganisationError::TooManyWords(words));
        }
    }
    Ok(texts)
}

impl Presentation {
    fn checked(self) -> Result<Self, OrganisationError> {
        let website = self.website.map(|site| site.trim().to_owned()).filter(|site| !site.is_empty());
        if website.as_ref().is_some_and(|site| {
            !(site.starts_with("https://") || site.starts_with("http://"))
                || site.contains(char::is_whitespace)
        }) {
            return Err(OrganisationError::Website);
        }
        Ok(Self {
            policy: bounded(self.policy, Some(POLICY_WORDS))?,
            vision: bounded(self.vision, Some(VISION_WORDS))?,
            institutions: bounded(self.institutions, Some(INSTITUTIONS_WORDS))?,
            cooperation: bounded(self.cooperation, None)?,
            contact: bounded(self.contact, None)?,
            website,
        })
    }
}

impl Programme {
    fn checked(mut self) -> Result<Self, OrganisationError> {
        self.name = text::line(&self.name, NAME_MAX).map_err(OrganisationError::Name)?;
        self.short = text::line(&self.short, NAME_MAX).map_err(OrganisationError::Name)?;
        self.agency = text::line(&self.agency, NAME_MAX).map_err(OrganisationError::Name)?;
        self.summary = bounded(self.summary, None)?;
        match (self.since, self.until) {
            (Some(since), Some(until)) if until < since => Err(OrganisationError::Years),
            _ => Ok(self),
        }
    }
}

impl Rules for Organisation {
    fn decide(&self, command: OrganisationCommand) -> Result<Vec<OrganisationEvent>, OrganisationError> {
        let Some(organisation) = self.id else {
            return match command {
                OrganisationCommand::Register { id, kind, slug, country, mut names } => {
                    for name in names.0.values_mut() {
                        *name = text::line(name, NAME_MAX).map_err(OrganisationError::Name)?;
                    }
                    if names.is_empty() {
                        return Err(OrganisationError::Name(TextError::Empty));
                    }
                    Ok(vec![OrganisationEvent::OrganisationRegistered {
                        organisation: id,
                        kind,
                        slug,
                        country,
                        names,
                    }])
                }
                _ => Err(OrganisationError::Absent),
            };
        };
        match command {
            OrganisationCommand::Register { .. } => Ok(vec![]),
            OrganisationCommand::Present { revision, presentation } => {
                let presentation = presentation.checked()?;
                if presentation == self.presentation {
                    return Ok(vec![]);
                }
                if revision != self.revision {
                    return Err(OrganisationError::Stale);
                }
                Ok(vec![OrganisationEvent::OrganisationPresented {
                    organisation,
                    revision: revision + 1,
                    presentation,
                }])
            }
            OrganisationCommand::DescribeProgramme { programme } => {
                let programme = programme.checked()?;
                if self.programmes.contains(&programme) {
                    return Ok(vec![]);
                }
                Ok(vec![OrganisationEvent::ProgrammeDescribed { organisation, programme }])
            }
        }
    }

    fn evolve(&mut self, event: &OrganisationEvent) {
        match event {
            OrganisationEvent::OrganisationRegistered { organisation, .. } => {
                self.id = Some(*organisation);
                self.revision = 1;
            }
            OrganisationEvent::OrganisationPresented { revision, presentation, .. } => {
                self.revision = *revision;
                self.presentation = presentation.clone();
            }
            OrganisationEvent::ProgrammeDescribed { programme, .. } => {
                self.programmes.retain(|known| known.id != programme.id);
                self.programmes.push(programme.clone());
            }
        }
    }
}

aggregate!(
    "organisation",
    Organisation,
    OrganisationCommand,
    OrganisationError,
    OrganisationEvent { OrganisationRegistered: "1", OrganisationPresented: "1", ProgrammeDescribed: "1" }
);
