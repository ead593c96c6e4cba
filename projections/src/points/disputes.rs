//! Read model `point_disputes`: what members hold against lines of their statements, and the answers.

use chrono::{DateTime, NaiveDate, Utc};
use domain::bookmarks::Item;
use domain::points::{Contribution, DisputeEvent, LineKind, Outcome};
use domain::{AwardId, DisputeId, Event, Language, MemberId, Recorded};
use serde::{Deserialize, Serialize};
use sqlx::PgPool;

use super::undecodable;
use crate::bookmarks::item_of;
use crate::{FoldError, ReadModel};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Key {
    pub dispute: DisputeId,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    pub dispute: DisputeId,
    pub award: AwardId,
    pub line: LineKind,
    pub member: MemberId,
    pub objection: Option<String>,
    pub opened_at: DateTime<Utc>,
    pub outcome: Option<Outcome>,
    pub answer: Option<String>,
    pub answered_at: Option<DateTime<Utc>>,
    pub answered_by: Option<MemberId>,
}

pub struct PointDisputes;

impl ReadModel for PointDisputes {
    type Key = Key;
    type Row = Row;

    const NAME: &'static str = "point_disputes";
    const VERSION: i32 = 1;
    const KEY: &'static [&'static str] = &["dispute"];
    const DDL: &'static str = include_str!("point_disputes.sql");

    fn keys(event: &Recorded) -> Vec<Key> {
        match &event.event {
            Event::Dispute(
                DisputeEvent::DisputeOpened { dispute, .. } | DisputeEvent::DisputeAnswered { dispute, .. },
            ) => vec![Key { dispute: *dispute }],
            _ => vec![],
        }
    }

    fn fold(key: &Key, row: &mut Option<Row>, event: &Recorded) -> Result<(), FoldError> {
        match &event.event {
            Event::Dispute(DisputeEvent::DisputeOpened { dispute, award, line, member, objection }) => {
                *row = Some(Row {
                    dispute: *dispute,
                    award: *award,
                    line: *line,
                    member: *member,
                    objection: objection.get().cloned(),
                    opened_at: event.metadata.at,
                    outcome: None,
                    answer: None,
                    answered_at: None,
                    answered_by: None,
                });
            }
            Event::Dispute(DisputeEvent::DisputeAnswered { outcome, answer, .. }) => {
                let row =
                    row.as_mut().ok_or_else(|| FoldError::absent(format_args!("dispute {}", key.dispute)))?;
                row.outcome = Some(*outcome);
                row.answer = answer.get().cloned();
                row.answered_at = Some(event.metadata.at);
                row.answered_by = event.metadata.member();
            }
            _ => {}
        }
        Ok(())
    }
}

/// How an answer ended a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    pub outcome: Outcome,
    /// None once the member is erased.
    pub answer: Option<String>,
    pub at: DateTime<Utc>,
    pub by: Option<MemberId>,
}

/// A case with the line that it is about: all that is needed to judge it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    pub dispute: DisputeId,
    pub member: MemberId,
    pub objection: Option<String>,
    pub opened_at: DateTime<Utc>,
    pub answered: Option<Answered>,
    pub line: Line,
}

/// A line of a statement with what led to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub award: AwardId,
    pub kind: LineKind,
    pub member: MemberId,
    /// As awarded, whether the line gives them or takes them back.
    pub points: i64,
    pub contribution: Contribution,
    pub item: Item,
    /// Title and its language, while the item is there.
    pub title: Option<(String, Language)>,
    /// Revision of the rules.
    pub rule: u32,
    /// UTC day of the contribution.
    pub day: NaiveDate,
    /// When the points came, or went.
    pub at: DateTime<Utc>,
    /// The event that earned the points, or ended them: `resource/0b9c…/1`.
    pub because: String,
    /// The how manyth award of its kind it was for its member that day, from 1.
    pub place: i64,
    /// How many there were that day.
    pub that_day: i64,
}

struct Found {
    award: uuid::Uuid,
    member: uuid::Uuid,
    points: i64,
    contribution: String,
    item: uuid::Uuid,
    item_kind: String,
    title: Option<String>,
    language: Option<String>,
    rule: i32,
    day: NaiveDate,
    at: DateTime<Utc>,
    because: String,
    place: i64,
    that_day: i64,
}

