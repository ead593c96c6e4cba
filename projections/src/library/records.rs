//! The read model `library_records`: everything that is or ever was in the library or among the highlights by its
//! last change, for programs that follow what is published. What was withdrawn stays, as withdrawn.

use chrono::{DateTime, Utc};
use domain::highlights::{self, HighlightEvent};
use domain::library::{Kind, ResourceEvent};
use domain::{Country, Event, HighlightId, Recorded, ResourceId};
use serde::{Deserialize, Serialize};
use sqlx::PgPool;
use uuid::Uuid;

use super::resources::parsed;
use crate::{FoldError, ReadModel};

/// What a record is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Collection {
    Resource,
    Highlight,
}

impl Collection {
    pub const ALL: [Self; 2] = [Self::Resource, Self::Highlight];

    pub const fn slug(self) -> &'static str {
        match self {
            Self::Resource => "resource",
            Self::Highlight => "highlight",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no collection of records")]
pub struct UnknownCollection(String);

impl std::str::FromStr for Collection {
    type Err = UnknownCollection;

    fn from_str(slug: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|known| known.slug() == slug)
            .ok_or_else(|| UnknownCollection(slug.to_owned()))
    }
}

/// One that is or was published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Published {
    Resource(ResourceId),
    Highlight(HighlightId),
}

impl Published {
    pub const fn new(collection: Collection, id: Uuid) -> Self {
        match collection {
            Collection::Resource => Self::Resource(ResourceId::new(id)),
            Collection::Highlight => Self::Highlight(HighlightId::new(id)),
        }
    }

    pub const fn collection(self) -> Collection {
        match self {
            Self::Resource(_) => Collection::Resource,
            Self::Highlight(_) => Collection::Highlight,
        }
    }

    pub const fn uuid(self) -> Uuid {
        match self {
            Self::Resource(id) => id.uuid(),
            Self::Highlight(id) => id.uuid(),
        }
    }

    fn short(self) -> String {
        match self {
            Self::Resource(id) => id.short(),
            Self::Highlight(id) => id.short(),
        }
    }
}

/// The kind of either; no kind of one is also one of the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum RecordKind {
    Resource(Kind),
    Highlight(highlights::Kind),
}

impl RecordKind {
    pub fn all() -> impl Iterator<Item = Self> {
        let highlights = highlights::Kind::ALL.iter().copied().map(Self::Highlight);
        Kind::ALL.into_iter().map(Self::Resource).chain(highlights)
    }

    pub fn of_slug(slug: &str) -> Option<Self> {
        Self::all().find(|kind| kind.slug() == slug)
    }

    pub const fn slug(self) -> &'static str {
        match self {
            Self::Resource(kind) => kind.slug(),
            Self::Highlight(kind) => kind.slug(),
        }
    }
}

/// Ids of resources and of highlights may be the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Key {
    pub item: Uuid,
    pub collection: Collection,
}

impl From<Published> for Key {
    fn from(of: Published) -> Self {
        Self { item: of.uuid(), collection: of.collection() }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    pub item: Uuid,
    pub collection: Collection,
    pub short: String,
    pub changed_at: DateTime<Utc>,
    pub withdrawn: bool,
    pub kind: RecordKind,
    pub country: Option<Country>,
}

pub struct LibraryRecords;

impl ReadModel for LibraryRecords {
    type Key = Key;
    type Row = Row;

