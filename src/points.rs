//! `iaspn points`: the rules of points; what new ones would change, and their adoption.

use std::fmt;
use std::io::Write;
use std::str::FromStr;

use application::points::rehearse;
use application::{Actor, DeskError, Order};
use chrono::NaiveDate;
use domain::points::rehearsal::{Comparison, Rehearsed};
use domain::points::{Contribution, Rule, Rulebook, RulebookCommand};
use domain::{DraftId, EventLog, MemberId, Position};
use infrastructure::random_id;
use projections::points::{Adopted, Draft, adopted, drafts};
use serde::Serialize;
use serde_json::json;

use crate::audit::is_broken_pipe;
use crate::cli::advice;
use crate::member::{about_read_models, write_json};
use crate::portal::{Portal, StoreSettings};
use crate::progress::Progress;

/// Members that a rehearsal in words names at either end.
const NAMED: usize = 10;

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    store: StoreSettings,
    #[command(subcommand)]
    wish: Wish,
}

#[derive(Debug, clap::Subcommand)]
enum Wish {
    /// Every revision that was adopted, with its reason, and the drafts
    Rules {
        /// One JSON object
        #[arg(long)]
        json: bool,
    },
    /// What members would have if other rules had held, beside what they have; writes nothing
    Rehearse(Rehearse),
    /// Adopt new rules; what was earned before stays as it is
    Adopt(Adopt),
}

#[derive(Debug, clap::Args)]
struct Rehearse {
    #[command(flatten)]
    proposal: Proposal,
    /// As if the rules had held since this day; contributions before it count by the rules of their day
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day, default_value_t = Rulebook::FOUNDED)]
    since: NaiveDate,
    /// One JSON object with every member
    #[arg(long, conflicts_with = "csv")]
    json: bool,
    /// Every member as a row of CSV
    #[arg(long)]
    csv: bool,
}

#[derive(Debug, clap::Args)]
struct Adopt {
    #[command(flatten)]
    proposal: Proposal,
    /// From when the rules hold, tomorrow (UTC) at the earliest; a draft has its own day
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day, conflicts_with = "draft", required_unless_present = "draft")]
    valid_from: Option<NaiveDate>,
    /// Why; everybody can read it
    #[arg(long, value_name = "TEXT")]
    reason: String,
    /// One JSON object
    #[arg(long)]
    json: bool,
}

/// A draft, or rules that are typed.
#[derive(Debug, clap::Args)]
#[group(required = true, multiple = false)]
struct Proposal {
    /// A draft, as `iaspn points rules` names it
    #[arg(long, value_name = "ID")]
    draft: Option<DraftId>,
    /// A contribution's points and daily cap, such as `resource_published=10:5`; once for each kind,
    /// kinds without a rule earn nothing
    #[arg(long = "rule", value_name = "KIND=POINTS:CAP")]
    rules: Vec<Typed>,
}

#[derive(Clone, Debug)]
struct Typed(Rule);

impl FromStr for Typed {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const HOW: &str = "write it as resource_published=10:5; other kinds: resource_bookmarked, news_published, \
             gathering_published, highlight_published, highlight_reused";
        let (kind, numbers) = text.split_once('=').ok_or(HOW)?;
        let (points, cap) = numbers.split_once(':').ok_or(HOW)?;
        Ok(Self(Rule {
            contribution: kind.parse::<Contribution>().map_err(|_| HOW)?,
            points: points.parse().map_err(|_| HOW)?,
            daily_cap: cap.parse().map_err(|_| HOW)?,
        }))
    }
}

fn day(text: &str) -> Result<NaiveDate, &'static str> {
    text.parse().map_err(|_| "write a day as 2026-03-02")
}

pub async fn run(args: Args) -> anyhow::Result<()> {
    let portal = Portal::open(&args.store).await?;
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let said = answer(&portal, args.wish, &mut out).await.and_then(|()| Ok(out.flush()?));
    match said {
        // Whoever read the output has seen enough: `iaspn points rehearse … --csv | head`.
        Err(error) if is_broken_pipe(&error) => Ok(()),
        other => other,
    }
}

async fn answer(portal: &Portal, wish: Wish, out: &mut dyn Write) -> anyhow::Result<()> {
    match wish {
        Wish::Rules { json } => rules(portal, json, out).await,
        Wish::Rehearse(wish) => rehearsal(portal, wish, out).await,
        Wish::Adopt(wish) => adopt(portal, wish, out).await,
    }
}

