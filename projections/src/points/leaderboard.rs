//! The leaderboard: members by their points in a period, as one viewer may see them.

use domain::{Country, MemberId};
use sqlx::PgPool;
use uuid::Uuid;

use super::Period;
use crate::membership::Audience;

/// Places on one page.
pub const PAGE: u32 = 25;

/// A member as the viewer may see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Who {
    Named(String),
    /// Shows the name to others only.
    Hidden,
    /// Erased; the points stay.
    Former,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Equals share a rank: 1, 2, 2, 4.
    pub rank: i64,
    pub member: MemberId,
    pub who: Who,
    pub country: Option<Country>,
    pub points: i64,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leaderboard {
    pub places: Vec<Place>,
    /// On all pages; known only where this page has places.
    pub total: i64,
}

struct Row {
    total: i64,
    rank: i64,
    member: Uuid,
    points: i64,
    name: Option<String>,
    shows_name: bool,
    country: Option<String>,
}

/// The page, from 0. Of one country: those who let the viewer see that they belong to it.
pub async fn leaderboard(
    pool: &PgPool,
    audience: Audience,
    period: Period,
    country: Option<Country>,
    page: u32,
) -> sqlx::Result<Leaderboard> {
    let offset = i64::from(PAGE) * i64::from(page);
    let rows = match country {
        None => of_all(pool, audience, period, offset).await?,
        Some(country) => of_country(pool, audience, period, country, offset).await?,
    };
    let total = rows.first().map_or(0, |row| row.total);
    Ok(Leaderboard { places: rows.into_iter().map(Place::from).collect(), total })
}

/// Only the rows of the page are joined, and only those ahead of its first row are counted.
async fn of_all(pool: &PgPool, audience: Audience, period: Period, offset: i64) -> sqlx::Result<Vec<Row>> {
    let (open, viewer) = audience.for_query();
    sqlx::query_as!(
        Row,
        r#"WITH page AS MATERIALIZED (
               SELECT member, points FROM point_totals WHERE period = $1
               ORDER BY points DESC, member OFFSET $2 LIMIT $3
           ), ahead AS MATERIALIZED (
               SELECT count(*) AS count FROM point_totals
               WHERE period = $1 AND points > (SELECT max(points) FROM page)
           )
           SELECT (SELECT count(*) FROM point_totals WHERE period = $1) AS "total!",
               CASE WHEN page.points = (SELECT max(points) FROM page) THEN 1 + ahead.count
                  ELSE $2 + rank() OVER (ORDER BY page.points DESC) END AS "rank!",
               page.member, page.points, m.name AS "name?",
               (m.member IS NULL OR m.name_to = ANY($4) OR m.member IS NOT DISTINCT FROM $5) AS "shows_name!",
               CASE WHEN m.country_to = ANY($4) OR m.member = $5 THEN m.country END AS country
           FROM page CROSS JOIN ahead LEFT JOIN members m ON m.member = page.member
           ORDER BY page.points DESC, page.member"#,
        period.to_string(),
        offset,
        i64::from(PAGE),
        &open,
        viewer,
    )
    .fetch_all(pool)
    .await
}

async fn of_country(
    pool: &PgPool,
    audience: Audience,
    period: Period,
    country: Country,
    offset: i64,
) -> sqlx::Result<Vec<Row>> {
    let (open, viewer) = audience.for_query();
    sqlx::query_as!(
        Row,
        r#"SELECT count(*) OVER () AS "total!", rank() OVER (ORDER BY t.points DESC) AS "rank!", t.member, t.points, m.name AS "name?",
               (m.name_to = ANY($5) OR m.member IS NOT DISTINCT FROM $6) AS "shows_name!", m.country AS "country?"
           FROM members m JOIN point_totals t ON t.member = m.member AND t.period = $1
           WHERE m.country = $4 AND (m.country_to = ANY($5) OR m.member = $6)
           ORDER BY t.points DESC, t.member OFFSET $2 LIMIT $3"#,
        period.to_string(),
        offset,
        i64::from(PAGE),
        country.to_string(),
        &open,
        viewer,
    )
    .fetch_all(pool)
    .await
}

