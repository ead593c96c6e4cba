//! The read model `library_records`: everything that is or ever was in the library by its last change, for
//! programs that follow the library. What was withdrawn stays, as withdrawn.

use chrono::{DateTime, Utc};
use domain::library::{Facets, Kind, ResourceEvent};
use domain::{Country, Event, Recorded, ResourceId};
use serde::{Deserialize, Serialize};
use sqlx::PgPool;
use uuid::Uuid;

use super::resources::{Key, parsed};
use crate::{FoldError, ReadModel};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    pub resource: ResourceId,
    pub short: String,
    pub changed_at: DateTime<Utc>,
    pub withdrawn: bool,
    pub kind: Kind,
    pub country: Option<Country>,
}

pub struct LibraryRecords;

impl ReadModel for LibraryRecords {
    type Key = Key;
    type Row = Row;

    const NAME: &'static str = "library_records";
    const VERSION: i32 = 1;
    const KEY: &'static [&'static str] = &["resource"];
    const DDL: &'static str = include_str!("records.sql");
    const SOURCES: &'static [&'static str] = &["resource"];

    fn keys(event: &Recorded) -> Vec<Key> {
        match &event.event {
            // What describes it has the same facets as before, and another format.
            Event::Resource(ResourceEvent::SourceReplaced { resource, .. }) => {
                vec![Key { resource: *resource }]
            }
            event => change(event).map(|(key, ..)| key).into_iter().collect(),
        }
    }

    fn fold(_: &Key, row: &mut Option<Row>, event: &Recorded) -> Result<(), FoldError> {
        // Clocks of two machines differ: a change must not go back behind what was harvested.
        let before = row.as_ref().map_or(DateTime::UNIX_EPOCH, |row| row.changed_at);
        let changed_at = event.metadata.at.max(before);
        if let Some((key, facets, withdrawn)) = change(&event.event) {
            *row = Some(Row {
                resource: key.resource,
                short: key.resource.short(),
                changed_at,
                withdrawn,
                kind: facets.kind,
                country: facets.country,
            });
        } else if let Some(row) = row {
            row.changed_at = changed_at;
        }
        Ok(())
    }
}

/// What changed, its facets since then or last, and whether it is withdrawn.
fn change(event: &Event) -> Option<(Key, &Facets, bool)> {
    let (resource, facets, withdrawn) = match event {
        Event::Resource(
            ResourceEvent::ResourcePublished { resource, details, .. }
            | ResourceEvent::ResourceEdited { resource, details, .. },
        ) => (resource, &details.facets, false),
        Event::Resource(ResourceEvent::ResourceWithdrawn { resource, was, .. }) => (resource, was, true),
        _ => return None,
    };
    Some((Key { resource: *resource }, facets, withdrawn))
}

/// Which part of the library.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Whole,
    Kind(Kind),
    Country(Country),
}

/// A stretch of the records in the order of their changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    pub part: Part,
    /// Behind this change of this resource.
    pub after: (DateTime<Utc>, ResourceId),
    /// Before this moment.
    pub until: DateTime<Utc>,
}

/// A record without what describes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordHead {
    pub resource: ResourceId,
    pub short: String,
    pub changed_at: DateTime<Utc>,
    pub withdrawn: bool,
    pub kind: Kind,
    pub country: Option<Country>,
}

struct Stored {
    resource: Uuid,
    short: String,
    changed_at: DateTime<Utc>,
    withdrawn: bool,
    kind: String,
    country: Option<String>,
}

impl Stored {
    fn read(self) -> sqlx::Result<RecordHead> {
        Ok(RecordHead {
            resource: ResourceId::new(self.resource),
            short: self.short,
            changed_at: self.changed_at,
            withdrawn: self.withdrawn,
            kind: parsed(&self.kind)?,
            country: self.country.as_deref().map(parsed).transpose()?,
        })
    }
}

