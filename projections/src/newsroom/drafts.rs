//! The read model `news_drafts`: what is being written, for those alone who write it.

use chrono::{DateTime, Utc};
use domain::newsroom::{NewsItemEvent, Story};
use domain::{Event, MemberId, NewsItemId, OrganisationId, Recorded};
use serde::{Deserialize, Serialize};
use sqlx::PgPool;
use sqlx::types::Json;
use uuid::Uuid;

use super::items::Key;
use crate::{FoldError, ReadModel};

/// As the table has it.
const READ: &str = "read";

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Row {
    pub item: NewsItemId,
    pub short: String,
    pub author: MemberId,
    pub seat: Option<OrganisationId>,
    pub revision: u32,
    /// None where only erased members wrote at an organisation's draft: another editor's version may follow.
    pub story: Option<Story>,
    pub publish_at: Option<DateTime<Utc>>,
    pub link_state: Option<String>,
    pub written_at: DateTime<Utc>,
}

pub struct NewsDrafts;

impl ReadModel for NewsDrafts {
    type Key = Key;
    type Row = Row;

    const NAME: &'static str = "news_drafts";
    const VERSION: i32 = 2;
    const KEY: &'static [&'static str] = &["item"];
    const DDL: &'static str = include_str!("drafts.sql");
    const SOURCES: &'static [&'static str] = &["news_item"];

    fn keys(event: &Recorded) -> Vec<Key> {
        let Event::NewsItem(event) = &event.event else { return vec![] };
        match event {
            NewsItemEvent::NewsDrafted { item, .. }
            | NewsItemEvent::NewsDiscarded { item, .. }
            | NewsItemEvent::NewsScheduled { item, .. }
            | NewsItemEvent::NewsUnscheduled { item, .. }
            | NewsItemEvent::NewsPublished { item, .. }
            | NewsItemEvent::NewsLinkRead { item, .. }
            | NewsItemEvent::NewsLinkUnread { item, .. } => vec![Key { item: *item }],
            NewsItemEvent::NewsCorrected { .. } | NewsItemEvent::NewsWithdrawn { .. } => vec![],
        }
    }

    /// The draft of an erased member has no text any more: it is not there. An organisation's has the last one that
    /// can be read.
    fn fold(_: &Key, row: &mut Option<Row>, event: &Recorded) -> Result<(), FoldError> {
        let Event::NewsItem(news) = &event.event else { return Ok(()) };
        match news {
            NewsItemEvent::NewsDrafted { item, author, seat, revision, story } => {
                let was = row.take();
                let publish_at = was.as_ref().and_then(|was| was.publish_at);
                let (before, link_state) = was
                    .map_or((None, None), |was| (was.story.map(|story| (was.seat, story)), was.link_state));
                let same_link = match (story.get(), &before) {
                    (Some(story), Some((_, before))) => story.link == before.link,
                    (now, _) => now.is_none(),
                };
                let before = before.filter(|(of, _)| seat.is_some() && of == seat).map(|(_, story)| story);
                *row = (story.get().is_some() || seat.is_some()).then(|| Row {
                    item: *item,
                    short: item.short(),
                    author: *author,
                    seat: *seat,
                    revision: *revision,
                    publish_at,
                    link_state: link_state.filter(|_| same_link),
                    story: story.get().cloned().or(before),
                    written_at: event.metadata.at,
                });
            }
            NewsItemEvent::NewsDiscarded { .. } | NewsItemEvent::NewsPublished { .. } => *row = None,
            NewsItemEvent::NewsScheduled { publish_at, .. } => {
                if let Some(row) = row {
                    row.publish_at = Some(*publish_at);
                }
            }
            NewsItemEvent::NewsUnscheduled { .. } => {
                if let Some(row) = row {
                    row.publish_at = None;
                }
            }
            NewsItemEvent::NewsLinkRead { story, .. } => {
                if let (Some(row), Some(story)) = (row, story.get()) {
                    row.story = Some(story.clone());
                    row.link_state = Some(READ.to_owned());
                }
            }
            NewsItemEvent::NewsLinkUnread { why, .. } => {
                if let Some(row) = row {
                    row.link_state = Some(why.slug().to_owned());
                }
            }
            NewsItemEvent::NewsCorrected { .. } | NewsItemEvent::NewsWithdrawn { .. } => {}
        }
        Ok(())
    }
}

