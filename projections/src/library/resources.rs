//! The read model `resources`: everything that is published in the library, as its pages show it.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use domain::library::{Authors, Details, Facets, FileName, Kind, Licence, ResourceEvent, Source};
use domain::{
    Country, Event, Language, MemberId, OrganisationId, Personal, Recorded, ResourceId, Theme, text,
};
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
    pub authors: Option<String>,
    pub institution: Option<OrganisationId>,
    pub year: Option<u16>,
    pub licence: Licence,
    pub country: Option<Country>,
    pub language: Language,
    pub kind: Kind,
    pub themes: Vec<Theme>,
    pub words: String,
    pub source: Source<Option<String>>,
    pub published_at: DateTime<Utc>,
    pub edited_at: Option<DateTime<Utc>>,
    pub revision: u32,
}

impl Row {
    fn describe(&mut self, details: &Details<Authors>) {
        self.slug = text::slug(&details.title);
        self.title.clone_from(&details.title);
        self.summary.clone_from(&details.summary);
        self.authors = authors(&details.authors);
        self.institution = details.institution;
        self.year = details.year;
        self.licence = details.licence;
        self.country = details.facets.country;
        self.language = details.facets.language;
        self.kind = details.facets.kind;
        self.themes.clone_from(&details.facets.themes);
        self.words = words(details);
    }
}

/// What a search for the resource compares.
fn words(details: &Details<Authors>) -> String {
    let authors = authors(&details.authors).unwrap_or_default();
    text::folded(&format!("{} {authors} {}", details.title, details.summary))
}

/// Empty where none were given, none once the member who gave them is erased.
fn authors(authors: &Authors) -> Option<String> {
    authors.as_ref().map_or(Some(String::new()), |authors| authors.get().cloned())
}

/// Without the document's name once its member is erased.
pub(super) fn shown(source: &Source<FileName>) -> Source<Option<String>> {
    source.clone().with_name(|name| Personal::get(&name).cloned())
}

pub struct Resources;

impl ReadModel for Resources {
    type Key = Key;
    type Row = Row;

    const NAME: &'static str = "resources";
    const VERSION: i32 = 4;
    const KEY: &'static [&'static str] = &["resource"];
    const DDL: &'static str = include_str!("resources.sql");
    const SOURCES: &'static [&'static str] = &["resource"];

    fn keys(event: &Recorded) -> Vec<Key> {
        let Event::Resource(
            ResourceEvent::ResourcePublished { resource, .. }
            | ResourceEvent::ResourceEdited { resource, .. }
            | ResourceEvent::SourceReplaced { resource, .. }
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
                    authors: authors(&details.authors),
                    institution: details.institution,
                    year: details.year,
                    licence: details.licence,
                    country: details.facets.country,
                    language: details.facets.language,
                    kind: details.facets.kind,
                    themes: details.facets.themes.clone(),
                    words: words(details),
                    source: shown(source),
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
            ResourceEvent::SourceReplaced { source, .. } => {
                let row = row
                    .as_mut()
                    .ok_or_else(|| FoldError::absent(format_args!("resource {}", key.resource)))?;
                row.source = shown(source);
                row.edited_at = Some(event.metadata.at);
            }
            ResourceEvent::ResourceWithdrawn { .. } => *row = None,
            ResourceEvent::TranslationDeclared { .. } | ResourceEvent::TranslationWithdrawn { .. } => {}
        }
        Ok(())
    }
}

/// One resource, whole. Once its member is erased it has neither authors nor the name of its document.
#[derive(Clone, Debug, PartialEq)]
pub struct Resource {
    pub id: ResourceId,
    pub short: String,
    pub slug: String,
    pub author: MemberId,
    pub details: Details<Option<String>>,
    pub source: Source<Option<String>>,
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
    authors: Option<String>,
    institution: Option<Uuid>,
    year: Option<i32>,
    licence: String,
    country: Option<String>,
    language: String,
    kind: String,
    themes: Vec<String>,
    source: Json<Source<Option<String>>>,
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

/// Titles of these resources with their languages, as far as they are published.
pub async fn titles(
    pool: &PgPool,
    resources: &[ResourceId],
) -> sqlx::Result<HashMap<ResourceId, (Language, String)>> {
    let ids: Vec<Uuid> = resources.iter().map(|resource| resource.uuid()).collect();
    let rows = sqlx::query!("SELECT resource, title, language FROM resources WHERE resource = ANY($1)", &ids)
        .fetch_all(pool)
        .await?;
    let titles =
        rows.into_iter().map(|row| Ok((ResourceId::new(row.resource), (parsed(&row.language)?, row.title))));
    titles.collect()
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

/// Those of these that are in the library, in no order.
pub async fn by_ids(pool: &PgPool, resources: &[ResourceId]) -> sqlx::Result<Vec<Resource>> {
    let ids: Vec<Uuid> = resources.iter().map(|resource| resource.uuid()).collect();
    let rows = sqlx::query_as!(
        Stored,
        r#"SELECT resource, short, slug, author, title, summary, authors, institution, year, licence,
                  country, language, kind, themes, source AS "source: _", published_at, edited_at, revision
           FROM resources WHERE resource = ANY($1)"#,
        &ids,
    );
    rows.fetch_all(pool).await?.into_iter().map(Stored::read).collect()
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

    #[test]
    fn authors_and_the_name_of_a_document_go_with_their_member() {
        let (resource, author) = (id("a"), ana());
        let publish = |details: Details<Authors>, name: FileName| {
            let (media_type, sha256) = ("application/pdf".to_owned(), "0a".repeat(32));
            let file = domain::FileId::derived(&["a"]);
            let source = Source::Document { file, name, media_type, size: 1, sha256 };
            let log = log_of([ResourceEvent::ResourcePublished { resource, author, details, source }.into()]);
            let row = fold_all::<Resources>(&log).unwrap().remove(&Key { resource }).unwrap();
            let Source::Document { name, .. } = row.source else { panic!("a link") };
            (row.authors, name)
        };
        let details = || details("a", guide());
        let name = || Personal::new(author, "ana.pdf".to_owned());
        let texts = (Some("MDS".to_owned()), Some("ana.pdf".to_owned()));
        assert_eq!(publish(details().published_by(author), name()), texts);
        let nobody = Details { authors: String::new(), ..details() };
        assert_eq!(publish(nobody.published_by(author), name()).0.as_deref(), Some(""));
        let erased = details().with_authors(|_| Some(Personal::erased(author)));
        assert_eq!(publish(erased, Personal::erased(author)), (None, None));
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
            details: details("a", guide()).with_authors(Some),
            source: link().with_name(Some),
            published_at: at,
            edited_at: None,
            revision: 1,
        };
        assert_eq!(by_short(&db.pool, &id("a").short()).await.unwrap(), Some(expected.clone()));
        assert_eq!(by_id(&db.pool, id("a")).await.unwrap(), Some(expected.clone()));
        assert_eq!(by_ids(&db.pool, &[id("b"), id("a")]).await.unwrap(), [expected]);
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
            let (details, source) = (details.published_by(ana()), source.published_by(ana()));
            Event::from(ResourceEvent::ResourcePublished { resource, author: ana(), details, source })
        };
        fold_into(&db.pool, log_of([publish(first, "First"), publish(second, "Second")])).await;
        assert_eq!(first.short(), second.short());
        assert_eq!(by_short(&db.pool, &first.short()).await.unwrap().unwrap().id, first);
        assert_eq!(by_id(&db.pool, second).await.unwrap().unwrap().details.title, "Second");
    }
}
