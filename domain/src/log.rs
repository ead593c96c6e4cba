//! The event log as its readers see it: positions, metadata and the port that every store fits.
//! The port stands here because both the read side and the reactors read the log.

use std::collections::HashMap;
use std::fmt;

use chrono::{DateTime, SecondsFormat, Utc};
use futures::future::BoxFuture;
use futures::stream::{self, BoxStream};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use uuid::Uuid;

use crate::event::{DecodeError, Event, Subject};
use crate::ids::{CommandId, MemberId};

/// An opaque, growing place in the log; zero is before the first event.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Position(pub u64);

impl Position {
    pub const START: Self = Self(0);
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Names one event for ever, in whichever store: its stream and its place there (from 1).
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct EventRef {
    pub aggregate_type: String,
    pub aggregate_id: String,
    pub sequence: u64,
}

/// `resource/0b9c…/1`
impl fmt::Display for EventRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}/{}", self.aggregate_type, self.aggregate_id, self.sequence)
    }
}

/// Who, when and why: stored beside every event and never changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Metadata {
    /// `member:ID`, `system:NAME` (a reactor) or `operator:NAME` (the command line).
    pub actor: String,
    /// UTC, to the microsecond.
    pub at: DateTime<Utc>,
    pub command_id: CommandId,
    /// The event that a reactor answered, as `EventRef` displays it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caused_by: Option<String>,
}

impl Metadata {
    /// As cqrs-es carries it beside the events.
    pub fn into_map(self) -> HashMap<String, String> {
        let mut map = HashMap::from([
            ("actor".to_owned(), self.actor),
            ("at".to_owned(), self.at.to_rfc3339_opts(SecondsFormat::Micros, true)),
            ("command_id".to_owned(), self.command_id.to_string()),
        ]);
        if let Some(cause) = self.caused_by {
            map.insert("caused_by".to_owned(), cause);
        }
        map
    }

    /// The member who acted, if it was one.
    pub fn member(&self) -> Option<MemberId> {
        self.actor.strip_prefix("member:")?.parse().ok()
    }
}

/// One event as its store holds it, byte for byte: personal values are sealed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredEvent {
    pub position: Position,
    pub aggregate_type: String,
    pub aggregate_id: String,
    pub sequence: u64,
    pub event_type: String,
    pub event_version: String,
    /// JSON.
    pub payload: String,
    /// JSON, see [`Metadata`].
    pub metadata: String,
    pub recorded_at: DateTime<Utc>,
}

impl StoredEvent {
    /// The event as one line of JSON without its line break: what is hashed, exported and proved. Fields stand
    /// in this order without spaces; payload and metadata are the stored bytes.
    pub fn line(&self) -> Result<String, DecodeError> {
        #[derive(Serialize)]
        struct Line<'a> {
            position: Position,
            recorded_at: String,
            aggregate_type: &'a str,
            aggregate_id: &'a str,
            sequence: u64,
            event_type: &'a str,
            event_version: &'a str,
            payload: &'a RawValue,
            metadata: &'a RawValue,
        }
        let json = |source| DecodeError::Json { event_type: self.event_type.clone(), source };
        let line = serde_json::to_string(&Line {
            position: self.position,
            recorded_at: self.recorded_at.to_rfc3339_opts(SecondsFormat::Micros, true),
            aggregate_type: &self.aggregate_type,
            aggregate_id: &self.aggregate_id,
            sequence: self.sequence,
            event_type: &self.event_type,
            event_version: &self.event_version,
            payload: serde_json::from_str(&self.payload).map_err(json)?,
            metadata: serde_json::from_str(&self.metadata).map_err(json)?,
        })
        .map_err(json)?;
        if line.contains(['\n', '\r']) {
            return Err(DecodeError::SeveralLines { event_type: self.event_type.clone() });
        }
        Ok(line)
    }

    pub fn reference(&self) -> EventRef {
        EventRef {
            aggregate_type: self.aggregate_type.clone(),
            aggregate_id: self.aggregate_id.clone(),
            sequence: self.sequence,
        }
    }

    /// Who, when and why.
    pub fn told(&self) -> serde_json::Result<Metadata> {
        serde_json::from_str(&self.metadata)
    }

    /// Whom and what it concerns, as far as this program knows the event.
    pub fn concerns(&self) -> Vec<Subject> {
        let Self { aggregate_type, event_type, event_version, payload, .. } = self;
        Event::decode(aggregate_type, event_type, event_version, payload)
            .map_or_else(|_| vec![], |event| event.subjects())
    }

    /// The same in today's shape, where it is of an earlier version: what was not marked as personal then is
    /// so now. Not what is hashed.
    pub fn lifted(mut self) -> Result<Self, LogError> {
        let at = self.position;
        let Self { aggregate_type, event_type, event_version, payload, metadata, .. } = &self;
        let lifted = Event::lifted(aggregate_type, event_type, event_version, payload, metadata)
            .map_err(|source| LogError::Undecodable { at, source })?;
        if let Some(payload) = lifted {
            self.payload = payload;
            Event::current_version(&self.aggregate_type, &self.event_type)
                .unwrap_or_default()
                .clone_into(&mut self.event_version);
        }
        Ok(self)
    }

    /// The event as this program knows it. `payload` is the stored one, with what may be read unsealed.
    pub fn decoded(self, payload: &str) -> Result<Recorded, LogError> {
        let at = self.position;
        let undecodable = |source| LogError::Undecodable { at, source };
        let event = Event::decode(&self.aggregate_type, &self.event_type, &self.event_version, payload)
            .map_err(undecodable)?;
        let metadata = serde_json::from_str(&self.metadata)
            .map_err(|source| undecodable(DecodeError::Json { event_type: self.event_type, source }))?;
        Ok(Recorded {
            position: at,
            aggregate_id: self.aggregate_id,
            sequence: self.sequence,
            event,
            metadata,
        })
    }
}

