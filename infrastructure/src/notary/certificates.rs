//! The certificates of rebuilds, signed by the notary when it comes round. A signature says that the text stood there
//! then and was not changed since.

use chrono::{DateTime, Utc};
use sqlx::PgPool;

use super::keeper::NotaryError;
use super::note::{NotaryKey, NoteFault, VerifierKey};

/// The first line of what is signed. A checkpoint begins with the name of its log, and no name has a space: neither
/// can ever be taken for the other.
const KIND: &str = "IASPN certificate of a rebuild, version 1";

/// A certificate that waits for its signature.
struct Unsigned {
    /// The read model.
    name: String,
    started_at: DateTime<Utc>,
    /// One line of JSON, without its end.
    statement: String,
}

/// What is signed for a statement.
fn text_of(statement: &str) -> String {
    format!("{KIND}\n{statement}\n")
}

impl VerifierKey {
    /// The statement of a certificate that this key signed.
    pub fn open_certificate(&self, note: &str) -> Result<String, NoteFault> {
        let text = self.open(note)?;
        let statement = text.strip_prefix(KIND).and_then(|rest| rest.strip_prefix('\n')?.strip_suffix('\n'));
        statement.map(str::to_owned).ok_or(NoteFault::NoCertificate)
    }
}

/// Signs those that wait, the oldest first. Returns how many.
pub async fn sign_all(pool: &PgPool, key: &NotaryKey) -> Result<usize, NotaryError> {
    let waiting = unsigned(pool).await?;
    for certificate in &waiting {
        let note = key.sign(&text_of(&certificate.statement))?;
        sqlx::query!(
            "UPDATE rebuilds SET signed = $3 WHERE name = $1 AND started_at = $2 AND signed IS NULL",
            certificate.name,
            certificate.started_at,
            note,
        )
        .execute(pool)
        .await?;
    }
    Ok(waiting.len())
}

/// What is not one line of text is none that this program wrote, and is left alone.
async fn unsigned(pool: &PgPool) -> Result<Vec<Unsigned>, sqlx::Error> {
    sqlx::query_as!(
        Unsigned,
        r#"SELECT name, started_at, statement AS "statement!" FROM rebuilds
           WHERE signed IS NULL AND statement !~ '[[:cntrl:]]' ORDER BY finished_at LIMIT 100"#
    )
    .fetch_all(pool)
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn signed(pool: &PgPool, name: &str) -> Option<String> {
        sqlx::query_scalar("SELECT signed FROM rebuilds WHERE name = $1")
            .bind(name)
            .fetch_one(pool)
            .await
            .unwrap()
    }

    #[tokio::test]
    async fn what_waits_is_signed_once_and_opened_by_the_key() {
        let db = testkit::database().await;
        sqlx::raw_sql(
            "INSERT INTO rebuilds (name, started_at, finished_at, statement) VALUES
                 ('members', '2026-01-01', '2026-01-02', '{\"name\":\"members\"}'),
                 ('several', '2026-01-01', '2026-01-01', E'log\\n7\\nAAAA'),
                 ('unfinished', '2026-01-01', NULL, NULL)",
        )
        .execute(&db.pool)
        .await
        .unwrap();
        let notary = crate::connect_as_notary(&db.url).await.unwrap();
        let key = NotaryKey::generate("log").unwrap();
        assert_eq!(sign_all(&notary, &key).await.unwrap(), 1);
        assert_eq!(sign_all(&notary, &key).await.unwrap(), 0);
        let note = signed(&db.pool, "members").await.unwrap();
        assert!(note.starts_with(&format!("{KIND}\n{{\"name\":\"members\"}}\n\n")), "{note}");
        assert_eq!(key.verifier().open_certificate(&note).unwrap(), "{\"name\":\"members\"}");
        assert_eq!((signed(&db.pool, "several").await, signed(&db.pool, "unfinished").await), (None, None));
        // Neither the server nor the notary changes what was certified.
        for (pool, change) in [
            (&db.pool, "UPDATE rebuilds SET signed = 'forged'"),
            (&db.pool, "DELETE FROM rebuilds"),
            (&db.pool, "INSERT INTO rebuilds (name, signed) VALUES ('x', 'forged')"),
            (&notary, "UPDATE rebuilds SET statement = '{}'"),
        ] {
            let refused = sqlx::raw_sql(change).execute(pool).await.unwrap_err();
            assert!(refused.to_string().contains("permission denied"), "{change}: {refused}");
        }
    }

    #[test]
    fn a_certificate_and_a_checkpoint_are_never_taken_for_each_other() {
        let key = NotaryKey::generate("log").unwrap();
        assert!(NotaryKey::generate(KIND).is_err(), "no log has this name");
        let head = super::super::Head { size: 7, root: tlog_tiles::Hash([3; 32]) };
        let checkpoint = key.checkpoint(head).unwrap();
        assert!(matches!(key.verifier().open_certificate(&checkpoint), Err(NoteFault::NoCertificate)));
        // Whatever the statement is.
        let text = checkpoint.split("\n\n").next().unwrap();
        let certificate = key.sign(&text_of(text)).unwrap();
        assert!(matches!(key.verifier().open_checkpoint(&certificate), Err(NoteFault::NoCheckpoint(_))));
        assert_eq!(key.verifier().open_certificate(&certificate).unwrap(), text);
        let changed = certificate.replacen("\n7\n", "\n8\n", 1);
        assert!(matches!(key.verifier().open_certificate(&changed), Err(NoteFault::Forged(_))));
        let other = NotaryKey::generate("log").unwrap();
        assert!(matches!(other.verifier().open_certificate(&certificate), Err(NoteFault::Unsigned(_))));
    }
}
