//! The read model `highlights`: what was published, as its pages show it. What was withdrawn since keeps its
//! place in the tree and its reason, and nothing of what it said.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use domain::highlights::{Details, HighlightEvent, Kind, Relation};
use domain::{Country, Event, HighlightId, Language, MemberId, Recorded, Theme, text};
use serde::{Deserialize, Serialize};
use sqlx::PgPool;
use sqlx::types::Json;
use uuid::Uuid;

use crate::library::parsed;
use crate::{FoldError, ReadModel};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Key {
    pub highlight: HighlightId,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    Published,
    Withdrawn,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Row {
    pub highlight: HighlightId,
    pub short: String,
    pub slug: String,
    pub state: State,
    pub author: MemberId,
    pub kind: Kind,
    pub title: String,
    pub summary: String,
    pub details: Option<Details>,
    pub contact: Option<String>,
    pub country: Option<Country>,
    pub language: Language,
    pub themes: Vec<Theme>,
    pub relation: Option<Relation>,
    pub source: Option<HighlightId>,
    pub published_at: DateTime<Utc>,
    pub corrected_at: Option<DateTime<Utc>>,
    pub revision: u32,
    pub reason: Option<String>,
    pub by_author: Option<bool>,
    pub withdrawn_at: Option<DateTime<Utc>>,
}

impl Row {
    fn takes(&mut self, details: &Details) {
        self.slug = text::slug(&details.title);
        self.kind = details.kind;
        self.title.clone_from(&details.title);
        self.summary.clone_from(&details.summary);
        self.details = Some(details.clone());
        self.country = details.country;
        self.language = details.language;
        self.themes.clone_from(&details.themes);
    }
}

pub struct Highlights;

impl ReadModel for Highlights {
    type Key = Key;
    type Row = Row;

    const NAME: &'static str = "highlights";
    const VERSION: i32 = 3;
    const KEY: &'static [&'static str] = &["highlight"];
    const DDL: &'static str = include_str!("highlights.sql");
    const SOURCES: &'static [&'static str] = &["highlight"];

    fn keys(event: &Recorded) -> Vec<Key> {
        match &event.event {
            Event::Highlight(
                HighlightEvent::HighlightPublished { highlight, .. }
                | HighlightEvent::HighlightCorrected { highlight, .. }
                | HighlightEvent::HighlightWithdrawn { highlight, .. },
            ) => vec![Key { highlight: *highlight }],
            _ => vec![],
        }
    }

    fn fold(key: &Key, row: &mut Option<Row>, event: &Recorded) -> Result<(), FoldError> {
        let Event::Highlight(told) = &event.event else { return Ok(()) };
        let absent = || FoldError::absent(format_args!("highlight {}", key.highlight));
        match told {
            HighlightEvent::HighlightPublished { highlight, author, details, contact, .. } => {
                *row = Some(Row {
                    highlight: *highlight,
                    short: highlight.short(),
                    slug: text::slug(&details.title),
                    state: State::Published,
                    author: *author,
                    kind: details.kind,
                    title: details.title.clone(),
                    summary: details.summary.clone(),
                    details: Some(details.clone()),
                    contact: contact.get().cloned(),
                    country: details.country,
                    language: details.language,
                    themes: details.themes.clone(),
                    relation: details.lineage.map(|lineage| lineage.relation),
                    source: details.lineage.map(|lineage| lineage.source),
                    published_at: event.metadata.at,
                    corrected_at: None,
                    revision: 1,
                    reason: None,
                    by_author: None,
                    withdrawn_at: None,
                });
            }
            HighlightEvent::HighlightCorrected { revision, details, contact, .. } => {
                let row = row.as_mut().ok_or_else(absent)?;
                row.takes(details);
                if let Some(contact) = contact {
                    row.contact = contact.get().cloned();
                }
                row.corrected_at = Some(event.metadata.at);
                row.revision = *revision;
            }
            HighlightEvent::HighlightWithdrawn { author, reason, .. } => {
                let was = row.take().ok_or_else(absent)?;
                *row = Some(Row {
                    state: State::Withdrawn,
                    slug: String::new(),
                    title: String::new(),
                    summary: String::new(),
                    details: None,
                    contact: None,
                    reason: Some(reason.clone()),
                    by_author: Some(event.metadata.member() == Some(*author)),
                    withdrawn_at: Some(event.metadata.at),
                    ..was
                });
            }
            _ => {}
        }
        Ok(())
    }
}

