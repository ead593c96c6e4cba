//! The desk: takes an order, authorises it, decides by the aggregate's rules and appends the events.

use std::sync::Arc;

use cqrs_es::persist::EventStoreAggregateContext;
use cqrs_es::{AggregateError, EventEnvelope};
use domain::{EventLog, LogError, Metadata, Position, Recorded, Rules};

use crate::actor::Order;
use crate::policy::Policy;
use crate::ports::{Clock, Repository, StoreFor};

/// How often a command is decided anew after someone else changed the aggregate first.
const TRIES: usize = 8;

#[derive(Debug, thiserror::Error)]
pub enum DeskError<E> {
    #[error("you may not do this")]
    Denied,
    #[error(transparent)]
    Refused(E),
    #[error("too many changes at the same time; try again")]
    Busy,
    #[error("the event store cannot be reached: {0}")]
    Unavailable(Box<dyn std::error::Error + Send + Sync>),
}

pub struct Desk {
    repository: Arc<dyn Repository>,
    clock: Clock,
}

impl Desk {
    pub fn new(repository: Arc<dyn Repository>, clock: Clock) -> Self {
        Self { repository, clock }
    }

    /// Carries out the command on the aggregate `id`. Returns once its events are durable.
    /// An order whose id is in the stream already was carried out: nothing happens again.
    pub async fn execute<A>(
        &self,
        order: &Order,
        id: &str,
        command: A::Command,
    ) -> Result<(), DeskError<A::Error>>
    where
        A: Rules + Policy + 'static,
        A::Command: Clone,
        dyn Repository: StoreFor<A>,
    {
        for _ in 0..TRIES {
            let (events, context) = self.prepare::<A>(order, id, command.clone()).await?;
            if events.is_empty() {
                return Ok(());
            }
            match self.repository.append(events, context, self.metadata(order).into_map()).await {
                Err(AggregateError::AggregateConflict) => {}
                other => return other.map_err(DeskError::from_store),
            }
        }
        Err(DeskError::Busy)
    }

    /// The events that the order would cause now, none when it was carried out before. Appends nothing.
    pub async fn rehearse<A>(
        &self,
        order: &Order,
        id: &str,
        command: A::Command,
    ) -> Result<Vec<A::Event>, DeskError<A::Error>>
    where
        A: Rules + Policy + 'static,
        dyn Repository: StoreFor<A>,
    {
        self.prepare::<A>(order, id, command).await.map(|(events, _)| events)
    }

    async fn prepare<A>(
        &self,
        order: &Order,
        id: &str,
        command: A::Command,
    ) -> Result<(Vec<A::Event>, EventStoreAggregateContext<A>), DeskError<A::Error>>
    where
        A: Rules + Policy + 'static,
        dyn Repository: StoreFor<A>,
    {
        let history = self.history::<A>(id).await?;
        let command_id = order.command_id.to_string();
        let known = history.iter().any(|event| event.metadata.get("command_id") == Some(&command_id));
        let current_sequence = history.last().map_or(0, |event| event.sequence);
        let mut aggregate = A::default();
        for event in history {
            aggregate.evolve(&event.payload);
        }
        let events = if known {
            vec![]
        } else if aggregate.permits(&order.actor, &command) {
            aggregate.decide(command).map_err(DeskError::Refused)?
        } else {
            return Err(DeskError::Denied);
        };
        let aggregate_id = id.to_owned();
        let context =
            EventStoreAggregateContext { aggregate_id, aggregate, current_sequence, current_snapshot: None };
        Ok((events, context))
    }

    /// The aggregate as it stands, for facts that a reactor or another rule needs.
    pub async fn load<A>(&self, id: &str) -> Result<A, DeskError<A::Error>>
    where
        A: Rules + 'static,
        dyn Repository: StoreFor<A>,
    {
        Ok(self.history::<A>(id).await?.iter().fold(A::default(), |mut aggregate, event| {
            aggregate.evolve(&event.payload);
            aggregate
        }))
    }

    /// The aggregate's events, oldest first.
    pub async fn history<A>(&self, id: &str) -> Result<Vec<EventEnvelope<A>>, DeskError<A::Error>>
    where
        A: Rules + 'static,
        dyn Repository: StoreFor<A>,
    {
        StoreFor::<A>::history(&*self.repository, id).await.map_err(DeskError::from_store)
    }

    /// The log over all aggregates, for whoever counts it over.
    pub fn log(&self) -> &dyn EventLog {
        &*self.repository
    }

    /// A position that includes everything acknowledged so far, to wait for before the next page.
    pub async fn head(&self) -> Result<Position, LogError> {
        EventLog::head(&*self.repository).await
    }

    /// One event with its personal values, for whoever was permitted to see them.
    pub async fn event_at(&self, position: Position) -> Result<Option<Recorded>, LogError> {
        let before = Position(position.0.saturating_sub(1));
        let found = EventLog::read(&*self.repository, before, 1).await?.pop();
        Ok(found.filter(|event| event.position == position))
    }

    fn metadata(&self, order: &Order) -> Metadata {
        Metadata {
            actor: order.actor.to_string(),
            at: (self.clock)(),
            command_id: order.command_id,
            caused_by: order.caused_by.as_ref().map(ToString::to_string),
        }
    }
}

impl<E: std::error::Error> DeskError<E> {
    fn from_store(error: AggregateError<E>) -> Self {
        match error {
            AggregateError::UserError(error) => Self::Refused(error),
            AggregateError::AggregateConflict => Self::Busy,
            AggregateError::DatabaseConnectionError(source)
            | AggregateError::DeserializationError(source)
            | AggregateError::UnexpectedError(source) => Self::Unavailable(source),
        }
    }
}
