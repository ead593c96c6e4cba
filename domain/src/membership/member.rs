//! A member: joins, confirms the address, keeps a profile with a visibility for each field, holds roles.

use serde::{Deserialize, Serialize};

use crate::text::{self, TextError};
use crate::{Country, Language, MemberId, OrganisationId, Personal, Rules, Theme, aggregate};

/// Limits in characters, told beforehand beside each field.
pub const NAME_MAX: usize = 100;
pub const EMAIL_MAX: usize = 254;
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

/// What a member may do beyond contributing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "role", content = "of", rename_all = "snake_case")]
pub enum Role {
    OrganisationEditor(OrganisationId),
    Moderator,
    Auditor,
    Admin,
}

/// One member. Its aggregate id is its `MemberId`.
#[derive(Default, Serialize, Deserialize)]
pub struct Member {
    id: Option<MemberId>,
    confirmed: bool,
    profile: Option<Profile>,
    /// Counts profile changes, so that a stale edit is noticed.
    revision: u32,
    roles: Vec<Role>,
}

impl Member {
    /// Set once the member has joined.
    pub const fn id(&self) -> Option<MemberId> {
        self.id
    }
}

#[derive(Clone, Debug)]
pub enum MemberCommand {
    /// The address was reserved before.
    Join {
        id: MemberId,
        name: String,
        email: String,
        country: Country,
        language: Language,
    },
    ConfirmEmail,
    /// `revision` is the one that the editor saw.
    EditProfile {
        revision: u32,
        profile: ProfileDraft,
    },
    GrantRole {
        role: Role,
    },
    RevokeRole {
        role: Role,
    },
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum MemberEvent {
    MemberJoined {
        member: MemberId,
        name: Personal<String>,
        email: Personal<String>,
        country: Country,
        /// In which the portal writes to the member.
        language: Language,
    },
    EmailConfirmed {
        member: MemberId,
    },
    ProfileEdited {
        member: MemberId,
        revision: u32,
        profile: Profile,
    },
    RoleGranted {
        member: MemberId,
        role: Role,
    },
    RoleRevoked {
        member: MemberId,
        role: Role,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MemberError {
    #[error("the name: {0}")]
    Name(TextError),
    #[error("this is not an e-mail address")]
    Email,
    #[error("the post: {0}")]
    Post(TextError),
    #[error("the biography: {0}")]
    Biography(TextError),
    #[error("give at most {LINKS_MAX} links, each a full address that starts with https:// or http://")]
    Links,
    #[error("choose at most {THEMES_MAX} themes")]
    Themes,
    #[error("there is no such member")]
    Absent,
    #[error("confirm your e-mail address first")]
    Unconfirmed,
    #[error("this profile was changed elsewhere in the meantime")]
    Stale,
}

/// An address as it is stored and compared: trimmed, with one `@`, a domain with a dot, no spaces.
/// Whether it exists is found out by the confirmation mail.
pub fn email(text: &str) -> Result<String, MemberError> {
    let text = text.trim();
    let (local, domain) = text.rsplit_once('@').ok_or(MemberError::Email)?;
    let plain = text
        .chars()
        .all(|c| !c.is_whitespace() && !c.is_control() && !matches!(c, '<' | '>' | ',' | ';' | '"'));
    let dotted =
        domain.contains('.') && !domain.starts_with('.') && !domain.ends_with('.') && !domain.contains("..");
    if local.is_empty() || local.contains('@') || !dotted || !plain || text.chars().count() > EMAIL_MAX {
        return Err(MemberError::Email);
    }
    Ok(format!("{local}@{}", domain.to_lowercase()))
}

impl Profile {
    /// What a new member's profile says until it is edited.
    pub fn initial(name: Personal<String>, country: Country, language: Language) -> Self {
        let shown = Visibility::Members;
        Self {
            name: Shown::new(name, Visibility::Everyone),
            post: Shown::default(),
            institution: Shown::new(None, Visibility::Everyone),
            country: Shown::new(country, Visibility::Everyone),
            languages: Shown::new(vec![language], shown),
            interests: Shown::default(),
            expertise: Shown::default(),
            biography: Shown::default(),
            links: Shown::default(),
        }
    }
}

impl ProfileDraft {
    fn checked(self, of: MemberId) -> Result<Profile, MemberError> {
        if self.interests.value.len() > THEMES_MAX || self.expertise.value.len() > THEMES_MAX {
            return Err(MemberError::Themes);
        }
        let mut links = Vec::new();
        for link in self.links.value.iter().map(|link| link.trim()).filter(|link| !link.is_empty()) {
            let whole = link.starts_with("https://") || link.starts_with("http://");
            if !whole
                || link.chars().count() > LINK_MAX
                || link.chars().any(|c| c.is_whitespace() || c.is_control())
            {
                return Err(MemberError::Links);
            }
            links.push(Personal::new(of, link.to_owned()));
        }
        if links.len() > LINKS_MAX {
            return Err(MemberError::Links);
        }
        let personal = |text: Option<String>| text.map(|text| Personal::new(of, text));
        Ok(Profile {
            name: Shown::new(
                Personal::new(of, text::line(&self.name.value, NAME_MAX).map_err(MemberError::Name)?),
                self.name.to,
            ),
            post: Shown::new(
                personal(text::optional(text::line(&self.post.value, POST_MAX)).map_err(MemberError::Post)?),
                self.post.to,
            ),
            biography: Shown::new(
                personal(
                    text::optional(text::block(&self.biography.value, BIOGRAPHY_MAX))
                        .map_err(MemberError::Biography)?,
                ),
                self.biography.to,
            ),
            links: Shown::new(links, self.links.to),
            institution: self.institution,
            country: self.country,
            languages: self.languages,
            interests: self.interests,
            expertise: self.expertise,
        })
    }
}

impl Rules for Member {
    fn decide(&self, command: MemberCommand) -> Result<Vec<MemberEvent>, MemberError> {
        let Some(member) = self.id else {
            return match command {
                MemberCommand::Join { id, name, email: address, country, language } => {
                    let name = text::line(&name, NAME_MAX).map_err(MemberError::Name)?;
                    Ok(vec![MemberEvent::MemberJoined {
                        member: id,
                        name: Personal::new(id, name),
                        email: Personal::new(id, email(&address)?),
                        country,
                        language,
                    }])
                }
                _ => Err(MemberError::Absent),
            };
        };
        match command {
            MemberCommand::Join { .. } => Ok(vec![]),
            MemberCommand::ConfirmEmail if self.confirmed => Ok(vec![]),
            MemberCommand::ConfirmEmail => Ok(vec![MemberEvent::EmailConfirmed { member }]),
            MemberCommand::EditProfile { .. } if !self.confirmed => Err(MemberError::Unconfirmed),
            MemberCommand::EditProfile { revision, profile } => {
                let profile = profile.checked(member)?;
                if self.profile.as_ref() == Some(&profile) {
                    return Ok(vec![]);
                }
                if revision != self.revision {
                    return Err(MemberError::Stale);
                }
                Ok(vec![MemberEvent::ProfileEdited { member, revision: revision + 1, profile }])
            }
            MemberCommand::GrantRole { role } if self.roles.contains(&role) => Ok(vec![]),
            MemberCommand::GrantRole { role } => Ok(vec![MemberEvent::RoleGranted { member, role }]),
            MemberCommand::RevokeRole { role } if !self.roles.contains(&role) => Ok(vec![]),
            MemberCommand::RevokeRole { role } => Ok(vec![MemberEvent::RoleRevoked { member, role }]),
        }
    }

    fn evolve(&mut self, event: &MemberEvent) {
        match event {
            MemberEvent::MemberJoined { member, name, country, language, .. } => {
                self.id = Some(*member);
                self.revision = 1;
                self.profile = Some(Profile::initial(name.clone(), *country, *language));
            }
            MemberEvent::EmailConfirmed { .. } => self.confirmed = true,
            MemberEvent::ProfileEdited { revision, profile, .. } => {
                self.revision = *revision;
                self.profile = Some(profile.clone());
            }
            MemberEvent::RoleGranted { role, .. } => self.roles.push(*role),
            MemberEvent::RoleRevoked { role, .. } => self.roles.retain(|held| held != role),
        }
    }
}

aggregate!(
    "member",
    Member,
    MemberCommand,
    MemberError,
    MemberEvent {
        MemberJoined: "1",
        EmailConfirmed: "1",
        ProfileEdited: "1",
        RoleGranted: "1",
        RoleRevoked: "1",
    }
);
