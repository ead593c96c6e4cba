//! What the questions about moments have in common: how a moment is typed, how rows are printed.

use std::sync::Arc;

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, Utc};
use projections::engine::{AsOf, AsOfError};

use super::Portal;
use super::sealed::SealedLog;
use crate::cli::advice;

#[derive(Clone, Copy, Debug, Default, clap::Args)]
#[group(multiple = false)]
pub struct Form {
    /// Print a JSON array
    #[arg(long)]
    pub json: bool,
    /// Print comma-separated values (RFC 4180)
    #[arg(long)]
    pub csv: bool,
}

/// A time, or the last moment of a day, in UTC.
pub fn moment(text: &str) -> Result<DateTime<Utc>, &'static str> {
    let end = |day: NaiveDate| {
        let next = day.checked_add_days(Days::new(1)).unwrap_or(day).and_time(NaiveTime::MIN).and_utc();
        next - TimeDelta::microseconds(1)
    };
    let time = || DateTime::parse_from_rfc3339(text).map(|time| time.to_utc());
    text.parse()
        .map(end)
        .or_else(|_| time())
        .map_err(|_| "write a day as 2026-03-02 or a time as 2026-03-02T10:00:00Z")
}

/// Every read model at any moment, without anybody's personal data.
pub fn read_models(portal: &Portal) -> AsOf {
    AsOf::new(&portal.pool, Arc::new(SealedLog(portal.store.stored().clone())), projections::all())
}

pub fn told(error: AsOfError) -> anyhow::Error {
    match error {
        AsOfError::Unknown(_) => advice(format!("{error}; `iaspn projections status` lists them")),
        other => other.into(),
    }
}

/// So that a closed pipe is still known as one.
pub fn io_error(error: csv::Error) -> anyhow::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error.into(),
        other => anyhow::anyhow!("{other:?}"),
    }
}
