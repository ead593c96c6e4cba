//! Lists of gatherings: coming and past, of a month, and what feeds hold. Never with an online address.

use chrono::{DateTime, Utc};
use domain::calendar::{Place, Times};
use domain::{Country, GatheringId, Language, OrganisationId, Theme};
use sqlx::PgPool;
use sqlx::types::Json;
use uuid::Uuid;

use super::State;
use crate::library::{all_parsed, parsed};

/// Gatherings on a page of a list.
pub const PAGE: u32 = 20;

/// All that fit every value given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Where it takes place, or the country of whoever invites.
    pub country: Option<Country>,
    pub theme: Option<Theme>,
    pub language: Option<Language>,
    /// Those that can be attended from afar.
    pub online: bool,
    /// Without those that were cancelled.
    pub takes_place: bool,
}

/// By the moment at which they end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// The next first.
    Coming,
    /// The last first.
    Past,
}

/// A gathering in a list.
#[derive(Clone, Debug, PartialEq)]
pub struct Card {
    pub id: GatheringId,
    pub short: String,
    pub slug: String,
    pub cancelled: bool,
    pub title: String,
    pub language: Language,
    pub place: Option<Place>,
    pub online: bool,
    pub times: Times,
    pub starts_at: DateTime<Utc>,
    pub ends_at: DateTime<Utc>,
    pub closes_at: DateTime<Utc>,
    pub themes: Vec<Theme>,
    pub capacity: Option<u32>,
    pub registered: u32,
    /// The beginning of the description, in Markdown.
    pub excerpt: String,
    pub revision: u32,
    pub published_at: DateTime<Utc>,
    pub changed_at: DateTime<Utc>,
}

struct Stored {
    gathering: Uuid,
    short: String,
    slug: String,
    state: String,
    title: String,
    language: String,
    place: Option<Json<Place>>,
    online: bool,
    times: Json<Times>,
    starts_at: DateTime<Utc>,
    ends_at: DateTime<Utc>,
    closes_at: DateTime<Utc>,
    themes: Vec<String>,
    capacity: Option<i32>,
    registered: i32,
    excerpt: String,
    revision: i32,
    published_at: DateTime<Utc>,
    changed_at: DateTime<Utc>,
}

impl Stored {
    fn read(self) -> sqlx::Result<Card> {
        Ok(Card {
            id: GatheringId::new(self.gathering),
            short: self.short,
            slug: self.slug,
            cancelled: State::read(&self.state) == State::Cancelled,
            title: self.title,
            language: parsed(&self.language)?,
            place: self.place.map(|Json(place)| place),
            online: self.online,
            times: self.times.0,
            starts_at: self.starts_at,
            ends_at: self.ends_at,
            closes_at: self.closes_at,
            themes: all_parsed(&self.themes)?,
            capacity: self.capacity.map(i32::unsigned_abs),
            registered: self.registered.unsigned_abs(),
            excerpt: self.excerpt,
            revision: self.revision.unsigned_abs(),
            published_at: self.published_at,
            changed_at: self.changed_at,
        })
    }
}

/// The columns of a card, of what fits the filter's values, with the rest of the query.
macro_rules! cards {
    ($filter:ident, $rest:literal $(, $value:expr)*) => {
        sqlx::query_as!(
            Stored,
            r#"SELECT gathering, short, slug, state, title, language, place AS "place: _",
                      online IS NOT NULL AS "online!", times AS "times: _", starts_at, ends_at, closes_at, themes,
                      capacity, registered, left(description, 1500) AS "excerpt!", revision, published_at,
                      changed_at
               FROM gatherings
               WHERE state <> 'removed' AND ($1::text IS NULL OR country = $1
                     OR organisation IN (SELECT organisation FROM organisations WHERE country = $1))
                 AND ($2::text IS NULL OR language = $2) AND ($3::text IS NULL OR themes && (
                     SELECT coalesce(array_agg(theme), ARRAY[$3]) FROM theme_entries WHERE stands_for = $3))
                 AND (NOT $4 OR online IS NOT NULL) AND (NOT $5 OR state = 'published') AND "#
                + $rest,
            $filter.country.as_ref().map(Country::code),
            $filter.language.map(Language::code),
            $filter.theme.as_ref().map(Theme::slug),
            $filter.online,
            $filter.takes_place
            $(, $value)*
        )
    };
}

/// From `offset` on, at most `limit`.
pub async fn list(
    pool: &PgPool,
    filter: Filter,
    when: When,
    now: DateTime<Utc>,
    offset: u32,
    limit: u32,
) -> sqlx::Result<Vec<Card>> {
    let (offset, limit) = (i64::from(offset), i64::from(limit));
    // A query each: an index answers either.
    let rows = match when {
        When::Coming => {
            cards!(
                filter,
                "ends_at > $6 ORDER BY starts_at, gathering OFFSET $7 LIMIT $8",
                now,
                offset,
                limit
            )
            .fetch_all(pool)
            .await?
        }
        When::Past => {
            cards!(
                filter,
                "ends_at <= $6 AND starts_at <= $6 ORDER BY starts_at DESC, gathering OFFSET $7 LIMIT $8",
                now,
                offset,
                limit
            )
            .fetch_all(pool)
            .await?
        }
    };
    rows.into_iter().map(Stored::read).collect()
}

