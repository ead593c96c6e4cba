//! `iaspn audit history`: every event that concerns a member, a resource or an organisation.

use std::io::Write;
use std::str::FromStr;

use chrono::{DateTime, Days, NaiveDate, SecondsFormat, Utc};
use domain::{CommandId, EventLog, Position, Recorded};
use infrastructure::PostgresAccounts;
use serde::Serialize;
use serde_json::Value;

use super::form::{Form, io_error};
use super::replay::replay;
use super::sealed::SealedLog;
use super::telling::told;
use super::whose::{Search, WhichMember, WhichOrganisation, WhichResource, Whose};
use super::{Portal, StoreSettings};
use crate::cli::advice;

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    pub store: StoreSettings,
    #[command(flatten)]
    of: Of,
    /// From this day or time on, in UTC: 2026-03-02 or 2026-03-02T10:00:00Z
    #[arg(long, value_name = "DAY|TIME")]
    from: Option<Moment>,
    /// Up to this day, which is included, or up to this time, which is not
    #[arg(long, value_name = "DAY|TIME")]
    to: Option<Moment>,
    #[command(flatten)]
    form: Form,
}

#[derive(Clone, Debug, clap::Args)]
#[group(required = true, multiple = false)]
struct Of {
    /// What a member did, and what concerns the member
    #[arg(long, value_name = "ID|EMAIL")]
    member: Option<WhichMember>,
    /// What happened to a resource
    #[arg(long, value_name = "ID|SHORT")]
    resource: Option<WhichResource>,
    /// What happened to an organisation and to its resources
    #[arg(long, value_name = "ID|SLUG")]
    organisation: Option<WhichOrganisation>,
}

/// A whole day or a point in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Moment {
    Day(NaiveDate),
    Time(DateTime<Utc>),
}

impl FromStr for Moment {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let time = || DateTime::parse_from_rfc3339(text).map(|time| Self::Time(time.to_utc()));
        text.parse()
            .map(Self::Day)
            .or_else(|_| time())
            .map_err(|_| "write a day as 2026-03-02 or a time as 2026-03-02T10:00:00Z")
    }
}

impl Moment {
    fn begin(self) -> DateTime<Utc> {
        match self {
            Self::Day(day) => day.and_time(chrono::NaiveTime::MIN).and_utc(),
            Self::Time(time) => time,
        }
    }

    /// The first moment after it.
    fn end(self) -> DateTime<Utc> {
        match self {
            Self::Day(day) => Self::Day(day.checked_add_days(Days::new(1)).unwrap_or(day)).begin(),
            Self::Time(time) => time,
        }
    }
}

pub async fn run(portal: &Portal, args: &Args, out: &mut dyn Write) -> anyhow::Result<()> {
    let from = args.from.map(Moment::begin);
    let to = args.to.map(Moment::end);
    if from.zip(to).is_some_and(|(from, to)| from >= to) {
        return Err(advice("--from must lie before --to"));
    }
    let whose = match &args.of {
        Of { member: Some(member), .. } => {
            let queued = std::sync::Arc::default();
            Whose::Member(member.id(&PostgresAccounts::new(portal.pool.clone(), queued)).await?)
        }
        Of { resource: Some(resource), .. } => Whose::Resource(resource.clone()),
        Of { organisation: Some(organisation), .. } => Whose::Organisation(organisation.clone()),
        Of { .. } => return Err(advice("say of whom: --member, --resource or --organisation")),
    };
    let within = |at: DateTime<Utc>| from.is_none_or(|from| from <= at) && to.is_none_or(|to| at < to);
    write(&SealedLog(portal.store.stored().clone()), whose, within, args.form, out).await
}

async fn write(
    log: &dyn EventLog,
    whose: Whose,
    within: impl Fn(DateTime<Utc>) -> bool,
    form: Form,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let mut search = Search::new(whose);
    let mut sheet = Sheet::new(form, out);
    replay(log, |event| {
        if search.concerns(event) && within(event.metadata.at) {
            sheet.add(&Line::of(event)?)?;
        }
        Ok(())
    })
    .await?;
    if !search.found {
        return Err(search.unknown());
    }
    sheet.end()
}

/// One event as it is printed; the CSV has all but `data`.
#[derive(Debug, Serialize)]
struct Line {
    time: String,
    position: Position,
    actor: String,
    event: String,
    /// Stream and place in it.
    reference: String,
    command_id: CommandId,
    caused_by: Option<String>,
    what: String,
    /// The event as it is stored.
    data: Value,
}

const COLUMNS: [&str; 8] =
    ["time", "position", "actor", "event", "reference", "command_id", "caused_by", "what"];

