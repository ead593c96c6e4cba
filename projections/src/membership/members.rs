//! The read model `members`: every profile with the visibility of each field.
//! Pages never read its columns themselves: [`Row::seen_by`] and the directory's queries leave out
//! what the viewer may not see.

use chrono::{DateTime, Utc};
use domain::membership::{MemberEvent, Profile, Role, Visibility};
use domain::{Country, Event, Language, MemberId, OrganisationId, Personal, Recorded, Theme, text};
use serde::{Deserialize, Serialize};
use sqlx::PgPool;
use uuid::Uuid;

use crate::engine::{FoldError, ReadModel};
use crate::membership::Audience;

pub struct Members;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Key {
    pub member: Uuid,
}

/// Each field beside the visibility that it has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    pub member: Uuid,
    pub name: Option<String>,
    pub name_folded: Option<String>,
    pub name_to: String,
    pub post: Option<String>,
    pub post_to: String,
    pub institution: Option<Uuid>,
    pub institution_to: String,
    pub country: String,
    pub country_to: String,
    pub languages: Vec<String>,
    pub languages_to: String,
    pub interests: Vec<String>,
    pub interests_to: String,
    pub expertise: Vec<String>,
    pub expertise_to: String,
    pub biography: Option<String>,
    pub biography_to: String,
    pub links: Vec<String>,
    pub links_to: String,
    pub roles: Vec<String>,
    pub joined_at: DateTime<Utc>,
    pub confirmed: bool,
    pub revision: i32,
}

impl ReadModel for Members {
    type Key = Key;
    type Row = Row;

    const NAME: &'static str = "members";
    const VERSION: i32 = 1;
    const KEY: &'static [&'static str] = &["member"];
    const DDL: &'static str = include_str!("members.sql");
    const SOURCES: &'static [&'static str] = &["member"];

    fn keys(event: &Recorded) -> Vec<Key> {
        let Event::Member(event) = &event.event else { return vec![] };
        let (MemberEvent::MemberJoined { member, .. }
        | MemberEvent::EmailConfirmed { member }
        | MemberEvent::ProfileEdited { member, .. }
        | MemberEvent::RoleGranted { member, .. }
        | MemberEvent::RoleRevoked { member, .. }
        | MemberEvent::ErasureAsked { member, .. }
        | MemberEvent::ErasureCancelled { member }
        | MemberEvent::MemberErased { member, .. }) = event;
        vec![Key { member: member.uuid() }]
    }

    fn fold(key: &Key, row: &mut Option<Row>, recorded: &Recorded) -> Result<(), FoldError> {
        let Event::Member(event) = &recorded.event else { return Ok(()) };
        if let MemberEvent::MemberJoined { name, country, language, .. } = event {
            let profile = Profile::initial(name.clone(), *country, *language);
            *row = Some(Row::new(key.member, &profile, recorded.metadata.at));
            return Ok(());
        }
        if let MemberEvent::MemberErased { .. } = event {
            *row = None;
            return Ok(());
        }
        let row = row.as_mut().ok_or_else(|| FoldError::absent(format_args!("member {}", key.member)))?;
        match event {
            MemberEvent::MemberJoined { .. }
            | MemberEvent::ErasureAsked { .. }
            | MemberEvent::ErasureCancelled { .. }
            | MemberEvent::MemberErased { .. } => {}
            MemberEvent::EmailConfirmed { .. } => row.confirmed = true,
            MemberEvent::ProfileEdited { revision, profile, .. } => {
                row.describe(profile);
                row.revision = i32::try_from(*revision).map_err(|error| FoldError(error.to_string()))?;
            }
            MemberEvent::RoleGranted { role, .. } => row.roles.push(role.to_string()),
            MemberEvent::RoleRevoked { role, .. } => {
                let role = role.to_string();
                row.roles.retain(|held| *held != role);
            }
        }
        Ok(())
    }
}

