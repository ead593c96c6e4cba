//! The read model `translations`: which resources of the library are translations of each other.
//! All that are linked, over however many steps and in whichever direction, are one group.

use chrono::{DateTime, Utc};
use domain::library::ResourceEvent;
use domain::{Event, Language, Recorded, ResourceId};
use serde::{Deserialize, Serialize};
use sqlx::PgPool;

use super::resources::{Key, parsed};
use crate::{FoldError, ReadModel};

/// So many of a group are looked at, the nearest first: four languages need no more, and a chain made on
/// purpose costs no page.
const MOST: i64 = 50;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    pub resource: ResourceId,
    pub original: ResourceId,
    pub declared_at: DateTime<Utc>,
}

pub struct Translations;

impl ReadModel for Translations {
    type Key = Key;
    type Row = Row;

    const NAME: &'static str = "translations";
    const VERSION: i32 = 1;
    const KEY: &'static [&'static str] = &["resource"];
    const DDL: &'static str = include_str!("translations.sql");
    const SOURCES: &'static [&'static str] = &["resource"];

    fn keys(event: &Recorded) -> Vec<Key> {
        match &event.event {
            Event::Resource(
                ResourceEvent::TranslationDeclared { resource, .. }
                | ResourceEvent::TranslationWithdrawn { resource, .. },
            ) => vec![Key { resource: *resource }],
            _ => vec![],
        }
    }

    fn fold(_: &Key, row: &mut Option<Row>, event: &Recorded) -> Result<(), FoldError> {
        match &event.event {
            Event::Resource(ResourceEvent::TranslationDeclared { resource, of }) => {
                *row = Some(Row { resource: *resource, original: *of, declared_at: event.metadata.at });
            }
            Event::Resource(ResourceEvent::TranslationWithdrawn { .. }) => *row = None,
            _ => {}
        }
        Ok(())
    }
}

/// Another resource of the same group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Translation {
    pub resource: ResourceId,
    pub short: String,
    pub slug: String,
    pub title: String,
    pub language: Language,
    /// What it says to be the translation of, if anything.
    pub original: Option<ResourceId>,
}

/// What a resource says of itself, and the others of its group.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Family {
    pub original: Option<ResourceId>,
    /// Those that are in the library: by language, then the oldest first.
    pub others: Vec<Translation>,
}

/// The group of a resource of the library.
pub async fn translations(pool: &PgPool, resource: ResourceId) -> sqlx::Result<Family> {
    let rows = sqlx::query!(
        r#"WITH RECURSIVE family AS (
               SELECT $1::uuid AS resource
               UNION
               SELECT near.resource FROM family
               CROSS JOIN LATERAL (
                   SELECT original AS resource FROM translations WHERE resource = family.resource
                   UNION ALL
                   SELECT resource FROM translations WHERE original = family.resource
               ) near
           )
           SELECT r.resource, r.short, r.slug, r.title, r.language, t.original AS "original?"
           FROM (SELECT resource FROM family LIMIT $2) f
           JOIN resources r USING (resource)
           LEFT JOIN translations t USING (resource)
           ORDER BY r.language, r.published_at, r.resource"#,
        resource.uuid(),
        MOST,
    )
    .fetch_all(pool)
    .await?;
    let mut family = Family::default();
    for row in rows {
        let original = row.original.map(ResourceId::new);
        if row.resource == resource.uuid() {
            family.original = original;
            continue;
        }
        family.others.push(Translation {
            resource: ResourceId::new(row.resource),
            short: row.short,
            slug: row.slug,
            title: row.title,
            language: parsed(&row.language)?,
            original,
        });
    }
    Ok(family)
}

#[cfg(test)]
mod tests {
    use domain::library::Facets;

    use super::*;
    use crate::engine::fold_all;
    use crate::library::testing::{guide, id, published, withdrawn};
    use crate::testing::{fold_into, log_of};

    fn declared(name: &str, of: &str) -> Event {
        ResourceEvent::TranslationDeclared { resource: id(name), of: id(of) }.into()
    }

    fn in_language(name: &str, language: Language) -> Event {
        published(name, Facets { language, ..guide() })
    }

    #[test]
    fn the_last_word_on_an_original_holds() {
        let back = ResourceEvent::TranslationWithdrawn { resource: id("b"), of: id("a") };
        let log = log_of([
            declared("b", "a"),
            declared("c", "a"),
            declared("c", "b"),
            back.into(),
            withdrawn("c", guide()),
        ]);
        let rows = fold_all::<Translations>(&log).unwrap();
        let row = Row { resource: id("c"), original: id("b"), declared_at: log[2].metadata.at };
        assert_eq!(rows.into_values().collect::<Vec<_>>(), [row]);
    }

    #[tokio::test]
    async fn a_group_is_all_that_are_linked_over_however_many_steps() {
        let db = testkit::database().await;
        let log = log_of([
            in_language("guide", Language::En),
            in_language("guía", Language::Es),
            in_language("guia", Language::Pt),
            in_language("guide fr", Language::Fr),
            in_language("alone", Language::Fr),
            // A chain of two, another pair, and a link that makes one group of both, in a circle.
            declared("guía", "guide"),
            declared("guia", "guía"),
            declared("guide", "guide fr"),
            declared("guide fr", "guia"),
        ]);
        fold_into(&db.pool, log).await;
        let of = async |name: &str| {
            let found = translations(&db.pool, id(name)).await.unwrap().others;
            found.into_iter().map(|one| (one.language, one.resource)).collect::<Vec<_>>()
        };
        let all = [
            (Language::En, id("guide")),
            (Language::Es, id("guía")),
            (Language::Fr, id("guide fr")),
            (Language::Pt, id("guia")),
        ];
        for (_, resource) in all {
            let others: Vec<_> = all.into_iter().filter(|(_, other)| *other != resource).collect();
            let name = ["guide", "guía", "guide fr", "guia"].into_iter().find(|name| id(name) == resource);
            assert_eq!(of(name.unwrap()).await, others);
        }
        assert_eq!(of("alone").await, []);
        assert_eq!(translations(&db.pool, id("guía")).await.unwrap().original, Some(id("guide")));
        assert_eq!(translations(&db.pool, id("alone")).await.unwrap(), Family::default());
    }

    #[tokio::test]
    async fn a_withdrawn_link_still_holds_the_others_together_and_a_long_chain_ends() {
        let db = testkit::database().await;
        let names: Vec<String> = (0..120).map(|n| format!("step {n}")).collect();
        let mut events: Vec<Event> = names.iter().map(|name| published(name, guide())).collect();
        events.extend(names.windows(2).map(|pair| declared(&pair[1], &pair[0])));
        events.push(withdrawn("step 1", guide()));
        fold_into(&db.pool, log_of(events)).await;
        let found = translations(&db.pool, id("step 0")).await.unwrap().others;
        assert!(found.iter().any(|one| one.resource == id("step 2")));
        assert!(found.iter().all(|one| one.resource != id("step 1")));
        assert_eq!(found.len(), 48, "fifty are looked at: itself, one that is withdrawn, and these");
    }
}
