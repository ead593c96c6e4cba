//! The read model `gatherings`: each as its page shows it, with how many have a place and how many wait.
//! Those that were cancelled or removed stay, so that their pages say so.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use domain::calendar::{Details, GatheringEvent, Moments, Place, Times};
use domain::{Country, Event, GatheringId, Language, MemberId, OrganisationId, Recorded, Theme, text};
use serde::{Deserialize, Serialize};
use sqlx::PgPool;
use sqlx::types::Json;
use uuid::Uuid;

use crate::library::{all_parsed, parsed};
use crate::{FoldError, ReadModel};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Key {
    pub gathering: GatheringId,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    Published,
    Cancelled,
    Removed,
}

impl State {
    pub(super) fn read(slug: &str) -> Self {
        match slug {
            "published" => Self::Published,
            "cancelled" => Self::Cancelled,
            _ => Self::Removed,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Row {
    pub gathering: GatheringId,
    pub short: String,
    pub slug: String,
    pub organiser: MemberId,
    pub state: State,
    pub reason: Option<String>,
    pub title: String,
    pub description: String,
    pub language: Language,
    pub organisation: Option<OrganisationId>,
    pub place: Option<Place>,
    pub country: Option<Country>,
    pub online: Option<String>,
    pub times: Times,
    pub starts_at: DateTime<Utc>,
    pub ends_at: DateTime<Utc>,
    pub closes_at: DateTime<Utc>,
    pub themes: Vec<Theme>,
    pub capacity: Option<u32>,
    pub registered: u32,
    pub waiting: u32,
    pub revision: u32,
    pub published_at: DateTime<Utc>,
    pub changed_at: DateTime<Utc>,
}

impl Row {
    fn new(
        gathering: GatheringId,
        organiser: MemberId,
        details: &Details,
        moments: &Moments,
        at: DateTime<Utc>,
    ) -> Self {
        Self {
            gathering,
            short: gathering.short(),
            slug: text::slug(&details.title),
            organiser,
            state: State::Published,
            reason: None,
            title: details.title.clone(),
            description: details.description.clone(),
            language: details.language,
            organisation: details.organisation,
            place: details.place.clone(),
            country: details.place.as_ref().map(|place| place.country),
            online: details.online.clone(),
            times: details.times.clone(),
            starts_at: moments.starts_at,
            ends_at: moments.ends_at,
            closes_at: moments.closes_at,
            themes: details.themes.clone(),
            capacity: details.capacity,
            registered: 0,
            waiting: 0,
            revision: 1,
            published_at: at,
            changed_at: at,
        }
    }

    fn changed(&self, details: &Details, moments: &Moments, revision: u32, at: DateTime<Utc>) -> Self {
        Self {
            registered: self.registered,
            waiting: self.waiting,
            revision,
            published_at: self.published_at,
            ..Self::new(self.gathering, self.organiser, details, moments, at)
        }
    }
}

pub struct Gatherings;

impl ReadModel for Gatherings {
    type Key = Key;
    type Row = Row;

    const NAME: &'static str = "gatherings";
    const VERSION: i32 = 1;
    const KEY: &'static [&'static str] = &["gathering"];
    const DDL: &'static str = include_str!("gatherings.sql");
    const SOURCES: &'static [&'static str] = &["gathering"];

    fn keys(event: &Recorded) -> Vec<Key> {
        let Event::Gathering(event) = &event.event else { return vec![] };
        match event {
            GatheringEvent::GatheringPublished { gathering, .. }
            | GatheringEvent::GatheringChanged { gathering, .. }
            | GatheringEvent::GatheringCancelled { gathering, .. }
            | GatheringEvent::GatheringRemoved { gathering, .. }
            | GatheringEvent::MemberRegistered { gathering, .. }
            | GatheringEvent::MemberWaitlisted { gathering, .. }
            | GatheringEvent::MemberMovedUp { gathering, .. }
            | GatheringEvent::RegistrationCancelled { gathering, .. } => vec![Key { gathering: *gathering }],
            GatheringEvent::AttendanceNoted { .. } => vec![],
        }
    }

    fn fold(key: &Key, row: &mut Option<Row>, event: &Recorded) -> Result<(), FoldError> {
        let Event::Gathering(of) = &event.event else { return Ok(()) };
        let at = event.metadata.at;
        if let GatheringEvent::GatheringPublished { gathering, organiser, details, moments } = of {
            *row = Some(Row::new(*gathering, *organiser, details, moments, at));
            return Ok(());
        }
        let row =
            row.as_mut().ok_or_else(|| FoldError::absent(format_args!("gathering {}", key.gathering)))?;
        match of {
            GatheringEvent::GatheringPublished { .. } | GatheringEvent::AttendanceNoted { .. } => {}
            GatheringEvent::GatheringChanged { revision, details, moments, .. } => {
                *row = row.changed(details, moments, *revision, at);
            }
            GatheringEvent::GatheringCancelled { revision, reason, .. } => {
                row.state = State::Cancelled;
                row.reason = Some(reason.clone());
                row.revision = *revision;
                row.changed_at = at;
            }
            GatheringEvent::GatheringRemoved { reason, .. } => {
                row.state = State::Removed;
                row.reason = Some(reason.clone());
                row.changed_at = at;
            }
            GatheringEvent::MemberRegistered { .. } => row.registered += 1,
            GatheringEvent::MemberWaitlisted { .. } => row.waiting += 1,
            GatheringEvent::MemberMovedUp { .. } => {
                row.waiting = row.waiting.saturating_sub(1);
                row.registered += 1;
            }
            GatheringEvent::RegistrationCancelled { waited: true, .. } => {
                row.waiting = row.waiting.saturating_sub(1);
            }
            GatheringEvent::RegistrationCancelled { waited: false, .. } => {
                row.registered = row.registered.saturating_sub(1);
            }
        }
        Ok(())
    }
}

/// One gathering, whole. Its online address is for those who have a place.
#[derive(Clone, Debug, PartialEq)]
pub struct Gathering {
    pub id: GatheringId,
    pub short: String,
    pub slug: String,
    pub organiser: MemberId,
    pub state: State,
    pub reason: Option<String>,
    pub details: Details,
    pub moments: Moments,
    pub registered: u32,
    pub waiting: u32,
    pub revision: u32,
    pub published_at: DateTime<Utc>,
    pub changed_at: DateTime<Utc>,
}

struct Stored {
    gathering: Uuid,
    short: String,
    slug: String,
    organiser: Uuid,
    state: String,
    reason: Option<String>,
    title: String,
    description: String,
    language: String,
    organisation: Option<Uuid>,
    place: Option<Json<Place>>,
    online: Option<String>,
    times: Json<Times>,
    starts_at: DateTime<Utc>,
    ends_at: DateTime<Utc>,
    closes_at: DateTime<Utc>,
    themes: Vec<String>,
    capacity: Option<i32>,
    registered: i32,
    waiting: i32,
    revision: i32,
    published_at: DateTime<Utc>,
    changed_at: DateTime<Utc>,
}

impl Stored {
    fn read(self) -> sqlx::Result<Gathering> {
        Ok(Gathering {
            id: GatheringId::new(self.gathering),
            short: self.short,
            slug: self.slug,
            organiser: MemberId::new(self.organiser),
            state: State::read(&self.state),
            reason: self.reason,
            details: Details {
                title: self.title,
                description: self.description,
                language: parsed(&self.language)?,
                organisation: self.organisation.map(OrganisationId::new),
                place: self.place.map(|Json(place)| place),
                online: self.online,
                times: self.times.0,
                themes: all_parsed(&self.themes)?,
                capacity: self.capacity.map(i32::unsigned_abs),
            },
            moments: Moments { starts_at: self.starts_at, ends_at: self.ends_at, closes_at: self.closes_at },
            registered: self.registered.unsigned_abs(),
            waiting: self.waiting.unsigned_abs(),
            revision: self.revision.unsigned_abs(),
            published_at: self.published_at,
            changed_at: self.changed_at,
        })
    }
}

/// The gathering of a short address: the first that had it.
pub async fn by_short(pool: &PgPool, short: &str) -> sqlx::Result<Option<Gathering>> {
    sqlx::query_as!(
        Stored,
        r#"SELECT gathering, short, slug, organiser, state, reason, title, description, language, organisation,
                  place AS "place: _", online, times AS "times: _", starts_at, ends_at, closes_at, themes,
                  capacity, registered, waiting, revision, published_at, changed_at
           FROM gatherings WHERE short = $1 ORDER BY published_at LIMIT 1"#,
        short,
    )
    .fetch_optional(pool)
    .await?
    .map(Stored::read)
    .transpose()
}

pub async fn by_id(pool: &PgPool, gathering: GatheringId) -> sqlx::Result<Option<Gathering>> {
    sqlx::query_as!(
        Stored,
        r#"SELECT gathering, short, slug, organiser, state, reason, title, description, language, organisation,
                  place AS "place: _", online, times AS "times: _", starts_at, ends_at, closes_at, themes,
                  capacity, registered, waiting, revision, published_at, changed_at
           FROM gatherings WHERE gathering = $1"#,
        gathering.uuid(),
    )
    .fetch_optional(pool)
    .await?
    .map(Stored::read)
    .transpose()
}

/// Languages and titles of those that were not removed.
pub async fn titles(
    pool: &PgPool,
    gatherings: &[GatheringId],
) -> sqlx::Result<HashMap<GatheringId, (Language, String)>> {
    let ids: Vec<Uuid> = gatherings.iter().map(|gathering| gathering.uuid()).collect();
    let rows = sqlx::query!(
        "SELECT gathering, title, language FROM gatherings WHERE gathering = ANY($1) AND state <> 'removed'",
        &ids
    )
    .fetch_all(pool)
    .await?;
    let titles = rows
        .into_iter()
        .map(|row| Ok((GatheringId::new(row.gathering), (parsed(&row.language)?, row.title))));
    titles.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::testing::{
        ana, cancelled, changed, details, id, left, moved_up, published, registered, removed, waitlisted,
    };
    use crate::engine::fold_all;
    use crate::testing::{fold_into, log_of};

    fn row(events: impl IntoIterator<Item = Event>) -> Row {
        let rows = fold_all::<Gatherings>(&log_of(events)).unwrap();
        rows[&Key { gathering: id("one") }].clone()
    }

    #[test]
    fn places_and_turns_are_counted() {
        let full = || [published("one"), registered("one", "luis"), waitlisted("one", "eva")];
        let counts = |row: Row| (row.registered, row.waiting);
        assert_eq!(counts(row(full())), (1, 1));
        assert_eq!(
            counts(row(full().into_iter().chain([left("one", "luis", false), moved_up("one", "eva")]))),
            (1, 0)
        );
        assert_eq!(counts(row(full().into_iter().chain([left("one", "eva", true)]))), (1, 0));
    }

    #[test]
    fn a_change_keeps_the_counts_and_a_cancellation_the_description() {
        let online = Some("https://meet.example.org/".to_owned());
        let other = Details { title: "Otra jornada".into(), place: None, online, ..details("one") };
        let row =
            row([published("one"), registered("one", "luis"), changed("one", 2, other), cancelled("one", 3)]);
        assert_eq!((row.title.as_str(), row.slug.as_str()), ("Otra jornada", "otra-jornada"));
        assert_eq!((row.registered, row.revision, row.country), (1, 3, None));
        assert_eq!((row.state, row.reason.as_deref()), (State::Cancelled, Some("Paro.")));
        assert!(row.changed_at > row.published_at);
    }

    #[test]
    fn what_happens_to_nothing_fails() {
        assert!(fold_all::<Gatherings>(&log_of([registered("one", "luis")])).is_err());
    }

    #[tokio::test]
    async fn one_gathering_is_read_back_whole() {
        let db = testkit::database().await;
        let log = log_of([published("one"), registered("one", "luis"), published("two"), removed("two")]);
        let at = log[0].metadata.at;
        fold_into(&db.pool, log).await;
        let found = by_short(&db.pool, &id("one").short()).await.unwrap().unwrap();
        assert_eq!((found.id, found.organiser, &found.details), (id("one"), ana(), &details("one")));
        assert_eq!((found.registered, found.waiting, found.published_at), (1, 0, at));
        assert_eq!(found.moments.starts_at.to_rfc3339(), "2026-03-10T13:00:00+00:00");
        assert_eq!(by_id(&db.pool, id("one")).await.unwrap(), Some(found));
        assert_eq!(by_id(&db.pool, id("two")).await.unwrap().unwrap().state, State::Removed);
        assert_eq!(by_short(&db.pool, "zzzzzzzzzz").await.unwrap(), None);
    }
}
