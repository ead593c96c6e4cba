//! The vault: stands in front of whichever store keeps the events, seals what is personal before it is
//! appended and opens it for readers. Hashes and exports cover what is sealed; without a member's key
//! nobody can read it any more.

mod keys;
mod master;
mod portion;
mod sealing;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::sync::Arc;

use application::membership::{Keys, Unreachable};
use chrono::{DateTime, Utc};
use cqrs_es::Aggregate;
use cqrs_es::persist::{
    PersistedEventRepository, PersistenceError, ReplayStream, SerializedEvent, SerializedSnapshot,
};
use domain::{EventLog, Lag, LogError, MemberId, Position, Recorded, StoredEvent};
use futures::future::BoxFuture;
use futures::stream::BoxStream;
use futures::{FutureExt, StreamExt, TryStreamExt};
use serde_json::Value;
use sqlx::PgPool;

use self::keys::Given;
pub use self::keys::{Vault, VaultError, VaultStatus};
pub use self::master::{Masters, new_master_key};
pub use self::sealing::SealError;
pub(crate) use self::sealing::{NewKeys, Place};
use crate::PostgresStore;
use crate::stored::EventStore;

/// Events opened and decoded in one task of a long read.
const DECODED_TOGETHER: usize = 500;
/// Pages of a longer one that are opened and decoded at a time; each asks for its keys.
const DECODED_AHEAD: usize = 4;

/// A store behind the vault: what the desk appends to and everybody reads. Cheap to clone.
#[derive(Clone)]
pub struct Vaulted<S> {
    store: S,
    vault: Vault,
}

impl Vaulted<PostgresStore> {
    /// The log in a Postgres database, behind the vault that is kept beside it.
    pub async fn open(pool: PgPool, masters: Masters) -> Result<Self, VaultError> {
        let vault = Vault::open(pool.clone(), masters).await?;
        Ok(Self::new(PostgresStore::new(pool), vault))
    }
}

impl<S: EventStore> Vaulted<S> {
    pub const fn new(store: S, vault: Vault) -> Self {
        Self { store, vault }
    }

    /// The events as they are stored.
    pub const fn stored(&self) -> &S {
        &self.store
    }

    pub const fn vault(&self) -> &Vault {
        &self.vault
    }
}

/// Who joins with this event: only then a key is made, so that a lost one is never replaced silently.
fn joins(event: &SerializedEvent, member: MemberId) -> bool {
    event.aggregate_type == domain::membership::Member::TYPE
        && event.sequence == 1
        && event.aggregate_id == member.to_string()
}

impl Keys for Vault {
    fn destroy(&self, member: MemberId, at: DateTime<Utc>) -> BoxFuture<'_, Result<(), Unreachable>> {
        Box::pin(async move {
            self.destroy(member, at).await.map(drop).map_err(|error| Unreachable(error.into()))
        })
    }
}

impl Vault {
    async fn seal(&self, event: &mut SerializedEvent) -> Result<(), PersistenceError> {
        let unknown = |error: SealError| PersistenceError::UnknownError(error.into());
        let members = sealing::in_clear(&event.payload);
        if members.is_empty() {
            return Ok(());
        }
        for member in members.iter().copied().filter(|member| joins(event, *member)).take(1) {
            self.make(member).await.map_err(persistence)?;
        }
        let keys = self.keys_to_append(&members).await.map_err(persistence)?;
        let SerializedEvent { aggregate_type, aggregate_id, sequence, .. } = &*event;
        let (aggregate_type, aggregate_id) = (aggregate_type.clone(), aggregate_id.clone());
        let place = Place {
            aggregate_type: &aggregate_type,
            aggregate_id: &aggregate_id,
            sequence: u64::try_from(*sequence).unwrap_or_default(),
        };
        sealing::seal(&mut event.payload, place, &keys).map_err(unknown)
    }

    async fn open_stream(
        &self,
        mut events: Vec<SerializedEvent>,
    ) -> Result<Vec<SerializedEvent>, PersistenceError> {
        for event in &mut events {
            let text = event.payload.to_string();
            let members = sealing::members(&text);
            if members.is_empty() {
                continue;
            }
            let keys = self.keys_to_append(&members).await.map_err(persistence)?;
            let place = Place {
                aggregate_type: &event.aggregate_type,
                aggregate_id: &event.aggregate_id,
                sequence: u64::try_from(event.sequence).unwrap_or_default(),
            };
            let opened = sealing::open(&text, place, &keys, tell_missing)
                .map_err(|error| PersistenceError::DeserializationError(error.into()))?;
            event.payload = serde_json::from_str(&opened)
                .map_err(|error| PersistenceError::DeserializationError(error.into()))?;
        }
        Ok(events)
    }

    /// Long reads are decoded beside the fetching, in the log's order all the same.
    async fn opened(
        &self,
        mut stored: BoxStream<'_, Result<StoredEvent, LogError>>,
    ) -> Result<Vec<Recorded>, LogError> {
        let mut decoding = Vec::new();
        let given = Arc::default();
        let mut fetched = Vec::new();
        while let Some(event) = stored.try_next().await? {
            fetched.push(event);
            if fetched.len() == DECODED_TOGETHER {
                let vault = self.clone();
                decoding.push(tokio::spawn(vault.decoded(std::mem::take(&mut fetched), Arc::clone(&given))));
            }
        }
        let mut events = Vec::new();
        for decoded in decoding {
            match decoded.await {
                Ok(decoded) => events.append(&mut decoded?),
                Err(error) => std::panic::resume_unwind(error.into_panic()),
            }
        }
        events.append(&mut self.clone().decoded(fetched, given).await?);
        Ok(events)
    }

