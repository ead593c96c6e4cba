//! Which events are found of a member, with and without the index, and what of them is opened.

use std::sync::Arc;

use application::{Actor, Desk, Order};
use domain::membership::{Member, MemberCommand, MemberEvent};
use domain::{CommandId, Event, Language};
use testkit::TestDb;

use super::*;
use crate::system_clock;
use crate::testing::store;

const DDL: &str = include_str!("../../../projections/src/audit/marks.sql");

fn id(name: &str) -> MemberId {
    MemberId::derived(&[name])
}

async fn open(db: &TestDb) -> PostgresRecords {
    let log = store(db.pool.clone()).await;
    for name in ["ana", "luis"] {
        let command = MemberCommand::Join {
            id: id(name),
            name: format!("{name} Díaz"),
            email: format!("{name}@example.org"),
            country: "AR".parse().unwrap(),
            language: Language::Es,
        };
        give(&log, name, "join", &member(name), command).await;
    }
    give(&log, "luis", "confirm", &member("ana"), MemberCommand::ConfirmEmail).await;
    PostgresRecords::new(db.pool.clone(), log)
}

fn member(name: &str) -> Actor {
    Actor::member(id(name), vec![domain::membership::Role::Admin])
}

async fn give(log: &Vaulted<PostgresStore>, of: &str, what: &str, actor: &Actor, command: MemberCommand) {
    let actor = if what == "confirm" { Actor::System("test") } else { actor.clone() };
    let order = Order::new(actor, CommandId::derived(&[what, of]));
    let desk = Desk::new(Arc::new(log.clone()), system_clock());
    desk.execute::<Member>(&order, &id(of).to_string(), command).await.unwrap();
}

async fn positions(records: &PostgresRecords, name: &str) -> Vec<u64> {
    records.positions(id(name)).await.unwrap().into_iter().map(|position| position.0).collect()
}

async fn indexed(db: &TestDb, name: &str, position: i64, blocks: &[i32]) {
    sqlx::query(
        "INSERT INTO checkpoints (name, version, position) VALUES ('audit_marks', 1, $1)
         ON CONFLICT (name) DO UPDATE SET position = $1",
    )
    .bind(position)
    .execute(&db.pool)
    .await
    .unwrap();
    sqlx::query("INSERT INTO audit_marks (mark, era, blocks) VALUES ($1, 0, $2)")
        .bind(id(name).uuid())
        .bind(blocks)
        .execute(&db.pool)
        .await
        .unwrap();
}

#[tokio::test]
async fn events_are_found_by_the_index_and_beyond_it() {
    let db = testkit::database().await;
    let records = open(&db).await;
    assert_eq!(positions(&records, "luis").await, [2, 3], "without an index all is looked at");
    db.create_read_tables(&[DDL]).await;
    indexed(&db, "nobody", 2, &[]).await;
    assert_eq!(positions(&records, "luis").await, [3], "what the index has gone past is asked of it");
    indexed(&db, "luis", 2, &[0]).await;
    assert_eq!(positions(&records, "luis").await, [2, 3], "once each");
    assert!(positions(&records, "ana").await.is_empty());
    indexed(&db, "ana", 3, &[0]).await;
    assert_eq!(positions(&records, "ana").await, [1]);
}

#[tokio::test]
async fn what_is_personal_of_others_is_not_opened() {
    let db = testkit::database().await;
    let records = open(&db).await;
    let all = [Position(1), Position(2), Position(3)];
    let page = records.page(id("ana"), &all).await.unwrap();
    let names: Vec<Option<&str>> = page
        .events
        .iter()
        .filter_map(|event| match &event.event {
            Event::Member(MemberEvent::MemberJoined { name, .. }) => Some(name.get().map(String::as_str)),
            _ => None,
        })
        .collect();
    assert_eq!(names, [Some("ana Díaz"), None]);
    assert_eq!(page.members, [id("ana"), id("luis")].into());
}

#[tokio::test]
async fn mails_that_wait_are_those_to_the_members_own_address() {
    let db = testkit::database().await;
    let records = open(&db).await;
    let insert = "INSERT INTO outbox (id, recipient, language, subject, body_text, body_html, queued_at, next_try, sent_at)
         VALUES (gen_random_uuid(), $1, 'es', $2, '', '', now(), now(), CASE WHEN $3 THEN now() END)";
    for (to, subject, sent) in [
        ("Ana@example.org", "waits", false),
        ("ana@example.org", "sent", true),
        ("luis@example.org", "his", false),
    ] {
        sqlx::query(insert).bind(to).bind(subject).bind(sent).execute(&db.pool).await.unwrap();
    }
    let mails = records.mails(&"ana@example.org".parse().unwrap()).await.unwrap();
    assert_eq!(mails.into_iter().map(|mail| mail.subject).collect::<Vec<_>>(), ["waits"]);
}
