//! What sealing personal data costs: appending notes with the vault and without it, in turns; and rebuilding every read
//! model from a sealed log and from the same log in clear, in turns.

use std::time::Instant;

use anyhow::ensure;
use cqrs_es::persist::{PersistedEventRepository, SerializedEvent};
use domain::bookmarks::{Bookmark, BookmarkEvent, Item};
use domain::{EventLog, MemberId, Personal, Position, ResourceId};
use futures::TryStreamExt;
use futures::future::try_join_all;
use infrastructure::{EventStore, PostgresStore, Vaulted, connect, connect_as_owner};
use serde_json::json;

use crate::report::{Report, overhead};
use crate::stage::{Stage, VAULT_KEY};

const CLIENTS: u64 = 16;
const MEMBERS: u64 = 500;
const TURNS: u64 = 6;
const REBUILDS: usize = 5;
/// Events copied at once.
const PAGE: usize = 5_000;

pub async fn measure(stage: &Stage, report: &mut Report) -> anyhow::Result<()> {
    append(stage, report).await?;
    rebuild(stage, report).await
}

async fn append(stage: &Stage, report: &mut Report) -> anyhow::Result<()> {
    let events = stage.scaled(20_000);
    let clear = PostgresStore::new(connect(&stage.database("appended_clear").await?, 20).await?);
    let pool = connect(&stage.database("appended_sealed").await?, 20).await?;
    let sealed = Vaulted::open(pool, VAULT_KEY.parse()?).await?;
    for number in 0..MEMBERS {
        sealed.vault().make(member(number)).await?;
    }
    persist(&clear, 0, events / 4).await?;
    persist(&sealed, 0, events / 4).await?;
    let (mut without, mut with) = (Vec::new(), Vec::new());
    for turn in 1..=TURNS {
        for second in [false, true] {
            let started = Instant::now();
            if second == turn.is_multiple_of(2) {
                persist(&clear, turn, events).await?;
                without.push(started.elapsed().as_secs_f64());
            } else {
                persist(&sealed, turn, events).await?;
                with.push(started.elapsed().as_secs_f64());
            }
        }
    }
    report.figure("encryption_append_cost", overhead(&without, &with));
    let rate = |seconds: &[f64]| events as f64 * TURNS as f64 / seconds.iter().sum::<f64>();
    report.raw("appends_in_clear_per_second", rate(&without));
    report.raw("appends_sealed_per_second", rate(&with));
    Ok(())
}

fn member(number: u64) -> MemberId {
    MemberId::derived(&["encryption", &number.to_string()])
}

/// So many notes of members on what they keep, by all clients together.
async fn persist<S>(store: &S, turn: u64, events: u64) -> anyhow::Result<()>
where
    S: PersistedEventRepository + Clone + Send + Sync + 'static,
{
    let clients = (0..CLIENTS).map(|client| {
        let store = store.clone();
        tokio::spawn(async move {
            for number in (client..events).step_by(usize::try_from(CLIENTS)?) {
                store.persist::<Bookmark>(&[note(turn, number)?], None).await?;
            }
            anyhow::Ok(())
        })
    });
    try_join_all(clients).await?.into_iter().collect()
}

fn note(turn: u64, number: u64) -> anyhow::Result<SerializedEvent> {
    let keeper = member(number % MEMBERS);
    let item = Item::Resource(ResourceId::derived(&[&turn.to_string(), &number.to_string()]));
    let text =
        format!("For the workshop in March: chapter {number} on payments, and the annex with the forms.");
    let event = BookmarkEvent::BookmarkSaved {
        member: keeper,
        item,
        owner: member(number + 1),
        note: Some(Personal::new(keeper, text)),
    };
    Ok(SerializedEvent::new(
        Bookmark::id(keeper, item),
        1,
        "bookmark".into(),
        "BookmarkSaved".into(),
        "1".into(),
        serde_json::to_value(&event)?,
        json!({ "actor": keeper, "at": "2026-03-02T10:00:00Z", "command_id": keeper }),
    ))
}

async fn rebuild(stage: &Stage, report: &mut Report) -> anyhow::Result<()> {
    let (sealed, _) = stage.seeded("sealed", stage.scaled(300_000)).await?;
    let clear = stage.database("clear").await?;
    copy_in_clear(&sealed, &clear).await?;
    let command = ["projections", "rebuild", "--all", "--json"];
    let (mut without, mut with) = (Vec::new(), Vec::new());
    for turn in 0..=REBUILDS {
        for second in [false, true] {
            let (url, seconds) =
                if second == (turn % 2 == 1) { (&clear, &mut without) } else { (&sealed, &mut with) };
            let ended = stage.run(url, &command).await?;
            // The first ones find nothing to compare with and no caches.
            if turn > 0 {
                seconds.push(ended.seconds);
            }
        }
    }
    report.figure("encryption_rebuild_cost", overhead(&without, &with));
    report.raw("rebuilds_in_clear_s", without);
    report.raw("rebuilds_sealed_s", with);
    Ok(())
}

/// The same events in the same order, with nothing sealed in them.
async fn copy_in_clear(from: &str, to: &str) -> anyhow::Result<()> {
    let source = Vaulted::open(connect(from, 8).await?, VAULT_KEY.parse()?).await?;
    let target = connect_as_owner(to, 1).await?;
    let end = source.head().await?;
    let mut after = Position::START;
    while after < end {
        let stored: Vec<_> = source.stored().events(after, PAGE).await?.try_collect().await?;
        let opened = source.read(after, PAGE).await?;
        ensure!(stored.len() == opened.len(), "both read the same events");
        let Some(last) = stored.last() else { break };
        after = last.position;
        let payloads: Vec<String> = opened
            .iter()
            .map(|event| event.event.payload().map(|payload| payload.to_string()))
            .collect::<Result<_, _>>()?;
        ensure!(payloads.iter().all(|payload| !payload.contains("\"sealed\"")), "something stays sealed");
        let column = |of: fn(&domain::StoredEvent) -> String| stored.iter().map(of).collect::<Vec<String>>();
        let sequences: Vec<i64> = stored.iter().map(|event| event.sequence.cast_signed()).collect();
        sqlx::query(
            "INSERT INTO events
                 (aggregate_type, aggregate_id, sequence, event_type, event_version, payload, metadata)
             SELECT a, i, s, t, v, p::json, m::json
             FROM unnest($1::text[], $2::text[], $3::bigint[], $4::text[], $5::text[], $6::text[], $7::text[])
                 WITH ORDINALITY AS row (a, i, s, t, v, p, m, n) ORDER BY n",
        )
        .bind(column(|event| event.aggregate_type.clone()))
        .bind(column(|event| event.aggregate_id.clone()))
        .bind(sequences)
        .bind(column(|event| event.event_type.clone()))
        .bind(column(|event| event.event_version.clone()))
        .bind(payloads)
        .bind(column(|event| event.metadata.clone()))
        .execute(&target)
        .await?;
    }
    for tidy in ["VACUUM ANALYZE events", "CHECKPOINT"] {
        sqlx::raw_sql(tidy).execute(&target).await?;
    }
    target.close().await;
    Ok(())
}
