//! Read model `point_drafts`: revisions of the rules that are being prepared, until they are adopted or discarded.

use chrono::{DateTime, NaiveDate, Utc};
use domain::points::{Rule, RulebookEvent};
use domain::{DraftId, Event, MemberId, Recorded};
use serde::{Deserialize, Serialize};
use sqlx::PgPool;
use sqlx::types::Json;

use crate::{FoldError, ReadModel};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Key {
    pub draft: DraftId,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    pub draft: DraftId,
    pub edition: u32,
    pub valid_from: NaiveDate,
    pub rules: Vec<Rule>,
    pub drafted_at: DateTime<Utc>,
    pub drafted_by: Option<MemberId>,
    pub changed_at: DateTime<Utc>,
    pub changed_by: Option<MemberId>,
}

pub struct PointDrafts;

impl ReadModel for PointDrafts {
    type Key = Key;
    type Row = Row;

    const NAME: &'static str = "point_drafts";
    const VERSION: i32 = 1;
    const KEY: &'static [&'static str] = &["draft"];
    const DDL: &'static str = include_str!("point_drafts.sql");

    fn keys(event: &Recorded) -> Vec<Key> {
        match &event.event {
            Event::Rulebook(
                RulebookEvent::RulesDrafted { draft, .. }
                | RulebookEvent::DraftDiscarded { draft }
                | RulebookEvent::RulesAdopted { draft: Some(draft), .. },
            ) => vec![Key { draft: *draft }],
            _ => vec![],
        }
    }

    fn fold(_: &Key, row: &mut Option<Row>, event: &Recorded) -> Result<(), FoldError> {
        let Event::Rulebook(rulebook) = &event.event else { return Ok(()) };
        let (at, by) = (event.metadata.at, event.metadata.member());
        *row = match rulebook {
            RulebookEvent::RulesDrafted { draft, edition, valid_from, rules } => {
                let (drafted_at, drafted_by) =
                    row.as_ref().map_or((at, by), |row| (row.drafted_at, row.drafted_by));
                Some(Row {
                    draft: *draft,
                    edition: *edition,
                    valid_from: *valid_from,
                    rules: rules.clone(),
                    drafted_at,
                    drafted_by,
                    changed_at: at,
                    changed_by: by,
                })
            }
            RulebookEvent::DraftDiscarded { .. } | RulebookEvent::RulesAdopted { .. } => None,
        };
        Ok(())
    }
}

/// All drafts, the last changed first.
pub async fn drafts(pool: &PgPool) -> sqlx::Result<Vec<Row>> {
    sqlx::query!(
        r#"SELECT draft, edition, valid_from, rules AS "rules: Json<Vec<Rule>>", drafted_at, drafted_by,
               changed_at, changed_by
           FROM point_drafts ORDER BY changed_at DESC, draft"#
    )
    .map(|row| Row {
        draft: DraftId::new(row.draft),
        edition: row.edition.unsigned_abs(),
        valid_from: row.valid_from,
        rules: row.rules.0,
        drafted_at: row.drafted_at,
        drafted_by: row.drafted_by.map(MemberId::new),
        changed_at: row.changed_at,
        changed_by: row.changed_by.map(MemberId::new),
    })
    .fetch_all(pool)
    .await
}

#[cfg(test)]
mod tests {
    use domain::points::{Revision, Rulebook};

    use super::*;
    use crate::engine::fold_all;
    use crate::points::testing::{recorded, table};

    fn plan() -> DraftId {
        DraftId::derived(&["plan"])
    }

    fn drafted(position: u64, edition: u32, rules: &[Rule]) -> Recorded {
        let valid_from = "2027-01-01".parse().unwrap();
        let event = RulebookEvent::RulesDrafted { draft: plan(), edition, valid_from, rules: rules.to_vec() };
        let mut recorded = recorded(position, &format!("2026-03-{position:02}"), event);
        recorded.metadata.actor = format!("member:{}", by(position));
        recorded
    }

    fn by(position: u64) -> MemberId {
        MemberId::derived(&[&position.to_string()])
    }

    #[tokio::test]
    async fn a_draft_knows_who_began_it_and_who_changed_it_last() {
        let db = table::<PointDrafts>(&[
            drafted(1, 1, &Rulebook::FOUNDING),
            drafted(2, 2, &Rulebook::FOUNDING[..1]),
        ])
        .await;
        let [draft] = &drafts(&db.pool).await.unwrap()[..] else { panic!("one draft") };
        assert_eq!((draft.edition, draft.rules.len()), (2, 1));
        assert_eq!((draft.drafted_by, draft.changed_by), (Some(by(1)), Some(by(2))));
        assert!(draft.drafted_at < draft.changed_at);
    }

    #[test]
    fn it_goes_when_it_is_adopted_or_discarded() {
        let revision = Revision { revision: 2, valid_from: "2027-01-01".parse().unwrap(), rules: vec![] };
        for end in [
            RulebookEvent::DraftDiscarded { draft: plan() },
            RulebookEvent::RulesAdopted { revision, reason: None, draft: Some(plan()) },
        ] {
            let events = [drafted(1, 1, &[]), recorded(2, "2026-03-02", end)];
            assert_eq!(fold_all::<PointDrafts>(&events).unwrap().len(), 0);
        }
    }
}
