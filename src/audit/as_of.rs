//! `iaspn audit as-of`: a whole read model as it stood at a moment, folded from the log and from nothing else.

use std::io::Write;

use chrono::{DateTime, Utc};

use super::form::{Form, moment, read_models, told};
use super::{Portal, StoreSettings};

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    pub store: StoreSettings,
    /// The read model's name, as `iaspn projections status` lists them
    #[arg(value_name = "MODEL")]
    model: String,
    /// The moment, in UTC: 2026-03-02T10:00:00Z, or 2026-03-02 for the end of that day
    #[arg(long, value_name = "DAY|TIME", value_parser = moment)]
    at: DateTime<Utc>,
    #[command(flatten)]
    form: Form,
}

/// Comma-separated values, unless JSON is asked for.
pub async fn run(portal: &Portal, args: &Args, out: &mut dyn Write) -> anyhow::Result<()> {
    let dump = read_models(portal).dump(&args.model, args.at).await.map_err(told)?;
    if !args.form.json {
        return dump.csv(|piece| Ok(out.write_all(piece)?)).await;
    }
    let mut empty = true;
    dump.json(|row| {
        out.write_all(if std::mem::take(&mut empty) { b"[\n" } else { b",\n" })?;
        Ok::<_, anyhow::Error>(out.write_all(row.as_bytes())?)
    })
    .await?;
    Ok(out.write_all(if empty { b"[]\n" } else { b"\n]\n" })?)
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use crate::audit::testing::{Stage, id, refused};

    async fn stage() -> Stage {
        let stage = Stage::new().await;
        stage.at("2026-01-01T09:00:00Z").join("ana").await;
        stage.at("2026-01-02T09:00:00Z").publish("ana", "guide", None).await;
        stage.at("2026-01-03T09:00:00Z").publish("ana", "law", None).await;
        stage.at("2026-01-04T09:00:00Z").withdraw("law").await;
        stage
    }

    async fn rows(stage: &Stage, model: &str, at: &str) -> Vec<Value> {
        let json = stage.ask(&["as-of", model, "--at", at, "--json"]).await.unwrap();
        serde_json::from_str(&json).unwrap()
    }

    #[tokio::test]
    async fn a_read_model_is_told_as_it_stood() {
        let stage = stage().await;
        for (at, titles) in [
            ("2026-01-01", vec![]),
            ("2026-01-02T08:59:59Z", vec![]),
            ("2026-01-02T09:00:00Z", vec!["guide"]),
            ("2026-01-03", vec!["guide", "law"]),
            ("2026-01-04", vec!["guide"]),
        ] {
            let resources = rows(&stage, "resources", at).await;
            let mut told: Vec<_> = resources.iter().map(|row| row["title"].as_str().unwrap()).collect();
            told.sort_unstable();
            assert_eq!(told, titles, "{at}");
        }
        // An award stands a moment after what earned it, at the time of the reactor.
        let totals = rows(&stage, "point_totals", "2026-01-03").await;
        let all = totals.iter().find(|row| row["period"] == "all").unwrap();
        assert_eq!((&all["points"], &all["member"]), (&20.into(), &id("ana").to_string().into()));
    }

    #[tokio::test]
    async fn as_csv_the_columns_are_named() {
        let stage = stage().await;
        let csv = stage.ask(&["as-of", "point_totals", "--at", "2026-01-02"]).await.unwrap();
        let lines: Vec<_> = csv.lines().collect();
        assert_eq!(lines[0], "period,member,points");
        assert_eq!(lines[1], format!("all,{},10", id("ana")));
        assert_eq!(lines.len(), 4);
        let nothing = stage.ask(&["as-of", "point_totals", "--at", "2025-01-02", "--json"]).await.unwrap();
        assert_eq!(nothing, "[]\n");
    }

    #[tokio::test]
    async fn nobodys_name_is_in_it() {
        let stage = stage().await;
        let members = stage.ask(&["as-of", "members", "--at", "2026-01-02", "--json"]).await.unwrap();
        assert!(members.contains(&id("ana").to_string()), "{members}");
        assert!(!members.contains("\"ana"), "{members}");
    }

    #[tokio::test]
    async fn what_cannot_be_answered_is_told_in_one_line() {
        let stage = stage().await;
        for (model, at, part) in [
            ("nothing", "2026-01-02", "there is no read model `nothing`"),
            ("resources", "yesterday", "2026-03-02T10:00:00Z"),
        ] {
            let said = refused(stage.ask(&["as-of", model, "--at", at]).await);
            assert!(said.contains(part), "{said}");
        }
    }
}
