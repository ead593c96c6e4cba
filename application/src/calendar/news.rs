//! Mails that answer events: a place was given or became free, a gathering was moved, cancelled or removed.
//! Only news are written: nothing about what has begun, nor about events that are old when they are read.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use domain::calendar::{Gathering, GatheringError, GatheringEvent, Published};
use domain::{Event, GatheringId, MemberId, Recorded, Rules};
use futures::future::BoxFuture;

use crate::DeskError;
use crate::membership::{Appointment, Entrance, GatheringNews, LetterId, Matter};
use crate::reactor::{Reactor, ReactorError, is_news};

pub struct GatheringMail {
    entrance: Arc<Entrance>,
}

impl GatheringMail {
    pub const fn new(entrance: Arc<Entrance>) -> Self {
        Self { entrance }
    }

    async fn answer(&self, event: &Recorded, of: &GatheringEvent) -> Result<(), ReactorError> {
        let now = (self.entrance.clock)();
        let Some((id, news)) = news(of).filter(|_| is_news(event, now)) else { return Ok(()) };
        let gathering = match of {
            GatheringEvent::GatheringRemoved { .. } => self.before(id, event).await,
            _ => self.entrance.desk.load::<Gathering>(&id.to_string()).await,
        };
        let gathering = gathering.map_err(ReactorError::new)?;
        let Some(published) = gathering.published().filter(|published| is_to_come(published, now)) else {
            return Ok(());
        };
        for member in readers(&gathering, of) {
            let reason = event.reference().to_string();
            let letter = LetterId::derived(&["gathering", &reason, &member.to_string()]);
            let matter = Matter::Gathering { news, appointment: Appointment::of(published) };
            self.entrance.tell(member, letter, &matter).await.map_err(ReactorError::new)?;
        }
        Ok(())
    }

    /// As it stood before the event: what is removed tells nothing of itself any more.
    async fn before(
        &self,
        id: GatheringId,
        event: &Recorded,
    ) -> Result<Gathering, DeskError<GatheringError>> {
        let history = self.entrance.desk.history::<Gathering>(&id.to_string()).await?;
        let mut gathering = Gathering::default();
        for earlier in history.iter().take_while(|earlier| (earlier.sequence as u64) < event.sequence) {
            gathering.evolve(&earlier.payload);
        }
        Ok(gathering)
    }
}

fn is_to_come(published: &Published, now: DateTime<Utc>) -> bool {
    now < published.moments.starts_at
}

fn news(of: &GatheringEvent) -> Option<(GatheringId, GatheringNews<'_>)> {
    match of {
        GatheringEvent::MemberRegistered { gathering, .. } => Some((*gathering, GatheringNews::Registered)),
        GatheringEvent::MemberMovedUp { gathering, .. } => Some((*gathering, GatheringNews::MovedUp)),
        GatheringEvent::GatheringChanged { gathering, moved: true, .. } => {
            Some((*gathering, GatheringNews::Moved))
        }
        GatheringEvent::GatheringCancelled { gathering, reason, .. }
        | GatheringEvent::GatheringRemoved { gathering, reason, .. } => {
            Some((*gathering, GatheringNews::Cancelled { reason }))
        }
        GatheringEvent::GatheringPublished { .. }
        | GatheringEvent::GatheringChanged { moved: false, .. }
        | GatheringEvent::MemberWaitlisted { .. }
        | GatheringEvent::RegistrationCancelled { .. }
        | GatheringEvent::AttendanceNoted { .. } => None,
    }
}

/// Whom it concerns as things stand now: nobody is told of a place that they gave back since.
fn readers(gathering: &Gathering, of: &GatheringEvent) -> Vec<MemberId> {
    let registered = gathering.registered();
    match of {
        GatheringEvent::MemberRegistered { member, .. } | GatheringEvent::MemberMovedUp { member, .. } => {
            let has_place = gathering.takes_place() && registered.contains(member);
            has_place.then_some(*member).into_iter().collect()
        }
        // Of a cancellation there is a mail of its own, and one that was cancelled is removed without another.
        GatheringEvent::GatheringChanged { .. } | GatheringEvent::GatheringRemoved { .. }
            if !gathering.takes_place() =>
        {
            vec![]
        }
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
        let mut gathering = history(&["luis"], &["eva"]);
        let event =
            GatheringEvent::GatheringCancelled { gathering: id(), revision: 2, reason: "Strike".into() };
        gathering.evolve(&event);
        assert_eq!(news(&event), Some((id(), GatheringNews::Cancelled { reason: "Strike" })));
        assert_eq!(readers(&gathering, &event), [member("luis"), member("eva")]);
        let earlier = GatheringEvent::MemberRegistered { gathering: id(), member: member("luis") };
        assert_eq!(readers(&gathering, &earlier), []);
    }

    #[test]
    fn a_removal_is_told_like_a_cancellation_and_not_after_one() {
        let removed = GatheringEvent::GatheringRemoved {
            gathering: id(),
            organiser: member("ana"),
            reason: "Advertising".into(),
        };
        assert_eq!(news(&removed), Some((id(), GatheringNews::Cancelled { reason: "Advertising" })));
        let mut before = history(&["luis"], &["eva"]);
        assert_eq!(readers(&before, &removed), [member("luis"), member("eva")]);
        before.evolve(&GatheringEvent::GatheringCancelled {
            gathering: id(),
            revision: 2,
            reason: "Strike".into(),
        });
        assert_eq!(readers(&before, &removed), []);
    }

    #[test]
    fn nobody_is_told_of_a_place_that_they_gave_back() {
        let gathering = history(&["luis"], &[]);
        let of = |name| GatheringEvent::MemberRegistered { gathering: id(), member: member(name) };
        assert_eq!(readers(&gathering, &of("luis")), [member("luis")]);
        assert_eq!(readers(&gathering, &of("rosa")), []);
    }
}
