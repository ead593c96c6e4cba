//! Read model `erasures`: who wants to be erased and when, and who was. It holds nothing of the person.

use chrono::{DateTime, Utc};
use domain::membership::MemberEvent;
use domain::{Event, MemberId, Position, Recorded};
use serde::{Deserialize, Serialize};
use sqlx::PgPool;

use crate::{FoldError, ReadModel};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Key {
    pub member: MemberId,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    pub member: MemberId,
    pub due: Option<DateTime<Utc>>,
    pub erased_at: Option<DateTime<Utc>>,
    pub position: Option<Position>,
}

pub struct Erasures;

impl ReadModel for Erasures {
    type Key = Key;
    type Row = Row;

    const NAME: &'static str = "erasures";
    const VERSION: i32 = 1;
    const KEY: &'static [&'static str] = &["member"];
    const DDL: &'static str = include_str!("erasures.sql");
    const SOURCES: &'static [&'static str] = &["member"];

    fn keys(event: &Recorded) -> Vec<Key> {
        match &event.event {
            Event::Member(
                MemberEvent::ErasureAsked { member, .. }
                | MemberEvent::ErasureCancelled { member }
                | MemberEvent::MemberErased { member, .. },
            ) => vec![Key { member: *member }],
            _ => vec![],
        }
    }

    fn fold(key: &Key, row: &mut Option<Row>, event: &Recorded) -> Result<(), FoldError> {
        let member = key.member;
        match &event.event {
            Event::Member(MemberEvent::ErasureAsked { due, .. }) => {
                *row = Some(Row { member, due: Some(*due), erased_at: None, position: None });
            }
            Event::Member(MemberEvent::ErasureCancelled { .. }) => *row = None,
            Event::Member(MemberEvent::MemberErased { .. }) => {
                let (erased_at, position) = (Some(event.metadata.at), Some(event.position));
                *row = Some(Row { member, due: None, erased_at, position });
            }
            _ => {}
        }
        Ok(())
    }
}

/// When the member will be erased, where that was asked for.
pub async fn erasure_due(pool: &PgPool, member: MemberId) -> sqlx::Result<Option<DateTime<Utc>>> {
    let due = sqlx::query_scalar!("SELECT due FROM erasures WHERE member = $1", member.uuid())
        .fetch_optional(pool)
        .await?;
    Ok(due.flatten())
}

/// The erasures to come, the next one first.
pub async fn erasures_due(pool: &PgPool, limit: i64) -> sqlx::Result<Vec<(MemberId, DateTime<Utc>)>> {
    let rows = sqlx::query!(
        r#"SELECT member, due AS "due!" FROM erasures WHERE due IS NOT NULL ORDER BY due, member LIMIT $1"#,
        limit
    )
    .fetch_all(pool)
    .await?;
    Ok(rows.into_iter().map(|row| (MemberId::new(row.member), row.due)).collect())
}

/// When the member was erased, and by the event at which place in the log.
pub async fn erased(pool: &PgPool, member: MemberId) -> sqlx::Result<Option<(DateTime<Utc>, Position)>> {
    let row = sqlx::query!(
        r#"SELECT erased_at AS "at!", position AS "position!" FROM erasures
           WHERE member = $1 AND position IS NOT NULL"#,
        member.uuid()
    )
    .fetch_optional(pool)
    .await?;
    Ok(row.map(|row| (row.at, Position(row.position.unsigned_abs()))))
}

/// Whether the member was erased: as of a moment before, what identified them is gone from that moment too.
pub async fn is_former(pool: &PgPool, member: MemberId) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT FROM erasures WHERE member = $1 AND position IS NOT NULL)
               OR EXISTS (SELECT FROM members WHERE member = $1 AND name IS NULL) AS "former!""#,
        member.uuid()
    )
    .fetch_one(pool)
    .await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::membership::testing::{joined, member};
    use crate::testing::{fold_into, log_of};

    #[tokio::test]
    async fn a_wish_waits_until_it_is_called_off_or_carried_out() {
        let db = testkit::database().await;
        let on = |day: u32| format!("2026-03-{day:02}T12:00:00Z").parse::<DateTime<Utc>>().unwrap();
        let asked = |name: &str, day| MemberEvent::ErasureAsked { member: member(name), due: on(day) };
        let erased_now = |name: &str| MemberEvent::MemberErased { member: member(name), reason: None };
        let log = log_of(
            [
                joined("ana", "AR"),
                joined("luis", "AR"),
                joined("eva", "AR"),
                joined("rosa", "AR"),
                asked("ana", 20),
                asked("luis", 18),
                asked("eva", 16),
                MemberEvent::ErasureCancelled { member: member("eva") },
                asked("rosa", 16),
                erased_now("rosa"),
            ]
            .map(Event::from),
        );
        let (at, position) = (log[9].metadata.at, log[9].position);
        fold_into(&db.pool, log).await;
        let next = erasures_due(&db.pool, 10).await.unwrap();
        assert_eq!(next, [(member("luis"), on(18)), (member("ana"), on(20))]);
        assert_eq!(erasure_due(&db.pool, member("ana")).await.unwrap(), Some(on(20)));
        for name in ["eva", "rosa", "nobody"] {
            assert_eq!(erasure_due(&db.pool, member(name)).await.unwrap(), None, "{name}");
        }
        assert_eq!(erased(&db.pool, member("rosa")).await.unwrap(), Some((at, position)));
        assert_eq!(erased(&db.pool, member("ana")).await.unwrap(), None);
        assert!(is_former(&db.pool, member("rosa")).await.unwrap());
        assert!(!is_former(&db.pool, member("eva")).await.unwrap());
    }
}