impl Row {
    fn new(member: Uuid, profile: &Profile, joined_at: DateTime<Utc>) -> Self {
        let nobody = || Visibility::OnlyMe.to_string();
        let mut row = Self {
            member,
            name: None,
            name_folded: None,
            name_to: nobody(),
            post: None,
            post_to: nobody(),
            institution: None,
            institution_to: nobody(),
            country: String::new(),
            country_to: nobody(),
            languages: vec![],
            languages_to: nobody(),
            interests: vec![],
            interests_to: nobody(),
            expertise: vec![],
            expertise_to: nobody(),
            biography: None,
            biography_to: nobody(),
            links: vec![],
            links_to: nobody(),
            roles: vec![],
            joined_at,
            confirmed: false,
            revision: 1,
        };
        row.describe(profile);
        row
    }

    fn describe(&mut self, profile: &Profile) {
        let clear = |text: &Option<Personal<String>>| text.as_ref().and_then(Personal::get).cloned();
        self.name = profile.name.value.get().cloned();
        self.name_folded = self.name.as_deref().map(text::folded);
        self.name_to = profile.name.to.to_string();
        self.post = clear(&profile.post.value);
        self.post_to = profile.post.to.to_string();
        self.institution = profile.institution.value.map(OrganisationId::uuid);
        self.institution_to = profile.institution.to.to_string();
        self.country = profile.country.value.to_string();
        self.country_to = profile.country.to.to_string();
        self.languages = texts(&profile.languages.value);
        self.languages_to = profile.languages.to.to_string();
        self.interests = texts(&profile.interests.value);
        self.interests_to = profile.interests.to.to_string();
        self.expertise = texts(&profile.expertise.value);
        self.expertise_to = profile.expertise.to.to_string();
        self.biography = clear(&profile.biography.value);
        self.biography_to = profile.biography.to.to_string();
        self.links = profile.links.value.iter().filter_map(Personal::get).cloned().collect();
        self.links_to = profile.links.to.to_string();
    }

    /// What the viewer may see of it.
    pub fn seen_by(self, audience: Audience) -> Seen {
        let member = MemberId::new(self.member);
        let may_see = |to: &str| audience.sees(to, member);
        let hidden = |to: &str| !may_see(to);
        Seen {
            member,
            name: self.name.filter(|_| may_see(&self.name_to)),
            post: self.post.filter(|_| may_see(&self.post_to)),
            institution: self.institution.filter(|_| may_see(&self.institution_to)).map(OrganisationId::new),
            country: Some(self.country)
                .filter(|_| may_see(&self.country_to))
                .and_then(|code| code.parse().ok()),
            languages: parsed(&self.languages, hidden(&self.languages_to)),
            interests: parsed(&self.interests, hidden(&self.interests_to)),
            expertise: parsed(&self.expertise, hidden(&self.expertise_to)),
            biography: self.biography.filter(|_| may_see(&self.biography_to)),
            links: if hidden(&self.links_to) { vec![] } else { self.links },
            joined_at: self.joined_at,
        }
    }

    pub fn roles(&self) -> Vec<Role> {
        parsed(&self.roles, false)
    }
}

fn texts<T: ToString>(values: &[T]) -> Vec<String> {
    values.iter().map(ToString::to_string).collect()
}

/// Values that this program does not know any more are left out.
fn parsed<T: std::str::FromStr>(values: &[String], hidden: bool) -> Vec<T> {
    if hidden { vec![] } else { values.iter().filter_map(|value| value.parse().ok()).collect() }
}

/// A profile as one viewer sees it: what is hidden is not there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    pub member: MemberId,
    pub name: Option<String>,
    pub post: Option<String>,
    pub institution: Option<OrganisationId>,
    pub country: Option<Country>,
    pub languages: Vec<Language>,
    pub interests: Vec<Theme>,
    pub expertise: Vec<Theme>,
    /// Markdown.
    pub biography: Option<String>,
    pub links: Vec<String>,
    pub joined_at: DateTime<Utc>,
}

/// The profile of a member whose address is confirmed, as the viewer may see it.
pub async fn profile(
    pool: &PgPool,
    audience: Audience,
    member: MemberId,
) -> Result<Option<Seen>, sqlx::Error> {
    Ok(whole(pool, member).await?.filter(|row| row.confirmed).map(|row| row.seen_by(audience)))
}

