//! The portfolio: the programmes of all member states in pages, with how many there are under each filter.

use chrono::{DateTime, Utc};
use domain::{Country, Language, LocalText, ProgrammeId, Theme};
use sqlx::PgPool;
use sqlx::types::Json;

use super::{Found, Programme, decoded};

/// Programmes on a page of the list.
pub const PAGE: u32 = 24;

/// What the list is narrowed to; each choice is one value.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Filter {
    pub country: Option<Country>,
    pub theme: Option<Theme>,
}

/// One page of the list, counted from 0: those that go on first, then by name.
pub async fn list(pool: &PgPool, filter: Filter, page: u32) -> sqlx::Result<Vec<Programme>> {
    let rows = sqlx::query_as!(
        Found,
        r#"SELECT p.programme, p.organisation, o.country AS "country!", p.slug, p.name, p.short, p.since, p.until,
                  p.agencies, p.themes, p.language, p.summary AS "summary: _", p.revision
           FROM organisations o JOIN programmes p USING (organisation)
           WHERE o.kind = 'member_state' AND o.country IS NOT NULL AND ($1::text IS NULL OR o.country = $1)
               AND ($2::text IS NULL OR p.themes && (
                   SELECT coalesce(array_agg(theme), ARRAY[$2]) FROM theme_entries WHERE stands_for = $2))
           ORDER BY p.until IS NOT NULL, p.name, p.programme LIMIT $3 OFFSET $4"#,
        filter.country.as_ref().map(Country::code),
        filter.theme.as_ref().map(Theme::slug),
        i64::from(PAGE),
        i64::from(page) * i64::from(PAGE),
    )
    .fetch_all(pool)
    .await?;
    rows.into_iter().map(Programme::try_from).collect()
}

/// A programme as feeds tell it: what it is now, and since when it has been described so.
#[derive(Clone, Debug)]
pub struct Described {
    pub id: ProgrammeId,
    pub slug: String,
    pub name: String,
    /// Of the name.
    pub language: Language,
    pub summary: LocalText,
    pub themes: Vec<Theme>,
    pub described_at: DateTime<Utc>,
}

/// What was described last, as many as a page of the list has.
pub async fn newest(pool: &PgPool, filter: Filter) -> sqlx::Result<Vec<Described>> {
    let rows = sqlx::query!(
        r#"SELECT p.programme, p.slug, p.name, p.language, p.summary AS "summary: Json<LocalText>", p.themes,
                  p.described_at
           FROM organisations o JOIN programmes p USING (organisation)
           WHERE o.kind = 'member_state' AND o.country IS NOT NULL AND ($1::text IS NULL OR o.country = $1)
               AND ($2::text IS NULL OR p.themes && (
                   SELECT coalesce(array_agg(theme), ARRAY[$2]) FROM theme_entries WHERE stands_for = $2))
           ORDER BY p.described_at DESC, p.programme LIMIT $3"#,
        filter.country.as_ref().map(Country::code),
        filter.theme.as_ref().map(Theme::slug),
        i64::from(PAGE),
    )
    .fetch_all(pool)
    .await?;
    let described = rows.into_iter().map(|row| {
        Ok(Described {
            id: ProgrammeId::new(row.programme),
            slug: row.slug,
            name: row.name,
            language: decoded(row.language.parse())?,
            summary: row.summary.0,
            themes: row.themes.iter().map(|theme| decoded(theme.parse())).collect::<Result<_, _>>()?,
            described_at: row.described_at,
        })
    });
    described.collect()
}

/// How many there are with a filter, and with each value of one facet in its place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// With the whole filter.
    pub found: u64,
    /// Of all.
    pub total: u64,
    /// Each value that would find something.
    pub countries: Vec<(Country, u64)>,
    pub themes: Vec<(Theme, u64)>,
}