/// How many the list has on all its pages.
pub async fn count(pool: &PgPool, filter: Filter, when: When, now: DateTime<Utc>) -> sqlx::Result<i64> {
    let (after, until) = match when {
        When::Coming => (Some(now), None),
        When::Past => (None, Some(now)),
    };
    sqlx::query_scalar!(
        r#"SELECT count(*) AS "count!" FROM gatherings
           WHERE state <> 'removed' AND ($1::text IS NULL OR country = $1
                 OR organisation IN (SELECT organisation FROM organisations WHERE country = $1))
             AND ($2::text IS NULL OR language = $2) AND ($3::text IS NULL OR themes && (
                 SELECT coalesce(array_agg(theme), ARRAY[$3]) FROM theme_entries WHERE stands_for = $3))
             AND (NOT $4 OR online IS NOT NULL) AND (NOT $5 OR state = 'published')
             AND ends_at > coalesce($6::timestamptz, '-infinity') AND ends_at <= coalesce($7::timestamptz, 'infinity')"#,
        filter.country.as_ref().map(Country::code),
        filter.language.map(Language::code),
        filter.theme.as_ref().map(Theme::slug),
        filter.online,
        filter.takes_place,
        after,
        until,
    )
    .fetch_one(pool)
    .await
}

/// What begins before `to` and ends after `from`, in the order of beginning; at most `limit`.
pub async fn between(
    pool: &PgPool,
    filter: Filter,
    from: DateTime<Utc>,
    to: DateTime<Utc>,
    limit: u32,
) -> sqlx::Result<Vec<Card>> {
    let rows = cards!(
        filter,
        "ends_at > $6 AND starts_at < $7 ORDER BY starts_at, gathering LIMIT $8",
        from,
        to,
        i64::from(limit)
    )
    .fetch_all(pool)
    .await?;
    rows.into_iter().map(Stored::read).collect()
}

/// What was announced last, whenever it takes place; at most `limit`.
pub async fn announced(pool: &PgPool, filter: Filter, limit: u32) -> sqlx::Result<Vec<Card>> {
    let rows = cards!(filter, "true ORDER BY published_at DESC, gathering LIMIT $6", i64::from(limit));
    rows.fetch_all(pool).await?.into_iter().map(Stored::read).collect()
}

/// What comes at the invitation of one organisation, the next first, without those that were cancelled; at most `limit`.
pub async fn coming_of(
    pool: &PgPool,
    organisation: OrganisationId,
    now: DateTime<Utc>,
    limit: u32,
) -> sqlx::Result<Vec<Card>> {
    let filter = Filter { takes_place: true, ..Filter::default() };
    let rows = cards!(
        filter,
        "organisation = $6 AND ends_at > $7 ORDER BY starts_at, gathering LIMIT $8",
        organisation.uuid(),
        now,
        i64::from(limit)
    );
    rows.fetch_all(pool).await?.into_iter().map(Stored::read).collect()
}

/// How many gatherings each theme has, past ones too; merged themes under the one that they stand for.
pub async fn count_by_theme(pool: &PgPool) -> sqlx::Result<Vec<(Theme, i64)>> {
    let rows = sqlx::query!(
        r#"SELECT coalesce(stands_for, named) AS "theme!", count(DISTINCT gathering) AS "gatherings!"
           FROM gatherings CROSS JOIN unnest(themes) named LEFT JOIN theme_entries ON theme = named
           WHERE state <> 'removed' GROUP BY 1 ORDER BY 1"#
    )
    .fetch_all(pool)
    .await?;
    rows.into_iter().map(|row| Ok((parsed(&row.theme)?, row.gatherings))).collect()
}

#[cfg(test)]
mod tests {
    use domain::LocalText;
    use domain::calendar::Details;
    use domain::organisations::{OrganisationEvent, OrganisationKind};

    use super::*;
    use crate::calendar::testing::{cancelled, details, published_as, removed, times};
    use crate::library::testing::{merged, theme_added};
    use crate::testing::{fold_into, log_of};

    fn at(text: &str) -> DateTime<Utc> {
        format!("{text}T12:00:00Z").parse().unwrap()
    }

    fn on(name: &str, day: &str) -> Details {
        Details { times: times(&format!("{day}T10:00"), &format!("{day}T12:00")), ..details(name) }
    }

    async fn names(pool: &PgPool, filter: Filter, when: When) -> Vec<String> {
        let cards = list(pool, filter, when, at("2026-03-11"), 0, 10).await.unwrap();
        assert_eq!(
            count(pool, filter, when, at("2026-03-11")).await.unwrap(),
            i64::try_from(cards.len()).unwrap()
        );
        cards.into_iter().map(|card| card.title).collect()
    }

