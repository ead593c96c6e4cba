//! Logs, for people in a terminal and as JSON elsewhere, and the recorder of metrics.

use std::io::IsTerminal;
use std::time::Duration;

use anyhow::Context;
use clap::ValueEnum;
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use tokio_util::sync::CancellationToken;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{Layer, fmt, registry};

/// Bounds of the latency histograms, in seconds.
const SECONDS: [f64; 11] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0];

#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum LogFormat {
    /// Pretty in a terminal, JSON elsewhere
    Auto,
    Pretty,
    Json,
}

#[derive(Clone, Debug, clap::Args)]
pub struct LogSettings {
    /// How log lines look
    #[arg(long, global = true, env = "LOG_FORMAT", value_enum, default_value = "auto")]
    pub log_format: LogFormat,
    /// What is logged: a level, or levels by module as `warn,web=debug`
    #[arg(long, global = true, env = "RUST_LOG", default_value = "info,sqlx::postgres::notice=warn")]
    pub log: Targets,
}

/// Logs go to standard error: standard output is for data.
pub fn init(settings: &LogSettings) {
    let pretty = match settings.log_format {
        LogFormat::Auto => std::io::stderr().is_terminal(),
        LogFormat::Pretty => true,
        LogFormat::Json => false,
    };
    let lines = fmt::layer().with_writer(std::io::stderr);
    let lines = if pretty {
        lines.with_ansi(std::io::stderr().is_terminal()).with_target(false).boxed()
    } else {
        lines.json().flatten_event(true).with_current_span(true).with_span_list(false).boxed()
    };
    registry().with(lines.with_filter(settings.log.clone())).init();
}

/// Installs the recorder, and keeps its histograms small until `stop`.
pub fn record_metrics(stop: &CancellationToken) -> anyhow::Result<PrometheusHandle> {
    let handle = PrometheusBuilder::new()
        .set_buckets_for_metric(Matcher::Suffix("_seconds".to_owned()), &SECONDS)
        .and_then(PrometheusBuilder::install_recorder)
        .context("the recorder of metrics")?;
    let upkeep = handle.clone();
    tokio::spawn(stop.clone().run_until_cancelled_owned(async move {
        let mut ticks = tokio::time::interval(Duration::from_secs(5));
        loop {
            ticks.tick().await;
            upkeep.run_upkeep();
        }
    }));
    Ok(handle)
}
