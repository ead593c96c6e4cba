//! A member: joins, confirms the address, keeps a profile with a visibility for each field, holds roles.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::Email;
use super::profile::{LINKS_MAX, Profile, ProfileDraft, THEMES_MAX, checked_name, noted};
use crate::text::TextError;
use crate::{Country, Language, MemberId, OrganisationId, Personal, Rules, aggregate};

/// What a member may do beyond contributing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "role", content = "of", rename_all = "snake_case")]
pub enum Role {
    OrganisationEditor(OrganisationId),
    Moderator,
    Auditor,
    Admin,
}

/// `admin`, `organisation_editor:ID`
impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OrganisationEditor(organisation) => write!(f, "organisation_editor:{organisation}"),
            Self::Moderator => f.write_str("moderator"),
            Self::Auditor => f.write_str("auditor"),
            Self::Admin => f.write_str("admin"),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a role: say admin, auditor, moderator or organisation_editor:ID")]
pub struct UnknownRole(String);

impl FromStr for Role {
    type Err = UnknownRole;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match (text, text.strip_prefix("organisation_editor:").map(str::parse)) {
            ("admin", _) => Ok(Self::Admin),
            ("auditor", _) => Ok(Self::Auditor),
            ("moderator", _) => Ok(Self::Moderator),
            (_, Some(Ok(organisation))) => Ok(Self::OrganisationEditor(organisation)),
            _ => Err(UnknownRole(text.to_owned())),
        }
    }
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

#[expect(clippy::large_enum_variant, reason = "short-lived; a box would only lengthen its use")]
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

/// What is wrong with one field of a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
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
    #[error("choose at most {THEMES_MAX} themes of interest")]
    Interests,
    #[error("choose at most {THEMES_MAX} themes of expertise")]
    Expertise,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MemberError {
    /// All that is wrong, never empty.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    Invalid(Vec<Fault>),
    #[error("there is no such member")]
    Absent,
    #[error("confirm your e-mail address first")]
    Unconfirmed,
    #[error("this profile was changed elsewhere in the meantime")]
    Stale,
}

/// The event of a joining that keeps the rules.
fn joined(
    member: MemberId,
    typed_name: &str,
    typed_email: &str,
    country: Country,
    language: Language,
) -> Result<MemberEvent, MemberError> {
    let mut faults = vec![];
    let name = noted(checked_name(typed_name), &mut faults);
    let email = typed_email.parse().map(|email: Email| email.to_string());
    let email = noted(email.map_err(|_| Fault::Email), &mut faults);
    if !faults.is_empty() {
        return Err(MemberError::Invalid(faults));
    }
    let (name, email) = (Personal::new(member, name), Personal::new(member, email));
    Ok(MemberEvent::MemberJoined { member, name, email, country, language })
}

