//! Read model `featured_overrules`: the months for which an administrator chose the country in place of the rule.

use chrono::{DateTime, NaiveDate, Utc};
use domain::organisations::FeaturedMonthEvent;
use domain::{Country, Event, Recorded};
use serde::{Deserialize, Serialize};
use sqlx::PgPool;

use super::decoded;
use super::featured::Overrule;
use crate::{FoldError, ReadModel};

#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Key {
    pub month: NaiveDate,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    pub month: NaiveDate,
    pub country: Country,
    pub reason: String,
    pub decided_at: DateTime<Utc>,
}

pub struct FeaturedOverrules;

impl ReadModel for FeaturedOverrules {
    type Key = Key;
    type Row = Row;

    const NAME: &'static str = "featured_overrules";
    const VERSION: i32 = 1;
    const KEY: &'static [&'static str] = &["month"];
    const DDL: &'static str = include_str!("featured_overrules.sql");
    const SOURCES: &'static [&'static str] = &["featured_month"];

    fn keys(event: &Recorded) -> Vec<Key> {
        match &event.event {
            Event::FeaturedMonth(
                FeaturedMonthEvent::MonthOverruled { month, .. }
                | FeaturedMonthEvent::MonthGivenBack { month, .. },
            ) => vec![Key { month: *month }],
            _ => vec![],
        }
    }

    fn fold(_: &Key, row: &mut Option<Row>, event: &Recorded) -> Result<(), FoldError> {
        match &event.event {
            Event::FeaturedMonth(FeaturedMonthEvent::MonthOverruled { month, country, reason }) => {
                *row = Some(Row {
                    month: *month,
                    country: *country,
                    reason: reason.clone(),
                    decided_at: event.metadata.at,
                });
            }
            Event::FeaturedMonth(FeaturedMonthEvent::MonthGivenBack { .. }) => *row = None,
            _ => {}
        }
        Ok(())
    }
}

impl From<&Row> for Overrule {
    fn from(row: &Row) -> Self {
        Self { month: row.month, country: row.country, reason: row.reason.clone() }
    }
}

/// Everything, by month.
pub async fn all(pool: &PgPool) -> sqlx::Result<Vec<Overrule>> {
    let rows = sqlx::query!("SELECT month, country, reason FROM featured_overrules ORDER BY month")
        .fetch_all(pool)
        .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Overrule { month: row.month, country: decoded(row.country.parse())?, reason: row.reason })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::fold_all;
    use crate::organisations::testing::recorded;
    use crate::testing::{fold_into, log_of};

    fn may() -> NaiveDate {
        "2026-05-01".parse().unwrap()
    }

    fn overruled(code: &str) -> FeaturedMonthEvent {
        FeaturedMonthEvent::MonthOverruled {
            month: may(),
            country: code.parse().unwrap(),
            reason: format!("{code} hosts"),
        }
    }

    fn given_back() -> FeaturedMonthEvent {
        FeaturedMonthEvent::MonthGivenBack { month: may(), reason: "Postponed".into() }
    }

    #[test]
    fn the_last_decision_on_a_month_holds() {
        let fold = |events: Vec<FeaturedMonthEvent>| {
            let events: Vec<_> = events.into_iter().map(|event| recorded("2026-03-01", event)).collect();
            let rows = fold_all::<FeaturedOverrules>(&events).unwrap();
            rows.get(&Key { month: may() }).map(|row| row.country.code().to_owned())
        };
        assert_eq!(fold(vec![overruled("CL"), overruled("PE")]).as_deref(), Some("PE"));
        assert_eq!(fold(vec![overruled("CL"), given_back()]), None);
        assert_eq!(fold(vec![given_back(), overruled("UY")]).as_deref(), Some("UY"));
    }

    #[tokio::test]
    async fn overruled_months_are_listed() {
        let db = testkit::database().await;
        fold_into(&db.pool, log_of([overruled("CL").into()])).await;
        let overrule = Overrule { month: may(), country: "CL".parse().unwrap(), reason: "CL hosts".into() };
        assert_eq!(all(&db.pool).await.unwrap(), [overrule]);
    }
}
