//! Kept forms in Postgres. Expired ones go whenever another comes; the table is bounded.

use application::Unreachable;
use application::kept_forms::{KEPT_FOR, KeptForm, KeptForms};
use application::membership::Secret;
use chrono::{DateTime, Utc};
use futures::future::BoxFuture;
use sqlx::PgPool;
use sqlx::types::Json;

use crate::accounts::{fingerprint, unreachable};

/// How many forms may be kept at once: a gigabyte at the very most.
const ROWS_MAX: i64 = 8_000;

pub struct PostgresKeptForms {
    pool: PgPool,
}

impl PostgresKeptForms {
    pub const fn new(pool: PgPool) -> Self {
        Self { pool }
    }
}

impl KeptForms for PostgresKeptForms {
    fn keep<'a>(
        &'a self,
        secret: &'a Secret,
        form: &'a KeptForm,
        now: DateTime<Utc>,
    ) -> BoxFuture<'a, Result<bool, Unreachable>> {
        Box::pin(async move {
            sqlx::query!("DELETE FROM kept_forms WHERE expires_at <= $1", now)
                .execute(&self.pool)
                .await
                .map_err(unreachable)?;
            let kept = sqlx::query!(
                "INSERT INTO kept_forms (secret_hash, path, fields, expires_at)
                 SELECT $1, $2, $3, $4 WHERE (SELECT count(*) FROM kept_forms) < $5",
                fingerprint(secret),
                form.path,
                Json(&form.fields) as _,
                now + KEPT_FOR,
                ROWS_MAX,
            )
            .execute(&self.pool)
            .await
            .map_err(unreachable)?;
            Ok(kept.rows_affected() == 1)
        })
    }

    fn find<'a>(
        &'a self,
        secret: &'a Secret,
        now: DateTime<Utc>,
    ) -> BoxFuture<'a, Result<Option<KeptForm>, Unreachable>> {
        Box::pin(async move {
            let row = sqlx::query!(
                r#"SELECT path, fields AS "fields: Json<Vec<(String, String)>>" FROM kept_forms
                   WHERE secret_hash = $1 AND expires_at > $2"#,
                fingerprint(secret),
                now,
            )
            .fetch_optional(&self.pool)
            .await
            .map_err(unreachable)?;
            Ok(row.map(|row| KeptForm { path: row.path, fields: row.fields.0 }))
        })
    }
}

#[cfg(test)]
mod tests {
    use chrono::Duration;

    use super::*;

    fn secret(n: u8) -> Secret {
        Secret::new([n; 32])
    }

    fn noon() -> DateTime<Utc> {
        DateTime::from_timestamp(1_750_000_000, 0).unwrap()
    }

    fn form(title: &str) -> KeptForm {
        let fields = [("title", title), ("theme", "care"), ("theme", "rural")];
        let fields = fields.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
        KeptForm { path: "/library/publish".to_owned(), fields }
    }

    #[tokio::test]
    async fn a_form_is_found_by_its_secret_until_it_expires() {
        let db = testkit::database().await;
        let forms = PostgresKeptForms::new(db.pool.clone());
        assert!(forms.keep(&secret(1), &form("Cuidados — «y más»"), noon()).await.unwrap());
        let just_before = noon() + KEPT_FOR - Duration::seconds(1);
        let found = forms.find(&secret(1), just_before).await.unwrap();
        assert_eq!(found, Some(form("Cuidados — «y más»")));
        assert_eq!(forms.find(&secret(2), noon()).await.unwrap(), None);
        assert_eq!(forms.find(&secret(1), noon() + KEPT_FOR).await.unwrap(), None);
    }

    #[tokio::test]
    async fn expired_forms_leave_the_table_when_another_comes() {
        let db = testkit::database().await;
        let forms = PostgresKeptForms::new(db.pool.clone());
        forms.keep(&secret(1), &form("old"), noon()).await.unwrap();
        forms.keep(&secret(2), &form("new"), noon() + KEPT_FOR).await.unwrap();
        let rows: i64 =
            sqlx::query_scalar("SELECT count(*) FROM kept_forms").fetch_one(&db.pool).await.unwrap();
        assert_eq!(rows, 1);
    }

    #[tokio::test]
    async fn a_full_table_takes_no_more() {
        let db = testkit::database().await;
        sqlx::query(
            "INSERT INTO kept_forms SELECT sha256(n::text::bytea), '/x', '[]', $1 + interval '1 hour'
             FROM generate_series(1, $2) n",
        )
        .bind(noon())
        .bind(ROWS_MAX)
        .execute(&db.pool)
        .await
        .unwrap();
        let forms = PostgresKeptForms::new(db.pool.clone());
        assert!(!forms.keep(&secret(1), &form("one too many"), noon()).await.unwrap());
        assert!(forms.keep(&secret(1), &form("after the hour"), noon() + KEPT_FOR).await.unwrap());
    }
}
