//! What every event store must do, whichever it is: written once, generic over the store.

use std::collections::HashMap;
use std::time::Duration;

use cqrs_es::persist::{
    EventStoreAggregateContext, PersistedEventRepository, PersistedEventStore, PersistenceError,
    SerializedEvent,
};
use cqrs_es::{AggregateError, EventStore};
use domain::bookmarks::{Bookmark, BookmarkEvent, Item};
use domain::library::{Resource, ResourceEvent};
use domain::{Event, EventLog, MemberId, Metadata, Position, ResourceId};
use futures::TryStreamExt;
use infrastructure::random_id;
use serde_json::json;

/// A store and a second, independent way to it, as another process would have.
async fn honours_the_contract<S>(store: S, other: S)
where
    S: EventLog + PersistedEventRepository + Clone + 'static,
{
    history_comes_back_as_it_was_appended(&store).await;
    a_second_append_at_the_same_place_is_refused(&store).await;
    several_events_are_appended_together_or_not_at_all(&store).await;
    rivals_each_get_a_place_of_their_own(&store).await;
    the_log_is_in_one_order(&store, &other).await;
    a_part_of_the_log_is_read_by_kind_and_by_time(&store, &other).await;
    waiting_ends_when_another_process_appends(&store, &other).await;
    old_versions_are_read_in_the_current_shape(&store).await;
}

fn streams<S: PersistedEventRepository + Clone>(store: &S) -> PersistedEventStore<S, Bookmark> {
    PersistedEventStore::new_event_store(store.clone())
}

fn context(id: &str, current_sequence: usize) -> EventStoreAggregateContext<Bookmark> {
    EventStoreAggregateContext {
        aggregate_id: id.to_owned(),
        aggregate: Bookmark::default(),
        current_sequence,
        current_snapshot: None,
    }
}

fn metadata() -> HashMap<String, String> {
    Metadata {
        actor: "operator:test".into(),
        at: "2026-03-01T12:00:00.000001Z".parse().unwrap(),
        command_id: random_id().into(),
        caused_by: None,
    }
    .into_map()
}

fn removed() -> BookmarkEvent {
    BookmarkEvent::BookmarkRemoved {
        member: MemberId::new(random_id()),
        item: Item::Resource(ResourceId::new(random_id())),
    }
}

async fn append<S>(store: &S, id: &str, after: usize, events: Vec<BookmarkEvent>) -> Result<(), String>
where
    S: PersistedEventRepository + Clone,
{
    match streams(store).commit(events, context(id, after), metadata()).await {
        Ok(_) => Ok(()),
        Err(AggregateError::AggregateConflict) => Err("conflict".into()),
        Err(other) => panic!("{other}"),
    }
}

async fn history_comes_back_as_it_was_appended<S: PersistedEventRepository + Clone>(store: &S) {
    let id = random_id().to_string();
    let (first, second, third) = (removed(), removed(), removed());
    append(store, &id, 0, vec![first.clone()]).await.unwrap();
    append(store, &id, 1, vec![second.clone(), third.clone()]).await.unwrap();
    let history = streams(store).load_events(&id).await.unwrap();
    let told: Vec<_> = history.iter().map(|event| (event.sequence, event.payload.clone())).collect();
    assert_eq!(told, [(1, first), (2, second), (3, third)]);
    assert_eq!(history[0].metadata["actor"], "operator:test");
    assert!(streams(store).load_events("nobody").await.unwrap().is_empty());
}

async fn a_second_append_at_the_same_place_is_refused<S: PersistedEventRepository + Clone>(store: &S) {
    let id = random_id().to_string();
    append(store, &id, 0, vec![removed()]).await.unwrap();
    assert_eq!(append(store, &id, 0, vec![removed()]).await, Err("conflict".into()));
    assert_eq!(streams(store).load_events(&id).await.unwrap().len(), 1);
}

async fn several_events_are_appended_together_or_not_at_all<S: PersistedEventRepository + Clone>(store: &S) {
    let id = random_id().to_string();
    append(store, &id, 1, vec![removed()]).await.unwrap(); // leaves place 1 free, takes place 2
    assert_eq!(append(store, &id, 0, vec![removed(), removed()]).await, Err("conflict".into()));
    assert_eq!(streams(store).load_events(&id).await.unwrap().len(), 1);
}

async fn rivals_each_get_a_place_of_their_own<S>(store: &S)
where
    S: PersistedEventRepository + Clone + 'static,
{
    let id = random_id().to_string();
    let rivals: Vec<_> = (0..8)
        .map(|_| {
            let (store, id) = (store.clone(), id.clone());
            tokio::spawn(async move {
                loop {
                    let there = streams(&store).load_events(&id).await.unwrap().len();
                    if append(&store, &id, there, vec![removed()]).await.is_ok() {
                        return;
                    }
                }
            })
        })
        .collect();
    for rival in rivals {
        rival.await.unwrap();
    }
    let history = streams(store).load_events(&id).await.unwrap();
    let places: Vec<_> = history.iter().map(|event| event.sequence).collect();
    assert_eq!(places, [1, 2, 3, 4, 5, 6, 7, 8]);
}

