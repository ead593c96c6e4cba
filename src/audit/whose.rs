//! Whose history is asked for, as it is typed, and which events belong to it.

use std::collections::HashSet;
use std::str::FromStr;

use application::membership::Accounts;
use domain::event::Subject;
use domain::membership::Email;
use domain::organisations::OrganisationEvent;
use domain::{Event, MemberId, OrganisationId, Recorded, ResourceId};
use uuid::Uuid;

use crate::cli::advice;

/// A member by id, or by the address with which the member signs in.
#[derive(Clone, Debug)]
pub enum WhichMember {
    Id(MemberId),
    Address(Email),
}

impl FromStr for WhichMember {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse()
            .map(Self::Id)
            .or_else(|_| text.parse().map(Self::Address))
            .map_err(|_| "give the member's id (a UUID) or e-mail address")
    }
}

impl WhichMember {
    pub async fn id(&self, accounts: &dyn Accounts) -> anyhow::Result<MemberId> {
        match self {
            Self::Id(member) => Ok(*member),
            Self::Address(email) => match accounts.of_address(email).await? {
                Some(account) => Ok(account.member),
                None => Err(advice(format!("no member signs in with {email}; check the address"))),
            },
        }
    }
}

#[derive(Clone, Debug)]
pub enum WhichResource {
    Id(ResourceId),
    /// The end of its permanent address.
    Short(String),
}

impl FromStr for WhichResource {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let short = text.to_ascii_lowercase();
        if let Ok(id) = text.parse() {
            Ok(Self::Id(id))
        } else if short.len() == 10 && short.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            Ok(Self::Short(short))
        } else {
            Err("give the resource's id (a UUID) or the ten characters of its permanent address")
        }
    }
}

#[derive(Clone, Debug)]
pub enum WhichOrganisation {
    Id(OrganisationId),
    /// The end of its page's address.
    Slug(String),
}

impl FromStr for WhichOrganisation {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let slug = text.to_lowercase();
        if let Ok(id) = text.parse() {
            Ok(Self::Id(id))
        } else if !slug.is_empty() && slug.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-') {
            Ok(Self::Slug(slug))
        } else {
            Err("give the organisation's id (a UUID) or the last part of its page's address")
        }
    }
}

/// Of whom or what the history is.
#[derive(Clone, Debug)]
pub enum Whose {
    Member(MemberId),
    Resource(WhichResource),
    Organisation(WhichOrganisation),
}

/// Goes through the log and tells which events belong to the history.
pub struct Search {
    whose: Whose,
    /// Resources, news, gatherings and highlights of the organisation: what happens to them belongs to its history.
    contributions: HashSet<Uuid>,
    /// Whether there is such a member, resource or organisation at all.
    pub found: bool,
}

impl Search {
    pub fn new(whose: Whose) -> Self {
        Self { whose, contributions: HashSet::new(), found: false }
    }

    pub fn concerns(&mut self, event: &Recorded) -> bool {
        if let (
            Whose::Organisation(WhichOrganisation::Slug(wanted)),
            Event::Organisation(OrganisationEvent::OrganisationRegistered { organisation, slug, .. }),
        ) = (&self.whose, &event.event)
            && wanted == slug
        {
            self.whose = Whose::Organisation(WhichOrganisation::Id(*organisation));
        }
        let subjects = event.event.subjects();
        let concerns = match &self.whose {
            Whose::Member(member) => {
                event.metadata.member() == Some(*member) || subjects.contains(&Subject::Member(*member))
            }
            Whose::Resource(wanted) => subjects.iter().any(|subject| match (subject, wanted) {
                (Subject::Resource(resource), WhichResource::Id(id)) => resource == id,
                (Subject::Resource(resource), WhichResource::Short(short)) => resource.short() == *short,
                // News, gatherings and highlights are contributions too; their ids are looked up in the same way.
                (Subject::News(item), WhichResource::Id(id)) => item.uuid() == id.uuid(),
                (Subject::News(item), WhichResource::Short(short)) => item.short() == *short,
                (Subject::Gathering(one), WhichResource::Id(id)) => one.uuid() == id.uuid(),
                (Subject::Gathering(one), WhichResource::Short(short)) => one.short() == *short,
                (Subject::Highlight(one), WhichResource::Id(id)) => one.uuid() == id.uuid(),
                (Subject::Highlight(one), WhichResource::Short(short)) => one.short() == *short,
                _ => false,
            }),
            Whose::Organisation(WhichOrganisation::Id(id)) => {
                let contribution = subjects.iter().find_map(|subject| match subject {
                    Subject::Resource(resource) => Some(resource.uuid()),
                    Subject::News(item) => Some(item.uuid()),
                    Subject::Gathering(one) => Some(one.uuid()),
                    Subject::Highlight(one) => Some(one.uuid()),
                    _ => None,
                });
                let directly = subjects.contains(&Subject::Organisation(*id));
                if directly {
                    self.contributions.extend(contribution);
                }
                directly || contribution.is_some_and(|one| self.contributions.contains(&one))
            }
            Whose::Organisation(WhichOrganisation::Slug(_)) => false,
        };
        self.found |= concerns;
        concerns
    }

    /// What to say when the whole log says nothing of it.
    pub fn unknown(&self) -> anyhow::Error {
        advice(match &self.whose {
            Whose::Member(id) => format!("the log knows no member {id}; check the id"),
            Whose::Resource(WhichResource::Id(id)) => format!("the log knows no resource {id}; check the id"),
            Whose::Resource(WhichResource::Short(short)) => {
                format!("the log knows no resource at /r/{short}; check the address")
            }
            Whose::Organisation(WhichOrganisation::Id(id)) => {
                format!("the log knows no organisation {id}; check the id")
            }
            Whose::Organisation(WhichOrganisation::Slug(slug)) => {
                format!("the log knows no organisation `{slug}`; check the last part of its page's address")
            }
        })
    }
}
