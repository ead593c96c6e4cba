//! Erasure: asked for, called off, carried out, and completed by whoever comes by, however often.

use std::sync::atomic::{AtomicU32, Ordering};

use application::membership::{Erasing, ErasureError, Keys, ReadModels, Unreachable};
use application::{Actor, DeskError, Order};
use domain::MemberId;
use domain::membership::{ERASURE_DELAY, Ground, MemberError, Role};
use futures::future::BoxFuture;

use super::*;

const ANA: &str = "ana@example.org";

/// Counts how often it was asked, and is out of reach at first if wanted.
#[derive(Default)]
struct Tables {
    asked: AtomicU32,
    failing: AtomicU32,
}

impl ReadModels for Tables {
    fn refold<'a>(&'a self, _: &'a str) -> BoxFuture<'a, Result<(), Unreachable>> {
        Box::pin(async {
            if self.failing.load(Ordering::SeqCst) > 0 {
                self.failing.fetch_sub(1, Ordering::SeqCst);
                return Err(Unreachable("out of reach".into()));
            }
            self.asked.fetch_add(1, Ordering::SeqCst);
            Ok(())
        })
    }
}

struct Leaving {
    house: House,
    tables: Arc<Tables>,
    member: MemberId,
    erasing: Erasing,
}

impl Leaving {
    /// Ana is a member with a session; Eva stays.
    async fn of_ana() -> Self {
        let house = House::open().await;
        house.member(ANA).await;
        house.member("eva@example.org").await;
        let member = house.entrance.sign_in(ANA, PASSWORD, "test", None).await.unwrap().member;
        sqlx::query("INSERT INTO pictures VALUES (gen_random_uuid(), $1, 'image/png', 1, 1, '', now())")
            .bind(member.uuid())
            .execute(&house.db.pool)
            .await
            .unwrap();
        let tables = Arc::new(Tables::default());
        let vault = Arc::new(house.store.vault().clone());
        let erasing = Erasing::new(Arc::clone(&house.entrance), vault, Arc::clone(&tables) as _);
        Self { house, tables, member, erasing }
    }

    fn order(&self) -> Order {
        Order::new(Actor::member(self.member, vec![]), form())
    }

    async fn ask(&self, password: &str) -> Result<(), ErasureError> {
        self.house.entrance.ask_erasure(&self.order(), self.member, password, true).await
    }

    async fn react(&self) {
        for event in self.house.events().await {
            self.erasing.react(&event).await.unwrap();
        }
    }

    async fn rows(&self, table: &str) -> i64 {
        let sql = format!("SELECT count(*) FROM {table}");
        sqlx::query_scalar(&sql).fetch_one(&self.house.db.pool).await.unwrap()
    }

    /// By an operator, as far as the event: what follows has not been done.
    async fn decided(&self) {
        let order = Order::new(Actor::Operator("test".into()), form());
        let ground = Ground::Operator { reason: "By letter.".into() };
        let command = domain::membership::MemberCommand::Erase { ground, another_admin: true };
        let desk = &self.house.entrance.desk;
        desk.execute::<domain::membership::Member>(&order, &self.member.to_string(), command).await.unwrap();
    }

    /// Nothing is left of Ana, one receipt waits, and Eva is there.
    async fn assert_complete(&self) {
        assert!(self.house.store.vault().destroyed_at(self.member).await.unwrap().is_some());
        assert_eq!((self.rows("accounts").await, self.rows("sessions").await), (1, 1), "Eva's");
        assert_eq!(self.rows("pictures").await, 0);
        let mails = self.house.mails().await;
        let to_ana: Vec<&str> =
            mails.iter().filter(|mail| mail.to == ANA).map(|mail| mail.subject.as_str()).collect();
        assert_eq!(to_ana, ["erased es"]);
        assert!(self.tables.asked.load(Ordering::SeqCst) > 0);
        let names: Vec<bool> = self
            .house
            .member_events()
            .await
            .into_iter()
            .filter_map(|event| match event {
                MemberEvent::MemberJoined { name, .. } => Some(name.get().is_some()),
                _ => None,
            })
            .collect();
        assert_eq!(names, [false, true]);
    }
}

#[tokio::test]
async fn the_wish_needs_the_password_and_is_told_by_mail() {
    let ana = Leaving::of_ana().await;
    assert!(matches!(ana.ask(OTHER_PASSWORD).await, Err(ErasureError::Password)));
    ana.ask(PASSWORD).await.unwrap();
    ana.ask(PASSWORD).await.unwrap();
    ana.react().await;
    ana.react().await;
    let told = ana.house.mails().await.into_iter().filter(|mail| mail.subject == "erasure asked es");
    assert_eq!(told.map(|mail| mail.to).collect::<Vec<_>>(), [ANA]);
    // Until it is due everything goes on.
    ana.house.pass(ERASURE_DELAY - TimeDelta::seconds(1));
    assert!(matches!(
        ana.erasing.erase_due(ana.member, true).await,
        Err(ErasureError::Desk(DeskError::Refused(MemberError::NotDue)))
    ));
    assert!(ana.house.entrance.sign_in(ANA, PASSWORD, "test", None).await.is_ok());
    ana.house.entrance.cancel_erasure(&ana.order(), ana.member).await.unwrap();
    ana.house.pass(TimeDelta::days(1));
    assert!(ana.erasing.erase_due(ana.member, true).await.is_err(), "it was called off");
}

