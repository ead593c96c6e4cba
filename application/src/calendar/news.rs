//! Mails that answer events: a place was given or became free, a gathering was moved or cancelled.
//! Only news are written: nothing about what has begun, nor about events that are old when they are read.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use domain::calendar::{Gathering, GatheringEvent, Published};
use domain::{Event, GatheringId, MemberId, Recorded};
use futures::future::BoxFuture;

use crate::membership::{Appointment, Entrance, GatheringNews, LetterId, Matter};
use crate::reactor::{Reactor, ReactorError};

/// Events that are older when they are read are history, from an import for example.
const STALE: TimeDelta = TimeDelta::days(2);

pub struct GatheringMail {
    entrance: Arc<Entrance>,
}

impl GatheringMail {
    pub const fn new(entrance: Arc<Entrance>) -> Self {
        Self { entrance }
    }

    async fn answer(&self, event: &Recorded, of: &GatheringEvent) -> Result<(), ReactorError> {
        let now = (self.entrance.clock)();
        let Some((id, news)) = news(of).filter(|_| event.metadata.at > now - STALE) else { return Ok(()) };
        let gathering =
            self.entrance.desk.load::<Gathering>(&id.to_string()).await.map_err(ReactorError::new)?;
        let Some(published) = gathering.published().filter(|published| is_to_come(published, now)) else {
            return Ok(());
        };
        for member in readers(&gathering, of, news) {
            let reason = event.reference().to_string();
            let letter = LetterId::derived(&["gathering", &reason, &member.to_string()]);
            let matter = Matter::Gathering { news, appointment: Appointment::of(published) };
            self.entrance.tell(member, letter, &matter).await.map_err(ReactorError::new)?;
        }
        Ok(())
    }
}

fn is_to_come(published: &Published, now: DateTime<Utc>) -> bool {
    now < published.moments.starts_at
}

fn news(of: &GatheringEvent) -> Option<(GatheringId, GatheringNews)> {
    match of {
        GatheringEvent::MemberRegistered { gathering, .. } => Some((*gathering, GatheringNews::Registered)),
        GatheringEvent::MemberMovedUp { gathering, .. } => Some((*gathering, GatheringNews::MovedUp)),
        GatheringEvent::GatheringChanged { gathering, moved: true, .. } => {
            Some((*gathering, GatheringNews::Moved))
        }
        GatheringEvent::GatheringCancelled { gathering, .. } => Some((*gathering, GatheringNews::Cancelled)),
        GatheringEvent::GatheringPublished { .. }
        | GatheringEvent::GatheringChanged { moved: false, .. }
        | GatheringEvent::GatheringRemoved { .. }
        | GatheringEvent::MemberWaitlisted { .. }
        | GatheringEvent::RegistrationCancelled { .. }
        | GatheringEvent::AttendanceNoted { .. } => None,
    }
}

/// Whom it concerns as things stand now: nobody is told of a place that they gave back since.
fn readers(gathering: &Gathering, of: &GatheringEvent, news: GatheringNews) -> Vec<MemberId> {
    let registered = gathering.registered();
    match of {
        GatheringEvent::MemberRegistered { member, .. } | GatheringEvent::MemberMovedUp { member, .. } => {
            let has_place = gathering.takes_place() && registered.contains(member);
            has_place.then_some(*member).into_iter().collect()
        }
        // Of a cancellation there is a mail of its own.
        _ if news == GatheringNews::Moved && !gathering.takes_place() => vec![],
        _ => registered.iter().chain(gathering.waiting()).copied().collect(),
    }
}

impl Reactor for GatheringMail {
    fn name(&self) -> &'static str {
        "gathering-mail"
    }

    fn react<'a>(&'a self, event: &'a Recorded) -> BoxFuture<'a, Result<(), ReactorError>> {
        Box::pin(async move {
            match &event.event {
                Event::Gathering(of) => self.answer(event, of).await,
                _ => Ok(()),
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id() -> GatheringId {
        GatheringId::derived(&["one"])
    }

    fn member(name: &str) -> MemberId {
        MemberId::derived(&[name])
    }

    fn history(names: &[&str], waiting: &[&str]) -> Gathering {
        use domain::Rules;
        let mut gathering = crate::testing::gathering(id(), member("ana"));
        for name in names {
            gathering.evolve(&GatheringEvent::MemberRegistered { gathering: id(), member: member(name) });
        }
        for name in waiting {
            gathering.evolve(&GatheringEvent::MemberWaitlisted { gathering: id(), member: member(name) });
        }
        gathering
    }

    #[test]
    fn a_cancellation_is_told_to_those_who_have_a_place_and_those_who_wait() {
        use domain::Rules;
        let mut gathering = history(&["luis"], &["eva"]);
        let event =
            GatheringEvent::GatheringCancelled { gathering: id(), revision: 2, reason: "Strike".into() };
        gathering.evolve(&event);
        let (_, news) = news(&event).unwrap();
        assert_eq!(readers(&gathering, &event, news), [member("luis"), member("eva")]);
        let earlier = GatheringEvent::MemberRegistered { gathering: id(), member: member("luis") };
        assert_eq!(readers(&gathering, &earlier, GatheringNews::Registered), []);
    }

    #[test]
    fn nobody_is_told_of_a_place_that_they_gave_back() {
        let gathering = history(&["luis"], &[]);
        let of = |name| GatheringEvent::MemberRegistered { gathering: id(), member: member(name) };
        assert_eq!(readers(&gathering, &of("luis"), GatheringNews::Registered), [member("luis")]);
        assert_eq!(readers(&gathering, &of("rosa"), GatheringNews::Registered), []);
    }
}
