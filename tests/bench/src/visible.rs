//! How long it takes until what was appended stands in the read models, at a steady pace.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use futures::future::try_join_all;

use crate::append::{Working, command};
use crate::http::percentile;
use crate::report::Report;
use crate::stage::Stage;

const A_SECOND: u32 = 200;

pub async fn measure(stage: &Stage, report: &mut Report) -> anyhow::Result<()> {
    let url = stage.database("visible").await?;
    let working = Working::begin(&url).await?;
    // The engine makes its tables before it follows.
    for number in 0..200 {
        command(&working.desk, "warm", number).await?;
    }
    let head = working.desk.head().await?;
    let mut moved = working.moved.clone();
    moved.wait_for(|at| *at >= head).await?;
    let watching = tokio::spawn(async move {
        let mut passed = Vec::new();
        while moved.changed().await.is_ok() {
            passed.push((Instant::now(), moved.borrow_and_update().0));
        }
        passed
    });
    let commands = u64::from(A_SECOND) * if stage.quick { 5 } else { 20 };
    let mut pace = tokio::time::interval(Duration::from_secs(1) / A_SECOND);
    let mut giving = Vec::new();
    for number in 0..commands {
        pace.tick().await;
        let desk = Arc::clone(&working.desk);
        giving.push(tokio::spawn(async move {
            command(&desk, "paced", number).await?;
            anyhow::Ok((number, Instant::now()))
        }));
    }
    let acknowledged: HashMap<String, Instant> = try_join_all(giving)
        .await?
        .into_iter()
        .map(|done| done.map(|(number, at)| (command_id(number), at)))
        .collect::<anyhow::Result<_>>()?;
    let head = working.desk.head().await?;
    working.moved.clone().wait_for(|at| *at >= head).await?;
    let positions: Vec<(i64, String)> =
        sqlx::query_as("SELECT position, metadata->>'command_id' FROM events ORDER BY position")
            .fetch_all(&working.pool)
            .await?;
    working.end().await;
    let passed = watching.await?;
    let mut took: Vec<Duration> = positions
        .into_iter()
        .filter_map(|(position, id)| {
            let asked = acknowledged.get(&id)?;
            let seen = passed.iter().find(|(_, at)| *at >= position.unsigned_abs())?.0;
            Some(seen.saturating_duration_since(*asked))
        })
        .collect();
    anyhow::ensure!(took.len() == acknowledged.len(), "some events were never seen");
    report.figure("visible_p99_ms", percentile(&mut took, 99));
    report.raw("visible_p50_ms", percentile(&mut took, 50));
    report.raw("visible_max_ms", percentile(&mut took, 100));
    report.raw("visible_commands", commands);
    Ok(())
}

/// As [`command`] derives it.
fn command_id(number: u64) -> String {
    domain::CommandId::derived(&[&format!("paced/command/{number}/")]).to_string()
}
