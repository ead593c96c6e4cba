//! Lists of resources, newest first: the library's pages by filters, and the newest of a country, a
//! member or an institution.

use chrono::{DateTime, Utc};
use domain::library::{Kind, Rendition};
use domain::{Country, Language, MemberId, OrganisationId, ResourceId, Theme};
use sqlx::PgPool;
use sqlx::types::Json;
use uuid::Uuid;

use super::counts::Counts;
use super::resources::{all_parsed, parsed};

/// Resources on a page of the list.
pub const PAGE: u32 = 20;
/// Characters of the summary that a card gets.
pub(super) const EXCERPT: i32 = 400;

/// What the library is narrowed to; each choice is one value.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Filter {
    pub country: Option<Country>,
    pub language: Option<Language>,
    pub kind: Option<Kind>,
    pub theme: Option<Theme>,
}

impl Filter {
    /// The values that a resource must have beside a theme, as the index over all values has them.
    fn values(self) -> Vec<String> {
        [
            self.country.map(|country| country.to_string()),
            self.language.map(|language| language.code().to_owned()),
            self.kind.map(|kind| kind.slug().to_owned()),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

/// A resource in a list.
#[derive(Clone, Debug, PartialEq)]
pub struct Card {
    pub id: ResourceId,
    pub short: String,
    pub slug: String,
    pub author: MemberId,
    pub title: String,
    /// The beginning of the summary: Markdown, perhaps cut within a word.
    pub excerpt: String,
    /// Empty where none were given, none once the member who gave them is erased.
    pub authors: Option<String>,
    pub institution: Option<OrganisationId>,
    pub year: Option<u16>,
    pub country: Option<Country>,
    pub language: Language,
    pub kind: Kind,
    pub themes: Vec<Theme>,
    /// The media type of a document, none of a link.
    pub media_type: Option<String>,
    /// Made of its document, the smallest first; empty while there are none.
    pub pictures: Vec<Rendition>,
    pub published_at: DateTime<Utc>,
    pub edited_at: Option<DateTime<Utc>>,
}

pub(super) struct Stored {
    pub(super) resource: Uuid,
    pub(super) short: String,
    pub(super) slug: String,
    pub(super) author: Uuid,
    pub(super) title: String,
    pub(super) excerpt: String,
    pub(super) authors: Option<String>,
    pub(super) institution: Option<Uuid>,
    pub(super) year: Option<i32>,
    pub(super) country: Option<String>,
    pub(super) language: String,
    pub(super) kind: String,
    pub(super) themes: Vec<String>,
    pub(super) media_type: Option<String>,
    pub(super) pictures: Option<Json<Vec<Rendition>>>,
    pub(super) published_at: DateTime<Utc>,
    pub(super) edited_at: Option<DateTime<Utc>>,
}

impl Stored {
    fn read(self) -> sqlx::Result<Card> {
        Ok(Card {
            id: ResourceId::new(self.resource),
            short: self.short,
            slug: self.slug,
            author: MemberId::new(self.author),
            title: self.title,
            excerpt: self.excerpt,
            authors: self.authors,
            institution: self.institution.map(OrganisationId::new),
            year: self.year.and_then(|year| u16::try_from(year).ok()),
            country: self.country.as_deref().map(parsed).transpose()?,
            language: parsed(&self.language)?,
            kind: parsed(&self.kind)?,
            themes: all_parsed(&self.themes)?,
            media_type: self.media_type,
            pictures: self.pictures.map_or_else(Vec::new, |Json(pictures)| pictures),
            published_at: self.published_at,
            edited_at: self.edited_at,
        })
    }
}

/// Cards of the resources that a sub-select `page` found: `$1` are the characters of the excerpt.
macro_rules! cards {
    ($page:literal $(, $argument:expr)* $(,)?) => {
        sqlx::query_as!(
            Stored,
            "WITH page AS (" + $page + ")
             SELECT r.resource, r.short, r.slug, r.author, r.title, left(r.summary, $1) AS \"excerpt!\", r.authors,
                    r.institution, r.year, r.country, r.language, r.kind, r.themes,
                    r.source ->> 'media_type' AS media_type, p.pictures AS \"pictures?: _\", r.published_at,
                    r.edited_at
             FROM page JOIN resources r USING (resource)
             LEFT JOIN prepared p ON p.file = (r.source ->> 'file')::uuid
             ORDER BY r.published_at DESC, r.resource",
            EXCERPT
            $(, $argument)*
        )
    };
}

pub(super) use cards;

pub(super) fn read(rows: Vec<Stored>) -> sqlx::Result<Vec<Card>> {
    rows.into_iter().map(Stored::read).collect()
}

/// How a page of the list is found: three texts, so that none has to be planned anew for each request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    /// From the newest on, leaving out what does not fit.
    Walk,
    /// The same among those of the country.
    WalkCountry,
    /// All that fit, by the index over values, and then sorted. The filter has to name one.
    Gather,
}

impl Way {
    /// Walking passes about `total / found` entries of an index for each resource it keeps; gathering
    /// fetches and sorts all that fit, each at about the price of six entries.
    const GATHERED: u64 = 6;

    fn of(filter: Filter, page: u32, counts: &Counts) -> Self {
        let kept = (u64::from(page) + 1) * u64::from(PAGE);
        let passed = kept.saturating_mul(counts.total) / counts.found.max(1);
        if filter != Filter::default()
            && counts.found.saturating_mul(Self::GATHERED) < passed.min(counts.total)
        {
            Self::Gather
        } else if filter.country.is_some() {
            Self::WalkCountry
        } else {
            Self::Walk
        }
    }
}

/// One page of the library, counted from 0. `counts` are those under the same filter.
pub async fn list(pool: &PgPool, filter: Filter, page: u32, counts: &Counts) -> sqlx::Result<Vec<Card>> {
    list_by(Way::of(filter, page, counts), pool, filter, page).await
}

async fn list_by(way: Way, pool: &PgPool, filter: Filter, page: u32) -> sqlx::Result<Vec<Card>> {
    let offset = i64::from(page) * i64::from(PAGE);
    let country = filter.country.map(|country| country.to_string());
    let language = filter.language.map(Language::code);
    let kind = filter.kind.map(Kind::slug);
    let theme = filter.theme.as_ref().map(Theme::slug);
    let limit = i64::from(PAGE);
    let rows = match way {
        Way::Walk => {
            cards!(
                "SELECT resource FROM resources
                 WHERE ($2::text IS NULL OR language = $2) AND ($3::text IS NULL OR kind = $3)
                     AND ($4::text IS NULL OR themes && (
                         SELECT coalesce(array_agg(theme), ARRAY[$4]) FROM theme_entries WHERE stands_for = $4))
                 ORDER BY published_at DESC, resource LIMIT $5 OFFSET $6",
                language,
                kind,
                theme,
                limit,
                offset,
            )
            .fetch_all(pool)
            .await?
        }
        Way::WalkCountry => {
            cards!(
                "SELECT resource FROM resources
                 WHERE country = $7 AND ($2::text IS NULL OR language = $2) AND ($3::text IS NULL OR kind = $3)
                     AND ($4::text IS NULL OR themes && (
                         SELECT coalesce(array_agg(theme), ARRAY[$4]) FROM theme_entries WHERE stands_for = $4))
                 ORDER BY published_at DESC, resource LIMIT $5 OFFSET $6",
                language,
                kind,
                theme,
                limit,
                offset,
                country,
            )
            .fetch_all(pool)
            .await?
        }
        Way::Gather => {
            // Materialised, or the planner would walk here as well.
            cards!(
                "SELECT resource FROM (
                     WITH fitting AS MATERIALIZED (
                         SELECT resource, published_at FROM resources
                         WHERE themes || ARRAY[country, language, kind] @> $2
                             AND themes || ARRAY[country, language, kind] && CASE
                                 WHEN $5::text IS NULL THEN $2
                                 ELSE (SELECT coalesce(array_agg(theme), ARRAY[$5])
                                       FROM theme_entries WHERE stands_for = $5) END)
                     SELECT resource, published_at FROM fitting
                 ) f ORDER BY published_at DESC, resource LIMIT $3 OFFSET $4",
                &filter.values(),
                limit,
                offset,
                theme,
            )
            .fetch_all(pool)
            .await?
        }
    };
    read(rows)
}

/// The newest of all.
pub async fn newest(pool: &PgPool, limit: u32) -> sqlx::Result<Vec<Card>> {
    let rows = cards!(
        "SELECT resource FROM resources ORDER BY published_at DESC, resource LIMIT $2",
        i64::from(limit),
    )
    .fetch_all(pool)
    .await?;
    read(rows)
}

/// The newest about a country.
pub async fn newest_of_country(pool: &PgPool, country: Country, limit: u32) -> sqlx::Result<Vec<Card>> {
    let rows = cards!(
        "SELECT resource FROM resources WHERE country = $2
         ORDER BY published_at DESC, resource LIMIT $3",
        country.to_string(),
        i64::from(limit),
    )
    .fetch_all(pool)
    .await?;
    read(rows)
}

/// The newest that a member published.
pub async fn newest_of_author(pool: &PgPool, author: MemberId, limit: u32) -> sqlx::Result<Vec<Card>> {
    let rows = cards!(
        "SELECT resource FROM resources WHERE author = $2
         ORDER BY published_at DESC, resource LIMIT $3",
        author.uuid(),
        i64::from(limit),
    )
    .fetch_all(pool)
    .await?;
    read(rows)
}

/// The newest of an institution.
pub async fn newest_of_institution(
    pool: &PgPool,
    institution: OrganisationId,
    limit: u32,
) -> sqlx::Result<Vec<Card>> {
    let rows = cards!(
        "SELECT resource FROM resources WHERE institution = $2
         ORDER BY published_at DESC, resource LIMIT $3",
        institution.uuid(),
        i64::from(limit),
    )
    .fetch_all(pool)
    .await?;
    read(rows)
}

#[cfg(test)]
mod tests {
    use domain::library::Facets;

