//! Read model `point_lines`: every award with what earned it and by which rule; the statements.

use std::borrow::Cow;

use chrono::{DateTime, NaiveDate, Utc};
use domain::bookmarks::Item;
use domain::points::{Contribution, LedgerEvent, LineKind, Outcome};
use domain::{AwardId, Event, Language, MemberId, Position, Recorded};
use serde::{Deserialize, Serialize};
use sqlx::PgPool;
use uuid::Uuid;

use super::undecodable;
use crate::bookmarks::item_of;
use crate::{FoldError, ReadModel};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Key {
    pub award: AwardId,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    pub award: AwardId,
    pub member: MemberId,
    pub points: u32,
    pub contribution: Contribution,
    pub item_kind: Cow<'static, str>,
    pub item: Uuid,
    pub rule: u32,
    pub earned_by: String,
    pub day: NaiveDate,
    pub at: DateTime<Utc>,
    pub position: Position,
    pub withdrawn_at: Option<DateTime<Utc>>,
    pub withdrawn_position: Option<Position>,
    pub withdrawn_because: Option<String>,
}

pub struct PointLines;

impl ReadModel for PointLines {
    type Key = Key;
    type Row = Row;

    const NAME: &'static str = "point_lines";
    const VERSION: i32 = 1;
    const KEY: &'static [&'static str] = &["award"];
    const DDL: &'static str = include_str!("point_lines.sql");
    const SOURCES: &'static [&'static str] = &["ledger"];

    fn keys(event: &Recorded) -> Vec<Key> {
        match &event.event {
            Event::Ledger(
                LedgerEvent::PointsAwarded { award, .. } | LedgerEvent::PointsWithdrawn { award, .. },
            ) => vec![Key { award: *award }],
            _ => vec![],
        }
    }

    fn fold(key: &Key, row: &mut Option<Row>, event: &Recorded) -> Result<(), FoldError> {
        match &event.event {
            Event::Ledger(LedgerEvent::PointsAwarded {
                award,
                member,
                points,
                contribution,
                item,
                rule,
                earned_by,
                day,
            }) => {
                *row = Some(Row {
                    award: *award,
                    member: *member,
                    points: *points,
                    contribution: *contribution,
                    item_kind: item.kind().into(),
                    item: item.uuid(),
                    rule: *rule,
                    earned_by: earned_by.to_string(),
                    day: *day,
                    at: event.metadata.at,
                    position: event.position,
                    withdrawn_at: None,
                    withdrawn_position: None,
                    withdrawn_because: None,
                });
            }
            Event::Ledger(LedgerEvent::PointsWithdrawn { because, .. }) => {
                let row =
                    row.as_mut().ok_or_else(|| FoldError::absent(format_args!("award {}", key.award)))?;
                row.withdrawn_at = Some(event.metadata.at);
                row.withdrawn_position = Some(event.position);
                row.withdrawn_because = Some(because.to_string());
            }
            _ => {}
        }
        Ok(())
    }
}

/// A line of a statement: points that came, or that went because the contribution was removed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Movement {
    pub award: AwardId,
    /// Of the event that brought it.
    pub position: Position,
    pub at: DateTime<Utc>,
    /// Negative for a withdrawal.
    pub change: i64,
    /// After this line.
    pub balance: i64,
    pub contribution: Contribution,
    pub item: Item,
    /// Title and its language, while the item is there.
    pub title: Option<(String, Language)>,
    /// UTC day of the contribution.
    pub day: NaiveDate,
    /// Revision of the rules.
    pub rule: u32,
    pub dispute: Disputed,
}

/// What the member holds against a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Disputed {
    Never,
    Open,
    Answered(Outcome),
}

impl Movement {
    pub const fn kind(&self) -> LineKind {
        if self.change < 0 { LineKind::Withdrawn } else { LineKind::Awarded }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    pub movements: Vec<Movement>,
    /// On all pages; known only where this page has movements.
    pub total: i64,
}

/// The newest movements of a member's points first.
pub async fn statement(pool: &PgPool, member: MemberId, offset: i64, limit: i64) -> sqlx::Result<Statement> {
    let rows = sqlx::query!(
        r#"WITH movements AS (
               SELECT award, at, position AS place, points AS change FROM point_lines WHERE member = $1
               UNION ALL
               SELECT award, withdrawn_at, withdrawn_position, -points FROM point_lines
               WHERE member = $1 AND withdrawn_position IS NOT NULL
           ), balanced AS (
               SELECT *, (sum(change) OVER (ORDER BY place))::bigint AS balance, count(*) OVER () AS total
               FROM movements
           )
           SELECT m.total AS "total!", m.award AS "award!", m.place AS "place!", m.at AS "at!", m.change AS "change!",
               m.balance AS "balance!", line.contribution, line.item, line.item_kind, line.day, line.rule,
               coalesce(r.title, n.title, g.title, h.title) AS "title?",
               coalesce(r.language, n.language, g.language, h.language) AS "language?", d.dispute AS "dispute?", d.outcome AS "outcome?"
           FROM (SELECT * FROM balanced ORDER BY place DESC OFFSET $2 LIMIT $3) m
           JOIN point_lines line USING (award)
           LEFT JOIN resources r ON r.resource = line.item AND line.item_kind = 'resource'
           LEFT JOIN news_items n ON n.item = line.item AND line.item_kind = 'news'
           LEFT JOIN gatherings g ON g.gathering = line.item AND line.item_kind = 'gathering' AND g.state <> 'removed'
           LEFT JOIN highlights h ON h.highlight = line.item AND line.item_kind = 'highlight' AND h.state = 'published'
           LEFT JOIN point_disputes d ON d.award = m.award
               AND d.line = CASE WHEN m.place = line.position THEN 'awarded' ELSE 'withdrawn' END
           ORDER BY m.place DESC"#,
        member.uuid(),
        offset,
        limit,
    )
    .fetch_all(pool)
    .await?;
    let total = rows.first().map_or(0, |row| row.total);
    let movements = rows
        .into_iter()
        .map(|row| {
            let dispute = match row.outcome {
                Some(outcome) => Disputed::Answered(outcome.parse().map_err(undecodable)?),
                None if row.dispute.is_some() => Disputed::Open,
                None => Disputed::Never,
            };
            Ok(Movement {
                award: AwardId::new(row.award),
                position: Position(row.place.unsigned_abs()),
                at: row.at,
                change: row.change,
                balance: row.balance,
                contribution: row.contribution.parse().map_err(undecodable)?,
                item: item_of(&row.item_kind, row.item)?,
                title: row.title.zip(row.language.and_then(|language| language.parse().ok())),
                day: row.day,
                rule: row.rule.unsigned_abs(),
                dispute,
            })
        })
        .collect::<sqlx::Result<_>>()?;
    Ok(Statement { movements, total })
}

