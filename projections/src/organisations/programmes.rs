//! Read model `programmes`: the social programmes that member states carry out.

pub mod portfolio;

use chrono::{DateTime, Utc};
use domain::organisations::OrganisationEvent;
use domain::{Country, Event, Language, LocalText, OrganisationId, ProgrammeId, Recorded, Theme};
use serde::{Deserialize, Serialize};
use sqlx::PgPool;
use sqlx::types::Json;
use uuid::Uuid;

use super::decoded;
use crate::{FoldError, ReadModel};

#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Key {
    pub programme: ProgrammeId,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    pub programme: ProgrammeId,
    pub organisation: OrganisationId,
    pub slug: String,
    pub name: String,
    pub short: String,
    pub since: Option<u16>,
    pub until: Option<u16>,
    pub agencies: Vec<String>,
    pub themes: Vec<Theme>,
    pub language: Language,
    pub summary: LocalText,
    pub described_at: DateTime<Utc>,
    /// How often it was described.
    pub revision: u32,
    /// Its parts of the address under earlier names.
    pub former: Vec<String>,
}

pub struct Programmes;

impl ReadModel for Programmes {
    type Key = Key;
    type Row = Row;

    const NAME: &'static str = "programmes";
    const VERSION: i32 = 2;
    const KEY: &'static [&'static str] = &["programme"];
    const DDL: &'static str = include_str!("programmes.sql");
    const SOURCES: &'static [&'static str] = &["organisation"];

    fn keys(event: &Recorded) -> Vec<Key> {
        match &event.event {
            Event::Organisation(OrganisationEvent::ProgrammeDescribed { programme, .. }) => {
                vec![Key { programme: programme.id }]
            }
            _ => vec![],
        }
    }

    fn fold(_: &Key, row: &mut Option<Row>, event: &Recorded) -> Result<(), FoldError> {
        if let Event::Organisation(OrganisationEvent::ProgrammeDescribed { organisation, programme }) =
            &event.event
        {
            let slug = programme.slug();
            let (revision, mut former) = match row.take() {
                Some(mut row) => {
                    row.former.push(row.slug);
                    (row.revision, row.former)
                }
                None => (0, vec![]),
            };
            former.sort_unstable();
            former.dedup();
            former.retain(|former| *former != slug);
            *row = Some(Row {
                programme: programme.id,
                organisation: *organisation,
                slug,
                name: programme.name.clone(),
                short: programme.short.clone(),
                since: programme.since,
                until: programme.until,
                agencies: programme.agencies().map(str::to_owned).collect(),
                themes: programme.themes.clone(),
                language: programme.language,
                summary: programme.summary.clone(),
                described_at: event.metadata.at,
                revision: revision + 1,
                former,
            });
        }
        Ok(())
    }
}

/// A programme as pages show it.
#[derive(Clone, Debug)]
pub struct Programme {
    pub id: ProgrammeId,
    /// The member state that carries it out.
    pub organisation: OrganisationId,
    pub country: Country,
    pub slug: String,
    pub name: String,
    pub short: String,
    pub since: Option<i32>,
    pub until: Option<i32>,
    pub agencies: Vec<String>,
    pub themes: Vec<Theme>,
    /// Of the name.
    pub language: Language,
    pub summary: LocalText,
    /// What an editor hands back, so that a stale edit is noticed.
    pub revision: u32,
}

struct Found {
    programme: Uuid,
    organisation: Uuid,
    country: String,
    slug: String,
    name: String,
    short: String,
    since: Option<i32>,
    until: Option<i32>,
    agencies: Vec<String>,
    themes: Vec<String>,
    language: String,
    summary: Json<LocalText>,
    revision: i32,
}

impl TryFrom<Found> for Programme {
    type Error = sqlx::Error;

    fn try_from(row: Found) -> sqlx::Result<Self> {
        Ok(Self {
            id: ProgrammeId::new(row.programme),
            organisation: OrganisationId::new(row.organisation),
            country: decoded(row.country.parse())?,
            slug: row.slug,
            name: row.name,
            short: row.short,
            since: row.since,
            until: row.until,
            agencies: row.agencies,
            themes: decoded(row.themes.iter().map(|theme| theme.parse()).collect())?,
            language: decoded(row.language.parse())?,
            summary: row.summary.0,
            revision: row.revision.unsigned_abs(),
        })
    }
}