/// The months in which somebody has points, the newest first.
pub async fn months(pool: &PgPool) -> sqlx::Result<Vec<Period>> {
    // One step of the index for each month, however many members there are.
    let months = sqlx::query_scalar!(
        r#"WITH RECURSIVE months AS (
               SELECT max(period) AS period FROM point_totals WHERE period LIKE 'm%'
               UNION ALL
               SELECT (SELECT max(t.period) FROM point_totals t
                       WHERE t.period LIKE 'm%' AND t.period < months.period)
               FROM months WHERE months.period IS NOT NULL
           )
           SELECT period AS "period!" FROM months WHERE period IS NOT NULL"#
    )
    .fetch_all(pool)
    .await?;
    Ok(months.iter().filter_map(|period| period.parse().ok()).collect())
}

impl From<Row> for Place {
    fn from(row: Row) -> Self {
        let who = match row.name {
            _ if !row.shows_name => Who::Hidden,
            Some(name) => Who::Named(name),
            None => Who::Former,
        };
        Self {
            rank: row.rank,
            member: MemberId::new(row.member),
            who,
            country: row.country.and_then(|code| code.parse().ok()),
            points: row.points,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use domain::membership::{MemberEvent, Profile, Shown, Visibility};
    use domain::{Language, Personal, Recorded};

    use super::*;
    use crate::membership::Members;
    use crate::points::PointTotals;
    use crate::points::testing::{awarded, fold_into, id, recorded, table};

    fn joined(position: u64, name: &str, country: &str) -> Recorded {
        let event = MemberEvent::MemberJoined {
            member: id(name),
            name: Personal::new(id(name), name.to_owned()),
            email: Personal::new(id(name), format!("{name}@example.org")),
            country: country.parse().unwrap(),
            language: Language::Es,
        };
        recorded(position, "2026-01-01", event)
    }

    fn shows(
        position: u64,
        name: &str,
        country: &str,
        name_to: Visibility,
        country_to: Visibility,
    ) -> Recorded {
        let mut profile = Profile::initial(
            Personal::new(id(name), name.to_owned()),
            country.parse().unwrap(),
            Language::Es,
        );
        profile.name.to = name_to;
        profile.country = Shown::new(profile.country.value, country_to);
        recorded(
            position,
            "2026-01-01",
            MemberEvent::ProfileEdited { member: id(name), revision: 2, profile },
        )
    }

    async fn portal(events: &[Recorded]) -> testkit::TestDb {
        let db = table::<PointTotals>(events).await;
        fold_into::<Members>(&db, events).await;
        db
    }

    async fn told(
        db: &testkit::TestDb,
        audience: Audience,
        country: Option<&str>,
    ) -> Vec<(i64, Who, Option<String>, i64)> {
        let country = country.map(|code| code.parse().unwrap());
        let board = leaderboard(&db.pool, audience, Period::All, country, 0).await.unwrap();
        board
            .places
            .into_iter()
            .map(|place| (place.rank, place.who, place.country.map(|one| one.to_string()), place.points))
            .collect()
    }

    fn named(rank: i64, name: &str, country: &str, points: i64) -> (i64, Who, Option<String>, i64) {
        (rank, Who::Named(name.into()), Some(country.into()), points)
    }

    #[tokio::test]
    async fn what_a_member_hides_is_hidden_here_too() {
        let db = portal(&[
            joined(1, "ana", "BR"),
            joined(2, "luis", "BR"),
            joined(3, "rosa", "CL"),
            shows(4, "ana", "BR", Visibility::Members, Visibility::Everyone),
            shows(5, "luis", "BR", Visibility::Everyone, Visibility::Members),
            shows(6, "rosa", "CL", Visibility::OnlyMe, Visibility::OnlyMe),
            awarded(7, "ana", "guide", 10, "2026-03-02"),
            awarded(8, "luis", "law", 8, "2026-03-02"),
            awarded(9, "rosa", "tool", 5, "2026-03-02"),
            awarded(10, "gone", "report", 2, "2026-03-02"),
        ])
        .await;
        let br = || Some("BR".to_owned());
        let visitor = Audience::Visitor;
        assert_eq!(
            told(&db, visitor, None).await,
            [
                (1, Who::Hidden, br(), 10),
                (2, Who::Named("luis".into()), None, 8),
                (3, Who::Hidden, None, 5),
                (4, Who::Former, None, 2),
            ]
        );
        assert_eq!(told(&db, visitor, Some("BR")).await, [(1, Who::Hidden, br(), 10)]);
        assert_eq!(told(&db, visitor, Some("CL")).await, []);
        let eva = Audience::Member(id("eva"));
        assert_eq!(told(&db, eva, None).await[..2], [named(1, "ana", "BR", 10), named(2, "luis", "BR", 8)]);
        assert_eq!(told(&db, eva, None).await[2], (3, Who::Hidden, None, 5));
        assert_eq!(told(&db, eva, Some("BR")).await, [named(1, "ana", "BR", 10), named(2, "luis", "BR", 8)]);
        let rosa = Audience::Member(id("rosa"));
        assert_eq!(told(&db, rosa, None).await[2], named(3, "rosa", "CL", 5));
        assert_eq!(told(&db, rosa, Some("CL")).await, [named(1, "rosa", "CL", 5)]);
    }

    #[tokio::test]
    async fn equals_share_a_rank_across_pages() {
        let mut events = vec![];
        for (position, number) in (1..).zip(0..60_u32) {
            // 24 with three points, 30 with two, 6 with one.
            let points = if number < 24 {
                3
            } else if number < 54 {
                2
            } else {
                1
            };
            events.push(awarded(position, &format!("member {number}"), "guide", points, "2026-03-02"));
        }
        let db = portal(&events).await;
        let mut seen = BTreeSet::new();
        let mut ranks = vec![];
        for page in 0..3 {
            let board =
                leaderboard(&db.pool, Audience::Visitor, Period::Month(2026, 3), None, page).await.unwrap();
            assert_eq!(board.total, 60);
            seen.extend(board.places.iter().map(|place| place.member));
            ranks.push(board.places.iter().map(|place| (place.rank, place.points)).collect::<Vec<_>>());
        }
        assert_eq!(seen.len(), 60);
        assert_eq!((ranks[0].len(), ranks[1].len(), ranks[2].len()), (25, 25, 10));
        assert_eq!((ranks[0][0], ranks[0][23], ranks[0][24]), ((1, 3), (1, 3), (25, 2)));
        assert!(ranks[1].iter().all(|place| *place == (25, 2)));
        assert_eq!((ranks[2][3], ranks[2][4], ranks[2][9]), ((25, 2), (55, 1), (55, 1)));
        let beyond = leaderboard(&db.pool, Audience::Visitor, Period::All, None, 9).await.unwrap();
        assert_eq!((beyond.places.len(), beyond.total), (0, 0));
    }

    #[tokio::test]
    async fn the_months_with_points_are_listed() {
        let db = table::<PointTotals>(&[
            awarded(1, "ana", "guide", 10, "2025-12-31"),
            awarded(2, "luis", "law", 10, "2026-03-02"),
            awarded(3, "luis", "tool", 10, "2026-03-03"),
        ])
        .await;
        assert_eq!(months(&db.pool).await.unwrap(), [Period::Month(2026, 3), Period::Month(2025, 12)]);
        let empty = table::<PointTotals>(&[]).await;
        assert_eq!(months(&empty.pool).await.unwrap(), []);
    }
}
