//! The portal without its pages: the event log, the desk and the connections that verbs work with.

use std::sync::Arc;

use application::{Clock, Desk, Repository};
use infrastructure::database::schema;
use infrastructure::{PostgresStore, connect, system_clock};
use sqlx::PgPool;

use crate::cli::{about_database, about_schema, advice};

/// Where everything is kept.
#[derive(Clone, Debug, clap::Args)]
pub struct StoreSettings {
    /// Postgres with read models, accounts and, unless EVENT_STORE_URL says otherwise, the event log
    #[arg(long, env = "DATABASE_URL", hide_env_values = true, value_name = "URL")]
    pub database_url: String,
    /// The event log, where it is elsewhere: `postgres://…`
    #[arg(long, env = "EVENT_STORE_URL", hide_env_values = true, value_name = "URL")]
    pub event_store_url: Option<String>,
    /// Connections to each of the two
    #[arg(long, env = "DATABASE_CONNECTIONS", default_value_t = 20, value_name = "N",
          value_parser = clap::value_parser!(u32).range(4..=1_000))]
    pub database_connections: u32,
}

pub struct Portal {
    /// Read models and the permanent tables.
    pub pool: PgPool,
    pub store: PostgresStore,
    pub desk: Arc<Desk>,
    pub clock: Clock,
}

impl Portal {
    /// Connects, and refuses a schema that this program does not fit.
    pub async fn open(settings: &StoreSettings) -> anyhow::Result<Self> {
        let pool = open(&settings.database_url, settings.database_connections).await?;
        let log_pool = match &settings.event_store_url {
            None => pool.clone(),
            Some(url) if url == &settings.database_url => pool.clone(),
            Some(url) if url.starts_with("postgres") => open(url, settings.database_connections).await?,
            Some(_) => return Err(advice("EVENT_STORE_URL must start with postgres://")),
        };
        let store = PostgresStore::new(log_pool);
        let clock = system_clock();
        let repository: Arc<dyn Repository> = Arc::new(store.clone());
        let desk = Arc::new(Desk::new(repository, Arc::clone(&clock)));
        Ok(Self { pool, store, desk, clock })
    }
}

async fn open(url: &str, connections: u32) -> anyhow::Result<PgPool> {
    let pool = connect(url, connections).await.map_err(about_database)?;
    let schema = schema(&pool).await.map_err(about_database)?;
    about_schema(&schema).map_or(Ok(pool), Err)
}
