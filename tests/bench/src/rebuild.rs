//! Rebuilding every read model, against cqrs-es's replay and against plain COPY.

use anyhow::Context;
use serde_json::Value;

use crate::report::Report;
use crate::stage::Stage;
use crate::{limit, replay};

/// Measures rebuilds of two sizes. Returns the address of the smaller database, its read models fresh.
pub async fn measure(stage: &Stage, report: &mut Report) -> anyhow::Result<String> {
    let (events, most_events) = (stage.scaled(1_000_000), stage.scaled(5_000_000));
    let (large, seeded) = stage.seeded("large", events).await?;
    let told: Value = serde_json::from_str(&seeded.stdout).context("what `iaspn seed` said")?;
    report.raw("seed_events_per_second", events as f64 / told["seconds"].as_f64().unwrap_or(f64::NAN));
    report.raw("seed_rss_mb", seeded.peak_rss_mb);

    let rebuild = ["projections", "rebuild", "--all", "--json"];
    let run = stage.run(&large, &rebuild).await?;
    let per_second = events as f64 / run.seconds;
    let replayed = replay::measure(&large).await?;
    let limit = limit::measure(&large).await?;
    let limit_seconds = limit.out_seconds + limit.in_seconds;
    let (most, _) = stage.seeded("most", most_events).await?;
    let most_run = stage.run(&most, &rebuild).await?;
    stage.drop("most").await?;

    report.figure("rebuild_vs_query_replay", per_second / replayed);
    report.figure("rebuild_vs_copy", limit_seconds / run.seconds);
    report.figure("rebuild_rss_mb", run.peak_rss_mb.max(most_run.peak_rss_mb));
    report.figure("rebuild_linearity", most_run.seconds / (5.0 * run.seconds));
    report.raw("rebuild_events", events);
    report.raw("rebuild_seconds", run.seconds);
    report.raw("rebuild_most_events", most_events);
    report.raw("rebuild_most_seconds", most_run.seconds);
    report.raw("rebuild_events_per_second", per_second);
    report.raw("query_replay_events_per_second", replayed);
    report.raw("copy_log_out_seconds", limit.out_seconds);
    report.raw("copy_rows_in_seconds", limit.in_seconds);
    report.raw("indexes_and_digests_seconds", limit.finish_seconds);
    report.raw("rebuild_vs_copy_and_indexes", (limit_seconds + limit.finish_seconds) / run.seconds);
    report.raw("log_mb", limit.log_mb);
    report.raw("rows_mb", limit.rows_mb);
    Ok(large)
}