impl Rules for Member {
    fn decide(&self, command: MemberCommand) -> Result<Vec<MemberEvent>, MemberError> {
        let Some(member) = self.id else {
            return match command {
                MemberCommand::Join { id, name, email, country, language } => {
                    Ok(vec![joined(id, &name, &email, country, language)?])
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Theme;
    use crate::membership::{BIOGRAPHY_MAX, LINK_MAX, NAME_MAX, POST_MAX, Shown, Visibility};
    use crate::rules::testing::given;

    fn ana() -> MemberId {
        MemberId::derived(&["ana"])
    }

    fn ministry() -> OrganisationId {
        OrganisationId::derived(&["ministry"])
    }

    fn argentina() -> Country {
        "AR".parse().unwrap()
    }

    fn join() -> MemberCommand {
        MemberCommand::Join {
            id: ana(),
            name: "  Ana  Díaz ".into(),
            email: " Ana@MDS.gob.ar ".into(),
            country: argentina(),
            language: Language::Es,
        }
    }

    fn joined() -> MemberEvent {
        MemberEvent::MemberJoined {
            member: ana(),
            name: Personal::new(ana(), "Ana Díaz".into()),
            email: Personal::new(ana(), "Ana@mds.gob.ar".into()),
            country: argentina(),
            language: Language::Es,
        }
    }

    fn confirmed() -> MemberEvent {
        MemberEvent::EmailConfirmed { member: ana() }
    }

    fn draft() -> ProfileDraft {
        ProfileDraft {
            name: Shown::new("Ana Díaz".into(), Visibility::Everyone),
            post: Shown::new("Directora".into(), Visibility::Members),
            institution: Shown::new(Some(ministry()), Visibility::Everyone),
            country: Shown::new(argentina(), Visibility::Everyone),
            languages: Shown::new(vec![Language::Es, Language::En], Visibility::Everyone),
            interests: Shown::new(vec![Theme::Youth, Theme::Children], Visibility::Members),
            expertise: Shown::new(vec![Theme::SocialRegistry], Visibility::Connections),
            biography: Shown::new("Veinte años\r\nen el ministerio.".into(), Visibility::OnlyMe),
            links: Shown::new(vec!["https://example.org/ana".into()], Visibility::Members),
        }
    }

    fn profile() -> Profile {
        let of = |text: &str| Personal::new(ana(), text.to_owned());
        Profile {
            name: Shown::new(of("Ana Díaz"), Visibility::Everyone),
            post: Shown::new(Some(of("Directora")), Visibility::Members),
            institution: Shown::new(Some(ministry()), Visibility::Everyone),
            country: Shown::new(argentina(), Visibility::Everyone),
            languages: Shown::new(vec![Language::En, Language::Es], Visibility::Everyone),
            interests: Shown::new(vec![Theme::Children, Theme::Youth], Visibility::Members),
            expertise: Shown::new(vec![Theme::SocialRegistry], Visibility::Connections),
            biography: Shown::new(Some(of("Veinte años\nen el ministerio.")), Visibility::OnlyMe),
            links: Shown::new(vec![of("https://example.org/ana")], Visibility::Members),
        }
    }

    fn edited(revision: u32, profile: Profile) -> MemberEvent {
        MemberEvent::ProfileEdited { member: ana(), revision, profile }
    }

    fn edit(change: impl FnOnce(&mut ProfileDraft)) -> MemberCommand {
        let mut profile = draft();
        change(&mut profile);
        MemberCommand::EditProfile { revision: 1, profile }
    }

    #[test]
    fn a_newcomer_joins_with_name_and_address_tidied() {
        given::<Member>([]).when(join()).then([joined()]);
    }

    #[test]
    fn joining_twice_changes_nothing() {
        given::<Member>([joined()]).when(join()).then_nothing();
    }

    #[test]
    fn joining_asks_for_a_name_and_an_address() {
        let with = |name: &str, email: &str| MemberCommand::Join {
            id: ana(),
            name: name.into(),
            email: email.into(),
            country: argentina(),
            language: Language::Es,
        };
        for name in ["", " \u{7} ", "12", "\u{200b}", "¡!"] {
            given::<Member>([])
                .when(with(name, "ana@example.org"))
                .then_refused(MemberError::Invalid(vec![Fault::Name(TextError::Empty)]));
        }
        given::<Member>([])
            .when(with(&"ñ".repeat(NAME_MAX + 1), "ana@example.org"))
            .then_refused(MemberError::Invalid(vec![Fault::Name(TextError::TooLong(NAME_MAX))]));
        given::<Member>([])
            .when(with(" ", "ana"))
            .then_refused(MemberError::Invalid(vec![Fault::Name(TextError::Empty), Fault::Email]));
    }

    #[test]
    fn the_address_is_confirmed_once() {
        given::<Member>([joined()]).when(MemberCommand::ConfirmEmail).then([confirmed()]);
        given::<Member>([joined(), confirmed()]).when(MemberCommand::ConfirmEmail).then_nothing();
    }

    #[test]
    fn nothing_but_joining_happens_to_somebody_who_is_not_there() {
        for command in [
            MemberCommand::ConfirmEmail,
            edit(|_| {}),
            MemberCommand::GrantRole { role: Role::Admin },
            MemberCommand::RevokeRole { role: Role::Admin },
        ] {
            given::<Member>([]).when(command).then_refused(MemberError::Absent);
        }
    }

    #[test]
    fn a_profile_is_edited_tidied_and_counted() {
        given::<Member>([joined(), confirmed()]).when(edit(|_| {})).then([edited(2, profile())]);
    }

    #[test]
    fn a_profile_waits_for_the_confirmation() {
        given::<Member>([joined()]).when(edit(|_| {})).then_refused(MemberError::Unconfirmed);
    }

    #[test]
    fn saving_what_stands_there_changes_nothing_even_from_an_old_page() {
        given::<Member>([joined(), confirmed(), edited(2, profile())]).when(edit(|_| {})).then_nothing();
    }

    #[test]
    fn a_change_of_visibility_alone_is_a_change() {
        let mut hidden = profile();
        hidden.name.to = Visibility::OnlyMe;
        given::<Member>([joined(), confirmed(), edited(2, profile())])
            .when(MemberCommand::EditProfile {
                revision: 2,
                profile: ProfileDraft { name: Shown::new("Ana Díaz".into(), Visibility::OnlyMe), ..draft() },
            })
            .then([edited(3, hidden)]);
    }

    #[test]
    fn an_edit_of_an_older_version_is_refused() {
        given::<Member>([joined(), confirmed(), edited(2, profile())])
            .when(edit(|draft| draft.post.value = "Ministra".into()))
            .then_refused(MemberError::Stale);
    }

    #[test]
    fn a_profile_keeps_to_its_limits() {
        let refuse = |change: fn(&mut ProfileDraft), fault| {
            given::<Member>([joined(), confirmed()])
                .when(edit(change))
                .then_refused(MemberError::Invalid(vec![fault]));
        };
        refuse(|draft| draft.name.value = " ".into(), Fault::Name(TextError::Empty));
        refuse(
            |draft| draft.post.value = "x".repeat(POST_MAX + 1),
            Fault::Post(TextError::TooLong(POST_MAX)),
        );
        refuse(
            |draft| draft.biography.value = "x".repeat(BIOGRAPHY_MAX + 1),
            Fault::Biography(TextError::TooLong(BIOGRAPHY_MAX)),
        );
        refuse(|draft| draft.interests.value = Theme::ALL.to_vec(), Fault::Interests);
        refuse(|draft| draft.expertise.value = Theme::ALL.to_vec(), Fault::Expertise);
        refuse(
            |draft| draft.links.value = (0..=LINKS_MAX).map(|n| format!("https://example.org/{n}")).collect(),
            Fault::Links,
        );
        refuse(
            |draft| draft.links.value = vec![format!("https://example.org/{}", "x".repeat(LINK_MAX))],
            Fault::Links,
        );
    }

    #[test]
    fn every_fault_of_a_profile_is_told_at_once() {
        given::<Member>([joined(), confirmed()])
            .when(edit(|draft| {
                draft.name.value = String::new();
                draft.links.value = vec!["nowhere".into()];
            }))
            .then_refused(MemberError::Invalid(vec![Fault::Name(TextError::Empty), Fault::Links]));
    }

    #[test]
    fn links_are_full_addresses_of_the_web() {
        for link in [
            "javascript:alert(1)",
            "ftp://example.org",
            "example.org",
            "//example.org",
            "https://",
            "https:///path",
            "https://oas.org@elsewhere.example",
            "https://exa mple.org",
            "https://example.org\u{0}",
        ] {
            given::<Member>([joined(), confirmed()])
                .when(edit(|draft| draft.links.value = vec![link.into()]))
                .then_refused(MemberError::Invalid(vec![Fault::Links]));
        }
    }

    #[test]
    fn doubled_and_empty_entries_are_left_out() {
        given::<Member>([joined(), confirmed()])
            .when(edit(|draft| {
                draft.interests.value = [Theme::Youth, Theme::Children].repeat(20);
                draft.languages.value = vec![Language::Es, Language::En, Language::Es];
                draft.links.value =
                    [" https://example.org/ana ", ""].repeat(9).iter().map(ToString::to_string).collect();
            }))
            .then([edited(2, profile())]);
    }

    #[test]
    fn roles_are_granted_and_revoked_once() {
        let role = Role::OrganisationEditor(ministry());
        let granted = || MemberEvent::RoleGranted { member: ana(), role };
        let revoked = || MemberEvent::RoleRevoked { member: ana(), role };
        let grant = || MemberCommand::GrantRole { role };
        let revoke = || MemberCommand::RevokeRole { role };
        given::<Member>([joined()]).when(grant()).then([granted()]);
        given::<Member>([joined(), granted()]).when(grant()).then_nothing();
        given::<Member>([joined(), granted()]).when(revoke()).then([revoked()]);
        given::<Member>([joined(), granted(), revoked()]).when(revoke()).then_nothing();
        given::<Member>([joined(), granted(), revoked()]).when(grant()).then([granted()]);
        given::<Member>([joined(), granted()])
            .when(MemberCommand::RevokeRole {
                role: Role::OrganisationEditor(OrganisationId::derived(&["other"])),
            })
            .then_nothing();
    }

    #[test]
    fn a_role_is_read_back_from_its_text() {
        for role in [Role::Admin, Role::Auditor, Role::Moderator, Role::OrganisationEditor(ministry())] {
            assert_eq!(role.to_string().parse(), Ok(role));
        }
        for text in ["", "Admin", "editor", "organisation_editor:", "organisation_editor:x"] {
            assert!(text.parse::<Role>().is_err(), "{text}");
        }
    }
}
