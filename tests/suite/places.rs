//! Places at gatherings under rivalry: however many ask at once on a real Postgres, no place is given twice, and
//! what becomes free goes on to the next in turn.

use std::collections::HashSet;
use std::sync::Arc;

use application::{Actor, Desk, DeskError, Order};
use chrono::{DateTime, NaiveDateTime, Utc};
use domain::calendar::{Details, Gathering, GatheringCommand, GatheringError, Times};
use domain::{CommandId, GatheringId, Language, MemberId, Theme};
use futures::future::join_all;

const PLACES: u32 = 5;

fn rival(number: usize) -> MemberId {
    MemberId::derived(&["rival", &number.to_string()])
}

fn now() -> DateTime<Utc> {
    "2026-03-02T10:00:00Z".parse().unwrap()
}

fn details() -> Details {
    let local = |text| NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M").unwrap();
    Details {
        title: "Jornada".into(),
        description: "Una jornada.".into(),
        language: Language::Es,
        organisation: None,
        place: None,
        online: Some("https://meet.example.org/".into()),
        times: Times {
            starts: local("2026-03-10T10:00"),
            ends: local("2026-03-10T12:00"),
            zone: "America/Sao_Paulo".parse().unwrap(),
            register_until: None,
        },
        themes: vec![Theme::CHILDREN],
        capacity: Some(PLACES),
    }
}

/// As the page does: asks again while too many others do.
async fn insist(desk: &Desk, id: GatheringId, member: MemberId, command: GatheringCommand) {
    let purpose = format!("{member} {}", matches!(command, GatheringCommand::Register { .. }));
    let order = Order::new(Actor::member(member, vec![]), CommandId::derived(&[&purpose]));
    loop {
        match desk.execute::<Gathering>(&order, &id.to_string(), command.clone()).await {
            Ok(()) => return,
            Err(DeskError::<GatheringError>::Busy) => tokio::task::yield_now().await,
            Err(error) => panic!("{error}"),
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_place_is_given_twice_and_none_is_lost() {
    let db = testkit::database().await;
    let store = testkit::store(db.pool.clone()).await;
    let desk = Arc::new(Desk::new(Arc::new(store), infrastructure::system_clock()));
    let id = GatheringId::derived(&["rivals"]);
    let organiser = MemberId::derived(&["ana"]);
    let publish = GatheringCommand::Publish { gathering: id, organiser, details: details() };
    insist(&desk, id, organiser, publish).await;

    let register = |n| {
        let (desk, member) = (Arc::clone(&desk), rival(n));
        tokio::spawn(async move {
            insist(&desk, id, member, GatheringCommand::Register { member, now: now() }).await;
        })
    };
    for asked in join_all((0..25).map(register)).await {
        asked.unwrap();
    }
    let gathering = desk.load::<Gathering>(&id.to_string()).await.unwrap();
    assert_eq!((gathering.registered().len(), gathering.waiting().len()), (5, 20));
    let placed: HashSet<_> = gathering.registered().iter().chain(gathering.waiting()).copied().collect();
    assert_eq!(placed.len(), 25, "nobody stands there twice");

    // All who have a place give it back while others ask for one.
    let first: Vec<MemberId> = gathering.registered().to_vec();
    let next: HashSet<MemberId> = gathering.waiting()[..5].iter().copied().collect();
    let leave = first.iter().map(|member| {
        let (desk, member) = (Arc::clone(&desk), *member);
        tokio::spawn(async move {
            insist(&desk, id, member, GatheringCommand::Unregister { member, now: now() }).await;
        })
    });
    for done in join_all(leave.chain((25..30).map(register))).await {
        done.unwrap();
    }
    let gathering = desk.load::<Gathering>(&id.to_string()).await.unwrap();
    assert_eq!((gathering.registered().len(), gathering.waiting().len()), (5, 20));
    assert_eq!(gathering.registered().iter().copied().collect::<HashSet<_>>(), next);
}
