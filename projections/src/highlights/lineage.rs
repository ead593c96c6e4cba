//! The tree that a highlight belongs to: what it builds on, up to the first, and all that builds on that.

use chrono::{DateTime, Utc};
use domain::highlights::{Kind, Relation};
use domain::{Country, HighlightId, Language};
use sqlx::PgPool;
use uuid::Uuid;

use crate::library::parsed;

/// A larger tree is shown in part: the oldest of each level first.
const MOST: i64 = 200;

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

/// In the order in which a reader goes down: each after what it builds on, level by level, the oldest first.
/// A source is published before what builds on it, so that the way up and down ends.
pub async fn tree(pool: &PgPool, of: HighlightId) -> sqlx::Result<Vec<Place>> {
    let rows = sqlx::query_as!(
        Stored,
        r#"WITH RECURSIVE up AS (
               SELECT highlight, source FROM highlights WHERE highlight = $1
               UNION
               SELECT h.highlight, h.source FROM highlights h JOIN up ON h.highlight = up.source
           ), down AS (
               SELECT up.highlight, 0 AS level FROM up WHERE up.source IS NULL
               UNION
               SELECT h.highlight, down.level + 1 FROM highlights h JOIN down ON h.source = down.highlight
           )
           SELECT h.highlight AS "highlight!", down.level AS "level!", h.source, h.relation, h.short AS "short!",
                  h.slug AS "slug!", h.kind AS "kind!",
                  CASE WHEN h.state = 'published' THEN h.title END AS title, h.language AS "language!", h.country,
                  h.published_at AS "published_at!"
           FROM down JOIN highlights h USING (highlight)
           ORDER BY down.level, h.published_at, h.highlight LIMIT $2"#,
        of.uuid(),
        MOST,
    )
    .fetch_all(pool)
    .await?;
    rows.into_iter().map(Stored::read).collect()
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
            let places = tree(&db.pool, id(from)).await.unwrap();
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
            assert_eq!(places[1].relation, Some(Relation::Adapts));
        }
        assert_eq!(tree(&db.pool, id("other")).await.unwrap().len(), 1);
        assert_eq!(tree(&db.pool, id("nothing")).await.unwrap(), []);
    }
}
