//! The directory of members: only those whose name the viewer may see, found and filtered only by
//! what the viewer may see.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use domain::{Country, Language, MemberId, OrganisationId, Theme, text};
use sqlx::PgPool;
use uuid::Uuid;

use crate::membership::Audience;

/// How the directory is sorted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    #[default]
    Newest,
    Name,
    /// By the country's name in that language.
    Country(Language),
    /// By the points of all time.
    Points,
}

/// What the directory is narrowed to.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Beginnings of words of the name.
    pub words: String,
    pub country: Option<Country>,
    /// Of interest or expertise.
    pub theme: Option<Theme>,
    pub institution: Option<OrganisationId>,
}

/// A member in a list; what is hidden from the viewer is not there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    pub member: MemberId,
    pub name: String,
    pub post: Option<String>,
    pub institution: Option<OrganisationId>,
    pub country: Option<Country>,
    pub joined_at: DateTime<Utc>,
    /// Of all time.
    pub points: i64,
}

/// One page of the directory, how many there are in all, and how many for each choice of a filter
/// when that filter alone is left out.
#[derive(Clone, Debug)]
pub struct Directory {
    pub cards: Vec<Card>,
    pub total: i64,
    pub countries: Vec<(Country, i64)>,
    pub themes: Vec<(Theme, i64)>,
}

/// Words as the search compares them: `ana:* & mar:*`. None when nothing was asked, and an
/// error when nothing is left of what was asked, which then finds nobody.
fn prefixes(words: &str) -> Result<Option<String>, NothingToFind> {
    if words.trim().is_empty() {
        return Ok(None);
    }
    let folded = text::folded(words);
    if folded.is_empty() {
        return Err(NothingToFind);
    }
    Ok(Some(folded.split(' ').map(|word| format!("{word}:*")).collect::<Vec<_>>().join(" & ")))
}

#[derive(Debug, PartialEq, Eq)]
struct NothingToFind;

/// A query over the members that the viewer may find with the filter, `$1`–`$6`: open visibilities,
/// viewer, country, theme, institution, words. Whatever a filter compares must be visible itself.
macro_rules! find {
    ($query:ident, $select:literal, $rest:literal, $filter:expr, ($($row:ident)?) $(, $more:expr)*) => {
        sqlx::$query!(
            $($row,)?
            $select
                + " WHERE confirmed AND (name_to = ANY($1) OR m.member = $2) AND name IS NOT NULL
                    AND ($3::text IS NULL OR (country = $3 AND (country_to = ANY($1) OR m.member = $2)))
                    AND ($4::text IS NULL
                         OR (interests && (SELECT coalesce(array_agg(theme), ARRAY[$4])
                                           FROM theme_entries WHERE stands_for = $4)
                             AND (interests_to = ANY($1) OR m.member = $2))
                         OR (expertise && (SELECT coalesce(array_agg(theme), ARRAY[$4])
                                           FROM theme_entries WHERE stands_for = $4)
                             AND (expertise_to = ANY($1) OR m.member = $2)))
                    AND ($5::uuid IS NULL OR (institution = $5 AND (institution_to = ANY($1) OR m.member = $2)))
                    AND ($6::text IS NULL OR to_tsvector('simple', name_folded) @@ to_tsquery('simple', $6)) "
                + $rest,
            &$filter.open,
            $filter.viewer,
            $filter.country,
            $filter.theme,
            $filter.institution,
            $filter.prefixes
            $(, $more)*
        )
    };
}

/// Cards in an order, `$7` of them after `$8`.
macro_rules! cards {
    ($order:literal, $pool:expr, $filter:expr, $limit:expr, $offset:expr $(, $more:expr)*) => {
        find!(
            query_as,
            "SELECT m.member, name AS \"name!\",
                    CASE WHEN post_to = ANY($1) OR m.member = $2 THEN post END AS post,
                    CASE WHEN institution_to = ANY($1) OR m.member = $2 THEN institution END AS institution,
                    CASE WHEN country_to = ANY($1) OR m.member = $2 THEN country END AS country,
                    joined_at, coalesce(points, 0) AS \"points!\"
             FROM members m
             LEFT JOIN point_totals p ON p.period = 'all' AND p.member = m.member",
            $order,
            $filter,
            (CardRow),
            $limit,
            $offset
            $(, $more)*
        )
        .fetch_all($pool)
        .await?
    };
}

