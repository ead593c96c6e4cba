//! `iaspn audit standing`: what a member had at the end of a UTC day, and which rank that gave, by the
//! same fold that keeps the leaderboard.

use std::io::Write;

use chrono::{Datelike, Days, NaiveDate, NaiveTime};
use domain::membership::MemberEvent;
use domain::{Event, EventLog, MemberId};
use infrastructure::PostgresAccounts;
use projections::engine::Folded;
use projections::points::{Period, PointTotals, Standing, replayed_standing};
use serde::Serialize;

use super::replay::replay;
use super::whose::WhichMember;
use super::{Portal, StoreSettings};
use crate::cli::advice;

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    pub store: StoreSettings,
    #[arg(long, value_name = "ID|EMAIL")]
    member: WhichMember,
    /// The day, at the end of which in UTC
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    on: NaiveDate,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

fn day(text: &str) -> Result<NaiveDate, &'static str> {
    text.parse().map_err(|_| "write a day as 2026-03-02")
}

#[derive(Debug, PartialEq, Eq, Serialize)]
struct Answer {
    member: MemberId,
    on: NaiveDate,
    /// All together, in the day's year, in its month.
    all: Standing,
    year: Standing,
    month: Standing,
}

pub async fn run(portal: &Portal, args: &Args, out: &mut dyn Write) -> anyhow::Result<()> {
    if args.on > (portal.clock)().date_naive() {
        return Err(advice(format!("{} lies ahead; give today or an earlier day", args.on)));
    }
    let accounts = PostgresAccounts::new(portal.pool.clone(), std::sync::Arc::default());
    let member = args.member.id(&accounts).await?;
    let answer = answer(&portal.store, member, args.on).await?;
    if args.json {
        serde_json::to_writer(&mut *out, &answer).map_err(std::io::Error::from)?;
        writeln!(out)?;
    } else {
        writeln!(out, "Member {member} at the end of {} (UTC):", args.on)?;
        let month = format!("{}-{:02}", args.on.year(), args.on.month());
        for (period, standing) in [
            ("all time".to_owned(), answer.all),
            (args.on.year().to_string(), answer.year),
            (month, answer.month),
        ] {
            let rank = standing.rank.map_or("no rank".to_owned(), |rank| format!("rank {rank}"));
            writeln!(out, "  {period:<10} {:>8} points, {rank}", standing.points)?;
        }
    }
    Ok(())
}

async fn answer(log: &dyn EventLog, member: MemberId, on: NaiveDate) -> anyhow::Result<Answer> {
    let midnight = on.checked_add_days(Days::new(1)).unwrap_or(on).and_time(NaiveTime::MIN).and_utc();
    let mut totals = Folded::<PointTotals>::default();
    let mut joined = None;
    replay(log, |event| {
        if let Event::Member(MemberEvent::MemberJoined { member: joining, .. }) = &event.event
            && *joining == member
        {
            joined = Some(event.metadata.at);
        }
        if event.metadata.at < midnight {
            totals.take(event)?;
        }
        Ok(())
    })
    .await?;
    match joined {
        None => return Err(advice(format!("the log knows no member {member}; check the id"))),
        Some(at) if at >= midnight => {
            return Err(advice(format!("member {member} joined later, on {}", at.date_naive())));
        }
        Some(_) => {}
    }
    let in_period = |period| replayed_standing(&totals, member, period);
    let [all, year, month] = Period::around(on).map(in_period);
    Ok(Answer { member, on, all, year, month })
}

#[cfg(test)]
mod tests {
    use projections::points::standing;
    use serde_json::Value;

    use super::*;
    use crate::audit::testing::{Stage, id, refused};