    #[tokio::test]
    async fn what_comes_stands_in_order_and_what_is_past_in_reverse() {
        let db = testkit::database().await;
        let afar = Details {
            place: None,
            online: Some("https://meet.example.org/".into()),
            language: Language::En,
            themes: vec![Theme::YOUTH],
            ..on("afar", "2026-05-01")
        };
        fold_into(
            &db.pool,
            log_of([
                published_as("afar", afar),
                published_as("april", on("april", "2026-04-01")),
                published_as("march", on("march", "2026-03-02")),
                published_as("january", on("january", "2026-01-02")),
                published_as("spam", on("spam", "2026-04-01")),
                removed("spam"),
                cancelled("april", 2),
            ]),
        )
        .await;
        let all = Filter::default();
        assert_eq!(names(&db.pool, all, When::Coming).await, ["april", "afar"]);
        assert_eq!(names(&db.pool, all, When::Past).await, ["march", "january"]);
        for filter in [
            Filter { online: true, ..all },
            Filter { language: Some(Language::En), ..all },
            Filter { theme: Some(Theme::YOUTH), ..all },
            Filter { takes_place: true, ..all },
        ] {
            assert_eq!(names(&db.pool, filter, When::Coming).await, ["afar"], "{filter:?}");
        }
        let uruguay = Filter { country: "UY".parse().ok(), ..all };
        assert_eq!(names(&db.pool, uruguay, When::Coming).await, ["april"]);
        let news = announced(&db.pool, all, 2).await.unwrap();
        assert_eq!(news.iter().map(|card| card.title.as_str()).collect::<Vec<_>>(), ["january", "march"]);
        let april = between(&db.pool, all, at("2026-03-31"), at("2026-04-30"), 10).await.unwrap();
        assert_eq!(
            april.iter().map(|card| (card.title.as_str(), card.cancelled)).collect::<Vec<_>>(),
            [("april", true)]
        );
        assert_eq!(count_by_theme(&db.pool).await.unwrap(), [(Theme::CARE_SYSTEMS, 3), (Theme::YOUTH, 1)]);
    }

    #[tokio::test]
    async fn what_a_country_invites_to_is_among_its_own_wherever_it_takes_place() {
        let db = testkit::database().await;
        let ministry = OrganisationId::derived(&["mds"]);
        let afar = Details {
            place: None,
            online: Some("https://meet.example.org/".into()),
            organisation: Some(ministry),
            ..on("afar", "2026-05-01")
        };
        let registered = OrganisationEvent::OrganisationRegistered {
            organisation: ministry,
            kind: OrganisationKind::Institution,
            slug: "mds".into(),
            country: "BR".parse().ok(),
            names: LocalText::one(Language::Pt, "Ministério do Desenvolvimento"),
        };
        let events =
            [registered.into(), published_as("afar", afar), published_as("here", on("here", "2026-04-01"))];
        fold_into(&db.pool, log_of(events)).await;
        let of = |code: &str| Filter { country: code.parse().ok(), ..Filter::default() };
        assert_eq!(names(&db.pool, of("BR"), When::Coming).await, ["afar"]);
        assert_eq!(names(&db.pool, of("UY"), When::Coming).await, ["here"]);
    }

    #[tokio::test]
    async fn what_has_a_merged_theme_is_found_and_counted_under_the_one_that_is_left() {
        let db = testkit::database().await;
        let both = Details { themes: vec![Theme::CARE_SYSTEMS, Theme::YOUTH], ..on("both", "2026-04-01") };
        let events = ["care", "youth"].map(theme_added).into_iter().chain([
            published_as("both", both),
            published_as("care", on("care", "2026-04-02")),
            merged("care", "youth", &[]),
        ]);
        fold_into(&db.pool, log_of(events)).await;
        let youth = Filter { theme: Some(Theme::YOUTH), ..Filter::default() };
        assert_eq!(names(&db.pool, youth, When::Coming).await, ["both", "care"]);
        assert_eq!(count_by_theme(&db.pool).await.unwrap(), [(Theme::YOUTH, 2)]);
    }

    #[tokio::test]
    async fn what_an_organisation_invites_to_is_found_while_it_comes() {
        let db = testkit::database().await;
        let paho = OrganisationId::derived(&["paho"]);
        let organisation = Some(paho);
        let on = |name: &str, day: &str, organisation| Details {
            times: times(&format!("{day}T10:00"), &format!("{day}T12:00")),
            organisation,
            ..details(name)
        };
        fold_into(
            &db.pool,
            log_of([
                published_as("later", on("later", "2026-05-01", organisation)),
                published_as("next", on("next", "2026-04-01", organisation)),
                published_as("off", on("off", "2026-04-02", organisation)),
                cancelled("off", 2),
                published_as("past", on("past", "2026-03-02", organisation)),
                published_as("of others", on("of others", "2026-04-01", None)),
            ]),
        )
        .await;
        let now = "2026-03-11T12:00:00Z".parse().unwrap();
        let coming = coming_of(&db.pool, paho, now, 9).await.unwrap();
        assert_eq!(coming.iter().map(|card| card.title.as_str()).collect::<Vec<_>>(), ["next", "later"]);
        assert_eq!(coming_of(&db.pool, paho, now, 1).await.unwrap().len(), 1);
    }
}
