//! Lists of what the newsroom has published, newest first, with how much there is under each filter.

use std::error::Error;
use std::str::FromStr;

use chrono::{DateTime, Utc};
use domain::newsroom::{Kind, LinkPicture};
use domain::{Country, Language, MemberId, NewsItemId, OrganisationId, Theme};
use sqlx::PgPool;
use sqlx::types::Json;
use uuid::Uuid;

use crate::library::{all_parsed, parsed};

/// Items on a page of the list.
pub const PAGE: u32 = 20;

/// What the list is narrowed to; each choice is one value.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Filter {
    pub country: Option<Country>,
    pub language: Option<Language>,
    pub kind: Option<Kind>,
    pub theme: Option<Theme>,
}

/// An item in a list.
#[derive(Clone, Debug, PartialEq)]
pub struct Card {
    pub id: NewsItemId,
    pub short: String,
    pub slug: String,
    pub author: MemberId,
    pub seat: Option<OrganisationId>,
    pub kind: Kind,
    pub title: String,
    pub summary: String,
    pub language: Language,
    pub countries: Vec<Country>,
    pub themes: Vec<Theme>,
    pub picture: LinkPicture,
    pub published_at: DateTime<Utc>,
    pub corrected_at: Option<DateTime<Utc>>,
}

struct Stored {
    item: Uuid,
    short: String,
    slug: String,
    author: Uuid,
    seat: Option<Uuid>,
    kind: String,
    title: String,
    summary: String,
    language: String,
    countries: Vec<String>,
    themes: Vec<String>,
    picture: Json<LinkPicture>,
    published_at: DateTime<Utc>,
    corrected_at: Option<DateTime<Utc>>,
}

impl Stored {
    fn read(self) -> sqlx::Result<Card> {
        Ok(Card {
            id: NewsItemId::new(self.item),
            short: self.short,
            slug: self.slug,
            author: MemberId::new(self.author),
            seat: self.seat.map(OrganisationId::new),
            kind: parsed(&self.kind)?,
            title: self.title,
            summary: self.summary,
            language: parsed(&self.language)?,
            countries: all_parsed(&self.countries)?,
            themes: all_parsed(&self.themes)?,
            picture: self.picture.0,
            published_at: self.published_at,
            corrected_at: self.corrected_at,
        })
    }
}