impl Line {
    fn of(event: &Recorded) -> anyhow::Result<Self> {
        Ok(Self {
            time: event.metadata.at.to_rfc3339_opts(SecondsFormat::Micros, true),
            position: event.position,
            actor: event.metadata.actor.clone(),
            event: event.event.name(),
            reference: event.reference().to_string(),
            command_id: event.metadata.command_id,
            caused_by: event.metadata.caused_by.clone(),
            what: told(&event.event),
            data: event.event.payload()?,
        })
    }
}

/// Lines in the form that was asked for.
enum Sheet<'a> {
    Text(&'a mut dyn Write),
    Json { out: &'a mut dyn Write, empty: bool },
    Csv { out: Box<csv::Writer<&'a mut dyn Write>>, empty: bool },
}

impl<'a> Sheet<'a> {
    fn new(form: Form, out: &'a mut dyn Write) -> Self {
        if form.json {
            Self::Json { out, empty: true }
        } else if form.csv {
            let csv = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
            Self::Csv { out: Box::new(csv), empty: true }
        } else {
            Self::Text(out)
        }
    }

    fn add(&mut self, line: &Line) -> anyhow::Result<()> {
        match self {
            Self::Text(out) => {
                let Line { time, position, actor, event, what, .. } = line;
                writeln!(out, "{time}  {position:>8}  {actor:<43}  {event:<22}  {what}")?;
            }
            Self::Json { out, empty } => {
                out.write_all(if std::mem::take(empty) { b"[\n" } else { b",\n" })?;
                serde_json::to_writer(&mut **out, line).map_err(std::io::Error::from)?;
            }
            Self::Csv { out, empty } => {
                if std::mem::take(empty) {
                    out.write_record(COLUMNS).map_err(io_error)?;
                }
                let position = line.position.to_string();
                let command_id = line.command_id.to_string();
                let caused_by = line.caused_by.as_deref().unwrap_or_default();
                out.write_record([
                    &line.time,
                    &position,
                    &line.actor,
                    &line.event,
                    &line.reference,
                    &command_id,
                    caused_by,
                    &line.what,
                ])
                .map_err(io_error)?;
            }
        }
        Ok(())
    }

    fn end(self) -> anyhow::Result<()> {
        match self {
            Self::Text(_) => {}
            Self::Json { out, empty } => out.write_all(if empty { b"[]\n" } else { b"\n]\n" })?,
            Self::Csv { mut out, empty } => {
                if empty {
                    out.write_record(COLUMNS).map_err(io_error)?;
                }
                out.flush()?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::testing::{Stage, id, refused};

    async fn printed(stage: &Stage, arguments: &[&str]) -> anyhow::Result<String> {
        let arguments = [&["history"], arguments].concat();
        stage.ask(&arguments).await
    }

    /// Names of the events, in the order in which they are printed.
    async fn events(stage: &Stage, arguments: &[&str]) -> Vec<String> {
        let json = printed(stage, &[arguments, &["--json"]].concat()).await.unwrap();
        let lines: Vec<Value> = serde_json::from_str(&json).unwrap();
        lines.iter().map(|line| line["event"].as_str().unwrap().to_owned()).collect()
    }

    /// Ana publishes on the second, Luis bookmarks on the third, a moderator withdraws on the fourth.
    async fn stage() -> Stage {
        let stage = Stage::new().await;
        stage.at("2026-03-01T09:00:00Z").join("ana").await;
        stage.at("2026-03-01T10:00:00Z").join("luis").await;
        stage.at("2026-03-02T10:00:00Z").publish("ana", "guide", Some("ministry")).await;
        stage.at("2026-03-03T10:00:00Z").bookmark("luis", "guide", "ana").await;
        stage.at("2026-03-04T10:00:00Z").withdraw("guide").await;
        stage
    }

    #[tokio::test]
    async fn a_history_has_what_the_member_did_and_what_follows_for_the_member() {
        let stage = stage().await;
        assert_eq!(
            events(&stage, &["--member", &id("ana").to_string()]).await,
            [
                "MemberJoined",
                "EmailConfirmed",
                "ResourcePublished",
                "PointsAwarded",
                "BookmarkSaved",
                "PointsAwarded",
                "ResourceWithdrawn",
                "PointsWithdrawn",
                "PointsWithdrawn"
            ]
        );
        let luis = events(&stage, &["--member", &id("luis").to_string()]).await;
        assert_eq!(luis, ["MemberJoined", "EmailConfirmed", "BookmarkSaved"]);
    }

    #[tokio::test]
    async fn a_resource_is_found_by_id_and_by_its_permanent_address() {
        let stage = stage().await;
        let guide = domain::ResourceId::derived(&["guide"]);
        let by_id = events(&stage, &["--resource", &guide.to_string()]).await;
        assert_eq!(by_id.len(), 7);
        assert_eq!((by_id[0].as_str(), by_id[6].as_str()), ("ResourcePublished", "PointsWithdrawn"));
        assert_eq!(by_id, events(&stage, &["--resource", &guide.short().to_uppercase()]).await);
    }

    #[tokio::test]
    async fn an_organisation_has_what_happened_to_its_resources() {
        let stage = stage().await;
        stage.register("ministry").await;
        stage.at("2026-03-05T10:00:00Z").publish("ana", "law", None).await;
        let ministry = domain::OrganisationId::derived(&["ministry"]).to_string();
        let told = events(&stage, &["--organisation", &ministry]).await;
        assert_eq!(told.len(), 8, "seven of the guide, none of the law, and the registration: {told:?}");
        assert_eq!(events(&stage, &["--organisation", "ministry"]).await, ["OrganisationRegistered"]);
    }

    #[tokio::test]
    async fn a_range_of_days_includes_both() {
        let stage = stage().await;
        let ana = id("ana").to_string();
        let within = ["--member", &ana, "--from", "2026-03-02", "--to", "2026-03-03"];
        let told = events(&stage, &within).await;
        assert_eq!(told, ["ResourcePublished", "PointsAwarded", "BookmarkSaved", "PointsAwarded"]);
        let from_noon = ["--member", &ana, "--from", "2026-03-03T12:00:00Z"];
        assert_eq!(events(&stage, &from_noon).await.len(), 3);
        assert_eq!(
            events(&stage, &["--member", &ana, "--to", "2026-03-03T10:00:00Z"]).await.len(),
            4,
            "a time itself is not included"
        );
        assert_eq!(
            printed(&stage, &["--member", &ana, "--to", "2020-01-01", "--json"]).await.unwrap(),
            "[]\n"
        );
    }

    #[tokio::test]
    async fn each_form_says_the_same() {
        let stage = stage().await;
        let ana = id("ana").to_string();
        let text = printed(&stage, &["--member", &ana]).await.unwrap();
        assert_eq!(text.lines().count(), 9);
        let line = text.lines().nth(3).unwrap();
        for part in ["2026-03-02T10:00:00.000000Z", "system:points", "PointsAwarded", "awarded 10 points"] {
            assert!(line.contains(part), "{line}");
        }
        let csv = printed(&stage, &["--member", &ana, "--csv"]).await.unwrap();
        let mut reader = csv::Reader::from_reader(csv.as_bytes());
        assert_eq!(reader.headers().unwrap(), &COLUMNS[..]);
        let records: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        assert_eq!(records.len(), 9);
        let json = printed(&stage, &["--member", &ana, "--json"]).await.unwrap();
        let lines: Vec<Value> = serde_json::from_str(&json).unwrap();
        for (record, line) in records.iter().zip(&lines) {
            assert_eq!(record[0], *line["time"].as_str().unwrap());
            assert_eq!(record[7], *line["what"].as_str().unwrap());
        }
        // Awards name the event that earned them.
        assert_eq!(lines[3]["caused_by"], lines[2]["reference"]);
        // Whose name it is stays to be seen, not the name.
        let name = &lines[0]["data"]["MemberJoined"]["name"]["$personal"];
        assert_eq!((&name["of"], name.get("clear")), (&id("ana").to_string().into(), None));
    }

    #[tokio::test]
    async fn what_is_not_there_or_makes_no_sense_is_told_in_one_line() {
        let stage = stage().await;
        let unknown = domain::MemberId::derived(&["nobody"]).to_string();
        for (arguments, part) in [
            (vec!["--member", unknown.as_str()], "check the id"),
            (vec!["--member", "nobody@example.org"], "check the address"),
            (vec!["--member", "ana"], "UUID"),
            (vec!["--resource", "0123456789"], "check the address"),
            (vec!["--resource", "0123"], "ten characters"),
            (vec!["--organisation", "nowhere"], "check the last part"),
            (vec!["--organisation", "a b"], "last part of its page's address"),
            (vec!["--resource", "0123456789", "--from", "02/03/2026"], "2026-03-02"),
            (vec!["--resource", "0123456789", "--from", "2026-03-03", "--to", "2026-03-02"], "before --to"),
            (vec![], "--member"),
            (vec!["--resource", "0123456789", "--json", "--csv"], "cannot be used with"),
        ] {
            let said = refused(printed(&stage, &arguments).await);
            assert!(said.contains(part), "{arguments:?}: {said}");
        }
    }
}