/// The filter as the queries take it.
#[derive(Clone)]
struct Terms {
    open: Vec<String>,
    viewer: Option<Uuid>,
    country: Option<String>,
    theme: Option<String>,
    institution: Option<Uuid>,
    prefixes: Option<String>,
}

struct CardRow {
    member: Uuid,
    name: String,
    post: Option<String>,
    institution: Option<Uuid>,
    country: Option<String>,
    joined_at: DateTime<Utc>,
    points: i64,
}

impl From<CardRow> for Card {
    fn from(row: CardRow) -> Self {
        Self {
            member: MemberId::new(row.member),
            name: row.name,
            post: row.post,
            institution: row.institution.map(OrganisationId::new),
            country: row.country.and_then(|code| code.parse().ok()),
            joined_at: row.joined_at,
            points: row.points,
        }
    }
}

impl Terms {
    fn of(audience: Audience, filter: &Filter) -> Result<Self, NothingToFind> {
        let (open, viewer) = audience.for_query();
        Ok(Self {
            open,
            viewer,
            country: filter.country.map(|country| country.to_string()),
            theme: filter.theme.map(|theme| theme.to_string()),
            institution: filter.institution.map(OrganisationId::uuid),
            prefixes: prefixes(&filter.words)?,
        })
    }
}

/// `limit` members after the first `offset` of those found.
pub async fn directory(
    pool: &PgPool,
    audience: Audience,
    filter: &Filter,
    sort: Sort,
    limit: i64,
    offset: i64,
) -> Result<Directory, sqlx::Error> {
    let Ok(terms) = Terms::of(audience, filter) else {
        return Ok(Directory { cards: vec![], total: 0, countries: vec![], themes: vec![] });
    };
    Ok(Directory {
        cards: cards(pool, &terms, sort, limit, offset).await?,
        total: total(pool, &terms).await?,
        countries: countries(pool, Terms { country: None, ..terms.clone() }).await?,
        themes: themes(pool, Terms { theme: None, ..terms }).await?,
    })
}

/// The newest members that the filter finds.
pub async fn newest(
    pool: &PgPool,
    audience: Audience,
    filter: &Filter,
    limit: i64,
) -> Result<Vec<Card>, sqlx::Error> {
    match Terms::of(audience, filter) {
        Ok(terms) => cards(pool, &terms, Sort::Newest, limit, 0).await,
        Err(NothingToFind) => Ok(vec![]),
    }
}

/// How many members the filter finds.
pub async fn count(pool: &PgPool, audience: Audience, filter: &Filter) -> Result<i64, sqlx::Error> {
    match Terms::of(audience, filter) {
        Ok(terms) => total(pool, &terms).await,
        Err(NothingToFind) => Ok(0),
    }
}

/// How many members there are, whatever they show: a figure without a name.
pub async fn count_all(pool: &PgPool) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar!(r#"SELECT count(*) AS "members!" FROM members WHERE confirmed"#).fetch_one(pool).await
}

/// How many members each country has, of those that the viewer may find by it.
pub async fn count_by_country(pool: &PgPool, audience: Audience) -> Result<Vec<(Country, i64)>, sqlx::Error> {
    match Terms::of(audience, &Filter::default()) {
        Ok(terms) => countries(pool, terms).await,
        Err(NothingToFind) => Ok(vec![]),
    }
}

/// How many members each theme has, of those that the viewer may find by it.
pub async fn count_by_theme(pool: &PgPool, audience: Audience) -> Result<Vec<(Theme, i64)>, sqlx::Error> {
    match Terms::of(audience, &Filter::default()) {
        Ok(terms) => themes(pool, terms).await,
        Err(NothingToFind) => Ok(vec![]),
    }
}

