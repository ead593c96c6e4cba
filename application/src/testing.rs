//! An event store and checkpoints in memory, for the tests of what the application does with events.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use cqrs_es::Aggregate;
use cqrs_es::persist::{
    PersistedEventRepository, PersistenceError, ReplayStream, SerializedEvent, SerializedSnapshot,
};
use domain::calendar::{self, Gathering};
use domain::highlights::{Details, Kind, Sheet};
use domain::{
    Event, EventLog, GatheringId, Lag, Language, LogError, MemberId, Position, Recorded, Rules, Theme,
};
use futures::future::BoxFuture;
use serde_json::Value;
use tokio::sync::watch;

use crate::reactor::{CheckpointError, Checkpoints, Failure, Turn};

#[derive(Clone)]
pub struct MemoryStore {
    events: Arc<Mutex<Vec<SerializedEvent>>>,
    head: Arc<watch::Sender<Position>>,
}

impl MemoryStore {
    pub fn new() -> Self {
        Self { events: Arc::default(), head: Arc::new(watch::Sender::new(Position::START)) }
    }

    /// Everything, decoded.
    pub fn all(&self) -> Vec<Recorded> {
        let events = self.events.lock().unwrap();
        events.iter().zip(1..).map(|(event, position)| decoded(event, Position(position))).collect()
    }
}

fn decoded(event: &SerializedEvent, position: Position) -> Recorded {
    Recorded {
        position,
        aggregate_id: event.aggregate_id.clone(),
        sequence: event.sequence as u64,
        event: Event::decode(
            &event.aggregate_type,
            &event.event_type,
            &event.event_version,
            &event.payload.to_string(),
        )
        .unwrap(),
        metadata: serde_json::from_value(event.metadata.clone()).unwrap(),
    }
}

impl EventLog for MemoryStore {
    fn read(&self, after: Position, limit: usize) -> BoxFuture<'_, Result<Vec<Recorded>, LogError>> {
        let events = self.all().into_iter().filter(|event| event.position > after).take(limit).collect();
        Box::pin(async move { Ok(events) })
    }

    fn head(&self) -> BoxFuture<'_, Result<Position, LogError>> {
        let head = *self.head.borrow();
        Box::pin(async move { Ok(head) })
    }

    fn lag(&self, after: Position) -> BoxFuture<'_, Result<Lag, LogError>> {
        let later = self.all().into_iter().filter(|event| event.position > after).count();
        Box::pin(async move { Ok(Lag { events: later as u64, seconds: 0.0 }) })
    }

    fn wait(&self, after: Position) -> BoxFuture<'_, ()> {
        let mut head = self.head.subscribe();
        Box::pin(async move {
            head.wait_for(|head| *head > after).await.unwrap();
        })
    }
}

impl PersistedEventRepository for MemoryStore {
    async fn get_events<A: Aggregate>(&self, id: &str) -> Result<Vec<SerializedEvent>, PersistenceError> {
        let events = self.events.lock().unwrap();
        let of = |event: &&SerializedEvent| event.aggregate_type == A::TYPE && event.aggregate_id == id;
        Ok(events.iter().filter(of).cloned().collect())
    }

    async fn get_last_events<A: Aggregate>(
        &self,
        id: &str,
        last_sequence: usize,
    ) -> Result<Vec<SerializedEvent>, PersistenceError> {
        Ok(self.get_events::<A>(id).await?.split_off(last_sequence))
    }

    async fn get_snapshot<A: Aggregate>(
        &self,
        _: &str,
    ) -> Result<Option<SerializedSnapshot>, PersistenceError> {
        Ok(None)
    }

    async fn persist<A: Aggregate>(
        &self,
        new: &[SerializedEvent],
        _: Option<(String, Value, usize)>,
    ) -> Result<(), PersistenceError> {
        let mut events = self.events.lock().unwrap();
        let taken = |event: &SerializedEvent| {
            events.iter().any(|known| {
                (&known.aggregate_type, &known.aggregate_id, known.sequence)
                    == (&event.aggregate_type, &event.aggregate_id, event.sequence)
            })
        };
        if new.iter().any(taken) {
            return Err(PersistenceError::OptimisticLockError);
        }
        events.extend_from_slice(new);
        self.head.send_replace(Position(events.len() as u64));
        Ok(())
    }

    async fn stream_events<A: Aggregate>(&self, id: &str) -> Result<ReplayStream, PersistenceError> {
        let events = self.get_events::<A>(id).await?;
        let (mut feed, stream) = ReplayStream::new(events.len().max(1));
        for event in events {
            feed.push(Ok(event)).await?;
        }
        Ok(stream)
    }

