//! Read model `organisations`: one row for each member state, partner and institution.

use chrono::{DateTime, Utc};
use domain::organisations::{OrganisationEvent, OrganisationKind, Presentation};
use domain::{Country, Event, LocalText, OrganisationId, Recorded};
use serde::{Deserialize, Serialize};
use sqlx::PgPool;
use sqlx::types::Json;
use uuid::Uuid;

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

    fn keys(event: &Recorded) -> Vec<Key> {
        match &event.event {
            Event::Organisation(
                OrganisationEvent::OrganisationRegistered { organisation, .. }
                | OrganisationEvent::OrganisationPresented { organisation, .. },
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
            Event::Organisation(OrganisationEvent::OrganisationPresented {
                revision, presentation, ..
            }) => {
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
pub struct Page {
    pub organisation: Uuid,
    pub kind: String,
    pub slug: String,
    pub country: Option<String>,
    pub names: Json<LocalText>,
    pub presentation: Json<Presentation>,
    /// What an editor hands back, so that a stale edit is noticed.
    pub revision: i32,
    pub presented_at: Option<DateTime<Utc>>,
}

impl Page {
    pub fn id(&self) -> OrganisationId {
        OrganisationId::new(self.organisation)
    }
}

/// By its part of the address.
pub async fn by_slug(pool: &PgPool, slug: &str) -> sqlx::Result<Option<Page>> {
    sqlx::query_as!(
        Page,
        r#"SELECT organisation, kind, slug, country, names AS "names: _",
                  presentation AS "presentation: _", revision, presented_at
           FROM read.organisations WHERE slug = $1"#,
        slug,
    )
    .fetch_optional(pool)
    .await
}

/// Those of a kind, of one country where it is given.
pub async fn of_kind(
    pool: &PgPool,
    kind: OrganisationKind,
    country: Option<Country>,
) -> sqlx::Result<Vec<Page>> {
    let country = country.map(|country| country.to_string());
    sqlx::query_as!(
        Page,
        r#"SELECT organisation, kind, slug, country, names AS "names: _",
                  presentation AS "presentation: _", revision, presented_at
           FROM read.organisations WHERE kind = $1 AND ($2::text IS NULL OR country = $2)
           ORDER BY slug"#,
        kind.slug(),
        country,
    )
    .fetch_all(pool)
    .await
}

#[cfg(test)]
mod tests {
    use domain::Language;

    use super::*;
    use crate::engine::fold_all;
    use crate::organisations::testing::recorded;

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
    fn a_presentation_of_nobody_stops_the_fold() {
        assert!(fold_all::<Organisations>(&[presented()]).is_err());
    }
}
