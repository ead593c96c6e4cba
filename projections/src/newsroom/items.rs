//! The read model `news_items`: what the newsroom has published, as its pages show it.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use domain::newsroom::{Kind, LinkPicture, NewsItemEvent, Story};
use domain::{Country, Event, Language, MemberId, NewsItemId, OrganisationId, Recorded, Theme, text};
use serde::{Deserialize, Serialize};
use sqlx::PgPool;
use sqlx::types::Json;
use uuid::Uuid;

use crate::library::{all_parsed, parsed};
use crate::{FoldError, ReadModel};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Key {
    pub item: NewsItemId,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Row {
    pub item: NewsItemId,
    pub short: String,
    pub slug: String,
    pub author: MemberId,
    pub seat: Option<OrganisationId>,
    pub kind: Kind,
    pub title: String,
    pub summary: String,
    pub body: String,
    pub link: String,
    pub language: Language,
    pub countries: Vec<Country>,
    pub institution: Option<OrganisationId>,
    pub themes: Vec<Theme>,
    pub picture: LinkPicture,
    pub published_at: DateTime<Utc>,
    pub corrected_at: Option<DateTime<Utc>>,
    pub revision: u32,
}

impl Row {
    fn published(item: NewsItemId, author: MemberId, story: &Story, at: DateTime<Utc>) -> Self {
        let story = story.clone();
        Self {
            item,
            short: item.short(),
            slug: text::slug(&story.title),
            author,
            seat: story.seat,
            kind: story.kind,
            title: story.title,
            summary: story.summary,
            body: story.body,
            link: story.link,
            language: story.language,
            countries: story.countries,
            institution: story.institution,
            themes: story.themes,
            picture: story.picture,
            published_at: at,
            corrected_at: None,
            revision: 1,
        }
    }
}

pub struct NewsItems;

impl ReadModel for NewsItems {
    type Key = Key;
    type Row = Row;

    const NAME: &'static str = "news_items";
    const VERSION: i32 = 2;
    const KEY: &'static [&'static str] = &["item"];
    const DDL: &'static str = include_str!("items.sql");
    const SOURCES: &'static [&'static str] = &["news_item"];

    fn keys(event: &Recorded) -> Vec<Key> {
        match &event.event {
            Event::NewsItem(
                NewsItemEvent::NewsPublished { item, .. }
                | NewsItemEvent::NewsCorrected { item, .. }
                | NewsItemEvent::NewsWithdrawn { item, .. },
            ) => vec![Key { item: *item }],
            _ => vec![],
        }
    }

    fn fold(key: &Key, row: &mut Option<Row>, event: &Recorded) -> Result<(), FoldError> {
        let Event::NewsItem(news) = &event.event else { return Ok(()) };
        match news {
            NewsItemEvent::NewsPublished { item, author, story } => {
                *row = Some(Row::published(*item, *author, story, event.metadata.at));
            }
            NewsItemEvent::NewsCorrected { item, author, revision, story, .. } => {
                let was =
                    row.take().ok_or_else(|| FoldError::absent(format_args!("news item {}", key.item)))?;
                *row = Some(Row {
                    corrected_at: Some(event.metadata.at),
                    revision: *revision,
                    ..Row::published(*item, *author, story, was.published_at)
                });
            }
            NewsItemEvent::NewsWithdrawn { .. } => *row = None,
            _ => {}
        }
        Ok(())
    }
}

/// One item, whole.
#[derive(Clone, Debug, PartialEq)]
pub struct NewsItem {
    pub id: NewsItemId,
    pub short: String,
    pub slug: String,
    pub author: MemberId,
    pub story: Story,
    pub published_at: DateTime<Utc>,
    pub corrected_at: Option<DateTime<Utc>>,
    pub revision: u32,
}

struct Stored {
    item: Uuid,
    short: String,
    slug: String,
    author: Uuid,
    seat: Option<Uuid>,
    kind: String,
    title: String,
    summary: String,
    body: String,
    link: String,
    language: String,
    countries: Vec<String>,
    institution: Option<Uuid>,
    themes: Vec<String>,
    picture: Json<LinkPicture>,
    published_at: DateTime<Utc>,
    corrected_at: Option<DateTime<Utc>>,
    revision: i32,
}

