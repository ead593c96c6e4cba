//! What was measured, against what was promised.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Serialize;
use serde_json::{Map, Value, json};

enum Target {
    AtLeast(f64),
    AtMost(f64),
}

/// The promises, in the order of the table.
const TARGETS: [(&str, Target); 22] = [
    ("append_vs_insert", Target::AtLeast(0.45)),
    ("rebuild_vs_query_replay", Target::AtLeast(40.0)),
    ("rebuild_vs_copy", Target::AtLeast(0.5)),
    ("rebuild_rss_mb", Target::AtMost(512.0)),
    // Timers and caches make two runs differ by a few percent.
    ("rebuild_linearity", Target::AtMost(1.15)),
    ("as_of_leaderboard_s", Target::AtMost(5.0)),
    ("notary_lag_s", Target::AtMost(2.0)),
    // Costs in per cent.
    ("notary_append_cost", Target::AtMost(3.0)),
    ("encryption_append_cost", Target::AtMost(10.0)),
    ("encryption_rebuild_cost", Target::AtMost(15.0)),
    ("verify_events_per_s", Target::AtLeast(100_000.0)),
    ("extraction_300_pages_s", Target::AtMost(10.0)),
    // Above idle.
    ("upload_rss_mb", Target::AtMost(50.0)),
    ("visible_p99_ms", Target::AtMost(50.0)),
    ("page_home_vs_limit", Target::AtLeast(0.3)),
    ("page_library_vs_limit", Target::AtLeast(0.3)),
    ("page_resource_vs_limit", Target::AtLeast(0.3)),
    ("page_country_vs_limit", Target::AtLeast(0.3)),
    ("page_p99_ms", Target::AtMost(25.0)),
    ("serve_idle_rss_mb", Target::AtMost(80.0)),
    ("first_visit_kb", Target::AtMost(60.0)),
    ("first_visit_requests", Target::AtMost(6.0)),
];

pub struct Report {
    quick: bool,
    figures: BTreeMap<&'static str, f64>,
    raw: Map<String, Value>,
}

impl Report {
    pub fn new(quick: bool) -> Self {
        Self { quick, figures: BTreeMap::new(), raw: Map::new() }
    }

    /// One of the promised figures.
    pub fn figure(&mut self, name: &'static str, value: f64) {
        self.figures.insert(name, value);
    }

    /// A figure that stands behind the promised ones.
    pub fn raw(&mut self, name: impl Into<String>, value: impl Serialize) {
        self.raw.insert(name.into(), json!(value));
    }

    pub fn json(&self) -> Value {
        let mut object: Map<String, Value> =
            self.figures.iter().map(|(name, value)| ((*name).to_owned(), json!(rounded(*value)))).collect();
        let mut raw = self.raw.clone();
        raw.insert("quick".into(), json!(self.quick));
        object.insert("raw".into(), Value::Object(raw));
        Value::Object(object)
    }

    pub fn table(&self) -> String {
        let mut table = String::new();
        for (name, target) in TARGETS {
            let Some(value) = self.figures.get(name) else { continue };
            let (sign, bound, holds) = match target {
                Target::AtLeast(bound) => ('≥', bound, *value >= bound),
                Target::AtMost(bound) => ('≤', bound, *value <= bound),
            };
            let word = if holds { "pass" } else { "FAIL" };
            writeln!(table, "{name:<26} {:>10}   {sign} {bound:<6} {word}", rounded(*value))
                .expect("a string takes every line");
        }
        table.push('\n');
        for (name, value) in &self.raw {
            writeln!(table, "  {name:<34} {value}").expect("a string takes every line");
        }
        table
    }
}

/// By how many per cent something takes longer, as the median of measurements that were made in turns.
pub fn overhead(without: &[f64], with: &[f64]) -> f64 {
    let mut ratios: Vec<f64> = with.iter().zip(without).map(|(with, without)| with / without).collect();
    ratios.sort_by(f64::total_cmp);
    let middle = ratios.len() / 2;
    let median = match (ratios.get(middle.wrapping_sub(1)), ratios.get(middle)) {
        (Some(below), Some(above)) if ratios.len().is_multiple_of(2) => f64::midpoint(*below, *above),
        (_, Some(median)) => *median,
        (_, None) => f64::NAN,
    };
    100.0 * (median - 1.0)
}

/// To three figures behind the point at most.
pub fn rounded(value: f64) -> f64 {
    (value * 1000.0).round() / 1000.0
}
