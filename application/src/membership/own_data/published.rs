//! What a member published in the newsroom and the calendar, and the member's places at gatherings, as one's own
//! data tell them. Earlier versions stand whole among the events.

use chrono::{DateTime, Utc};
use domain::calendar::{Details, GatheringEvent};
use domain::newsroom::{NewsItemEvent, Story};
use domain::{GatheringId, MemberId, NewsItemId, Personal};
use serde::Serialize;

use super::Withdrawal;

/// An item of the newsroom; one that was discarded as a draft is not there any more.
#[derive(Debug, PartialEq, Serialize)]
pub struct OwnNews {
    pub item: NewsItemId,
    pub begun_at: DateTime<Utc>,
    /// The draft, or what was published last.
    pub story: Personal<Story>,
    pub scheduled_for: Option<DateTime<Utc>>,
    pub published_at: Option<DateTime<Utc>>,
    pub corrections: Vec<Correction>,
    pub withdrawn: Option<Withdrawal>,
}

#[derive(Debug, PartialEq, Serialize)]
pub struct Correction {
    pub at: DateTime<Utc>,
    pub note: String,
}

/// A gathering that the member organises.
#[derive(Debug, PartialEq, Serialize)]
pub struct OwnGathering {
    pub gathering: GatheringId,
    pub published_at: DateTime<Utc>,
    pub changed_at: Vec<DateTime<Utc>>,
    pub details: Details,
    pub cancelled: Option<Withdrawal>,
    pub removed: Option<Withdrawal>,
}

/// A place at a gathering, or a turn on its waiting list; what was given back is not there any more.
#[derive(Debug, PartialEq, Serialize)]
pub struct OwnPlace {
    pub gathering: GatheringId,
    pub since: DateTime<Utc>,
    pub waiting: bool,
    /// None where nobody noted it.
    pub came: Option<bool>,
}

/// Whether it is about the place of somebody at a gathering: such an event is that member's own, not the organiser's.
pub const fn of_a_place(event: &GatheringEvent) -> bool {
    match event {
        GatheringEvent::MemberRegistered { .. }
        | GatheringEvent::MemberWaitlisted { .. }
        | GatheringEvent::MemberMovedUp { .. }
        | GatheringEvent::RegistrationCancelled { .. }
        | GatheringEvent::AttendanceNoted { .. } => true,
        GatheringEvent::GatheringPublished { .. }
        | GatheringEvent::GatheringChanged { .. }
        | GatheringEvent::GatheringCancelled { .. }
        | GatheringEvent::GatheringRemoved { .. } => false,
    }
}

pub fn fold_news(news: &mut Vec<OwnNews>, event: &NewsItemEvent, of: MemberId, at: DateTime<Utc>) {
    let find = |news: &mut Vec<OwnNews>, item| news.iter().position(|own| own.item == item);
    match event {
        NewsItemEvent::NewsDrafted { item, author, story, .. } if *author == of => match find(news, *item) {
            Some(place) => news[place].story = story.clone(),
            None => news.push(OwnNews {
                item: *item,
                begun_at: at,
                story: story.clone(),
                scheduled_for: None,
                published_at: None,
                corrections: vec![],
                withdrawn: None,
            }),
        },
        NewsItemEvent::NewsDiscarded { item, .. } => news.retain(|own| own.item != *item),
        NewsItemEvent::NewsDrafted { .. } | NewsItemEvent::NewsLinkUnread { .. } => {}
        NewsItemEvent::NewsScheduled { item, .. }
        | NewsItemEvent::NewsUnscheduled { item, .. }
        | NewsItemEvent::NewsPublished { item, .. }
        | NewsItemEvent::NewsCorrected { item, .. }
        | NewsItemEvent::NewsWithdrawn { item, .. }
        | NewsItemEvent::NewsLinkRead { item, .. } => {
            if let Some(place) = find(news, *item) {
                change(&mut news[place], event, at);
            }
        }
    }
}

