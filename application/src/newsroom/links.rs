//! Reads the page behind the link of a draft, so that its author need not type what stands there already.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use domain::newsroom::{Found, Kind, LinkPicture, NewsItem, NewsItemCommand, NewsItemEvent, Story};
use domain::{CommandId, EventLog, MemberId, NewsItemId, Personal};
use futures::future::BoxFuture;
use futures::{StreamExt, TryStreamExt, stream};
use tokio_util::sync::CancellationToken;

use super::{Follower, NewsroomError, Waiting, WebPage, WebPages, Work, repeat};
use crate::pictures::{PictureError, Pictures};
use crate::{Actor, Clock, Desk, DeskError, Order};

/// Pages read at once.
const AT_ONCE: usize = 8;
/// The longer side of a picture in pixels: it stands beside a text, and readers come from slow lines.
const SIDE_MAX: u32 = 480;
/// Nothing waits by time: the log wakes it.
const REST: Duration = Duration::from_hours(1);

/// The link of each draft that has one.
#[derive(Default)]
pub(super) struct Links(HashMap<NewsItemId, Link>);

struct Link {
    url: String,
    /// The draft's revision that brought it, unless it was read.
    unread_since: Option<u32>,
}

impl Links {
    fn drafted(&mut self, item: NewsItemId, revision: u32, story: &Personal<Story>) {
        match story.get().filter(|story| story.kind == Kind::Link && !story.link.is_empty()) {
            Some(story) if self.0.get(&item).is_some_and(|known| known.url == story.link) => {}
            Some(story) => {
                self.0.insert(item, Link { url: story.link.clone(), unread_since: Some(revision) });
            }
            None => drop(self.0.remove(&item)),
        }
    }

    fn read(&mut self, item: NewsItemId) {
        if let Some(link) = self.0.get_mut(&item) {
            link.unread_since = None;
        }
    }

    fn unread(&self) -> Vec<(NewsItemId, u32, String)> {
        let unread = self.0.iter();
        unread.filter_map(|(item, link)| Some((*item, link.unread_since?, link.url.clone()))).collect()
    }
}

impl Waiting for Links {
    fn see(&mut self, event: &NewsItemEvent) {
        match event {
            NewsItemEvent::NewsDrafted { item, revision, story, .. } => self.drafted(*item, *revision, story),
            NewsItemEvent::NewsLinkRead { item, .. } | NewsItemEvent::NewsLinkUnread { item, .. } => {
                self.read(*item);
            }
            NewsItemEvent::NewsDiscarded { item, .. } | NewsItemEvent::NewsPublished { item, .. } => {
                self.0.remove(item);
            }
            NewsItemEvent::NewsScheduled { .. }
            | NewsItemEvent::NewsUnscheduled { .. }
            | NewsItemEvent::NewsCorrected { .. }
            | NewsItemEvent::NewsWithdrawn { .. } => {}
        }
    }
}

pub struct LinkReader {
    desk: Arc<Desk>,
    pages: Arc<dyn WebPages>,
    pictures: Arc<dyn Pictures>,
    clock: Clock,
}

impl LinkReader {
    /// As which it acts.
    pub const NAME: &str = "link-reader";

    pub const fn new(
        desk: Arc<Desk>,
        pages: Arc<dyn WebPages>,
        pictures: Arc<dyn Pictures>,
        clock: Clock,
    ) -> Self {
        Self { desk, pages, pictures, clock }
    }

    pub async fn run(&self, stop: &CancellationToken) {
        repeat(self, stop).await;
    }

    async fn read_all(&self, links: &mut Follower<Links>) -> Result<Duration, NewsroomError> {
        links.catch_up(self.desk.log()).await?;
        let unread = links.waiting.unread();
        let reading = unread.into_iter().map(|(item, revision, url)| self.read(item, revision, url));
        let read: Vec<NewsItemId> = stream::iter(reading).buffer_unordered(AT_ONCE).try_collect().await?;
        for item in read {
            links.waiting.read(item);
        }
        Ok(REST)
    }