/// One that is published, whole.
#[derive(Clone, Debug, PartialEq)]
pub struct Highlight {
    pub id: HighlightId,
    pub short: String,
    pub slug: String,
    pub author: MemberId,
    pub details: Details,
    pub contact: Option<String>,
    pub published_at: DateTime<Utc>,
    pub corrected_at: Option<DateTime<Utc>>,
    pub revision: u32,
}

struct Stored {
    highlight: Uuid,
    short: String,
    slug: String,
    author: Uuid,
    details: Json<Details>,
    contact: Option<String>,
    published_at: DateTime<Utc>,
    corrected_at: Option<DateTime<Utc>>,
    revision: i32,
}

impl From<Stored> for Highlight {
    fn from(row: Stored) -> Self {
        Self {
            id: HighlightId::new(row.highlight),
            short: row.short,
            slug: row.slug,
            author: MemberId::new(row.author),
            details: row.details.0,
            contact: row.contact,
            published_at: row.published_at,
            corrected_at: row.corrected_at,
            revision: row.revision.unsigned_abs(),
        }
    }
}

/// The published one of a short address: the first that had it.
pub async fn by_short(pool: &PgPool, short: &str) -> sqlx::Result<Option<Highlight>> {
    let found = sqlx::query_as!(
        Stored,
        r#"SELECT highlight, short, slug, author, details AS "details!: _", contact, published_at, corrected_at,
               revision
           FROM highlights WHERE short = $1 AND state = 'published' ORDER BY published_at LIMIT 1"#,
        short,
    )
    .fetch_optional(pool)
    .await?;
    Ok(found.map(Highlight::from))
}

pub async fn by_id(pool: &PgPool, highlight: HighlightId) -> sqlx::Result<Option<Highlight>> {
    let found = sqlx::query_as!(
        Stored,
        r#"SELECT highlight, short, slug, author, details AS "details!: _", contact, published_at, corrected_at,
               revision
           FROM highlights WHERE highlight = $1 AND state = 'published'"#,
        highlight.uuid(),
    )
    .fetch_optional(pool)
    .await?;
    Ok(found.map(Highlight::from))
}

/// Those of these that are published, in no order.
pub async fn by_ids(pool: &PgPool, highlights: &[HighlightId]) -> sqlx::Result<Vec<Highlight>> {
    let ids: Vec<Uuid> = highlights.iter().map(|highlight| highlight.uuid()).collect();
    let rows = sqlx::query_as!(
        Stored,
        r#"SELECT highlight, short, slug, author, details AS "details!: _", contact, published_at, corrected_at,
               revision
           FROM highlights WHERE highlight = ANY($1) AND state = 'published'"#,
        &ids,
    );
    Ok(rows.fetch_all(pool).await?.into_iter().map(Highlight::from).collect())
}

/// Languages and titles of those that are published.
pub async fn titles(
    pool: &PgPool,
    highlights: &[HighlightId],
) -> sqlx::Result<HashMap<HighlightId, (Language, String)>> {
    let ids: Vec<Uuid> = highlights.iter().map(|highlight| highlight.uuid()).collect();
    let rows = sqlx::query!(
        "SELECT highlight, title, language FROM highlights WHERE highlight = ANY($1) AND state = 'published'",
        &ids
    )
    .fetch_all(pool)
    .await?;
    let titles = rows
        .into_iter()
        .map(|row| Ok((HighlightId::new(row.highlight), (parsed(&row.language)?, row.title))));
    titles.collect()
}

/// Why a highlight is not there any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Withdrawal {
    pub id: HighlightId,
    pub author: MemberId,
    pub by_author: bool,
    pub reason: String,
    pub withdrawn_at: DateTime<Utc>,
}

/// Of the one that had the short address.
pub async fn withdrawal(pool: &PgPool, short: &str) -> sqlx::Result<Option<Withdrawal>> {
    let found = sqlx::query!(
        r#"SELECT highlight, author, by_author AS "by_author!", reason AS "reason!", withdrawn_at AS "withdrawn_at!"
           FROM highlights WHERE short = $1 AND state = 'withdrawn' ORDER BY withdrawn_at LIMIT 1"#,
        short,
    )
    .fetch_optional(pool)
    .await?;
    Ok(found.map(|row| Withdrawal {
        id: HighlightId::new(row.highlight),
        author: MemberId::new(row.author),
        by_author: row.by_author,
        reason: row.reason,
        withdrawn_at: row.withdrawn_at,
    }))
}

