//! The read model `library_counts`: a cube of how many resources have each combination of country,
//! language, kind and theme, so that the counts beside filters are a few look-ups.

use std::error::Error;
use std::fmt;
use std::str::FromStr;

use domain::library::{Facets, Kind, ResourceEvent};
use domain::{Country, Event, Language, Recorded, Theme};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sqlx::PgPool;

use super::listing::Filter;
use super::resources::parsed;
use super::themes::{Group, groups};
use crate::{FoldError, ReadModel};

/// One value of a facet or, as the empty text, any.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Any<T>(pub Option<T>);

impl<T: Serialize> Serialize for Any<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.0 {
            Some(value) => value.serialize(serializer),
            None => serializer.serialize_str(""),
        }
    }
}

impl<'de, T: FromStr<Err: fmt::Display>> Deserialize<'de> for Any<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        let value =
            if text.is_empty() { None } else { Some(text.parse().map_err(serde::de::Error::custom)?) };
        Ok(Self(value))
    }
}

/// A combination of values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Cell {
    pub country: Any<Country>,
    pub language: Any<Language>,
    pub kind: Any<Kind>,
    pub theme: Any<Theme>,
}

impl Cell {
    fn holds(self, facets: &Facets) -> bool {
        self.country.0.is_none_or(|country| facets.country == Some(country))
            && self.language.0.is_none_or(|language| facets.language == language)
            && self.kind.0.is_none_or(|kind| facets.kind == kind)
            && self.theme.0.is_none_or(|theme| facets.themes.contains(&theme))
    }

    /// Every cell that a resource with these values counts in.
    fn of(facets: &Facets) -> impl Iterator<Item = Self> {
        let countries = [None, facets.country];
        // A resource of no country counts once only under "any".
        let countries = countries.into_iter().take(1 + usize::from(facets.country.is_some()));
        countries.flat_map(move |country| {
            [None, Some(facets.language)].into_iter().flat_map(move |language| {
                [None, Some(facets.kind)].into_iter().flat_map(move |kind| {
                    std::iter::once(None).chain(facets.themes.iter().copied().map(Some)).map(move |theme| {
                        Self {
                            country: Any(country),
                            language: Any(language),
                            kind: Any(kind),
                            theme: Any(theme),
                        }
                    })
                })
            })
        })
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    pub country: Any<Country>,
    pub language: Any<Language>,
    pub kind: Any<Kind>,
    pub theme: Any<Theme>,
    pub n: u64,
}

pub struct LibraryCounts;

/// What the event takes away, and what it adds.
fn change(event: &Recorded) -> Option<(Option<&Facets>, Option<&Facets>)> {
    let Event::Resource(event) = &event.event else { return None };
    Some(match event {
        ResourceEvent::ResourcePublished { details, .. } => (None, Some(&details.facets)),
        ResourceEvent::ResourceEdited { details, was, .. } => (Some(was), Some(&details.facets)),
        ResourceEvent::ResourceWithdrawn { was, .. } => (Some(was), None),
        ResourceEvent::SourceReplaced { .. }
        | ResourceEvent::TranslationDeclared { .. }
        | ResourceEvent::TranslationWithdrawn { .. } => return None,
    })
}

impl ReadModel for LibraryCounts {
    type Key = Cell;
    type Row = Row;

    const NAME: &'static str = "library_counts";
    const VERSION: i32 = 1;
    const KEY: &'static [&'static str] = &["country", "language", "kind", "theme"];
    const DDL: &'static str = include_str!("counts.sql");
    const SOURCES: &'static [&'static str] = &["resource"];

    /// Cells that count the resource before and after an edit are not touched.
    fn keys(event: &Recorded) -> Vec<Cell> {
        let Some((was, is)) = change(event) else { return vec![] };
        let outside = |cell: &Cell, other: Option<&Facets>| other.is_none_or(|facets| !cell.holds(facets));
        let gone = was.into_iter().flat_map(Cell::of).filter(|cell| outside(cell, is));
        let new = is.into_iter().flat_map(Cell::of).filter(|cell| outside(cell, was));
        gone.chain(new).collect()
    }

    fn fold(cell: &Cell, row: &mut Option<Row>, event: &Recorded) -> Result<(), FoldError> {
        let Some((_, is)) = change(event) else { return Ok(()) };
        let counted = row.as_ref().map_or(0, |row| row.n);
        let n = if is.is_some_and(|facets| cell.holds(facets)) {
            counted + 1
        } else {
            counted.checked_sub(1).ok_or_else(|| FoldError::absent(format_args!("{cell:?}")))?
        };
        *row = (n > 0).then_some(Row {
            country: cell.country,
            language: cell.language,
            kind: cell.kind,
            theme: cell.theme,
            n,
        });
        Ok(())
    }
}

