//! What the portal does for the newsroom by itself: it publishes what is due, and reads the pages behind links.
//!
//! What waits is a fold of the log, kept in memory: a crash loses nothing, and no table can differ from the log.
//! Command ids are derived, so that any number of nodes may do the same work and it is done once.

use std::future::Future;
use std::time::Duration;

use bytes::Bytes;
use domain::newsroom::{NewsItem, NewsItemError, NewsItemEvent, Unread};
use domain::{Event, EventLog, LogError, Position};
use futures::TryStreamExt;
use futures::future::BoxFuture;
use tokio_util::sync::CancellationToken;

use crate::{DeskError, Unreachable};

mod links;
mod publishing;

pub use links::LinkReader;
pub use publishing::Publisher;

/// Events read at a time.
const PAGE: usize = 512;
/// First and longest pause before work that failed is tried again.
const FIRST_PAUSE: Duration = Duration::from_millis(200);
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// What a page says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WebPage {
    pub title: String,
    pub summary: String,
    /// The file of its picture, as it was sent.
    pub picture: Option<Bytes>,
}

/// Reads public pages of the web, and nothing that is reached from inside alone.
pub trait WebPages: Send + Sync {
    fn read<'a>(&'a self, url: &'a str) -> BoxFuture<'a, Result<WebPage, Unread>>;
}

#[derive(Debug, thiserror::Error)]
pub enum NewsroomError {
    #[error(transparent)]
    Unreachable(#[from] Unreachable),
    #[error(transparent)]
    Log(#[from] LogError),
    #[error(transparent)]
    Desk(#[from] DeskError<NewsItemError>),
}

/// What waits for the portal, as the log tells it.
trait Waiting: Default {
    fn see(&mut self, event: &NewsItemEvent);
}

/// Up to where the log was seen, and what waits since.
#[derive(Default)]
struct Follower<W> {
    seen: Position,
    waiting: W,
}

impl<W: Waiting> Follower<W> {
    async fn catch_up(&mut self, log: &dyn EventLog) -> Result<(), LogError> {
        let head = log.head().await?;
        let types = [<NewsItem as cqrs_es::Aggregate>::TYPE];
        let mut pages = log.pages(&types, self.seen, head, PAGE);
        while let Some(page) = pages.try_next().await? {
            for event in &page {
                if let Event::NewsItem(event) = &event.event {
                    self.waiting.see(event);
                }
            }
        }
        self.seen = head;
        Ok(())
    }
}

/// Work that is done again and again.
trait Work: Sync {
    type Waiting: Waiting + Send;

    fn log(&self) -> &dyn EventLog;

    /// Does what waits; says after what time there may be more.
    fn step<'a>(
        &'a self,
        follower: &'a mut Follower<Self::Waiting>,
    ) -> BoxFuture<'a, Result<Duration, NewsroomError>>;
}

/// Repeats a step until it is stopped: at once when the log has grown, else when the step said.
async fn repeat<W: Work>(work: &W, stop: &CancellationToken) {
    let mut follower = Follower::default();
    let mut pause = FIRST_PAUSE;
    while !stop.is_cancelled() {
        let Some(done) = stop.run_until_cancelled(work.step(&mut follower)).await else { return };
        match done {
            Ok(rest) => {
                pause = FIRST_PAUSE;
                let seen = follower.seen;
                unless(stop, async {
                    tokio::select! {
                        () = work.log().wait(seen) => {}
                        () = tokio::time::sleep(rest) => {}
                    }
                })
                .await;
            }
            Err(error) => {
                tracing::error!(%error, "the newsroom's worker failed; it tries again");
                unless(stop, tokio::time::sleep(pause)).await;
                pause = (pause * 2).min(LONGEST_PAUSE);
            }
        }
    }
}

async fn unless(stop: &CancellationToken, work: impl Future<Output = ()>) {
    stop.run_until_cancelled(work).await;
}

#[cfg(test)]
mod testing {
    use std::sync::Arc;

    use chrono::{DateTime, Utc};
    use domain::newsroom::{Kind, LinkPicture, NewsItem, NewsItemCommand, Story};
    use domain::{CommandId, Language, MemberId, NewsItemId, Theme};

    use crate::testing::MemoryStore;
    use crate::{Actor, Clock, Desk, Order};

    pub fn item(name: &str) -> NewsItemId {
        NewsItemId::derived(&[name])
    }

    pub fn time(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    pub fn clock(at: &str) -> Clock {
        let at = time(at);
        Arc::new(move || at)
    }

    pub fn desk(store: &MemoryStore, at: &str) -> Arc<Desk> {
        Arc::new(Desk::new(Arc::new(store.clone()), clock(at)))
    }

    pub fn story(kind: Kind, link: &str) -> Story {
        Story {
            kind,
            title: "Title".into(),
            summary: "Summary".into(),
            body: "Text".into(),
            link: link.into(),
            language: Language::En,
            countries: vec![],
            institution: None,
            themes: vec![Theme::RURAL],
            seat: None,
            picture: LinkPicture::Absent,
        }
    }

    pub async fn order(desk: &Desk, name: &str, command: NewsItemCommand) {
        let ana = Actor::member(MemberId::derived(&["ana"]), vec![]);
        let order = Order::new(ana, CommandId::derived(&[name, &format!("{command:?}")]));
        desk.execute::<NewsItem>(&order, &item(name).to_string(), command).await.unwrap();
    }

    pub async fn write(desk: &Desk, name: &str, revision: u32, story: Story) {
        let author = MemberId::derived(&["ana"]);
        order(desk, name, NewsItemCommand::Write { item: item(name), author, revision, story }).await;
    }
}
