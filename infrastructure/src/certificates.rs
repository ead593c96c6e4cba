//! The certificates of rebuilds, for whoever signs them: the text as it is kept, and the signed note beside it.

use chrono::{DateTime, Utc};
use sqlx::PgPool;

/// A certificate that waits for its signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unsigned {
    /// The read model.
    pub name: String,
    pub started_at: DateTime<Utc>,
    /// One line of JSON, without its end.
    pub statement: String,
}

/// Those that wait, the oldest first.
pub async fn unsigned(pool: &PgPool) -> Result<Vec<Unsigned>, sqlx::Error> {
    sqlx::query_as!(
        Unsigned,
        r#"SELECT name, started_at, statement AS "statement!" FROM rebuilds
           WHERE signed IS NULL AND statement IS NOT NULL ORDER BY finished_at LIMIT 100"#
    )
    .fetch_all(pool)
    .await
}

/// Keeps the signed note (C2SP signed-note): its text is the statement with the end of a line. False where the
/// note is of another text, or the certificate is signed already.
pub async fn sign(
    pool: &PgPool,
    name: &str,
    started_at: DateTime<Utc>,
    note: &str,
) -> Result<bool, sqlx::Error> {
    let kept = sqlx::query!(
        "UPDATE rebuilds SET signed = $3 WHERE name = $1 AND started_at = $2 AND signed IS NULL
             AND starts_with($3, statement || E'\\n\\n')",
        name,
        started_at,
        note,
    )
    .execute(pool)
    .await?;
    Ok(kept.rows_affected() == 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_certificate_waits_until_a_note_of_its_own_text_is_kept() {
        let db = testkit::database().await;
        sqlx::raw_sql(
            "INSERT INTO rebuilds (name, started_at, finished_at, statement) VALUES
                 ('members', '2026-01-01', '2026-01-02', '{\"name\":\"members\"}'),
                 ('resources', '2026-01-01', '2026-01-01', '{\"name\":\"resources\"}'),
                 ('unfinished', '2026-01-01', NULL, NULL)",
        )
        .execute(&db.pool)
        .await
        .unwrap();
        let waiting = unsigned(&db.pool).await.unwrap();
        let names: Vec<&str> = waiting.iter().map(|one| one.name.as_str()).collect();
        assert_eq!(names, ["resources", "members"]);
        let keep =
            async |of: &Unsigned, note: &str| sign(&db.pool, &of.name, of.started_at, note).await.unwrap();
        let note = |of: &Unsigned| format!("{}\n\n— iaspn AbCd\n", of.statement);
        assert!(!keep(&waiting[0], &note(&waiting[1])).await, "the note of another certificate");
        assert!(keep(&waiting[0], &note(&waiting[0])).await);
        assert!(!keep(&waiting[0], &note(&waiting[0])).await, "signed already");
        assert_eq!(unsigned(&db.pool).await.unwrap(), [waiting[1].clone()]);
    }
}