async fn cards(
    pool: &PgPool,
    terms: &Terms,
    sort: Sort,
    limit: i64,
    offset: i64,
) -> Result<Vec<Card>, sqlx::Error> {
    let rows = match sort {
        Sort::Newest => {
            cards!("ORDER BY joined_at DESC, m.member LIMIT $7 OFFSET $8", pool, terms, limit, offset)
        }
        Sort::Name => cards!("ORDER BY name_folded, m.member LIMIT $7 OFFSET $8", pool, terms, limit, offset),
        Sort::Country(language) => {
            let mut countries: Vec<_> = Country::all().iter().collect();
            countries.sort_by_key(|state| text::folded(state.name(language)));
            let codes: Vec<String> = countries.iter().map(|state| state.country.to_string()).collect();
            cards!(
                "ORDER BY array_position($9::text[],
                              CASE WHEN country_to = ANY($1) OR m.member = $2 THEN country END) NULLS LAST,
                          name_folded, m.member
                 LIMIT $7 OFFSET $8",
                pool,
                terms,
                limit,
                offset,
                &codes
            )
        }
        Sort::Points => cards!(
            "ORDER BY points DESC NULLS LAST, joined_at, m.member LIMIT $7 OFFSET $8",
            pool,
            terms,
            limit,
            offset
        ),
    };
    Ok(rows.into_iter().map(Card::from).collect())
}

async fn total(pool: &PgPool, terms: &Terms) -> Result<i64, sqlx::Error> {
    find!(query_scalar, "SELECT count(*) AS \"total!\" FROM members m", "", terms, ()).fetch_one(pool).await
}

async fn countries(pool: &PgPool, terms: Terms) -> Result<Vec<(Country, i64)>, sqlx::Error> {
    let rows = find!(
        query,
        "SELECT country, count(*) AS \"members!\" FROM members m",
        "AND (country_to = ANY($1) OR m.member = $2) GROUP BY country ORDER BY country",
        terms,
        ()
    )
    .fetch_all(pool)
    .await?;
    Ok(rows.into_iter().filter_map(|row| Some((row.country.parse().ok()?, row.members))).collect())
}

/// A theme that a member has both as interest and as expertise counts once.
async fn themes(pool: &PgPool, terms: Terms) -> Result<Vec<(Theme, i64)>, sqlx::Error> {
    let rows = find!(
        query,
        "SELECT coalesce(stands_for, named) AS \"theme!\", count(DISTINCT m.member) AS \"members!\" FROM members m
         CROSS JOIN LATERAL unnest(
             CASE WHEN interests_to = ANY($1) OR m.member = $2 THEN interests END
             || CASE WHEN expertise_to = ANY($1) OR m.member = $2 THEN expertise END) AS named
         LEFT JOIN theme_entries ON theme_entries.theme = named",
        "GROUP BY 1 ORDER BY 1",
        terms,
        ()
    )
    .fetch_all(pool)
    .await?;
    Ok(rows.into_iter().filter_map(|row| Some((row.theme.parse().ok()?, row.members))).collect())
}

/// The names of members that the viewer may see, for pages that show who did something. Whoever is
/// missing in the answer is to be shown as a member without a name.
pub async fn names(
    pool: &PgPool,
    audience: Audience,
    members: &[MemberId],
) -> Result<HashMap<MemberId, String>, sqlx::Error> {
    let (open, viewer) = audience.for_query();
    let members: Vec<Uuid> = members.iter().map(|member| member.uuid()).collect();
    let rows = sqlx::query!(
        "SELECT member, name AS \"name!\" FROM members
         WHERE member = ANY($3) AND confirmed AND name IS NOT NULL AND (name_to = ANY($1) OR member = $2)",
        &open,
        viewer,
        &members
    )
    .fetch_all(pool)
    .await?;
    Ok(rows.into_iter().map(|row| (MemberId::new(row.member), row.name)).collect())
}

#[cfg(test)]
mod tests {
    use domain::Event;
    use domain::membership::{MemberEvent, Profile, Visibility};
    use testkit::TestDb;

    use super::*;
    use crate::library::testing::{merged, theme_added};
    use crate::membership::testing::{confirmed, edited, joined, member, profile_of};
    use crate::testing::{fold_into, log_of};

