//! The read model `resources`: everything that is published in the library, as its pages show it.

use chrono::{DateTime, Utc};
use domain::library::{Details, Facets, Kind, Licence, ResourceEvent, Source};
use domain::{Country, Event, Language, MemberId, OrganisationId, Recorded, ResourceId, Theme, text};
use serde::{Deserialize, Serialize};
use sqlx::PgPool;
use sqlx::types::Json;
use uuid::Uuid;

use crate::{FoldError, ReadModel};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Key {
    pub resource: ResourceId,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Row {
    pub resource: ResourceId,
    pub short: String,
    pub slug: String,
    pub author: MemberId,
    pub title: String,
    pub summary: String,
    pub authors: String,
    pub institution: Option<OrganisationId>,
    pub year: Option<u16>,
    pub licence: Licence,
    pub country: Option<Country>,
    pub language: Language,
    pub kind: Kind,
    pub themes: Vec<Theme>,
    pub source: Source,
    pub published_at: DateTime<Utc>,
    pub edited_at: Option<DateTime<Utc>>,
    pub revision: u32,
}

impl Row {
    fn describe(&mut self, details: &Details) {
        self.slug = text::slug(&details.title);
        self.title.clone_from(&details.title);
        self.summary.clone_from(&details.summary);
        self.authors.clone_from(&details.authors);
        self.institution = details.institution;
        self.year = details.year;
        self.licence = details.licence;
        self.country = details.facets.country;
        self.language = details.facets.language;
        self.kind = details.facets.kind;
        self.themes.clone_from(&details.facets.themes);
    }
}

pub struct Resources;

impl ReadModel for Resources {
    type Key = Key;
    type Row = Row;

    const NAME: &'static str = "resources";
    const VERSION: i32 = 2;
    const KEY: &'static [&'static str] = &["resource"];
    const DDL: &'static str = include_str!("resources.sql");
    const SOURCES: &'static [&'static str] = &["resource"];

    fn keys(event: &Recorded) -> Vec<Key> {
        let Event::Resource(
            ResourceEvent::ResourcePublished { resource, .. }
            | ResourceEvent::ResourceEdited { resource, .. }
            | ResourceEvent::ResourceWithdrawn { resource, .. },
        ) = &event.event
        else {
            return vec![];
        };
        vec![Key { resource: *resource }]
    }

    fn fold(key: &Key, row: &mut Option<Row>, event: &Recorded) -> Result<(), FoldError> {
        let Event::Resource(resource) = &event.event else { return Ok(()) };
        match resource {
            ResourceEvent::ResourcePublished { resource, author, details, source } => {
                *row = Some(Row {
                    resource: *resource,
                    short: resource.short(),
                    slug: text::slug(&details.title),
                    author: *author,
                    title: details.title.clone(),
                    summary: details.summary.clone(),
                    authors: details.authors.clone(),
                    institution: details.institution,
                    year: details.year,
                    licence: details.licence,
                    country: details.facets.country,
                    language: details.facets.language,
                    kind: details.facets.kind,
                    themes: details.facets.themes.clone(),
                    source: source.clone(),
                    published_at: event.metadata.at,
                    edited_at: None,
                    revision: 1,
                });
            }
            ResourceEvent::ResourceEdited { revision, details, .. } => {
                let row = row
                    .as_mut()
                    .ok_or_else(|| FoldError::absent(format_args!("resource {}", key.resource)))?;
                row.describe(details);
                row.edited_at = Some(event.metadata.at);
                row.revision = *revision;
            }
            ResourceEvent::ResourceWithdrawn { .. } => *row = None,
        }
        Ok(())
    }
}

/// One resource, whole.
#[derive(Clone, Debug, PartialEq)]
pub struct Resource {
    pub id: ResourceId,
    pub short: String,
    pub slug: String,
    pub author: MemberId,
    pub details: Details,
    pub source: Source,
    pub published_at: DateTime<Utc>,
    pub edited_at: Option<DateTime<Utc>>,
    pub revision: u32,
}

struct Stored {
    resource: Uuid,
    short: String,
    slug: String,
    author: Uuid,
    title: String,
    summary: String,
    authors: String,
    institution: Option<Uuid>,
    year: Option<i32>,
    licence: String,
    country: Option<String>,
    language: String,
    kind: String,
    themes: Vec<String>,
    source: Json<Source>,
    published_at: DateTime<Utc>,
    edited_at: Option<DateTime<Utc>>,
    revision: i32,
}

/// A value of a row that the domain wrote there.
pub(crate) fn parsed<T>(value: &str) -> sqlx::Result<T>
where
    T: std::str::FromStr<Err: std::error::Error + Send + Sync + 'static>,
{
    value.parse().map_err(|error| sqlx::Error::Decode(Box::new(error)))
}

pub(crate) fn all_parsed<T>(values: &[String]) -> sqlx::Result<Vec<T>>
where
    T: std::str::FromStr<Err: std::error::Error + Send + Sync + 'static>,
{
    values.iter().map(|value| parsed(value)).collect()
}