/// A draft, whole.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    pub id: NewsItemId,
    pub short: String,
    pub author: MemberId,
    pub seat: Option<OrganisationId>,
    pub revision: u32,
    pub story: Story,
    pub publish_at: Option<DateTime<Utc>>,
    /// What became of reading the page behind the link; none where it was not tried yet.
    pub link: Option<LinkState>,
    pub written_at: DateTime<Utc>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkState {
    Read,
    /// Why not, as `Unread` names it.
    Unread(String),
}

struct Stored {
    item: Uuid,
    short: String,
    author: Uuid,
    seat: Option<Uuid>,
    revision: i32,
    story: Json<Story>,
    publish_at: Option<DateTime<Utc>>,
    link_state: Option<String>,
    written_at: DateTime<Utc>,
}

impl From<Stored> for Draft {
    fn from(row: Stored) -> Self {
        Self {
            id: NewsItemId::new(row.item),
            short: row.short,
            author: MemberId::new(row.author),
            seat: row.seat.map(OrganisationId::new),
            revision: row.revision.unsigned_abs(),
            story: row.story.0,
            publish_at: row.publish_at,
            link: row.link_state.map(|state| match state.as_str() {
                READ => LinkState::Read,
                _ => LinkState::Unread(state),
            }),
            written_at: row.written_at,
        }
    }
}

/// What a member writes, and what is written for the organisations that the member edits; the last written first.
pub async fn drafts_of(
    pool: &PgPool,
    member: MemberId,
    seats: &[OrganisationId],
    limit: u32,
) -> sqlx::Result<Vec<Draft>> {
    let seats: Vec<Uuid> = seats.iter().map(|seat| seat.uuid()).collect();
    let rows = sqlx::query_as!(
        Stored,
        r#"SELECT item, short, author, seat, revision, story AS "story!: _", publish_at, link_state, written_at
           FROM news_drafts
           WHERE ((seat IS NULL AND author = $1) OR seat = ANY($2)) AND story IS NOT NULL
           ORDER BY written_at DESC, item LIMIT $3"#,
        member.uuid(),
        &seats,
        i64::from(limit),
    )
    .fetch_all(pool)
    .await?;
    Ok(rows.into_iter().map(Draft::from).collect())
}

/// The draft of a short address. Whoever asks sees to it that it is shown to its writers alone.
pub async fn draft_by_short(pool: &PgPool, short: &str) -> sqlx::Result<Option<Draft>> {
    let found = sqlx::query_as!(
        Stored,
        r#"SELECT item, short, author, seat, revision, story AS "story!: _", publish_at, link_state, written_at
           FROM news_drafts WHERE short = $1 AND story IS NOT NULL ORDER BY written_at LIMIT 1"#,
        short,
    )
    .fetch_optional(pool)
    .await?;
    Ok(found.map(Draft::from))
}

#[cfg(test)]
mod tests {
    use domain::Personal;
    use domain::newsroom::{Found, Unread};

    use super::*;
    use crate::engine::fold_all;
    use crate::newsroom::testing::{ana, drafted, id, ministry, news, published};
    use crate::testing::{fold_into, log_of};

    fn row(events: impl IntoIterator<Item = Event>) -> Option<Row> {
        fold_all::<NewsDrafts>(&log_of(events)).unwrap().into_values().next()
    }

    fn scheduled(name: &str) -> Event {
        let publish_at = "2026-03-02T12:00:00Z".parse().unwrap();
        NewsItemEvent::NewsScheduled { item: id(name), author: ana(), seat: None, publish_at }.into()
    }

    #[test]
    fn a_draft_keeps_its_time_while_it_is_changed_and_goes_when_it_is_published() {
        let history = [drafted("a", 1, news("A")), scheduled("a"), drafted("a", 2, news("B"))];
        let kept = row(history.clone()).unwrap();
        assert_eq!((kept.revision, kept.story.unwrap().title.as_str()), (2, "B"));
        assert!(kept.publish_at.is_some());
        let unscheduled = NewsItemEvent::NewsUnscheduled { item: id("a"), author: ana(), seat: None };
        assert_eq!(row(history.clone().into_iter().chain([unscheduled.into()])).unwrap().publish_at, None);
        assert_eq!(row(history.clone().into_iter().chain([published("a", news("B"))])), None);
        let discarded = NewsItemEvent::NewsDiscarded { item: id("a"), author: ana(), seat: None };
        assert_eq!(row(history.into_iter().chain([discarded.into()])), None);
    }