/// How many awards of each kind a member had on a day, those withdrawn included: what its caps count.
pub async fn given_on(
    pool: &PgPool,
    member: MemberId,
    day: NaiveDate,
) -> sqlx::Result<Vec<(Contribution, u32)>> {
    let rows = sqlx::query!(
        r#"SELECT contribution, count(*)::int AS "given!" FROM point_lines
           WHERE member = $1 AND day = $2 GROUP BY contribution"#,
        member.uuid(),
        day,
    )
    .fetch_all(pool)
    .await?;
    Ok(rows
        .into_iter()
        .filter_map(|row| Some((row.contribution.parse().ok()?, row.given.unsigned_abs())))
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::fold_all;
    use crate::library::Resources;
    use crate::newsroom::NewsItems;
    use crate::points::PointDisputes;
    use crate::points::testing::{award, awarded, disputed, fold_into, id, published, table, withdrawn};

    #[test]
    fn a_line_says_what_earned_it_and_what_ended_it() {
        let events =
            [awarded(4, "ana", "guide", 10, "2026-03-02"), withdrawn(9, "ana", "guide", 10, "2026-03-02")];
        let before = fold_all::<PointLines>(&events[..1]).unwrap();
        let after = fold_all::<PointLines>(&events).unwrap();
        let key = Key { award: award("ana", "guide") };
        let line = &before[&key];
        assert_eq!((line.points, line.rule, line.position), (10, 1, Position(4)));
        assert_eq!(line.earned_by, "resource/guide/1");
        assert_eq!(line.withdrawn_at, None);
        assert_eq!(after[&key].withdrawn_because.as_deref(), Some("resource/guide/2"));
        assert_eq!(after[&key].withdrawn_position, Some(Position(9)));
    }

    #[test]
    fn a_withdrawal_without_its_award_stops_the_read_model() {
        let events = [withdrawn(9, "ana", "guide", 10, "2026-03-02")];
        assert!(fold_all::<PointLines>(&events).unwrap_err().0.contains("no row"));
    }

    #[tokio::test]
    async fn a_statement_adds_up_line_by_line() {
        let events = [
            published(1, "law", "Ley de cuidados"),
            awarded(2, "ana", "guide", 10, "2026-03-02"),
            awarded(3, "luis", "tool", 3, "2026-03-02"),
            awarded(4, "ana", "law", 8, "2026-03-01"),
            withdrawn(5, "ana", "guide", 10, "2026-03-02"),
            awarded(6, "ana", "report", 2, "2026-03-03"),
            disputed(7, "ana", "guide", LineKind::Withdrawn),
        ];
        let db = table::<PointLines>(&events).await;
        fold_into::<Resources>(&db, &events).await;
        fold_into::<NewsItems>(&db, &events).await;
        fold_into::<PointDisputes>(&db, &events).await;
        let Statement { movements: lines, total } = statement(&db.pool, id("ana"), 0, 25).await.unwrap();
        assert_eq!(total, 4);
        let told: Vec<_> = lines.iter().map(|line| (line.change, line.balance)).collect();
        assert_eq!(told, [(2, 10), (-10, 8), (8, 18), (10, 10)]);
        assert_eq!(lines[1].item, Item::Resource(domain::ResourceId::derived(&["guide"])));
        assert_eq!(lines[1].day.to_string(), "2026-03-02");
        assert_eq!(lines[1].title, None, "it is not in the library");
        assert_eq!(lines[2].title, Some(("Ley de cuidados".into(), Language::Es)));
        let disputes: Vec<_> = lines.iter().map(|line| line.dispute).collect();
        assert_eq!(disputes, [Disputed::Never, Disputed::Open, Disputed::Never, Disputed::Never]);
        let page = statement(&db.pool, id("ana"), 1, 2).await.unwrap();
        assert_eq!((&page.movements[..], page.total), (&lines[1..3], 4));
        assert_eq!(statement(&db.pool, id("nobody"), 0, 25).await.unwrap().movements, []);
    }

    #[tokio::test]
    async fn a_day_counts_withdrawn_awards_too() {
        let db = table::<PointLines>(&[
            awarded(1, "ana", "guide", 10, "2026-03-02"),
            awarded(2, "ana", "law", 10, "2026-03-02"),
            withdrawn(3, "ana", "law", 10, "2026-03-02"),
            awarded(4, "ana", "report", 10, "2026-03-03"),
        ])
        .await;
        let given = given_on(&db.pool, id("ana"), "2026-03-02".parse().unwrap()).await.unwrap();
        assert_eq!(given, [(Contribution::ResourcePublished, 2)]);
    }
}