impl Stored {
    fn read(self) -> sqlx::Result<Resource> {
        let Json(source) = self.source;
        Ok(Resource {
            id: ResourceId::new(self.resource),
            short: self.short,
            slug: self.slug,
            author: MemberId::new(self.author),
            details: Details {
                title: self.title,
                summary: self.summary,
                authors: self.authors,
                institution: self.institution.map(OrganisationId::new),
                year: self.year.and_then(|year| u16::try_from(year).ok()),
                licence: parsed(&self.licence)?,
                facets: Facets {
                    country: self.country.as_deref().map(parsed).transpose()?,
                    language: parsed(&self.language)?,
                    kind: parsed(&self.kind)?,
                    themes: all_parsed(&self.themes)?,
                },
            },
            source,
            published_at: self.published_at,
            edited_at: self.edited_at,
            revision: self.revision.unsigned_abs(),
        })
    }
}

/// The resource of a short address: the first that had it.
pub async fn by_short(pool: &PgPool, short: &str) -> sqlx::Result<Option<Resource>> {
    sqlx::query_as!(
        Stored,
        r#"SELECT resource, short, slug, author, title, summary, authors, institution, year, licence,
                  country, language, kind, themes, source AS "source: _", published_at, edited_at, revision
           FROM resources WHERE short = $1 ORDER BY published_at LIMIT 1"#,
        short,
    )
    .fetch_optional(pool)
    .await?
    .map(Stored::read)
    .transpose()
}

pub async fn by_id(pool: &PgPool, resource: ResourceId) -> sqlx::Result<Option<Resource>> {
    sqlx::query_as!(
        Stored,
        r#"SELECT resource, short, slug, author, title, summary, authors, institution, year, licence,
                  country, language, kind, themes, source AS "source: _", published_at, edited_at, revision
           FROM resources WHERE resource = $1"#,
        resource.uuid(),
    )
    .fetch_optional(pool)
    .await?
    .map(Stored::read)
    .transpose()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::fold_all;
    use crate::library::testing::{ana, details, edited, guide, id, link, published, withdrawn};
    use crate::testing::{fold_into, log_of};

    #[test]
    fn a_resource_is_shown_as_it_was_last_described() {
        let report = Facets { kind: Kind::Report, country: None, ..guide() };
        let log = log_of([
            published("Cadastro Único", guide()),
            edited("Cadastro Único", 2, "Registro único", report.clone(), guide()),
        ]);
        let rows = fold_all::<Resources>(&log).unwrap();
        let row = &rows[&Key { resource: id("Cadastro Único") }];
        assert_eq!((row.title.as_str(), row.slug.as_str()), ("Registro único", "registro-unico"));
        assert_eq!((row.kind, row.country, row.revision), (Kind::Report, None, 2));
        assert_eq!((row.published_at, row.edited_at), (log[0].metadata.at, Some(log[1].metadata.at)));
    }

    #[test]
    fn what_is_withdrawn_is_gone_and_an_edit_of_nothing_fails() {
        let log = log_of([published("a", guide()), withdrawn("a", guide())]);
        assert!(fold_all::<Resources>(&log).unwrap().is_empty());
        let stray = log_of([edited("a", 2, "A", guide(), guide())]);
        assert!(fold_all::<Resources>(&stray).is_err());
    }

    #[tokio::test]
    async fn one_resource_is_read_back_whole() {
        let db = testkit::database().await;
        let log = log_of([published("a", guide()), published("b", guide()), withdrawn("b", guide())]);
        let at = log[0].metadata.at;
        fold_into(&db.pool, log).await;
        let expected = Resource {
            id: id("a"),
            short: id("a").short(),
            slug: "a".into(),
            author: ana(),
            details: details("a", guide()),
            source: link(),
            published_at: at,
            edited_at: None,
            revision: 1,
        };
        assert_eq!(by_short(&db.pool, &id("a").short()).await.unwrap(), Some(expected.clone()));
        assert_eq!(by_id(&db.pool, id("a")).await.unwrap(), Some(expected));
        assert_eq!(by_short(&db.pool, &id("b").short()).await.unwrap(), None);
        assert_eq!(by_short(&db.pool, "zzzzzzzzzz").await.unwrap(), None);
    }

    #[tokio::test]
    async fn a_short_address_that_is_made_twice_stays_with_the_first_and_stops_nothing() {
        let db = testkit::database().await;
        let first = id("first");
        // The short address is of the lower 50 bits.
        let second = ResourceId::new(Uuid::from_u128(first.uuid().as_u128() ^ (1 << 100)));
        let publish = |resource, title: &str| {
            let (details, source) = (details(title, guide()), link());
            Event::from(ResourceEvent::ResourcePublished { resource, author: ana(), details, source })
        };
        fold_into(&db.pool, log_of([publish(first, "First"), publish(second, "Second")])).await;
        assert_eq!(first.short(), second.short());
        assert_eq!(by_short(&db.pool, &first.short()).await.unwrap().unwrap().id, first);
        assert_eq!(by_id(&db.pool, second).await.unwrap().unwrap().details.title, "Second");
    }
}