    const NAME: &'static str = "library_records";
    const VERSION: i32 = 2;
    const KEY: &'static [&'static str] = &["item", "collection"];
    const DDL: &'static str = include_str!("records.sql");
    const SOURCES: &'static [&'static str] = &["resource", "highlight"];

    fn keys(event: &Recorded) -> Vec<Key> {
        change(&event.event).map(|(of, _)| of.into()).into_iter().collect()
    }

    fn fold(key: &Key, row: &mut Option<Row>, event: &Recorded) -> Result<(), FoldError> {
        let Some((of, change)) = change(&event.event) else { return Ok(()) };
        // Clocks of two machines differ: a change must not go back behind what was harvested.
        let before = row.as_ref().map_or(DateTime::UNIX_EPOCH, |row| row.changed_at);
        let changed_at = event.metadata.at.max(before);
        match change {
            Change::Described(kind, country) => {
                let Key { item, collection } = *key;
                let short = of.short();
                *row = Some(Row { item, collection, short, changed_at, withdrawn: false, kind, country });
            }
            Change::Replaced | Change::Withdrawn => {
                let row = row.as_mut().ok_or_else(|| FoldError::absent(format_args!("{of:?}")))?;
                row.changed_at = changed_at;
                row.withdrawn = matches!(change, Change::Withdrawn);
            }
        }
        Ok(())
    }
}

/// What an event does to a record.
enum Change {
    Described(RecordKind, Option<Country>),
    /// It is described as before, and has another format.
    Replaced,
    Withdrawn,
}

fn change(event: &Event) -> Option<(Published, Change)> {
    match event {
        Event::Resource(
            ResourceEvent::ResourcePublished { resource, details, .. }
            | ResourceEvent::ResourceEdited { resource, details, .. },
        ) => {
            let kind = RecordKind::Resource(details.facets.kind);
            Some((Published::Resource(*resource), Change::Described(kind, details.facets.country)))
        }
        Event::Resource(ResourceEvent::SourceReplaced { resource, .. }) => {
            Some((Published::Resource(*resource), Change::Replaced))
        }
        Event::Resource(ResourceEvent::ResourceWithdrawn { resource, .. }) => {
            Some((Published::Resource(*resource), Change::Withdrawn))
        }
        Event::Highlight(
            HighlightEvent::HighlightPublished { highlight, details, .. }
            | HighlightEvent::HighlightCorrected { highlight, details, .. },
        ) => {
            let kind = RecordKind::Highlight(details.kind);
            Some((Published::Highlight(*highlight), Change::Described(kind, details.country)))
        }
        Event::Highlight(HighlightEvent::HighlightWithdrawn { highlight, .. }) => {
            Some((Published::Highlight(*highlight), Change::Withdrawn))
        }
        _ => None,
    }
}

/// Which part of the records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Whole,
    Collection(Collection),
    Kind(RecordKind),
    Country(Country),
}

/// A stretch of the records in the order of their changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    pub part: Part,
    /// Behind this change of this one.
    pub after: (DateTime<Utc>, Published),
    /// Before this moment.
    pub until: DateTime<Utc>,
}

/// A record without what describes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordHead {
    pub of: Published,
    pub short: String,
    pub changed_at: DateTime<Utc>,
    pub withdrawn: bool,
    pub kind: RecordKind,
    pub country: Option<Country>,
}

struct Stored {
    item: Uuid,
    collection: String,
    short: String,
    changed_at: DateTime<Utc>,
    withdrawn: bool,
    kind: String,
    country: Option<String>,
}

impl Stored {
    fn read(self) -> sqlx::Result<RecordHead> {
        let collection = parsed(&self.collection)?;
        Ok(RecordHead {
            of: Published::new(collection, self.item),
            short: self.short,
            changed_at: self.changed_at,
            withdrawn: self.withdrawn,
            kind: match collection {
                Collection::Resource => RecordKind::Resource(parsed(&self.kind)?),
                Collection::Highlight => RecordKind::Highlight(parsed(&self.kind)?),
            },
            country: self.country.as_deref().map(parsed).transpose()?,
        })
    }
}

