//! `iaspn audit diff`: which rows of a read model came, went and changed between two moments.

use std::collections::BTreeMap;
use std::io::Write;

use chrono::{DateTime, Utc};
use projections::engine::Changed;
use serde::Serialize;
use serde_json::Value;

use super::form::{Form, io_error, moment, read_models, told};
use super::{Portal, StoreSettings};
use crate::cli::advice;

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    pub store: StoreSettings,
    /// The read model's name, as `iaspn projections status` lists them
    #[arg(value_name = "MODEL")]
    model: String,
    /// The earlier moment, in UTC: 2026-03-02T10:00:00Z, or 2026-03-02 for the end of that day
    #[arg(long, value_name = "DAY|TIME", value_parser = moment)]
    from: DateTime<Utc>,
    /// The later moment
    #[arg(long, value_name = "DAY|TIME", value_parser = moment)]
    to: DateTime<Utc>,
    #[command(flatten)]
    form: Form,
}

/// A row that differs; its columns without the key.
#[derive(Debug, Serialize)]
struct Line {
    change: &'static str,
    key: Row,
    #[serde(skip_serializing_if = "Option::is_none")]
    old: Option<Row>,
    #[serde(skip_serializing_if = "Option::is_none")]
    new: Option<Row>,
}

type Row = BTreeMap<String, Value>;

impl Line {
    fn of(changed: &Changed, columns: &[&str]) -> serde_json::Result<Self> {
        let parsed = |row: &Option<String>| row.as_deref().map(serde_json::from_str::<Row>).transpose();
        let (mut old, mut new) = (parsed(&changed.old)?, parsed(&changed.new)?);
        let change = match (&old, &new) {
            (None, _) => "added",
            (_, None) => "removed",
            _ => "changed",
        };
        let mut key = Row::new();
        for row in [&mut old, &mut new].into_iter().flatten() {
            key.extend(columns.iter().filter_map(|column| row.remove_entry(*column)));
        }
        Ok(Self { change, key, old, new })
    }

    /// Each column that is not the same: its name, before and after.
    fn differences(&self) -> impl Iterator<Item = (&str, &Value, &Value)> {
        const NOTHING: &Row = &Row::new();
        let (old, new) = (self.old.as_ref().unwrap_or(NOTHING), self.new.as_ref().unwrap_or(NOTHING));
        let columns = self.new.as_ref().unwrap_or(old).keys();
        columns.filter_map(move |column| {
            let (old, new) = (old.get(column), new.get(column));
            (old != new).then(|| (column.as_str(), old.unwrap_or(&Value::Null), new.unwrap_or(&Value::Null)))
        })
    }
}

/// A value as a spreadsheet has it.
fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

pub async fn run(portal: &Portal, args: &Args, out: &mut dyn Write) -> anyhow::Result<()> {
    if args.from > args.to {
        return Err(advice("--from must not lie after --to"));
    }
    let models = read_models(portal);
    let key = models.key(&args.model).map_err(told)?;
    let mut sheet = Sheet::begin(args.form, key, out)?;
    models.changes(&args.model, [args.from, args.to], |changed| sheet.add(&Line::of(&changed, key)?)).await?;
    sheet.end()
}

/// Lines in the form that was asked for.
enum Sheet<'a> {
    Text(&'a mut dyn Write),
    Json {
        out: &'a mut dyn Write,
        empty: bool,
    },
    /// One line for each column that differs.
    Csv {
        out: Box<csv::Writer<&'a mut dyn Write>>,
        key: &'static [&'static str],
    },
}