/// The counts under a filter. Counted, not kept: a country has few programmes, and visitors share what was counted.
pub async fn counts(pool: &PgPool, filter: Filter) -> sqlx::Result<Counts> {
    let rows = sqlx::query!(
        r#"WITH fits AS MATERIALIZED (
               SELECT o.country,
                   ARRAY(SELECT DISTINCT coalesce(stands_for, named)
                         FROM unnest(p.themes) named LEFT JOIN theme_entries ON theme = named) AS themes,
                   $1::text IS NULL OR o.country = $1 AS by_country,
                   $2::text IS NULL OR p.themes && (
                       SELECT coalesce(array_agg(theme), ARRAY[$2]) FROM theme_entries WHERE stands_for = $2)
                       AS by_theme
               FROM organisations o JOIN programmes p USING (organisation)
               WHERE o.kind = 'member_state' AND o.country IS NOT NULL)
           SELECT 'country' AS "facet!", country AS "value!", count(*) AS "n!" FROM fits
               WHERE by_theme GROUP BY country
           UNION ALL SELECT 'theme', theme, count(*) FROM fits, unnest(themes) theme
               WHERE by_country GROUP BY theme
           UNION ALL SELECT 'found', '', count(*) FROM fits WHERE by_country AND by_theme
           UNION ALL SELECT 'total', '', count(*) FROM fits
           ORDER BY 1, 2"#,
        filter.country.as_ref().map(Country::code),
        filter.theme.as_ref().map(Theme::slug),
    )
    .fetch_all(pool)
    .await?;
    let mut counts = Counts::default();
    for row in rows {
        let n = row.n.unsigned_abs();
        match row.facet.as_str() {
            "country" => counts.countries.push((decoded(row.value.parse())?, n)),
            "theme" => counts.themes.push((decoded(row.value.parse())?, n)),
            "found" => counts.found = n,
            _ => counts.total = n,
        }
    }
    Ok(counts)
}

#[cfg(test)]
mod tests {
    use domain::organisations::{self, OrganisationEvent, OrganisationKind};
    use domain::{Event, Language, LocalText, OrganisationId, ProgrammeId};

    use super::*;
    use crate::library::testing::{merged, theme_added};
    use crate::testing::{fold_into, log_of};

    fn state(code: &str) -> Event {
        OrganisationEvent::OrganisationRegistered {
            organisation: OrganisationId::derived(&[code]),
            kind: OrganisationKind::MemberState,
            slug: code.to_lowercase(),
            country: Some(country(code)),
            names: LocalText::one(Language::En, code),
        }
        .into()
    }

    fn country(code: &str) -> Country {
        code.parse().unwrap()
    }

    fn described(code: &str, name: &str, until: Option<u16>, themes: &[Theme]) -> Event {
        OrganisationEvent::ProgrammeDescribed {
            organisation: OrganisationId::derived(&[code]),
            programme: organisations::Programme {
                id: ProgrammeId::derived(&[name]),
                name: name.into(),
                short: name.into(),
                since: Some(2008),
                until,
                agency: "BPS".into(),
                themes: themes.to_vec(),
                language: Language::Es,
                summary: LocalText::default(),
            },
        }
        .into()
    }

    #[tokio::test]
    async fn programmes_are_listed_and_counted_by_each_filter() {
        let db = testkit::database().await;
        let events = [
            theme_added("children"),
            theme_added("youth"),
            merged("children", "youth", &[]),
            state("UY"),
            state("BR"),
            described("UY", "Ended", Some(2019), &[Theme::YOUTH]),
            described("UY", "Younger", None, &[Theme::CHILDREN, Theme::YOUTH]),
            described("BR", "Elder", None, &[Theme::HEALTH]),
        ];
        fold_into(&db.pool, log_of(events)).await;
        let names = async |filter| {
            let programmes = list(&db.pool, filter, 0).await.unwrap();
            programmes.into_iter().map(|programme| programme.name).collect::<Vec<_>>()
        };
        let of = Filter::default();
        assert_eq!(names(of).await, ["Elder", "Younger", "Ended"]);
        assert_eq!(names(Filter { country: Some(country("UY")), ..of }).await, ["Younger", "Ended"]);
        // What was said before themes were merged counts for the one that is left, once.
        let youth = Filter { theme: Some(Theme::YOUTH), ..of };
        assert_eq!(names(youth).await, ["Younger", "Ended"]);
        assert!(list(&db.pool, of, 1).await.unwrap().is_empty());
        let told = async |filter| {
            let programmes = newest(&db.pool, filter).await.unwrap();
            programmes.into_iter().map(|programme| programme.name).collect::<Vec<_>>()
        };
        assert_eq!(told(of).await, ["Elder", "Younger", "Ended"]);
        assert_eq!(told(youth).await, ["Younger", "Ended"]);
        assert_eq!(told(Filter { country: Some(country("BR")), ..of }).await, ["Elder"]);
        let counted = counts(&db.pool, youth).await.unwrap();
        assert_eq!((counted.found, counted.total), (2, 3));
        assert_eq!(counted.countries, [(country("UY"), 2)]);
        assert_eq!(counted.themes, [(Theme::HEALTH, 1), (Theme::YOUTH, 2)]);
        let brazil = Filter { country: Some(country("BR")), theme: Some(Theme::YOUTH) };
        assert_eq!(counts(&db.pool, brazil).await.unwrap().found, 0);
    }
}
