//! Keeps the safe head: the last position at or below which every event is final.
//!
//! One task for each process. It looks when this process appended, when another one says that it did
//! (a notification), when somebody asks, and otherwise once a second. A patient one does not listen to others.

use std::sync::Arc;
use std::time::Duration;

use domain::{LogError, Position};
use sqlx::PgPool;
use sqlx::postgres::PgListener;
use tokio::sync::{Notify, mpsc, oneshot, watch};
use tokio::time::Instant;
use tokio_util::sync::{CancellationToken, DropGuard};
use uuid::Uuid;

/// Postgres channel on which processes tell each other that they appended.
const CHANNEL: &str = "iaspn_log";
/// Looking takes the lock that appends share, so it is done no more often than this.
const PACE: Duration = Duration::from_millis(5);
/// The safety net when no bell rings.
const SLOW_POLL: Duration = Duration::from_secs(1);
/// Before the listening connection is made anew.
const RECONNECT: Duration = Duration::from_millis(500);
/// Between looks while a slow writer holds the log; each look makes other writers queue for up to 50 ms.
const SLOW_WRITER: [Duration; 3] =
    [Duration::from_millis(20), Duration::from_millis(100), Duration::from_millis(250)];
/// SQLSTATE of a lock that was not got in time.
const LOCK_NOT_AVAILABLE: &str = "55P03";

type Asked = oneshot::Sender<Result<Position, LogError>>;

pub struct HeadKeeper {
    /// None until the head was read for the first time.
    head: watch::Receiver<Option<Position>>,
    ask: mpsc::UnboundedSender<Asked>,
    /// This process appended.
    bell: Arc<Notify>,
    _stop: DropGuard,
}

impl HeadKeeper {
    pub fn start(pool: PgPool, patient: bool) -> Self {
        let (sender, head) = watch::channel(None);
        let (ask, asked) = mpsc::unbounded_channel();
        let bell = Arc::new(Notify::new());
        let stop = CancellationToken::new();
        let keeper = Keeper {
            pool,
            me: crate::random_id(),
            head: sender,
            asked,
            bell: Arc::clone(&bell),
            heard: Arc::new(Notify::new()),
            patient,
        };
        tokio::spawn(stop.clone().run_until_cancelled_owned(keeper.run()));
        Self { head, ask, bell, _stop: stop.drop_guard() }
    }

    pub fn ring(&self) {
        self.bell.notify_one();
    }

    /// The head as last read; reads it where that has not happened yet.
    pub async fn known(&self) -> Result<Position, LogError> {
        let known = *self.head.borrow();
        match known {
            Some(head) => Ok(head),
            None => self.ask().await,
        }
    }

    /// The head, read after this call began.
    pub async fn ask(&self) -> Result<Position, LogError> {
        let (answer, answered) = oneshot::channel();
        let gone = || LogError::Unreachable("the keeper of the log's head has ended".into());
        self.ask.send(answer).map_err(|_| gone())?;
        answered.await.map_err(|_| gone())?
    }

    pub async fn wait(&self, after: Position) {
        let mut head = self.head.clone();
        // An error means that the keeper has ended; the reader will learn that when it reads.
        let _ = head.wait_for(|head| head.is_some_and(|head| head > after)).await;
    }
}

struct Keeper {
    pool: PgPool,
    /// Tells this process's own notifications from those of others.
    me: Uuid,
    head: watch::Sender<Option<Position>>,
    asked: mpsc::UnboundedReceiver<Asked>,
    bell: Arc<Notify>,
    /// Another process appended.
    heard: Arc<Notify>,
    patient: bool,
}

impl Keeper {
    async fn run(mut self) {
        let _ends_with_the_keeper = (!self.patient).then(|| {
            let listening = tokio::spawn(listen(self.pool.clone(), self.me, Arc::clone(&self.heard)));
            AbortOnDrop(listening.abort_handle())
        });
        let mut waiting: Vec<Asked> = Vec::new();
        let mut last_look = Instant::now() - PACE;
        let mut appended = false;
        let mut missed = 0;
        loop {
            if waiting.is_empty() && missed == 0 {
                tokio::select! {
                    () = self.bell.notified() => appended = true,
                    () = self.heard.notified() => {}
                    asked = self.asked.recv() => match asked {
                        Some(asked) => waiting.push(asked),
                        None => return,
                    },
                    () = tokio::time::sleep(SLOW_POLL) => {}
                }
            }
            tokio::time::sleep_until(last_look + PACE).await;
            // Whoever asked until now is answered by this look, for it has not begun.
            while let Ok(asked) = self.asked.try_recv() {
                waiting.push(asked);
            }
            last_look = Instant::now();
            match look(&self.pool).await {
                Ok(Some(head)) => {
                    missed = 0;
                    self.publish(head);
                    for asked in waiting.drain(..) {
                        let _ = asked.send(Ok(head));
                    }
                    if std::mem::take(&mut appended) {
                        self.tell_others().await;
                    }
                }
                Ok(None) => {
                    tokio::time::sleep(SLOW_WRITER[missed.min(SLOW_WRITER.len() - 1)]).await;
                    missed += 1;
                }
                // The program is ending.
                Err(sqlx::Error::PoolClosed) => return,
                Err(error) => {
                    let error = Arc::new(error);
                    for asked in waiting.drain(..) {
                        let _ = asked.send(Err(LogError::Unreachable(Box::new(Arc::clone(&error)))));
                    }
                    tracing::warn!(%error, "the head of the event log cannot be read; trying again");
                    tokio::time::sleep(RECONNECT).await;
                }
            }
        }
    }

    /// Readers are woken only when the head has moved. It never goes back.
    fn publish(&self, head: Position) {
        self.head.send_if_modified(|known| {
            let moved = known.is_none_or(|known| head > known);
            if moved {
                *known = Some(head);
            }
            moved
        });
    }

    /// One notification for all appends since the last, outside their transactions: NOTIFY takes
    /// a lock of the whole cluster at commit.
    async fn tell_others(&self) {
        let told = sqlx::query("SELECT pg_notify($1, $2)")
            .bind(CHANNEL)
            .bind(self.me.to_string())
            .execute(&self.pool)
            .await;
        if let Err(error) = told {
            tracing::debug!(%error, "other processes were not told; their slow poll will find out");
        }
    }
}

struct AbortOnDrop(tokio::task::AbortHandle);

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// None while a writer is slower than the lock's time-out.
async fn look(pool: &PgPool) -> Result<Option<Position>, sqlx::Error> {
    match sqlx::query_scalar!(r#"SELECT event_log_head() AS "head!""#).fetch_one(pool).await {
        Ok(head) => Ok(Some(Position(head.unsigned_abs()))),
        Err(sqlx::Error::Database(error)) if error.code().as_deref() == Some(LOCK_NOT_AVAILABLE) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Rings for the appends of other processes. After a loss of the connection it rings as well: what
/// was said meanwhile was not heard.
async fn listen(pool: PgPool, me: Uuid, heard: Arc<Notify>) {
    let me = me.to_string();
    loop {
        match PgListener::connect_with(&pool).await {
            Ok(mut listener) => {
                if listener.listen(CHANNEL).await.is_ok() {
                    heard.notify_one();
                    while let Ok(Some(notification)) = listener.try_recv().await {
                        if notification.payload() != me {
                            heard.notify_one();
                        }
                    }
                }
                tracing::info!("the listening connection was lost; connecting again");
            }
            Err(error) => tracing::debug!(%error, "cannot listen for appends yet"),
        }
        tokio::time::sleep(RECONNECT).await;
    }
}