/// A text of its own for each part, so that each is a walk along its index.
macro_rules! stretch {
    ($part:literal, $stretch:expr, $limit:expr $(, $argument:expr)?) => {
        sqlx::query_as!(
            Stored,
            "SELECT item, collection, short, changed_at, withdrawn, kind, country FROM library_records
             WHERE " + $part + " (changed_at, item, collection) > ($1, $2, $3) AND changed_at < $4
             ORDER BY changed_at, item, collection LIMIT $5",
            $stretch.after.0,
            $stretch.after.1.uuid(),
            $stretch.after.1.collection().slug(),
            $stretch.until,
            $limit
            $(, $argument)?
        )
    };
}

/// The first of a stretch, at most so many.
pub async fn records(pool: &PgPool, stretch: Stretch, limit: i64) -> sqlx::Result<Vec<RecordHead>> {
    let rows = match stretch.part {
        Part::Whole => stretch!("", stretch, limit).fetch_all(pool).await?,
        Part::Collection(of) => {
            stretch!("collection = $6 AND", stretch, limit, of.slug()).fetch_all(pool).await?
        }
        Part::Kind(kind) => stretch!("kind = $6 AND", stretch, limit, kind.slug()).fetch_all(pool).await?,
        Part::Country(country) => {
            stretch!("country = $6 AND", stretch, limit, country.code()).fetch_all(pool).await?
        }
    };
    rows.into_iter().map(Stored::read).collect()
}

/// The record of a short address; of two that share it the one that is still there.
pub async fn record(pool: &PgPool, collection: Collection, short: &str) -> sqlx::Result<Option<RecordHead>> {
    sqlx::query_as!(
        Stored,
        "SELECT item, collection, short, changed_at, withdrawn, kind, country FROM library_records
         WHERE short = $1 AND collection = $2 ORDER BY withdrawn, changed_at LIMIT 1",
        short,
        collection.slug(),
    )
    .fetch_optional(pool)
    .await?
    .map(Stored::read)
    .transpose()
}

/// No record was changed before.
pub async fn earliest_change(pool: &PgPool) -> sqlx::Result<Option<DateTime<Utc>>> {
    sqlx::query_scalar!("SELECT min(changed_at) FROM library_records").fetch_one(pool).await
}

#[cfg(test)]
mod tests {
    use domain::library::Facets;
    use sqlx::Execute;

    use super::*;
    use crate::engine::fold_all;
    use crate::highlights::testing as told;
    use crate::library::testing::{edited, guide, id, published, withdrawn};
    use crate::testing::{fold_into, log_of};

    fn report() -> Facets {
        Facets { kind: Kind::Report, country: "PE".parse().ok(), ..guide() }
    }

    /// The resource and the highlight of these names, whose ids are the same.
    fn resource(name: &str) -> Published {
        Published::Resource(id(name))
    }

    fn highlight(name: &str) -> Published {
        Published::Highlight(told::id(name))
    }

    fn whole(from: DateTime<Utc>) -> Stretch {
        let nobody = Published::new(Collection::Resource, Uuid::nil());
        Stretch { part: Part::Whole, after: (from, nobody), until: "2027-01-01T00:00:00Z".parse().unwrap() }
    }

    #[test]
    fn a_record_has_its_last_change_and_outlives_the_withdrawal() {
        let mut log = log_of([
            published("a", guide()),
            edited("a", 2, "A", report(), guide()),
            published("b", guide()),
            withdrawn("b", guide()),
        ]);
        log[3].metadata.at = log[0].metadata.at;
        let rows = fold_all::<LibraryRecords>(&log).unwrap();
        let a = &rows[&resource("a").into()];
        let kind = RecordKind::Resource;
        assert_eq!((a.changed_at, a.withdrawn, a.kind), (log[1].metadata.at, false, kind(Kind::Report)));
        let b = &rows[&resource("b").into()];
        assert_eq!((b.changed_at, b.withdrawn, b.kind), (log[2].metadata.at, true, kind(Kind::Guide)));
        assert!(fold_all::<LibraryRecords>(&log[3..]).is_err());
    }