/// Of one country, those that go on first, then by name.
pub async fn of_country(pool: &PgPool, country: Country) -> sqlx::Result<Vec<Programme>> {
    let rows = sqlx::query_as!(
        Found,
        r#"SELECT p.programme, p.organisation, o.country AS "country!", p.slug, p.name, p.short, p.since, p.until,
                  p.agencies, p.themes, p.language, p.summary AS "summary: _", p.revision
           FROM organisations o JOIN programmes p USING (organisation)
           WHERE o.kind = 'member_state' AND o.country = $1
           ORDER BY p.until IS NOT NULL, p.name"#,
        country.code(),
    )
    .fetch_all(pool)
    .await?;
    rows.into_iter().map(Programme::try_from).collect()
}

/// One, by its country and its own part of the address, or by one that it had under an earlier name.
pub async fn by_slug(pool: &PgPool, country: Country, slug: &str) -> sqlx::Result<Option<Programme>> {
    let row = sqlx::query_as!(
        Found,
        r#"SELECT p.programme, p.organisation, o.country AS "country!", p.slug, p.name, p.short, p.since, p.until,
                  p.agencies, p.themes, p.language, p.summary AS "summary: _", p.revision
           FROM organisations o JOIN programmes p USING (organisation)
           WHERE o.kind = 'member_state' AND o.country = $1 AND (p.slug = $2 OR $2 = ANY(p.former))
           ORDER BY p.slug <> $2, p.described_at DESC LIMIT 1"#,
        country.code(),
        slug,
    )
    .fetch_optional(pool)
    .await?;
    row.map(Programme::try_from).transpose()
}

/// Enough of a programme to choose it by, and to lead to its page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProgrammeName {
    pub id: ProgrammeId,
    pub country: Country,
    pub slug: String,
    pub name: String,
    /// Of the name.
    pub language: Language,
}

/// All of them, or one.
pub async fn named(pool: &PgPool, only: Option<ProgrammeId>) -> sqlx::Result<Vec<ProgrammeName>> {
    let rows = sqlx::query!(
        r#"SELECT p.programme, o.country AS "country!", p.slug, p.name, p.language
           FROM programmes p JOIN organisations o USING (organisation)
           WHERE o.kind = 'member_state' AND o.country IS NOT NULL AND ($1::uuid IS NULL OR p.programme = $1)
           ORDER BY o.country, p.name"#,
        only.map(ProgrammeId::uuid),
    )
    .fetch_all(pool)
    .await?;
    let read = rows.into_iter().map(|row| {
        Ok(ProgrammeName {
            id: ProgrammeId::new(row.programme),
            country: decoded(row.country.parse())?,
            slug: row.slug,
            name: row.name,
            language: decoded(row.language.parse())?,
        })
    });
    read.collect()
}

/// How many each country describes; a country without any is not there.
pub async fn count_by_country(pool: &PgPool) -> sqlx::Result<Vec<(Country, i64)>> {
    let rows = sqlx::query!(
        r#"SELECT o.country AS "country!", count(*) AS "programmes!"
           FROM programmes p JOIN organisations o USING (organisation)
           WHERE o.country IS NOT NULL GROUP BY o.country ORDER BY o.country"#,
    )
    .fetch_all(pool)
    .await?;
    rows.into_iter().map(|row| Ok((decoded(row.country.parse())?, row.programmes))).collect()
}

/// How many programmes each theme has, merged ones under the theme that they stand for.
pub async fn count_by_theme(pool: &PgPool) -> sqlx::Result<Vec<(Theme, i64)>> {
    let rows = sqlx::query!(
        r#"SELECT coalesce(stands_for, named) AS "theme!", count(DISTINCT programme) AS "programmes!"
           FROM programmes CROSS JOIN unnest(themes) named LEFT JOIN theme_entries ON theme = named
           GROUP BY 1 ORDER BY 1"#
    )
    .fetch_all(pool)
    .await?;
    rows.into_iter().map(|row| Ok((decoded(row.theme.parse())?, row.programmes))).collect()
}

#[cfg(test)]
mod tests {
    use domain::organisations;

    use super::*;
    use crate::engine::fold_all;
    use crate::library::testing::{merged, theme_added};
    use crate::organisations::testing::recorded;
    use crate::testing::{fold_into, log_of};