    use super::*;
    use crate::library::testing::{
        ana, facets, guide, merged, published, published_by, theme_added, withdrawn,
    };
    use crate::library::{Facet, counts};
    use crate::testing::{fold_into, log_of};

    fn found(total: u64, found: u64) -> Counts {
        fn none<T>() -> Facet<T> {
            Facet { any: 0, values: vec![] }
        }
        Counts { found, total, countries: none(), languages: none(), kinds: none(), themes: none() }
    }

    #[test]
    fn the_few_are_gathered_and_the_many_walked() {
        let brazil = Filter { country: "BR".parse().ok(), ..Filter::default() };
        let guides = Filter { kind: Some(Kind::Guide), ..Filter::default() };
        for (filter, page, counts, way) in [
            (Filter::default(), 0, found(100_000, 100_000), Way::Walk),
            (Filter::default(), 4_999, found(100_000, 100_000), Way::Walk),
            (Filter::default(), 0, found(0, 0), Way::Walk),
            (guides, 0, found(100_000, 12_000), Way::Walk),
            (guides, 0, found(100_000, 100), Way::Gather),
            (guides, 0, found(30, 10), Way::Walk),
            (brazil, 0, found(100_000, 3_000), Way::WalkCountry),
            (brazil, 0, found(100_000, 30), Way::Gather),
        ] {
            assert_eq!(Way::of(filter, page, &counts), way, "{filter:?} {counts:?}");
        }
    }