fn change(own: &mut OwnNews, event: &NewsItemEvent, at: DateTime<Utc>) {
    match event {
        NewsItemEvent::NewsScheduled { publish_at, .. } => own.scheduled_for = Some(*publish_at),
        NewsItemEvent::NewsUnscheduled { .. } => own.scheduled_for = None,
        NewsItemEvent::NewsPublished { author, story, .. } => {
            own.story = Personal::new(*author, story.clone());
            own.scheduled_for = None;
            own.published_at = Some(at);
        }
        NewsItemEvent::NewsCorrected { author, story, note, .. } => {
            own.story = Personal::new(*author, story.clone());
            own.corrections.push(Correction { at, note: note.clone() });
        }
        NewsItemEvent::NewsWithdrawn { reason, .. } => {
            own.withdrawn = Some(Withdrawal { at, reason: reason.clone() });
        }
        NewsItemEvent::NewsLinkRead { story, .. } => own.story = story.clone(),
        NewsItemEvent::NewsDrafted { .. }
        | NewsItemEvent::NewsDiscarded { .. }
        | NewsItemEvent::NewsLinkUnread { .. } => {}
    }
}

fn organised(gatherings: &mut [OwnGathering], id: GatheringId) -> Option<&mut OwnGathering> {
    gatherings.iter_mut().find(|own| own.gathering == id)
}

fn taken(places: &mut [OwnPlace], id: GatheringId) -> Option<&mut OwnPlace> {
    places.iter_mut().find(|own| own.gathering == id)
}

pub fn fold_gatherings(
    gatherings: &mut Vec<OwnGathering>,
    event: &GatheringEvent,
    of: MemberId,
    at: DateTime<Utc>,
) {
    match event {
        GatheringEvent::GatheringPublished { gathering, organiser, details, .. } => {
            if *organiser == of {
                gatherings.push(OwnGathering {
                    gathering: *gathering,
                    published_at: at,
                    changed_at: vec![],
                    details: details.clone(),
                    cancelled: None,
                    removed: None,
                });
            }
        }
        GatheringEvent::GatheringChanged { gathering, details, .. } => {
            if let Some(own) = organised(gatherings, *gathering) {
                own.details = details.clone();
                own.changed_at.push(at);
            }
        }
        GatheringEvent::GatheringCancelled { gathering, reason, .. } => {
            if let Some(own) = organised(gatherings, *gathering) {
                own.cancelled = Some(Withdrawal { at, reason: reason.clone() });
            }
        }
        GatheringEvent::GatheringRemoved { gathering, reason, .. } => {
            if let Some(own) = organised(gatherings, *gathering) {
                own.removed = Some(Withdrawal { at, reason: reason.clone() });
            }
        }
        GatheringEvent::MemberRegistered { .. }
        | GatheringEvent::MemberWaitlisted { .. }
        | GatheringEvent::MemberMovedUp { .. }
        | GatheringEvent::RegistrationCancelled { .. }
        | GatheringEvent::AttendanceNoted { .. } => {}
    }
}

pub fn fold_places(places: &mut Vec<OwnPlace>, event: &GatheringEvent, of: MemberId, at: DateTime<Utc>) {
    match event {
        GatheringEvent::MemberRegistered { gathering, member } if *member == of => {
            places.push(OwnPlace { gathering: *gathering, since: at, waiting: false, came: None });
        }
        GatheringEvent::MemberWaitlisted { gathering, member } if *member == of => {
            places.push(OwnPlace { gathering: *gathering, since: at, waiting: true, came: None });
        }
        GatheringEvent::MemberMovedUp { gathering, member } if *member == of => {
            if let Some(own) = taken(places, *gathering) {
                (own.since, own.waiting) = (at, false);
            }
        }
        GatheringEvent::RegistrationCancelled { gathering, member, .. } if *member == of => {
            places.retain(|own| own.gathering != *gathering);
        }
        GatheringEvent::AttendanceNoted { gathering, member, came } if *member == of => {
            if let Some(own) = taken(places, *gathering) {
                own.came = Some(*came);
            }
        }
        // Of others, and of the gathering itself.
        GatheringEvent::MemberRegistered { .. }
        | GatheringEvent::MemberWaitlisted { .. }
        | GatheringEvent::MemberMovedUp { .. }
        | GatheringEvent::RegistrationCancelled { .. }
        | GatheringEvent::AttendanceNoted { .. }
        | GatheringEvent::GatheringPublished { .. }
        | GatheringEvent::GatheringChanged { .. }
        | GatheringEvent::GatheringCancelled { .. }
        | GatheringEvent::GatheringRemoved { .. } => {}
    }
}

