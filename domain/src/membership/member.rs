//! A member: joins, confirms the address, keeps a profile with a visibility for each field, holds roles,
//! and can be erased, after which nothing happens to that member any more.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::profile::{LINKS_MAX, Profile, ProfileDraft, THEMES_MAX, checked_name, noted};
use super::{Email, Role};
use crate::text::{TextError, block};
use crate::{Country, Language, MemberId, Personal, Rules, aggregate};

/// How long a member can think better of an erasure. Whoever got hold of a session or a password cannot
/// erase somebody behind their back: the mail about it comes at once, and two weeks outlast a holiday.
pub const ERASURE_DELAY: TimeDelta = TimeDelta::days(14);
/// Longest reason for an erasure that somebody else carries out, in characters.
pub const ERASURE_REASON_MAX: usize = 500;

/// One member. Its aggregate id is its `MemberId`.
#[derive(Default, Serialize, Deserialize)]
pub struct Member {
    id: Option<MemberId>,
    confirmed: bool,
    profile: Option<Profile>,
    /// Counts profile changes, so that a stale edit is noticed.
    revision: u32,
    roles: Vec<Role>,
    /// When the member wants to be erased.
    erasure_due: Option<DateTime<Utc>>,
    erased: bool,
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
    /// The member's own wish. `another_admin` tells whether somebody else could administer the portal.
    AskErasure {
        now: DateTime<Utc>,
        another_admin: bool,
    },
    CancelErasure,
    Erase {
        ground: Ground,
        another_admin: bool,
    },
}

