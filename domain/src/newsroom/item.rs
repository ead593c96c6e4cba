//! An item of the newsroom: drafted, scheduled, published, corrected for all to see, withdrawn.
//! Drafts are sealed until they are published: a member's own are the author's alone, and each version of an
//! organisation's is sealed with the key of whoever wrote it, so that it outlives the others.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::{Fault, Found, Kind, LinkPicture, Story, Unread};
use crate::text;
use crate::{MemberId, NewsItemId, OrganisationId, Personal, Rules, aggregate};

/// Limits in characters.
pub const NOTE_MAX: usize = 500;
pub const REASON_MAX: usize = 500;
/// How far ahead a publication can be scheduled.
const AHEAD: TimeDelta = TimeDelta::days(366);

/// One item. Its aggregate id is its `NewsItemId`.
#[derive(Default, Serialize, Deserialize)]
pub struct NewsItem {
    state: State,
    /// Counts changes of the draft, and from 1 again those of what is published, so that a stale edit
    /// is noticed.
    revision: u32,
}

#[derive(Default, Serialize, Deserialize)]
enum State {
    #[default]
    Absent,
    Draft(Draft),
    Published {
        item: NewsItemId,
        author: MemberId,
        story: Story,
    },
    Withdrawn,
    Discarded,
}

#[derive(Clone, Serialize, Deserialize)]
struct Draft {
    item: NewsItemId,
    author: MemberId,
    seat: Option<OrganisationId>,
    story: Personal<Story>,
    scheduled: Option<DateTime<Utc>>,
    /// The last link that the portal tried to read, and what it said.
    read: Option<(Personal<String>, Option<Personal<Found>>)>,
}

/// Whose an item is, as long as it is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Owner {
    pub author: MemberId,
    /// The organisation in whose name it is, or will be, published.
    pub seat: Option<OrganisationId>,
}

impl NewsItem {
    pub const fn owner(&self) -> Option<Owner> {
        match &self.state {
            State::Draft(Draft { author, seat, .. }) => Some(Owner { author: *author, seat: *seat }),
            State::Published { author, story, .. } => Some(Owner { author: *author, seat: story.seat }),
            State::Absent | State::Withdrawn | State::Discarded => None,
        }
    }
}