/// All that is known of a member: for the member's own form, and for the operator.
pub async fn whole(pool: &PgPool, member: MemberId) -> Result<Option<Row>, sqlx::Error> {
    sqlx::query_as!(
        Row,
        "SELECT member, name, name_folded, name_to, post, post_to, institution, institution_to, country,
                country_to, languages, languages_to, interests, interests_to, expertise, expertise_to,
                biography, biography_to, links, links_to, roles, joined_at, confirmed, revision
         FROM members WHERE member = $1",
        member.uuid()
    )
    .fetch_optional(pool)
    .await
}

/// All members, confirmed or not, or those who hold a role; for the operator.
pub async fn everybody(pool: &PgPool, role: Option<Role>) -> Result<Vec<Row>, sqlx::Error> {
    sqlx::query_as!(
        Row,
        "SELECT member, name, name_folded, name_to, post, post_to, institution, institution_to, country,
                country_to, languages, languages_to, interests, interests_to, expertise, expertise_to,
                biography, biography_to, links, links_to, roles, joined_at, confirmed, revision
         FROM members WHERE $1::text IS NULL OR $1 = ANY(roles) ORDER BY joined_at, member",
        role.map(|role| role.to_string())
    )
    .fetch_all(pool)
    .await
}

/// Whether somebody else than the member could administer the portal.
pub async fn another_admin(pool: &PgPool, than: MemberId) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT FROM members WHERE confirmed AND 'admin' = ANY(roles) AND member <> $1) AS "is!""#,
        than.uuid()
    )
    .fetch_one(pool)
    .await
}

/// Who is signed in: the name, the country and the roles held now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    pub name: String,
    pub country: Option<Country>,
    pub roles: Vec<Role>,
}

