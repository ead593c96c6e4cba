//! An export of the whole log, and its verification: events a second, and the memory of both.

use anyhow::{Context, ensure};
use serde_json::Value;

use crate::report::Report;
use crate::stage::Stage;

pub async fn measure(stage: &Stage, url: &str, report: &mut Report) -> anyhow::Result<()> {
    let signed = stage.run(url, &["notary", "--once", "--json"]).await?;
    let signed: Value = serde_json::from_str(&signed.stdout).context("what `iaspn notary` said")?;
    let key = signed["key"].as_str().context("the notary's key")?;
    let folder = stage.place("export");
    let folder = folder.to_string_lossy();
    let exported = stage.run(url, &["audit", "export", &folder, "--json"]).await?;
    let told: Value = serde_json::from_str(&exported.stdout).context("what `iaspn audit export` said")?;
    let verified = stage.run(url, &["audit", "verify", &folder, "--key", key, "--json"]).await?;
    let verdict: Value = serde_json::from_str(&verified.stdout).context("what `iaspn audit verify` said")?;
    ensure!(verdict["right"] == true && verdict["events"] == told["events"], "{verdict}");
    let events = verdict["events"].as_f64().context("a number of events")?;
    report.figure("verify_events_per_s", events / verified.seconds);
    report.raw("verify_rss_mb", verified.peak_rss_mb);
    report.raw("verify_seconds", verified.seconds);
    report.raw("verify_events", events);
    report.raw("verify_awards", &verdict["awards"]);
    report.raw("export_events_per_s", events / exported.seconds);
    report.raw("export_rss_mb", exported.peak_rss_mb);
    report.raw("export_mb", told["bytes"].as_f64().unwrap_or_default() / 1_048_576.0);
    tokio::fs::remove_dir_all(&*folder).await?;
    Ok(())
}