async fn rules(portal: &Portal, json: bool, out: &mut dyn Write) -> anyhow::Result<()> {
    let revisions = adopted(&portal.pool).await.map_err(about_read_models)?;
    let drafts = drafts(&portal.pool).await.map_err(about_read_models)?;
    if json {
        let revisions: Vec<_> = revisions.iter().map(as_json).collect();
        return write_json(out, &json!({ "revisions": revisions, "drafts": drafts }));
    }
    for revision in revisions {
        let until = revision.until.map_or(String::new(), |until| format!(" until {until}"));
        writeln!(
            out,
            "revision {} from {}{until}: {}",
            revision.revision,
            revision.valid_from,
            Listed(&revision.rules)
        )?;
        if let Some(reason) = revision.reason {
            writeln!(out, "  adopted {}: {}", revision.adopted_at.date_naive(), in_one_line(&reason))?;
        }
    }
    for draft in drafts {
        writeln!(out, "draft {} from {}: {}", draft.draft, draft.valid_from, Listed(&draft.rules))?;
    }
    Ok(())
}

fn as_json(revision: &Adopted) -> serde_json::Value {
    json!({
        "revision": revision.revision,
        "valid_from": revision.valid_from,
        "until": revision.until,
        "rules": revision.rules,
        "adopted_at": revision.adopted_at,
        "adopted_by": revision.adopted_by,
        "reason": revision.reason,
    })
}

/// `resource_published=10:5 resource_bookmarked=2:20`, as it is typed.
struct Listed<'a>(&'a [Rule]);

impl fmt::Display for Listed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return f.write_str("nothing earns points");
        }
        for (place, rule) in self.0.iter().enumerate() {
            let space = if place == 0 { "" } else { " " };
            write!(f, "{space}{}={}:{}", rule.contribution.slug(), rule.points, rule.daily_cap)?;
        }
        Ok(())
    }
}

fn in_one_line(text: &str) -> String {
    text.chars().map(|character| if character.is_control() { ' ' } else { character }).collect()
}

async fn draft(portal: &Portal, draft: DraftId) -> anyhow::Result<Draft> {
    let known = drafts(&portal.pool).await.map_err(about_read_models)?;
    known
        .into_iter()
        .find(|known| known.draft == draft)
        .ok_or_else(|| advice(format!("there is no draft {draft}; `iaspn points rules` lists them")))
}

impl Proposal {
    async fn rules(self, portal: &Portal) -> anyhow::Result<Vec<Rule>> {
        match self.draft {
            Some(id) => Ok(draft(portal, id).await?.rules),
            None => Ok(self.rules.into_iter().map(|Typed(rule)| rule).collect()),
        }
    }
}

/// What came of a rehearsal, with the part of the log that it covers.
#[derive(Serialize)]
struct Outcome {
    since: NaiveDate,
    rules: Vec<Rule>,
    /// The last event that was counted.
    head: Position,
    gaining: usize,
    losing: usize,
    total_now: i64,
    total_then: i64,
    /// Who gains most first.
    members: Vec<Compared>,
}

#[derive(Serialize)]
struct Compared {
    member: MemberId,
    points_now: i64,
    points_then: i64,
    change: i64,
}

impl Outcome {
    fn of(rehearsed: &Rehearsed, since: NaiveDate, rules: Vec<Rule>, head: Position) -> Self {
        let Comparison { now, then } = rehearsed.total();
        let compared = |(member, points): &(MemberId, Comparison)| Compared {
            member: *member,
            points_now: points.now,
            points_then: points.then,
            change: points.change(),
        };
        Self {
            since,
            rules,
            head,
            gaining: rehearsed.gaining(),
            losing: rehearsed.losing(),
            total_now: now,
            total_then: then,
            members: rehearsed.members.iter().map(compared).collect(),
        }
    }