/// How many there are with a filter, and with each value of one facet in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counts {
    /// With the whole filter.
    pub found: u64,
    /// In all of the library.
    pub total: u64,
    pub countries: Facet<Country>,
    pub languages: Facet<Language>,
    pub kinds: Facet<Kind>,
    pub themes: Facet<Theme>,
}

impl Counts {
    /// Where nothing is found, whatever is chosen, in a library of so many.
    pub const fn none(total: u64) -> Self {
        Self {
            found: 0,
            total,
            countries: Facet::NONE,
            languages: Facet::NONE,
            kinds: Facet::NONE,
            themes: Facet::NONE,
        }
    }
}

/// How many there are without a choice in this facet, and with each that would find something; in the
/// order of the values' codes or of their vocabulary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facet<T> {
    pub any: u64,
    pub values: Vec<(T, u64)>,
}

impl<T> Facet<T> {
    const NONE: Self = Self { any: 0, values: Vec::new() };
}

impl<T: Ord + FromStr<Err: Error + Send + Sync + 'static>> Facet<T> {
    fn of(cells: &[(String, u64)]) -> sqlx::Result<Self> {
        let mut facet = Self { any: 0, values: Vec::with_capacity(cells.len()) };
        for (value, n) in cells {
            if value.is_empty() {
                facet.any = *n;
            } else {
                facet.values.push((parsed(value)?, *n));
            }
        }
        facet.values.sort_unstable();
        Ok(facet)
    }
}

/// The counts under a filter. A resource may have several themes of which one stands for the others, so that
/// their cells cannot be added: these few themes are counted anew.
pub async fn counts(pool: &PgPool, filter: Filter) -> sqlx::Result<Counts> {
    let groups = groups(pool).await?;
    let mut counts = match groups.iter().find(|group| Some(group.theme) == filter.theme) {
        Some(group) => gathered(pool, filter, group).await?,
        None => kept(pool, filter).await?,
    };
    for group in groups {
        let slugs = &group.slugs;
        counts.themes.values.retain(|(theme, _)| slugs.iter().all(|slug| slug != theme.slug()));
        let n = of_group(pool, filter, &group).await?;
        if n > 0 {
            counts.themes.values.push((group.theme, n));
        }
    }
    counts.themes.values.sort_unstable();
    Ok(counts)
}

/// How many have any of these themes, whatever theme the filter has.
async fn of_group(pool: &PgPool, filter: Filter, group: &Group) -> sqlx::Result<u64> {
    let n = sqlx::query_scalar!(
        r#"SELECT count(*) AS "n!" FROM resources
           WHERE themes || ARRAY[country, language, kind] && $1 AND ($2::text IS NULL OR country = $2)
               AND ($3::text IS NULL OR language = $3) AND ($4::text IS NULL OR kind = $4)"#,
        &group.slugs,
        filter.country.as_ref().map(Country::code),
        filter.language.map(Language::code),
        filter.kind.map(Kind::slug),
    )
    .fetch_one(pool)
    .await?;
    Ok(n.unsigned_abs())
}

