//! The read model `replacements`: the earlier versions of resources whose document was replaced.

use chrono::{DateTime, Utc};
use domain::library::{ResourceEvent, Source};
use domain::{Event, Recorded, ResourceId};
use serde::{Deserialize, Serialize};
use sqlx::PgPool;
use sqlx::types::Json;

use super::resources::{Key, shown};
use crate::{FoldError, ReadModel};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Row {
    pub resource: ResourceId,
    pub replacements: Vec<Replacement>,
}

/// A version in the place of another.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Replacement {
    /// The new one; the first that there ever was is 1.
    pub version: u32,
    pub at: DateTime<Utc>,
    /// What is new.
    pub change: String,
    /// What stood there before. Without the document's name once its member is erased.
    pub was: Source<Option<String>>,
}

pub struct Replacements;

impl ReadModel for Replacements {
    type Key = Key;
    type Row = Row;

    const NAME: &'static str = "replacements";
    const VERSION: i32 = 1;
    const KEY: &'static [&'static str] = &["resource"];
    const DDL: &'static str = include_str!("replacements.sql");
    const SOURCES: &'static [&'static str] = &["resource"];

    fn keys(event: &Recorded) -> Vec<Key> {
        match &event.event {
            Event::Resource(
                ResourceEvent::SourceReplaced { resource, .. }
                | ResourceEvent::ResourceWithdrawn { resource, .. },
            ) => vec![Key { resource: *resource }],
            _ => vec![],
        }
    }

    fn fold(key: &Key, row: &mut Option<Row>, event: &Recorded) -> Result<(), FoldError> {
        match &event.event {
            Event::Resource(ResourceEvent::SourceReplaced { version, was, change, .. }) => {
                let row = row.get_or_insert_with(|| Row { resource: key.resource, replacements: vec![] });
                row.replacements.push(Replacement {
                    version: *version,
                    at: event.metadata.at,
                    change: change.clone(),
                    was: shown(was),
                });
            }
            Event::Resource(ResourceEvent::ResourceWithdrawn { .. }) => *row = None,
            _ => {}
        }
        Ok(())
    }
}

/// Of one resource, the oldest first.
pub async fn replacements(pool: &PgPool, resource: ResourceId) -> sqlx::Result<Vec<Replacement>> {
    let found = sqlx::query_scalar!(
        r#"SELECT replacements AS "replacements: Json<Vec<Replacement>>" FROM replacements WHERE resource = $1"#,
        resource.uuid(),
    )
    .fetch_optional(pool)
    .await?;
    Ok(found.map(|Json(replacements)| replacements).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::fold_all;
    use crate::library::testing::{ana, guide, id, link, published, withdrawn};
    use crate::testing::{fold_into, log_of};

    fn document(name: &str) -> Source {
        Source::Document {
            file: domain::FileId::derived(&[name]),
            name: name.into(),
            media_type: "application/pdf".into(),
            size: 1,
            sha256: "0a".repeat(32),
        }
    }

    fn replaced(name: &str, version: u32, source: Source, was: Source) -> Event {
        let (source, was) = (source.published_by(ana()), was.published_by(ana()));
        let change = format!("Version {version}.");
        ResourceEvent::SourceReplaced { resource: id(name), version, source, was, change }.into()
    }

    #[tokio::test]
    async fn earlier_versions_are_told_in_their_order_until_the_withdrawal() {
        let db = testkit::database().await;
        let mut events = vec![
            published("a", guide()),
            replaced("a", 2, document("b.pdf"), link()),
            replaced("a", 3, document("c.pdf"), document("b.pdf")),
        ];
        let log = log_of(events.clone());
        let at = [log[1].metadata.at, log[2].metadata.at];
        fold_into(&db.pool, log).await;
        let expected = [
            Replacement { version: 2, at: at[0], change: "Version 2.".into(), was: link().with_name(Some) },
            Replacement {
                version: 3,
                at: at[1],
                change: "Version 3.".into(),
                was: document("b.pdf").with_name(Some),
            },
        ];
        assert_eq!(replacements(&db.pool, id("a")).await.unwrap(), expected);
        assert_eq!(replacements(&db.pool, id("b")).await.unwrap(), []);
        events.push(withdrawn("a", guide()));
        assert!(fold_all::<Replacements>(&log_of(events)).unwrap().is_empty());
    }
}