impl Stored {
    fn read(self) -> sqlx::Result<NewsItem> {
        Ok(NewsItem {
            id: NewsItemId::new(self.item),
            short: self.short,
            slug: self.slug,
            author: MemberId::new(self.author),
            story: Story {
                kind: parsed(&self.kind)?,
                title: self.title,
                summary: self.summary,
                body: self.body,
                link: self.link,
                language: parsed(&self.language)?,
                countries: all_parsed(&self.countries)?,
                institution: self.institution.map(OrganisationId::new),
                themes: all_parsed(&self.themes)?,
                seat: self.seat.map(OrganisationId::new),
                picture: self.picture.0,
            },
            published_at: self.published_at,
            corrected_at: self.corrected_at,
            revision: self.revision.unsigned_abs(),
        })
    }
}

/// The item of a short address: the first that had it.
pub async fn by_short(pool: &PgPool, short: &str) -> sqlx::Result<Option<NewsItem>> {
    sqlx::query_as!(
        Stored,
        r#"SELECT item, short, slug, author, seat, kind, title, summary, body, link, language, countries,
                  institution, themes, picture AS "picture: _", published_at, corrected_at, revision
           FROM news_items WHERE short = $1 ORDER BY published_at LIMIT 1"#,
        short,
    )
    .fetch_optional(pool)
    .await?
    .map(Stored::read)
    .transpose()
}

pub async fn by_id(pool: &PgPool, item: NewsItemId) -> sqlx::Result<Option<NewsItem>> {
    sqlx::query_as!(
        Stored,
        r#"SELECT item, short, slug, author, seat, kind, title, summary, body, link, language, countries,
                  institution, themes, picture AS "picture: _", published_at, corrected_at, revision
           FROM news_items WHERE item = $1"#,
        item.uuid(),
    )
    .fetch_optional(pool)
    .await?
    .map(Stored::read)
    .transpose()
}

/// Languages and titles of those that are published.
pub async fn titles(
    pool: &PgPool,
    items: &[NewsItemId],
) -> sqlx::Result<HashMap<NewsItemId, (Language, String)>> {
    let ids: Vec<Uuid> = items.iter().map(|item| item.uuid()).collect();
    let rows = sqlx::query!("SELECT item, title, language FROM news_items WHERE item = ANY($1)", &ids)
        .fetch_all(pool)
        .await?;
    let titles =
        rows.into_iter().map(|row| Ok((NewsItemId::new(row.item), (parsed(&row.language)?, row.title))));
    titles.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::fold_all;
    use crate::newsroom::testing::{ana, corrected, drafted, id, news, published, withdrawn};
    use crate::testing::{fold_into, log_of};

    #[test]
    fn an_item_is_shown_as_it_was_last_corrected() {
        let log = log_of([
            drafted("a", 1, news("A")),
            published("a", news("A")),
            corrected("a", 2, news("مبادرة 😀 B")),
        ]);
        let rows = fold_all::<NewsItems>(&log).unwrap();
        let row = &rows[&Key { item: id("a") }];
        assert_eq!((row.title.as_str(), row.revision), ("مبادرة 😀 B", 2));
        assert_eq!((row.published_at, row.corrected_at), (log[1].metadata.at, Some(log[2].metadata.at)));
        assert!(fold_all::<NewsItems>(&log[2..]).is_err());
    }

    #[test]
    fn drafts_are_not_there_and_what_is_withdrawn_is_gone() {
        let log = log_of([drafted("a", 1, news("A")), published("b", news("B")), withdrawn("b", 1)]);
        assert!(fold_all::<NewsItems>(&log).unwrap().is_empty());
    }

    #[tokio::test]
    async fn one_item_is_read_back_whole() {
        let db = testkit::database().await;
        let log = log_of([published("a", news("Á 😀"))]);
        let at = log[0].metadata.at;
        fold_into(&db.pool, log).await;
        let expected = NewsItem {
            id: id("a"),
            short: id("a").short(),
            slug: text::slug("Á 😀"),
            author: ana(),
            story: news("Á 😀"),
            published_at: at,
            corrected_at: None,
            revision: 1,
        };
        assert_eq!(by_short(&db.pool, &id("a").short()).await.unwrap(), Some(expected.clone()));
        assert_eq!(by_id(&db.pool, id("a")).await.unwrap(), Some(expected));
        assert_eq!(by_short(&db.pool, "zzzzzzzzzz").await.unwrap(), None);
    }
}