    #[test]
    fn highlights_have_records_beside_resources_of_the_same_id_and_drafts_have_none() {
        use domain::Language;
        use domain::highlights::Kind::{BestPractice, Innovation};
        let of = |kind, country| told::details("A", country, kind, Language::Es);
        let log = log_of([
            published("a", guide()),
            told::drafted("a", 1, of(BestPractice, "UY")),
            told::published("a", of(BestPractice, "UY")),
            told::corrected("a", 2, of(Innovation, "BR")),
            told::published("b", of(BestPractice, "UY")),
            told::withdrawn("b"),
            told::drafted("c", 1, of(BestPractice, "UY")),
        ]);
        let rows = fold_all::<LibraryRecords>(&log).unwrap();
        assert_eq!(rows.len(), 3);
        assert_eq!(rows[&resource("a").into()].changed_at, log[0].metadata.at);
        let a = &rows[&highlight("a").into()];
        assert_eq!((a.kind, a.country), (RecordKind::Highlight(Innovation), "BR".parse().ok()));
        assert_eq!((a.changed_at, a.withdrawn), (log[3].metadata.at, false));
        let b = &rows[&highlight("b").into()];
        assert_eq!((b.changed_at, b.withdrawn, b.country), (log[5].metadata.at, true, "UY".parse().ok()));
    }

