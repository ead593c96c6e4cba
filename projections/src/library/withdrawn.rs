//! The read model `withdrawn_resources`: what used to be in the library, and why it is not any more.

use chrono::{DateTime, Utc};
use domain::library::ResourceEvent;
use domain::{Event, MemberId, Recorded, ResourceId};
use serde::{Deserialize, Serialize};
use sqlx::PgPool;

use super::resources::Key;
use crate::{FoldError, ReadModel};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    pub resource: ResourceId,
    pub short: String,
    pub author: MemberId,
    pub by_author: bool,
    pub reason: String,
    pub withdrawn_at: DateTime<Utc>,
}

pub struct WithdrawnResources;

impl ReadModel for WithdrawnResources {
    type Key = Key;
    type Row = Row;

    const NAME: &'static str = "withdrawn_resources";
    const VERSION: i32 = 1;
    const KEY: &'static [&'static str] = &["resource"];
    const DDL: &'static str = include_str!("withdrawn.sql");
    const SOURCES: &'static [&'static str] = &["resource"];

    fn keys(event: &Recorded) -> Vec<Key> {
        match &event.event {
            Event::Resource(ResourceEvent::ResourceWithdrawn { resource, .. }) => {
                vec![Key { resource: *resource }]
            }
            _ => vec![],
        }
    }

    fn fold(_: &Key, row: &mut Option<Row>, event: &Recorded) -> Result<(), FoldError> {
        if let Event::Resource(ResourceEvent::ResourceWithdrawn { resource, author, reason, .. }) =
            &event.event
        {
            *row = Some(Row {
                resource: *resource,
                short: resource.short(),
                author: *author,
                by_author: event.metadata.member() == Some(*author),
                reason: reason.clone(),
                withdrawn_at: event.metadata.at,
            });
        }
        Ok(())
    }
}

/// Why a resource is not there any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Withdrawal {
    pub by_author: bool,
    pub reason: String,
    pub withdrawn_at: DateTime<Utc>,
}

/// Of the resource that had the short address.
pub async fn withdrawal(pool: &PgPool, short: &str) -> sqlx::Result<Option<Withdrawal>> {
    sqlx::query_as!(
        Withdrawal,
        "SELECT by_author, reason, withdrawn_at FROM withdrawn_resources
         WHERE short = $1 ORDER BY withdrawn_at LIMIT 1",
        short,
    )
    .fetch_optional(pool)
    .await
}

/// Which resource has, or had, such a short address.
pub async fn of_short(pool: &PgPool, short: &str) -> sqlx::Result<Option<ResourceId>> {
    let found = sqlx::query_scalar!(
        r#"SELECT resource AS "resource!" FROM resources WHERE short = $1
           UNION ALL SELECT resource FROM withdrawn_resources WHERE short = $1 LIMIT 1"#,
        short,
    )
    .fetch_optional(pool)
    .await?;
    Ok(found.map(ResourceId::new))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::testing::{ana, guide, id, published, withdrawn};
    use crate::testing::{fold_into, log_of};

    #[tokio::test]
    async fn why_and_by_whom_a_resource_was_withdrawn_is_kept() {
        let db = testkit::database().await;
        let mut log = log_of([
            published("a", guide()),
            published("b", guide()),
            withdrawn("a", guide()),
            withdrawn("b", guide()),
        ]);
        log[2].metadata.actor = format!("member:{}", ana());
        let at = log[2].metadata.at;
        fold_into(&db.pool, log).await;
        let of = async |name: &str| withdrawal(&db.pool, &id(name).short()).await.unwrap();
        let expected = Withdrawal { by_author: true, reason: "Replaced.".into(), withdrawn_at: at };
        assert_eq!(of("a").await, Some(expected));
        assert_eq!(of("b").await.map(|withdrawal| withdrawal.by_author), Some(false));
        assert_eq!(of("c").await, None);
    }
}