    /// Of a draft that has this link since this revision; harmless to repeat.
    pub async fn read(
        &self,
        item: NewsItemId,
        revision: u32,
        url: String,
    ) -> Result<NewsItemId, NewsroomError> {
        let outcome = match self.pages.read(&url).await {
            Ok(page) => Ok(self.found(item, page).await?),
            Err(why) => Err(why),
        };
        let id = item.to_string();
        let order = Order::new(
            Actor::System(Self::NAME),
            CommandId::derived(&["news link", &id, &revision.to_string()]),
        );
        match self.desk.execute::<NewsItem>(&order, &id, NewsItemCommand::ReadLink { url, outcome }).await {
            // Its author is erased: there is no draft to fill.
            Err(DeskError::Refused(_)) => Ok(item),
            done => Ok(done.map(|()| item)?),
        }
    }
}

impl LinkReader {
    async fn found(&self, item: NewsItemId, page: WebPage) -> Result<Found, NewsroomError> {
        let picture = match page.picture {
            Some(file) => self.kept(item, file).await?,
            None => LinkPicture::Absent,
        };
        Ok(Found { title: page.title, summary: page.summary, picture })
    }

    /// A picture that cannot be shown takes neither title nor summary along.
    async fn kept(&self, item: NewsItemId, file: Bytes) -> Result<LinkPicture, NewsroomError> {
        // Not the author's, with whom it would be erased: it belongs to the item, which stays.
        let owner = MemberId::derived(&["link picture", &item.to_string()]);
        match self.pictures.keep(owner, file, SIDE_MAX, (self.clock)()).await {
            Ok(picture) => {
                Ok(LinkPicture::Taken { id: picture.id, width: picture.width, height: picture.height })
            }
            Err(PictureError::Unreachable(error)) => Err(error.into()),
            Err(error) => {
                tracing::info!(%item, %error, "the picture of a link is not shown");
                Ok(LinkPicture::Absent)
            }
        }
    }
}

impl Work for LinkReader {
    type Waiting = Links;

    fn log(&self) -> &dyn EventLog {
        self.desk.log()
    }

    fn step<'a>(&'a self, links: &'a mut Follower<Links>) -> BoxFuture<'a, Result<Duration, NewsroomError>> {
        Box::pin(self.read_all(links))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use chrono::{DateTime, Utc};
    use domain::newsroom::Unread;
    use domain::{Event, PictureId};

    use super::super::testing::{clock, desk, item, story, write};
    use super::*;
    use crate::Unreachable;
    use crate::pictures::{Picture, Sent};
    use crate::testing::MemoryStore;

    const MORNING: &str = "2026-03-02T10:00:00Z";

    /// A web of two pages that counts who asks.
    #[derive(Default)]
    struct Web(Mutex<Vec<String>>);

    impl WebPages for Web {
        fn read<'a>(&'a self, url: &'a str) -> BoxFuture<'a, Result<WebPage, Unread>> {
            self.0.lock().unwrap().push(url.to_owned());
            let (title, summary) = ("Theirs".to_owned(), "Their summary".to_owned());
            let picture = url.split_once('#').map(|(_, file)| Bytes::from(file.to_owned()));
            let page = WebPage { title, summary, picture };
            let outcome = if url.contains("/good") { Ok(page) } else { Err(Unread::Silent) };
            Box::pin(async move { outcome })
        }
    }

    /// Keeps what is named `fine`.
    struct Album;

    impl Pictures for Album {
        fn keep(
            &self,
            member: MemberId,
            sent: Bytes,
            _: u32,
            _: DateTime<Utc>,
        ) -> BoxFuture<'_, Result<Picture, PictureError>> {
            let (media_type, id) = ("image/png".to_owned(), PictureId::derived(&["fine"]));
            let kept = match &sent[..] {
                b"fine" => Ok(Picture { id, member, media_type, width: 40, height: 30, content: sent }),
                _ => Err(PictureError::Damaged),
            };
            Box::pin(async move { kept })
        }

        fn find(&self, _: PictureId) -> BoxFuture<'_, Result<Option<Picture>, Unreachable>> {
            Box::pin(async { Ok(None) })
        }

