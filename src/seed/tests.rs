//! Tests of the generator: what it makes is believable, repeatable and what the rules allow.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use domain::bookmarks::{BookmarkEvent, Item};
use domain::library::ResourceEvent;
use domain::membership::MemberEvent;
use domain::organisations::{OrganisationEvent, OrganisationKind, Programme};
use domain::points::{Claim, Contribution, LedgerEvent, Revision, Rulebook, RulebookEvent};
use domain::{CommandId, Event, Language, LocalText, OrganisationId, ProgrammeId, Recorded, Theme};

use super::*;

fn scene_events() -> Vec<Event> {
    let revision = Revision { revision: 1, valid_from: Rulebook::FOUNDED, rules: Rulebook::FOUNDING.into() };
    let rules = RulebookEvent::RulesAdopted { revision, reason: None, draft: None };
    let mut events = vec![Event::from(rules)];
    let offers = [
        ("BR", "Bolsa Família", Language::Pt),
        ("CL", "Programa Puente", Language::Es),
        ("JM", "PATH", Language::En),
    ];
    for (code, name, language) in offers {
        let organisation = OrganisationId::derived(&[code]);
        let registered = OrganisationEvent::OrganisationRegistered {
            organisation,
            kind: OrganisationKind::MemberState,
            slug: code.to_lowercase(),
            country: Some(code.parse().unwrap()),
            names: LocalText::one(Language::En, code),
        };
        let programme = Programme {
            id: ProgrammeId::derived(&[name]),
            name: name.into(),
            short: name[..4].into(),
            since: Some(2003),
            until: None,
            agency: "Ministry".into(),
            themes: vec![Theme::CASH_TRANSFERS, Theme::EDUCATION],
            language,
            summary: LocalText::one(language, "…"),
        };
        events.push(registered.into());
        events.push(OrganisationEvent::ProgrammeDescribed { organisation, programme }.into());
    }
    events
}

fn plan(seed: u64, members: u32, events: u64) -> Plan {
    Plan { seed, members, events, from: "2024-02-01".parse().unwrap() }
}

fn history(plan: Plan) -> Vec<Recorded> {
    let scene = Scene::of(scene_events()).unwrap();
    let mut history = History::try_new(plan, &scene, Position(100)).unwrap();
    std::iter::from_fn(|| history.next().unwrap()).collect()
}

fn bytes(events: &[Recorded]) -> Vec<u8> {
    let mut rows = BulkRows::default();
    for event in events {
        rows.push(event).unwrap();
    }
    rows.take()
}

#[test]
fn the_same_seed_makes_the_same_history() {
    let first = history(plan(1, 50, 2_000));
    assert!(first == history(plan(1, 50, 2_000)));
    assert!(first != history(plan(2, 50, 2_000)));
}

#[test]
fn there_are_as_many_events_as_planned_in_order_of_time_and_of_each_stream() {
    for planned in [plan(3, 2, 10), plan(4, 200, 1_000), plan(5, 100, 9_999)] {
        let events = history(planned);
        assert_eq!(events.len() as u64, planned.events);
        let end = Calendar::from(planned.from).unwrap().end();
        assert!(events.iter().all(|event| event.metadata.at < end));
        let mut lengths: HashMap<(&str, &str), u64> = HashMap::new();
        for (place, event) in events.iter().enumerate() {
            assert_eq!(event.position.0, 101 + place as u64);
            let length = lengths.entry((event.event.aggregate_type(), &event.aggregate_id)).or_default();
            *length += 1;
            assert_eq!(event.sequence, *length, "{event:?}");
        }
        assert!(events.is_sorted_by(|one, next| one.metadata.at < next.metadata.at));
        let joined = events.iter().filter(|event| event.event.name() == "MemberJoined").count();
        assert_eq!(joined, planned.members as usize);
    }
}

#[test]
fn too_few_events_are_refused() {
    let scene = Scene::of(scene_events()).unwrap();
    let refused = History::try_new(plan(1, 100, 499), &scene, Position::START);
    assert!(matches!(refused, Err(HistoryError::TooFewEvents { needed: 500, .. })));
}

#[test]
fn every_event_can_be_read_again() {
    for event in history(plan(6, 60, 4_000)) {
        let mut payload = Vec::new();
        event.event.write_payload(&mut payload).unwrap();
        let (kind, name) = (event.event.aggregate_type(), event.event.name());
        let version = Event::current_version(kind, &name).unwrap();
        let read = Event::decode(kind, &name, version, std::str::from_utf8(&payload).unwrap()).unwrap();
        assert_eq!(read, event.event);
    }
}

