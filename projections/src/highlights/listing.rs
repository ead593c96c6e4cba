//! Lists of published highlights, newest first, with how much there is under each filter.

use std::error::Error;
use std::str::FromStr;

use chrono::{DateTime, Utc};
use domain::highlights::Kind;
use domain::{Country, HighlightId, Language, MemberId, OrganisationId, ProgrammeId, Theme};
use sqlx::PgPool;
use uuid::Uuid;

use crate::library::{all_parsed, parsed};

/// Highlights on a page of the list.
pub const PAGE: u32 = 20;

/// What the list is narrowed to; each choice is one value.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Filter {
    pub country: Option<Country>,
    pub language: Option<Language>,
    pub kind: Option<Kind>,
    pub theme: Option<Theme>,
}

/// A highlight in a list.
#[derive(Clone, Debug, PartialEq)]
pub struct Card {
    pub id: HighlightId,
    pub short: String,
    pub slug: String,
    pub kind: Kind,
    pub title: String,
    pub summary: String,
    pub language: Language,
    pub country: Option<Country>,
    pub themes: Vec<Theme>,
    pub published_at: DateTime<Utc>,
    pub corrected_at: Option<DateTime<Utc>>,
}

struct Stored {
    highlight: Uuid,
    short: String,
    slug: String,
    kind: String,
    title: String,
    summary: String,
    language: String,
    country: Option<String>,
    themes: Vec<String>,
    published_at: DateTime<Utc>,
    corrected_at: Option<DateTime<Utc>>,
}

impl Stored {
    fn read(self) -> sqlx::Result<Card> {
        Ok(Card {
            id: HighlightId::new(self.highlight),
            short: self.short,
            slug: self.slug,
            kind: parsed(&self.kind)?,
            title: self.title,
            summary: self.summary,
            language: parsed(&self.language)?,
            country: self.country.as_deref().map(parsed).transpose()?,
            themes: all_parsed(&self.themes)?,
            published_at: self.published_at,
            corrected_at: self.corrected_at,
        })
    }
}

/// One page of the list, counted from 0.
pub async fn list(pool: &PgPool, filter: Filter, page: u32) -> sqlx::Result<Vec<Card>> {
    let rows = sqlx::query_as!(
        Stored,
        "SELECT highlight, short, slug, kind, title, summary, language, country, themes, published_at,
                corrected_at
         FROM highlights
         WHERE state = 'published' AND ($1::text IS NULL OR country = $1) AND ($2::text IS NULL OR language = $2)
             AND ($3::text IS NULL OR kind = $3) AND ($4::text IS NULL OR themes && (
                 SELECT coalesce(array_agg(theme), ARRAY[$4]) FROM theme_entries WHERE stands_for = $4))
         ORDER BY published_at DESC, highlight LIMIT $5 OFFSET $6",
        filter.country.map(|country| country.to_string()),
        filter.language.map(Language::code),
        filter.kind.map(Kind::slug),
        filter.theme.as_ref().map(Theme::slug),
        i64::from(PAGE),
        i64::from(page) * i64::from(PAGE),
    )
    .fetch_all(pool)
    .await?;
    rows.into_iter().map(Stored::read).collect()
}

/// The newest, of a country or of all.
pub async fn newest(pool: &PgPool, country: Option<Country>, limit: u32) -> sqlx::Result<Vec<Card>> {
    let rows = sqlx::query_as!(
        Stored,
        "SELECT highlight, short, slug, kind, title, summary, language, country, themes, published_at,
                corrected_at
         FROM highlights WHERE state = 'published' AND ($1::text IS NULL OR country = $1)
         ORDER BY published_at DESC, highlight LIMIT $2",
        country.map(|country| country.to_string()),
        i64::from(limit),
    )
    .fetch_all(pool)
    .await?;
    rows.into_iter().map(Stored::read).collect()
}

/// The newest of a programme.
pub async fn of_programme(pool: &PgPool, programme: ProgrammeId, limit: u32) -> sqlx::Result<Vec<Card>> {
    let rows = sqlx::query_as!(
        Stored,
        "SELECT highlight, short, slug, kind, title, summary, language, country, themes, published_at, corrected_at
         FROM highlights WHERE state = 'published' AND details ->> 'programme' = $1
         ORDER BY published_at DESC, highlight LIMIT $2",
        programme.to_string(),
        i64::from(limit),
    )
    .fetch_all(pool)
    .await?;
    rows.into_iter().map(Stored::read).collect()
}

