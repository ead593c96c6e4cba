//! Read model `organisations`: one row for each member state, partner and institution.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use domain::organisations::{OrganisationEvent, OrganisationKind, Presentation};
use domain::{Country, Event, LocalText, OrganisationId, Recorded};
use serde::{Deserialize, Serialize};
use sqlx::PgPool;
use sqlx::types::Json;
use uuid::Uuid;

use super::decoded;
use crate::{FoldError, ReadModel};

#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Key {
    pub organisation: OrganisationId,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    pub organisation: OrganisationId,
    pub kind: OrganisationKind,
    pub slug: String,
    pub country: Option<Country>,
    pub names: LocalText,
    pub presentation: Presentation,
    pub revision: u32,
    pub registered_at: DateTime<Utc>,
    pub presented_at: Option<DateTime<Utc>>,
}

pub struct Organisations;

impl ReadModel for Organisations {
    type Key = Key;
    type Row = Row;

    const NAME: &'static str = "organisations";
    const VERSION: i32 = 1;
    const KEY: &'static [&'static str] = &["organisation"];
    const DDL: &'static str = include_str!("organisations.sql");
    const SOURCES: &'static [&'static str] = &["organisation"];

    fn keys(event: &Recorded) -> Vec<Key> {
        match &event.event {
            Event::Organisation(
                OrganisationEvent::OrganisationRegistered { organisation, .. }
                | OrganisationEvent::OrganisationPresented { organisation, .. }
                | OrganisationEvent::PresentationRestored { organisation, .. },
            ) => vec![Key { organisation: *organisation }],
            _ => vec![],
        }
    }

    fn fold(key: &Key, row: &mut Option<Row>, event: &Recorded) -> Result<(), FoldError> {
        match &event.event {
            Event::Organisation(OrganisationEvent::OrganisationRegistered {
                organisation,
                kind,
                slug,
                country,
                names,
            }) => {
                *row = Some(Row {
                    organisation: *organisation,
                    kind: *kind,
                    slug: slug.clone(),
                    country: *country,
                    names: names.clone(),
                    presentation: Presentation::default(),
                    revision: 1,
                    registered_at: event.metadata.at,
                    presented_at: None,
                });
            }
            Event::Organisation(
                OrganisationEvent::OrganisationPresented { revision, presentation, .. }
                | OrganisationEvent::PresentationRestored { revision, presentation, .. },
            ) => {
                let row = row.as_mut().ok_or_else(|| FoldError::absent(key.organisation))?;
                row.revision = *revision;
                row.presentation = presentation.clone();
                row.presented_at = Some(event.metadata.at);
            }
            _ => {}
        }
        Ok(())
    }
}

/// An organisation as its pages show it.
#[derive(Clone, Debug)]
pub struct Organisation {
    pub id: OrganisationId,
    pub kind: OrganisationKind,
    pub slug: String,
    pub country: Option<Country>,
    pub names: LocalText,
    pub presentation: Presentation,
    /// What an editor hands back, so that a stale edit is noticed.
    pub revision: u32,
    pub presented_at: Option<DateTime<Utc>>,
}

struct Found {
    organisation: Uuid,
    kind: String,
    slug: String,
    country: Option<String>,
    names: Json<LocalText>,
    presentation: Json<Presentation>,
    revision: i32,
    presented_at: Option<DateTime<Utc>>,
}

impl TryFrom<Found> for Organisation {
    type Error = sqlx::Error;

    fn try_from(row: Found) -> sqlx::Result<Self> {
        Ok(Self {
            id: OrganisationId::new(row.organisation),
            kind: decoded(row.kind.parse())?,
            slug: row.slug,
            country: decoded(row.country.map(|code| code.parse()).transpose())?,
            names: row.names.0,
            presentation: row.presentation.0,
            revision: row.revision.unsigned_abs(),
            presented_at: row.presented_at,
        })
    }
}

/// By its part of the address.
pub async fn by_slug(pool: &PgPool, slug: &str) -> sqlx::Result<Option<Organisation>> {
    let row = sqlx::query_as!(
        Found,
        r#"SELECT organisation, kind, slug, country, names AS "names: _",
                  presentation AS "presentation: _", revision, presented_at
           FROM organisations WHERE slug = $1"#,
        slug,
    )
    .fetch_optional(pool)
    .await?;
    row.map(Organisation::try_from).transpose()
}