    async fn portal(events: impl IntoIterator<Item = MemberEvent>) -> TestDb {
        let db = testkit::database().await;
        fold_into(&db.pool, log_of(events.into_iter().map(Event::from))).await;
        db
    }

    fn confirmed_member(name: &str, country: &str) -> [MemberEvent; 2] {
        [joined(name, country), confirmed(name)]
    }

    fn with_profile(name: &str, profile: Profile) -> [MemberEvent; 3] {
        [joined(name, "AR"), confirmed(name), edited(name, 2, profile)]
    }

    fn stranger() -> MemberId {
        member("stranger")
    }

    async fn found(db: &TestDb, audience: Audience, filter: Filter, sort: Sort) -> Vec<String> {
        let page = directory(&db.pool, audience, &filter, sort, 100, 0).await.unwrap();
        assert_eq!(page.total, i64::try_from(page.cards.len()).unwrap());
        page.cards.into_iter().map(|card| card.name).collect()
    }

    fn words(words: &str) -> Filter {
        Filter { words: words.into(), ..Filter::default() }
    }

    #[tokio::test]
    async fn pages_of_others_see_the_newest_and_how_many_there_are() {
        let hidden = {
            let mut profile = profile_of("Eva", Visibility::Everyone);
            profile.country.to = Visibility::OnlyMe;
            profile
        };
        let members = [("Ana", "CU"), ("Luis", "AR"), ("Rosa", "AR")];
        let events = members.into_iter().flat_map(|(name, country)| confirmed_member(name, country));
        let db = portal(events.chain(with_profile("Eva", hidden))).await;
        let argentina: Country = "AR".parse().unwrap();
        let filter = Filter { country: Some(argentina), ..Filter::default() };
        let newest = newest(&db.pool, Audience::Visitor, &filter, 1).await.unwrap();
        assert_eq!(newest.iter().map(|card| card.name.as_str()).collect::<Vec<_>>(), ["Rosa"]);
        assert_eq!(count(&db.pool, Audience::Visitor, &filter).await.unwrap(), 2);
        let by_country = count_by_country(&db.pool, Audience::Visitor).await.unwrap();
        assert_eq!(by_country, [(argentina, 2), ("CU".parse().unwrap(), 1)]);
    }

    #[tokio::test]
    async fn words_are_found_by_their_beginning_and_without_accents() {
        let names = ["María José Núñez", "Ana Díaz", "Mario Peña", "José Martí"];
        let db = portal(names.into_iter().flat_map(|name| confirmed_member(name, "CU"))).await;
        for (asked, expected) in [
            ("", vec!["Ana Díaz", "José Martí", "María José Núñez", "Mario Peña"]),
            ("  ", vec!["Ana Díaz", "José Martí", "María José Núñez", "Mario Peña"]),
            ("mar", vec!["José Martí", "María José Núñez", "Mario Peña"]),
            ("MARÍ", vec!["María José Núñez", "Mario Peña"]),
            ("jose nun", vec!["María José Núñez"]),
            ("núñez, maría", vec!["María José Núñez"]),
            ("pena", vec!["Mario Peña"]),
            ("arí", vec![]),
            ("!?", vec![]),
            ("ana & | ! :* ' \\ diaz", vec!["Ana Díaz"]),
            ("ana)", vec!["Ana Díaz"]),
        ] {
            let names = found(&db, Audience::Visitor, words(asked), Sort::Name).await;
            assert_eq!(names, expected, "{asked}");
        }
    }

