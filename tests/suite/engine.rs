//! The fold engine against a real Postgres: exactly once, several nodes, isolation of failures, rebuilds.

use std::sync::Arc;

use cqrs_es::persist::{PersistedEventRepository, PersistenceError, SerializedEvent};
use domain::bookmarks::{Bookmark, BookmarkEvent, Item};
use domain::{Event, EventLog, MemberId, Position, Recorded, ResourceId};
use infrastructure::{PostgresStore, Vaulted, random_id};
use projections::engine::{
    Engine, FoldError, Model, Progress, Rebuild, RebuildError, Stage, State, model, passed, status,
};
use projections::{ReadModel, engine};
use serde::{Deserialize, Serialize};
use sqlx::PgPool;
use testkit::TestDb;
use tokio_util::sync::CancellationToken;

#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ByMember {
    member: MemberId,
}

#[derive(Clone, Serialize, Deserialize)]
pub struct Tally {
    member: MemberId,
    saved: i64,
    /// Order matters to it: the events' positions in the order in which they were folded.
    trail: Vec<String>,
}

/// Counts the bookmarks of each member; a member with none has no row.
pub struct Tallies;

fn tally(row: &mut Option<Tally>, key: &ByMember, event: &Recorded) {
    match &event.event {
        Event::Bookmark(BookmarkEvent::BookmarkSaved { .. }) => {
            let tally = row.get_or_insert_with(|| Tally { member: key.member, saved: 0, trail: vec![] });
            tally.saved += 1;
            tally.trail.push(event.position.to_string());
        }
        Event::Bookmark(BookmarkEvent::BookmarkRemoved { .. }) => *row = None,
        _ => {}
    }
}

fn members(event: &Recorded) -> Vec<ByMember> {
    match &event.event {
        Event::Bookmark(
            BookmarkEvent::BookmarkSaved { member, .. } | BookmarkEvent::BookmarkRemoved { member, .. },
        ) => vec![ByMember { member: *member }],
        _ => vec![],
    }
}

impl ReadModel for Tallies {
    type Key = ByMember;
    type Row = Tally;
    const NAME: &'static str = "tallies";
    const VERSION: i32 = 1;
    const KEY: &'static [&'static str] = &["member"];
    const DDL: &'static str =
        "CREATE TABLE tallies (member uuid NOT NULL, saved bigint NOT NULL, trail text[] NOT NULL)
-- key
ALTER TABLE tallies ADD PRIMARY KEY (member)";

    fn keys(event: &Recorded) -> Vec<ByMember> {
        members(event)
    }

    fn fold(key: &ByMember, row: &mut Option<Tally>, event: &Recorded) -> Result<(), FoldError> {
        tally(row, key, event);
        Ok(())
    }
}

/// The same, but it cannot bear notes that say `poison`; one that says `constraint` breaks in SQL.
pub struct Fragile;

impl ReadModel for Fragile {
    type Key = ByMember;
    type Row = Tally;
    const NAME: &'static str = "fragile";
    const VERSION: i32 = 1;
    const KEY: &'static [&'static str] = &["member"];
    const DDL: &'static str = "CREATE TABLE fragile (member uuid NOT NULL, saved bigint NOT NULL CHECK (saved >= 0), trail text[] NOT NULL)