impl<'a> Sheet<'a> {
    fn begin(form: Form, key: &'static [&'static str], out: &'a mut dyn Write) -> anyhow::Result<Self> {
        if form.json {
            return Ok(Self::Json { out, empty: true });
        }
        if !form.csv {
            return Ok(Self::Text(out));
        }
        let mut out = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
        let columns = ["change"].iter().chain(key).chain(&["column", "old", "new"]);
        out.write_record(columns).map_err(io_error)?;
        Ok(Self::Csv { out: Box::new(out), key })
    }

    fn add(&mut self, line: &Line) -> anyhow::Result<()> {
        match self {
            Self::Text(out) => {
                let key: Vec<String> = line.key.values().map(plain).collect();
                let sign = match line.change {
                    "added" => '+',
                    "removed" => '-',
                    _ => '~',
                };
                write!(out, "{sign} {}", key.join(" "))?;
                for (column, old, new) in line.differences() {
                    match line.change {
                        "changed" => write!(out, "  {column}: {old} → {new}")?,
                        "added" => write!(out, "  {column}: {new}")?,
                        _ => write!(out, "  {column}: {old}")?,
                    }
                }
                writeln!(out)?;
            }
            Self::Json { out, empty } => {
                out.write_all(if std::mem::take(empty) { b"[\n" } else { b",\n" })?;
                serde_json::to_writer(&mut **out, line).map_err(std::io::Error::from)?;
            }
            Self::Csv { out, key } => {
                for (column, old, new) in line.differences() {
                    let key = key.iter().map(|name| line.key.get(*name).map(plain).unwrap_or_default());
                    let cells = [line.change.to_owned()].into_iter().chain(key);
                    let cells = cells.chain([column.to_owned(), plain(old), plain(new)]);
                    out.write_record(cells.collect::<Vec<_>>()).map_err(io_error)?;
                }
            }
        }
        Ok(())
    }

    fn end(self) -> anyhow::Result<()> {
        match self {
            Self::Text(_) => {}
            Self::Json { out, empty } => out.write_all(if empty { b"[]\n" } else { b"\n]\n" })?,
            Self::Csv { mut out, .. } => out.flush()?,
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::testing::{Stage, id, refused};

    /// Ana has ten points on the second and twenty on the third; Luis has ten from the third to the fourth.
    async fn stage() -> Stage {
        let stage = Stage::new().await;
        for name in ["ana", "luis"] {
            stage.at("2026-01-01T09:00:00Z").join(name).await;
        }
        stage.at("2026-01-02T09:00:00Z").publish("ana", "guide", None).await;
        stage.at("2026-01-03T09:00:00Z").publish("ana", "law", None).await;
        stage.at("2026-01-03T10:00:00Z").publish("luis", "tool", None).await;
        stage.at("2026-01-04T09:00:00Z").withdraw("tool").await;
        stage
    }

    async fn between(stage: &Stage, from: &str, to: &str, form: &[&str]) -> String {
        let arguments = [&["diff", "point_totals", "--from", from, "--to", to], form].concat();
        stage.ask(&arguments).await.unwrap()
    }

    #[tokio::test]
    async fn rows_that_came_went_and_changed_are_told() {
        let stage = stage().await;
        let (ana, luis) = (id("ana"), id("luis"));
        let text = between(&stage, "2026-01-02", "2026-01-03", &[]).await;
        assert!(text.contains(&format!("~ {ana} all  points: 10 → 20\n")), "{text}");
        assert!(text.contains(&format!("+ {luis} m2026-01  points: 10\n")), "{text}");
        let text = between(&stage, "2026-01-03", "2026-01-04", &[]).await;
        assert!(text.contains(&format!("- {luis} y2026  points: 10\n")), "{text}");
        assert_eq!(text.lines().count(), 3, "nothing of Ana: {text}");
        assert_eq!(between(&stage, "2026-01-04", "2026-01-05", &[]).await, "");
    }

    #[tokio::test]
    async fn each_form_says_the_same() {
        let stage = stage().await;
        let json = between(&stage, "2026-01-02", "2026-01-03", &["--json"]).await;
        let lines: Vec<Value> = serde_json::from_str(&json).unwrap();
        assert_eq!(lines.len(), 6);
        let ana = lines.iter().find(|line| line["change"] == "changed").unwrap();
        assert_eq!((&ana["old"]["points"], &ana["new"]["points"]), (&10.into(), &20.into()));
        let csv = between(&stage, "2026-01-02", "2026-01-03", &["--csv"]).await;
        let mut reader = csv::Reader::from_reader(csv.as_bytes());
        assert_eq!(reader.headers().unwrap(), vec!["change", "period", "member", "column", "old", "new"]);
        let records: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        assert_eq!(records.len(), 6);
        let added = records.iter().find(|record| &record[0] == "added").unwrap();
        assert_eq!((&added[3], &added[4], &added[5]), ("points", "", "10"));
        assert_eq!(between(&stage, "2026-01-04", "2026-01-05", &["--json"]).await, "[]\n");
    }

    #[tokio::test]
    async fn moments_in_the_wrong_order_are_refused() {
        let stage = Stage::new().await;
        let asked = stage.ask(&["diff", "members", "--from", "2026-01-02", "--to", "2026-01-01"]).await;
        assert!(refused(asked).contains("--from must not lie after --to"));
        let asked = stage.ask(&["diff", "nothing", "--from", "2026-01-02", "--to", "2026-01-03"]).await;
        assert!(refused(asked).contains("no read model `nothing`"));
    }
}
