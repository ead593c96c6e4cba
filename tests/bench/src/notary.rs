//! What a notary costs whoever appends, and how soon it has signed what was appended. Two logs get the same commands in
//! turns, one with a notary and one without.

use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use domain::Position;
use infrastructure::connect_as_owner;
use sqlx::PgPool;
use tempfile::TempDir;
use tokio_util::sync::CancellationToken;

use crate::append::{Working, give};
use crate::http::percentile;
use crate::report::{Report, overhead};
use crate::stage::Stage;

/// Turns, whose names keep their commands apart.
const TURNS: [&str; 12] = [
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
    "eleventh", "twelfth",
];
/// How often it is looked what has been signed.
const LOOK: Duration = Duration::from_millis(50);

pub async fn measure(stage: &Stage, report: &mut Report) -> anyhow::Result<()> {
    let commands = stage.scaled(12_000);
    let plain = Working::begin(&stage.database("unsigned").await?).await?;
    let url = stage.database("signed").await?;
    let signed = Working::begin(&url).await?;
    let folder = TempDir::new()?;
    let mut notary = stage.command(&url);
    let mut notary = notary
        .args(["notary", "--until-input-ends", "--folder"])
        .arg(folder.path())
        .stdin(std::process::Stdio::piped())
        .kill_on_drop(true)
        .spawn()?;
    let owner = connect_as_owner(&url, 2).await?;
    let stop = CancellationToken::new();
    let watching = tokio::spawn(watch(owner.clone(), stop.clone()));
    // The first commands prepare statements and fill caches.
    for working in [&plain, &signed] {
        give(&working.desk, "warm", commands / 4).await?;
    }
    let (mut without, mut with) = (Vec::new(), Vec::new());
    for (turn, name) in TURNS.into_iter().enumerate() {
        let mut both = [(&plain, &mut without), (&signed, &mut with)];
        if turn % 2 == 1 {
            both.reverse();
        }
        for (working, seconds) in both {
            let started = Instant::now();
            give(&working.desk, name, commands).await?;
            seconds.push(started.elapsed().as_secs_f64());
            // What follows is nobody else's burden.
            let head = working.desk.head().await?;
            working.moved.clone().wait_for(|at| *at >= head).await?;
        }
    }
    let head = signed.desk.head().await?;
    while published(&owner).await?.is_none_or(|(position, _)| position < head) {
        tokio::time::sleep(LOOK).await;
    }
    stop.cancel();
    let seen = watching.await??;
    let appended: Vec<(i64, DateTime<Utc>)> =
        sqlx::query_as("SELECT position, recorded_at FROM events ORDER BY position")
            .fetch_all(&owner)
            .await?;
    notary.kill().await?;
    owner.close().await;
    plain.end().await;
    signed.end().await;

    let mut lags: Vec<Duration> = appended
        .iter()
        .filter_map(|(position, at)| {
            let covered = seen.partition_point(|(signed, _)| signed.0 < position.unsigned_abs());
            (seen.get(covered)?.1 - at).to_std().ok()
        })
        .collect();
    anyhow::ensure!(lags.len() == appended.len(), "some events were never signed");
    report.figure("notary_lag_s", percentile(&mut lags, 99) / 1000.0);
    report.figure("notary_append_cost", overhead(&without, &with));
    report.raw("notary_lag_p50_s", percentile(&mut lags, 50) / 1000.0);
    report.raw("notary_lag_max_s", percentile(&mut lags, 100) / 1000.0);
    report.raw("notary_commands_per_second", commands as f64 * TURNS.len() as f64 / with.iter().sum::<f64>());
    report.raw("notary_turns_without_s", without);
    report.raw("notary_turns_with_s", with);
    Ok(())
}

/// The last event below the newest checkpoint, and what the database's clock says.
async fn published(owner: &PgPool) -> sqlx::Result<Option<(Position, DateTime<Utc>)>> {
    let newest = "SELECT position, clock_timestamp() FROM log_checkpoints ORDER BY size DESC LIMIT 1";
    let newest: Option<(i64, DateTime<Utc>)> = sqlx::query_as(newest).fetch_optional(owner).await?;
    Ok(newest.map(|(position, at)| (Position(position.unsigned_abs()), at)))
}

/// When each checkpoint was seen first, in their order.
async fn watch(owner: PgPool, stop: CancellationToken) -> sqlx::Result<Vec<(Position, DateTime<Utc>)>> {
    let mut seen: Vec<(Position, DateTime<Utc>)> = Vec::new();
    let mut ticks = tokio::time::interval(LOOK);
    loop {
        let last = stop.is_cancelled();
        if let Some(now) = published(&owner).await?
            && seen.last().is_none_or(|known| known.0 < now.0)
        {
            seen.push(now);
        }
        if last {
            return Ok(seen);
        }
        ticks.tick().await;
    }
}