#[cfg(test)]
mod tests {
    use domain::Language;
    use domain::newsroom::Kind;

    use super::*;
    use crate::testing;

    fn id(name: &str) -> MemberId {
        MemberId::derived(&[name])
    }

    fn at(hour: u32) -> DateTime<Utc> {
        format!("2026-03-02T{hour:02}:00:00Z").parse().unwrap()
    }

    fn story(title: &str) -> Story {
        Story {
            kind: Kind::News,
            title: title.to_owned(),
            summary: String::new(),
            body: String::new(),
            link: String::new(),
            language: Language::Es,
            countries: vec![],
            institution: None,
            themes: vec![],
            seat: None,
            picture: domain::newsroom::LinkPicture::Absent,
        }
    }

    fn drafted(title: &str) -> NewsItemEvent {
        let (item, author) = (NewsItemId::derived(&["news"]), id("ana"));
        let story = Personal::new(author, story(title));
        NewsItemEvent::NewsDrafted { item, author, seat: None, revision: 1, story }
    }

    fn news(events: &[NewsItemEvent]) -> Vec<OwnNews> {
        let mut news = vec![];
        for (hour, event) in (1..).zip(events) {
            fold_news(&mut news, event, id("ana"), at(hour));
        }
        news
    }

    #[test]
    fn news_are_told_as_they_are_now() {
        let (item, author) = (NewsItemId::derived(&["news"]), id("ana"));
        let published = NewsItemEvent::NewsPublished { item, author, story: story("one") };
        let (story, note) = (story("two"), "The year.".to_owned());
        let corrected = NewsItemEvent::NewsCorrected { item, author, revision: 2, story, note };
        let scheduled = NewsItemEvent::NewsScheduled { item, author, seat: None, publish_at: at(3) };
        assert_eq!(news(&[drafted("one"), scheduled.clone()])[0].scheduled_for, Some(at(3)));
        let own = news(&[drafted("one"), scheduled, published, corrected]);
        assert_eq!((own.len(), own[0].begun_at, own[0].published_at), (1, at(1), Some(at(3))));
        assert_eq!((own[0].scheduled_for, own[0].corrections[0].at), (None, at(4)));
        assert_eq!(own[0].story.get().unwrap().title, "two");
        let discarded = NewsItemEvent::NewsDiscarded { item, author, seat: None };
        assert_eq!(news(&[drafted("one"), drafted("two"), discarded]), []);
    }

    #[test]
    fn a_place_is_ones_own_and_the_gathering_its_organisers() {
        let gathering = GatheringId::derived(&["one"]);
        let published = testing::gathering(gathering, id("ana")).published().unwrap().clone();
        let details = published.details;
        let member = id("luis");
        let events = [
            GatheringEvent::GatheringPublished {
                gathering,
                organiser: id("ana"),
                details: details.clone(),
                moments: published.moments,
            },
            GatheringEvent::MemberWaitlisted { gathering, member },
            GatheringEvent::MemberMovedUp { gathering, member },
            GatheringEvent::AttendanceNoted { gathering, member, came: true },
            GatheringEvent::GatheringCancelled { gathering, revision: 2, reason: "A storm.".into() },
        ];
        let told = |name: &str| {
            let (mut gatherings, mut places) = (vec![], vec![]);
            for (hour, event) in (1..).zip(&events) {
                fold_gatherings(&mut gatherings, event, id(name), at(hour));
                fold_places(&mut places, event, id(name), at(hour));
            }
            (gatherings, places)
        };
        let (gatherings, places) = told("ana");
        assert_eq!((gatherings[0].details.clone(), places), (details, vec![]));
        assert_eq!(gatherings[0].cancelled.as_ref().unwrap().reason, "A storm.");
        let (gatherings, places) = told("luis");
        assert_eq!(gatherings, []);
        assert_eq!(places, [OwnPlace { gathering, since: at(3), waiting: false, came: Some(true) }]);
        let left = GatheringEvent::RegistrationCancelled { gathering, member, waited: false };
        let mut places = places;
        fold_places(&mut places, &left, member, at(6));
        assert_eq!(places, []);
    }
}