    #[test]
    fn a_kind_tells_of_what_it_is() {
        for kind in RecordKind::all() {
            assert_eq!(RecordKind::of_slug(kind.slug()), Some(kind));
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.slug());
            assert_eq!(serde_json::from_value::<RecordKind>(kind.slug().into()).unwrap(), kind);
        }
        assert_eq!(RecordKind::of_slug("song"), None);
    }

    #[tokio::test]
    async fn pages_follow_each_other_to_the_end_whatever_changes_meanwhile() {
        let db = testkit::database().await;
        let names: Vec<String> = (0..13).map(|n| format!("item {n}")).collect();
        // Highlights have the ids of resources.
        let mut log = log_of(names.iter().flat_map(|name| {
            let practice = told::practice(name);
            [published(name, guide()), told::published(name, practice)]
        }));
        // Several at one moment, as after an import.
        for event in &mut log[5..15] {
            event.metadata.at = "2026-01-01T00:06:00Z".parse().unwrap();
        }
        fold_into(&db.pool, log).await;
        let mut stretch = whole(DateTime::UNIX_EPOCH);
        let mut seen = Vec::new();
        loop {
            let page = records(&db.pool, stretch, 3).await.unwrap();
            let Some(last) = page.last() else { break };
            stretch.after = (last.changed_at, last.of);
            seen.extend(page.iter().map(|record| Key::from(record.of)));
            if seen.len() == 9 {
                // What was seen and what was not are changed: all come at the end.
                sqlx::query("UPDATE library_records SET changed_at = '2026-06-01' WHERE item = ANY($1)")
                    .bind(vec![id("item 0").uuid(), id("item 12").uuid()])
                    .execute(&db.pool)
                    .await
                    .unwrap();
            }
        }
        assert_eq!(seen.len(), 28);
        let distinct: std::collections::HashSet<_> = seen.iter().collect();
        assert_eq!(distinct.len(), 26, "none is left out");
    }

    #[tokio::test]
    async fn a_part_and_a_time_narrow_the_records() {
        let db = testkit::database().await;
        let log = log_of([
            published("a", guide()),
            published("b", report()),
            withdrawn("a", guide()),
            told::published("a", told::practice("A")),
        ]);
        let (second, third, fourth) = (log[1].metadata.at, log[2].metadata.at, log[3].metadata.at);
        fold_into(&db.pool, log).await;
        let of = async |part, from, until| {
            let stretch = Stretch { part, until, ..whole(from) };
            let found = records(&db.pool, stretch, 10).await.unwrap();
            found.into_iter().map(|record| (record.of, record.withdrawn)).collect::<Vec<_>>()
        };
        let (a, b, told) = ((resource("a"), true), (resource("b"), false), (highlight("a"), false));
        let (long_ago, later) = (DateTime::UNIX_EPOCH, "2027-01-01T00:00:00Z".parse().unwrap());
        assert_eq!(of(Part::Whole, long_ago, later).await, [b, a, told]);
        assert_eq!(of(Part::Whole, third, later).await, [a, told]);
        assert_eq!(of(Part::Whole, long_ago, fourth).await, [b, a]);
        assert_eq!(of(Part::Collection(Collection::Resource), long_ago, later).await, [b, a]);
        assert_eq!(of(Part::Collection(Collection::Highlight), long_ago, later).await, [told]);
        let kind = |slug| Part::Kind(RecordKind::of_slug(slug).unwrap());
        assert_eq!(of(kind("guide"), long_ago, later).await, [a]);
        assert_eq!(of(kind("best_practice"), long_ago, later).await, [told]);
        assert_eq!(of(kind("law"), long_ago, later).await, []);
        assert_eq!(of(Part::Country("PE".parse().unwrap()), long_ago, later).await, [b]);
        assert_eq!(of(Part::Country("UY".parse().unwrap()), long_ago, later).await, [told]);
        assert_eq!(earliest_change(&db.pool).await.unwrap(), Some(second));
        let short = id("a").short();
        let found = record(&db.pool, Collection::Resource, &short).await.unwrap().unwrap();
        assert_eq!((found.of, found.withdrawn, found.changed_at), (resource("a"), true, third));
        let found = record(&db.pool, Collection::Highlight, &short).await.unwrap().unwrap();
        assert_eq!((found.of, found.withdrawn), (highlight("a"), false));
        assert_eq!(record(&db.pool, Collection::Highlight, "zzzzzzzzzz").await.unwrap(), None);
    }

    #[tokio::test]
    async fn a_page_is_a_stretch_of_an_index_whatever_it_is_narrowed_to() {
        let db = testkit::database().await;
        fold_into(&db.pool, log_of([])).await;
        // What a harvest is narrowed to is rare: reading past the others would be noticed.
        sqlx::raw_sql(
            "INSERT INTO library_records
             SELECT gen_random_uuid(), CASE WHEN n % 40 = 0 THEN 'highlight' ELSE 'resource' END, n,
                 '2026-01-01'::timestamptz + n * interval '1 second', false,
                 CASE WHEN n % 40 = 0 THEN 'innovation' ELSE 'law' END, CASE WHEN n % 50 = 0 THEN 'PE' ELSE 'BR' END
             FROM generate_series(1, 20000) n;
             ANALYZE library_records",
        )
        .execute(&db.pool)
        .await
        .unwrap();
        let stretch = whole("2026-01-01T02:00:00Z".parse().unwrap());
        let (at, last) = stretch.after;
        let texts = [
            (stretch!("", stretch, 101).sql().to_owned(), None),
            (stretch!("collection = $6 AND", stretch, 101, "").sql().to_owned(), Some("highlight")),
            (stretch!("kind = $6 AND", stretch, 101, "").sql().to_owned(), Some("innovation")),
            (stretch!("country = $6 AND", stretch, 101, "").sql().to_owned(), Some("PE")),
        ];
        for (text, part) in texts {
            let explained = format!("EXPLAIN (ANALYZE, COSTS off, TIMING off) {text}");
            let mut query = sqlx::query_scalar::<_, String>(&explained)
                .bind(at)
                .bind(last.uuid())
                .bind(last.collection().slug())
                .bind(stretch.until)
                .bind(101_i64);
            if let Some(part) = part {
                query = query.bind(part);
            }
            let plan = query.fetch_all(&db.pool).await.unwrap().join("\n");
            assert!(plan.contains("Index"), "{plan}");
            for slow in ["Sort", "Seq Scan", "Bitmap", "Rows Removed"] {
                assert!(!plan.contains(slow), "{plan}");
            }
        }
    }
}