    /// The index over all values of a resource can only tell them apart while no word is in two vocabularies.
    #[test]
    fn no_value_is_in_two_vocabularies() {
        let mut all: Vec<String> = Theme::FOUNDING.iter().map(|theme| theme.slug().to_owned()).collect();
        all.extend(Kind::ALL.map(|kind| kind.slug().to_owned()));
        all.extend(Language::ALL.map(|language| language.code().to_owned()));
        all.extend(Country::all().iter().map(|state| state.country.to_string()));
        let n = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), n);
    }

    #[tokio::test]
    async fn every_way_finds_the_same_in_the_same_order() {
        let db = testkit::database().await;
        let shelf: Vec<(String, Facets)> = (0..60)
            .map(|n| {
                let themes = [Theme::FOUNDING[n % 3], Theme::FOUNDING[3 + n % 2]];
                let language = if n % 5 == 0 { Language::Fr } else { Language::Es };
                (n.to_string(), facets(["BR", "", "AR"][n % 3], language, Kind::ALL[n % 2], &themes))
            })
            .collect();
        fold_into(&db.pool, log_of(shelf.iter().map(|(name, facets)| published(name, facets.clone())))).await;
        for (country, language, kind, theme) in [
            (None, None, None, None),
            (None, Some(Language::Es), None, None),
            (None, None, Some(Kind::ALL[1]), None),
            (None, None, None, Some(Theme::FOUNDING[4])),
            (None, Some(Language::Fr), Some(Kind::ALL[0]), Some(Theme::FOUNDING[3])),
            (Some("BR"), None, None, None),
            (Some("BR"), Some(Language::Es), Some(Kind::ALL[0]), Some(Theme::FOUNDING[0])),
            (Some("CL"), None, None, None),
        ] {
            let country = country.map(|code| code.parse().unwrap());
            let filter = Filter { country, language, kind, theme };
            let fitting: Vec<&str> = shelf
                .iter()
                .rev()
                .filter(|(_, f)| country.is_none_or(|country| f.country == Some(country)))
                .filter(|(_, f)| language.is_none_or(|language| f.language == language))
                .filter(|(_, f)| kind.is_none_or(|kind| f.kind == kind))
                .filter(|(_, f)| theme.is_none_or(|theme| f.themes.contains(&theme)))
                .map(|(name, _)| name.as_str())
                .collect();
            let counts = counts(&db.pool, filter).await.unwrap();
            assert_eq!(usize::try_from(counts.found).unwrap(), fitting.len());
            let ways = [Way::Walk, Way::Gather, Way::WalkCountry];
            // Walking without the country's index does not look at the country.
            let ways = ways.into_iter().filter(|way| match way {
                // Without a value there is nothing to gather by.
                Way::Gather => filter != Filter::default(),
                Way::Walk => country.is_none(),
                Way::WalkCountry => country.is_some(),
            });
            for way in ways {
                let mut titles = vec![];
                for page in 0..4 {
                    let cards = list_by(way, &db.pool, filter, page).await.unwrap();
                    assert_eq!(cards.len(), fitting.iter().skip(page as usize * 20).take(20).count());
                    titles.extend(cards.into_iter().map(|card| card.title));
                }
                assert_eq!(titles, fitting, "{way:?} {filter:?}");
            }
            let first: Vec<String> = list(&db.pool, filter, 0, &counts)
                .await
                .unwrap()
                .into_iter()
                .map(|card| card.title)
                .collect();
            assert_eq!(first, fitting.iter().take(20).copied().collect::<Vec<_>>());
        }
    }

    #[tokio::test]
    async fn every_way_finds_what_has_a_merged_theme() {
        let db = testkit::database().await;
        let about = |themes: &[Theme]| facets("BR", Language::Pt, Kind::Guide, themes);
        let events = ["health", "care", "rural"].map(theme_added).into_iter().chain([
            published("old", about(&[Theme::HEALTH])),
            published("both", about(&[Theme::HEALTH, Theme::CARE_SYSTEMS])),
            published("other", about(&[Theme::RURAL])),
            merged("health", "care", &[]),
        ]);
        fold_into(&db.pool, log_of(events)).await;
        let care = Filter { theme: Some(Theme::CARE_SYSTEMS), ..Filter::default() };
        for filter in [care, Filter { country: "BR".parse().ok(), kind: Some(Kind::Guide), ..care }] {
            let ways = if filter.country.is_some() { vec![Way::WalkCountry] } else { vec![Way::Walk] };
            for way in ways.into_iter().chain([Way::Gather]) {
                let cards = list_by(way, &db.pool, filter, 0).await.unwrap();
                let titles: Vec<_> = cards.into_iter().map(|card| card.title).collect();
                assert_eq!(titles, ["both", "old"], "{way:?}");
            }
        }
    }

    #[tokio::test]
    async fn the_newest_of_a_country_a_member_and_an_institution() {
        let db = testkit::database().await;
        let luis = MemberId::derived(&["luis"]);
        let argentina = Facets { country: "AR".parse().ok(), ..guide() };
        fold_into(
            &db.pool,
            log_of([
                published("a", guide()),
                published_by(luis, "b", argentina.clone()),
                published("c", argentina),
                published("d", guide()),
                withdrawn("d", guide()),
            ]),
        )
        .await;
        let titles = |cards: sqlx::Result<Vec<Card>>| {
            cards.unwrap().into_iter().map(|card| card.title).collect::<Vec<_>>().join(" ")
        };
        let country = "AR".parse().unwrap();
        let mds = OrganisationId::derived(&["mds"]);
        assert_eq!(titles(newest(&db.pool, 2).await), "c b");
        assert_eq!(titles(newest_of_country(&db.pool, country, 9).await), "c b");
        assert_eq!(titles(newest_of_country(&db.pool, country, 1).await), "c");
        assert_eq!(titles(newest_of_author(&db.pool, ana(), 9).await), "c a");
        assert_eq!(titles(newest_of_author(&db.pool, luis, 9).await), "b");
        assert_eq!(titles(newest_of_institution(&db.pool, mds, 9).await), "c b a");
    }
}