    fn in_words(&self, out: &mut dyn Write) -> std::io::Result<()> {
        writeln!(out, "As if since {}: {}", self.since, Listed(&self.rules))?;
        writeln!(out, "counted up to event {}; nothing was written", self.head)?;
        let same = self.members.len() - self.gaining - self.losing;
        writeln!(out, "{} gain, {} lose, {same} stay the same", self.gaining, self.losing)?;
        writeln!(out, "{} points now, {} then", self.total_now, self.total_then)?;
        let row = |member: &Compared| {
            format!(
                "{}  {:>9} {:>9} {:>+9}",
                member.member, member.points_now, member.points_then, member.change
            )
        };
        let gaining = self.members.iter().filter(|member| member.change > 0).take(NAMED);
        let losing = self.members.iter().rev().filter(|member| member.change < 0).take(NAMED);
        for (said, mut members) in [
            ("who gains most", Box::new(gaining) as Box<dyn Iterator<Item = &Compared>>),
            ("who loses most", Box::new(losing)),
        ] {
            if let Some(first) = members.next() {
                writeln!(out, "\n{said:<36}        now      then    change\n{}", row(first))?;
            }
            for member in members {
                writeln!(out, "{}", row(member))?;
            }
        }
        Ok(())
    }
}

async fn rehearsal(portal: &Portal, wish: Rehearse, out: &mut dyn Write) -> anyhow::Result<()> {
    let rules = wish.proposal.rules(portal).await?;
    let known = portal.desk.load::<Rulebook>(Rulebook::ID).await?;
    let supposed = known.supposing(rules.clone(), wish.since);
    let head = portal.store.head().await?;
    let progress = Progress::new(head.0, "events");
    let at = |position: Position| progress.at(position.0, head.0, "Rehearsing");
    let rehearsed = rehearse(&portal.store, &known, &supposed, head, at).await?;
    drop(progress);
    let outcome = Outcome::of(&rehearsed, wish.since, rules, head);
    if wish.csv {
        let mut table = csv::WriterBuilder::new().has_headers(false).from_writer(out);
        table.write_record(["member", "points_now", "points_then", "change"])?;
        for member in &outcome.members {
            table.serialize(member)?;
        }
        return Ok(table.flush()?);
    }
    if wish.json { write_json(out, &outcome) } else { Ok(outcome.in_words(out)?) }
}

