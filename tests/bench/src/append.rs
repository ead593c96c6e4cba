//! Commands through the desk, against single-row INSERTs of the very events that they made.

use std::sync::Arc;
use std::time::Instant;

use application::{Actor, Desk, Order, Repository};
use domain::bookmarks::{Bookmark, BookmarkCommand, Item};
use domain::library::{Details, Facets, Kind, Licence, Resource, ResourceCommand, Source};
use domain::{CommandId, Language, MemberId, ResourceId, Theme};
use futures::future::try_join_all;
use infrastructure::{Vaulted, connect, system_clock};
use projections::engine::Engine;
use sqlx::PgPool;
use tokio_util::sync::CancellationToken;

use crate::report::Report;
use crate::stage::{Stage, VAULT_KEY};

const CLIENTS: u32 = 16;
const MEMBERS: u64 = 500;

pub async fn measure(stage: &Stage, report: &mut Report) -> anyhow::Result<()> {
    let commands = stage.scaled(60_000);
    let url = stage.database("append").await?;
    let working = Working::begin(&url).await?;
    // The first commands prepare statements and fill caches.
    give(&working.desk, "warm", commands / 10).await?;
    let started = Instant::now();
    give(&working.desk, "run", commands).await?;
    let desk = commands as f64 / started.elapsed().as_secs_f64();
    working.end().await;

    let source = connect(&url, 1).await?;
    let rows: Vec<Row> = sqlx::query_as(
        "SELECT aggregate_type, aggregate_id, sequence, event_type, event_version, payload, metadata
         FROM events ORDER BY position",
    )
    .fetch_all(&source)
    .await?;
    source.close().await;
    let target = connect(&stage.database("inserted").await?, CLIENTS).await?;
    let (warm, run) = rows.split_at(rows.len() - usize::try_from(commands)?);
    insert(&target, warm).await?;
    let started = Instant::now();
    insert(&target, run).await?;
    let inserts = commands as f64 / started.elapsed().as_secs_f64();
    target.close().await;

    report.figure("append_vs_insert", desk / inserts);
    report.raw("desk_commands_per_second", desk);
    report.raw("inserts_per_second", inserts);
    Ok(())
}

/// A desk with the engine beside it.
pub struct Working {
    pub desk: Arc<Desk>,
    pub pool: PgPool,
    pub moved: tokio::sync::watch::Receiver<domain::Position>,
    stop: CancellationToken,
    engine: tokio::task::JoinHandle<()>,
}

impl Working {
    pub async fn begin(url: &str) -> anyhow::Result<Self> {
        let pool = connect(url, CLIENTS + 8).await?;
        let store = Vaulted::open(pool.clone(), VAULT_KEY.parse()?).await?;
        // Nobody joins here; who is to publish needs a key all the same.
        for number in 0..MEMBERS {
            store.vault().make(member(number)).await?;
        }
        let repository: Arc<dyn Repository> = Arc::new(store.clone());
        let desk = Arc::new(Desk::new(repository, system_clock()));
        let engine = Engine::new(pool.clone(), Arc::new(store), projections::all());
        let moved = engine.moved();
        let stop = CancellationToken::new();
        let engine = tokio::spawn(engine.run(stop.clone()));
        Ok(Self { desk, pool, moved, stop, engine })
    }

    pub async fn end(self) {
        self.stop.cancel();
        // It was stopped; how it ended says nothing about what was measured.
        drop(self.engine.await);
        self.pool.close().await;
    }
}

/// So many commands by all clients together.
pub async fn give(desk: &Arc<Desk>, run: &'static str, commands: u64) -> anyhow::Result<()> {
    let clients = (0..u64::from(CLIENTS)).map(|client| {
        let desk = Arc::clone(desk);
        tokio::spawn(async move {
            for number in (client..commands).step_by(CLIENTS as usize) {
                command(&desk, run, number).await?;
            }
            anyhow::Ok(())
        })
    });
    for outcome in try_join_all(clients).await? {
        outcome?;
    }
    Ok(())
}

fn member(number: u64) -> MemberId {
    MemberId::derived(&["bench", &(number % MEMBERS).to_string()])
}

/// One resource in four, otherwise somebody keeps that resource.
pub async fn command(desk: &Desk, run: &str, number: u64) -> anyhow::Result<()> {
    let name = |what: &str, number: u64| [run.to_owned(), what.to_owned(), number.to_string()];
    let derived = |parts: [String; 3]| parts.map(|part| part + "/").concat();
    let resource = ResourceId::derived(&[&derived(name("resource", number / 4))]);
    let author = member(number / 4);
    let order = |actor| {
        Order::new(Actor::member(actor, vec![]), CommandId::derived(&[&derived(name("command", number))]))
    };
    if number.is_multiple_of(4) {
        let publish = ResourceCommand::Publish {
            resource,
            author,
            details: details(number),
            source: Source::Link { url: format!("https://documents.example.org/{number}") },
            this_year: 2026,
        };
        desk.execute::<Resource>(&order(author), &resource.to_string(), publish).await?;
    } else {
        let (keeper, item) = (member(number + 250), Item::Resource(resource));
        let save = BookmarkCommand::Save { member: keeper, item, owner: author, note: String::new() };
        desk.execute::<Bookmark>(&order(keeper), &Bookmark::id(keeper, item), save).await?;
    }
    Ok(())
}

fn details(number: u64) -> Details {
    Details {
        title: format!("Operations manual of the programme, edition {number}"),
        summary: "The manual sets out who does what, with forms, deadlines and examples. ".repeat(5),
        authors: "Andrade, L.".into(),
        institution: None,
        year: Some(2020),
        licence: Licence::CcBy,
        facets: Facets {
            country: "BR".parse().ok(),
            language: Language::Pt,
            kind: Kind::Guide,
            themes: vec![Theme::CASH_TRANSFERS, Theme::EDUCATION],
        },
    }
}

type Row = (String, String, i64, String, String, serde_json::Value, serde_json::Value);

async fn insert(pool: &PgPool, rows: &[Row]) -> anyhow::Result<()> {
    let clients = (0..CLIENTS as usize).map(|client| async move {
        for row in rows.iter().skip(client).step_by(CLIENTS as usize) {
            sqlx::query(
                "INSERT INTO events
                     (aggregate_type, aggregate_id, sequence, event_type, event_version, payload, metadata)
                 VALUES ($1, $2, $3, $4, $5, $6, $7)",
            )
            .bind(&row.0)
            .bind(&row.1)
            .bind(row.2)
            .bind(&row.3)
            .bind(&row.4)
            .bind(&row.5)
            .bind(&row.6)
            .execute(pool)
            .await?;
        }
        anyhow::Ok(())
    });
    try_join_all(clients).await.map(drop)
}
