//! What the desk and the reactors ask of the outside; `infrastructure` implements it.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use cqrs_es::persist::{EventStoreAggregateContext, PersistedEventRepository, PersistedEventStore};
use cqrs_es::{Aggregate, AggregateError, EventEnvelope, EventStore};
use domain::EventLog;
use domain::bookmarks::Bookmark;
use domain::calendar::Gathering;
use domain::highlights::Highlight;
use domain::library::{Resource, TextPicture, Vocabulary};
use domain::membership::{Disclosure, Member};
use domain::newsroom::NewsItem;
use domain::organisations::{FeaturedMonth, Organisation};
use domain::points::{Dispute, Ledger, Rulebook};
use domain::upcasting::upcasters;
use futures::future::BoxFuture;

/// Tells the time in UTC, to the microsecond; tests hand in their own.
pub type Clock = Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>;

pub type History<A> = Vec<EventEnvelope<A>>;
pub type Failure<A> = AggregateError<<A as Aggregate>::Error>;

/// A permanent table could not be read or written; trying again may help.
#[derive(Debug, thiserror::Error)]
#[error("the database cannot be reached: {0}")]
pub struct Unreachable(#[source] pub Box<dyn std::error::Error + Send + Sync>);

/// cqrs-es's event store for one aggregate, in a form that can be held as `dyn`.
pub trait StoreFor<A: Aggregate>: Send + Sync {
    fn history<'a>(&'a self, id: &'a str) -> BoxFuture<'a, Result<History<A>, Failure<A>>>;

    /// Appends after the context's sequence, or fails with `AggregateConflict`.
    fn append(
        &self,
        events: Vec<A::Event>,
        context: EventStoreAggregateContext<A>,
        metadata: HashMap<String, String>,
    ) -> BoxFuture<'_, Result<(), Failure<A>>>;
}

impl<A, R> StoreFor<A> for R
where
    A: Aggregate + 'static,
    R: PersistedEventRepository + Clone + 'static,
{
    fn history<'a>(&'a self, id: &'a str) -> BoxFuture<'a, Result<History<A>, Failure<A>>> {
        let store = PersistedEventStore::<R, A>::new_event_store(self.clone()).with_upcasters(upcasters());
        Box::pin(async move { store.load_events(id).await })
    }

    fn append(
        &self,
        events: Vec<A::Event>,
        context: EventStoreAggregateContext<A>,
        metadata: HashMap<String, String>,
    ) -> BoxFuture<'_, Result<(), Failure<A>>> {
        let store = PersistedEventStore::<R, A>::new_event_store(self.clone());
        Box::pin(async move { store.commit(events, context, metadata).await.map(drop) })
    }
}

/// A store of events for every aggregate, and the log over all of them. Whatever implements
/// cqrs-es's `PersistedEventRepository` and [`EventLog`] is one.
pub trait Repository:
    EventLog
    + StoreFor<Member>
    + StoreFor<Organisation>
    + StoreFor<FeaturedMonth>
    + StoreFor<Resource>
    + StoreFor<NewsItem>
    + StoreFor<Bookmark>
    + StoreFor<Rulebook>
    + StoreFor<Ledger>
    + StoreFor<Disclosure>
    + StoreFor<Dispute>
    + StoreFor<Gathering>
    + StoreFor<Highlight>
    + StoreFor<Vocabulary>
    + StoreFor<TextPicture>
{
}

impl<R> Repository for R where R: EventLog + PersistedEventRepository + Clone + 'static {}
