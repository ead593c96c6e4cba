//! Read model `country_months`: how much each country contributed to the library in each month, resources and highlights, for the rotation of
//! the featured country and for reports.

use chrono::{Datelike, NaiveDate};
use domain::highlights::HighlightEvent;
use domain::library::ResourceEvent;
use domain::{Country, Event, Recorded};
use serde::{Deserialize, Serialize};
use sqlx::PgPool;

use super::decoded;
use super::featured::Contributed;
use crate::{FoldError, ReadModel};

#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Key {
    pub country: Country,
    /// Its first day.
    pub month: NaiveDate,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    pub country: Country,
    pub month: NaiveDate,
    pub contributions: u32,
}

pub struct CountryMonths;

impl ReadModel for CountryMonths {
    type Key = Key;
    type Row = Row;

    const NAME: &'static str = "country_months";
    const VERSION: i32 = 2;
    const KEY: &'static [&'static str] = &["country", "month"];
    const DDL: &'static str = include_str!("country_months.sql");
    const SOURCES: &'static [&'static str] = &["resource", "highlight"];

    fn keys(event: &Recorded) -> Vec<Key> {
        let country = match &event.event {
            Event::Resource(ResourceEvent::ResourcePublished { details, .. }) => details.facets.country,
            Event::Highlight(HighlightEvent::HighlightPublished { details, .. }) => details.country,
            _ => None,
        };
        let month = first_of_month(event.metadata.at.date_naive());
        country.map(|country| Key { country, month }).into_iter().collect()
    }

    fn fold(key: &Key, row: &mut Option<Row>, _: &Recorded) -> Result<(), FoldError> {
        let row = row.get_or_insert(Row { country: key.country, month: key.month, contributions: 0 });
        row.contributions += 1;
        Ok(())
    }
}

impl From<&Row> for Contributed {
    fn from(row: &Row) -> Self {
        Self { month: row.month, country: row.country, count: row.contributions }
    }
}

/// The first day of the month of a day.
pub fn first_of_month(day: NaiveDate) -> NaiveDate {
    day.with_day(1).unwrap_or(day)
}

/// Everything, in no particular order: a few rows for each month.
pub async fn all(pool: &PgPool) -> sqlx::Result<Vec<Contributed>> {
    let rows =
        sqlx::query!("SELECT month, country, contributions FROM country_months").fetch_all(pool).await?;
    rows.into_iter()
        .map(|row| {
            Ok(Contributed {
                month: row.month,
                country: decoded(row.country.parse())?,
                count: row.contributions.unsigned_abs(),
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use domain::library::{Details, Facets, Kind, Licence, Source};
    use domain::{Language, MemberId, ResourceId, Theme};

    use super::*;
    use crate::engine::fold_all;
    use crate::organisations::testing::recorded;

    fn published(day: &str, country: Option<&str>) -> Recorded {
        recorded(
            day,
            ResourceEvent::ResourcePublished {
                resource: ResourceId::derived(&[day]),
                author: MemberId::derived(&["ana"]),
                details: Details {
                    title: "Guide".into(),
                    summary: "How.".into(),
                    authors: None,
                    institution: None,
                    year: None,
                    licence: Licence::CcBy,
                    facets: Facets {
                        country: country.map(|code| code.parse().unwrap()),
                        language: Language::En,
                        kind: Kind::Guide,
                        themes: vec![Theme::RURAL],
                    },
                },
                source: Source::Link { url: "https://example.org".into() },
            },
        )
    }

    #[test]
    fn resources_are_counted_by_the_month_of_their_publication() {
        let rows = fold_all::<CountryMonths>(&[
            published("2026-01-31", Some("BR")),
            published("2026-01-01", Some("BR")),
            published("2026-02-01", Some("BR")),
            published("2026-02-01", None),
        ])
        .unwrap();
        let count = |month: &str| {
            let key = Key { country: "BR".parse().unwrap(), month: month.parse().unwrap() };
            rows.get(&key).map(|row| row.contributions)
        };
        assert_eq!((count("2026-01-01"), count("2026-02-01"), rows.len()), (Some(2), Some(1), 2));
    }
}
