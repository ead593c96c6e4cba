//! Words looked for in the library: in titles, authors and summaries, and in the texts of documents. Without
//! regard to accents and case, each word by its beginning; those of one or two letters as they are.

use std::collections::HashMap;

use domain::library::Kind;
use domain::{Language, ResourceId, Theme, text};
use sqlx::{Executor, PgPool, Postgres, Transaction};
use uuid::Uuid;

use super::counts::{Counts, of_facets};
use super::listing::{Card, EXCERPT, Filter, PAGE, Stored, cards, read};

/// More words narrow nothing further.
const WORDS_MAX: usize = 10;
/// Characters of a document in which its excerpt is looked for.
const SEARCHED: i32 = 60_000;
/// Characters before and behind the word that was found.
const BEFORE: usize = 60;
const BEHIND: usize = 140;

/// So many letters of a beginning say enough: fewer would find half the library.
const BEGINNING: usize = 3;

/// What somebody looks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Search {
    words: Vec<String>,
}

impl Search {
    /// None where nothing is left of what was typed.
    pub fn of(typed: &str) -> Option<Self> {
        let folded = text::folded(typed);
        let words = folded.split(' ').filter(|word| !word.is_empty()).take(WORDS_MAX);
        let words: Vec<String> = words.map(str::to_owned).collect();
        (!words.is_empty()).then_some(Self { words })
    }

    fn query(&self) -> String {
        let terms =
            self.words.iter().map(|word| if is_beginning(word) { format!("{word}:*") } else { word.clone() });
        terms.collect::<Vec<_>>().join(" & ")
    }

    fn finds(&self, word: &str) -> bool {
        let folded = text::folded(word);
        let fits = |part: &str, word: &String| part == word || is_beginning(word) && part.starts_with(word);
        folded.split(' ').any(|part| self.words.iter().any(|word| fits(part, word)))
    }

    /// The words around the first that was looked for.
    fn excerpt(&self, content: &str) -> Option<Inside> {
        let at = content
            .split_inclusive(char::is_whitespace)
            .try_fold(0, |at, word| if self.finds(word) { Err(at) } else { Ok(at + word.len()) });
        let Err(at) = at else { return None };
        let start = content[..at].char_indices().rev().nth(BEFORE).map_or(0, |(start, _)| start);
        let end = content[at..].char_indices().nth(BEHIND).map_or(content.len(), |(end, _)| at + end);
        let mut parts: Vec<(bool, String)> = Vec::new();
        for word in content[start..end].split_whitespace() {
            let found = self.finds(word);
            match parts.last_mut() {
                Some((same, part)) if *same == found => {
                    part.push(' ');
                    part.push_str(word);
                }
                _ => parts.push((found, word.to_owned())),
            }
        }
        Some(Inside { parts })
    }
}

fn is_beginning(word: &str) -> bool {
    word.len() >= BEGINNING
}

/// Whoever looks for what half the library has waits no longer than this, and nobody waits behind them.
const PATIENCE: &str = "SET LOCAL statement_timeout = '3s'";

async fn patient(pool: &PgPool) -> sqlx::Result<Transaction<'static, Postgres>> {
    let mut transaction = pool.begin().await?;
    (&mut *transaction).execute(PATIENCE).await?;
    Ok(transaction)
}

/// Where in a document it was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inside {
    /// Whether it was looked for, and some words; there is a space between two of them.
    pub parts: Vec<(bool, String)>,
}

/// One page of those that have the words, counted from 0, newest first. What was withdrawn is in no `resources`.
pub async fn search(pool: &PgPool, search: &Search, filter: Filter, page: u32) -> sqlx::Result<Vec<Card>> {
    let rows = cards!(
        "WITH found AS MATERIALIZED (
             SELECT resource, published_at, country, language, kind, themes FROM resources
             WHERE to_tsvector('simple', words) @@ to_tsquery('simple', $2)
             UNION
             SELECT r.resource, r.published_at, r.country, r.language, r.kind, r.themes
             FROM prepared p JOIN resources r ON r.resource = p.resource AND r.source ->> 'file' = p.file::text
             WHERE p.words @@ to_tsquery('simple', $2) AND p.state <> 'unwanted')
         SELECT resource FROM found
         WHERE ($3::text IS NULL OR country = $3) AND ($4::text IS NULL OR language = $4)
             AND ($5::text IS NULL OR kind = $5) AND ($6::text IS NULL OR themes && (
                 SELECT coalesce(array_agg(theme), ARRAY[$6]) FROM theme_entries WHERE stands_for = $6))
         ORDER BY published_at DESC, resource LIMIT $7 OFFSET $8",
        search.query(),
        filter.country.map(|country| country.to_string()),
        filter.language.map(Language::code),
        filter.kind.map(Kind::slug),
        filter.theme.as_ref().map(Theme::slug),
        i64::from(PAGE),
        i64::from(page) * i64::from(PAGE),
    )
    .fetch_all(&mut *patient(pool).await?)
    .await?;
    read(rows)
}

