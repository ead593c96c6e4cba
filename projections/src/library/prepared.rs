//! What was made of a resource's document, for its pages. The table is no fold of the log: it is made of the
//! documents themselves, and may be empty at any time.

use domain::FileId;
use domain::library::Rendition;
use sqlx::PgPool;
use sqlx::types::Json;

/// Moves among the checkpoints whenever something was made, so that kept pages know.
pub const PREPARED: &str = "prepared";

/// How far a document is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preparation {
    /// It waits; something may have been made of it before.
    pub waits: bool,
    /// Why it was given up: a code.
    pub given_up: Option<String>,
    /// The smallest first.
    pub pictures: Vec<Rendition>,
}

/// None where nothing is made of such documents.
pub async fn prepared(pool: &PgPool, file: FileId) -> sqlx::Result<Option<Preparation>> {
    let row = sqlx::query!(
        r#"SELECT state = 'waiting' AS "waits!", CASE WHEN state = 'failed' THEN reason END AS given_up,
               pictures AS "pictures: Json<Vec<Rendition>>"
           FROM prepared WHERE file = $1 AND state <> 'unwanted'"#,
        file.uuid(),
    )
    .fetch_optional(pool)
    .await?;
    Ok(row.map(|row| Preparation { waits: row.waits, given_up: row.given_up, pictures: row.pictures.0 }))
}

/// A picture of the published resource that has the short address, with the document that it was made of.
pub async fn picture(pool: &PgPool, short: &str, width: u32) -> sqlx::Result<Option<(FileId, Rendition)>> {
    let row = sqlx::query!(
        r#"SELECT p.file, p.pictures AS "pictures: Json<Vec<Rendition>>"
           FROM resources r JOIN prepared p ON p.file = (r.source ->> 'file')::uuid
           WHERE r.short = $1 AND p.state <> 'unwanted' ORDER BY r.published_at LIMIT 1"#,
        short,
    )
    .fetch_optional(pool)
    .await?;
    Ok(row.and_then(|row| {
        let picture = row.pictures.0.into_iter().find(|picture| picture.width == width)?;
        Some((FileId::new(row.file), picture))
    }))
}