/// Why a member is erased.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ground {
    /// The member has asked for it, and the delay is over.
    Asked { now: DateTime<Utc> },
    /// Somebody who runs the portal does it at once. The reason stays in the log for good.
    Operator { reason: String },
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
    /// The member wants to be erased, and will be from `due` on.
    ErasureAsked {
        member: MemberId,
        due: DateTime<Utc>,
    },
    ErasureCancelled {
        member: MemberId,
    },
    /// Nobody can read any more what identified the member. With a reason where it was not the member's wish.
    MemberErased {
        member: MemberId,
        reason: Option<String>,
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
    #[error("this member was erased")]
    Erased,
    #[error("the erasure was not asked for, or is not due yet")]
    NotDue,
    #[error("nobody else administers the portal: give another member the role admin first")]
    LastAdmin,
    #[error("the reason: {0}")]
    Reason(TextError),
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
        if self.erased {
            return match command {
                MemberCommand::Erase { .. } => Ok(vec![]),
                _ => Err(MemberError::Erased),
            };
        }
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
            MemberCommand::AskErasure { .. } if self.erasure_due.is_some() => Ok(vec![]),
            MemberCommand::CancelErasure if self.erasure_due.is_none() => Ok(vec![]),
            MemberCommand::CancelErasure => Ok(vec![MemberEvent::ErasureCancelled { member }]),
            MemberCommand::AskErasure { another_admin: false, .. }
            | MemberCommand::Erase { another_admin: false, .. }
                if self.roles.contains(&Role::Admin) =>
            {
                Err(MemberError::LastAdmin)
            }
            MemberCommand::AskErasure { now, .. } => {
                Ok(vec![MemberEvent::ErasureAsked { member, due: now + ERASURE_DELAY }])
            }
            MemberCommand::Erase { ground: Ground::Asked { now }, .. } => {
                let due = self.erasure_due.is_some_and(|due| now >= due);
                if due {
                    Ok(vec![MemberEvent::MemberErased { member, reason: None }])
                } else {
                    Err(MemberError::NotDue)
                }
            }
            MemberCommand::Erase { ground: Ground::Operator { reason }, .. } => {
                let reason = block(&reason, ERASURE_REASON_MAX).map_err(MemberError::Reason)?;
                Ok(vec![MemberEvent::MemberErased { member, reason: Some(reason) }])
            }
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
            MemberEvent::ErasureAsked { due, .. } => self.erasure_due = Some(*due),
            MemberEvent::ErasureCancelled { .. } => self.erasure_due = None,
            MemberEvent::MemberErased { .. } => {
                *self = Self { id: self.id, erased: true, ..Self::default() };
            }
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
        ErasureAsked: "1",
        ErasureCancelled: "1",
        MemberErased: "1",
    }
);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::membership::{BIOGRAPHY_MAX, LINK_MAX, NAME_MAX, POST_MAX, Shown, Visibility};
    use crate::rules::testing::given;
    use crate::{OrganisationId, Theme};

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
            interests: Shown::new(vec![Theme::YOUTH, Theme::CHILDREN], Visibility::Members),
            expertise: Shown::new(vec![Theme::SOCIAL_REGISTRY], Visibility::Connections),
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
            interests: Shown::new(vec![Theme::CHILDREN, Theme::YOUTH], Visibility::Members),
            expertise: Shown::new(vec![Theme::SOCIAL_REGISTRY], Visibility::Connections),
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
        refuse(|draft| draft.interests.value = Theme::FOUNDING.to_vec(), Fault::Interests);
        refuse(|draft| draft.expertise.value = Theme::FOUNDING.to_vec(), Fault::Expertise);
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
                draft.interests.value = [Theme::YOUTH, Theme::CHILDREN].repeat(20);
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

    fn noon(day: u32) -> DateTime<Utc> {
        format!("2026-03-{day:02}T12:00:00Z").parse().unwrap()
    }

    fn ask(day: u32) -> MemberCommand {
        MemberCommand::AskErasure { now: noon(day), another_admin: true }
    }

    fn asked() -> MemberEvent {
        MemberEvent::ErasureAsked { member: ana(), due: noon(15) }
    }

    fn cancelled() -> MemberEvent {
        MemberEvent::ErasureCancelled { member: ana() }
    }

    fn erase_on(day: u32) -> MemberCommand {
        MemberCommand::Erase { ground: Ground::Asked { now: noon(day) }, another_admin: true }
    }

    fn erase_because(reason: &str) -> MemberCommand {
        let ground = Ground::Operator { reason: reason.into() };
        MemberCommand::Erase { ground, another_admin: true }
    }

    fn erased(reason: Option<&str>) -> MemberEvent {
        MemberEvent::MemberErased { member: ana(), reason: reason.map(Into::into) }
    }

    #[test]
    fn an_erasure_is_asked_for_once_and_can_be_called_off() {
        given::<Member>([joined(), confirmed()]).when(ask(1)).then([asked()]);
        given::<Member>([joined(), confirmed(), asked()]).when(ask(3)).then_nothing();
        given::<Member>([joined(), asked()]).when(MemberCommand::CancelErasure).then([cancelled()]);
        given::<Member>([joined()]).when(MemberCommand::CancelErasure).then_nothing();
        given::<Member>([joined(), asked(), cancelled()]).when(MemberCommand::CancelErasure).then_nothing();
        given::<Member>([joined(), asked(), cancelled()]).when(ask(1)).then([asked()]);
    }

    #[test]
    fn a_wish_is_carried_out_once_it_is_due() {
        given::<Member>([joined(), asked()]).when(erase_on(15)).then([erased(None)]);
        given::<Member>([joined(), asked()]).when(erase_on(14)).then_refused(MemberError::NotDue);
        given::<Member>([joined()]).when(erase_on(15)).then_refused(MemberError::NotDue);
        given::<Member>([joined(), asked(), cancelled()])
            .when(erase_on(15))
            .then_refused(MemberError::NotDue);
    }

    #[test]
    fn an_operator_erases_at_once_with_a_reason() {
        given::<Member>([joined()]).when(erase_because(" By letter ")).then([erased(Some("By letter"))]);
        given::<Member>([joined()])
            .when(erase_because(" "))
            .then_refused(MemberError::Reason(TextError::Empty));
    }

    #[test]
    fn the_last_administrator_stays_until_there_is_another() {
        let admin = || MemberEvent::RoleGranted { member: ana(), role: Role::Admin };
        let ask_alone = || MemberCommand::AskErasure { now: noon(1), another_admin: false };
        let by_letter = Ground::Operator { reason: "By letter".into() };
        given::<Member>([joined(), admin()]).when(ask_alone()).then_refused(MemberError::LastAdmin);
        for ground in [Ground::Asked { now: noon(15) }, by_letter] {
            given::<Member>([joined(), admin(), asked()])
                .when(MemberCommand::Erase { ground, another_admin: false })
                .then_refused(MemberError::LastAdmin);
        }
        given::<Member>([joined(), admin()]).when(ask(1)).then([asked()]);
        given::<Member>([joined()]).when(ask_alone()).then([asked()]);
        given::<Member>([joined(), admin(), asked()]).when(MemberCommand::CancelErasure).then([cancelled()]);
    }

    #[test]
    fn after_the_erasure_nothing_happens_any_more() {
        let role = Role::Moderator;
        let granted = MemberEvent::RoleGranted { member: ana(), role };
        for command in [
            join(),
            MemberCommand::ConfirmEmail,
            edit(|_| {}),
            MemberCommand::GrantRole { role },
            MemberCommand::RevokeRole { role },
            ask(1),
            MemberCommand::CancelErasure,
        ] {
            given::<Member>([joined(), confirmed(), granted.clone(), asked(), erased(None)])
                .when(command)
                .then_refused(MemberError::Erased);
        }
        given::<Member>([joined(), erased(None)]).when(erase_because("Again")).then_nothing();
        given::<Member>([joined(), erased(None)]).when(erase_on(1)).then_nothing();
    }
}