/// The newest of an institution or a partner.
pub async fn of_institution(
    pool: &PgPool,
    institution: OrganisationId,
    limit: u32,
) -> sqlx::Result<Vec<Card>> {
    let rows = sqlx::query_as!(
        Stored,
        "SELECT highlight, short, slug, kind, title, summary, language, country, themes, published_at, corrected_at
         FROM highlights WHERE state = 'published' AND details ->> 'institution' = $1
         ORDER BY published_at DESC, highlight LIMIT $2",
        institution.to_string(),
        i64::from(limit),
    )
    .fetch_all(pool)
    .await?;
    rows.into_iter().map(Stored::read).collect()
}

/// What a member has published, whether or not it was withdrawn since.
#[derive(Clone, Debug, PartialEq)]
pub struct Own {
    pub short: String,
    pub slug: String,
    pub kind: Kind,
    /// None where it was withdrawn.
    pub title: Option<String>,
    pub language: Language,
    pub published_at: DateTime<Utc>,
}

/// The newest first, after so many of them.
pub async fn published_by(pool: &PgPool, member: MemberId, after: u32, limit: u32) -> sqlx::Result<Vec<Own>> {
    let rows = sqlx::query!(
        "SELECT short, slug, kind, CASE WHEN state = 'published' THEN title END AS title, language, published_at
         FROM highlights WHERE author = $1 ORDER BY published_at DESC, highlight LIMIT $2 OFFSET $3",
        member.uuid(),
        i64::from(limit),
        i64::from(after),
    )
    .fetch_all(pool)
    .await?;
    let read = rows.into_iter().map(|row| {
        Ok(Own {
            short: row.short,
            slug: row.slug,
            kind: parsed(&row.kind)?,
            title: row.title,
            language: parsed(&row.language)?,
            published_at: row.published_at,
        })
    });
    read.collect()
}

/// How many a member has published.
pub async fn count_published_by(pool: &PgPool, member: MemberId) -> sqlx::Result<u64> {
    let count =
        sqlx::query_scalar!(r#"SELECT count(*) AS "n!" FROM highlights WHERE author = $1"#, member.uuid());
    Ok(count.fetch_one(pool).await?.unsigned_abs())
}

/// How many there are with a filter, and with each value of one facet in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counts {
    /// With the whole filter.
    pub found: u64,
    /// Of all.
    pub total: u64,
    pub countries: Facet<Country>,
    pub languages: Facet<Language>,
    pub kinds: Facet<Kind>,
    pub themes: Facet<Theme>,
}

/// Each value that would find something, in the order of the codes or of the vocabulary.
pub type Facet<T> = Vec<(T, u64)>;

fn facet<T>(cells: Vec<(String, u64)>) -> sqlx::Result<Facet<T>>
where
    T: Ord + FromStr<Err: Error + Send + Sync + 'static>,
{
    let read = cells.into_iter().map(|(value, n)| Ok((parsed(&value)?, n)));
    let mut facet = read.collect::<sqlx::Result<Facet<T>>>()?;
    facet.sort_unstable();
    Ok(facet)
}