/// Computed from the contributions alone: the first of each day up to the cap earn, and what was
/// removed earns nothing.
#[test]
fn ledgers_say_what_the_rules_say() {
    let events = history(plan(7, 40, 20_000));
    let mut days: HashMap<_, u32> = HashMap::new();
    let mut expected = BTreeMap::new();
    let mut booked: BTreeMap<_, i64> = BTreeMap::new();
    for event in &events {
        if let Some(claim) = Claim::of(event) {
            let given = days.entry((claim.member, claim.day, claim.contribution)).or_default();
            let rule =
                Rulebook::FOUNDING.into_iter().find(|rule| rule.contribution == claim.contribution).unwrap();
            if *given < rule.daily_cap {
                expected.insert((claim.item, claim.award), (claim.member, rule.points));
            }
            *given += 1;
        }
        match &event.event {
            Event::Resource(ResourceEvent::ResourceWithdrawn { resource, .. }) => {
                expected.retain(|(item, _), _| *item != Item::Resource(*resource));
            }
            Event::Ledger(LedgerEvent::PointsAwarded { member, points, .. }) => {
                *booked.entry(*member).or_default() += i64::from(*points);
            }
            Event::Ledger(LedgerEvent::PointsWithdrawn { member, points, .. }) => {
                *booked.entry(*member).or_default() -= i64::from(*points);
            }
            _ => {}
        }
    }
    let mut totals: BTreeMap<_, i64> = booked.keys().map(|member| (*member, 0)).collect();
    for (member, points) in expected.values() {
        *totals.entry(*member).or_default() += i64::from(*points);
    }
    assert_eq!(booked, totals);
    // The test means something only where caps bound and awards were taken back.
    assert!(days.iter().any(|((_, _, kind), given)| *kind == Contribution::ResourcePublished && *given > 5));
    assert!(events.iter().any(|event| event.event.name() == "PointsWithdrawn"));
}

#[test]
fn awards_stand_behind_what_earned_them_as_the_reactor_writes_them() {
    let events = history(plan(8, 40, 3_000));
    let mut earlier = BTreeMap::new();
    let mut awards = 0;
    for event in &events {
        if let Event::Ledger(LedgerEvent::PointsAwarded { earned_by, day, .. }) = &event.event {
            let cause: &Recorded = earlier[&earned_by.to_string()];
            let claim = Claim::of(cause).unwrap();
            assert_eq!(event.metadata.actor, "system:points");
            assert_eq!(event.metadata.caused_by.as_deref(), Some(&*earned_by.to_string()));
            let entry = claim.under(&Scene::of(scene_events()).unwrap().rulebook).unwrap();
            assert_eq!((event.metadata.command_id, &event.aggregate_id), (entry.command_id, &entry.ledger));
            assert_eq!(*day, cause.metadata.at.date_naive());
            awards += 1;
        }
        earlier.insert(event.reference().to_string(), event);
    }
    assert!(awards > 500, "{awards}");
}

#[test]
fn nobody_acts_before_confirming_or_keeps_what_is_not_there_or_their_own() {
    let events = history(plan(9, 80, 12_000));
    let mut confirmed = HashSet::new();
    let mut library = HashMap::new();
    let mut seen = BTreeSet::new();
    for event in &events {
        let actor = event.metadata.member();
        seen.insert(event.event.name());
        match &event.event {
            Event::Member(MemberEvent::MemberJoined { member, .. }) => assert_eq!(actor, Some(*member)),
            Event::Member(MemberEvent::EmailConfirmed { member }) => assert!(confirmed.insert(*member)),
            Event::Resource(ResourceEvent::ResourcePublished { resource, author, .. }) => {
                assert!(confirmed.contains(author) && actor == Some(*author));
                library.insert(*resource, *author);
            }
            Event::Resource(ResourceEvent::ResourceEdited { resource, .. }) => {
                assert_eq!(library.get(resource).copied(), actor);
            }
            Event::Resource(ResourceEvent::ResourceWithdrawn { resource, .. }) => {
                assert_eq!(library.remove(resource), actor);
            }
            Event::Bookmark(BookmarkEvent::BookmarkSaved {
                member, item: Item::Resource(id), owner, ..
            }) => {
                assert!(confirmed.contains(member) && actor == Some(*member) && member != owner);
                assert!(event.sequence > 1 || library.get(id) == Some(owner));
            }
            Event::Bookmark(BookmarkEvent::BookmarkRemoved { member, .. }) => {
                assert_eq!(actor, Some(*member));
            }
            Event::Member(MemberEvent::ProfileEdited { member, .. }) => assert!(confirmed.contains(member)),
            _ => {}
        }
    }
    let expected = [
        "BookmarkNoteChanged",
        "BookmarkRemoved",
        "BookmarkSaved",
        "EmailConfirmed",
        "MemberJoined",
        "PointsAwarded",
        "PointsWithdrawn",
        "ProfileEdited",
        "ResourceEdited",
        "ResourcePublished",
        "ResourceWithdrawn",
    ];
    assert_eq!(seen.into_iter().collect::<Vec<_>>(), expected);
}

