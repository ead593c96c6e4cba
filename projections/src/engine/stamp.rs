//! When read models, and what else pages are made of, last moved: what was answered from them before holds until then.

use chrono::{DateTime, Utc};
use sqlx::PgPool;

/// How far some read models are; it grows with each batch and each rebuild of any of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stamp {
    moved_at: Option<DateTime<Utc>>,
    /// Sum of their positions: two batches may begin in the same microsecond.
    positions: i64,
}

/// To be asked before the read models: an answer may then be newer than its stamp and never older.
pub async fn stamp(pool: &PgPool, models: &[String]) -> sqlx::Result<Stamp> {
    sqlx::query_as!(
        Stamp,
        r#"SELECT max(moved_at) AS moved_at, coalesce(sum(position), 0)::bigint AS "positions!"
           FROM (SELECT name, position, moved_at FROM checkpoints
                 UNION ALL SELECT name, position, moved_at FROM changes) sources
           WHERE name = ANY($1)"#,
        models,
    )
    .fetch_one(pool)
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn at(pool: &PgPool, models: &[&str]) -> Stamp {
        let models: Vec<String> = models.iter().map(|&model| model.to_owned()).collect();
        stamp(pool, &models).await.unwrap()
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
