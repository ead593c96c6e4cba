//! The leaderboard as of a moment: folded from the whole log, and shown.

use std::sync::Arc;
use std::time::Instant;

use chrono::{DateTime, Utc};
use infrastructure::{Vaulted, connect};
use projections::ReadModel;
use projections::engine::AsOf;
use projections::membership::{Audience, Members};
use projections::points::{Period, PointTotals, leaderboard};

use crate::report::Report;
use crate::stage::VAULT_KEY;

pub async fn measure(url: &str, report: &mut Report) -> anyhow::Result<()> {
    let pool = connect(url, 8).await?;
    let store = Vaulted::open(pool.clone(), VAULT_KEY.parse()?).await?;
    let moments = AsOf::new(&pool, Arc::new(store), projections::all());
    // After all that was seeded: nothing of the log is spared.
    let at: DateTime<Utc> = "9999-12-31T00:00:00Z".parse()?;
    let started = Instant::now();
    let view = moments.view(at, &[PointTotals::NAME, Members::NAME]).await?;
    let board = leaderboard(&view.pool, Audience::Visitor, Period::All, None, 0).await?;
    let seconds = started.elapsed().as_secs_f64();
    anyhow::ensure!(!board.places.is_empty(), "the leaderboard has nobody");
    report.figure("as_of_leaderboard_s", seconds);
    report.raw("as_of_position", view.position.0);
    drop((view, moments));
    pool.close().await;
    Ok(())
}