async fn the_log_is_in_one_order<S>(store: &S, other: &S)
where
    S: EventLog + PersistedEventRepository + Clone,
{
    let before = store.head().await.unwrap();
    let ids: Vec<String> = (0..5).map(|_| random_id().to_string()).collect();
    for id in &ids {
        append(store, id, 0, vec![removed(), removed()]).await.unwrap();
    }
    let head = other.head().await.unwrap();
    let all = other.read(before, 100).await.unwrap();
    assert_eq!(all.len(), 10);
    assert!(all.windows(2).all(|pair| pair[0].position < pair[1].position));
    assert!(all.iter().all(|event| event.position > before && event.position <= head));
    let order: Vec<_> = all.iter().map(|event| (event.aggregate_id.clone(), event.sequence)).collect();
    let expected: Vec<_> = ids.iter().flat_map(|id| [(id.clone(), 1), (id.clone(), 2)]).collect();
    assert_eq!(order, expected);
    // In pages it is the same.
    let (mut pages, mut after) = (Vec::new(), before);
    loop {
        let page = other.read(after, 3).await.unwrap();
        assert!(page.len() <= 3);
        let Some(last) = page.last() else { break };
        after = last.position;
        pages.extend(page);
    }
    assert_eq!(pages, all);
    // And in a long reading, up to an end that lies before the head.
    for (end, expected) in [(head, &all[..]), (all[6].position, &all[..7]), (before, &[])] {
        let long: Vec<_> = other.pages(&[], before, end, 3).try_collect().await.unwrap();
        assert!(long.iter().all(|page| page.len() <= 3));
        assert_eq!(long.concat(), expected);
    }
}

async fn a_part_of_the_log_is_read_by_kind_and_by_time<S>(store: &S, other: &S)
where
    S: EventLog + PersistedEventRepository + Clone,
{
    let before = store.head().await.unwrap();
    for hour in 1..=3 {
        let id = random_id().to_string();
        let mut metadata = metadata();
        metadata.insert("at".into(), format!("2026-04-01T0{hour}:00:00.000000Z"));
        streams(store).commit(vec![removed(), removed()], context(&id, 0), metadata).await.unwrap();
    }
    let head = other.head().await.unwrap();
    let all = other.read(before, 100).await.unwrap();
    assert_eq!(other.read_of(&[], before, head, 100).await.unwrap(), all);
    assert_eq!(other.read_of(&["member", "bookmark"], before, head, 100).await.unwrap(), all);
    assert_eq!(other.read_of(&["member"], before, head, 100).await.unwrap(), []);
    let middle = other.read_of(&["bookmark"], all[0].position, all[4].position, 3).await.unwrap();
    assert_eq!(middle, all[1..4]);
    let at = |time: &str| other.position_at(time.parse().unwrap());
    assert_eq!(at("2026-04-01T02:00:00Z").await.unwrap(), all[3].position);
    assert_eq!(at("2026-04-01T01:59:59.999999Z").await.unwrap(), all[1].position);
    assert_eq!(at("2026-05-01T00:00:00Z").await.unwrap(), head);
    assert_eq!(at("2020-01-01T00:00:00Z").await.unwrap(), Position::START);
}

async fn waiting_ends_when_another_process_appends<S>(store: &S, other: &S)
where
    S: EventLog + PersistedEventRepository + Clone,
{
    let head = other.head().await.unwrap();
    let id = random_id().to_string();
    let (waited, ()) = tokio::join!(
        tokio::time::timeout(Duration::from_secs(10), async {
            while other.read(head, 1).await.unwrap().is_empty() {
                other.wait(head).await;
            }
        }),
        async { append(store, &id, 0, vec![removed()]).await.unwrap() },
    );
    waited.expect("the other process was never told");
}

async fn old_versions_are_read_in_the_current_shape<S>(store: &S)
where
    S: EventLog + PersistedEventRepository + Clone + 'static,
{
    let before = store.head().await.unwrap();
    let id = random_id().to_string();
    let payload = json!({"ResourcePublished": {
        "resource": id, "author": random_id(),
        "details": {
            "title": "Guide", "summary": "How to", "authors": "", "institution": null, "year": 2011,
            "country": "PE", "language": "es", "kind": "guide", "theme": "nutrition",
        },
        "source": {"at": "link", "url": "https://example.org/guide"},
    }});
    let old = SerializedEvent::new(
        id.clone(),
        1,
        "resource".into(),
        "ResourcePublished".into(),
        "1".into(),
        payload,
        serde_json::to_value(metadata()).unwrap(),
    );
    store.persist::<Resource>(&[old], None).await.unwrap();
    let by_stream = PersistedEventStore::<S, Resource>::new_event_store(store.clone())
        .with_upcasters(domain::upcasting::upcasters())
        .load_events(&id)
        .await
        .unwrap();
    store.head().await.unwrap();
    let by_log = store.read(before, 10).await.unwrap();
    let ResourceEvent::ResourcePublished { details, .. } = &by_stream[0].payload else { panic!() };
    assert_eq!(details.facets.themes, [domain::Theme::NUTRITION]);
    assert_eq!(by_log[0].event, Event::Resource(by_stream[0].payload.clone()));
}

#[tokio::test]
async fn postgres_honours_the_contract() {
    let db = testkit::database().await;
    honours_the_contract(testkit::store(db.pool.clone()).await, testkit::store(db.pool.clone()).await).await;
}

#[tokio::test]
async fn a_conflict_is_told_from_a_lost_connection() {
    let db = testkit::database().await;
    let store = testkit::store(db.pool.clone()).await;
    db.pool.close().await;
    let lost = store.get_events::<Bookmark>("any").await;
    assert!(matches!(lost, Err(PersistenceError::ConnectionError(_) | PersistenceError::UnknownError(_))));
    assert!(store.head().await.is_err());
    assert_eq!(store.read(Position::START, 1).await.map(|events| events.len()).ok(), None);
}