    #[test]
    fn the_draft_of_an_erased_member_is_not_there() {
        let story = Personal::erased(ana());
        let erased =
            NewsItemEvent::NewsDrafted { item: id("a"), author: ana(), seat: None, revision: 1, story };
        assert_eq!(row([erased.into()]), None);
    }

    #[test]
    fn an_organisations_draft_has_the_last_version_that_can_be_read() {
        let rosa = MemberId::derived(&["rosa"]);
        let of_ministry = |title: &str| Story { seat: Some(ministry()), ..news(title) };
        let version = |revision, story| {
            let (item, author, seat) = (id("a"), ana(), Some(ministry()));
            Event::from(NewsItemEvent::NewsDrafted { item, author, seat, revision, story })
        };
        let gone = || Personal::erased(ana());
        let rosas = || Personal::new(rosa, of_ministry("Rosa's"));
        let told = |events: Vec<Event>| {
            let row = row(events).unwrap();
            (row.revision, row.story.map(|story| story.title), row.publish_at.is_some())
        };
        let title = Some("Rosa's".to_owned());
        assert_eq!(
            told(vec![version(1, gone()), scheduled("a"), version(2, rosas())]),
            (2, title.clone(), true)
        );
        assert_eq!(told(vec![version(1, rosas()), scheduled("a"), version(2, gone())]), (2, title, true));
        assert_eq!(told(vec![version(1, gone())]), (1, None, false));
        let own = NewsItemEvent::NewsDrafted {
            item: id("a"),
            author: ana(),
            seat: None,
            revision: 2,
            story: gone(),
        };
        assert_eq!(row([version(1, rosas()), own.into()]), None);
    }

    #[test]
    fn what_became_of_a_link_is_told_until_another_takes_its_place() {
        let link = |url: &str| Story { link: url.into(), ..news("") };
        let url = || Personal::new(ana(), "https://a.example".to_owned());
        let read = NewsItemEvent::NewsLinkRead {
            item: id("a"),
            author: ana(),
            url: url(),
            found: Personal::new(ana(), Found::default()),
            story: Personal::new(ana(), Story { title: "Theirs".into(), ..link("https://a.example") }),
        };
        let unread =
            NewsItemEvent::NewsLinkUnread { item: id("a"), author: ana(), url: url(), why: Unread::NoPage };
        let begun = || drafted("a", 1, link("https://a.example"));
        let filled = row([begun(), read.into()]).unwrap();
        assert_eq!((filled.revision, filled.link_state.as_deref()), (1, Some("read")));
        assert_eq!(filled.story.unwrap().title, "Theirs");
        let failed = [begun(), unread.into()];
        assert_eq!(row(failed.clone()).unwrap().link_state.as_deref(), Some("no_page"));
        let other = drafted("a", 2, link("https://b.example"));
        assert_eq!(row(failed.into_iter().chain([other])).unwrap().link_state, None);
    }

    #[tokio::test]
    async fn drafts_are_listed_for_their_author_and_for_editors_of_the_seat() {
        let db = testkit::database().await;
        let of_ministry = Story { seat: Some(ministry()), ..news("Official") };
        let unreadable = NewsItemEvent::NewsDrafted {
            item: id("c"),
            author: ana(),
            seat: Some(ministry()),
            revision: 1,
            story: Personal::erased(ana()),
        };
        let written = [drafted("a", 1, news("Own")), drafted("b", 1, of_ministry), unreadable.into()];
        fold_into(&db.pool, log_of(written)).await;
        let titles = async |member: &str, seats: &[OrganisationId]| {
            let drafts = drafts_of(&db.pool, MemberId::derived(&[member]), seats, 10).await.unwrap();
            drafts.into_iter().map(|draft| draft.story.title).collect::<Vec<_>>()
        };
        assert_eq!(titles("ana", &[]).await, ["Own"]);
        assert_eq!(titles("ana", &[ministry()]).await, ["Official", "Own"]);
        assert_eq!(titles("luis", &[ministry()]).await, ["Official"]);
        let found = draft_by_short(&db.pool, &id("a").short()).await.unwrap().unwrap();
        assert_eq!((found.id, found.author, found.link), (id("a"), ana(), None));
        assert_eq!(draft_by_short(&db.pool, "zzzzzzzzzz").await.unwrap(), None);
        assert_eq!(draft_by_short(&db.pool, &id("c").short()).await.unwrap(), None);
    }
}
