//! The tree that a highlight belongs to: what it builds on, up to the first, and all that builds on that.

use chrono::{DateTime, Utc};
use domain::highlights::{Kind, Relation};
use domain::{Country, HighlightId, Language};
use sqlx::PgPool;
use uuid::Uuid;

use crate::library::parsed;

/// Places that are shown. Of a larger tree the way up comes first, then what builds on the one that is looked at,
/// then the others, level by level, the oldest first.
const MOST: i64 = 200;
/// So far a tree is counted.
const COUNTED: i64 = 10_000;
/// So far up it is followed.
const HIGHEST: i32 = 1_000;

/// The places of a tree, whole or in part.
#[derive(Clone, Debug, PartialEq)]
pub struct Tree {
    /// Each after what it builds on: level by level, the oldest first.
    pub places: Vec<Place>,
    /// Of the whole tree, also of what is not among the places.
    pub total: u64,
}

/// One highlight in the tree.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    pub id: HighlightId,
    /// How far below the first one, from 0.
    pub level: u32,
    pub source: Option<HighlightId>,
    pub relation: Option<Relation>,
    pub short: String,
    pub slug: String,
    pub kind: Kind,
    /// None where it was withdrawn.
    pub title: Option<String>,
    pub language: Language,
    pub country: Option<Country>,
    pub published_at: DateTime<Utc>,
}

struct Stored {
    highlight: Uuid,
    level: i32,
    source: Option<Uuid>,
    relation: Option<String>,
    short: String,
    slug: String,
    kind: String,
    title: Option<String>,
    language: String,
    country: Option<String>,
    published_at: DateTime<Utc>,
    total: i64,
}

impl Stored {
    fn read(self) -> sqlx::Result<Place> {
        Ok(Place {
            id: HighlightId::new(self.highlight),
            level: self.level.unsigned_abs(),
            source: self.source.map(HighlightId::new),
            relation: self.relation.as_deref().map(parsed).transpose()?,
            short: self.short,
            slug: self.slug,
            kind: parsed(&self.kind)?,
            title: self.title,
            language: parsed(&self.language)?,
            country: self.country.as_deref().map(parsed).transpose()?,
            published_at: self.published_at,
        })
    }
}

/// A source is published before what builds on it, so that the way up and down ends.
pub async fn tree(pool: &PgPool, of: HighlightId) -> sqlx::Result<Tree> {
    let rows = sqlx::query_as!(
        Stored,
        r#"WITH RECURSIVE up AS (
               SELECT highlight, source, 0 AS above FROM highlights WHERE highlight = $1
               UNION ALL
               SELECT h.highlight, h.source, up.above + 1 FROM highlights h JOIN up ON h.highlight = up.source
               WHERE up.above < $4
           ), top AS (
               SELECT highlight, above FROM up ORDER BY above DESC LIMIT 1
           ), down AS (
               SELECT highlight, 0 AS level FROM top
               UNION ALL
               SELECT h.highlight, down.level + 1 FROM highlights h JOIN down ON h.source = down.highlight
           ), reached AS (
               SELECT highlight, level FROM down LIMIT $3
           ), ranked AS (
               SELECT up.highlight, top.above - up.above AS level, up.above AS rank FROM up, top
               UNION ALL
               SELECT h.highlight, top.above + 1, $4 + 1 FROM highlights h, top WHERE h.source = $1
               UNION ALL
               SELECT highlight, level, $4 + 2 FROM reached
           ), places AS (
               SELECT highlight, min(level) AS level, min(rank) AS rank FROM ranked GROUP BY highlight
           )
           SELECT h.highlight, p.level AS "level!", h.source, h.relation, h.short, h.slug, h.kind,
                  CASE WHEN h.state = 'published' THEN h.title END AS title, h.language, h.country, h.published_at,
                  (SELECT count(*) FROM reached) AS "total!"
           FROM places p JOIN highlights h USING (highlight)
           ORDER BY p.rank, p.level, h.published_at, h.highlight LIMIT $2"#,
        of.uuid(),
        MOST,
        COUNTED,
        HIGHEST,
    )
    .fetch_all(pool)
    .await?;
    let total = rows.first().map_or(0, |row| row.total.unsigned_abs());
    let mut places = rows.into_iter().map(Stored::read).collect::<sqlx::Result<Vec<Place>>>()?;
    places.sort_by_key(|place| (place.level, place.published_at, place.id));
    Ok(Tree { places, total })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::highlights::testing::{adapting, id, practice, published, withdrawn};
    use crate::testing::{fold_into, log_of};

    #[tokio::test]
    async fn the_whole_tree_is_seen_from_each_of_its_places() {
        let db = testkit::database().await;
        let events = [
            published("root", practice("Root")),
            published("child", adapting("root", practice("Child"))),
            published("other", practice("Other")),
            published("second", adapting("root", practice("Second"))),
            published("leaf", adapting("child", practice("Leaf"))),
            withdrawn("child"),
        ];
        fold_into(&db.pool, log_of(events)).await;
        for from in ["root", "leaf", "second"] {
            let Tree { places, total } = tree(&db.pool, id(from)).await.unwrap();
            let told: Vec<_> =
                places.iter().map(|place| (place.level, place.title.as_deref(), place.source)).collect();
            assert_eq!(
                told,
                [
                    (0, Some("Root"), None),
                    (1, None, Some(id("root"))),
                    (1, Some("Second"), Some(id("root"))),
                    (2, Some("Leaf"), Some(id("child"))),
                ],
                "{from}"
            );
            assert_eq!((places[1].relation, total), (Some(Relation::Adapts), 4));
        }
        assert_eq!(tree(&db.pool, id("other")).await.unwrap().places.len(), 1);
        assert_eq!(tree(&db.pool, id("nothing")).await.unwrap(), Tree { places: vec![], total: 0 });
    }

    #[tokio::test]
    async fn of_a_large_tree_the_way_up_and_what_builds_on_it_are_always_there() {
        let db = testkit::database().await;
        let name = |n: usize| format!("{n}");
        let mut events = vec![published("root", practice("Root"))];
        events.extend((0..250).map(|n| published(&name(n), adapting("root", practice("Broad")))));
        // A chain of twelve below the last of them.
        events.extend((250..262).map(|n| published(&name(n), adapting(&name(n - 1), practice("Deep")))));
        events.push(published("below", adapting("261", practice("Below"))));
        fold_into(&db.pool, log_of(events)).await;
        let Tree { places, total } = tree(&db.pool, id("261")).await.unwrap();
        assert_eq!((places.len(), total), (200, 264));
        let level = |name: &str| places.iter().find(|place| place.id == id(name)).map(|place| place.level);
        assert_eq!(
            (level("root"), level("249"), level("261"), level("below")),
            (Some(0), Some(1), Some(13), Some(14))
        );
        assert_eq!((level("0"), level("248")), (Some(1), None), "the oldest of the others first");
        assert!(
            places
                .iter()
                .all(|place| place.source.is_none_or(|source| places.iter().any(|one| one.id == source)))
        );
    }
}
