//! The read model `registrations`: who has a place at a gathering or waits for one, and who came.
//! It is nobody's business but the member's and the organiser's.

use chrono::{DateTime, Utc};
use domain::calendar::GatheringEvent;
use domain::{Event, GatheringId, MemberId, Position, Recorded};
use serde::{Deserialize, Serialize};
use sqlx::PgPool;

use crate::{FoldError, ReadModel};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Key {
    pub gathering: GatheringId,
    pub member: MemberId,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    pub gathering: GatheringId,
    pub member: MemberId,
    pub waiting: bool,
    pub turn: Position,
    pub since: DateTime<Utc>,
    pub came: bool,
}

pub struct Registrations;

impl ReadModel for Registrations {
    type Key = Key;
    type Row = Row;

    const NAME: &'static str = "registrations";
    const VERSION: i32 = 1;
    const KEY: &'static [&'static str] = &["gathering", "member"];
    const DDL: &'static str = include_str!("registrations.sql");
    const SOURCES: &'static [&'static str] = &["gathering"];

    fn keys(event: &Recorded) -> Vec<Key> {
        match &event.event {
            Event::Gathering(
                GatheringEvent::MemberRegistered { gathering, member }
                | GatheringEvent::MemberWaitlisted { gathering, member }
                | GatheringEvent::MemberMovedUp { gathering, member }
                | GatheringEvent::RegistrationCancelled { gathering, member, .. }
                | GatheringEvent::AttendanceNoted { gathering, member, .. },
            ) => vec![Key { gathering: *gathering, member: *member }],
            _ => vec![],
        }
    }

    fn fold(key: &Key, row: &mut Option<Row>, event: &Recorded) -> Result<(), FoldError> {
        let Event::Gathering(of) = &event.event else { return Ok(()) };
        let new = |waiting| Row {
            gathering: key.gathering,
            member: key.member,
            waiting,
            turn: event.position,
            since: event.metadata.at,
            came: false,
        };
        match of {
            GatheringEvent::MemberRegistered { .. } | GatheringEvent::MemberMovedUp { .. } => {
                *row = Some(new(false));
            }
            GatheringEvent::MemberWaitlisted { .. } => *row = Some(new(true)),
            GatheringEvent::RegistrationCancelled { .. } => *row = None,
            GatheringEvent::AttendanceNoted { came, .. } => {
                let row = row
                    .as_mut()
                    .ok_or_else(|| FoldError::absent(format_args!("registration of {}", key.member)))?;
                row.came = *came;
            }
            _ => {}
        }
        Ok(())
    }
}

/// How a member stands to a gathering.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    None,
    Registered,
    /// The how manyth in turn, from 1.
    Waiting(i64),
}

pub async fn standing(pool: &PgPool, gathering: GatheringId, member: MemberId) -> sqlx::Result<Standing> {
    let found = sqlx::query!(
        r#"SELECT waiting, (SELECT count(*) FROM registrations ahead WHERE ahead.gathering = $1
               AND ahead.waiting AND ahead.turn <= mine.turn) AS "place!"
           FROM registrations mine WHERE gathering = $1 AND member = $2"#,
        gathering.uuid(),
        member.uuid(),
    )
    .fetch_optional(pool)
    .await?;
    Ok(match found {
        None => Standing::None,
        Some(found) if found.waiting => Standing::Waiting(found.place),
        Some(_) => Standing::Registered,
    })
}

/// Somebody on the organiser's list. Registering shows the organiser the name, as its form says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attendee {
    pub member: MemberId,
    /// None once the member is erased.
    pub name: Option<String>,
    pub waiting: bool,
    pub since: DateTime<Utc>,
    pub came: bool,
}

/// Those who have a place by name, then those who wait in turn.
pub async fn attendees(pool: &PgPool, gathering: GatheringId) -> sqlx::Result<Vec<Attendee>> {
    let rows = sqlx::query!(
        r#"SELECT r.member, m.name AS "name?", r.waiting, r.since, r.came
           FROM registrations r LEFT JOIN members m USING (member)
           WHERE r.gathering = $1
           ORDER BY r.waiting, CASE WHEN NOT r.waiting THEN m.name_folded END, r.turn"#,
        gathering.uuid(),
    )
    .fetch_all(pool)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Attendee {
            member: MemberId::new(row.member),
            name: row.name,
            waiting: row.waiting,
            since: row.since,
            came: row.came,
        })
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::testing::{id, left, member, moved_up, noted, published, registered, waitlisted};
    use crate::engine::fold_all;
    use crate::testing::{fold_into, log_of};

    #[test]
    fn a_row_is_there_as_long_as_the_registration() {
        let log = log_of([
            registered("one", "luis"),
            waitlisted("one", "eva"),
            left("one", "luis", false),
            moved_up("one", "eva"),
            noted("one", "eva", true),
        ]);
        let rows = fold_all::<Registrations>(&log).unwrap();
        assert_eq!(rows.len(), 1);
        let eva = &rows[&Key { gathering: id("one"), member: member("eva") }];
        assert_eq!((eva.waiting, eva.came, eva.turn), (false, true, log[3].position));
        assert!(fold_all::<Registrations>(&log_of([noted("one", "luis", true)])).is_err());
    }

    #[tokio::test]
    async fn each_sees_the_own_turn_and_the_organiser_all() {
        let db = testkit::database().await;
        fold_into(
            &db.pool,
            log_of([
                published("one"),
                registered("one", "luis"),
                waitlisted("one", "eva"),
                waitlisted("one", "ivo"),
                noted("one", "luis", true),
            ]),
        )
        .await;
        let standing = async |name| standing(&db.pool, id("one"), member(name)).await.unwrap();
        assert_eq!(standing("luis").await, Standing::Registered);
        assert_eq!(
            (standing("eva").await, standing("ivo").await),
            (Standing::Waiting(1), Standing::Waiting(2))
        );
        assert_eq!(standing("rosa").await, Standing::None);
        let list = attendees(&db.pool, id("one")).await.unwrap();
        let told: Vec<_> = list.iter().map(|one| (one.member, one.waiting, one.came)).collect();
        assert_eq!(
            told,
            [(member("luis"), false, true), (member("eva"), true, false), (member("ivo"), true, false)]
        );
        assert_eq!(list[0].name, None);
    }
}
