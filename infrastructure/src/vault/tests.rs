//! The vault before a real store.

use std::sync::Arc;

use application::{Actor, Desk, DeskError, Order};
use domain::membership::{Member, MemberCommand, MemberError, MemberEvent};
use domain::{CommandId, Event, EventLog, Language, MemberId, Position};
use testkit::TestDb;

use super::*;
use crate::system_clock;
use crate::testing::store;

fn ana() -> MemberId {
    MemberId::derived(&["ana"])
}

fn key(letter: &str) -> String {
    use base64::Engine;
    base64::engine::general_purpose::STANDARD.encode(letter.repeat(32))
}

async fn opened(db: &TestDb, keys: &str) -> Result<Vaulted<PostgresStore>, VaultError> {
    Vaulted::open(db.pool.clone(), keys.parse().unwrap()).await
}

fn desk(store: &Vaulted<PostgresStore>) -> Desk {
    Desk::new(Arc::new(store.clone()), system_clock())
}

async fn give(
    store: &Vaulted<PostgresStore>,
    member: MemberId,
    what: &str,
    command: MemberCommand,
) -> Result<(), DeskError<MemberError>> {
    let order = Order::new(Actor::System("test"), CommandId::derived(&[what, &member.to_string()]));
    desk(store).execute::<Member>(&order, &member.to_string(), command).await.map(drop)
}

async fn join(store: &Vaulted<PostgresStore>, name: &str) -> Result<(), DeskError<MemberError>> {
    let member = MemberId::derived(&[name]);
    let command = MemberCommand::Join {
        id: member,
        name: format!("{name} Díaz"),
        email: format!("{name}@example.org"),
        country: "AR".parse().unwrap(),
        language: Language::Es,
    };
    give(store, member, "join", command).await
}

/// The names in the log, as readers see them.
async fn names(store: &Vaulted<PostgresStore>) -> Vec<Option<String>> {
    store.head().await.unwrap();
    let events = store.read(Position::START, 100).await.unwrap();
    let names = events.into_iter().filter_map(|event| match event.event {
        Event::Member(MemberEvent::MemberJoined { name, .. }) => Some(name.get().cloned()),
        _ => None,
    });
    names.collect()
}

async fn run(db: &TestDb, sql: &str) {
    sqlx::raw_sql(sql).execute(&db.owner).await.unwrap();
}

#[tokio::test]
async fn what_is_personal_is_sealed_in_the_log_and_open_to_readers() {
    let db = testkit::database().await;
    let store = store(db.pool.clone()).await;
    join(&store, "ana").await.unwrap();
    let payload: String =
        sqlx::query_scalar("SELECT payload::text FROM events").fetch_one(&db.pool).await.unwrap();
    assert!(!payload.contains("Díaz") && !payload.contains("example.org"), "{payload}");
    assert_eq!(names(&store).await, [Some("ana Díaz".to_owned())]);
    // The desk decides with what stands there: the same again is no change.
    give(&store, ana(), "confirm", MemberCommand::ConfirmEmail).await.unwrap();
    assert_eq!(store.vault().unusable().await.unwrap(), []);
}

#[tokio::test]
async fn another_master_key_opens_nothing_and_says_so() {
    let db = testkit::database().await;
    join(&opened(&db, &key("a")).await.unwrap(), "ana").await.unwrap();
    let Err(refused) = opened(&db, &key("b")).await else { panic!("it opened") };
    assert!(refused.to_string().contains("not the master key of this database"), "{refused}");
}

#[tokio::test]
async fn a_rotation_wraps_every_key_anew_and_changes_no_event() {
    let db = testkit::database().await;
    let before = opened(&db, &key("a")).await.unwrap();
    join(&before, "ana").await.unwrap();
    join(&before, "luis").await.unwrap();
    before.vault().destroy(ana(), system_clock()()).await.unwrap();
    let both = opened(&db, &format!("{},{}", key("a"), key("b"))).await.unwrap();
    join(&both, "rosa").await.unwrap();

    let status = both.vault().rotate().await.unwrap();
    assert_eq!((status.keys, status.destroyed, status.to_rotate), (2, 1, 0));
    assert_eq!(both.vault().rotate().await.unwrap(), status);

    let after = opened(&db, &key("b")).await.unwrap();
    let clear = |name: &str| Some(format!("{name} Díaz"));
    assert_eq!(names(&after).await, [None, clear("luis"), clear("rosa")]);
    join(&after, "eva").await.unwrap();
    assert!(opened(&db, &key("a")).await.is_err());
}

#[tokio::test]
async fn a_destroyed_key_takes_the_data_with_it_on_every_node() {
    let db = testkit::database().await;
    let (one, other) = (store(db.pool.clone()).await, store(db.pool.clone()).await);
    join(&one, "ana").await.unwrap();
    assert_eq!(names(&other).await, [Some("ana Díaz".to_owned())]);
    let at = one.vault().destroy(ana(), system_clock()()).await.unwrap();
    assert_eq!(one.vault().destroy(ana(), system_clock()()).await.unwrap(), at);
    assert_eq!(names(&other).await, [None]);
    assert_eq!(one.vault().destroyed_at(ana()).await.unwrap(), Some(at));
    // Joining again under the same id makes no new key.
    other.vault().make(ana()).await.unwrap();
    assert_eq!(names(&other).await, [None]);
}

#[tokio::test]
async fn a_key_deleted_by_hand_is_missed_and_never_replaced() {
    let db = testkit::database().await;
    let first = store(db.pool.clone()).await;
    join(&first, "ana").await.unwrap();
    run(&db, "CREATE TABLE kept AS TABLE vault_keys; DELETE FROM vault_keys").await;

    let next = store(db.pool.clone()).await;
    assert_eq!(names(&next).await, [None]);
    assert_eq!(next.vault().unusable().await.unwrap(), [ana()]);
    // Nothing about the member is written in clear, or under another key.
    let events = || async {
        sqlx::query_scalar::<_, i64>("SELECT count(*) FROM events").fetch_one(&db.pool).await.unwrap()
    };
    let bookmark = serde_json::json!({"note": {"$personal": {"of": ana(), "clear": "mine"}}});
    let mut event = SerializedEvent::new(
        ana().to_string(),
        2,
        "member".into(),
        "ProfileEdited".into(),
        "1".into(),
        bookmark,
        Value::Null,
    );
    let refused = next.vault().seal(&mut event).await.unwrap_err();
    assert!(refused.to_string().contains("is missing; restore"), "{refused}");
    assert_eq!(events().await, 1);

    run(&db, "INSERT INTO vault_keys SELECT * FROM kept").await;
    assert_eq!(names(&next).await, [Some("ana Díaz".to_owned())]);
}

#[tokio::test]
async fn a_sealed_value_that_was_changed_stops_whoever_reads_it() {
    let db = testkit::database().await;
    let store = store(db.pool.clone()).await;
    join(&store, "ana").await.unwrap();
    join(&store, "luis").await.unwrap();
    run(
        &db,
        "ALTER TABLE events DISABLE TRIGGER USER;
         UPDATE events SET payload = replace(payload::text, '\"sealed\":\"', '\"sealed\":\"AAAA')::json
         WHERE position = 2",
    )
    .await;
    store.head().await.unwrap();
    let first = store.read(Position::START, 1).await.unwrap();
    assert_eq!(first.len(), 1);
    let Err(LogError::Sealed { at, .. }) = store.read(Position::START, 10).await else {
        panic!("it is read")
    };
    assert_eq!(at, Position(2));
}