/// A text of its own for each part, so that each is a walk along its index.
macro_rules! stretch {
    ($part:literal, $stretch:expr, $limit:expr $(, $argument:expr)?) => {
        sqlx::query_as!(
            Stored,
            "SELECT resource, short, changed_at, withdrawn, kind, country FROM library_records
             WHERE " + $part + " (changed_at, resource) > ($1, $2) AND changed_at < $3
             ORDER BY changed_at, resource LIMIT $4",
            $stretch.after.0,
            $stretch.after.1.uuid(),
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
        Part::Kind(kind) => stretch!("kind = $5 AND", stretch, limit, kind.slug()).fetch_all(pool).await?,
        Part::Country(country) => {
            stretch!("country = $5 AND", stretch, limit, country.code()).fetch_all(pool).await?
        }
    };
    rows.into_iter().map(Stored::read).collect()
}

/// The record of a short address; of two that share it the one that is still there.
pub async fn record(pool: &PgPool, short: &str) -> sqlx::Result<Option<RecordHead>> {
    sqlx::query_as!(
        Stored,
        "SELECT resource, short, changed_at, withdrawn, kind, country FROM library_records
         WHERE short = $1 ORDER BY withdrawn, changed_at LIMIT 1",
        short,
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
    use super::*;
    use crate::engine::fold_all;
    use crate::library::testing::{edited, guide, id, published, withdrawn};
    use crate::testing::{fold_into, log_of};

    fn report() -> Facets {
        Facets { kind: Kind::Report, country: "PE".parse().ok(), ..guide() }
    }

    #[test]
    fn a_record_has_its_last_change_and_outlives_the_withdrawal() {
        let mut log = log_of([
            published("a", guide()),
            edited("a", 2, "A", report(), guide()),
            published("b", guide()),
            withdrawn("b", report()),
        ]);
        log[3].metadata.at = log[0].metadata.at;
        let rows = fold_all::<LibraryRecords>(&log).unwrap();
        let a = &rows[&Key { resource: id("a") }];
        assert_eq!((a.changed_at, a.withdrawn, a.kind), (log[1].metadata.at, false, Kind::Report));
        let b = &rows[&Key { resource: id("b") }];
        assert_eq!((b.changed_at, b.withdrawn, b.kind), (log[2].metadata.at, true, Kind::Report));
    }

    #[tokio::test]
    async fn pages_follow_each_other_to_the_end_whatever_changes_meanwhile() {
        let db = testkit::database().await;
        let names: Vec<String> = (0..25).map(|n| format!("resource {n}")).collect();
        let mut log = log_of(names.iter().map(|name| published(name, guide())));
        // Several at one moment, as after an import.
        for event in &mut log[5..12] {
            event.metadata.at = "2026-01-01T00:06:00Z".parse().unwrap();
        }
        fold_into(&db.pool, log).await;
        let start = (DateTime::UNIX_EPOCH, ResourceId::new(Uuid::nil()));
        let mut stretch =
            Stretch { part: Part::Whole, after: start, until: "2027-01-01T00:00:00Z".parse().unwrap() };
        let mut seen = Vec::new();
        loop {
            let page = records(&db.pool, stretch, 4).await.unwrap();
            let Some(last) = page.last() else { break };
            stretch.after = (last.changed_at, last.resource);
            seen.extend(page.iter().map(|record| record.resource));
            if seen.len() == 8 {
                // One that was seen and one that was not are changed: both come at the end.
                sqlx::query("UPDATE library_records SET changed_at = '2026-06-01' WHERE resource = ANY($1)")
                    .bind(vec![id("resource 0").uuid(), id("resource 24").uuid()])
                    .execute(&db.pool)
                    .await
                    .unwrap();
            }
        }
        assert_eq!(seen.len(), 26);
        let distinct: std::collections::HashSet<_> = seen.iter().collect();
        assert_eq!(distinct.len(), 25, "none is left out");
    }

    #[tokio::test]
    async fn a_part_and_a_time_narrow_the_records() {
        let db = testkit::database().await;
        let log = log_of([published("a", guide()), published("b", report()), withdrawn("a", guide())]);
        let (second, third) = (log[1].metadata.at, log[2].metadata.at);
        fold_into(&db.pool, log).await;
        let nobody = ResourceId::new(Uuid::nil());
        let of = async |part, from, until| {
            let stretch = Stretch { part, after: (from, nobody), until };
            let found = records(&db.pool, stretch, 10).await.unwrap();
            found.into_iter().map(|record| (record.resource, record.withdrawn)).collect::<Vec<_>>()
        };
        let (long_ago, later) = (DateTime::UNIX_EPOCH, "2027-01-01T00:00:00Z".parse().unwrap());
        assert_eq!(of(Part::Whole, long_ago, later).await, [(id("b"), false), (id("a"), true)]);
        assert_eq!(of(Part::Whole, third, later).await, [(id("a"), true)]);
        assert_eq!(of(Part::Whole, long_ago, third).await, [(id("b"), false)]);
        assert_eq!(of(Part::Kind(Kind::Guide), long_ago, later).await, [(id("a"), true)]);
        assert_eq!(of(Part::Country("PE".parse().unwrap()), long_ago, later).await, [(id("b"), false)]);
        assert_eq!(of(Part::Kind(Kind::Law), long_ago, later).await, []);
        assert_eq!(earliest_change(&db.pool).await.unwrap(), Some(second));
        let found = record(&db.pool, &id("a").short()).await.unwrap().unwrap();
        assert_eq!((found.resource, found.withdrawn, found.changed_at), (id("a"), true, third));
        assert_eq!(record(&db.pool, "zzzzzzzzzz").await.unwrap(), None);
    }
}
