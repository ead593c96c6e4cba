//! The table `prepared`: what waits to be prepared, and what was made. Whoever takes a document moves its next try
//! into the future, so that no other does; a node that dies leaves it to whoever comes then.

use std::collections::BTreeSet;

use application::Unreachable;
use application::library::{Due, Fault, Preparations, Wanted};
use application::operations::PreparationStanding;
use chrono::{DateTime, Utc};
use domain::library::{Format, Rendition};
use domain::{FileId, ResourceId, text};
use futures::future::BoxFuture;
use sqlx::{PgPool, Postgres, Transaction};

use crate::accounts::unreachable;

/// A longer one is not typed by anybody.
const WORD_MAX: usize = 60;
/// All words of a document together, in bytes: Postgres takes a megabyte.
const WORDS_MAX: usize = 500_000;

pub struct PostgresPreparations(PgPool);

impl PostgresPreparations {
    pub const fn new(pool: PgPool) -> Self {
        Self(pool)
    }

    /// Has every document of the library prepared anew that is, or the one; those that never were in any case.
    /// How many wait now.
    pub async fn again(
        &self,
        resource: Option<ResourceId>,
        all: bool,
        now: DateTime<Utc>,
    ) -> sqlx::Result<u64> {
        sqlx::query!(
            "INSERT INTO prepared (file, resource, media_type, size, next_try, asked_at)
             SELECT (source ->> 'file')::uuid, resource, source ->> 'media_type', (source ->> 'size')::bigint, $2, $2
             FROM (SELECT resource, source FROM resources
                   UNION ALL SELECT resource, earlier -> 'was'
                   FROM replacements, jsonb_array_elements(replacements) earlier) documents
             WHERE source ->> 'at' = 'document' AND source ->> 'media_type' = ANY($3)
                 AND ($1::uuid IS NULL OR resource = $1)
             ON CONFLICT (file) DO NOTHING",
            resource.map(ResourceId::uuid),
            now,
            &prepared_types(),
        )
        .execute(&self.0)
        .await?;
        sqlx::query!(
            "UPDATE prepared SET state = 'waiting', attempts = 0, reason = NULL, next_try = $2
             WHERE ($1::uuid IS NULL OR resource = $1)
                 AND (state = 'failed' OR (state = 'waiting' AND attempts = 0) OR ($3 AND state IN ('done', 'nothing')))",
            resource.map(ResourceId::uuid),
            now,
            all,
        )
        .execute(&self.0)
        .await?;
        let waiting =
            sqlx::query_scalar!(r#"SELECT count(*) AS "count!" FROM prepared WHERE state = 'waiting'"#);
        Ok(waiting.fetch_one(&self.0).await?.unsigned_abs())
    }

    async fn keep(
        &self,
        file: FileId,
        content: &str,
        pictures: &[Rendition],
        now: DateTime<Utc>,
    ) -> sqlx::Result<bool> {
        let state = if content.is_empty() && pictures.is_empty() { "nothing" } else { "done" };
        let mut transaction = self.0.begin().await?;
        let kept = sqlx::query!(
            "UPDATE prepared SET state = $2, reason = NULL, attempts = 0, done_at = $3, content = $4,
                 words = array_to_tsvector($5), pictures = $6
             WHERE file = $1 AND state = 'waiting'",
            file.uuid(),
            state,
            now,
            content,
            &words(content),
            serde_json::to_value(pictures).map_err(|error| sqlx::Error::Encode(error.into()))?,
        )
        .execute(&mut *transaction)
        .await?;
        changed(&mut transaction).await?;
        transaction.commit().await?;
        Ok(kept.rows_affected() == 1)
    }
}

/// Pages that show what was made of documents are made anew.
async fn changed(transaction: &mut Transaction<'_, Postgres>) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO changes (name) VALUES ('prepared')
         ON CONFLICT (name) DO UPDATE SET position = changes.position + 1, moved_at = now()"
    )
    .execute(&mut **transaction)
    .await
    .map(drop)
}

fn prepared_types() -> Vec<String> {
    let prepared = Format::ALL.iter().filter(|format| application::library::is_prepared(**format));
    prepared.map(|format| format.media_type().to_owned()).collect()
}

/// As the search compares them.
fn words(content: &str) -> Vec<String> {
    let folded = text::folded(content);
    let mut bytes = 0;
    let words: BTreeSet<&str> =
        folded.split(' ').filter(|word| (1..=WORD_MAX).contains(&word.len())).collect();
    let fitting = words.into_iter().take_while(|word| {
        bytes += word.len();
        bytes <= WORDS_MAX
    });
    fitting.map(str::to_owned).collect()
}

