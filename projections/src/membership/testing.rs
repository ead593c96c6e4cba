//! For tests: members by name, and what happens to them.

use domain::membership::{MemberEvent, Profile, Shown, Visibility};
use domain::{Language, MemberId, OrganisationId, Personal, Theme};

/// The member of that name.
pub fn member(name: &str) -> MemberId {
    MemberId::derived(&[name])
}

pub fn ana() -> MemberId {
    member("Ana Díaz")
}

pub fn joined(name: &str, country: &str) -> MemberEvent {
    let member = member(name);
    MemberEvent::MemberJoined {
        member,
        name: Personal::new(member, name.into()),
        email: Personal::new(member, "somebody@example.org".into()),
        country: country.parse().unwrap(),
        language: Language::Es,
    }
}

pub fn confirmed(name: &str) -> MemberEvent {
    MemberEvent::EmailConfirmed { member: member(name) }
}

/// A profile with something in every field, shown to `to`.
pub fn profile_of(name: &str, to: Visibility) -> Profile {
    let of = |text: &str| Personal::new(member(name), text.to_owned());
    Profile {
        name: Shown::new(of(name), to),
        post: Shown::new(Some(of("Directora")), to),
        institution: Shown::new(Some(OrganisationId::derived(&["ministry"])), to),
        country: Shown::new("AR".parse().unwrap(), to),
        languages: Shown::new(vec![Language::Es], to),
        interests: Shown::new(vec![Theme::CHILDREN], to),
        expertise: Shown::new(vec![Theme::RURAL], to),
        biography: Shown::new(Some(of("Veinte años.")), to),
        links: Shown::new(vec![of("https://example.org/ana")], to),
    }
}

/// The profile of the member who joined under `name`.
pub fn edited(name: &str, revision: u32, profile: Profile) -> MemberEvent {
    MemberEvent::ProfileEdited { member: member(name), revision, profile }
}
