//! The certificates that rebuilds have left: kept for good, signed once the notary has come round.

use chrono::{DateTime, Utc};
use sqlx::PgPool;

use super::certify::Certificate;

#[derive(Clone, Debug)]
pub struct Kept {
    /// The read model.
    pub name: String,
    pub started_at: DateTime<Utc>,
    /// The certificate's own text.
    pub statement: String,
    /// The text with the notary's signature.
    pub signed: Option<String>,
}

impl Kept {
    /// None where it was written by a program that knew other fields.
    pub fn certificate(&self) -> Option<Certificate> {
        serde_json::from_str(&self.statement).ok()
    }

    /// What an admin takes away: the signed note, or the text alone while it waits.
    pub fn document(&self) -> &str {
        self.signed.as_deref().unwrap_or(&self.statement)
    }
}

/// The last ones, of one read model or of all, the newest first.
pub async fn certificates(pool: &PgPool, of: Option<&str>, limit: i64) -> sqlx::Result<Vec<Kept>> {
    sqlx::query_as!(
        Kept,
        r#"SELECT name, started_at, statement AS "statement!", signed FROM rebuilds
           WHERE statement IS NOT NULL AND ($1::text IS NULL OR name = $1)
           ORDER BY finished_at DESC NULLS LAST, name LIMIT $2"#,
        of,
        limit,
    )
    .fetch_all(pool)
    .await
}

/// The one of this read model that began then.
pub async fn certificate(pool: &PgPool, of: &str, started_at: DateTime<Utc>) -> sqlx::Result<Option<Kept>> {
    sqlx::query_as!(
        Kept,
        r#"SELECT name, started_at, statement AS "statement!", signed FROM rebuilds
           WHERE name = $1 AND started_at = $2 AND statement IS NOT NULL"#,
        of,
        started_at,
    )
    .fetch_optional(pool)
    .await
}
