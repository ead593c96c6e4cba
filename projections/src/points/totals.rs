//! Read model `point_totals`: what each member has in a month, a year and altogether.

use chrono::NaiveDate;
use domain::points::LedgerEvent;
use domain::{Event, MemberId, Recorded};
use serde::{Deserialize, Serialize};
use sqlx::PgPool;

use super::Period;
use crate::engine::Folded;
use crate::{FoldError, ReadModel};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Key {
    pub period: Period,
    pub member: MemberId,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    pub period: Period,
    pub member: MemberId,
    pub points: i64,
}

pub struct PointTotals;

impl ReadModel for PointTotals {
    type Key = Key;
    type Row = Row;

    const NAME: &'static str = "point_totals";
    const VERSION: i32 = 1;
    const KEY: &'static [&'static str] = &["period", "member"];
    const DDL: &'static str = include_str!("point_totals.sql");
    const SOURCES: &'static [&'static str] = &["ledger"];

    fn keys(event: &Recorded) -> Vec<Key> {
        change(event).map_or_else(Vec::new, |(member, day, _)| {
            Period::around(day).map(|period| Key { period, member }).into()
        })
    }

    fn fold(key: &Key, row: &mut Option<Row>, event: &Recorded) -> Result<(), FoldError> {
        let Some((.., change)) = change(event) else { return Ok(()) };
        let points = row.as_ref().map_or(0, |row| row.points) + change;
        if points < 0 {
            return Err(FoldError(format!("member {} would have {points} points", key.member)));
        }
        *row = (points > 0).then_some(Row { period: key.period, member: key.member, points });
        Ok(())
    }
}

/// Whose points change, in the periods of which day, by how many.
fn change(event: &Recorded) -> Option<(MemberId, NaiveDate, i64)> {
    match event.event {
        Event::Ledger(LedgerEvent::PointsAwarded { member, points, day, .. }) => {
            Some((member, day, i64::from(points)))
        }
        Event::Ledger(LedgerEvent::PointsWithdrawn { member, points, day, .. }) => {
            Some((member, day, -i64::from(points)))
        }
        _ => None,
    }
}

/// What a member has in a period, and the place that gives among all members. Equals share a rank.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Standing {
    pub points: i64,
    /// None without points.
    pub rank: Option<i64>,
}

pub async fn standing(pool: &PgPool, member: MemberId, period: Period) -> sqlx::Result<Standing> {
    let row = sqlx::query!(
        r#"SELECT t.points, 1 + (SELECT count(*) FROM point_totals other
               WHERE other.period = t.period AND other.points > t.points) AS "rank!"
           FROM point_totals t WHERE t.period = $1 AND t.member = $2"#,
        period.to_string(),
        member.uuid(),
    )
    .fetch_optional(pool)
    .await?;
    Ok(row.map_or(Standing { points: 0, rank: None }, |row| Standing {
        points: row.points,
        rank: Some(row.rank),
    }))
}

/// The same from a history that was folded in memory.
pub fn replayed_standing(totals: &Folded<PointTotals>, member: MemberId, period: Period) -> Standing {
    let Some(own) = totals.rows().get(&Key { period, member }) else {
        return Standing { points: 0, rank: None };
    };
    let ahead = totals.rows().values().filter(|row| row.period == period && row.points > own.points).count();
    Standing { points: own.points, rank: i64::try_from(ahead + 1).ok() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::fold_all;
    use crate::points::testing::{awarded, id, table, withdrawn};

    fn totals(events: &[Recorded], member: &str) -> Vec<(String, i64)> {
        let mut rows: Vec<_> = fold_all::<PointTotals>(events)
            .unwrap()
            .into_values()
            .filter(|row| row.member == id(member))
            .map(|row| (row.period.to_string(), row.points))
            .collect();
        rows.sort();
        rows
    }

    fn told(expected: &[(&str, i64)]) -> Vec<(String, i64)> {
        expected.iter().map(|(period, points)| ((*period).to_owned(), *points)).collect()
    }

    #[test]
    fn points_are_added_up_by_the_day_of_the_contribution() {
        let events = [
            awarded(1, "ana", "guide", 10, "2025-12-31"),
            awarded(2, "ana", "law", 10, "2026-01-01"),
            awarded(3, "ana", "report", 8, "2026-01-31"),
            awarded(4, "luis", "tool", 3, "2026-01-31"),
        ];
        let expected = [("all", 28), ("m2025-12", 10), ("m2026-01", 18), ("y2025", 10), ("y2026", 18)];
        assert_eq!(totals(&events, "ana"), told(&expected));
        assert_eq!(totals(&events, "luis"), told(&[("all", 3), ("m2026-01", 3), ("y2026", 3)]));
    }

    #[test]
    fn a_withdrawal_corrects_the_periods_of_its_award() {
        let events = [
            awarded(1, "ana", "guide", 10, "2025-12-31"),
            awarded(2, "ana", "law", 8, "2026-01-01"),
            withdrawn(3, "ana", "guide", 10, "2025-12-31"),
        ];
        assert_eq!(totals(&events, "ana"), told(&[("all", 8), ("m2026-01", 8), ("y2026", 8)]));
    }

    #[test]
    fn a_total_below_nothing_stops_the_read_model() {
        let events = [withdrawn(3, "ana", "guide", 10, "2025-12-31")];
        assert!(fold_all::<PointTotals>(&events).unwrap_err().0.contains("-10 points"));
    }

    #[tokio::test]
    async fn the_table_and_a_replay_give_the_same_standing() {
        let events = [
            awarded(1, "ana", "guide", 10, "2026-01-01"),
            awarded(2, "luis", "law", 8, "2026-01-01"),
            awarded(3, "rosa", "report", 8, "2026-01-02"),
            awarded(4, "eva", "tool", 2, "2026-02-02"),
        ];
        let db = table::<PointTotals>(&events).await;
        let mut replay = Folded::default();
        events.iter().try_for_each(|event| replay.take(event)).unwrap();
        let mut ranks = vec![];
        for member in ["ana", "luis", "rosa", "eva", "nobody"] {
            for period in [Period::All, Period::Year(2026), Period::Month(2026, 1), Period::Month(2026, 2)] {
                let stored = standing(&db.pool, id(member), period).await.unwrap();
                assert_eq!(stored, replayed_standing(&replay, id(member), period), "{member} {period}");
                if period == Period::All {
                    ranks.push((stored.points, stored.rank));
                }
            }
        }
        assert_eq!(ranks, [(10, Some(1)), (8, Some(2)), (8, Some(2)), (2, Some(4)), (0, None)]);
    }
}
