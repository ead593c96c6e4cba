//! Read model `point_rules`: every revision of the rules that was ever adopted.

use chrono::{DateTime, NaiveDate, Utc};
use domain::points::{Revision, Rule, RulebookEvent};
use domain::{Event, MemberId, Recorded};
use serde::{Deserialize, Serialize};
use sqlx::PgPool;
use sqlx::types::Json;

use crate::{FoldError, ReadModel};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Key {
    pub revision: u32,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    pub revision: u32,
    pub valid_from: NaiveDate,
    pub adopted_at: DateTime<Utc>,
    pub adopted_by: Option<MemberId>,
    pub reason: Option<String>,
    pub rules: Vec<Rule>,
}

pub struct PointRules;

impl ReadModel for PointRules {
    type Key = Key;
    type Row = Row;

    const NAME: &'static str = "point_rules";
    const VERSION: i32 = 2;
    const KEY: &'static [&'static str] = &["revision"];
    const DDL: &'static str = include_str!("point_rules.sql");
    const SOURCES: &'static [&'static str] = &["rulebook"];

    fn keys(event: &Recorded) -> Vec<Key> {
        match &event.event {
            Event::Rulebook(RulebookEvent::RulesAdopted { revision, .. }) => {
                vec![Key { revision: revision.revision }]
            }
            _ => vec![],
        }
    }

    fn fold(_: &Key, row: &mut Option<Row>, event: &Recorded) -> Result<(), FoldError> {
        if let Event::Rulebook(RulebookEvent::RulesAdopted { revision, reason, .. }) = &event.event {
            let Revision { revision, valid_from, rules } = revision.clone();
            *row = Some(Row {
                revision,
                valid_from,
                adopted_at: event.metadata.at,
                adopted_by: event.metadata.member(),
                reason: reason.clone(),
                rules,
            });
        }
        Ok(())
    }
}

/// A revision with the days on which it holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Adopted {
    pub revision: u32,
    pub adopted_at: DateTime<Utc>,
    pub adopted_by: Option<MemberId>,
    pub reason: Option<String>,
    pub rules: Vec<Rule>,
    pub valid_from: NaiveDate,
    /// The first day on which a later one holds; before `valid_from` never, the same if it never held.
    pub until: Option<NaiveDate>,
}

impl Adopted {
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.valid_from <= day && self.until.is_none_or(|until| day < until)
    }
}

/// All revisions, the newest first.
pub async fn adopted(pool: &PgPool) -> sqlx::Result<Vec<Adopted>> {
    sqlx::query!(
        r#"SELECT revision, adopted_at, adopted_by, reason, rules AS "rules: Json<Vec<Rule>>", valid_from,
               lead(valid_from) OVER (ORDER BY revision) AS until
           FROM point_rules ORDER BY revision DESC"#,
    )
    .map(|row| Adopted {
        revision: row.revision.unsigned_abs(),
        adopted_at: row.adopted_at,
        adopted_by: row.adopted_by.map(MemberId::new),
        reason: row.reason,
        rules: row.rules.0,
        valid_from: row.valid_from,
        until: row.until,
    })
    .fetch_all(pool)
    .await
}

#[cfg(test)]
mod tests {
    use domain::points::Rulebook;

    use super::*;
    use crate::points::testing::{recorded, table};

    fn event(revision: u32, valid_from: &str, rules: Vec<Rule>) -> Recorded {
        let revision = Revision { revision, valid_from: valid_from.parse().unwrap(), rules };
        let (position, reason) = (u64::from(revision.revision), Some("Because.".into()));
        recorded(position, "2008-10-01", RulebookEvent::RulesAdopted { revision, reason, draft: None })
    }

    #[tokio::test]
    async fn a_revision_holds_until_the_next() {
        let founding = Rulebook::FOUNDING.to_vec();
        let db = table::<PointRules>(&[
            event(1, "2009-01-01", founding.clone()),
            event(2, "2026-01-01", vec![]),
            event(3, "2026-01-01", founding[..1].to_vec()),
        ])
        .await;
        let revisions = adopted(&db.pool).await.unwrap();
        let holding = |day: &str| {
            let day = day.parse().unwrap();
            let held = revisions.iter().filter(|one| one.holds_on(day));
            held.map(|one| (one.revision, one.rules.len())).collect::<Vec<_>>()
        };
        assert_eq!(revisions.iter().map(|one| one.revision).collect::<Vec<_>>(), [3, 2, 1]);
        assert_eq!(revisions[0].reason.as_deref(), Some("Because."));
        assert_eq!(holding("2008-12-31"), []);
        assert_eq!(holding("2009-01-01"), [(1, founding.len())]);
        assert_eq!(holding("2025-12-31"), [(1, founding.len())]);
        assert_eq!(holding("2026-01-01"), [(3, 1)]);
    }
}