/// Counts all that have any of these themes, but takes those of the themes and of the whole from the cube.
async fn gathered(pool: &PgPool, filter: Filter, group: &Group) -> sqlx::Result<Counts> {
    let of_all = kept(pool, Filter { theme: None, ..filter }).await?;
    let country = filter.country.as_ref().map_or("", Country::code);
    let rows = sqlx::query!(
        r#"WITH fits AS MATERIALIZED (
               SELECT country, language, kind, $2 IN ('', country) AS by_country,
                   $3 IN ('', language) AS by_language, $4 IN ('', kind) AS by_kind
               FROM resources WHERE themes || ARRAY[country, language, kind] && $1)
           SELECT 0 AS "facet!", coalesce(country, '') AS "value!", count(*) AS "n!" FROM fits
               WHERE by_language AND by_kind GROUP BY GROUPING SETS ((), (country))
               HAVING grouping(country) = 1 OR country IS NOT NULL
           UNION ALL SELECT 1, coalesce(language, ''), count(*) FROM fits
               WHERE by_country AND by_kind GROUP BY GROUPING SETS ((), (language))
           UNION ALL SELECT 2, coalesce(kind, ''), count(*) FROM fits
               WHERE by_country AND by_language GROUP BY GROUPING SETS ((), (kind))"#,
        &group.slugs,
        country,
        filter.language.map_or("", Language::code),
        filter.kind.map_or("", Kind::slug),
    )
    .fetch_all(pool)
    .await?;
    let mut facets: [Vec<(String, u64)>; 3] = Default::default();
    for row in rows {
        if let Some(facet) = usize::try_from(row.facet).ok().and_then(|n| facets.get_mut(n)) {
            facet.push((row.value, row.n.unsigned_abs()));
        }
    }
    let [countries, languages, kinds] = facets;
    Ok(Counts {
        found: countries.iter().find(|(value, _)| value == country).map_or(0, |(_, n)| *n),
        total: of_all.total,
        countries: Facet::of(&countries)?,
        languages: Facet::of(&languages)?,
        kinds: Facet::of(&kinds)?,
        themes: of_all.themes,
    })
}

/// As the cube has them, by the themes as resources name them: four short runs of an index, and the whole.
async fn kept(pool: &PgPool, filter: Filter) -> sqlx::Result<Counts> {
    let country = filter.country.as_ref().map_or("", Country::code);
    let rows = sqlx::query!(
        r#"SELECT 0 AS "facet!", country AS "value!", n AS "n!" FROM library_counts
               WHERE language = $2 AND kind = $3 AND theme = $4
           UNION ALL SELECT 1, language, n FROM library_counts
               WHERE country = $1 AND kind = $3 AND theme = $4
           UNION ALL SELECT 2, kind, n FROM library_counts
               WHERE country = $1 AND language = $2 AND theme = $4
           UNION ALL SELECT 3, theme, n FROM library_counts
               WHERE country = $1 AND language = $2 AND kind = $3
           UNION ALL SELECT 4, '', n FROM library_counts
               WHERE country = '' AND language = '' AND kind = '' AND theme = ''"#,
        country,
        filter.language.map_or("", Language::code),
        filter.kind.map_or("", Kind::slug),
        filter.theme.as_ref().map_or("", Theme::slug),
    )
    .fetch_all(pool)
    .await?;
    of_facets(rows.into_iter().map(|row| (row.facet, row.value, row.n.unsigned_abs())), filter)
}

