//! The read model `withdrawn_news`: what the newsroom used to show, and why it does not any more.

use chrono::{DateTime, Utc};
use domain::newsroom::NewsItemEvent;
use domain::{Event, NewsItemId, Recorded};
use serde::{Deserialize, Serialize};
use sqlx::PgPool;

use super::items::Key;
use crate::{FoldError, ReadModel};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    pub item: NewsItemId,
    pub short: String,
    pub by_author: bool,
    pub reason: String,
    pub withdrawn_at: DateTime<Utc>,
}

pub struct WithdrawnNews;

impl ReadModel for WithdrawnNews {
    type Key = Key;
    type Row = Row;

    const NAME: &'static str = "withdrawn_news";
    const VERSION: i32 = 1;
    const KEY: &'static [&'static str] = &["item"];
    const DDL: &'static str = include_str!("withdrawn.sql");
    const SOURCES: &'static [&'static str] = &["news_item"];

    fn keys(event: &Recorded) -> Vec<Key> {
        match &event.event {
            Event::NewsItem(NewsItemEvent::NewsWithdrawn { item, .. }) => vec![Key { item: *item }],
            _ => vec![],
        }
    }

    fn fold(_: &Key, row: &mut Option<Row>, event: &Recorded) -> Result<(), FoldError> {
        if let Event::NewsItem(NewsItemEvent::NewsWithdrawn { item, author, reason, .. }) = &event.event {
            *row = Some(Row {
                item: *item,
                short: item.short(),
                by_author: event.metadata.member() == Some(*author),
                reason: reason.clone(),
                withdrawn_at: event.metadata.at,
            });
        }
        Ok(())
    }
}

/// Why an item is not there any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Withdrawal {
    pub by_author: bool,
    pub reason: String,
    pub withdrawn_at: DateTime<Utc>,
}

/// Of the item that had the short address.
pub async fn withdrawal(pool: &PgPool, short: &str) -> sqlx::Result<Option<Withdrawal>> {
    sqlx::query_as!(
        Withdrawal,
        "SELECT by_author, reason, withdrawn_at FROM withdrawn_news
         WHERE short = $1 ORDER BY withdrawn_at LIMIT 1",
        short,
    )
    .fetch_optional(pool)
    .await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::newsroom::testing::{ana, id, news, published, withdrawn};
    use crate::testing::{fold_into, log_of};

    #[tokio::test]
    async fn why_and_by_whom_an_item_was_withdrawn_is_kept() {
        let db = testkit::database().await;
        let mut log = log_of([
            published("a", news("A")),
            published("b", news("B")),
            withdrawn("a", 1),
            withdrawn("b", 1),
        ]);
        log[2].metadata.actor = format!("member:{}", ana());
        let at = log[2].metadata.at;
        fold_into(&db.pool, log).await;
        let of = async |name: &str| withdrawal(&db.pool, &id(name).short()).await.unwrap();
        let expected = Withdrawal { by_author: true, reason: "No era cierto.".into(), withdrawn_at: at };
        assert_eq!(of("a").await, Some(expected));
        assert_eq!(of("b").await.map(|withdrawal| withdrawal.by_author), Some(false));
        assert_eq!(of("c").await, None);
    }
}
