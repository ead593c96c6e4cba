//! Read models as they stood at a moment: folded from the log up to there into temporary tables of one
//! connection, whose search path is those tables. So the queries of pages run over another moment
//! unchanged, nothing of it is kept on disk or in a dump, and it goes with its connection.

use std::sync::{Arc, Mutex, Weak};
use std::time::Duration;

use chrono::{DateTime, Utc};
use domain::{EventLog, LogError, Position};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{Executor, PgConnection, PgPool};
use tokio::sync::Semaphore;
use tokio::time::Instant;

use super::folding::{Give, make_room};
use super::live::{add_key, create, index};
use super::model::Model;
use super::pages::pages;
use super::table::{FailedFold, Rows};

/// So many moments are kept at the most: each is a connection and what its tables take in Postgres.
const MOST: usize = 6;
/// How long after its last use.
const KEPT: Duration = Duration::from_mins(10);
/// How long somebody waits for the tables that another request builds.
const PATIENCE: Duration = Duration::from_mins(5);
/// Events read at once.
const PAGE: usize = 4_000;
/// Rows in memory, in bytes, before the largest read model's are written out.
const BUDGET: usize = 200 << 20;
/// The schema of the connection's own tables, whatever it is really called.
pub(super) const OWN: &str = "pg_temp";