/// The line, unless that award was never given, or not taken back.
pub async fn line(pool: &PgPool, award: AwardId, kind: LineKind) -> sqlx::Result<Option<Line>> {
    let found = sqlx::query_as!(
        Found,
        r#"SELECT l.award, l.member, l.points, l.contribution, l.item, l.item_kind,
               coalesce(r.title, n.title, g.title, h.title) AS "title?",
               coalesce(r.language, n.language, g.language, h.language) AS "language?", l.rule, l.day,
               CASE WHEN $2 THEN l.withdrawn_at ELSE l.at END AS "at!",
               CASE WHEN $2 THEN l.withdrawn_because ELSE l.earned_by END AS "because!",
               (SELECT count(*) FROM point_lines other WHERE other.member = l.member AND other.day = l.day
                   AND other.contribution = l.contribution AND other.position <= l.position) AS "place!",
               (SELECT count(*) FROM point_lines other WHERE other.member = l.member AND other.day = l.day
                   AND other.contribution = l.contribution) AS "that_day!"
           FROM point_lines l
           LEFT JOIN resources r ON r.resource = l.item AND l.item_kind = 'resource'
           LEFT JOIN news_items n ON n.item = l.item AND l.item_kind = 'news'
           LEFT JOIN gatherings g ON g.gathering = l.item AND l.item_kind = 'gathering' AND g.state <> 'removed'
           LEFT JOIN highlights h ON h.highlight = l.item AND l.item_kind = 'highlight' AND h.state = 'published'
           WHERE l.award = $1 AND (NOT $2 OR l.withdrawn_at IS NOT NULL)"#,
        award.uuid(),
        kind == LineKind::Withdrawn,
    )
    .fetch_optional(pool)
    .await?;
    found.map(|found| found.told(kind)).transpose()
}

impl Found {
    fn told(self, kind: LineKind) -> sqlx::Result<Line> {
        Ok(Line {
            award: AwardId::new(self.award),
            kind,
            member: MemberId::new(self.member),
            points: self.points,
            contribution: self.contribution.parse().map_err(undecodable)?,
            item: item_of(&self.item_kind, self.item)?,
            title: self.title.zip(self.language.and_then(|language| language.parse().ok())),
            rule: self.rule.unsigned_abs(),
            day: self.day,
            at: self.at,
            because: self.because,
            place: self.place,
            that_day: self.that_day,
        })
    }
}

pub async fn case(pool: &PgPool, dispute: DisputeId) -> sqlx::Result<Option<Case>> {
    let found = sqlx::query!(
        "SELECT award, line, member, objection, opened_at, outcome, answer, answered_at, answered_by
         FROM point_disputes WHERE dispute = $1",
        dispute.uuid(),
    )
    .fetch_optional(pool)
    .await?;
    let Some(found) = found else { return Ok(None) };
    let kind = found.line.parse().map_err(undecodable)?;
    let Some(line) = line(pool, AwardId::new(found.award), kind).await? else { return Ok(None) };
    let answered = match (found.outcome, found.answered_at) {
        (Some(outcome), Some(at)) => Some(Answered {
            outcome: outcome.parse().map_err(undecodable)?,
            answer: found.answer,
            at,
            by: found.answered_by.map(MemberId::new),
        }),
        _ => None,
    };
    Ok(Some(Case {
        dispute,
        member: MemberId::new(found.member),
        objection: found.objection,
        opened_at: found.opened_at,
        answered,
        line,
    }))
}

/// A case in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    pub dispute: DisputeId,
    pub member: MemberId,
    pub opened_at: DateTime<Utc>,
    pub objection: Option<String>,
    pub outcome: Option<Outcome>,
    pub answered_at: Option<DateTime<Utc>>,
}