/// Those of these ids, or all of them, with their presentations; by their address.
pub async fn presented(pool: &PgPool, of: Option<&[OrganisationId]>) -> sqlx::Result<Vec<Organisation>> {
    let ids: Option<Vec<Uuid>> = of.map(|ids| ids.iter().map(|id| id.uuid()).collect());
    let rows = sqlx::query_as!(
        Found,
        r#"SELECT organisation, kind, slug, country, names AS "names: _",
                  presentation AS "presentation: _", revision, presented_at
           FROM organisations WHERE $1::uuid[] IS NULL OR organisation = ANY($1) ORDER BY slug"#,
        ids.as_deref(),
    )
    .fetch_all(pool)
    .await?;
    rows.into_iter().map(Organisation::try_from).collect()
}

/// The partners, by their address.
pub async fn partners(pool: &PgPool) -> sqlx::Result<Vec<Organisation>> {
    let rows = sqlx::query_as!(
        Found,
        r#"SELECT organisation, kind, slug, country, names AS "names: _",
                  presentation AS "presentation: _", revision, presented_at
           FROM organisations WHERE kind = 'partner' ORDER BY slug"#,
    )
    .fetch_all(pool)
    .await?;
    rows.into_iter().map(Organisation::try_from).collect()
}

/// The institutions of a country, by their address.
pub async fn institutions_of(pool: &PgPool, country: Country) -> sqlx::Result<Vec<OrganisationName>> {
    let rows = sqlx::query_as!(
        NameRow,
        r#"SELECT organisation, kind, slug, country, names AS "names: _"
           FROM organisations WHERE kind = 'institution' AND country = $1 ORDER BY slug"#,
        country.code(),
    )
    .fetch_all(pool)
    .await?;
    rows.into_iter().map(OrganisationName::try_from).collect()
}

/// What a page that mentions an organisation needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrganisationName {
    pub organisation: OrganisationId,
    pub kind: OrganisationKind,
    pub slug: String,
    pub country: Option<Country>,
    pub names: LocalText,
}

/// Those that are there, by id.
pub async fn names(
    pool: &PgPool,
    organisations: &[OrganisationId],
) -> sqlx::Result<HashMap<OrganisationId, OrganisationName>> {
    let ids: Vec<Uuid> = organisations.iter().map(|organisation| organisation.uuid()).collect();
    let rows = sqlx::query_as!(
        NameRow,
        r#"SELECT organisation, kind, slug, country, names AS "names: _"
           FROM organisations WHERE organisation = ANY($1)"#,
        &ids
    )
    .fetch_all(pool)
    .await?;
    rows.into_iter()
        .map(|row| OrganisationName::try_from(row).map(|name| (name.organisation, name)))
        .collect()
}

/// All institutions, for a form to choose from: by country, then by address.
pub async fn institutions(pool: &PgPool) -> sqlx::Result<Vec<OrganisationName>> {
    let rows = sqlx::query_as!(
        NameRow,
        r#"SELECT organisation, kind, slug, country, names AS "names: _"
           FROM organisations WHERE kind IN ('institution', 'partner') ORDER BY country, slug"#,
    )
    .fetch_all(pool)
    .await?;
    rows.into_iter().map(OrganisationName::try_from).collect()
}

struct NameRow {
    organisation: Uuid,
    kind: String,
    slug: String,
    country: Option<String>,
    names: Json<LocalText>,
}

impl TryFrom<NameRow> for OrganisationName {
    type Error = sqlx::Error;

    fn try_from(row: NameRow) -> sqlx::Result<Self> {
        Ok(Self {
            organisation: OrganisationId::new(row.organisation),
            kind: decoded(row.kind.parse())?,
            country: decoded(row.country.map(|code| code.parse()).transpose())?,
            slug: row.slug,
            names: row.names.0,
        })
    }
}

#[cfg(test)]
mod tests {
    use domain::Language;

    use super::*;
    use crate::engine::fold_all;
    use crate::organisations::testing::recorded;
    use crate::testing::{fold_into, log_of};

    fn oas() -> OrganisationId {
        OrganisationId::derived(&["oas"])
    }