    async fn stage() -> Stage {
        let stage = Stage::new().await;
        for name in ["ana", "luis", "rosa"] {
            stage.at("2025-12-30T09:00:00Z").join(name).await;
        }
        stage.at("2025-12-31T23:59:59Z").publish("ana", "guide", None).await;
        stage.at("2026-01-01T00:00:00Z").publish("luis", "law", None).await;
        stage.at("2026-01-02T10:00:00Z").publish("luis", "tool", None).await;
        stage.at("2026-02-01T10:00:00Z").bookmark("rosa", "guide", "ana").await;
        stage.at("2026-02-03T10:00:00Z").withdraw("tool").await;
        stage
    }

    async fn on(stage: &Stage, member: &str, day: &str) -> Value {
        let member = id(member).to_string();
        let json = stage.ask(&["standing", "--member", &member, "--on", day, "--json"]).await.unwrap();
        serde_json::from_str(&json).unwrap()
    }

    fn told(answer: &Value) -> [(i64, Option<i64>); 3] {
        ["all", "year", "month"]
            .map(|period| (answer[period]["points"].as_i64().unwrap(), answer[period]["rank"].as_i64()))
    }

    #[tokio::test]
    async fn a_day_is_told_as_it_ended() {
        let stage = stage().await;
        let none = (0, None);
        assert_eq!(told(&on(&stage, "ana", "2025-12-30").await), [none, none, none]);
        assert_eq!(told(&on(&stage, "ana", "2025-12-31").await), [(10, Some(1)); 3]);
        // Ana and Luis share the first rank, in the new year Luis has it alone.
        assert_eq!(told(&on(&stage, "ana", "2026-01-01").await), [(10, Some(1)), none, none]);
        assert_eq!(told(&on(&stage, "luis", "2026-01-01").await), [(10, Some(1)); 3]);
        assert_eq!(told(&on(&stage, "ana", "2026-01-02").await)[0], (10, Some(2)));
        assert_eq!(told(&on(&stage, "ana", "2026-02-01").await), [(12, Some(2)), (2, Some(2)), (2, Some(1))]);
        assert_eq!(told(&on(&stage, "luis", "2026-02-02").await)[0], (20, Some(1)));
        // The withdrawal corrects what came before, but only from its own day on.
        assert_eq!(told(&on(&stage, "luis", "2026-02-03").await), [(10, Some(2)), (10, Some(1)), none]);
    }

    #[tokio::test]
    async fn today_agrees_with_the_leaderboard() {
        let stage = stage().await;
        let today = (stage.portal.clock)().date_naive();
        for member in ["ana", "luis", "rosa"] {
            let replayed = answer(&stage.portal.store, id(member), today).await.unwrap();
            for (period, told) in
                Period::around(today).into_iter().zip([replayed.all, replayed.year, replayed.month])
            {
                assert_eq!(standing(&stage.portal.pool, id(member), period).await.unwrap(), told);
            }
        }
    }

    #[tokio::test]
    async fn people_read_it_as_text() {
        let stage = stage().await;
        let ana = id("ana").to_string();
        let text = stage.ask(&["standing", "--member", &ana, "--on", "2026-02-01"]).await.unwrap();
        assert_eq!(
            text,
            format!(
                "Member {ana} at the end of 2026-02-01 (UTC):\n\
                 \x20 all time         12 points, rank 2\n\
                 \x20 2026              2 points, rank 2\n\
                 \x20 2026-02           2 points, rank 1\n"
            )
        );
    }

    #[tokio::test]
    async fn what_cannot_be_answered_is_told_in_one_line() {
        let stage = stage().await;
        let (ana, nobody) = (id("ana").to_string(), id("nobody").to_string());
        for (member, day, part) in [
            (ana.as_str(), "2025-12-29", "joined later, on 2025-12-30"),
            (ana.as_str(), "2099-01-01", "lies ahead"),
            (ana.as_str(), "2026-02-30", "2026-03-02"),
            (nobody.as_str(), "2026-02-01", "check the id"),
        ] {
            let said = refused(stage.ask(&["standing", "--member", member, "--on", day]).await);
            assert!(said.contains(part), "{said}");
        }
    }
}