#[tokio::test]
async fn what_is_due_is_carried_out_once() {
    let ana = Leaving::of_ana().await;
    ana.ask(PASSWORD).await.unwrap();
    ana.house.pass(ERASURE_DELAY);
    let (one, other) =
        tokio::join!(ana.erasing.erase_due(ana.member, true), ana.erasing.erase_due(ana.member, true));
    one.unwrap();
    other.unwrap();
    ana.assert_complete().await;
    let erased = |event: &MemberEvent| matches!(event, MemberEvent::MemberErased { .. });
    assert_eq!(ana.house.member_events().await.iter().filter(|event| erased(event)).count(), 1);
    assert!(ana.house.entrance.sign_in(ANA, PASSWORD, "test", None).await.is_err());
}

#[tokio::test]
async fn the_reactor_completes_it_from_wherever_it_was_cut_off_and_twice_changes_nothing() {
    for steps in 0..=3 {
        let ana = Leaving::of_ana().await;
        ana.decided().await;
        let at = "2026-03-01T12:00:00Z".parse().unwrap();
        if steps >= 1 {
            Keys::destroy(ana.house.store.vault(), ana.member, at).await.unwrap();
        }
        if steps == 2 {
            // The account is gone and the receipt queued; then the process died.
            ana.tables.failing.store(1, Ordering::SeqCst);
            let events = ana.house.events().await;
            let last = events.last().unwrap();
            assert!(ana.erasing.react(last).await.is_err());
        }
        ana.react().await;
        ana.assert_complete().await;
        ana.react().await;
        ana.assert_complete().await;
    }
}

#[tokio::test]
async fn an_operator_gets_the_same_receipt_again() {
    let ana = Leaving::of_ana().await;
    let erase = || async {
        let order = Order::new(Actor::Operator("test".into()), form());
        let ground = Ground::Operator { reason: "By letter.".into() };
        ana.erasing.erase(&order, ana.member, ground, true).await.unwrap()
    };
    let receipt = erase().await;
    assert_eq!(erase().await, receipt);
    assert_eq!(ana.house.store.vault().returned().await.unwrap(), []);
    let event = ana.house.events().await.into_iter().find(|event| event.position == receipt.position);
    assert_eq!(event.unwrap().event.name(), "MemberErased");
    ana.assert_complete().await;
    let subject = ana.house.mails().await.into_iter().find(|mail| mail.to == ANA).unwrap();
    assert_eq!(subject.text, receipt.position.to_string());
}

#[tokio::test]
async fn the_last_administrator_cannot_leave() {
    let ana = Leaving::of_ana().await;
    let order = Order::new(Actor::Operator("test".into()), form());
    let grant = domain::membership::MemberCommand::GrantRole { role: Role::Admin };
    let desk = &ana.house.entrance.desk;
    desk.execute::<domain::membership::Member>(&order, &ana.member.to_string(), grant).await.unwrap();
    let refused = ana.house.entrance.ask_erasure(&ana.order(), ana.member, PASSWORD, false).await;
    assert!(matches!(refused, Err(ErasureError::Desk(DeskError::Refused(MemberError::LastAdmin)))));
    ana.ask(PASSWORD).await.unwrap();
}

#[tokio::test]
async fn a_key_that_a_backup_brings_back_is_noticed_and_destroyed_again() {
    let ana = Leaving::of_ana().await;
    let run = async |sql: &str| {
        sqlx::raw_sql(sql).execute(&ana.house.db.owner).await.unwrap();
    };
    run("CREATE TABLE backup AS TABLE vault_keys").await;
    ana.decided().await;
    ana.react().await;
    run("DELETE FROM vault_keys; INSERT INTO vault_keys SELECT * FROM backup; DROP TABLE backup").await;
    assert_eq!(ana.house.store.vault().returned().await.unwrap(), [ana.member]);
    ana.react().await;
    assert_eq!(ana.house.store.vault().returned().await.unwrap(), []);
    ana.assert_complete().await;
}

#[tokio::test]
async fn an_address_that_nobody_confirmed_gets_no_receipt() {
    let ana = Leaving::of_ana().await;
    ana.house.join("luis@example.org", PASSWORD).await;
    let luis = ana.house.member_events().await.into_iter().rev().find_map(|event| match event {
        MemberEvent::MemberJoined { member, .. } => Some(member),
        _ => None,
    });
    let luis = luis.unwrap();
    ana.house.react().await;
    let ground = Ground::Operator { reason: "By letter.".into() };
    let order = Order::new(Actor::Operator("test".into()), form());
    ana.erasing.erase(&order, luis, ground, true).await.unwrap();
    assert!(ana.house.mails().await.iter().all(|mail| mail.to != "luis@example.org"));
}

#[tokio::test]
async fn a_form_that_holds_the_address_goes_too() {
    let ana = Leaving::of_ana().await;
    sqlx::raw_sql(
        r#"INSERT INTO kept_forms (secret_hash, path, fields, expires_at) VALUES
           (sha256('a'), '/x', '[["text", "write to Ana@Example.org"]]', '2027-01-01'),
           (sha256('b'), '/x', '[["text", "of somebody else"]]', '2027-01-01')"#,
    )
    .execute(&ana.house.db.pool)
    .await
    .unwrap();
    ana.decided().await;
    ana.react().await;
    assert_eq!(ana.rows("kept_forms").await, 1);
}