-- key
ALTER TABLE fragile ADD PRIMARY KEY (member)";

    fn keys(event: &Recorded) -> Vec<ByMember> {
        members(event)
    }

    fn fold(key: &ByMember, row: &mut Option<Tally>, event: &Recorded) -> Result<(), FoldError> {
        tally(row, key, event);
        if let Event::Bookmark(BookmarkEvent::BookmarkSaved { note: Some(note), .. }) = &event.event {
            match note.get().map(String::as_str) {
                Some("poison") => return Err(FoldError("poison".into())),
                Some("constraint") => {
                    if let Some(tally) = row {
                        tally.saved = -1;
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }
}

pub struct World {
    pub db: TestDb,
    pub store: Vaulted<PostgresStore>,
}

pub async fn world() -> World {
    world_on(testkit::database().await).await
}

/// Must be called within a runtime: the store starts its keeper.
pub async fn world_on(db: TestDb) -> World {
    let store = testkit::store(db.pool.clone()).await;
    World { db, store }
}

impl World {
    pub fn log(&self) -> Arc<dyn EventLog> {
        Arc::new(self.store.clone())
    }

    pub fn engine(&self, models: Vec<Arc<dyn Model>>) -> Engine {
        Engine::new(self.db.pool.clone(), self.log(), models)
    }

    fn rebuild(&self, models: Vec<Arc<dyn Model>>) -> Rebuild {
        Rebuild::new(self.db.pool.clone(), self.log(), models)
    }

    async fn append(&self, event: BookmarkEvent) {
        self.try_append(event).await.unwrap();
    }

    async fn try_append(&self, event: BookmarkEvent) -> Result<(), PersistenceError> {
        use cqrs_es::DomainEvent;
        let stored = SerializedEvent::new(
            random_id().to_string(),
            1,
            "bookmark".into(),
            event.event_type(),
            event.event_version(),
            serde_json::to_value(&event).unwrap(),
            serde_json::json!({
                "actor": "operator:test", "at": "2026-01-01T00:00:00Z", "command_id": random_id(),
            }),
        );
        self.store.persist::<Bookmark>(&[stored], None).await
    }

    pub async fn save(&self, member: MemberId, note: &str) {
        self.try_save(member, note).await.unwrap();
    }

    pub async fn try_save(&self, member: MemberId, note: &str) -> Result<(), PersistenceError> {
        self.store
            .vault()
            .make(member)
            .await
            .map_err(|error| PersistenceError::UnknownError(error.into()))?;
        let note = Some(domain::Personal::new(member, note.to_owned()));
        self.try_append(BookmarkEvent::BookmarkSaved { member, item: item(), owner: member, note }).await
    }

    /// How many bookmarks the read model `tallies` has counted.
    pub async fn tallied(&self) -> i64 {
        self.saved("tallies").await.iter().map(|row| row.0).sum()
    }

    async fn saved(&self, table: &str) -> Vec<(i64, Vec<String>)> {
        rows(&self.db.pool, table).await
    }
}

async fn rows(pool: &PgPool, table: &str) -> Vec<(i64, Vec<String>)> {
    sqlx::query_as(&format!("SELECT saved, trail FROM read.{table} ORDER BY member"))
        .fetch_all(pool)
        .await
        .unwrap()
}

fn item() -> Item {
    Item::Resource(ResourceId::derived(&["guide"]))
}

pub fn person(n: u32) -> MemberId {
    MemberId::derived(&["person", &n.to_string()])
}

#[tokio::test]
async fn rows_are_made_changed_and_removed() {
    let w = world().await;
    w.save(person(1), "").await;
    w.save(person(1), "").await;
    w.save(person(2), "").await;
    let engine = w.engine(vec![model::<Tallies>()]);
    engine.catch_up().await.unwrap();
    assert_eq!(w.saved("tallies").await.iter().map(|row| row.0).sum::<i64>(), 3);
    w.append(BookmarkEvent::BookmarkRemoved { member: person(1), item: item() }).await;
    w.save(person(3), "").await;
    engine.catch_up().await.unwrap();
    let trails: Vec<_> = w.saved("tallies").await.into_iter().flat_map(|row| row.1).collect();
    assert_eq!(trails.len(), 2, "{trails:?}");
    let head = w.store.head().await.unwrap();
    assert!(passed(&w.db.pool, &["tallies"], head).await.unwrap());
    assert!(!passed(&w.db.pool, &["tallies", "absent"], head).await.unwrap());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn several_nodes_fold_each_event_once() {
    let w = world().await;
    let stop = CancellationToken::new();
    let mut nodes = Vec::new();
    for _ in 0..4 {
        let store: Arc<dyn EventLog> = Arc::new(testkit::store(w.db.pool.clone()).await);
        let engine = Engine::new(w.db.pool.clone(), store, vec![model::<Tallies>(), model::<Fragile>()]);
        nodes.push(tokio::spawn(engine.run(stop.clone())));
    }
    for n in 0..300 {
        w.save(person(n % 7), "").await;
    }
    let head = w.store.head().await.unwrap();
    while !passed(&w.db.pool, &["tallies", "fragile"], head).await.unwrap() {
        tokio::task::yield_now().await;
    }
    stop.cancel();
    for node in nodes {
        node.await.unwrap();
    }
    let tallies = w.saved("tallies").await;
    assert_eq!(tallies.iter().map(|row| row.0).sum::<i64>(), 300);
    for (saved, trail) in &tallies {
        let order: Vec<u64> = trail.iter().map(|position| position.parse().unwrap()).collect();
        assert!(order.is_sorted(), "folded out of order: {order:?}");
        assert_eq!(order.len(), usize::try_from(*saved).unwrap());
    }
    assert_eq!(w.saved("fragile").await, tallies);
}

#[tokio::test]
async fn a_fold_that_fails_stops_alone_at_its_event() {
    let w = world().await;
    for (n, note) in ["", "", "poison", ""].into_iter().enumerate() {
        w.save(person(u32::try_from(n).unwrap()), note).await;
    }
    let models = || vec![model::<Tallies>(), model::<Fragile>()];
    w.engine(models()).catch_up().await.unwrap();
    assert_eq!(w.saved("tallies").await.len(), 4);
    assert_eq!(w.saved("fragile").await.len(), 2, "what came before the failing event is there");
    let states = status(&w.db.pool, &w.store, &models()).await.unwrap();
    assert_eq!(states[0].state, State::Current);
    assert_eq!(states[1].state, State::Stopped);
    assert_eq!(states[1].last_error.as_deref(), Some("event 3: poison"));
    assert_eq!((states[1].position, states[1].lag_events), (Position(2), 2));
}

#[tokio::test]
async fn a_row_that_the_table_refuses_is_traced_to_its_event() {
    let w = world().await;
    for n in 0..20 {
        w.save(person(n), if n == 13 { "constraint" } else { "" }).await;
    }
    let models = || vec![model::<Tallies>(), model::<Fragile>()];
    w.engine(models()).catch_up().await.unwrap();
    assert_eq!(w.saved("tallies").await.len(), 20);
    assert_eq!(w.saved("fragile").await.len(), 13);
    let states = status(&w.db.pool, &w.store, &models()).await.unwrap();
    let error = states[1].last_error.clone().unwrap();
    assert!(error.starts_with("event 14: ") && error.contains("check constraint"), "{error}");
}

#[tokio::test]
async fn a_rebuild_equals_the_live_table_and_says_so() {
    let w = world().await;
    for n in 0..50 {
        w.save(person(n % 9), "").await;
    }
    w.append(BookmarkEvent::BookmarkRemoved { member: person(3), item: item() }).await;
    w.engine(vec![model::<Tallies>()]).catch_up().await.unwrap();
    let before = w.saved("tallies").await;
    let stop = CancellationToken::new();
    let certificate = &w.rebuild(vec![model::<Tallies>()]).run(|_| {}, &stop).await.unwrap()[0];
    assert_eq!((certificate.differing_rows, certificate.swapped), (Some(0), true));
    assert_eq!(certificate.old.as_ref(), Some(&certificate.new));
    assert_eq!(certificate.new.rows, 8);
    assert_eq!(certificate.position, w.store.head().await.unwrap());
    assert_eq!(w.saved("tallies").await, before);
    // The swapped table lives on.
    w.save(person(3), "").await;
    w.engine(vec![model::<Tallies>()]).catch_up().await.unwrap();
    assert_eq!(w.saved("tallies").await.len(), 9);
}

#[tokio::test]
async fn a_rebuild_without_memory_writes_early_and_changes_what_it_wrote() {
    let w = world().await;
    for n in 0..60 {
        w.save(person(n % 17), "").await;
        if n % 5 == 4 {
            w.append(BookmarkEvent::BookmarkRemoved { member: person(n % 17), item: item() }).await;
        }
    }
    w.engine(vec![model::<Tallies>()]).catch_up().await.unwrap();
    let before = w.saved("tallies").await;
    let mut rebuild = w.rebuild(vec![model::<Tallies>()]);
    // Every few events all rows go out: new ones, changed ones, and those that are gone.
    (rebuild.budget, rebuild.page) = (0, 7);
    let certificate = &rebuild.run(|_| {}, &CancellationToken::new()).await.unwrap()[0];
    assert_eq!((certificate.differing_rows, certificate.swapped), (Some(0), true));
    assert_eq!(w.saved("tallies").await, before);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_rebuild_waits_for_whoever_looks_into_the_new_table() {
    let w = world().await;
    w.save(person(1), "").await;
    w.engine(vec![model::<Tallies>()]).catch_up().await.unwrap();
    let (ask, mut asked) = tokio::sync::mpsc::channel(1);
    let (held, holds) = std::sync::mpsc::channel();
    let pool = w.db.pool.clone();
    let looking = tokio::spawn(async move {
        asked.recv().await.unwrap();
        let mut look = pool.begin().await.unwrap();
        sqlx::query("SELECT FROM read_next.tallies").execute(&mut *look).await.unwrap();
        held.send(()).unwrap();
        let waits =
            "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'read_next.tallies'::regclass";
        while sqlx::query_scalar::<_, i64>(waits).fetch_one(&pool).await.unwrap() == 0 {}
        // Longer than readers of the live table are waited for at once.
        sqlx::query("SELECT pg_sleep(0.2)").execute(&mut *look).await.unwrap();
        look.commit().await.unwrap();
    });
    let first = std::sync::Mutex::new(Some((ask, holds)));
    let progress = |now: Progress| {
        if now.stage == Stage::Writing
            && let Some((ask, holds)) = first.lock().unwrap().take()
        {
            ask.try_send(()).unwrap();
            holds.recv().unwrap();
        }
    };
    let rebuild = w.rebuild(vec![model::<Tallies>()]);
    let certificates = rebuild.run(progress, &CancellationToken::new()).await.unwrap();
    assert!(certificates[0].swapped);
    looking.await.unwrap();
    let options: Option<Vec<String>> =
        sqlx::query_scalar("SELECT reloptions FROM pg_class WHERE oid = 'read.tallies'::regclass")
            .fetch_one(&w.db.pool)
            .await
            .unwrap();
    assert_eq!(options, None, "the live table is looked after as any other");
}

#[tokio::test]
async fn a_rebuild_finds_and_mends_rows_that_differ() {
    let w = world().await;
    for n in 0..10 {
        w.save(person(n), "").await;
    }
    w.engine(vec![model::<Tallies>()]).catch_up().await.unwrap();
    sqlx::query("UPDATE read.tallies SET saved = 99 WHERE member = $1")
        .bind(person(4).uuid())
        .execute(&w.db.pool)
        .await
        .unwrap();
    sqlx::query("DELETE FROM read.tallies WHERE member = $1")
        .bind(person(5).uuid())
        .execute(&w.db.pool)
        .await
        .unwrap();
    let stop = CancellationToken::new();
    let mut rebuild = w.rebuild(vec![model::<Tallies>()]);
    rebuild.verify = true;
    let verified = &rebuild.run(|_| {}, &stop).await.unwrap()[0];
    assert_eq!((verified.differing_rows, verified.swapped), (Some(2), false));
    assert_eq!(w.saved("tallies").await.len(), 9, "verifying leaves the live table alone");
    rebuild.verify = false;
    let mended = &rebuild.run(|_| {}, &stop).await.unwrap()[0];
    assert_eq!((mended.differing_rows, mended.swapped), (Some(2), true));
    assert_eq!(w.saved("tallies").await.iter().map(|row| row.0).collect::<Vec<_>>(), vec![1; 10]);
}

#[tokio::test]
async fn an_interrupted_rebuild_goes_on_or_is_discarded() {
    let w = world().await;
    for n in 0..30 {
        w.save(person(n), "").await;
    }
    w.engine(vec![model::<Tallies>()]).catch_up().await.unwrap();
    let before = w.saved("tallies").await;
    let stopped = CancellationToken::new();
    stopped.cancel();
    let mut rebuild = w.rebuild(vec![model::<Tallies>()]);
    let interrupted = rebuild.run(|_| {}, &stopped).await;
    assert!(matches!(interrupted, Err(RebuildError::Interrupted(Position(30)))), "{interrupted:?}");
    assert_eq!(w.saved("tallies").await, before);
    for n in 20..40 {
        w.save(person(n), "").await;
    }
    w.engine(vec![model::<Tallies>()]).catch_up().await.unwrap();
    let stop = CancellationToken::new();
    let resumed = &rebuild.run(|_| {}, &stop).await.unwrap()[0];
    assert_eq!((resumed.differing_rows, resumed.new.rows), (Some(0), 40));

    let _ = rebuild.run(|_| {}, &stopped).await;
    rebuild.discard = true;
    let anew = &rebuild.run(|_| {}, &stop).await.unwrap()[0];
    assert_eq!((anew.differing_rows, anew.new.rows), (Some(0), 40));
}

#[tokio::test]
async fn a_stopped_read_model_is_mended_by_a_rebuild() {
    let w = world().await;
    w.save(person(1), "constraint").await;
    let models = || vec![model::<Fragile>()];
    w.engine(models()).catch_up().await.unwrap();
    assert_eq!(status(&w.db.pool, &w.store, &models()).await.unwrap()[0].state, State::Stopped);
    let stop = CancellationToken::new();
    assert!(w.rebuild(models()).run(|_| {}, &stop).await.is_err(), "the fold is still wrong");
    // The corrected program: the same name and version, without the fault.
    sqlx::query("DELETE FROM checkpoints WHERE name = 'fragile@next'").execute(&w.db.pool).await.unwrap();
    sqlx::query("UPDATE checkpoints SET name = 'tallies' WHERE name = 'fragile'")
        .execute(&w.db.pool)
        .await
        .unwrap();
    let certificate = &w.rebuild(vec![model::<Tallies>()]).run(|_| {}, &stop).await.unwrap()[0];
    assert_eq!((certificate.old.as_ref(), certificate.swapped), (None, true));
    assert_eq!(status(&w.db.pool, &w.store, &[model::<Tallies>()]).await.unwrap()[0].state, State::Current);
}

#[test]
fn folding_in_memory_is_the_same_fold() {
    let event = |n: u64, event: BookmarkEvent| Recorded {
        position: Position(n),
        aggregate_id: String::new(),
        sequence: 1,
        event: event.into(),
        metadata: domain::Metadata {
            actor: "operator:test".into(),
            at: "2026-01-01T00:00:00Z".parse().unwrap(),
            command_id: random_id().into(),
            caused_by: None,
        },
    };
    let saved = |n| {
        event(
            n,
            BookmarkEvent::BookmarkSaved { member: person(1), item: item(), owner: person(2), note: None },
        )
    };
    let removed = event(3, BookmarkEvent::BookmarkRemoved { member: person(1), item: item() });
    let rows = engine::fold_all::<Tallies>(&[saved(1), saved(2)]).unwrap();
    assert_eq!(rows[&ByMember { member: person(1) }].saved, 2);
    assert!(engine::fold_all::<Tallies>(&[saved(1), saved(2), removed]).unwrap().is_empty());
}
