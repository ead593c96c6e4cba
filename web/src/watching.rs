//! Something that is looked at for all who listen by server-sent events, and not at all while nobody does.

use std::convert::Infallible;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures::{StreamExt, stream};
use tokio::sync::{Semaphore, watch};
use tokio_util::sync::CancellationToken;

use crate::error::PageError;

/// A stream ends after so long; the browser asks for it again, and shows anew that it may.
const LONGEST: Duration = Duration::from_mins(5);

/// What was seen last, and who listens.
pub struct Watching<T> {
    /// A task looks.
    running: Mutex<bool>,
    latest: watch::Sender<Option<Arc<T>>>,
    room: Arc<Semaphore>,
    /// Ends the streams with the server.
    stop: CancellationToken,
}

impl<T: Send + Sync + 'static> Watching<T> {
    /// So many pages may listen; the others reload.
    pub fn new(listeners: usize, stop: CancellationToken) -> Self {
        Self {
            running: Mutex::new(false),
            latest: watch::Sender::new(None),
            room: Arc::new(Semaphore::new(listeners)),
            stop,
        }
    }

    /// What the last look saw, if there was one.
    pub fn latest(&self) -> Option<Arc<T>> {
        self.latest.borrow().clone()
    }

    pub fn tell(&self, seen: T) {
        self.latest.send_replace(Some(Arc::new(seen)));
    }

    /// Whether the task that looks may end.
    pub fn nobody_listens(&self) -> bool {
        let mut running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        *running = !self.stop.is_cancelled() && self.latest.receiver_count() > 0;
        !*running
    }

    /// One look, or less of it where the server stops.
    pub async fn unless_stopped(&self, look: impl Future<Output = ()>) {
        self.stop.run_until_cancelled(look).await;
    }

    /// Server-sent events, each with a text as JSON, sent where it differs from the one before. `begin` starts the
    /// task that looks, where there is none.
    pub fn events(
        &self,
        begin: impl FnOnce(),
        text: impl Fn(&T) -> String + Send + 'static,
    ) -> Result<Response, PageError> {
        let room = Arc::clone(&self.room).try_acquire_owned().map_err(|_| PageError::Unavailable)?;
        let seen = {
            let mut running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
            let mut seen = self.latest.subscribe();
            if !std::mem::replace(&mut *running, true) {
                begin();
            } else if seen.borrow().is_some() {
                // What was seen while the page was on its way is told now.
                seen.mark_changed();
            }
            seen
        };
        let texts = stream::unfold((seen, None, room, text), |(mut seen, last, room, text)| async move {
            loop {
                seen.changed().await.ok()?;
                let now = seen.borrow_and_update().as_deref().map(&text)?;
                if last.as_ref() != Some(&now) {
                    let data = serde_json::to_string(&now).ok()?;
                    return Some((
                        Ok::<_, Infallible>(Event::default().data(data)),
                        (seen, Some(now), room, text),
                    ));
                }
            }
        });
        let end = {
            let stop = self.stop.clone();
            async move {
                stop.run_until_cancelled(tokio::time::sleep(LONGEST)).await;
            }
        };
        let events = Box::pin(texts).take_until(Box::pin(end));
        Ok(Sse::new(events).keep_alive(KeepAlive::default()).into_response())
    }
}
