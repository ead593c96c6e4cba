//! Whoever is erased gives back the places at gatherings that are still to begin, so that the next in turn
//! moves up. What has begun keeps its count.

use std::sync::Arc;

use domain::calendar::{Gathering, GatheringCommand, GatheringError};
use domain::membership::MemberEvent;
use domain::{CommandId, Event, GatheringId, MemberId, Position, Recorded};
use futures::future::BoxFuture;

use crate::reactor::{Reactor, ReactorError};
use crate::{Actor, Clock, Desk, DeskError, Order};

/// Finds where a member has a place or waits for one; a read model knows it.
pub trait PlacesOfMember: Send + Sync {
    /// As of `head` or later.
    fn places(
        &self,
        member: MemberId,
        head: Position,
    ) -> BoxFuture<'_, Result<Vec<GatheringId>, ReactorError>>;
}

pub struct Leaving {
    desk: Arc<Desk>,
    clock: Clock,
    places: Arc<dyn PlacesOfMember>,
}

impl Leaving {
    /// Its name as reactor and as actor.
    pub const NAME: &str = "leaving";

    pub fn new(desk: Arc<Desk>, clock: Clock, places: Arc<dyn PlacesOfMember>) -> Self {
        Self { desk, clock, places }
    }

    async fn give_back(&self, member: MemberId, because: &Recorded) -> Result<(), ReactorError> {
        // A registration that was on its way while the member was erased stands before the head as well.
        let head = self.desk.head().await.map_err(ReactorError::new)?;
        for gathering in self.places.places(member, head).await? {
            let reference = because.reference();
            let id = gathering.to_string();
            let order = Order {
                actor: Actor::System(Self::NAME),
                command_id: CommandId::derived(&["leave", &reference.to_string(), &id]),
                caused_by: Some(reference),
            };
            let command = GatheringCommand::Unregister { member, now: (self.clock)() };
            match self.desk.execute::<Gathering>(&order, &id, command).await {
                Ok(())
                | Err(DeskError::Refused(
                    GatheringError::Begun | GatheringError::Cancelled | GatheringError::Removed,
                )) => {}
                Err(error) => return Err(ReactorError::new(error)),
            }
        }
        Ok(())
    }
}

impl Reactor for Leaving {
    fn name(&self) -> &'static str {
        Self::NAME
    }

    fn react<'a>(&'a self, event: &'a Recorded) -> BoxFuture<'a, Result<(), ReactorError>> {
        Box::pin(async move {
            match &event.event {
                Event::Member(MemberEvent::MemberErased { member, .. }) => {
                    self.give_back(*member, event).await
                }
                _ => Ok(()),
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, Utc};
    use domain::Metadata;

    use super::*;
    use crate::testing::{self, MemoryStore};

    struct Known(Vec<GatheringId>);

    impl PlacesOfMember for Known {
        fn places(&self, _: MemberId, _: Position) -> BoxFuture<'_, Result<Vec<GatheringId>, ReactorError>> {
            Box::pin(async { Ok(self.0.clone()) })
        }
    }

    fn member(name: &str) -> MemberId {
        MemberId::derived(&[name])
    }

    fn erased(name: &str) -> Recorded {
        let member = member(name);
        Recorded {
            position: Position(100),
            aggregate_id: member.to_string(),
            sequence: 9,
            event: MemberEvent::MemberErased { member, reason: None }.into(),
            metadata: Metadata {
                actor: "operator:test".into(),
                at: before(),
                command_id: CommandId::derived(&["erase"]),
                caused_by: None,
            },
        }
    }

    /// A day before the gatherings of the tests begin.
    fn before() -> DateTime<Utc> {
        "2026-03-09T10:00:00Z".parse().unwrap()
    }

    async fn execute(desk: &Desk, id: GatheringId, purpose: &str, command: GatheringCommand) {
        let id = id.to_string();
        let order = Order::new(Actor::Operator("test".into()), CommandId::derived(&[purpose, &id]));
        desk.execute::<Gathering>(&order, &id, command).await.unwrap();
    }

    #[tokio::test]
    async fn the_places_of_whoever_is_erased_go_on_to_the_next_in_turn() {
        let store = MemoryStore::new();
        let desk = Arc::new(Desk::new(Arc::new(store.clone()), Arc::new(before)));
        let [standing, cancelled] = ["standing", "cancelled"].map(|name| GatheringId::derived(&[name]));
        for id in [standing, cancelled] {
            let mut details = testing::gathering(id, member("ana")).published().unwrap().details.clone();
            details.capacity = Some(1);
            let publish = GatheringCommand::Publish { gathering: id, organiser: member("ana"), details };
            execute(&desk, id, "publish", publish).await;
            for name in ["luis", "eva"] {
                let register = GatheringCommand::Register { member: member(name), now: before() };
                execute(&desk, id, name, register).await;
            }
        }
        let cancel = GatheringCommand::Cancel { reason: "A storm.".into(), now: before() };
        execute(&desk, cancelled, "cancel", cancel).await;

        let unknown = GatheringId::derived(&["given back since"]);
        for at in [before(), "2026-03-11T10:00:00Z".parse().unwrap()] {
            let places = Arc::new(Known(vec![cancelled, standing]));
            let leaving = Leaving::new(Arc::clone(&desk), Arc::new(move || at), places);
            leaving.react(&erased("luis")).await.unwrap();
            let events = store.all().len();
            leaving.react(&erased("luis")).await.unwrap();
            assert_eq!(store.all().len(), events, "the second time changes nothing");
            let gathering = desk.load::<Gathering>(&standing.to_string()).await.unwrap();
            assert_eq!((gathering.registered(), gathering.waiting()), (&[member("eva")][..], &[][..]));
        }
        let last = store.all().pop().unwrap();
        assert_eq!(last.metadata.actor, "system:leaving");
        let misled = Leaving::new(desk, Arc::new(before), Arc::new(Known(vec![unknown])));
        assert!(misled.react(&erased("eva")).await.is_err(), "what cannot be is told, not skipped");
    }
}