        fn of_member(&self, _: MemberId) -> BoxFuture<'_, Result<Vec<Sent>, Unreachable>> {
            Box::pin(async { Ok(vec![]) })
        }
    }

    fn reading(desk: &Arc<Desk>, web: &Arc<Web>) -> LinkReader {
        LinkReader::new(Arc::clone(desk), Arc::clone(web) as _, Arc::new(Album), clock(MORNING))
    }

    fn outcomes(store: &MemoryStore) -> Vec<Option<String>> {
        let titles = store.all().into_iter().filter_map(|event| match event.event {
            Event::NewsItem(NewsItemEvent::NewsLinkRead { story, .. }) => {
                Some(Some(story.get().unwrap().title.clone()))
            }
            Event::NewsItem(NewsItemEvent::NewsLinkUnread { .. }) => Some(None),
            _ => None,
        });
        titles.collect()
    }

    #[tokio::test]
    async fn the_page_behind_a_link_is_read_once() {
        let (store, web) = (MemoryStore::new(), Arc::new(Web::default()));
        let desk = desk(&store, MORNING);
        let reader = reading(&desk, &web);
        let mut links = Follower::default();
        let untitled = |link: &str| Story { title: String::new(), ..story(Kind::Link, link) };
        write(&desk, "a", 0, untitled("https://example.org/good")).await;
        write(&desk, "b", 0, untitled("https://example.org/bad")).await;
        write(&desk, "c", 0, story(Kind::News, "")).await;
        reader.step(&mut links).await.unwrap();
        let mut read = outcomes(&store);
        read.sort();
        assert_eq!(read, [None, Some("Theirs".into())]);
        // Neither the second look nor an edit asks again, nor a process that begins anew.
        write(&desk, "a", 1, Story { title: "Mine".into(), ..untitled("https://example.org/good") }).await;
        reader.step(&mut links).await.unwrap();
        reader.step(&mut Follower::default()).await.unwrap();
        assert_eq!(web.0.lock().unwrap().len(), 2);
    }

    #[tokio::test]
    async fn a_page_brings_its_picture_and_a_damaged_one_takes_nothing_along() {
        let (store, web) = (MemoryStore::new(), Arc::new(Web::default()));
        let desk = desk(&store, MORNING);
        for (name, file) in [("a", "fine"), ("b", "torn")] {
            write(&desk, name, 0, story(Kind::Link, &format!("https://example.org/good#{file}"))).await;
        }
        reading(&desk, &web).step(&mut Follower::default()).await.unwrap();
        let pictures = store.all().into_iter().filter_map(|event| match event.event {
            Event::NewsItem(NewsItemEvent::NewsLinkRead { item, story, .. }) => {
                Some((item, story.get().unwrap().picture))
            }
            _ => None,
        });
        let pictures: HashMap<_, _> = pictures.collect();
        let id = PictureId::derived(&["fine"]);
        assert_eq!(pictures[&item("a")], LinkPicture::Taken { id, width: 40, height: 30 });
        assert_eq!(pictures[&item("b")], LinkPicture::Absent);
    }

    #[tokio::test]
    async fn another_link_is_another_page_and_the_first_may_come_back() {
        let (store, web) = (MemoryStore::new(), Arc::new(Web::default()));
        let desk = desk(&store, MORNING);
        let reader = reading(&desk, &web);
        let mut links = Follower::default();
        for (revision, link) in ["bad", "good", "bad"].into_iter().enumerate() {
            let link = format!("https://example.org/{link}");
            write(&desk, "a", revision.try_into().unwrap(), story(Kind::Link, &link)).await;
            reader.step(&mut links).await.unwrap();
        }
        assert_eq!(outcomes(&store), [None, Some("Title".into()), None]);
        assert_eq!(web.0.lock().unwrap().len(), 3);
    }

    #[tokio::test]
    async fn a_second_node_notes_nothing_twice() {
        let store = MemoryStore::new();
        let desk = desk(&store, MORNING);
        write(&desk, "a", 0, story(Kind::Link, "https://example.org/bad")).await;
        let node = || reading(&desk, &Arc::default());
        let (mut first, mut second) = (Follower::default(), Follower::<Links>::default());
        second.catch_up(desk.log()).await.unwrap();
        node().step(&mut first).await.unwrap();
        for (item, revision, url) in second.waiting.unread() {
            node().read(item, revision, url).await.unwrap();
        }
        assert_eq!(outcomes(&store), [None]);
    }
}