/// One event as the log holds it.
#[derive(Clone, Debug, PartialEq)]
pub struct Recorded<E = Event> {
    pub position: Position,
    pub aggregate_id: String,
    pub sequence: u64,
    pub event: E,
    pub metadata: Metadata,
}

impl Recorded<Event> {
    pub fn reference(&self) -> EventRef {
        EventRef {
            aggregate_type: self.event.aggregate_type().to_owned(),
            aggregate_id: self.aggregate_id.clone(),
            sequence: self.sequence,
        }
    }

    /// A stable id for what a reactor does because of this event.
    pub fn derived_command(&self, purpose: &str) -> CommandId {
        CommandId::derived(&[purpose, &self.reference().to_string()])
    }
}

#[derive(Debug, thiserror::Error)]
pub enum LogError {
    #[error("the event log cannot be reached: {0}")]
    Unreachable(#[source] Box<dyn std::error::Error + Send + Sync>),
    #[error("event {at} cannot be read: {source}")]
    Undecodable { at: Position, source: DecodeError },
    #[error("event {at} cannot be read: {source}")]
    Sealed { at: Position, source: Box<dyn std::error::Error + Send + Sync> },
}

/// What a reader has not seen yet.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Lag {
    pub events: u64,
    /// How long ago the first of them was stored; 0 when there is none.
    pub seconds: f64,
}

/// The log in its total order. Only events that are final are shown: nothing appears later
/// at or below a position that was shown.
pub trait EventLog: Send + Sync {
    /// Up to `limit` final events after `after`, in order. Empty when there are none yet.
    fn read(&self, after: Position, limit: usize) -> BoxFuture<'_, Result<Vec<Recorded>, LogError>>;

    /// All final events after `after` up to `end`, in order, in pages of about so many: for whoever reads much.
    /// Of these aggregate types alone; of all where none is named.
    fn pages<'a>(
        &'a self,
        types: &'a [&'static str],
        after: Position,
        end: Position,
        size: usize,
    ) -> BoxStream<'a, Result<Vec<Recorded>, LogError>> {
        Box::pin(stream::unfold(after, move |after| async move {
            if after >= end {
                return None;
            }
            let page = self.read_of(types, after, end, size).await;
            let next = match &page {
                Ok(events) => events.last()?.position,
                Err(_) => end,
            };
            Some((page, next))
        }))
    }

    /// The last final position, learned after this call began: it includes every event whose
    /// append was acknowledged before.
    fn head(&self) -> BoxFuture<'_, Result<Position, LogError>>;

    /// How far somebody is behind who has seen all up to `after`.
    fn lag(&self, after: Position) -> BoxFuture<'_, Result<Lag, LogError>>;

    /// Up to `limit` final events after `after` and at or before `until`, of these aggregate types alone;
    /// of all where none is named. Empty when there are none.
    fn read_of<'a>(
        &'a self,
        types: &'a [&'static str],
        after: Position,
        until: Position,
        limit: usize,
    ) -> BoxFuture<'a, Result<Vec<Recorded>, LogError>> {
        Box::pin(async move {
            let mut seen = after;
            loop {
                let mut events = self.read(seen, limit).await?;
                let Some(last) = events.last().map(|event| event.position) else { return Ok(events) };
                events.retain(|event| {
                    let wanted = types.is_empty() || types.contains(&event.event.aggregate_type());
                    wanted && event.position <= until
                });
                if !events.is_empty() || last >= until {
                    return Ok(events);
                }
                seen = last;
            }
        })
    }

    /// The place of a moment in the log: the last final event whose time is not after it.
    fn position_at(&self, moment: DateTime<Utc>) -> BoxFuture<'_, Result<Position, LogError>> {
        Box::pin(async move {
            let (mut seen, mut found) = (Position::START, Position::START);
            loop {
                let events = self.read(seen, 1_000).await?;
                let Some(last) = events.last() else { return Ok(found) };
                seen = last.position;
                let before = events.iter().rfind(|event| event.metadata.at <= moment);
                found = before.map_or(found, |event| event.position);
            }
        })
    }

    /// Returns when there may be final events after `after`; may return early, never too late.
    fn wait(&self, after: Position) -> BoxFuture<'_, ()>;
}

/// A random id for a command whose repetition is harmless.
impl From<Uuid> for CommandId {
    fn from(id: Uuid) -> Self {
        Self::new(id)
    }
}