/// One page of the list, counted from 0.
pub async fn list(pool: &PgPool, filter: Filter, page: u32) -> sqlx::Result<Vec<Card>> {
    let rows = sqlx::query_as!(
        Stored,
        r#"SELECT item, short, slug, author, seat, kind, title, summary, language, countries, themes,
                  picture AS "picture: _", published_at, corrected_at
           FROM news_items
           WHERE ($1::text IS NULL OR countries @> ARRAY[$1]) AND ($2::text IS NULL OR language = $2)
               AND ($3::text IS NULL OR kind = $3) AND ($4::text IS NULL OR themes && (
                   SELECT coalesce(array_agg(theme), ARRAY[$4]) FROM theme_entries WHERE stands_for = $4))
           ORDER BY published_at DESC, item LIMIT $5 OFFSET $6"#,
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

/// The newest of all.
pub async fn newest(pool: &PgPool, limit: u32) -> sqlx::Result<Vec<Card>> {
    let rows = sqlx::query_as!(
        Stored,
        r#"SELECT item, short, slug, author, seat, kind, title, summary, language, countries, themes,
                  picture AS "picture: _", published_at, corrected_at
           FROM news_items ORDER BY published_at DESC, item LIMIT $1"#,
        i64::from(limit),
    )
    .fetch_all(pool)
    .await?;
    rows.into_iter().map(Stored::read).collect()
}

/// The newest about a country.
pub async fn newest_of_country(pool: &PgPool, country: Country, limit: u32) -> sqlx::Result<Vec<Card>> {
    let rows = sqlx::query_as!(
        Stored,
        r#"SELECT item, short, slug, author, seat, kind, title, summary, language, countries, themes,
                  picture AS "picture: _", published_at, corrected_at
           FROM news_items WHERE countries @> ARRAY[$1::text]
           ORDER BY published_at DESC, item LIMIT $2"#,
        country.to_string(),
        i64::from(limit),
    )
    .fetch_all(pool)
    .await?;
    rows.into_iter().map(Stored::read).collect()
}

/// The newest about an organisation, or in its name.
pub async fn newest_of_organisation(
    pool: &PgPool,
    organisation: OrganisationId,
    limit: u32,
) -> sqlx::Result<Vec<Card>> {
    let rows = sqlx::query_as!(
        Stored,
        r#"SELECT item, short, slug, author, seat, kind, title, summary, language, countries, themes,
                  picture AS "picture: _", published_at, corrected_at
           FROM news_items WHERE seat = $1 OR institution = $1
           ORDER BY published_at DESC, item LIMIT $2"#,
        organisation.uuid(),
        i64::from(limit),
    )
    .fetch_all(pool)
    .await?;
    rows.into_iter().map(Stored::read).collect()
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

/// The counts under a filter. Counted, not kept: a newsroom has far fewer items than a library has resources,
/// and visitors share what was counted.
pub async fn counts(pool: &PgPool, filter: Filter) -> sqlx::Result<Counts> {
    let rows = sqlx::query!(
        r#"WITH fits AS MATERIALIZED (
               SELECT countries, language, kind,
                   ARRAY(SELECT DISTINCT coalesce(stands_for, named)
                         FROM unnest(themes) named LEFT JOIN theme_entries ON theme = named) AS themes,
                   $1::text IS NULL OR countries @> ARRAY[$1] AS by_country,
                   $2::text IS NULL OR language = $2 AS by_language,
                   $3::text IS NULL OR kind = $3 AS by_kind,
                   $4::text IS NULL OR themes && (
                       SELECT coalesce(array_agg(theme), ARRAY[$4]) FROM theme_entries WHERE stands_for = $4)
                       AS by_theme
               FROM news_items)
           SELECT 0 AS "facet!", country AS "value!", count(*) AS "n!" FROM fits, unnest(countries) country
               WHERE by_language AND by_kind AND by_theme GROUP BY country
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
    use crate::library::testing::{merged, theme_added};
    use crate::newsroom::testing::{id, ministry, news, published, story};
    use crate::testing::{fold_into, log_of};
    use domain::newsroom::Story;

    #[tokio::test]
    async fn items_are_listed_and_counted_by_each_filter() {
        let db = testkit::database().await;
        let all = [
            ("a", story("A", &["UY", "BR"], Kind::News, Language::Es)),
            ("b", story("B", &["BR"], Kind::BlogPost, Language::Pt)),
            ("c", story("C", &[], Kind::News, Language::Pt)),
        ];
        fold_into(&db.pool, log_of(all.map(|(name, story)| published(name, story)))).await;
        let brazil: Country = "BR".parse().unwrap();
        let titles = async |filter| {
            let cards = list(&db.pool, filter, 0).await.unwrap();
            cards.into_iter().map(|card| card.title).collect::<Vec<_>>()
        };
        let of = Filter::default();
        assert_eq!(titles(of).await, ["C", "B", "A"]);
        assert_eq!(titles(Filter { country: Some(brazil), ..of }).await, ["B", "A"]);
        assert_eq!(
            titles(Filter { kind: Some(Kind::News), language: Some(Language::Pt), ..of }).await,
            ["C"]
        );
        assert_eq!(titles(Filter { theme: Some(Theme::HEALTH), ..of }).await, Vec::<String>::new());
        assert_eq!(list(&db.pool, of, 1).await.unwrap(), []);
        let newest = newest(&db.pool, 2).await.unwrap();
        assert_eq!(newest.iter().map(|card| card.id).collect::<Vec<_>>(), [id("c"), id("b")]);
        assert_eq!(newest_of_country(&db.pool, brazil, 1).await.unwrap()[0].id, id("b"));

        let counted = counts(&db.pool, Filter { country: Some(brazil), ..of }).await.unwrap();
        assert_eq!((counted.found, counted.total), (2, 3));
        assert_eq!(counted.countries, [(brazil, 2), ("UY".parse().unwrap(), 1)]);
        assert_eq!(counted.kinds, [(Kind::News, 1), (Kind::BlogPost, 1)]);
        assert_eq!(counted.languages, [(Language::Es, 1), (Language::Pt, 1)]);
        assert_eq!(counted.themes, [(Theme::RURAL, 2), (Theme::YOUTH, 2)]);
    }

    #[tokio::test]
    async fn items_about_an_organisation_or_in_its_name_are_found() {
        let db = testkit::database().await;
        let (seat, other) = (Some(ministry()), Some(OrganisationId::derived(&["other"])));
        let all = [
            ("a", Story { seat, institution: other, ..news("A") }),
            ("b", Story { institution: seat, ..news("B") }),
            ("c", news("C")),
        ];
        fold_into(&db.pool, log_of(all.map(|(name, story)| published(name, story)))).await;
        let found = newest_of_organisation(&db.pool, ministry(), 9).await.unwrap();
        assert_eq!(found.iter().map(|card| card.id).collect::<Vec<_>>(), [id("b"), id("a")]);
        assert_eq!(newest_of_organisation(&db.pool, ministry(), 1).await.unwrap()[0].id, id("b"));
    }

    #[tokio::test]
    async fn what_has_merged_themes_is_found_and_counted_once() {
        let db = testkit::database().await;
        let events = ["rural", "youth"].map(theme_added).into_iter().chain([
            published("a", story("A", &[], Kind::News, Language::Es)),
            merged("rural", "youth", &[]),
        ]);
        fold_into(&db.pool, log_of(events)).await;
        let youth = Filter { theme: Some(Theme::YOUTH), ..Filter::default() };
        assert_eq!(list(&db.pool, youth, 0).await.unwrap().len(), 1);
        let counted = counts(&db.pool, youth).await.unwrap();
        assert_eq!((counted.found, counted.themes), (1, vec![(Theme::YOUTH, 1)]));
    }

    #[tokio::test]
    async fn an_empty_newsroom_counts_nothing() {
        let db = testkit::database().await;
        fold_into(&db.pool, log_of([])).await;
        let counted = counts(&db.pool, Filter::default()).await.unwrap();
        assert_eq!((counted.found, counted.total, counted.themes.len()), (0, 0, 0));
    }
}