#[derive(Debug, thiserror::Error)]
pub enum AsOfError {
    #[error("the read models' database: {0}")]
    Database(#[from] sqlx::Error),
    #[error(transparent)]
    Log(#[from] LogError),
    #[error("{model} cannot be folded: {source}")]
    Fold { model: &'static str, source: FailedFold },
    #[error("there is no read model `{0}`")]
    Unknown(String),
}

/// Cheap to clone; all clones share the moments that are kept.
#[derive(Clone)]
pub struct AsOf {
    pool: PgPool,
    pub(super) options: PgConnectOptions,
    pub(super) log: Arc<dyn EventLog>,
    models: Arc<[Arc<dyn Model>]>,
    views: Arc<Mutex<Vec<Kept>>>,
    /// One is built at a time: it takes a processor and some memory.
    building: Arc<Semaphore>,
}

struct Kept {
    position: Position,
    /// How many keys were destroyed when it was begun: what it shows of a person may not outlive the key.
    erased: i64,
    pool: PgPool,
    used: Instant,
}

/// Read models as they stood. Its queries come one after the other: it is one connection.
#[derive(Clone, Debug)]
pub struct View {
    pub position: Position,
    pub pool: PgPool,
}

impl AsOf {
    /// Connects as `pool` does.
    pub fn new(pool: &PgPool, log: Arc<dyn EventLog>, models: Vec<Arc<dyn Model>>) -> Self {
        // Without the live tables in its path: what was not built fails, and is never today's.
        let options = (*pool.connect_options()).clone().options([("search_path", "pg_temp,public")]);
        Self {
            pool: pool.clone(),
            options,
            log,
            models: models.into(),
            views: Arc::default(),
            building: Arc::new(Semaphore::new(1)),
        }
    }

    /// The read models of a moment, built where they are not kept. A request that is given up goes on
    /// building for the next one.
    pub async fn view(&self, at: DateTime<Utc>, models: &[&str]) -> Result<View, AsOfError> {
        let position = self.log.position_at(at).await?;
        let wanted = self.chosen(models)?;
        let erased = sqlx::query_scalar!(
            r#"SELECT count(*) AS "erased!" FROM vault_keys WHERE destroyed_at IS NOT NULL"#
        )
        .fetch_one(&self.pool)
        .await?;
        let view = View { position, pool: self.kept(position, erased) };
        let (this, pool) = (self.clone(), view.pool.clone());
        let built = tokio::spawn(async move {
            // Whoever wants the same moment waits for its one connection, and finds the tables there.
            let mut connection = pool.acquire().await?;
            let missing = missing(&mut connection, &wanted).await?;
            if missing.is_empty() {
                return Ok(());
            }
            let _turn = this.building.acquire().await;
            let mut tx = sqlx::Connection::begin(&mut *connection).await?;
            let mut works = begin(&mut tx, &missing).await?;
            this.fold(&mut tx, &mut works, Position::START, position).await?;
            finish(&mut tx, &mut works).await?;
            Ok(tx.commit().await?)
        });
        match built.await {
            Ok(built) => built.map(|()| view),
            Err(error) => std::panic::resume_unwind(error.into_panic()),
        }
    }

    pub(super) fn chosen(&self, models: &[&str]) -> Result<Vec<Arc<dyn Model>>, AsOfError> {
        let of = |name: &&str| {
            let found = self.models.iter().find(|model| model.name() == *name);
            found.cloned().ok_or_else(|| AsOfError::Unknown((*name).to_owned()))
        };
        models.iter().map(of).collect()
    }

    /// The connection of a moment; the one that was used longest ago makes way for a new one. Whoever
    /// still reads from it holds it until then.
    fn kept(&self, position: Position, erased: i64) -> PgPool {
        let mut views = self.views.lock().expect("nobody panics while holding it");
        let swept = !views.is_empty();
        views.retain(|kept| kept.erased == erased);
        if let Some(known) = views.iter_mut().find(|kept| kept.position == position) {
            known.used = Instant::now();
            return known.pool.clone();
        }
        if !swept {
            tokio::spawn(sweep(Arc::downgrade(&self.views)));
        }
        if views.len() >= MOST
            && let Some((oldest, _)) = views.iter().enumerate().min_by_key(|(_, kept)| kept.used)
        {
            views.swap_remove(oldest);
        }
        let pool = PgPoolOptions::new()
            .max_connections(1)
            .acquire_timeout(PATIENCE)
            .idle_timeout(None)
            .max_lifetime(None)
            .connect_lazy_with(self.options.clone());
        views.push(Kept { position, erased, pool: pool.clone(), used: Instant::now() });
        pool
    }

    pub(super) async fn fold(
        &self,
        connection: &mut PgConnection,
        works: &mut [Work],
        start: Position,
        end: Position,
    ) -> Result<(), AsOfError> {
        let models: Vec<&dyn Model> = works.iter().map(|work| work.model.as_ref()).collect();
        let mut pages = pages(&self.log, &models, start, end, PAGE);
        while let Some(page) = pages.recv().await {
            let page = page?;
            for work in works.iter_mut() {
                work.rows
                    .take(connection, &page)
                    .await?
                    .map_err(|source| AsOfError::Fold { model: work.model.name(), source })?;
            }
            loop {
                let bytes: Vec<usize> = works.iter().map(|work| work.rows.bytes()).collect();
                let loose: Vec<usize> = works.iter().map(|work| work.rows.loose()).collect();
                let Some((n, give)) = make_room(&bytes, &loose, BUDGET) else { break };
                let Some(work) = works.get_mut(n) else { break };
                match give {
                    Give::PutAside => work.rows.put_aside().map_err(sqlx::Error::Io)?,
                    Give::WriteOut => work.write_out(connection).await?,
                }
            }
        }
        Ok(())
    }
}

/// Lets go of what nobody has asked for in a while, until there is nothing left.
async fn sweep(views: Weak<Mutex<Vec<Kept>>>) {
    loop {
        tokio::time::sleep(KEPT / 10).await;
        let Some(views) = views.upgrade() else { return };
        let mut views = views.lock().expect("nobody panics while holding it");
        views.retain(|kept| kept.used.elapsed() < KEPT);
        if views.is_empty() {
            return;
        }
    }
}

/// A read model that is being folded.
pub(super) struct Work {
    pub(super) model: Arc<dyn Model>,
    rows: Box<dyn Rows>,
    /// It has its primary key: rows were written.
    keyed: bool,
}

impl Work {
    pub(super) async fn write_out(&mut self, connection: &mut PgConnection) -> Result<(), sqlx::Error> {
        self.rows.flush(connection, false).await?;
        if !std::mem::replace(&mut self.keyed, true) {
            add_key(connection, self.model.as_ref(), OWN).await?;
        }
        Ok(())
    }
}

async fn missing(
    connection: &mut PgConnection,
    models: &[Arc<dyn Model>],
) -> Result<Vec<Arc<dyn Model>>, sqlx::Error> {
    let names: Vec<&str> = models.iter().map(|model| model.name()).collect();
    let there: Vec<String> = sqlx::query_scalar(
        "SELECT name FROM unnest($1::text[]) name WHERE to_regclass('pg_temp.' || name) IS NOT NULL",
    )
    .bind(names)
    .fetch_all(connection)
    .await?;
    Ok(models.iter().filter(|model| !there.iter().any(|name| name == model.name())).cloned().collect())
}

pub(super) async fn begin(
    connection: &mut PgConnection,
    models: &[Arc<dyn Model>],
) -> Result<Vec<Work>, sqlx::Error> {
    let mut works = Vec::with_capacity(models.len());
    for model in models {
        create(connection, model.as_ref(), OWN).await?;
        let rows = model.open(connection, OWN, true).await?;
        works.push(Work { model: Arc::clone(model), rows, keyed: false });
    }
    Ok(works)
}

async fn finish(connection: &mut PgConnection, works: &mut [Work]) -> Result<(), sqlx::Error> {
    for work in works {
        work.write_out(connection).await?;
        index(connection, work.model.as_ref(), OWN).await?;
        connection.execute(format!("ANALYZE {OWN}.{}", work.model.name()).as_str()).await?;
    }
    Ok(())
}
