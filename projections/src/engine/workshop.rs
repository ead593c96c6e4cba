//! Works on the rebuilds that were asked for: one at a time, by whichever process gets the lock. One whose
//! process has died is taken up by the next, from where it was.

use std::sync::Arc;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use domain::EventLog;
use sqlx::PgPool;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::certify::Certificate;
use super::model::Model;
use super::rebuild::{Alone, Progress, Rebuild, RebuildError, Stage};
use super::requests::{self, Wish};

/// How often it looks for something to do.
const LOOK: Duration = Duration::from_secs(1);
/// How often progress is written down, and somebody's wish to stop is noticed.
const TELL: Duration = Duration::from_millis(500);
/// After a failure to reach the database or the log.
const AGAIN: Duration = Duration::from_secs(3);

#[derive(Clone)]
pub struct Workshop {
    pool: PgPool,
    log: Arc<dyn EventLog>,
    models: Vec<Arc<dyn Model>>,
}

impl Workshop {
    /// `models` are all that may be asked for.
    pub fn new(pool: PgPool, log: Arc<dyn EventLog>, models: Vec<Arc<dyn Model>>) -> Self {
        Self { pool, log, models }
    }

    /// Until it is stopped: what was folded by then is kept, and the request stays open for another process.
    pub async fn run(self, stop: CancellationToken) {
        while !stop.is_cancelled() {
            let pause = match self.next(&stop).await {
                Ok(true) => continue,
                Ok(false) => LOOK,
                Err(error) => {
                    tracing::error!(%error, "a rebuild stands still; trying again in {AGAIN:?}");
                    AGAIN
                }
            };
            stop.run_until_cancelled(tokio::time::sleep(pause)).await;
        }
    }

    /// Works on the oldest open request to its end. False where there is none, or somebody else has the lock.
    pub async fn next(&self, stop: &CancellationToken) -> Result<bool, RebuildError> {
        if requests::open(&self.pool).await?.is_empty() {
            return Ok(false);
        }
        let Some(alone) = Alone::take(&self.pool).await? else { return Ok(false) };
        // Looked up again: whoever had the lock may just have ended it.
        let worked = match requests::open(&self.pool).await?.into_iter().next() {
            Some(request) => {
                let models = self.named(&request.names);
                let rebuild = models.map(|models| {
                    let mut rebuild = self.rebuild(models, request.verify);
                    rebuild.discard = request.anew;
                    rebuild
                });
                self.carry_out(&alone, request.id, rebuild, &|_| {}, stop).await
            }
            None => Ok(None),
        };
        alone.release().await;
        let worked = worked?;
        if let Some(Err(error)) = &worked
            && !matches!(error, RebuildError::Interrupted(_))
        {
            tracing::error!(%error, "a rebuild has failed");
        }
        Ok(worked.is_some())
    }

    /// Works on this wish at once, in this process, or on the same one that was left behind.
    pub async fn at_once(
        &self,
        wish: &Wish,
        prepare: impl FnOnce(&mut Rebuild),
        progress: impl Fn(Progress) + Sync,
        stop: &CancellationToken,
    ) -> Result<Vec<Certificate>, RebuildError> {
        let mut rebuild = self.rebuild(self.named(&wish.names)?, wish.verify);
        prepare(&mut rebuild);
        let alone = Alone::take(&self.pool).await?.ok_or(RebuildError::Busy)?;
        let id = requests::ask(&self.pool, wish).await?;
        let outcome = self.carry_out(&alone, id, Ok(rebuild), &progress, stop).await;
        if stop.is_cancelled() {
            // Whoever stopped it at the terminal does not want a server to go on with it.
            requests::end(&self.pool, id, "cancelled", None).await?;
        }
        alone.release().await;
        outcome?.unwrap_or_else(|| Ok(Vec::new()))
    }

    fn rebuild(&self, models: Vec<Arc<dyn Model>>, verify: bool) -> Rebuild {
        let mut rebuild = Rebuild::new(self.pool.clone(), Arc::clone(&self.log), models);
        rebuild.verify = verify;
        rebuild
    }

    /// # Errors
    /// `Unknown` where there is no such read model: an older program may have asked.
    pub fn named(&self, names: &[String]) -> Result<Vec<Arc<dyn Model>>, RebuildError> {
        let find = |name: &String| {
            let found = self.models.iter().find(|model| model.name() == name);
            found.cloned().ok_or_else(|| RebuildError::Unknown(name.clone()))
        };
        names.iter().map(find).collect()
    }

    /// The inner result is what came of the request, which then has ended. An outer error, and none, leave
    /// it open: the database was out of reach, or this process is to stop.
    async fn carry_out(
        &self,
        alone: &Alone,
        id: Uuid,
        rebuild: Result<Rebuild, RebuildError>,
        progress: &(impl Fn(Progress) + Sync),
        stop: &CancellationToken,
    ) -> Result<Option<Result<Vec<Certificate>, RebuildError>>, RebuildError> {
        requests::take_up(&self.pool, id).await?;
        let halt = stop.child_token();
        let latest = Mutex::new(None);
        let told = |now: Progress| {
            progress(now);
            if let Ok(mut latest) = latest.lock() {
                *latest = Some(now);
            }
        };
        let work = async {
            match rebuild {
                Ok(rebuild) => rebuild.run_alone(alone, told, &halt).await,
                Err(unknown) => Err(unknown),
            }
        };
        let outcome = tokio::select! {
            outcome = work => outcome,
            () = self.keep_telling(id, &latest, &halt) => Ok(Vec::new()),
        };
        let told = match &outcome {
            Ok(_) => requests::end(&self.pool, id, "done", None).await,
            Err(RebuildError::Interrupted(_)) if stop.is_cancelled() => return Ok(Some(outcome)),
            Err(RebuildError::Interrupted(_)) => requests::end(&self.pool, id, "cancelled", None).await,
            Err(error) if error.is_outage() => return outcome.map(|_| None),
            Err(error) => requests::end(&self.pool, id, "failed", Some(&error.to_string())).await,
        };
        told?;
        Ok(Some(outcome))
    }

    /// Writes down how far it is. Never returns: the rebuild itself ends it.
    async fn keep_telling(&self, id: Uuid, latest: &Mutex<Option<Progress>>, halt: &CancellationToken) {
        let mut first: Option<(Instant, u64)> = None;
        loop {
            tokio::time::sleep(TELL).await;
            let Some(now) = latest.lock().ok().and_then(|latest| *latest) else { continue };
            let (since, from) = *first.get_or_insert((Instant::now(), now.done));
            #[expect(clippy::cast_precision_loss, reason = "events are far fewer than 2^52")]
            let rate = match now.stage {
                Stage::Folding if now.done > from => (now.done - from) as f64 / since.elapsed().as_secs_f64(),
                _ => 0.0,
            };
            match requests::tell(&self.pool, id, now, rate).await {
                Ok(true) => halt.cancel(),
                Ok(false) => {}
                Err(error) => tracing::debug!(%error, "progress could not be written down"),
            }
        }
    }
}