/// The counts under a filter. Counted, not kept: there are far fewer highlights than resources, and visitors
/// share what was counted.
pub async fn counts(pool: &PgPool, filter: Filter) -> sqlx::Result<Counts> {
    let rows = sqlx::query!(
        r#"WITH fits AS MATERIALIZED (
               SELECT country, language, kind,
                   ARRAY(SELECT DISTINCT coalesce(stands_for, named)
                         FROM unnest(themes) named LEFT JOIN theme_entries ON theme = named) AS themes,
                   $1::text IS NULL OR country = $1 AS by_country,
                   $2::text IS NULL OR language = $2 AS by_language,
                   $3::text IS NULL OR kind = $3 AS by_kind,
                   $4::text IS NULL OR themes && (
                       SELECT coalesce(array_agg(theme), ARRAY[$4]) FROM theme_entries WHERE stands_for = $4)
                       AS by_theme
               FROM highlights WHERE state = 'published')
           SELECT 0 AS "facet!", country AS "value!", count(*) AS "n!" FROM fits
               WHERE country IS NOT NULL AND by_language AND by_kind AND by_theme GROUP BY country
           UNION ALL SELECT 1, language, count(*) FROM fits
               WHERE by_country AND by_kind AND by_theme GROUP BY language
           UNION ALL SELECT 2, kind, count(*) FROM fits
               WHERE by_country AND by_language AND by_theme GROUP BY kind
           UNION ALL SELECT 3, theme, count(*) FROM fits, unnest(themes) theme
               WHERE by_country AND by_language AND by_kind GROUP BY theme
           UNION ALL SELECT 4, '', count(*) FROM fits WHERE by_country AND by_language AND by_kind AND by_theme
           UNION ALL SELECT 5, '', count(*) FROM fits"#,
        filter.country.map(|country| country.to_string()),
        filter.language.map(Language::code),
        filter.kind.map(Kind::slug),
        filter.theme.as_ref().map(Theme::slug),
    )
    .fetch_all(pool)
    .await?;
    let mut facets: [Vec<(String, u64)>; 6] = Default::default();
    for row in rows {
        if let Some(facet) = usize::try_from(row.facet).ok().and_then(|n| facets.get_mut(n)) {
            facet.push((row.value, row.n.unsigned_abs()));
        }
    }
    let [countries, languages, kinds, themes, found, total] = facets;
    let only = |cells: &[(String, u64)]| cells.first().map_or(0, |(_, n)| *n);
    Ok(Counts {
        found: only(&found),
        total: only(&total),
        countries: facet(countries)?,
        languages: facet(languages)?,
        kinds: facet(kinds)?,
        themes: facet(themes)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::highlights::testing::{ana, details, id, published, withdrawn};
    use crate::testing::{fold_into, log_of};

    #[tokio::test]
    async fn highlights_of_a_programme_and_of_an_institution_are_found() {
        let db = testkit::database().await;
        let (programme, institution) =
            (ProgrammeId::derived(&["afam"]), OrganisationId::derived(&["uy-bps"]));
        let of = |title: &str, programme, institution| domain::highlights::Details {
            programme,
            institution,
            ..details(title, "UY", Kind::BestPractice, Language::Es)
        };
        let all = [
            published("a", of("A", Some(programme), None)),
            published("b", of("B", Some(ProgrammeId::derived(&["other"])), Some(institution))),
            published("gone", of("Gone", Some(programme), Some(institution))),
            withdrawn("gone"),
            published("c", of("C", Some(programme), Some(institution))),
        ];
        fold_into(&db.pool, log_of(all)).await;
        let titles = |cards: Vec<Card>| cards.into_iter().map(|card| card.title).collect::<Vec<_>>();
        assert_eq!(titles(of_programme(&db.pool, programme, 9).await.unwrap()), ["C", "A"]);
        assert_eq!(titles(of_programme(&db.pool, programme, 1).await.unwrap()), ["C"]);
        assert_eq!(titles(of_institution(&db.pool, institution, 9).await.unwrap()), ["C", "B"]);
    }

    #[tokio::test]
    async fn highlights_are_listed_and_counted_by_each_filter() {
        let db = testkit::database().await;
        let all = [
            published("a", details("A", "UY", Kind::BestPractice, Language::Es)),
            published("b", details("B", "BR", Kind::Innovation, Language::Pt)),
            published("c", details("C", "BR", Kind::BestPractice, Language::Pt)),
            published("gone", details("Gone", "BR", Kind::BestPractice, Language::Pt)),
            withdrawn("gone"),
        ];
        fold_into(&db.pool, log_of(all)).await;
        let brazil: Country = "BR".parse().unwrap();
        let titles = async |filter| {
            let cards = list(&db.pool, filter, 0).await.unwrap();
            cards.into_iter().map(|card| card.title).collect::<Vec<_>>()
        };
        let of = Filter::default();
        assert_eq!(titles(of).await, ["C", "B", "A"]);
        assert_eq!(titles(Filter { country: Some(brazil), ..of }).await, ["C", "B"]);
        let kind = Some(Kind::BestPractice);
        assert_eq!(titles(Filter { kind, language: Some(Language::Pt), ..of }).await, ["C"]);
        assert_eq!(titles(Filter { theme: Some(Theme::HEALTH), ..of }).await, Vec::<String>::new());
        assert_eq!(list(&db.pool, of, 1).await.unwrap(), []);
        let newest = newest(&db.pool, None, 2).await.unwrap();
        assert_eq!(newest.iter().map(|card| card.id).collect::<Vec<_>>(), [id("c"), id("b")]);

        let counted = counts(&db.pool, Filter { country: Some(brazil), ..of }).await.unwrap();
        assert_eq!((counted.found, counted.total), (2, 3));
        assert_eq!(counted.countries, [(brazil, 2), ("UY".parse().unwrap(), 1)]);
        assert_eq!(counted.kinds, [(Kind::BestPractice, 1), (Kind::Innovation, 1)]);
        assert_eq!(counted.languages, [(Language::Pt, 2)]);
        assert_eq!(counted.themes, [(Theme::RURAL, 2), (Theme::YOUTH, 2)]);

        let own: Vec<_> = published_by(&db.pool, ana(), 0, 10).await.unwrap();
        let titles: Vec<_> = own.iter().map(|own| own.title.as_deref()).collect();
        assert_eq!(titles, [None, Some("C"), Some("B"), Some("A")]);
        assert_eq!(count_published_by(&db.pool, ana()).await.unwrap(), 4);
        let rest = published_by(&db.pool, ana(), 3, 10).await.unwrap();
        assert_eq!(rest.iter().map(|own| own.title.as_deref()).collect::<Vec<_>>(), [Some("A")]);
    }
}
