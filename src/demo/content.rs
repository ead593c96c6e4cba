//! What the demo begins with: countries, programmes and partners, members who can sign in, and months of activity.

use std::path::Path;
use std::sync::Arc;

use anyhow::Context;
use chrono::{Days, Months};
use infrastructure::embedded::Cluster;
use infrastructure::{ObjectFiles, connect_as_owner};
use projections::engine::Engine;
use sqlx::PgPool;
use url::Url;

use super::members::enrol;
use super::{contributions, documents, gatherings, highlights, news, pages};
use crate::entrance::entrance;
use crate::import::import;
use crate::portal::{Portal, StoreSettings};
use crate::seed::{Plan, seed};
use crate::{migrate, work};

/// The database once it is whole, and while it is being filled.
pub const DATABASE: &str = "iaspn";
const DRAFT: &str = "iaspn_draft";

/// The activity that the generator makes up, the same on every machine but for its dates.
const SEED: u64 = 2009;
const MEMBERS: u32 = 300;
const EVENTS: u64 = 6_000;

/// Fills the database at the first start. It gets its name when it is whole, so that an interrupted first
/// start is begun anew.
pub async fn ensure(
    cluster: &Cluster,
    vault_key: &str,
    content: &Path,
    files: &Path,
    base_url: &Url,
) -> anyhow::Result<()> {
    let admin = connect_as_owner(&cluster.url("postgres"), 1).await?;
    if !is_there(&admin, DATABASE).await? {
        println!("Filling the portal with the content of {} …", content.display());
        // Only what an interrupted first start has left: the folder may be somebody else's otherwise.
        if is_there(&admin, DRAFT).await? {
            forget_files(files)?;
        }
        run(&admin, &format!("DROP DATABASE IF EXISTS {DRAFT} WITH (FORCE)")).await?;
        run(&admin, &format!("CREATE DATABASE {DRAFT}")).await?;
        let store = StoreSettings::local(cluster.url(DRAFT), vault_key.to_owned());
        fill(&store, content, files, base_url).await.context("the demo content")?;
        run(
            &admin,
            &format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{DRAFT}'"),
        )
        .await?;
        run(&admin, &format!("ALTER DATABASE {DRAFT} RENAME TO {DATABASE}")).await?;
    }
    admin.close().await;
    Ok(())
}

/// Whether the database is there and its vault has a master key.
pub async fn is_sealed(cluster: &Cluster) -> anyhow::Result<bool> {
    let admin = connect_as_owner(&cluster.url("postgres"), 1).await?;
    let there = is_there(&admin, DATABASE).await?;
    admin.close().await;
    if !there {
        return Ok(false);
    }
    let owner = connect_as_owner(&cluster.url(DATABASE), 1).await?;
    // A demo of an earlier version has no vault yet.
    let vault = "SELECT to_regclass('vault_masters') IS NOT NULL";
    let sealed = sqlx::query_scalar(vault).fetch_one(&owner).await?
        && sqlx::query_scalar("SELECT EXISTS (SELECT FROM vault_masters)").fetch_one(&owner).await?;
    owner.close().await;
    Ok(sealed)
}

/// They are named by a database that is begun anew: nobody would find them.
fn forget_files(files: &Path) -> anyhow::Result<()> {
    match std::fs::remove_dir_all(files) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("cannot delete {}", files.display()))
        }
        _ => Ok(()),
    }
}

async fn is_there(admin: &PgPool, name: &str) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar("SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)")
        .bind(name)
        .fetch_one(admin)
        .await
}

async fn run(admin: &PgPool, statement: &str) -> Result<(), sqlx::Error> {
    sqlx::query(statement).execute(admin).await.map(drop)
}

async fn fill(store: &StoreSettings, content: &Path, files: &Path, base_url: &Url) -> anyhow::Result<()> {
    migrate::up(&store.database_url).await?;
    let portal = Portal::open(store).await?;
    import(&portal, content, false).await?;
    enrol(&portal, base_url).await?;
    news::report(&portal, content).await?;
    highlights::share(&portal, content).await?;
    documents::upload(&portal, content, ObjectFiles::in_folder(files)?).await?;
    // Before the history, whose times grow: a look at an earlier moment ends at the last event of its time.
    gatherings::make(&portal, SEED).await?;
    println!("Adding eighteen months of activity …");
    let reactors = work::reactors(&portal, &entrance(&portal, base_url)?);
    let today = (portal.clock)().date_naive();
    let from = today - Months::new(18) - Days::new(1);
    seed(&portal, &reactors, Plan { seed: SEED, members: MEMBERS, events: EVENTS, from }).await?;
    contributions::make(&portal).await?;
    pages::make(&portal).await?;
    reactors.catch_up().await?;
    // So that the first page shows all of it.
    let engine = Engine::new(portal.pool.clone(), Arc::new(portal.store.clone()), projections::all());
    engine.catch_up().await?;
    drop((engine, reactors));
    portal.close().await;
    Ok(())
}