    fn described(until: Option<u16>) -> Recorded {
        recorded(
            "2026-01-05",
            OrganisationEvent::ProgrammeDescribed {
                organisation: OrganisationId::derived(&["uy"]),
                programme: organisations::Programme {
                    id: ProgrammeId::derived(&["uy", "afam"]),
                    name: "Asignaciones Familiares – Plan de Equidad".into(),
                    short: "AFAM-PE".into(),
                    since: Some(2008),
                    until,
                    agency: "Ministerio de Desarrollo Social / BPS".into(),
                    themes: vec![Theme::CHILDREN],
                    language: Language::Es,
                    summary: LocalText::one(Language::Es, "Transferencias."),
                },
            },
        )
    }

    #[test]
    fn a_programme_is_as_it_was_described_last() {
        let rows = fold_all::<Programmes>(&[described(None), described(Some(2030))]).unwrap();
        let row = rows.values().next().unwrap();
        assert_eq!(rows.len(), 1);
        assert_eq!(row.slug, "asignaciones-familiares-plan-de-equidad");
        assert_eq!(row.agencies, ["Ministerio de Desarrollo Social", "BPS"]);
        assert_eq!((row.until, row.revision, &row.former), (Some(2030), 2, &vec![]));
    }

    #[test]
    fn a_programme_is_known_by_its_earlier_names() {
        let renamed = |name: &str| {
            let mut event = described(None);
            if let Event::Organisation(OrganisationEvent::ProgrammeDescribed { programme, .. }) =
                &mut event.event
            {
                programme.name = name.to_owned();
            }
            event
        };
        let events = ["One", "Two", "One", "Three"].map(renamed);
        let rows = fold_all::<Programmes>(&events).unwrap();
        let row = rows.values().next().unwrap();
        assert_eq!((row.slug.as_str(), row.revision), ("three", 4));
        assert_eq!(row.former, ["one", "two"]);
    }

    fn in_uruguay() -> Event {
        OrganisationEvent::OrganisationRegistered {
            organisation: OrganisationId::derived(&["uy"]),
            kind: organisations::OrganisationKind::MemberState,
            slug: "uy".into(),
            country: Some(uruguay()),
            names: LocalText::one(Language::Es, "Uruguay"),
        }
        .into()
    }

    fn uruguay() -> Country {
        "UY".parse().unwrap()
    }

    fn named(name: &str, until: Option<u16>) -> Event {
        let mut event = described(until).event;
        if let Event::Organisation(OrganisationEvent::ProgrammeDescribed { programme, .. }) = &mut event {
            programme.id = ProgrammeId::derived(&[name]);
            programme.name = name.to_owned();
        }
        event
    }

    #[tokio::test]
    async fn programmes_of_a_country_are_found_those_that_go_on_first() {
        let db = testkit::database().await;
        let events = [in_uruguay(), named("Ended", Some(2019)), named("Younger", None), named("Elder", None)];
        fold_into(&db.pool, log_of(events)).await;
        let names = of_country(&db.pool, uruguay()).await.unwrap();
        let names: Vec<String> = names.into_iter().map(|programme| programme.name).collect();
        assert_eq!(names, ["Elder", "Younger", "Ended"]);
        assert_eq!(count_by_country(&db.pool).await.unwrap(), [(uruguay(), 3)]);
        let brazil = "BR".parse().unwrap();
        assert!(of_country(&db.pool, brazil).await.unwrap().is_empty());
        let found = by_slug(&db.pool, uruguay(), "ended").await.unwrap().unwrap();
        assert_eq!(
            (found.until, found.themes, found.language),
            (Some(2019), vec![Theme::CHILDREN], Language::Es)
        );
        assert!(by_slug(&db.pool, brazil, "ended").await.unwrap().is_none());
        assert_eq!((found.id, found.revision), (ProgrammeId::derived(&["Ended"]), 1));
        assert_eq!(count_by_theme(&db.pool).await.unwrap(), [(Theme::CHILDREN, 3)]);
    }

    #[tokio::test]
    async fn programmes_of_a_merged_theme_are_counted_under_the_one_that_is_left() {
        let db = testkit::database().await;
        let themes = ["children", "youth"].map(theme_added);
        let merged = merged("children", "youth", &[]);
        fold_into(
            &db.pool,
            log_of([in_uruguay(), named("One", None)].into_iter().chain(themes).chain([merged])),
        )
        .await;
        assert_eq!(count_by_theme(&db.pool).await.unwrap(), [(Theme::YOUTH, 1)]);
    }
}
