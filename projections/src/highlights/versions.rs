//! The read model `highlight_versions`: what each published highlight said, from its publication on. Whom to ask
//! about it is told by none of them.

use chrono::{DateTime, Utc};
use domain::highlights::{Details, HighlightEvent};
use domain::{Event, HighlightId, Recorded};
use serde::{Deserialize, Serialize};
use sqlx::PgPool;
use sqlx::types::Json;

use crate::{FoldError, ReadModel};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Key {
    pub highlight: HighlightId,
    pub revision: u32,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Row {
    pub highlight: HighlightId,
    pub revision: u32,
    pub details: Details,
    pub note: Option<String>,
    pub by_author: bool,
    pub written_at: DateTime<Utc>,
}

pub struct HighlightVersions;

impl ReadModel for HighlightVersions {
    type Key = Key;
    type Row = Row;

    const NAME: &'static str = "highlight_versions";
    const VERSION: i32 = 1;
    const KEY: &'static [&'static str] = &["highlight", "revision"];
    const DDL: &'static str = include_str!("versions.sql");
    const SOURCES: &'static [&'static str] = &["highlight"];

    /// A withdrawal takes every version away.
    fn keys(event: &Recorded) -> Vec<Key> {
        match &event.event {
            Event::Highlight(HighlightEvent::HighlightPublished { highlight, .. }) => {
                vec![Key { highlight: *highlight, revision: 1 }]
            }
            Event::Highlight(HighlightEvent::HighlightCorrected { highlight, revision, .. }) => {
                vec![Key { highlight: *highlight, revision: *revision }]
            }
            Event::Highlight(HighlightEvent::HighlightWithdrawn { highlight, revision, .. }) => {
                (1..=*revision).map(|revision| Key { highlight: *highlight, revision }).collect()
            }
            _ => vec![],
        }
    }

    fn fold(key: &Key, row: &mut Option<Row>, event: &Recorded) -> Result<(), FoldError> {
        let version = |details: &Details, note: Option<&String>, by_author| Row {
            highlight: key.highlight,
            revision: key.revision,
            details: details.clone(),
            note: note.cloned(),
            by_author,
            written_at: event.metadata.at,
        };
        match &event.event {
            Event::Highlight(HighlightEvent::HighlightPublished { details, .. }) => {
                *row = Some(version(details, None, true));
            }
            Event::Highlight(HighlightEvent::HighlightCorrected { author, details, note, .. }) => {
                *row = Some(version(details, Some(note), event.metadata.member() == Some(*author)));
            }
            _ => *row = None,
        }
        Ok(())
    }
}

/// What a highlight said from a moment on.
#[derive(Clone, Debug, PartialEq)]
pub struct Version {
    pub revision: u32,
    pub details: Details,
    pub note: Option<String>,
    pub by_author: bool,
    pub written_at: DateTime<Utc>,
}

/// The last so many, the newest first.
pub async fn versions(pool: &PgPool, highlight: HighlightId, limit: u32) -> sqlx::Result<Vec<Version>> {
    let rows = sqlx::query!(
        r#"SELECT revision, details AS "details: Json<Details>", note, by_author, written_at
           FROM highlight_versions WHERE highlight = $1 ORDER BY revision DESC LIMIT $2"#,
        highlight.uuid(),
        i64::from(limit),
    )
    .fetch_all(pool)
    .await?;
    let versions = rows.into_iter().map(|row| Version {
        revision: row.revision.unsigned_abs(),
        details: row.details.0,
        note: row.note,
        by_author: row.by_author,
        written_at: row.written_at,
    });
    Ok(versions.collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::highlights::testing::{ana, corrected, id, practice, published, withdrawn_after};
    use crate::testing::{fold_into, log_of};

    #[tokio::test]
    async fn each_version_stays_readable_until_the_withdrawal() {
        let db = testkit::database().await;
        let mut log = log_of([
            published("a", practice("A")),
            corrected("a", 2, practice("B")),
            corrected("a", 3, practice("C")),
            published("gone", practice("D")),
            corrected("gone", 2, practice("E")),
            withdrawn_after("gone", 2),
        ]);
        log[1].metadata.actor = format!("member:{}", ana());
        let at = log[1].metadata.at;
        fold_into(&db.pool, log).await;
        let known = versions(&db.pool, id("a"), 10).await.unwrap();
        let told: Vec<_> = known.iter().map(|one| (one.revision, one.details.title.as_str())).collect();
        assert_eq!(told, [(3, "C"), (2, "B"), (1, "A")]);
        assert_eq!(known.iter().map(|one| one.by_author).collect::<Vec<_>>(), [false, true, true]);
        assert_eq!((known[1].written_at, known[1].note.as_deref()), (at, Some("El año.")));
        assert_eq!(known[2].note, None);
        assert_eq!(versions(&db.pool, id("a"), 1).await.unwrap().len(), 1);
        assert_eq!(versions(&db.pool, id("gone"), 10).await.unwrap(), []);
    }
}
