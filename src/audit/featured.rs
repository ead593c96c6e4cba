//! `iaspn audit featured`: which country a month features, from the log and from nothing else: the contributions
//! of each month and the decisions of administrators are folded anew, and the published rule is applied to them.

use std::io::Write;

use chrono::NaiveDate;
use domain::EventLog;
use domain::organisations::featured_month::month_of;
use projections::engine::Folded;
use projections::organisations::country_months::CountryMonths;
use projections::organisations::featured::{Contributed, Featured, Overrule, featured};
use projections::organisations::featured_overrules::FeaturedOverrules;

use super::replay::replay;
use super::{Portal, StoreSettings};

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    pub store: StoreSettings,
    /// The month; one that lies ahead is told as it stands
    #[arg(long, value_name = "YYYY-MM", value_parser = month)]
    month: NaiveDate,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

fn month(text: &str) -> Result<NaiveDate, &'static str> {
    month_of(text).ok_or("write a month as 2026-05")
}

pub async fn run(portal: &Portal, args: &Args, out: &mut dyn Write) -> anyhow::Result<()> {
    let answer = answer(&portal.store, args.month).await?;
    if args.json {
        serde_json::to_writer(&mut *out, &answer).map_err(std::io::Error::from)?;
        writeln!(out)?;
        return Ok(());
    }
    writeln!(out, "{} features {}.", args.month.format("%Y-%m"), answer.country)?;
    if let Some(overrule) = &answer.overrule {
        let reason: String =
            overrule.reason.chars().map(|one| if one.is_control() { ' ' } else { one }).collect();
        writeln!(out, "An administrator chose it in place of {}: {reason}", answer.choice_of_rule())?;
    }
    writeln!(out, "place  country  last featured  contributions before")?;
    for (place, one) in answer.ranking.iter().enumerate() {
        let last = one.last.map_or("never".to_owned(), |last| last.format("%Y-%m").to_string());
        writeln!(out, "{:>5}  {:<7}  {last:<13}  {:>20}", place + 1, one.country.code(), one.contributions)?;
    }
    Ok(())
}

async fn answer(log: &dyn EventLog, month: NaiveDate) -> anyhow::Result<Featured> {
    let mut months = Folded::<CountryMonths>::default();
    let mut overrules = Folded::<FeaturedOverrules>::default();
    replay(log, |event| {
        months.take(event)?;
        Ok(overrules.take(event)?)
    })
    .await?;
    let history: Vec<Contributed> = months.rows().values().map(Contributed::from).collect();
    let overrules: Vec<Overrule> = overrules.rows().values().map(Overrule::from).collect();
    Ok(featured(&history, &overrules, month))
}

#[cfg(test)]
mod tests {
    use domain::organisations::FeaturedMonthCommand;
    use projections::organisations::{country_months, featured_overrules};
    use serde_json::Value;

    use super::*;
    use crate::audit::testing::{Stage, refused};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    async fn stage() -> Stage {
        let stage = Stage::new().await;
        stage.at("2026-01-10T09:00:00Z").join("ana").await;
        for (name, country) in [("guide", "UY"), ("law", "BR"), ("tool", "BR")] {
            stage.publish_about("ana", name, None, Some(country.parse().unwrap())).await;
        }
        stage.at("2026-02-10T09:00:00Z");
        let overrule = |code: &str, reason: &str| FeaturedMonthCommand::Overrule {
            month: day("2026-03-01"),
            country: code.parse().unwrap(),
            reason: reason.into(),
            today: day("2026-02-10"),
        };
        stage.feature(overrule("CL", "It hosts the assembly 🏛"), "2026-03").await;
        stage
    }

    #[tokio::test]
    async fn the_log_and_the_pages_agree_on_every_month() {
        let stage = stage().await;
        stage.follow_all().await;
        let pool = &stage.portal.pool;
        // What the pages ask, and the rule that they apply to it.
        let history = country_months::all(pool).await.unwrap();
        let overrules = featured_overrules::all(pool).await.unwrap();
        for (month, country) in [("2026-01", "AG"), ("2026-02", "BR"), ("2026-03", "CL"), ("2026-04", "UY")] {
            let told = answer(&stage.portal.store, month_of(month).unwrap()).await.unwrap();
            assert_eq!(told, featured(&history, &overrules, month_of(month).unwrap()));
            assert_eq!(told.country.code(), country, "{month}");
        }
    }

    #[tokio::test]
    async fn a_month_is_told_as_text_and_as_json() {
        let stage = stage().await;
        let text = stage.ask(&["featured", "--month", "2026-03"]).await.unwrap();
        let begin =
            "2026-03 features CL.\nAn administrator chose it in place of UY: It hosts the assembly 🏛\n";
        assert!(text.starts_with(begin), "{text}");
        assert!(text.contains("    1  UY       never                             1\n"), "{text}");
        assert_eq!(text.lines().count(), 3 + 35);
        let json = stage.ask(&["featured", "--month", "2026-02", "--json"]).await.unwrap();
        let told: Value = serde_json::from_str(&json).unwrap();
        assert_eq!((&told["country"], &told["overrule"]), (&"BR".into(), &Value::Null));
        let first = &told["ranking"][0];
        assert_eq!(
            (&first["country"], &first["contributions"], &first["last"]),
            (&"BR".into(), &2.into(), &Value::Null)
        );
    }

    #[tokio::test]
    async fn what_is_no_month_is_told_in_one_line() {
        let stage = Stage::new().await;
        for month in ["2026-13", "May", "2026-05-01"] {
            let said = refused(stage.ask(&["featured", "--month", month]).await);
            assert!(said.contains("write a month as 2026-05"), "{said}");
        }
        // An empty log features the first code.
        let told = stage.ask(&["featured", "--month", "2026-05"]).await.unwrap();
        assert!(told.starts_with("2026-05 features AG."), "{told}");
    }
}