/// The counts beside the filters, among those that have the words.
pub async fn search_counts(pool: &PgPool, search: &Search, filter: Filter) -> sqlx::Result<Counts> {
    let rows = sqlx::query!(
        r#"WITH found AS MATERIALIZED (
               SELECT resource, published_at, country, language, kind, themes FROM resources
               WHERE to_tsvector('simple', words) @@ to_tsquery('simple', $1)
               UNION
               SELECT r.resource, r.published_at, r.country, r.language, r.kind, r.themes
               FROM prepared p JOIN resources r ON r.resource = p.resource AND r.source ->> 'file' = p.file::text
               WHERE p.words @@ to_tsquery('simple', $1) AND p.state <> 'unwanted'),
           fitting AS (
               SELECT country, language, kind,
                   ARRAY(SELECT DISTINCT coalesce(stands_for, named)
                         FROM unnest(themes) named LEFT JOIN theme_entries ON theme = named) AS themes,
                   ($2::text IS NULL OR country = $2) IS TRUE AS c, ($3::text IS NULL OR language = $3) AS l,
                   ($4::text IS NULL OR kind = $4) AS k, ($5::text IS NULL OR themes && (
                       SELECT coalesce(array_agg(theme), ARRAY[$5]) FROM theme_entries WHERE stands_for = $5)) AS t
               FROM found)
           SELECT 0 AS "facet!", coalesce(country, '') AS "value!", count(*) AS "n!" FROM fitting
               WHERE l AND k AND t GROUP BY GROUPING SETS ((country), ()) HAVING GROUPING(country) = 1 OR country IS NOT NULL
           UNION ALL SELECT 1, coalesce(language, ''), count(*) FROM fitting
               WHERE c AND k AND t GROUP BY GROUPING SETS ((language), ())
           UNION ALL SELECT 2, coalesce(kind, ''), count(*) FROM fitting
               WHERE c AND l AND t GROUP BY GROUPING SETS ((kind), ())
           UNION ALL SELECT 3, theme, count(*) FROM fitting, unnest(themes) theme
               WHERE c AND l AND k GROUP BY theme
           UNION ALL SELECT 3, '', count(*) FROM fitting WHERE c AND l AND k
           UNION ALL SELECT 4, '', count(*) FROM found"#,
        search.query(),
        filter.country.map(|country| country.to_string()),
        filter.language.map(Language::code),
        filter.kind.map(Kind::slug),
        filter.theme.as_ref().map(Theme::slug),
    )
    .fetch_all(&mut *patient(pool).await?)
    .await?;
    of_facets(rows.into_iter().map(|row| (row.facet, row.value, row.n.unsigned_abs())), filter)
}

/// Of these resources, where in their documents the words stand; nothing of those that have them elsewhere.
pub async fn inside(
    pool: &PgPool,
    search: &Search,
    resources: &[ResourceId],
) -> sqlx::Result<HashMap<ResourceId, Inside>> {
    let ids: Vec<Uuid> = resources.iter().map(|resource| resource.uuid()).collect();
    let rows = sqlx::query!(
        r#"SELECT r.resource, left(p.content, $3) AS "content!"
           FROM resources r JOIN prepared p ON p.file = (r.source ->> 'file')::uuid
           WHERE r.resource = ANY($1) AND p.words @@ to_tsquery('simple', $2) AND p.content IS NOT NULL
               AND p.state <> 'unwanted'"#,
        &ids,
        search.query(),
        SEARCHED,
    )
    .fetch_all(&mut *patient(pool).await?)
    .await?;
    // A page of long documents keeps a processor busy for a while.
    let search = search.clone();
    let excerpts = tokio::task::spawn_blocking(move || {
        let found = rows
            .into_iter()
            .filter_map(|row| Some((ResourceId::new(row.resource), search.excerpt(&row.content)?)));
        found.collect()
    });
    excerpts.await.map_err(|_| sqlx::Error::WorkerCrashed)
}

#[cfg(test)]
mod tests {
    use domain::library::{Facets, ResourceEvent, Source};
    use domain::{Event, FileId};

    use super::*;
    use crate::library::testing::{ana, details, facets, guide, id, published, withdrawn};
    use crate::testing::{fold_into, log_of};

    fn looking(typed: &str) -> Search {
        Search::of(typed).unwrap()
    }

    #[test]
    fn words_are_looked_for_without_accents_and_nothing_is_no_search() {
        assert_eq!(looking(" Niñez, PRIMERA ").query(), "ninez:* & primera:*");
        assert_eq!(looking("a'b:* | !").query(), "a & b");
        assert_eq!(looking("mil familias de").query(), "mil:* & familias:* & de");
        for nothing in ["", "  ", "&|!", "\u{202e}"] {
            assert_eq!(Search::of(nothing), None, "{nothing:?}");
        }
    }

