//! The portal without its pages: the event log, the desk and the connections that verbs work with.

use std::sync::Arc;

use application::{Clock, Desk, Repository};
use infrastructure::database::schema;
use infrastructure::{Masters, PostgresStore, Vaulted, connect, system_clock};
use sqlx::PgPool;
use tokio::sync::Notify;

use crate::cli::{about_database, about_schema, about_vault, advice};

/// Where everything is kept.
#[derive(Clone, Debug, clap::Args)]
pub struct StoreSettings {
    /// Postgres with the event log, the read models and the accounts: `postgres://user:password@host/name`
    #[arg(long, env = "DATABASE_URL", hide_env_values = true, value_name = "URL")]
    pub database_url: String,
    /// The event log; today it is kept in the database itself, and this stays unset
    #[arg(long, env = "EVENT_STORE_URL", hide_env_values = true, value_name = "URL")]
    pub event_store_url: Option<String>,
    /// The master key of the vault, under which personal data is sealed: 32 bytes in base64, as
    /// `iaspn vault new-key` prints them; while it is rotated, the old and the new one with a comma between
    #[arg(long, env = "VAULT_KEY", hide_env_values = true, value_name = "KEY")]
    pub vault_key: String,
    /// How many connections to it are open at most
    #[arg(long, env = "DATABASE_CONNECTIONS", default_value_t = CONNECTIONS, value_name = "N",
          value_parser = clap::value_parser!(u32).range(4..=1_000))]
    pub database_connections: u32,
}

/// How many connections suit one machine with its own Postgres.
const CONNECTIONS: u32 = 20;

impl StoreSettings {
    /// For a database that this program made itself.
    pub const fn local(database_url: String, vault_key: String) -> Self {
        Self { database_url, event_store_url: None, vault_key, database_connections: CONNECTIONS }
    }
}

pub struct Portal {
    /// Read models and the permanent tables.
    pub pool: PgPool,
    pub store: Vaulted<PostgresStore>,
    pub desk: Arc<Desk>,
    pub clock: Clock,
    /// Rung when a mail is queued.
    pub mail_queued: Arc<Notify>,
    /// Rung when a document waits to be prepared.
    pub preparation_asked: Arc<Notify>,
}

impl Portal {
    /// Connects, and refuses a schema that this program does not fit, or a vault that its key does not open.
    pub async fn open(settings: &StoreSettings) -> anyhow::Result<Self> {
        if settings.event_store_url.as_ref().is_some_and(|url| *url != settings.database_url) {
            return Err(advice(
                "this version keeps the event log in DATABASE_URL; leave EVENT_STORE_URL unset",
            ));
        }
        let masters: Masters =
            settings.vault_key.parse().map_err(|error| advice(format!("VAULT_KEY: {error}")))?;
        let pool =
            connect(&settings.database_url, settings.database_connections).await.map_err(about_database)?;
        let schema = schema(&pool).await.map_err(about_database)?;
        about_schema(&schema).map_or(Ok(()), Err)?;
        let store = Vaulted::open(pool.clone(), masters).await.map_err(about_vault)?;
        let clock = system_clock();
        let repository: Arc<dyn Repository> = Arc::new(store.clone());
        let desk = Arc::new(Desk::new(repository, Arc::clone(&clock)));
        Ok(Self { pool, store, desk, clock, mail_queued: Arc::default(), preparation_asked: Arc::default() })
    }

    /// Ends the connections in order: first what would open them again, then the pool.
    pub async fn close(self) {
        let pool = self.pool.clone();
        drop(self);
        pool.close().await;
    }
}
