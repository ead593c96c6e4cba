//! Events and tables for the tests of this context.

use domain::bookmarks::Item;
use domain::library::{Details, Facets, Kind, Licence, ResourceEvent, Source};
use domain::points::{Contribution, DisputeEvent, LedgerEvent, LineKind, award_id};
use domain::{
    AwardId, CommandId, Event, EventRef, Language, MemberId, Metadata, Personal, Position, Recorded,
    ResourceId, Theme,
};
use std::sync::Arc;
use testkit::TestDb;

use crate::ReadModel;
use crate::calendar::Gatherings;
use crate::engine::{Engine, model};
use crate::highlights::Highlights;
use crate::testing::Log;

pub fn id(name: &str) -> MemberId {
    MemberId::derived(&[name])
}

/// An event as the log would hold it, at noon of a day.
pub fn recorded(position: u64, day: &str, event: impl Into<Event>) -> Recorded {
    Recorded {
        position: Position(position),
        aggregate_id: "any".into(),
        sequence: position,
        event: event.into(),
        metadata: Metadata {
            actor: "system:points".into(),
            at: format!("{day}T12:00:00Z").parse().unwrap(),
            command_id: CommandId::derived(&[&position.to_string()]),
            caused_by: None,
        },
    }
}

fn item(name: &str) -> Item {
    Item::Resource(ResourceId::derived(&[name]))
}

pub fn award(member: &str, name: &str) -> AwardId {
    award_id(Contribution::ResourcePublished, item(name), id(member))
}

pub fn awarded(position: u64, member: &str, name: &str, points: u32, day: &str) -> Recorded {
    let event = LedgerEvent::PointsAwarded {
        award: award(member, name),
        member: id(member),
        points,
        contribution: Contribution::ResourcePublished,
        item: item(name),
        rule: 1,
        earned_by: EventRef { aggregate_type: "resource".into(), aggregate_id: name.into(), sequence: 1 },
        day: day.parse().unwrap(),
    };
    recorded(position, day, event)
}

pub fn withdrawn(position: u64, member: &str, name: &str, points: u32, day: &str) -> Recorded {
    let event = LedgerEvent::PointsWithdrawn {
        award: award(member, name),
        member: id(member),
        points,
        day: day.parse().unwrap(),
        because: EventRef { aggregate_type: "resource".into(), aggregate_id: name.into(), sequence: 2 },
    };
    recorded(position, "2026-06-01", event)
}

/// The member says what is wrong with a line.
pub fn disputed(position: u64, member: &str, name: &str, line: LineKind) -> Recorded {
    let (award, member) = (award(member, name), id(member));
    let objection = Personal::new(member, format!("The {name} is a law."));
    let dispute = line.dispute(award);
    let event = DisputeEvent::DisputeOpened { dispute, award, line, member, objection };
    recorded(position, &format!("2026-03-{position:02}"), event)
}

pub fn published(position: u64, name: &str, title: &str) -> Recorded {
    let facets =
        Facets { country: None, language: Language::Es, kind: Kind::Law, themes: vec![Theme::RURAL] };
    let event = ResourceEvent::ResourcePublished {
        resource: ResourceId::derived(&[name]),
        author: id("ana"),
        details: Details {
            title: title.to_owned(),
            summary: "Texto.".into(),
            authors: None,
            institution: None,
            year: None,
            licence: Licence::CcBy,
            facets,
        },
        source: Source::Link { url: "https://example.org".into() },
    };
    recorded(position, "2026-03-01", event)
}

/// A database in which one read model has folded the events.
pub async fn table<M: ReadModel>(events: &[Recorded]) -> TestDb {
    let db = testkit::database().await;
    fold_into::<M>(&db, events).await;
    // Titles of lines are looked up here as well.
    fold_into::<Gatherings>(&db, events).await;
    fold_into::<Highlights>(&db, events).await;
    db
}

/// One more read model in it, from the same events.
pub async fn fold_into<M: ReadModel>(db: &TestDb, events: &[Recorded]) {
    let log = Arc::new(Log(events.to_vec()));
    Engine::new(db.pool.clone(), log, vec![model::<M>()]).catch_up().await.unwrap();
}