#[test]
fn some_resources_are_known_to_many_and_most_to_few() {
    let mut keepers: HashMap<String, u32> = HashMap::new();
    let mut languages = BTreeSet::new();
    let mut titles = HashSet::new();
    for event in history(plan(10, 300, 20_000)) {
        match event.event {
            Event::Resource(ResourceEvent::ResourcePublished { resource, details, .. }) => {
                keepers.insert(resource.to_string(), 0);
                languages.insert(details.facets.language);
                titles.insert(details.title);
            }
            Event::Bookmark(BookmarkEvent::BookmarkSaved { item: Item::Resource(resource), .. }) => {
                *keepers.entry(resource.to_string()).or_default() += 1;
            }
            _ => {}
        }
    }
    let mut counts: Vec<u32> = keepers.into_values().collect();
    counts.sort_unstable();
    let (median, most) = (counts[counts.len() / 2], counts[counts.len() - 1]);
    assert!(most > 15 * median.max(1), "{median} {most}");
    assert_eq!(languages.len(), 4);
    assert!(titles.len() * 2 > counts.len(), "{} titles of {}", titles.len(), counts.len());
}

mod stored {
    use std::sync::Arc;

    use domain::{EventLog, Metadata};
    use projections::engine::{AsOf, AsOfError, Engine};

    use super::*;
    use crate::cli::Advice;

    const REACTORS: [&str; 2] = ["points", "mail"];

    /// A store with programmes and rules, which the reactors have answered.
    async fn ready() -> testkit::TestDb {
        let db = testkit::database().await;
        let mut rows = Vec::new();
        for (number, event) in scene_events().into_iter().enumerate() {
            let metadata = Metadata {
                actor: "operator:import".into(),
                at: "2024-01-01T00:00:00Z".parse().unwrap(),
                command_id: CommandId::derived(&["import", &number.to_string()]),
                caused_by: None,
            };
            let aggregate_id = match &event {
                Event::Organisation(
                    OrganisationEvent::OrganisationRegistered { organisation, .. }
                    | OrganisationEvent::ProgrammeDescribed { organisation, .. },
                ) => organisation.to_string(),
                _ => Rulebook::ID.to_owned(),
            };
            let sequence = 1 + u64::from(event.name() == "ProgrammeDescribed");
            rows.push(Recorded { position: Position::START, aggregate_id, sequence, event, metadata });
        }
        let mut log = BulkAppend::begin(&db.pool, &REACTORS).await.unwrap();
        let vault = testkit::store(db.pool.clone()).await.vault().clone();
        let (send, receive) = mpsc::channel(1);
        send.send(bytes(&rows)).await.unwrap();
        drop(send);
        assert_eq!(log.copy(receive).await.unwrap(), rows.len() as u64);
        log.commit(&vault, &BulkKeys::default()).await.unwrap();
        db
    }

    async fn seeded(db: &testkit::TestDb, plan: Plan, now: &str) -> anyhow::Result<Summary> {
        let store = testkit::store(db.pool.clone()).await;
        append(store.vault(), &db.pool, &REACTORS, plan, now.parse().unwrap()).await
    }

    fn told(outcome: anyhow::Result<Summary>) -> String {
        outcome.unwrap_err().downcast::<Advice>().unwrap().to_string()
    }

    const LATER: &str = "2026-01-01T00:00:00Z";