#[derive(Clone, Debug)]
pub enum NewsItemCommand {
    /// Begins a draft, with revision 0, or changes the one whose revision was seen. `author` is who writes this
    /// version; who wrote the first stays the item's.
    Write {
        item: NewsItemId,
        author: MemberId,
        revision: u32,
        story: Story,
    },
    Discard,
    /// `revision` is the one that was looked at.
    Schedule {
        revision: u32,
        at: DateTime<Utc>,
        now: DateTime<Utc>,
    },
    Unschedule,
    Publish {
        revision: u32,
    },
    /// Publishes what was scheduled for that time, unless it was scheduled otherwise since.
    PublishDue {
        at: DateTime<Utc>,
        now: DateTime<Utc>,
    },
    /// The note tells readers what was wrong.
    Correct {
        revision: u32,
        story: Story,
        note: String,
    },
    Withdraw {
        reason: String,
    },
    /// What the portal found behind the draft's link.
    ReadLink {
        url: String,
        outcome: Result<Found, Unread>,
    },
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum NewsItemEvent {
    NewsDrafted {
        item: NewsItemId,
        author: MemberId,
        seat: Option<OrganisationId>,
        revision: u32,
        story: Personal<Story>,
    },
    NewsDiscarded {
        item: NewsItemId,
        author: MemberId,
        seat: Option<OrganisationId>,
    },
    NewsScheduled {
        item: NewsItemId,
        author: MemberId,
        seat: Option<OrganisationId>,
        publish_at: DateTime<Utc>,
    },
    NewsUnscheduled {
        item: NewsItemId,
        author: MemberId,
        seat: Option<OrganisationId>,
    },
    NewsPublished {
        item: NewsItemId,
        author: MemberId,
        story: Story,
    },
    NewsCorrected {
        item: NewsItemId,
        author: MemberId,
        revision: u32,
        story: Story,
        note: String,
    },
    /// `revision` is the last one, so that every version can be taken away by this event alone.
    NewsWithdrawn {
        item: NewsItemId,
        author: MemberId,
        seat: Option<OrganisationId>,
        revision: u32,
        reason: String,
    },
    /// `story` is the draft with what it lacked, of the same revision: nobody's edit becomes stale.
    NewsLinkRead {
        item: NewsItemId,
        author: MemberId,
        url: Personal<String>,
        found: Personal<Found>,
        story: Personal<Story>,
    },
    NewsLinkUnread {
        item: NewsItemId,
        author: MemberId,
        url: Personal<String>,
        why: Unread,
    },
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NewsItemError {
    /// All that is wrong, never empty.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    Invalid(Vec<Fault>),
    #[error("there is no such item")]
    Absent,
    #[error("this item is published already")]
    Published,
    #[error("this item is not published")]
    NotPublished,
    #[error("this item was withdrawn")]
    Withdrawn,
    #[error("this draft was discarded")]
    Discarded,
    #[error("someone else changed this item in the meantime")]
    Stale,
}

type Decision = Result<Vec<NewsItemEvent>, NewsItemError>;

impl Draft {
    fn text(&self) -> Result<&Story, NewsItemError> {
        self.story.get().ok_or(NewsItemError::Absent)
    }

    /// What the link's page said of itself, if this is the link that was read.
    fn found(&self, url: &str) -> Option<&Found> {
        let (read, found) = self.read.as_ref()?;
        if read.get()? == url { found.as_ref()?.get() } else { None }
    }

    fn has_read(&self, url: &str) -> bool {
        self.read.as_ref().is_some_and(|(read, _)| read.get().is_some_and(|read| read == url))
    }

    fn written(&self, writer: MemberId, revision: u32, story: Story, current: u32) -> Decision {
        let invalid = NewsItemError::Invalid;
        // What will be published by itself stays fit for it.
        let mut story =
            if self.scheduled.is_some() { story.complete() } else { story.drafted() }.map_err(invalid)?;
        let found = self.found(&story.link).cloned().unwrap_or_default();
        fill(&mut story, &found);
        if self.text()? == &story {
            return Ok(vec![]);
        }
        if revision != current {
            return Err(NewsItemError::Stale);
        }
        let of = if story.seat.is_some() { writer } else { self.author };
        Ok(vec![NewsItemEvent::NewsDrafted {
            item: self.item,
            author: self.author,
            seat: story.seat,
            revision: revision + 1,
            story: Personal::new(of, story),
        }])
    }

    fn scheduled(&self, at: DateTime<Utc>, now: DateTime<Utc>) -> Decision {
        let mut faults = self.text()?.faults();
        if at <= now || at > now + AHEAD {
            faults.push(Fault::Time);
        }
        if !faults.is_empty() {
            return Err(NewsItemError::Invalid(faults));
        }
        if self.scheduled == Some(at) {
            return Ok(vec![]);
        }
        let Self { item, author, seat, .. } = *self;
        Ok(vec![NewsItemEvent::NewsScheduled { item, author, seat, publish_at: at }])
    }

    fn published(&self) -> Decision {
        let story = self.text()?.clone().complete().map_err(NewsItemError::Invalid)?;
        Ok(vec![NewsItemEvent::NewsPublished { item: self.item, author: self.author, story }])
    }

    /// Only while the draft still waits for it.
    fn link_read(&self, url: String, outcome: Result<Found, Unread>) -> Decision {
        let mut story = self.text()?.clone();
        if story.kind != Kind::Link || story.link != url || self.has_read(&url) {
            return Ok(vec![]);
        }
        let (item, author, of) = (self.item, self.author, self.story.of());
        let url = Personal::new(of, url);
        Ok(vec![match outcome {
            Ok(found) => {
                let found = found.tidied();
                fill(&mut story, &found);
                let (found, story) = (Personal::new(of, found), Personal::new(of, story));
                NewsItemEvent::NewsLinkRead { item, author, url, found, story }
            }
            Err(why) => NewsItemEvent::NewsLinkUnread { item, author, url, why },
        }])
    }
}

/// What somebody wrote stays; what is empty is taken from the page.
fn fill(story: &mut Story, found: &Found) {
    if story.title.is_empty() {
        story.title.clone_from(&found.title);
    }
    if story.summary.is_empty() {
        story.summary.clone_from(&found.summary);
    }
    story.picture = pictured(story.picture, found.picture);
}

/// None but the page's own, unless it is unwanted: no form names another.
fn pictured(asked: LinkPicture, of_page: LinkPicture) -> LinkPicture {
    if asked == LinkPicture::Unwanted { asked } else { of_page }
}

/// Kind and seat stay as they were published, and the picture as long as the link leads to the same page.
fn corrected(current: &Story, story: Story, note: &str) -> Result<(Story, String), NewsItemError> {
    let of_page = if story.link == current.link { current.picture } else { LinkPicture::Absent };
    let picture = pictured(story.picture, of_page);
    let story = Story { kind: current.kind, seat: current.seat, picture, ..story };
    match (story.complete(), text::block(note, NOTE_MAX).map_err(Fault::Note)) {
        (Ok(story), Ok(note)) => Ok((story, note)),
        (story, note) => Err(NewsItemError::Invalid(
            story.err().unwrap_or_default().into_iter().chain(note.err()).collect(),
        )),
    }
}

impl Rules for NewsItem {
    fn decide(&self, command: NewsItemCommand) -> Decision {
        use NewsItemCommand as Command;
        match (&self.state, command) {
            (State::Absent, Command::Write { item, author, revision: 0, story }) => {
                let mut story = story.drafted().map_err(NewsItemError::Invalid)?;
                story.picture = pictured(story.picture, LinkPicture::Absent);
                let (seat, story) = (story.seat, Personal::new(author, story));
                Ok(vec![NewsItemEvent::NewsDrafted { item, author, seat, revision: 1, story }])
            }
            (State::Draft(draft), Command::Write { author: writer, revision, story, .. }) => {
                draft.written(writer, revision, story, self.revision)
            }
            (State::Draft(draft), Command::Discard) => {
                let Draft { item, author, seat, .. } = *draft;
                Ok(vec![NewsItemEvent::NewsDiscarded { item, author, seat }])
            }
            (State::Draft(_), Command::Schedule { revision, .. } | Command::Publish { revision })
                if revision != self.revision =>
            {
                Err(NewsItemError::Stale)
            }
            (State::Draft(draft), Command::Schedule { at, now, .. }) => draft.scheduled(at, now),
            (State::Draft(draft), Command::Unschedule) => {
                let Draft { item, author, seat, scheduled, .. } = *draft;
                let event = NewsItemEvent::NewsUnscheduled { item, author, seat };
                Ok(scheduled.map(|_| event).into_iter().collect())
            }
            (State::Draft(draft), Command::Publish { .. }) => draft.published(),
            (State::Draft(draft), Command::PublishDue { at, now }) => {
                if draft.scheduled == Some(at) && at <= now { draft.published() } else { Ok(vec![]) }
            }
            (State::Draft(draft), Command::ReadLink { url, outcome }) => draft.link_read(url, outcome),
            (
                State::Published { item, author, story: current },
                Command::Correct { revision, story, note },
            ) => {
                let (story, note) = corrected(current, story, &note)?;
                if story == *current {
                    return Ok(vec![]);
                }
                if revision != self.revision {
                    return Err(NewsItemError::Stale);
                }
                let (item, author, revision) = (*item, *author, revision + 1);
                Ok(vec![NewsItemEvent::NewsCorrected { item, author, revision, story, note }])
            }
            (State::Published { item, author, story }, Command::Withdraw { reason }) => {
                let reason = text::line(&reason, REASON_MAX)
                    .map_err(|error| NewsItemError::Invalid(vec![Fault::Reason(error)]))?;
                let (item, author, seat, revision) = (*item, *author, story.seat, self.revision);
                Ok(vec![NewsItemEvent::NewsWithdrawn { item, author, seat, revision, reason }])
            }
            // What comes too late, or for the second time, changes nothing.
            (State::Published { .. }, Command::Publish { .. })
            | (State::Withdrawn, Command::Withdraw { .. })
            | (State::Discarded, Command::Discard)
            | (
                State::Absent | State::Published { .. } | State::Withdrawn | State::Discarded,
                Command::PublishDue { .. } | Command::ReadLink { .. },
            ) => Ok(vec![]),
            (State::Draft(_), Command::Correct { .. } | Command::Withdraw { .. }) => {
                Err(NewsItemError::NotPublished)
            }
            (State::Published { .. }, _) => Err(NewsItemError::Published),
            (State::Absent, _) => Err(NewsItemError::Absent),
            (State::Withdrawn, _) => Err(NewsItemError::Withdrawn),
            (State::Discarded, _) => Err(NewsItemError::Discarded),
        }
    }

    fn evolve(&mut self, event: &NewsItemEvent) {
        match event {
            NewsItemEvent::NewsDrafted { item, author, seat, revision, story } => {
                self.revision = *revision;
                let (scheduled, read, before) = match &mut self.state {
                    State::Draft(draft) => {
                        (draft.scheduled, draft.read.take(), Some((draft.seat, &draft.story)))
                    }
                    _ => (None, None, None),
                };
                // What an erased editor wrote is gone; the version before it is the organisation's still.
                let before = before.filter(|(of, _)| story.get().is_none() && seat.is_some() && of == seat);
                let story = before.map_or(story, |(_, before)| before).clone();
                let (item, author, seat) = (*item, *author, *seat);
                self.state = State::Draft(Draft { item, author, seat, story, scheduled, read });
            }
            NewsItemEvent::NewsDiscarded { .. } => self.state = State::Discarded,
            NewsItemEvent::NewsPublished { item, author, story } => {
                self.revision = 1;
                self.state = State::Published { item: *item, author: *author, story: story.clone() };
            }
            NewsItemEvent::NewsCorrected { item, author, revision, story, .. } => {
                self.revision = *revision;
                self.state = State::Published { item: *item, author: *author, story: story.clone() };
            }
            NewsItemEvent::NewsWithdrawn { .. } => self.state = State::Withdrawn,
            NewsItemEvent::NewsScheduled { .. }
            | NewsItemEvent::NewsUnscheduled { .. }
            | NewsItemEvent::NewsLinkRead { .. }
            | NewsItemEvent::NewsLinkUnread { .. } => {
                if let State::Draft(draft) = &mut self.state {
                    draft.evolve(event);
                }
            }
        }
    }
}

impl Draft {
    /// What happens to a draft beside being written.
    fn evolve(&mut self, event: &NewsItemEvent) {
        match event {
            NewsItemEvent::NewsScheduled { publish_at, .. } => self.scheduled = Some(*publish_at),
            NewsItemEvent::NewsUnscheduled { .. } => self.scheduled = None,
            NewsItemEvent::NewsLinkRead { url, found, story, .. } => {
                self.read = Some((url.clone(), Some(found.clone())));
                if story.get().is_some() {
                    self.story = story.clone();
                }
            }
            NewsItemEvent::NewsLinkUnread { url, .. } => self.read = Some((url.clone(), None)),
            _ => {}
        }
    }
}

aggregate!(
    "news_item",
    NewsItem,
    NewsItemCommand,
    NewsItemError,
    NewsItemEvent {
        NewsDrafted: "1",
        NewsDiscarded: "1",
        NewsScheduled: "1",
        NewsUnscheduled: "1",
        NewsPublished: "1",
        NewsCorrected: "1",
        NewsWithdrawn: "1",
        NewsLinkRead: "1",
        NewsLinkUnread: "1",
    }
);

#[cfg(test)]
mod tests {
    use super::super::testing::{link_to, story};
    use super::*;
    use crate::PictureId;
    use crate::rules::testing::given;
    use crate::text::TextError;

    const URL: &str = "https://example.org/a";

    fn item() -> NewsItemId {
        NewsItemId::derived(&["registro"])
    }

    fn ana() -> MemberId {
        MemberId::derived(&["ana"])
    }

    fn ministry() -> OrganisationId {
        OrganisationId::derived(&["mides"])
    }

    fn time(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn now() -> DateTime<Utc> {
        time("2026-03-02T10:00:00Z")
    }

    fn noon() -> DateTime<Utc> {
        time("2026-03-02T12:00:00Z")
    }

    fn titled(title: &str) -> Story {
        Story { title: title.into(), ..story() }
    }

    fn write(revision: u32, story: Story) -> NewsItemCommand {
        NewsItemCommand::Write { item: item(), author: ana(), revision, story }
    }

    fn drafted(revision: u32, story: Story) -> NewsItemEvent {
        let (seat, story) = (story.seat, Personal::new(ana(), story));
        NewsItemEvent::NewsDrafted { item: item(), author: ana(), seat, revision, story }
    }

    fn schedule(at: DateTime<Utc>) -> NewsItemCommand {
        NewsItemCommand::Schedule { revision: 1, at, now: now() }
    }

    fn scheduled(publish_at: DateTime<Utc>) -> NewsItemEvent {
        NewsItemEvent::NewsScheduled { item: item(), author: ana(), seat: None, publish_at }
    }

    fn unscheduled() -> NewsItemEvent {
        NewsItemEvent::NewsUnscheduled { item: item(), author: ana(), seat: None }
    }

    fn published(story: Story) -> NewsItemEvent {
        NewsItemEvent::NewsPublished { item: item(), author: ana(), story }
    }

    fn correct(revision: u32, story: Story) -> NewsItemCommand {
        NewsItemCommand::Correct { revision, story, note: " The date was wrong. ".into() }
    }

    fn corrected(revision: u32, story: Story) -> NewsItemEvent {
        let note = "The date was wrong.".into();
        NewsItemEvent::NewsCorrected { item: item(), author: ana(), revision, story, note }
    }

    fn withdraw() -> NewsItemCommand {
        NewsItemCommand::Withdraw { reason: "It was not true.".into() }
    }

    fn withdrawn(revision: u32) -> NewsItemEvent {
        let reason = "It was not true.".into();
        NewsItemEvent::NewsWithdrawn { item: item(), author: ana(), seat: None, revision, reason }
    }

    fn discarded() -> NewsItemEvent {
        NewsItemEvent::NewsDiscarded { item: item(), author: ana(), seat: None }
    }

    fn taken() -> LinkPicture {
        LinkPicture::Taken { id: PictureId::derived(&["page"]), width: 40, height: 30 }
    }

    fn found() -> Found {
        Found { title: "Their title".into(), summary: "Their summary".into(), picture: taken() }
    }

    fn read_link(outcome: Result<Found, Unread>) -> NewsItemCommand {
        NewsItemCommand::ReadLink { url: URL.into(), outcome }
    }

    fn link_read(story: Story) -> NewsItemEvent {
        NewsItemEvent::NewsLinkRead {
            item: item(),
            author: ana(),
            url: Personal::new(ana(), URL.into()),
            found: Personal::new(ana(), found()),
            story: Personal::new(ana(), story),
        }
    }

    fn untitled_link() -> Story {
        Story { title: String::new(), summary: String::new(), ..link_to(URL) }
    }

    #[test]
    fn a_draft_is_begun_and_changed() {
        given::<NewsItem>([]).when(write(0, titled("  A\ttitle "))).then([drafted(1, titled("A title"))]);
        given::<NewsItem>([drafted(1, story())]).when(write(1, titled("B"))).then([drafted(2, titled("B"))]);
        given::<NewsItem>([drafted(1, story())]).when(write(1, story())).then_nothing();
        given::<NewsItem>([]).when(write(3, story())).then_refused(NewsItemError::Absent);
    }

    #[test]
    fn a_stale_edit_is_noticed_unless_it_says_the_same() {
        let history = || [drafted(1, story()), drafted(2, titled("B"))];
        given::<NewsItem>(history()).when(write(1, titled("C"))).then_refused(NewsItemError::Stale);
        given::<NewsItem>(history()).when(write(1, titled("B"))).then_nothing();
        given::<NewsItem>(history())
            .when(NewsItemCommand::Publish { revision: 1 })
            .then_refused(NewsItemError::Stale);
    }

    #[test]
    fn only_what_is_complete_is_published() {
        let publish = || NewsItemCommand::Publish { revision: 1 };
        given::<NewsItem>([drafted(1, story())]).when(publish()).then([published(story())]);
        given::<NewsItem>([drafted(1, titled(""))])
            .when(publish())
            .then_refused(NewsItemError::Invalid(vec![Fault::Title(TextError::Empty)]));
        given::<NewsItem>([drafted(1, story()), published(story())]).when(publish()).then_nothing();
        given::<NewsItem>([drafted(1, story()), discarded()])
            .when(publish())
            .then_refused(NewsItemError::Discarded);
    }

    #[test]
    fn a_press_release_needs_an_organisation() {
        let release = |seat| Story { kind: Kind::PressRelease, seat, ..story() };
        let publish = || NewsItemCommand::Publish { revision: 1 };
        given::<NewsItem>([drafted(1, release(None))])
            .when(publish())
            .then_refused(NewsItemError::Invalid(vec![Fault::Seat]));
        let whole = release(Some(ministry()));
        given::<NewsItem>([drafted(1, whole.clone())]).when(publish()).then([published(whole)]);
    }

    #[test]
    fn a_publication_is_scheduled_within_the_coming_year() {
        given::<NewsItem>([drafted(1, story())]).when(schedule(noon())).then([scheduled(noon())]);
        given::<NewsItem>([drafted(1, story()), scheduled(noon())]).when(schedule(noon())).then_nothing();
        for at in [now(), now() - TimeDelta::hours(1), now() + TimeDelta::days(367)] {
            given::<NewsItem>([drafted(1, story())])
                .when(schedule(at))
                .then_refused(NewsItemError::Invalid(vec![Fault::Time]));
        }
        given::<NewsItem>([drafted(1, titled(""))])
            .when(schedule(now()))
            .then_refused(NewsItemError::Invalid(vec![Fault::Title(TextError::Empty), Fault::Time]));
    }

    #[test]
    fn what_is_due_is_published_once_and_only_for_its_time() {
        let due = |at, now| NewsItemCommand::PublishDue { at, now };
        let waiting = || [drafted(1, story()), scheduled(noon())];
        given::<NewsItem>(waiting()).when(due(noon(), noon())).then([published(story())]);
        given::<NewsItem>(waiting()).when(due(noon(), now())).then_nothing();
        given::<NewsItem>(waiting()).when(due(now(), noon())).then_nothing();
        given::<NewsItem>([drafted(1, story()), scheduled(noon()), unscheduled()])
            .when(due(noon(), noon()))
            .then_nothing();
        given::<NewsItem>([drafted(1, story()), scheduled(noon()), published(story())])
            .when(due(noon(), noon()))
            .then_nothing();
        given::<NewsItem>([drafted(1, story()), scheduled(noon()), discarded()])
            .when(due(noon(), noon()))
            .then_nothing();
    }

    #[test]
    fn what_is_scheduled_stays_fit_to_be_published() {
        let waiting = || [drafted(1, story()), scheduled(noon())];
        given::<NewsItem>(waiting())
            .when(write(1, titled("")))
            .then_refused(NewsItemError::Invalid(vec![Fault::Title(TextError::Empty)]));
        given::<NewsItem>(waiting()).when(write(1, titled("B"))).then([drafted(2, titled("B"))]);
        given::<NewsItem>([drafted(1, story()), scheduled(noon()), drafted(2, titled("B"))])
            .when(NewsItemCommand::PublishDue { at: noon(), now: noon() })
            .then([published(titled("B"))]);
        given::<NewsItem>(waiting()).when(NewsItemCommand::Unschedule).then([unscheduled()]);
        given::<NewsItem>([drafted(1, story())]).when(NewsItemCommand::Unschedule).then_nothing();
    }

    #[test]
    fn a_correction_has_a_note_and_keeps_kind_and_seat() {
        let history = || [drafted(1, story()), published(story())];
        let blog = Story { kind: Kind::BlogPost, seat: Some(ministry()), ..titled("B") };
        given::<NewsItem>(history()).when(correct(1, blog)).then([corrected(2, titled("B"))]);
        given::<NewsItem>(history()).when(correct(1, story())).then_nothing();
        let silent = NewsItemCommand::Correct { revision: 1, story: titled(""), note: " ".into() };
        given::<NewsItem>(history()).when(silent).then_refused(NewsItemError::Invalid(vec![
            Fault::Title(TextError::Empty),
            Fault::Note(TextError::Empty),
        ]));
        given::<NewsItem>([drafted(1, story()), published(story()), corrected(2, titled("B"))])
            .when(correct(1, titled("C")))
            .then_refused(NewsItemError::Stale);
        given::<NewsItem>([drafted(1, story())])
            .when(correct(1, titled("B")))
            .then_refused(NewsItemError::NotPublished);
    }

    #[test]
    fn a_draft_that_was_published_meanwhile_is_not_written_over() {
        given::<NewsItem>([drafted(1, story()), published(story())])
            .when(write(1, titled("B")))
            .then_refused(NewsItemError::Published);
    }

    #[test]
    fn what_is_published_is_withdrawn_with_a_reason_for_good() {
        let history = || vec![drafted(1, story()), published(story()), corrected(2, titled("B"))];
        given::<NewsItem>(history()).when(withdraw()).then([withdrawn(2)]);
        given::<NewsItem>(history())
            .when(NewsItemCommand::Withdraw { reason: String::new() })
            .then_refused(NewsItemError::Invalid(vec![Fault::Reason(TextError::Empty)]));
        let gone = || [history(), vec![withdrawn(2)]].concat();
        given::<NewsItem>(gone()).when(withdraw()).then_nothing();
        given::<NewsItem>(gone()).when(correct(2, titled("C"))).then_refused(NewsItemError::Withdrawn);
        given::<NewsItem>([drafted(1, story())]).when(withdraw()).then_refused(NewsItemError::NotPublished);
    }

    #[test]
    fn a_draft_is_discarded_once() {
        given::<NewsItem>([drafted(1, story())]).when(NewsItemCommand::Discard).then([discarded()]);
        given::<NewsItem>([drafted(1, story()), discarded()]).when(NewsItemCommand::Discard).then_nothing();
        given::<NewsItem>([drafted(1, story()), published(story())])
            .when(NewsItemCommand::Discard)
            .then_refused(NewsItemError::Published);
    }

    #[test]
    fn what_a_link_says_fills_what_the_draft_lacks() {
        let filled = Story {
            title: "Their title".into(),
            summary: "Their summary".into(),
            picture: taken(),
            ..link_to(URL)
        };
        let begun = || drafted(1, untitled_link());
        given::<NewsItem>([begun()]).when(read_link(Ok(found()))).then([link_read(filled.clone())]);
        // Saved again from a form that does not show it yet.
        given::<NewsItem>([begun(), link_read(filled.clone())])
            .when(write(1, untitled_link()))
            .then_nothing();
        let own = Story { title: "My title".into(), ..untitled_link() };
        let expected = Story { title: "My title".into(), ..filled.clone() };
        given::<NewsItem>([begun(), link_read(filled)]).when(write(1, own)).then([drafted(2, expected)]);
        let typed = link_to(URL);
        let shown = Story { picture: taken(), ..typed.clone() };
        given::<NewsItem>([drafted(1, typed)]).when(read_link(Ok(found()))).then([link_read(shown)]);
    }

    #[test]
    fn a_picture_is_the_pages_own_or_none() {
        let shown = Story { picture: taken(), ..link_to(URL) };
        let unwanted = Story { picture: LinkPicture::Unwanted, ..link_to(URL) };
        let other = LinkPicture::Taken { id: PictureId::derived(&["other"]), width: 1, height: 1 };
        let forged = || Story { picture: other, ..link_to(URL) };
        let begun = || [drafted(1, link_to(URL)), link_read(shown.clone())];
        given::<NewsItem>(begun()).when(write(1, forged())).then_nothing();
        given::<NewsItem>(begun()).when(write(1, unwanted.clone())).then([drafted(2, unwanted.clone())]);
        given::<NewsItem>([drafted(1, unwanted.clone())])
            .when(read_link(Ok(found())))
            .then([link_read(unwanted.clone())]);
        // Wanted after all.
        given::<NewsItem>(begun().into_iter().chain([drafted(2, unwanted.clone())]))
            .when(write(2, link_to(URL)))
            .then([drafted(3, shown.clone())]);
        let elsewhere = "https://example.org/b";
        given::<NewsItem>(begun()).when(write(1, link_to(elsewhere))).then([drafted(2, link_to(elsewhere))]);
        let kept = |story| super::corrected(&shown, story, "A note.").unwrap().0.picture;
        assert_eq!(kept(forged()), taken());
        assert_eq!(kept(unwanted), LinkPicture::Unwanted);
        assert_eq!(kept(link_to(elsewhere)), LinkPicture::Absent);
    }

    #[test]
    fn a_link_is_read_once_and_only_while_the_draft_has_it() {
        let unread = NewsItemEvent::NewsLinkUnread {
            item: item(),
            author: ana(),
            url: Personal::new(ana(), URL.into()),
            why: Unread::Silent,
        };
        let begun = || drafted(1, untitled_link());
        given::<NewsItem>([begun()]).when(read_link(Err(Unread::Silent))).then([unread.clone()]);
        given::<NewsItem>([begun(), unread]).when(read_link(Ok(found()))).then_nothing();
        given::<NewsItem>([begun(), drafted(2, link_to("https://example.org/b"))])
            .when(read_link(Ok(found())))
            .then_nothing();
        given::<NewsItem>([drafted(1, story())]).when(read_link(Ok(found()))).then_nothing();
        given::<NewsItem>([begun(), discarded()]).when(read_link(Ok(found()))).then_nothing();
        given::<NewsItem>([]).when(read_link(Ok(found()))).then_nothing();
    }

    #[test]
    fn the_draft_of_an_erased_member_can_no_longer_be_published() {
        let erased = NewsItemEvent::NewsDrafted {
            item: item(),
            author: ana(),
            seat: None,
            revision: 1,
            story: Personal::erased(ana()),
        };
        given::<NewsItem>([erased])
            .when(NewsItemCommand::Publish { revision: 1 })
            .then_refused(NewsItemError::Absent);
    }

    #[test]
    fn an_organisations_draft_outlives_each_of_those_who_wrote_it() {
        let rosa = MemberId::derived(&["rosa"]);
        let of_ministry = |title: &str| Story { seat: Some(ministry()), ..titled(title) };
        let by = |revision, of: Personal<Story>| {
            let (item, author, seat) = (item(), ana(), Some(ministry()));
            NewsItemEvent::NewsDrafted { item, author, seat, revision, story: of }
        };
        let (anas, rosas) = (of_ministry("Ana's"), of_ministry("Rosa's"));
        let write = NewsItemCommand::Write { item: item(), author: rosa, revision: 1, story: rosas.clone() };
        given::<NewsItem>([drafted(1, anas.clone())])
            .when(write.clone())
            .then([by(2, Personal::new(rosa, rosas.clone()))]);
        let gone = || Personal::erased(ana());
        let due = || NewsItemCommand::PublishDue { at: noon(), now: noon() };
        // Whoever began it is erased; so is, besides, whoever wrote last.
        given::<NewsItem>([by(1, gone()), scheduled(noon()), by(2, Personal::new(rosa, rosas.clone()))])
            .when(due())
            .then([published(rosas.clone())]);
        given::<NewsItem>([by(1, Personal::new(rosa, rosas.clone())), scheduled(noon()), by(2, gone())])
            .when(due())
            .then([published(rosas)]);
        given::<NewsItem>([by(1, gone()), scheduled(noon())]).when(due()).then_refused(NewsItemError::Absent);
        // A member's own stays sealed with the author's key, whoever had a hand in it before.
        given::<NewsItem>([by(1, Personal::new(rosa, anas)), drafted(2, titled("Own")), scheduled(noon())])
            .when(NewsItemCommand::Write { item: item(), author: rosa, revision: 2, story: titled("Owner") })
            .then([drafted(3, titled("Owner"))]);
        let own = NewsItemEvent::NewsDrafted {
            item: item(),
            author: ana(),
            seat: None,
            revision: 2,
            story: gone(),
        };
        given::<NewsItem>([by(1, Personal::new(rosa, of_ministry("Ours"))), own])
            .when(NewsItemCommand::Publish { revision: 2 })
            .then_refused(NewsItemError::Absent);
    }

    #[test]
    fn whose_it_is_is_known_while_it_is_there() {
        let mut item = NewsItem::default();
        assert_eq!(item.owner(), None);
        item.evolve(&drafted(1, Story { seat: Some(ministry()), ..story() }));
        assert_eq!(item.owner(), Some(Owner { author: ana(), seat: Some(ministry()) }));
        item.evolve(&published(story()));
        assert_eq!(item.owner(), Some(Owner { author: ana(), seat: None }));
        item.evolve(&withdrawn(1));
        assert_eq!(item.owner(), None);
    }
}