/// How many wait and since when, how many of them failed before, and how many were given up.
pub async fn standing(pool: &PgPool) -> sqlx::Result<PreparationStanding> {
    let row = sqlx::query!(
        r#"SELECT count(*) FILTER (WHERE state = 'waiting') AS "waiting!",
               count(*) FILTER (WHERE state = 'waiting' AND reason IS NOT NULL) AS "failing!",
               count(*) FILTER (WHERE state = 'failed') AS "failed!",
               min(asked_at) FILTER (WHERE state = 'waiting') AS oldest
           FROM prepared WHERE state IN ('waiting', 'failed')"#
    )
    .fetch_one(pool)
    .await?;
    let reasons = sqlx::query!(
        r#"SELECT reason AS "reason!", count(*) AS "count!" FROM prepared
           WHERE state IN ('waiting', 'failed') AND reason IS NOT NULL GROUP BY reason"#
    )
    .fetch_all(pool)
    .await?;
    Ok(PreparationStanding {
        waiting: row.waiting.unsigned_abs(),
        failing: row.failing.unsigned_abs(),
        failed: row.failed.unsigned_abs(),
        reasons: reasons.into_iter().map(|row| (row.reason, row.count.unsigned_abs())).collect(),
        oldest: row.oldest,
    })
}

impl Preparations for PostgresPreparations {
    fn ask<'a>(&'a self, wanted: &'a Wanted, now: DateTime<Utc>) -> BoxFuture<'a, Result<(), Unreachable>> {
        Box::pin(async move {
            sqlx::query!(
                "INSERT INTO prepared (file, resource, media_type, size, next_try, asked_at)
                 VALUES ($1, $2, $3, $4, $5, $5) ON CONFLICT (file) DO NOTHING",
                wanted.file.uuid(),
                wanted.resource.uuid(),
                wanted.format.media_type(),
                wanted.size.cast_signed(),
                now,
            )
            .execute(&self.0)
            .await
            .map(drop)
            .map_err(unreachable)
        })
    }

    fn withdraw(&self, resource: ResourceId, now: DateTime<Utc>) -> BoxFuture<'_, Result<(), Unreachable>> {
        Box::pin(async move {
            sqlx::query!(
                "UPDATE prepared SET state = 'unwanted', content = NULL, words = NULL, pictures = '[]',
                     attempts = 0, next_try = $2
                 WHERE resource = $1",
                resource.uuid(),
                now,
            )
            .execute(&self.0)
            .await
            .map(drop)
            .map_err(unreachable)
        })
    }

    fn take(
        &self,
        now: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> BoxFuture<'_, Result<Option<Due>, Unreachable>> {
        Box::pin(async move {
            let row = sqlx::query!(
                r#"UPDATE prepared SET attempts = attempts + 1, next_try = $2
                   WHERE file = (SELECT file FROM prepared
                                 WHERE state IN ('waiting', 'unwanted') AND next_try <= $1
                                 ORDER BY next_try, file LIMIT 1 FOR UPDATE SKIP LOCKED)
                   RETURNING file, resource, media_type, size, attempts, state = 'unwanted' AS "unwanted!""#,
                now,
                until,
            )
            .fetch_optional(&self.0)
            .await
            .map_err(unreachable)?;
            let Some(row) = row else { return Ok(None) };
            let format = Format::of_media_type(&row.media_type)
                .ok_or_else(|| Unreachable(format!("{} is not known", row.media_type).into()))?;
            let wanted = Wanted {
                file: FileId::new(row.file),
                resource: ResourceId::new(row.resource),
                format,
                size: row.size.unsigned_abs(),
            };
            Ok(Some(Due { wanted, attempts: row.attempts.unsigned_abs(), unwanted: row.unwanted }))
        })
    }

    fn done<'a>(
        &'a self,
        file: FileId,
        text: &'a str,
        pictures: &'a [Rendition],
        now: DateTime<Utc>,
    ) -> BoxFuture<'a, Result<bool, Unreachable>> {
        Box::pin(async move { self.keep(file, text, pictures, now).await.map_err(unreachable) })
    }

    fn failed(
        &self,
        file: FileId,
        fault: Fault,
        next_try: Option<DateTime<Utc>>,
    ) -> BoxFuture<'_, Result<(), Unreachable>> {
        let failed = async move {
            let mut transaction = self.0.begin().await?;
            sqlx::query!(
                "UPDATE prepared SET reason = $2, next_try = coalesce($3, next_try),
                     attempts = attempts - CASE WHEN $4 THEN 0 ELSE 1 END,
                     state = CASE WHEN state = 'waiting' AND $3 IS NULL THEN 'failed' ELSE state END
                 WHERE file = $1 AND state IN ('waiting', 'unwanted')",
                file.uuid(),
                fault.code(),
                next_try,
                fault.is_of_the_document(),
            )
            .execute(&mut *transaction)
            .await?;
            if next_try.is_none() {
                changed(&mut transaction).await?;
            }
            transaction.commit().await
        };
        Box::pin(async move { failed.await.map_err(unreachable) })
    }

    fn give_back(&self, file: FileId, now: DateTime<Utc>) -> BoxFuture<'_, Result<(), Unreachable>> {
        Box::pin(async move {
            sqlx::query!(
                "UPDATE prepared SET attempts = attempts - 1, next_try = $2 WHERE file = $1 AND attempts > 0",
                file.uuid(),
                now,
            )
            .execute(&self.0)
            .await
            .map(drop)
            .map_err(unreachable)
        })
    }

    fn removed(&self, file: FileId) -> BoxFuture<'_, Result<(), Unreachable>> {
        Box::pin(async move {
            sqlx::query!("DELETE FROM prepared WHERE file = $1 AND state = 'unwanted'", file.uuid())
                .execute(&self.0)
                .await
                .map(drop)
                .map_err(unreachable)
        })
    }
}