#[cfg(test)]
mod tests {
    use domain::Personal;

    use super::*;
    use crate::engine::fold_all;
    use crate::highlights::testing::{
        adapting, ana, corrected, drafted, eva, id, practice, published, withdrawn,
    };
    use crate::testing::{fold_into, log_of};

    fn row(events: impl IntoIterator<Item = Event>) -> Row {
        fold_all::<Highlights>(&log_of(events)).unwrap().into_values().next().unwrap()
    }

    #[test]
    fn what_is_withdrawn_keeps_its_place_and_says_nothing_more() {
        let told = row([published("b", adapting("a", practice("مبادرة 😀")))]);
        assert_eq!((told.title.as_str(), told.source), ("مبادرة 😀", Some(id("a"))));
        let gone = row([published("b", adapting("a", practice("B"))), withdrawn("b")]);
        assert_eq!((gone.state, gone.source, gone.country), (State::Withdrawn, Some(id("a")), told.country));
        assert_eq!((gone.title.as_str(), gone.summary.as_str(), gone.contact), ("", "", None));
        let named = [published("b", practice("Centros de cuidado")), withdrawn("b")];
        assert_eq!(
            (row(named[..1].to_vec()).slug.as_str(), row(named).slug.as_str()),
            ("centros-de-cuidado", "")
        );
        assert!(gone.details.is_none());
        assert!(fold_all::<Highlights>(&log_of([withdrawn("b")])).is_err());
        assert!(fold_all::<Highlights>(&log_of([drafted("c", 1, practice("C"))])).unwrap().is_empty());
    }

    #[test]
    fn what_is_corrected_keeps_its_place_its_day_and_unless_it_changed_its_contact() {
        let log = log_of([
            published("b", adapting("a", practice("B"))),
            corrected("b", 2, adapting("a", practice("Á 😀"))),
        ]);
        let (published_at, corrected_at) = (log[0].metadata.at, log[1].metadata.at);
        let row = fold_all::<Highlights>(&log).unwrap().into_values().next().unwrap();
        assert_eq!((row.title.as_str(), row.slug, row.source), ("Á 😀", text::slug("Á 😀"), Some(id("a"))));
        assert_eq!((row.published_at, row.corrected_at, row.revision), (published_at, Some(corrected_at), 2));
        assert_eq!(row.contact.as_deref(), Some("Ana"));
        assert!(fold_all::<Highlights>(&log[1..]).is_err());
    }

    #[test]
    fn the_contact_of_an_erased_member_is_gone() {
        let event = HighlightEvent::HighlightPublished {
            highlight: id("a"),
            author: ana(),
            reviewer: eva(),
            details: practice("A"),
            contact: Personal::erased(ana()),
        };
        assert_eq!(row([event.into()]).contact, None);
    }

    #[tokio::test]
    async fn one_highlight_is_read_back_whole_until_it_is_withdrawn() {
        let db = testkit::database().await;
        let mut log =
            log_of([published("a", practice("Á 😀")), published("b", practice("B")), withdrawn("b")]);
        log[2].metadata.actor = format!("member:{}", ana());
        let (at, then) = (log[0].metadata.at, log[2].metadata.at);
        fold_into(&db.pool, log).await;
        let expected = Highlight {
            id: id("a"),
            short: id("a").short(),
            slug: text::slug("Á 😀"),
            author: ana(),
            details: practice("Á 😀"),
            contact: Some("Ana".into()),
            published_at: at,
            corrected_at: None,
            revision: 1,
        };
        assert_eq!(by_short(&db.pool, &id("a").short()).await.unwrap(), Some(expected.clone()));
        assert_eq!(by_id(&db.pool, id("a")).await.unwrap(), Some(expected.clone()));
        assert_eq!(by_ids(&db.pool, &[id("b"), id("a")]).await.unwrap(), [expected]);
        assert_eq!(by_id(&db.pool, id("b")).await.unwrap(), None);
        assert_eq!(titles(&db.pool, &[id("a"), id("b")]).await.unwrap().len(), 1);
        let withdrawal = withdrawal(&db.pool, &id("b").short()).await.unwrap();
        let expected = Withdrawal {
            id: id("b"),
            author: ana(),
            by_author: true,
            reason: "No era cierto.".into(),
            withdrawn_at: then,
        };
        assert_eq!(withdrawal, Some(expected));
    }
}