async fn adopt(portal: &Portal, wish: Adopt, out: &mut dyn Write) -> anyhow::Result<()> {
    let (today, reason) = ((portal.clock)().date_naive(), wish.reason);
    let (command, valid_from) = match (wish.proposal.draft, wish.valid_from) {
        (Some(id), _) => {
            let draft = draft(portal, id).await?;
            let command = RulebookCommand::AdoptDraft { draft: id, edition: draft.edition, reason, today };
            (command, draft.valid_from)
        }
        (None, Some(valid_from)) => {
            let rules = wish.proposal.rules(portal).await?;
            (RulebookCommand::Adopt { valid_from, rules, reason, today }, valid_from)
        }
        (None, None) => return Err(advice("say from when the rules hold with --valid-from")),
    };
    let order = Order::new(Actor::Operator("points".to_owned()), random_id().into());
    match portal.desk.execute::<Rulebook>(&order, Rulebook::ID, command).await {
        Err(DeskError::Refused(error)) => return Err(advice(error.to_string())),
        other => other?,
    }
    let known = portal.desk.load::<Rulebook>(Rulebook::ID).await?;
    let revision = known.on(valid_from).map(|held| held.revision);
    if wish.json {
        return write_json(out, &json!({ "revision": revision, "valid_from": valid_from }));
    }
    let revision = revision.map_or("the rules".to_owned(), |revision| format!("revision {revision}"));
    Ok(writeln!(out, "{revision} holds from {valid_from} on")?)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use clap::Parser;
    use projections::engine::Engine;

    use super::*;
    use crate::cli::{Advice, Cli, Verb};

    async fn said(portal: &Portal, arguments: &[&str]) -> anyhow::Result<String> {
        let all = ["iaspn", "points", "--database-url", "postgres:///x", "--vault-key", "x"];
        let cli = Cli::try_parse_from(all.iter().chain(arguments))?;
        let Verb::Points(args) = cli.verb else { unreachable!() };
        let mut out = Vec::new();
        answer(portal, args.wish, &mut out).await?;
        Ok(String::from_utf8(out)?)
    }

    async fn portal() -> (testkit::TestDb, Portal) {
        let db = testkit::database().await;
        let settings = StoreSettings::local(db.url.clone(), testkit::VAULT_KEY.to_owned());
        let portal = Portal::open(&settings).await.unwrap();
        application::points::found(&portal.desk, &portal.clock).await.unwrap();
        follow(&portal).await;
        (db, portal)
    }

    async fn follow(portal: &Portal) {
        let log = Arc::new(portal.store.clone());
        Engine::new(portal.pool.clone(), log, projections::all()).catch_up().await.unwrap();
    }

    const EIGHT: &str = "--rule=resource_published=8:5";

    #[tokio::test]
    async fn rules_are_adopted_with_a_reason_and_listed() {
        let (_db, portal) = portal().await;
        let arguments = ["adopt", EIGHT, "--valid-from", "2099-01-01", "--reason", "Fewer,\nso they last."];
        assert_eq!(said(&portal, &arguments).await.unwrap(), "revision 2 holds from 2099-01-01 on\n");
        follow(&portal).await;
        let listed = said(&portal, &["rules"]).await.unwrap();
        let lines: Vec<&str> = listed.lines().collect();
        assert_eq!(lines[0], "revision 2 from 2099-01-01: resource_published=8:5");
        assert!(lines[1].ends_with(": Fewer, so they last."), "{}", lines[1]);
        assert_eq!(
            lines[2],
            "revision 1 from 2009-01-01 until 2099-01-01: resource_published=10:5 resource_bookmarked=2:20 \
             news_published=5:3 gathering_published=8:2 highlight_published=20:2 highlight_reused=15:5"
        );
        let listed: serde_json::Value =
            serde_json::from_str(&said(&portal, &["rules", "--json"]).await.unwrap()).unwrap();
        assert_eq!(listed["revisions"][0]["reason"], "Fewer,\nso they last.");
    }

    #[tokio::test]
    async fn a_rehearsal_is_told_in_words_as_json_and_as_csv() {
        let (_db, portal) = portal().await;
        let words = said(&portal, &["rehearse", EIGHT]).await.unwrap();
        assert!(words.contains("0 gain, 0 lose") && words.contains("nothing was written"), "{words}");
        let told: serde_json::Value =
            serde_json::from_str(&said(&portal, &["rehearse", EIGHT, "--json"]).await.unwrap()).unwrap();
        assert_eq!(told["since"], "2009-01-01");
        assert_eq!(told["head"], 1);
        let table = said(&portal, &["rehearse", EIGHT, "--csv"]).await.unwrap();
        assert_eq!(table, "member,points_now,points_then,change\n");
    }

    #[test]
    fn who_gains_and_loses_is_named() {
        let members = [("ana", 10, 14), ("rosa", 3, 3), ("luis", 20, 5)];
        let members =
            members.map(|(name, now, then)| (MemberId::derived(&[name]), Comparison { now, then })).into();
        let outcome =
            Outcome::of(&Rehearsed { members }, Rulebook::FOUNDED, Rulebook::FOUNDING.into(), Position(7));
        let mut out = Vec::new();
        outcome.in_words(&mut out).unwrap();
        let words = String::from_utf8(out).unwrap();
        assert!(words.contains("1 gain, 1 lose, 1 stay the same\n33 points now, 22 then"), "{words}");
        let at = |name| words.find(&MemberId::derived(&[name]).to_string());
        assert!(at("ana") < at("luis") && at("rosa").is_none(), "{words}");
        assert!(words.contains("       +4\n") && words.contains("      -15\n"), "{words}");
    }

    #[tokio::test]
    async fn what_cannot_be_done_is_told_in_one_line() {
        let (_db, portal) = portal().await;
        let nobody = format!("--draft={}", DraftId::derived(&["none"]));
        for arguments in [
            &["rehearse", nobody.as_str()][..],
            &["adopt", &nobody, "--reason", "Because."],
            &["adopt", EIGHT, "--valid-from", "2020-01-01", "--reason", "Because."],
            &["adopt", EIGHT, "--valid-from", "2099-01-01", "--reason", " "],
            &["adopt", EIGHT, EIGHT, "--valid-from", "2099-01-01", "--reason", "Because."],
        ] {
            let refused = said(&portal, arguments).await.unwrap_err();
            let line = refused.downcast_ref::<Advice>().expect("exit code 2").to_string();
            assert!(!line.contains('\n'), "{line}");
        }
    }

    #[test]
    fn a_rule_is_typed_with_its_points_and_its_cap() {
        let Typed(rule) = "resource_bookmarked=3:20".parse().unwrap();
        assert_eq!(
            (rule.contribution, rule.points, rule.daily_cap),
            (Contribution::ResourceBookmarked, 3, 20)
        );
        for wrong in ["resource_bookmarked", "resource_bookmarked=3", "likes=3:20", "resource_published=-1:2"]
        {
            assert!(wrong.parse::<Typed>().is_err(), "{wrong}");
        }
    }
}