    #[tokio::test]
    async fn the_directory_is_sorted_as_asked() {
        let db = portal(
            [("Ana", "UY"), ("Eva", "BR"), ("Luz", "US"), ("Ada", "BR")]
                .into_iter()
                .flat_map(|(name, country)| confirmed_member(name, country)),
        )
        .await;
        sqlx::query("INSERT INTO point_totals VALUES ('all', $1, 5), ('all', $2, 12), ('m2026-01', $3, 99)")
            .bind(member("Ana").uuid())
            .bind(member("Luz").uuid())
            .bind(member("Eva").uuid())
            .execute(&db.pool)
            .await
            .unwrap();
        let sorted = async |sort| found(&db, Audience::Visitor, Filter::default(), sort).await;
        assert_eq!(sorted(Sort::Newest).await, ["Ada", "Luz", "Eva", "Ana"]);
        assert_eq!(sorted(Sort::Name).await, ["Ada", "Ana", "Eva", "Luz"]);
        // United States, Uruguay; Estados Unidos, Uruguay; États-Unis, Uruguay.
        assert_eq!(sorted(Sort::Country(Language::En)).await, ["Ada", "Eva", "Luz", "Ana"]);
        assert_eq!(sorted(Sort::Country(Language::Es)).await, ["Ada", "Eva", "Luz", "Ana"]);
        assert_eq!(sorted(Sort::Points).await, ["Luz", "Ana", "Eva", "Ada"]);
    }

    #[tokio::test]
    async fn pages_follow_one_another_and_choices_are_counted() {
        let db = portal(
            [("Ana", "UY"), ("Eva", "BR"), ("Luz", "BR")]
                .into_iter()
                .flat_map(|(name, country)| confirmed_member(name, country)),
        )
        .await;
        let brazil = Filter { country: Some("BR".parse().unwrap()), ..Filter::default() };
        let page = directory(&db.pool, Audience::Visitor, &brazil, Sort::Name, 1, 1).await.unwrap();
        assert_eq!(page.total, 2);
        assert_eq!(page.cards.len(), 1);
        assert_eq!(page.cards[0].name, "Luz");
        assert_eq!(page.countries, [("BR".parse().unwrap(), 2), ("UY".parse().unwrap(), 1)]);
        let nobody = directory(&db.pool, Audience::Visitor, &words("!"), Sort::Name, 1, 0).await.unwrap();
        assert_eq!((nobody.total, nobody.cards.len(), nobody.countries.len()), (0, 0, 0));
    }

    #[tokio::test]
    async fn themes_are_filtered_and_counted_once_for_each_member() {
        let mut both = profile_of("Ana", Visibility::Everyone);
        both.expertise.value = vec![Theme::CHILDREN, Theme::RURAL];
        let db = portal(
            with_profile("Ana", both)
                .into_iter()
                .chain(with_profile("Eva", profile_of("Eva", Visibility::Everyone))),
        )
        .await;
        let themes = Filter { theme: Some(Theme::RURAL), ..Filter::default() };
        let page = directory(&db.pool, Audience::Visitor, &themes, Sort::Name, 10, 0).await.unwrap();
        assert_eq!(page.total, 2);
        assert_eq!(page.themes, [(Theme::CHILDREN, 2), (Theme::RURAL, 2)]);
        assert_eq!(count_by_theme(&db.pool, Audience::Visitor).await.unwrap(), page.themes);
    }

    #[tokio::test]
    async fn merged_themes_are_one_theme_of_a_member() {
        let mut eva = profile_of("Eva", Visibility::Everyone);
        eva.interests.value = vec![];
        let events = with_profile("Ana", profile_of("Ana", Visibility::Everyone))
            .into_iter()
            .chain(with_profile("Eva", eva))
            .map(Event::from)
            .chain(["children", "rural"].map(theme_added))
            .chain([merged("rural", "children", &[])]);
        let db = testkit::database().await;
        fold_into(&db.pool, log_of(events)).await;
        let themes = Filter { theme: Some(Theme::CHILDREN), ..Filter::default() };
        let page = directory(&db.pool, Audience::Visitor, &themes, Sort::Name, 10, 0).await.unwrap();
        assert_eq!((page.total, page.themes), (2, vec![(Theme::CHILDREN, 2)]));
    }

