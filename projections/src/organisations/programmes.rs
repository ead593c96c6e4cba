//! Read model `programmes`: the social programmes that member states carry out.

use chrono::{DateTime, Utc};
use domain::organisations::OrganisationEvent;
use domain::{Country, Event, Language, LocalText, OrganisationId, ProgrammeId, Recorded, Theme};
use serde::{Deserialize, Serialize};
use sqlx::PgPool;
use sqlx::types::Json;

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
}

pub struct Programmes;

impl ReadModel for Programmes {
    type Key = Key;
    type Row = Row;

    const NAME: &'static str = "programmes";
    const VERSION: i32 = 1;
    const KEY: &'static [&'static str] = &["programme"];
    const DDL: &'static str = include_str!("programmes.sql");

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
            *row = Some(Row {
                programme: programme.id,
                organisation: *organisation,
                slug: programme.slug(),
                name: programme.name.clone(),
                short: programme.short.clone(),
                since: programme.since,
                until: programme.until,
                agencies: programme.agencies().map(str::to_owned).collect(),
                themes: programme.themes.clone(),
                language: programme.language,
                summary: programme.summary.clone(),
                described_at: event.metadata.at,
            });
        }
        Ok(())
    }
}

/// A programme as pages show it.
#[derive(Clone, Debug)]
pub struct Programme {
    /// Of the country that carries it out.
    pub country: String,
    pub slug: String,
    pub name: String,
    pub short: String,
    pub since: Option<i32>,
    pub until: Option<i32>,
    pub agencies: Vec<String>,
    pub themes: Vec<String>,
    pub language: String,
    pub summary: Json<LocalText>,
}

/// Of one country, those that go on first, then by name.
pub async fn of_country(pool: &PgPool, country: Country) -> sqlx::Result<Vec<Programme>> {
    sqlx::query_as!(
        Programme,
        r#"SELECT o.country AS "country!", p.slug, p.name, p.short, p.since, p.until, p.agencies,
                  p.themes, p.language, p.summary AS "summary: _"
           FROM read.organisations o JOIN read.programmes p USING (organisation)
           WHERE o.kind = 'member_state' AND o.country = $1
           ORDER BY p.until IS NOT NULL, p.name"#,
        country.code(),
    )
    .fetch_all(pool)
    .await
}

/// One, by its country and its own part of the address.
pub async fn by_slug(pool: &PgPool, country: Country, slug: &str) -> sqlx::Result<Option<Programme>> {
    sqlx::query_as!(
        Programme,
        r#"SELECT o.country AS "country!", p.slug, p.name, p.short, p.since, p.until, p.agencies,
                  p.themes, p.language, p.summary AS "summary: _"
           FROM read.organisations o JOIN read.programmes p USING (organisation)
           WHERE o.kind = 'member_state' AND o.country = $1 AND p.slug = $2"#,
        country.code(),
        slug,
    )
    .fetch_optional(pool)
    .await
}

#[cfg(test)]
mod tests {
    use domain::organisations;

    use super::*;
    use crate::engine::fold_all;
    use crate::organisations::testing::recorded;

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
                    themes: vec![Theme::Children],
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
        assert_eq!(row.until, Some(2030));
    }
}