/// From the number of each facet (countries, languages, kinds, themes, then the whole), its values, empty for any,
/// and how many have them.
pub(super) fn of_facets(
    counted: impl IntoIterator<Item = (i32, String, u64)>,
    filter: Filter,
) -> sqlx::Result<Counts> {
    let country = filter.country.as_ref().map_or("", Country::code);
    let mut facets: [Vec<(String, u64)>; 5] = Default::default();
    for (facet, value, n) in counted {
        if let Some(facet) = usize::try_from(facet).ok().and_then(|n| facets.get_mut(n)) {
            facet.push((value, n));
        }
    }
    let [countries, languages, kinds, themes, total] = facets;
    Ok(Counts {
        found: countries.iter().find(|(value, _)| value == country).map_or(0, |(_, n)| *n),
        total: total.first().map_or(0, |(_, n)| *n),
        countries: Facet::of(&countries)?,
        languages: Facet::of(&languages)?,
        kinds: Facet::of(&kinds)?,
        themes: Facet::of(&themes)?,
    })
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;
    use crate::engine::fold_all;
    use crate::library::testing::{edited, facets, guide, merged, published, theme_added, withdrawn};
    use crate::testing::{fold_into, log_of};

    fn cell(country: &str, language: Option<Language>, kind: Option<Kind>, theme: Option<Theme>) -> Cell {
        Cell {
            country: Any(country.parse().ok()),
            language: Any(language),
            kind: Any(kind),
            theme: Any(theme),
        }
    }

    #[test]
    fn a_resource_counts_in_every_combination_of_its_values() {
        let rows = fold_all::<LibraryCounts>(&log_of([published("a", guide())])).unwrap();
        assert_eq!(rows.len(), 2 * 2 * 2 * 3);
        assert!(rows.values().all(|row| row.n == 1));
        let nowhere = Facets { country: None, ..guide() };
        let rows = fold_all::<LibraryCounts>(&log_of([published("a", nowhere)])).unwrap();
        assert_eq!(rows.len(), 2 * 2 * 3);
    }

    #[test]
    fn an_edit_touches_only_what_changes() {
        let moved = Facets { kind: Kind::Report, ..guide() };
        let log = log_of([published("a", guide()), edited("a", 2, "A", moved, guide())]);
        let touched = LibraryCounts::keys(&log[1]);
        assert_eq!(touched.len(), 2 * (2 * 2 * 3), "those with the old kind and those with the new");
        assert!(touched.iter().all(|cell| cell.kind.0.is_some()));
        assert_eq!(LibraryCounts::keys(&log_of([edited("a", 2, "New title", guide(), guide())])[0]), []);
    }

    #[test]
    fn a_combination_that_nothing_has_is_gone() {
        let log = log_of([published("a", guide()), withdrawn("a", guide())]);
        assert!(fold_all::<LibraryCounts>(&log).unwrap().is_empty());
        assert!(fold_all::<LibraryCounts>(&log[1..]).is_err(), "nothing is counted below none");
    }

    /// A few hundred publications, edits and withdrawals, drawn from a fixed sequence: in the end the
    /// cube says of every combination what counting says.
    #[tokio::test]
    async fn the_cube_agrees_with_counting() {
        let mut state = 7_u64;
        let mut draw = |n: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            usize::try_from(state >> 33).unwrap() % n
        };
        let mut shelf: HashMap<String, Facets> = HashMap::new();
        let mut events = vec![];
        for n in 0..400 {
            let mut themes: Vec<Theme> = (0..=draw(3)).map(|_| Theme::FOUNDING[draw(4)]).collect();
            themes.sort_unstable();
            themes.dedup();
            let country = ["", "BR", "AR"][draw(3)];
            let drawn = facets(country, Language::ALL[draw(2)], Kind::ALL[draw(3)], &themes);
            let mut names: Vec<String> = shelf.keys().cloned().collect();
            names.sort_unstable();
            match draw(4) {
                0 if !names.is_empty() => {
                    let name = &names[draw(names.len())];
                    events.push(withdrawn(name, shelf.remove(name).unwrap()));
                }
                1 if !names.is_empty() => {
                    let name = names[draw(names.len())].clone();
                    let was = shelf.insert(name.clone(), drawn.clone()).unwrap();
                    events.push(edited(&name, 2, "Edited", drawn, was));
                }
                _ => {
                    events.push(published(&n.to_string(), drawn.clone()));
                    shelf.insert(n.to_string(), drawn);
                }
            }
        }
        let log = log_of(events);
        let counted = fold_all::<LibraryCounts>(&log).unwrap();
        let mut cells: HashMap<Cell, u64> = HashMap::new();
        for facets in shelf.values() {
            for cell in Cell::of(facets) {
                *cells.entry(cell).or_default() += 1;
            }
        }
        assert!(cells.len() > 100);
        assert_eq!(counted.iter().map(|(cell, row)| (*cell, row.n)).collect::<HashMap<_, _>>(), cells);

        let db = testkit::database().await;
        fold_into(&db.pool, log).await;
        let filter = Filter { country: "BR".parse().ok(), kind: Some(Kind::ALL[1]), ..Filter::default() };
        let counts = counts(&db.pool, filter).await.unwrap();
        let fits = |with: &dyn Fn(&Facets) -> bool| {
            u64::try_from(shelf.values().filter(|facets| with(facets)).count()).unwrap()
        };
        let brazil = |facets: &Facets| facets.country == filter.country;
        let kind = |facets: &Facets| Some(facets.kind) == filter.kind;
        assert_eq!(counts.total, fits(&|_| true));
        assert_eq!(counts.found, fits(&|f| brazil(f) && kind(f)));
        assert_eq!(counts.countries.any, fits(&kind));
        assert_eq!(counts.kinds.any, fits(&brazil));
        for (country, n) in &counts.countries.values {
            assert_eq!(*n, fits(&|f| f.country == Some(*country) && kind(f)));
        }
        for (other, n) in &counts.kinds.values {
            assert_eq!(*n, fits(&|f| brazil(f) && f.kind == *other));
        }
        for (theme, n) in &counts.themes.values {
            assert_eq!(*n, fits(&|f| brazil(f) && kind(f) && f.themes.contains(theme)));
        }
        assert_eq!((counts.countries.values.len(), counts.kinds.values.len()), (2, 3));
        assert_eq!((counts.languages.values.len(), counts.themes.values.len()), (2, 4));
    }

    /// Whatever is asked for, counts are those of a library whose resources had been published with the
    /// theme that is left.
    #[tokio::test]
    async fn a_resource_with_merged_themes_counts_once() {
        let [care, health, rural] = [Theme::CARE_SYSTEMS, Theme::HEALTH, Theme::RURAL];
        let shelf = [
            ("a", "BR", Kind::Guide, vec![care, health]),
            ("b", "BR", Kind::Law, vec![health]),
            ("c", "AR", Kind::Guide, vec![care, rural]),
            ("d", "", Kind::Guide, vec![rural]),
        ];
        let history = |left: fn(Theme) -> Theme| {
            let mut events: Vec<_> = ["care", "health", "rural"].map(theme_added).into();
            events.extend(shelf.clone().map(|(name, country, kind, themes)| {
                let mut themes: Vec<Theme> = themes.into_iter().map(left).collect();
                themes.dedup();
                published(name, facets(country, Language::Es, kind, &themes))
            }));
            events
        };
        let left = |theme| if theme == Theme::HEALTH { Theme::CARE_SYSTEMS } else { theme };
        let (merging, as_if) = (testkit::database().await, testkit::database().await);
        let mut events = history(|theme| theme);
        events.push(merged("health", "care", &[]));
        fold_into(&merging.pool, log_of(events)).await;
        fold_into(&as_if.pool, log_of(history(left))).await;
        let none = Filter::default();
        for filter in [
            none,
            Filter { theme: Some(care), ..none },
            Filter { theme: Some(rural), ..none },
            Filter { theme: Some(care), country: "BR".parse().ok(), ..none },
            Filter { theme: Some(care), kind: Some(Kind::Guide), language: Some(Language::Es), ..none },
            Filter { kind: Some(Kind::Law), ..none },
            Filter { theme: Some(care), country: "UY".parse().ok(), ..none },
        ] {
            let counted = counts(&merging.pool, filter).await.unwrap();
            assert_eq!(counted, counts(&as_if.pool, filter).await.unwrap(), "{filter:?}");
        }
        let counted = counts(&merging.pool, none).await.unwrap();
        assert_eq!(counted.themes.values, [(care, 3), (rural, 2)]);
    }

    #[tokio::test]
    async fn an_empty_library_counts_nothing() {
        let db = testkit::database().await;
        fold_into(&db.pool, log_of([published("a", guide()), withdrawn("a", guide())])).await;
        let counts = counts(&db.pool, Filter::default()).await.unwrap();
        assert_eq!((counts.total, counts.found, counts.themes.values.len()), (0, 0, 0));
    }

    #[test]
    fn a_cell_is_stored_with_empty_texts_for_any() {
        let stored = serde_json::to_value(cell("BR", None, Some(Kind::Law), None)).unwrap();
        assert_eq!(stored, serde_json::json!({"country": "BR", "language": "", "kind": "law", "theme": ""}));
        let row = Row {
            country: Any(None),
            language: Any(Some(Language::Fr)),
            kind: Any(None),
            theme: Any(Some(Theme::RURAL)),
            n: 2,
        };
        assert_eq!(serde_json::from_value::<Row>(serde_json::to_value(&row).unwrap()).unwrap(), row);
    }
}