    #[tokio::test]
    async fn the_log_holds_what_was_made_and_the_reactors_stand_at_its_end() {
        let db = ready().await;
        let summary = seeded(&db, plan(11, 40, 3_000), LATER).await.unwrap();
        assert_eq!(summary.events, 3_000);
        let store = testkit::store(db.pool.clone()).await;
        store.head().await.unwrap();
        let mut rows = store.read(Position::START, 10_000).await.unwrap();
        rows.retain(|event| event.metadata.actor != "operator:import");
        let made = history(plan(11, 40, 3_000));
        assert_eq!(rows.len(), made.len());
        for (stored, made) in rows.into_iter().zip(made) {
            assert_eq!(Recorded { position: made.position, ..stored }, made);
        }
        let clear: i64 =
            sqlx::query_scalar(r#"SELECT count(*) FROM events WHERE payload::text LIKE '%"clear"%'"#)
                .fetch_one(&db.pool)
                .await
                .unwrap();
        assert_eq!(clear, 0);
        let positions: Vec<i64> = sqlx::query_scalar(
            "SELECT position FROM checkpoints WHERE name LIKE 'reactor:%' AND error IS NULL",
        )
        .fetch_all(&db.pool)
        .await
        .unwrap();
        assert_eq!(positions, [summary.head.0.cast_signed(); 2]);
    }

    /// The live ones are folded from every event, those of a moment from what each says that it needs.
    #[tokio::test]
    async fn as_of_the_head_every_read_model_is_the_live_one() {
        let db = ready().await;
        seeded(&db, plan(11, 40, 3_000), LATER).await.unwrap();
        let log = Arc::new(
            infrastructure::Vaulted::open(db.pool.clone(), testkit::VAULT_KEY.parse().unwrap())
                .await
                .unwrap(),
        );
        let models = projections::all();
        Engine::new(db.pool.clone(), log.clone(), models.clone()).catch_up().await.unwrap();
        let moments = AsOf::new(&db.pool, log, models.clone());
        for model in models {
            let mut then = vec![];
            let dump = moments.dump(model.name(), LATER.parse().unwrap()).await.unwrap();
            dump.json(|row| {
                then.push(row.to_owned());
                Ok::<_, AsOfError>(())
            })
            .await
            .unwrap();
            let live = format!(
                "SELECT to_json(t)::text FROM {} t ORDER BY {}",
                model.name(),
                model.key().join(", ")
            );
            let live: Vec<String> = sqlx::query_scalar(&live).fetch_all(&db.pool).await.unwrap();
            assert_eq!(then, live, "{}", model.name());
        }
    }

    #[tokio::test]
    async fn the_same_seed_is_there_once_and_another_comes_beside_it() {
        let db = ready().await;
        seeded(&db, plan(12, 10, 200), LATER).await.unwrap();
        assert!(told(seeded(&db, plan(12, 10, 200), LATER).await).contains("already there"));
        seeded(&db, plan(13, 10, 200), LATER).await.unwrap();
        let members: i64 =
            sqlx::query_scalar("SELECT count(*) FROM events WHERE event_type = 'MemberJoined'")
                .fetch_one(&db.pool)
                .await
                .unwrap();
        assert_eq!(members, 20);
    }

    #[tokio::test]
    async fn nothing_is_made_where_a_reactor_has_not_answered_everything() {
        let db = ready().await;
        sqlx::query("UPDATE checkpoints SET position = position - 1 WHERE name = 'reactor:points'")
            .execute(&db.pool)
            .await
            .unwrap();
        assert!(told(seeded(&db, plan(14, 10, 200), LATER).await).contains("catch up"));
        // Nor where one of this program has never run.
        sqlx::query("DELETE FROM checkpoints").execute(&db.pool).await.unwrap();
        assert!(told(seeded(&db, plan(14, 10, 200), LATER).await).contains("catch up"));
    }

    #[tokio::test]
    async fn nothing_is_made_while_somebody_writes() {
        let db = ready().await;
        let mut writer = db.pool.begin().await.unwrap();
        sqlx::query("SELECT pg_advisory_xact_lock_shared(4717203)").execute(&mut *writer).await.unwrap();
        assert!(told(seeded(&db, plan(15, 10, 200), LATER).await).contains("being written to"));
        writer.rollback().await.unwrap();
        seeded(&db, plan(15, 10, 200), LATER).await.unwrap();
    }

    #[tokio::test]
    async fn what_cannot_be_made_is_told_and_leaves_nothing() {
        let db = ready().await;
        assert!(told(seeded(&db, plan(16, 10, 200), "2025-07-31T23:59:59Z").await).contains("future"));
        assert!(told(seeded(&db, plan(16, 10, 49), LATER).await).contains("at least 50"));
        let empty = testkit::database().await;
        assert!(told(seeded(&empty, plan(16, 10, 200), LATER).await).contains("iaspn import"));
        for db in [db, empty] {
            let members: i64 =
                sqlx::query_scalar("SELECT count(*) FROM events WHERE aggregate_type = 'member'")
                    .fetch_one(&db.pool)
                    .await
                    .unwrap();
            assert_eq!(members, 0);
        }
    }
}