    /// The events as this program knows them. Keys are asked for with each read: what was destroyed before
    /// it began is not opened any more.
    async fn decoded(self, events: Vec<StoredEvent>, given: Arc<Given>) -> Result<Vec<Recorded>, LogError> {
        // What an earlier version had in clear is marked first, so that it is forgotten with its member.
        let events = events.into_iter().map(StoredEvent::lifted).collect::<Result<Vec<_>, _>>()?;
        let members: BTreeSet<MemberId> =
            events.iter().flat_map(|event| sealing::members(&event.payload)).collect();
        let members: Vec<MemberId> = members.into_iter().collect();
        let keys =
            self.keys_once(&members, &given).await.map_err(|error| LogError::Unreachable(error.into()))?;
        let mut missing = BTreeSet::new();
        let decoded = events.into_iter().map(|event| {
            let at = event.position;
            let opened = sealing::open(&event.payload, Place::from(&event), &keys, |member| {
                missing.insert(member);
            })
            .map_err(|error| LogError::Sealed { at, source: error.into() })?
            .into_owned();
            event.decoded(&opened)
        });
        let decoded = decoded.collect();
        missing.into_iter().for_each(tell_missing);
        decoded
    }
}

fn tell_missing(member: MemberId) {
    tracing::error!(
        %member,
        "the key of this member is missing from the vault: what is personal stays sealed; \
         restore the table vault_keys, then rebuild the read models"
    );
}

fn persistence(error: VaultError) -> PersistenceError {
    match error {
        VaultError::Database(error) => PersistenceError::ConnectionError(error.into()),
        other => PersistenceError::UnknownError(other.into()),
    }
}

impl<S: EventStore> PersistedEventRepository for Vaulted<S> {
    async fn get_events<A: Aggregate>(&self, id: &str) -> Result<Vec<SerializedEvent>, PersistenceError> {
        self.vault.open_stream(self.store.get_events::<A>(id).await?).await
    }

    async fn get_last_events<A: Aggregate>(
        &self,
        id: &str,
        last_sequence: usize,
    ) -> Result<Vec<SerializedEvent>, PersistenceError> {
        self.vault.open_stream(self.store.get_last_events::<A>(id, last_sequence).await?).await
    }

    async fn get_snapshot<A: Aggregate>(
        &self,
        _: &str,
    ) -> Result<Option<SerializedSnapshot>, PersistenceError> {
        // A snapshot would hold what is personal in clear.
        Ok(None)
    }

    async fn persist<A: Aggregate>(
        &self,
        events: &[SerializedEvent],
        snapshot_update: Option<(String, Value, usize)>,
    ) -> Result<(), PersistenceError> {
        let mut events = events.to_vec();
        for event in &mut events {
            self.vault.seal(event).await?;
        }
        drop(snapshot_update);
        self.store.persist::<A>(&events, None).await
    }

    async fn stream_events<A: Aggregate>(&self, id: &str) -> Result<ReplayStream, PersistenceError> {
        self.store.stream_events::<A>(id).await
    }

    async fn stream_all_events<A: Aggregate>(&self) -> Result<ReplayStream, PersistenceError> {
        self.store.stream_all_events::<A>().await
    }
}

impl<S: EventStore> EventLog for Vaulted<S> {
    fn read(&self, after: Position, limit: usize) -> BoxFuture<'_, Result<Vec<Recorded>, LogError>> {
        Box::pin(async move { self.vault.opened(self.store.events(after, limit).await?).await })
    }

    fn read_of<'a>(
        &'a self,
        types: &'a [&'static str],
        after: Position,
        until: Position,
        limit: usize,
    ) -> BoxFuture<'a, Result<Vec<Recorded>, LogError>> {
        Box::pin(
            async move { self.vault.opened(self.store.events_of(types, after, until, limit).await?).await },
        )
    }

    fn position_at(&self, moment: DateTime<Utc>) -> BoxFuture<'_, Result<Position, LogError>> {
        self.store.position_at(moment)
    }

    fn pages<'a>(
        &'a self,
        types: &'a [&'static str],
        after: Position,
        end: Position,
        size: usize,
    ) -> BoxStream<'a, Result<Vec<Recorded>, LogError>> {
        let given = Arc::default();
        let decoding = self.store.pages(types, after, end, size).map(move |page| {
            let (vault, given) = (self.vault.clone(), Arc::clone(&given));
            let decoding = tokio::spawn(async move { vault.decoded(page?()?, given).await });
            decoding.map(|decoded| match decoded {
                Ok(decoded) => decoded,
                Err(error) => std::panic::resume_unwind(error.into_panic()),
            })
        });
        decoding.buffered(DECODED_AHEAD).boxed()
    }

    fn head(&self) -> BoxFuture<'_, Result<Position, LogError>> {
        self.store.head()
    }

    fn lag(&self, after: Position) -> BoxFuture<'_, Result<Lag, LogError>> {
        self.store.lag(after)
    }

    fn wait(&self, after: Position) -> BoxFuture<'_, ()> {
        self.store.wait(after)
    }
}
