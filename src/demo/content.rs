//! What the demo begins with: countries, programmes and partners, members who can sign in, and months of activity.

use std::path::Path;

use anyhow::Context;
use infrastructure::connect_as_owner;
use infrastructure::embedded::Cluster;
use sqlx::PgPool;
use url::Url;

use super::members::enrol;
use crate::import::import;
use crate::migrate;
use crate::portal::{Portal, StoreSettings};

/// The database once it is whole, and while it is being filled.
pub const DATABASE: &str = "iaspn";
const DRAFT: &str = "iaspn_draft";

/// Fills the database at the first start. It gets its name when it is whole, so that an interrupted first
/// start is begun anew.
pub async fn ensure(cluster: &Cluster, content: &Path, base_url: &Url) -> anyhow::Result<()> {
    let admin = connect_as_owner(&cluster.url("postgres"), 1).await?;
    let there: bool = sqlx::query_scalar("SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)")
        .bind(DATABASE)
        .fetch_one(&admin)
        .await?;
    if !there {
        println!("Filling the portal with the content of {} …", content.display());
        run(&admin, &format!("DROP DATABASE IF EXISTS {DRAFT} WITH (FORCE)")).await?;
        run(&admin, &format!("CREATE DATABASE {DRAFT}")).await?;
        fill(&cluster.url(DRAFT), content, base_url).await.context("the demo content")?;
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

async fn run(admin: &PgPool, statement: &str) -> Result<(), sqlx::Error> {
    sqlx::query(statement).execute(admin).await.map(drop)
}

async fn fill(database_url: &str, content: &Path, base_url: &Url) -> anyhow::Result<()> {
    migrate::up(database_url).await?;
    let portal = Portal::open(&StoreSettings::local(database_url.to_owned())).await?;
    import(&portal, content, false).await?;
    enrol(&portal, base_url).await?;
    portal.close().await;
    Ok(())
}