pub async fn identity(pool: &PgPool, member: MemberId) -> Result<Option<Identity>, sqlx::Error> {
    let row = sqlx::query!(
        "SELECT name, country, roles FROM members WHERE member = $1 AND confirmed",
        member.uuid()
    )
    .fetch_optional(pool)
    .await?;
    Ok(row.map(|row| Identity {
        name: row.name.unwrap_or_default(),
        country: row.country.parse().ok(),
        roles: parsed(&row.roles, false),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::fold_all;
    use crate::membership::testing::{ana, confirmed, edited, joined, profile_of};
    use crate::testing::log_of;

    fn row(events: impl IntoIterator<Item = MemberEvent>) -> Row {
        let log = log_of(events.into_iter().map(Event::from));
        fold_all::<Members>(&log).unwrap().remove(&Key { member: ana().uuid() }).unwrap()
    }

    #[test]
    fn a_newcomer_waits_for_the_confirmation() {
        let row = row([joined("Ana Díaz", "AR")]);
        assert_eq!((row.confirmed, row.revision), (false, 1));
        assert_eq!(row.name_folded.as_deref(), Some("ana diaz"));
        assert_eq!(row.country, "AR");
        assert_eq!(row.languages, ["es"]);
    }

    #[test]
    fn an_edit_replaces_every_field_and_its_visibility() {
        let profile = profile_of("Ana Ruiz", Visibility::Members);
        let row = row([joined("Ana Díaz", "AR"), confirmed("Ana Díaz"), edited("Ana Díaz", 2, profile)]);
        assert_eq!((row.confirmed, row.revision), (true, 2));
        assert_eq!(row.name_folded.as_deref(), Some("ana ruiz"));
        assert_eq!(row.interests, ["children"]);
        for to in [
            &row.name_to,
            &row.post_to,
            &row.institution_to,
            &row.country_to,
            &row.languages_to,
            &row.interests_to,
            &row.expertise_to,
            &row.biography_to,
            &row.links_to,
        ] {
            assert_eq!(to, "members");
        }
    }

    #[test]
    fn roles_come_and_go() {
        let role = Role::OrganisationEditor(OrganisationId::derived(&["ministry"]));
        let granted = |role| MemberEvent::RoleGranted { member: ana(), role };
        let row = row([
            joined("Ana Díaz", "AR"),
            granted(Role::Admin),
            granted(role),
            MemberEvent::RoleRevoked { member: ana(), role: Role::Admin },
        ]);
        assert_eq!(row.roles(), [role]);
    }

    #[test]
    fn what_happens_to_nobody_stops_the_read_model() {
        let log = log_of([Event::from(confirmed("Ana Díaz"))]);
        assert!(fold_all::<Members>(&log).unwrap_err().0.contains("no row"));
    }

    #[test]
    fn whoever_is_erased_is_not_there_any_more() {
        let at = "2026-03-15T12:00:00Z".parse().unwrap();
        let log = log_of(
            [
                joined("Ana Díaz", "AR"),
                confirmed("Ana Díaz"),
                MemberEvent::ErasureAsked { member: ana(), due: at },
                MemberEvent::MemberErased { member: ana(), reason: None },
            ]
            .map(Event::from),
        );
        assert!(fold_all::<Members>(&log[..3]).unwrap().contains_key(&Key { member: ana().uuid() }));
        assert!(fold_all::<Members>(&log).unwrap().is_empty());
    }

    #[test]
    fn an_erased_name_leaves_no_trace() {
        let mut profile = profile_of("Ana Ruiz", Visibility::Everyone);
        profile.name.value = Personal::erased(ana());
        profile.post.value = Some(Personal::erased(ana()));
        profile.biography.value = Some(Personal::erased(ana()));
        profile.links.value = vec![Personal::erased(ana())];
        let row = row([joined("Ana Díaz", "AR"), confirmed("Ana Díaz"), edited("Ana Díaz", 2, profile)]);
        assert_eq!((row.name, row.name_folded, row.post, row.biography), (None, None, None, None));
        assert!(row.links.is_empty());
    }

    #[tokio::test]
    async fn a_profile_shows_each_viewer_what_is_open_to_them() {
        let db = testkit::database().await;
        let events = Visibility::ALL.into_iter().flat_map(|to| {
            let name = format!("Ana {}", to.slug());
            let profile = profile_of(&name, to);
            [joined(&name, "AR"), confirmed(&name), edited(&name, 2, profile)]
        });
        crate::testing::fold_into(&db.pool, log_of(events.map(Event::from))).await;
        let member = |to: Visibility| crate::membership::testing::member(&format!("Ana {}", to.slug()));
        let stranger = MemberId::derived(&["stranger"]);
        for (audience, open) in [
            (Audience::Visitor, [true, false, false, false]),
            (Audience::Member(stranger), [true, true, false, false]),
            (Audience::Admin(stranger), [true; 4]),
        ] {
            for (to, open) in Visibility::ALL.into_iter().zip(open) {
                let seen = profile(&db.pool, audience, member(to)).await.unwrap().unwrap();
                assert_eq!(
                    seen,
                    if open {
                        everything(member(to), to, seen.joined_at)
                    } else {
                        nothing(member(to), seen.joined_at)
                    }
                );
            }
        }
        for to in Visibility::ALL {
            let seen = profile(&db.pool, Audience::Member(member(to)), member(to)).await.unwrap().unwrap();
            assert_eq!(seen, everything(member(to), to, seen.joined_at), "one's own");
        }
    }

    fn everything(member: MemberId, to: Visibility, joined_at: DateTime<Utc>) -> Seen {
        Seen {
            member,
            name: Some(format!("Ana {}", to.slug())),
            post: Some("Directora".into()),
            institution: Some(OrganisationId::derived(&["ministry"])),
            country: Some("AR".parse().unwrap()),
            languages: vec![Language::Es],
            interests: vec![Theme::CHILDREN],
            expertise: vec![Theme::RURAL],
            biography: Some("Veinte años.".into()),
            links: vec!["https://example.org/ana".into()],
            joined_at,
        }
    }

    fn nothing(member: MemberId, joined_at: DateTime<Utc>) -> Seen {
        Seen {
            member,
            name: None,
            post: None,
            institution: None,
            country: None,
            languages: vec![],
            interests: vec![],
            expertise: vec![],
            biography: None,
            links: vec![],
            joined_at,
        }
    }

    #[tokio::test]
    async fn nobody_sees_who_is_not_confirmed() {
        let db = testkit::database().await;
        crate::testing::fold_into(&db.pool, log_of([joined("Ana Díaz", "AR").into()])).await;
        for audience in [Audience::Visitor, Audience::Member(ana()), Audience::Admin(ana())] {
            assert_eq!(profile(&db.pool, audience, ana()).await.unwrap(), None);
        }
        assert_eq!(identity(&db.pool, ana()).await.unwrap(), None);
        assert!(whole(&db.pool, ana()).await.unwrap().is_some());
    }
}