    fn registered() -> Recorded {
        recorded(
            "2026-01-05",
            OrganisationEvent::OrganisationRegistered {
                organisation: oas(),
                kind: OrganisationKind::Partner,
                slug: "oas".into(),
                country: None,
                names: LocalText::one(Language::Es, "Organización de los Estados Americanos"),
            },
        )
    }

    fn presented() -> Recorded {
        recorded(
            "2026-02-06",
            OrganisationEvent::OrganisationPresented {
                organisation: oas(),
                revision: 2,
                presentation: Presentation {
                    website: Some("https://www.oas.org".into()),
                    ..Presentation::default()
                },
            },
        )
    }

    #[test]
    fn an_organisation_is_registered_and_presents_itself() {
        let rows = fold_all::<Organisations>(&[registered(), presented()]).unwrap();
        let row = &rows[&Key { organisation: oas() }];
        assert_eq!((row.slug.as_str(), row.revision), ("oas", 2));
        assert_eq!(row.presentation.website.as_deref(), Some("https://www.oas.org"));
        assert_eq!(row.registered_at, registered().metadata.at);
        assert_eq!(row.presented_at, Some(presented().metadata.at));
    }

    #[test]
    fn an_earlier_presentation_comes_back() {
        let restored = OrganisationEvent::PresentationRestored {
            organisation: oas(),
            revision: 3,
            version: 1,
            presentation: Presentation::default(),
        };
        let rows = fold_all::<Organisations>(&[registered(), presented(), recorded("2026-03-07", restored)])
            .unwrap();
        let row = &rows[&Key { organisation: oas() }];
        assert_eq!((row.revision, &row.presentation), (3, &Presentation::default()));
    }

    #[test]
    fn a_presentation_of_nobody_stops_the_fold() {
        assert!(fold_all::<Organisations>(&[presented()]).is_err());
    }

    fn brazil() -> OrganisationEvent {
        OrganisationEvent::OrganisationRegistered {
            organisation: OrganisationId::derived(&["br"]),
            kind: OrganisationKind::MemberState,
            slug: "br".into(),
            country: Some("BR".parse().unwrap()),
            names: LocalText::one(Language::Pt, "Brasil"),
        }
    }

    fn inss() -> OrganisationEvent {
        OrganisationEvent::OrganisationRegistered {
            organisation: OrganisationId::derived(&["br-inss"]),
            kind: OrganisationKind::Institution,
            slug: "br-inss".into(),
            country: Some("BR".parse().unwrap()),
            names: LocalText::one(Language::Pt, "INSS"),
        }
    }

    #[tokio::test]
    async fn organisations_are_found_by_address_kind_country_and_id() {
        let db = testkit::database().await;
        let events = [registered().event, presented().event, brazil().into(), inss().into()];
        fold_into(&db.pool, log_of(events)).await;

        let found = by_slug(&db.pool, "oas").await.unwrap().unwrap();
        assert_eq!((found.id, found.kind, found.revision), (oas(), OrganisationKind::Partner, 2));
        assert_eq!(found.presentation.website.as_deref(), Some("https://www.oas.org"));
        assert!(by_slug(&db.pool, "nobody").await.unwrap().is_none());

        let slugs = |rows: Vec<Organisation>| rows.into_iter().map(|row| row.slug).collect::<Vec<_>>();
        assert_eq!(slugs(partners(&db.pool).await.unwrap()), ["oas"]);
        assert_eq!(slugs(super::presented(&db.pool, None).await.unwrap()), ["br", "br-inss", "oas"]);
        assert_eq!(slugs(super::presented(&db.pool, Some(&[oas()])).await.unwrap()), ["oas"]);
        let of = async |code: &str| institutions_of(&db.pool, code.parse().unwrap()).await.unwrap();
        assert_eq!(of("BR").await[0].slug, "br-inss");
        assert_eq!(of("UY").await, []);
        let chosen = institutions(&db.pool).await.unwrap();
        assert_eq!(chosen.iter().map(|row| row.slug.as_str()).collect::<Vec<_>>(), ["br-inss", "oas"]);

        let named = names(&db.pool, &[oas(), OrganisationId::derived(&["absent"])]).await.unwrap();
        assert_eq!(named.len(), 1);
        assert_eq!(named[&oas()].slug, "oas");
    }
}