/// How many cases wait for an answer.
pub async fn open_disputes(pool: &PgPool) -> sqlx::Result<i64> {
    sqlx::query_scalar!(r#"SELECT count(*) AS "count!" FROM point_disputes WHERE outcome IS NULL"#)
        .fetch_one(pool)
        .await
}

/// The cases that wait for an answer, the oldest first; or those answered, the last first.
pub async fn disputes(pool: &PgPool, answered: bool, offset: i64, limit: i64) -> sqlx::Result<Vec<Listed>> {
    sqlx::query!(
        r#"(SELECT dispute AS "dispute!", member AS "member!", opened_at AS "opened_at!", objection, outcome,
                answered_at
            FROM point_disputes WHERE outcome IS NULL AND NOT $1 ORDER BY opened_at OFFSET $2 LIMIT $3)
           UNION ALL
           (SELECT dispute, member, opened_at, objection, outcome, answered_at
            FROM point_disputes WHERE outcome IS NOT NULL AND $1 ORDER BY answered_at DESC OFFSET $2 LIMIT $3)"#,
        answered,
        offset,
        limit,
    )
    .fetch_all(pool)
    .await?
    .into_iter()
    .map(|row| {
        Ok(Listed {
            dispute: DisputeId::new(row.dispute),
            member: MemberId::new(row.member),
            opened_at: row.opened_at,
            objection: row.objection,
            outcome: row.outcome.as_deref().map(str::parse).transpose().map_err(undecodable)?,
            answered_at: row.answered_at,
        })
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use domain::Personal;

    use super::*;
    use crate::engine::fold_all;
    use crate::library::Resources;
    use crate::newsroom::NewsItems;
    use crate::points::PointLines;
    use crate::points::testing::{award, awarded, disputed, fold_into, id, recorded, table, withdrawn};

    fn answered(position: u64, name: &str, answer: Personal<String>) -> Recorded {
        let dispute = LineKind::Awarded.dispute(award("ana", name));
        let event =
            DisputeEvent::DisputeAnswered { dispute, member: id("ana"), outcome: Outcome::Upheld, answer };
        let mut recorded = recorded(position, &format!("2026-03-{position:02}"), event);
        recorded.metadata.actor = format!("member:{}", id("eva"));
        recorded
    }

    #[test]
    fn a_case_is_open_until_it_is_answered() {
        let yes = Personal::new(id("ana"), "Yes.".to_owned());
        let events = [disputed(1, "ana", "guide", LineKind::Awarded), answered(2, "guide", yes)];
        let key = Key { dispute: LineKind::Awarded.dispute(award("ana", "guide")) };
        assert_eq!(fold_all::<PointDisputes>(&events[..1]).unwrap()[&key].outcome, None);
        let row = &fold_all::<PointDisputes>(&events).unwrap()[&key];
        assert_eq!((row.outcome, row.answer.as_deref()), (Some(Outcome::Upheld), Some("Yes.")));
        assert_eq!(row.answered_by, Some(id("eva")));
    }

    #[test]
    fn what_an_erased_member_wrote_and_was_answered_is_gone() {
        let mut first = disputed(1, "ana", "guide", LineKind::Awarded);
        let Event::Dispute(DisputeEvent::DisputeOpened { objection, .. }) = &mut first.event else {
            unreachable!()
        };
        *objection = Personal::erased(id("ana"));
        let rows =
            fold_all::<PointDisputes>(&[first, answered(2, "guide", Personal::erased(id("ana")))]).unwrap();
        let row = rows.values().next().unwrap();
        assert_eq!((&row.objection, &row.answer, row.outcome), (&None, &None, Some(Outcome::Upheld)));
    }

    #[tokio::test]
    async fn a_case_shows_its_line_with_the_others_of_the_day() {
        let events = [
            awarded(1, "ana", "guide", 10, "2026-03-02"),
            awarded(2, "ana", "law", 10, "2026-03-02"),
            withdrawn(3, "ana", "law", 10, "2026-03-02"),
            awarded(4, "ana", "tool", 10, "2026-03-03"),
            disputed(5, "ana", "law", LineKind::Withdrawn),
            disputed(6, "ana", "guide", LineKind::Awarded),
            answered(7, "guide", Personal::new(id("ana"), "Yes.".to_owned())),
        ];
        let db = table::<PointLines>(&events).await;
        fold_into::<PointDisputes>(&db, &events).await;
        fold_into::<Resources>(&db, &events).await;
        fold_into::<NewsItems>(&db, &events).await;
        assert_eq!(open_disputes(&db.pool).await.unwrap(), 1);
        let of = |name: &str, kind: LineKind| kind.dispute(award("ana", name));
        let open = disputes(&db.pool, false, 0, 10).await.unwrap();
        assert_eq!(open.iter().map(|one| one.dispute).collect::<Vec<_>>(), [of("law", LineKind::Withdrawn)]);
        let done = disputes(&db.pool, true, 0, 10).await.unwrap();
        assert_eq!(done.iter().map(|one| one.outcome).collect::<Vec<_>>(), [Some(Outcome::Upheld)]);

        let taken = case(&db.pool, of("law", LineKind::Withdrawn)).await.unwrap().unwrap();
        assert_eq!(taken.answered, None);
        assert_eq!((taken.line.place, taken.line.that_day), (2, 2));
        assert_eq!(taken.line.because, "resource/law/2");
        let given = case(&db.pool, of("guide", LineKind::Awarded)).await.unwrap().unwrap();
        assert_eq!((given.line.place, given.line.because.as_str()), (1, "resource/guide/1"));
        assert_eq!(given.answered.unwrap().answer.as_deref(), Some("Yes."));
        assert_eq!(line(&db.pool, award("ana", "guide"), LineKind::Withdrawn).await.unwrap(), None);
    }
}