    async fn stream_all_events<A: Aggregate>(&self) -> Result<ReplayStream, PersistenceError> {
        let events = self.events.lock().unwrap().clone();
        let (mut feed, stream) = ReplayStream::new(events.len().max(1));
        for event in events.into_iter().filter(|event| event.aggregate_type == A::TYPE) {
            feed.push(Ok(event)).await?;
        }
        Ok(stream)
    }
}

/// Open to everybody, on 10 March 2026 from 13:00 UTC.
pub fn gathering(id: GatheringId, organiser: MemberId) -> Gathering {
    let local = |hour| chrono::NaiveDate::from_ymd_opt(2026, 3, 10).unwrap().and_hms_opt(hour, 0, 0).unwrap();
    let details = calendar::Details {
        title: "Jornada".into(),
        description: "Una jornada.".into(),
        language: Language::Es,
        organisation: None,
        place: None,
        online: Some("https://meet.example.org/".into()),
        times: calendar::Times {
            starts: local(10),
            ends: local(12),
            zone: "America/Montevideo".parse().unwrap(),
            register_until: None,
        },
        themes: vec![Theme::CHILDREN],
        capacity: None,
    };
    let publish = calendar::GatheringCommand::Publish { gathering: id, organiser, details };
    let mut gathering = Gathering::default();
    for event in gathering.decide(publish).unwrap() {
        gathering.evolve(&event);
    }
    gathering
}

#[derive(Clone, Default)]
pub struct MemoryCheckpoints(Arc<Mutex<HashMap<String, Row>>>);

#[derive(Clone, Default)]
struct Row {
    position: Position,
    failure: Option<Failure>,
    taken: bool,
}

impl MemoryCheckpoints {
    pub fn position(&self, reactor: &str) -> Position {
        self.0.lock().unwrap().get(reactor).map_or(Position::START, |row| row.position)
    }

    pub fn failure(&self, reactor: &str) -> Option<Failure> {
        self.0.lock().unwrap().get(reactor)?.failure.clone()
    }

    /// As somebody does who wants the reactor to try again.
    pub fn clear(&self, reactor: &str) {
        self.0.lock().unwrap().entry(reactor.to_owned()).or_default().failure = None;
    }

    /// As after a crash between effects and checkpoint.
    pub fn set_back(&self, reactor: &str, to: Position) {
        self.0.lock().unwrap().entry(reactor.to_owned()).or_default().position = to;
    }
}

impl Checkpoints for MemoryCheckpoints {
    fn take<'a>(&'a self, reactor: &'a str) -> BoxFuture<'a, Result<Option<Box<dyn Turn>>, CheckpointError>> {
        let mut rows = self.0.lock().unwrap();
        let row = rows.entry(reactor.to_owned()).or_default();
        let turn = (!row.taken).then(|| {
            row.taken = true;
            MemoryTurn { checkpoints: self.clone(), reactor: reactor.to_owned(), position: row.position }
        });
        Box::pin(async move { Ok(turn.map(|turn| Box::new(turn) as Box<dyn Turn>)) })
    }

    fn is_parked<'a>(&'a self, reactor: &'a str) -> BoxFuture<'a, Result<bool, CheckpointError>> {
        Box::pin(async move { Ok(self.failure(reactor).is_some()) })
    }
}

struct MemoryTurn {
    checkpoints: MemoryCheckpoints,
    reactor: String,
    position: Position,
}

impl Turn for MemoryTurn {
    fn position(&self) -> Position {
        self.position
    }

    fn finish(
        self: Box<Self>,
        done: Position,
        failure: Option<Failure>,
    ) -> BoxFuture<'static, Result<(), CheckpointError>> {
        if let Some(row) = self.checkpoints.0.lock().unwrap().get_mut(&self.reactor) {
            row.position = done;
            row.failure = failure;
        }
        Box::pin(async { Ok(()) })
    }

    fn give_back(self: Box<Self>) -> BoxFuture<'static, Result<(), CheckpointError>> {
        Box::pin(async { Ok(()) })
    }
}

impl Drop for MemoryTurn {
    fn drop(&mut self) {
        if let Some(row) = self.checkpoints.0.lock().unwrap().get_mut(&self.reactor) {
            row.taken = false;
        }
    }
}

/// A highlight that says little more than its title.
pub fn sheet(title: &str) -> Sheet {
    let details = Details {
        kind: Kind::Innovation,
        title: title.to_owned(),
        summary: String::new(),
        context: String::new(),
        action: String::new(),
        results: String::new(),
        lessons: String::new(),
        cost: String::new(),
        links: vec![],
        resources: vec![],
        country: None,
        language: Language::Es,
        themes: vec![],
        institution: None,
        programme: None,
        lineage: None,
    };
    Sheet { details, contact: "Ana".to_owned() }
}
