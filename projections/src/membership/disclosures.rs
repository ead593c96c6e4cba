//! Read model `disclosures`: who asked to see whose personal data, who decided, and who looked.

use chrono::{DateTime, Utc};
use domain::membership::DisclosureEvent;
use domain::{DisclosureId, Event, EventRef, MemberId, Recorded};
use serde::{Deserialize, Serialize};
use sqlx::PgPool;
use uuid::Uuid;

use crate::{FoldError, ReadModel};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Key {
    pub disclosure: DisclosureId,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    pub disclosure: Uuid,
    pub event: String,
    pub about: Vec<Uuid>,
    pub asked_by: Uuid,
    pub asked_at: DateTime<Utc>,
    pub reason: String,
    pub decided_by: Option<Uuid>,
    pub decided_at: Option<DateTime<Utc>>,
    pub decision: Option<String>,
    pub until: Option<DateTime<Utc>>,
    pub views: i32,
    pub viewed_at: Option<DateTime<Utc>>,
}

pub struct Disclosures;

impl ReadModel for Disclosures {
    type Key = Key;
    type Row = Row;

    const NAME: &'static str = "disclosures";
    const VERSION: i32 = 1;
    const KEY: &'static [&'static str] = &["disclosure"];
    const DDL: &'static str = include_str!("disclosures.sql");
    const SOURCES: &'static [&'static str] = &["disclosure"];

    fn keys(event: &Recorded) -> Vec<Key> {
        match &event.event {
            Event::Disclosure(
                DisclosureEvent::DisclosureAsked { disclosure, .. }
                | DisclosureEvent::DisclosureApproved { disclosure, .. }
                | DisclosureEvent::DisclosureRefused { disclosure, .. }
                | DisclosureEvent::DisclosureViewed { disclosure, .. },
            ) => vec![Key { disclosure: *disclosure }],
            _ => vec![],
        }
    }

    fn fold(key: &Key, row: &mut Option<Row>, event: &Recorded) -> Result<(), FoldError> {
        let Event::Disclosure(told) = &event.event else { return Ok(()) };
        let at = event.metadata.at;
        if let DisclosureEvent::DisclosureAsked { disclosure, event, about, by, reason } = told {
            *row = Some(Row {
                disclosure: disclosure.uuid(),
                event: event.to_string(),
                about: about.iter().map(|member| member.uuid()).collect(),
                asked_by: by.uuid(),
                asked_at: at,
                reason: reason.clone(),
                decided_by: None,
                decided_at: None,
                decision: None,
                until: None,
                views: 0,
                viewed_at: None,
            });
            return Ok(());
        }
        let absent = || FoldError::absent(format_args!("disclosure {}", key.disclosure));
        let row = row.as_mut().ok_or_else(absent)?;
        match told {
            DisclosureEvent::DisclosureAsked { .. } => {}
            DisclosureEvent::DisclosureApproved { by, reason, until, .. } => {
                (row.decided_by, row.decided_at) = (Some(by.uuid()), Some(at));
                (row.decision, row.until) = (Some(reason.clone()), Some(*until));
            }
            DisclosureEvent::DisclosureRefused { by, reason, .. } => {
                (row.decided_by, row.decided_at) = (Some(by.uuid()), Some(at));
                row.decision = Some(reason.clone());
            }
            DisclosureEvent::DisclosureViewed { .. } => {
                row.views += 1;
                row.viewed_at = Some(at);
            }
        }
        Ok(())
    }
}

impl Row {
    pub const fn asked_by(&self) -> MemberId {
        MemberId::new(self.asked_by)
    }

    pub const fn is_open(&self) -> bool {
        self.decided_at.is_none()
    }
}

/// The requests about an event, the newest first.
pub async fn disclosures_of(pool: &PgPool, event: &EventRef) -> sqlx::Result<Vec<Row>> {
    sqlx::query_as!(
        Row,
        "SELECT disclosure, event, about, asked_by, asked_at, reason, decided_by, decided_at, decision, until,
             views, viewed_at
         FROM disclosures WHERE event = $1 ORDER BY asked_at DESC",
        event.to_string(),
    )
    .fetch_all(pool)
    .await
}

/// Requests that wait for a decision, the oldest first.
pub async fn disclosures_waiting(pool: &PgPool) -> sqlx::Result<Vec<Row>> {
    sqlx::query_as!(
        Row,
        "SELECT disclosure, event, about, asked_by, asked_at, reason, decided_by, decided_at, decision, until,
             views, viewed_at
         FROM disclosures WHERE decided_at IS NULL ORDER BY asked_at LIMIT 100",
    )
    .fetch_all(pool)
    .await
}

/// What was disclosed about a member, the newest first.
pub async fn disclosures_about(pool: &PgPool, member: MemberId) -> sqlx::Result<Vec<Row>> {
    sqlx::query_as!(
        Row,
        "SELECT disclosure, event, about, asked_by, asked_at, reason, decided_by, decided_at, decision, until,
             views, viewed_at
         FROM disclosures WHERE about @> ARRAY[$1::uuid] AND until IS NOT NULL ORDER BY decided_at DESC",
        member.uuid(),
    )
    .fetch_all(pool)
    .await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::points::testing::{id, recorded, table};

    #[tokio::test]
    async fn a_request_is_followed_to_its_last_look() {
        let disclosure = DisclosureId::derived(&["one"]);
        let event = EventRef { aggregate_type: "member".into(), aggregate_id: "x".into(), sequence: 1 };
        let asked = DisclosureEvent::DisclosureAsked {
            disclosure,
            event: event.clone(),
            about: vec![id("ana")],
            by: id("grace"),
            reason: "A complaint".into(),
        };
        let until = "2026-03-09T12:00:00Z".parse().unwrap();
        let approved = DisclosureEvent::DisclosureApproved {
            disclosure,
            by: id("helene"),
            reason: "Agreed".into(),
            until,
        };
        let viewed = DisclosureEvent::DisclosureViewed { disclosure, by: id("grace") };
        let waiting = table::<Disclosures>(&[recorded(1, "2026-03-01", asked.clone())]).await;
        assert_eq!(disclosures_waiting(&waiting.pool).await.unwrap().len(), 1);
        assert_eq!(disclosures_about(&waiting.pool, id("ana")).await.unwrap(), [], "nothing was shown yet");
        let db = table::<Disclosures>(&[
            recorded(1, "2026-03-01", asked),
            recorded(2, "2026-03-02", approved),
            recorded(3, "2026-03-03", viewed.clone()),
            recorded(4, "2026-03-04", viewed),
        ])
        .await;
        let found = disclosures_about(&db.pool, id("ana")).await.unwrap();
        assert_eq!((found[0].views, found[0].until, found[0].is_open()), (2, Some(until), false));
        assert_eq!(disclosures_of(&db.pool, &event).await.unwrap(), found);
        assert_eq!(disclosures_waiting(&db.pool).await.unwrap(), []);
        assert_eq!(disclosures_about(&db.pool, id("grace")).await.unwrap(), []);
    }
}
