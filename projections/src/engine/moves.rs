//! When read models, and what else pages are made of, last moved: what was answered from them before holds until then.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sqlx::PgPool;

/// How far some of them are; it grows with each batch and each rebuild of any of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stamp {
    moved_at: Option<DateTime<Utc>>,
    /// Sum of their positions: two batches may begin in the same microsecond.
    positions: i64,
}

/// How far each of them was at one moment.
#[derive(Debug)]
pub struct Moves(HashMap<String, Stamp>);

impl Moves {
    /// To be asked before the read models: an answer may then be newer than its stamp and never older.
    pub async fn now(pool: &PgPool) -> sqlx::Result<Self> {
        let rows = sqlx::query!(
            r#"SELECT name AS "name!", position AS "position!", moved_at FROM checkpoints
               UNION ALL SELECT name, position, moved_at FROM changes"#
        )
        .fetch_all(pool)
        .await?;
        let stamps =
            rows.into_iter().map(|row| (row.name, Stamp { moved_at: row.moved_at, positions: row.position }));
        Ok(Self(stamps.collect()))
    }

    /// For what comes from these together.
    pub fn of(&self, names: &[String]) -> Stamp {
        names.iter().filter_map(|name| self.0.get(name)).fold(Stamp::default(), |all, one| Stamp {
            moved_at: all.moved_at.max(one.moved_at),
            positions: all.positions + one.positions,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn at(pool: &PgPool, models: &[&str]) -> Stamp {
        let models: Vec<String> = models.iter().map(|&model| model.to_owned()).collect();
        Moves::now(pool).await.unwrap().of(&models)
    }

    #[tokio::test]
    async fn it_grows_when_one_of_its_read_models_moves_and_only_then() {
        let db = testkit::database().await;
        let change = async |sql: &str| sqlx::query(sql).execute(&db.pool).await.unwrap();
        assert_eq!(at(&db.pool, &["a", "b"]).await, Stamp::default());
        change("INSERT INTO checkpoints (name, version, moved_at) VALUES ('a', 1, now()), ('b', 1, now()), ('c', 1, now())").await;
        let before = at(&db.pool, &["a", "b"]).await;
        assert!(before > Stamp::default());
        change("UPDATE checkpoints SET position = 9, moved_at = now() WHERE name = 'c'").await;
        assert_eq!(at(&db.pool, &["a", "b"]).await, before);
        change("UPDATE checkpoints SET position = 9, moved_at = now() WHERE name = 'b'").await;
        assert!(at(&db.pool, &["a", "b"]).await > before);
    }
}