    #[test]
    fn an_excerpt_marks_what_was_found_whatever_stands_around_it() {
        let inside = |content: &str, typed: &str| looking(typed).excerpt(content).map(|found| found.parts);
        let found = inside("de la primera\ninfancia, hoy", "ínfancia").unwrap();
        let expected = [(false, "de la primera"), (true, "infancia,"), (false, "hoy")];
        assert_eq!(found, expected.map(|(found, part)| (found, part.to_owned())));
        assert_eq!(inside("de la infancia", "vejez"), None);
        let long = format!("{} 𐍈العائلة𐍈 niñez {}", "𝔸 ".repeat(500), "عائلة ".repeat(500));
        let found = inside(&long, "nine").unwrap();
        assert!(found.contains(&(true, "niñez".to_owned())));
        assert!(found.iter().map(|(_, part)| part.chars().count()).sum::<usize>() < 220);
    }

    fn document(name: &str, facets: Facets) -> Event {
        let source = Source::Document {
            file: FileId::derived(&[name]),
            name: "a.pdf".to_owned(),
            media_type: "application/pdf".into(),
            size: 1,
            sha256: "0a".repeat(32),
        };
        let (details, source) = (details(name, facets).published_by(ana()), source.published_by(ana()));
        ResourceEvent::ResourcePublished { resource: id(name), author: ana(), details, source }.into()
    }

    async fn prepare(pool: &PgPool, name: &str, content: &str) {
        sqlx::query(
            "INSERT INTO prepared (file, resource, media_type, size, state, next_try, asked_at, content, words)
             VALUES ($1, $2, 'application/pdf', 1, 'done', now(), now(), $3, array_to_tsvector($4))",
        )
        .bind(FileId::derived(&[name]).uuid())
        .bind(id(name).uuid())
        .bind(content)
        .bind(text::folded(content).split(' ').collect::<Vec<_>>())
        .execute(pool)
        .await
        .unwrap();
    }

    #[tokio::test]
    async fn documents_are_found_by_what_stands_inside_as_long_as_they_are_published() {
        let db = testkit::database().await;
        let report = facets("AR", Language::Es, Kind::Report, &[Theme::CASH_TRANSFERS]);
        fold_into(
            &db.pool,
            log_of([
                document("Uno", guide()),
                document("Dos", report.clone()),
                published("Tres: canastas de alimentos", report),
                document("Cuatro", guide()),
                withdrawn("Cuatro", guide()),
            ]),
        )
        .await;
        for (name, content) in [("Uno", "Las canastas básicas"), ("Dos", "Pensión"), ("Cuatro", "canastas")]
        {
            prepare(&db.pool, name, content).await;
        }
        // Of a document that is none of the resource's any more.
        sqlx::query("INSERT INTO prepared SELECT gen_random_uuid(), $1, media_type, size, state, reason, attempts, next_try, asked_at, done_at, content, words FROM prepared WHERE resource = $2")
            .bind(id("Dos").uuid())
            .bind(id("Uno").uuid())
            .execute(&db.pool)
            .await
            .unwrap();
        let titles = async |typed: &str, filter: Filter| {
            let found = search(&db.pool, &looking(typed), filter, 0).await.unwrap();
            found.into_iter().map(|card| card.title).collect::<Vec<_>>()
        };
        let any = Filter::default();
        assert_eq!(titles("CANASTA", any).await, ["Tres: canastas de alimentos", "Uno"]);
        assert_eq!(titles("basicas canast", any).await, ["Uno"]);
        assert_eq!(titles("registrar familias", any).await.len(), 3, "all have it in their summaries");
        assert_eq!(titles("nada", any).await, Vec::<String>::new());
        let brazil = Filter { country: "BR".parse().ok(), ..any };
        assert_eq!(titles("canastas", brazil).await, ["Uno"]);
        assert!(search(&db.pool, &looking("canastas"), any, 1).await.unwrap().is_empty());

        let counts = search_counts(&db.pool, &looking("canastas"), brazil).await.unwrap();
        assert_eq!((counts.found, counts.total), (1, 2));
        assert_eq!(counts.countries.any, 2);
        assert_eq!(
            counts.countries.values.iter().map(|(country, n)| (country.code(), *n)).collect::<Vec<_>>(),
            [("AR", 1), ("BR", 1)]
        );
        assert_eq!((counts.kinds.any, counts.kinds.values), (1, vec![(Kind::Guide, 1)]));
        assert_eq!(counts.themes.values, [(Theme::CASH_TRANSFERS, 1), (Theme::SOCIAL_REGISTRY, 1)]);
        let none = search_counts(&db.pool, &looking("nada"), any).await.unwrap();
        assert_eq!((none.found, none.total, none.languages.values.len()), (0, 0, 0));

        let all = ["Uno", "Tres: canastas de alimentos", "Cuatro"].map(id);
        let found = inside(&db.pool, &looking("canastas"), &all).await.unwrap();
        assert_eq!(found.keys().collect::<Vec<_>>(), [&id("Uno")]);
    }
}