    #[tokio::test]
    async fn a_hidden_name_is_neither_listed_nor_found_nor_told() {
        for (to, by_visitor, by_member) in [
            (Visibility::Everyone, true, true),
            (Visibility::Members, false, true),
            (Visibility::Connections, false, false),
            (Visibility::OnlyMe, false, false),
        ] {
            let mut profile = profile_of("Ana", Visibility::Everyone);
            profile.name.to = to;
            let db = portal(with_profile("Ana", profile)).await;
            for (audience, shown) in [
                (Audience::Visitor, by_visitor),
                (Audience::Member(stranger()), by_member),
                (Audience::Member(member("Ana")), true),
                (Audience::Admin(stranger()), true),
            ] {
                let expected = if shown { vec!["Ana"] } else { vec![] };
                for filter in [Filter::default(), words("an")] {
                    assert_eq!(
                        found(&db, audience, filter, Sort::Newest).await,
                        expected,
                        "{to:?} {audience:?}"
                    );
                }
                let names = names(&db.pool, audience, &[member("Ana"), stranger()]).await.unwrap();
                assert_eq!(names.into_values().collect::<Vec<_>>(), expected);
                let page =
                    directory(&db.pool, audience, &Filter::default(), Sort::Newest, 9, 0).await.unwrap();
                assert_eq!(page.countries.len(), expected.len());
                assert_eq!(page.themes.is_empty(), !shown);
            }
        }
    }

    #[tokio::test]
    async fn hidden_fields_are_not_in_cards_and_no_filter_or_count_betrays_them() {
        let mut profile = profile_of("Ana", Visibility::Members);
        profile.name.to = Visibility::Everyone;
        let db = portal(with_profile("Ana", profile)).await;
        let filters = || {
            [
                Filter { country: Some("AR".parse().unwrap()), ..Filter::default() },
                Filter { theme: Some(Theme::CHILDREN), ..Filter::default() },
                Filter { theme: Some(Theme::RURAL), ..Filter::default() },
                Filter { institution: Some(OrganisationId::derived(&["ministry"])), ..Filter::default() },
            ]
        };
        for filter in filters() {
            assert!(found(&db, Audience::Visitor, filter, Sort::Newest).await.is_empty());
        }
        for filter in filters() {
            assert_eq!(found(&db, Audience::Member(stranger()), filter, Sort::Newest).await, ["Ana"]);
        }
        let by = async |audience| {
            directory(&db.pool, audience, &Filter::default(), Sort::Country(Language::En), 9, 0)
                .await
                .unwrap()
        };
        let visitors = by(Audience::Visitor).await;
        assert_eq!((visitors.countries.len(), visitors.themes.len()), (0, 0));
        let card = &visitors.cards[0];
        assert_eq!((&card.post, card.institution, card.country), (&None, None, None));
        let members = by(Audience::Member(stranger())).await;
        assert_eq!((members.countries.len(), members.themes.len()), (1, 2));
        assert_eq!(members.cards[0].post.as_deref(), Some("Directora"));
        assert_eq!(members.cards[0].country, Some("AR".parse().unwrap()));
    }

    #[tokio::test]
    async fn a_hidden_country_does_not_show_by_its_place_in_the_order() {
        let mut hidden = profile_of("Ana", Visibility::Everyone);
        hidden.country.to = Visibility::OnlyMe;
        let events = with_profile("Ana", hidden).into_iter().chain(confirmed_member("Eva", "UY"));
        let db = portal(events).await;
        // Argentina comes before Uruguay; where it is hidden the member comes last.
        let sort = Sort::Country(Language::En);
        assert_eq!(found(&db, Audience::Visitor, Filter::default(), sort).await, ["Eva", "Ana"]);
        let own = Audience::Member(member("Ana"));
        assert_eq!(found(&db, own, Filter::default(), sort).await, ["Ana", "Eva"]);
    }

    #[tokio::test]
    async fn unconfirmed_members_never_appear() {
        let db = portal([joined("Ana", "AR")]).await;
        for audience in [Audience::Visitor, Audience::Member(member("Ana")), Audience::Admin(stranger())] {
            let page = directory(&db.pool, audience, &words("ana"), Sort::Newest, 9, 0).await.unwrap();
            assert_eq!((page.total, page.cards.len(), page.countries.len()), (0, 0, 0));
            assert!(names(&db.pool, audience, &[member("Ana")]).await.unwrap().is_empty());
        }
    }
}
