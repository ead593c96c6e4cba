//! Which events belong to a member's own data, what they come to, and what of others is left out.

use std::collections::HashSet;

use domain::library::{Facets, Kind, Licence};
use domain::points::award_id;
use domain::{CommandId, Metadata, Position};

use super::telling::told;
use super::*;

fn id(name: &str) -> MemberId {
    MemberId::derived(&[name])
}

fn guide() -> ResourceId {
    ResourceId::derived(&["guide"])
}

fn details(title: &str) -> Details<Authors> {
    let facets = Facets { country: None, language: Language::Es, kind: Kind::Guide, themes: vec![] };
    Details {
        title: title.into(),
        summary: String::new(),
        authors: None,
        institution: None,
        year: None,
        licence: Licence::CcBy,
        facets,
    }
}

fn by(actor: &str, stream: String, position: u64, event: impl Into<Event>) -> Recorded {
    let at: DateTime<Utc> = "2026-03-02T10:00:00Z".parse().unwrap();
    Recorded {
        position: Position(position),
        aggregate_id: stream,
        sequence: 1,
        event: event.into(),
        metadata: Metadata {
            actor: actor.to_owned(),
            at: at + chrono::TimeDelta::minutes(i64::try_from(position).unwrap()),
            command_id: CommandId::derived(&[&position.to_string()]),
            caused_by: None,
        },
    }
}

fn member(name: &str) -> String {
    format!("member:{}", id(name))
}

fn joined(position: u64, name: &str) -> Recorded {
    let event = MemberEvent::MemberJoined {
        member: id(name),
        name: Personal::new(id(name), name.to_owned()),
        email: Personal::new(id(name), format!("{name}@example.org")),
        country: "PE".parse().unwrap(),
        language: Language::Es,
    };
    by(&member(name), id(name).to_string(), position, event)
}

fn published(position: u64, author: &str) -> Recorded {
    let event = ResourceEvent::ResourcePublished {
        resource: guide(),
        author: id(author),
        details: details("Guía"),
        source: Source::Link { url: "https://example.org".into() },
    };
    by(&member(author), guide().to_string(), position, event)
}

fn edited(position: u64, actor: &str) -> Recorded {
    let event = ResourceEvent::ResourceEdited {
        resource: guide(),
        revision: 2,
        details: details("Guía 2"),
        was: details("Guía").facets,
    };
    by(actor, guide().to_string(), position, event)
}

fn saved(position: u64, name: &str, owner: &str) -> Recorded {
    let event = BookmarkEvent::BookmarkSaved {
        member: id(name),
        item: Item::Resource(guide()),
        owner: id(owner),
        note: Some(Personal::new(id(name), format!("a note of {name}"))),
    };
    by(&member(name), format!("{}:{}", id(name), guide()), position, event)
}

fn dispute() -> (AwardId, DisputeId) {
    let award = award_id(Contribution::ResourcePublished, Item::Resource(guide()), id("ana"));
    (award, LineKind::Awarded.dispute(award))
}

fn disputed(position: u64) -> [Recorded; 2] {
    let (award, dispute) = dispute();
    let opened = DisputeEvent::DisputeOpened {
        dispute,
        award,
        line: LineKind::Awarded,
        member: id("ana"),
        objection: Personal::new(id("ana"), "These are too few.".into()),
    };
    let answered = DisputeEvent::DisputeAnswered {
        dispute,
        member: id("ana"),
        outcome: Outcome::Explained,
        answer: Personal::new(id("ana"), "The rule says so.".into()),
    };
    [
        by(&member("ana"), dispute.to_string(), position, opened),
        by(&member("eva"), dispute.to_string(), position + 1, answered),
    ]
}

fn disclosed(position: u64) -> [Recorded; 3] {
    let disclosure = DisclosureId::derived(&["look"]);
    let event = EventRef {
        aggregate_type: "bookmark".into(),
        aggregate_id: format!("{}:{}", id("luis"), guide()),
        sequence: 1,
    };
    let about = vec![id("ana"), id("luis")];
    let asked =
        DisclosureEvent::DisclosureAsked { disclosure, event, about, by: id("eva"), reason: "Why?".into() };
    let until = "2026-04-01T00:00:00Z".parse().unwrap();
    let approved =
        DisclosureEvent::DisclosureApproved { disclosure, by: id("ivo"), reason: "Yes.".into(), until };
    let viewed = DisclosureEvent::DisclosureViewed { disclosure, by: id("eva") };
    [
        by(&member("eva"), disclosure.to_string(), position, asked),
        by(&member("ivo"), disclosure.to_string(), position + 1, approved),
        by(&member("eva"), disclosure.to_string(), position + 2, viewed),
    ]
}

fn gathered(name: &str, events: &[Recorded]) -> (History, Vec<u64>) {
    let mut history = History::new(id(name));
    let mut positions = vec![];
    for event in events {
        if history.concerns(event) {
            history.fold(event);
            positions.push(event.position.0);
        }
    }
    (history, positions)
}

/// All that the JSON of somebody's own data would say.
fn written(name: &str, events: &[Recorded]) -> String {
    let everybody = ["ana", "luis", "eva", "ivo"].map(id);
    let others: HashSet<MemberId> = everybody.into_iter().filter(|other| *other != id(name)).collect();
    let mut history = History::new(id(name));
    let mut text = String::new();
    for event in events {
        if history.concerns(event) {
            history.fold(event);
            text.push_str(&told(event, id(name), &others).unwrap().to_string());
        }
    }
    text + &telling::shown(&history, id(name), &others).unwrap().to_string()
}

fn story() -> Vec<Recorded> {
    let mut story = vec![
        joined(1, "ana"),
        joined(2, "luis"),
        published(3, "ana"),
        saved(4, "luis", "ana"),
        saved(5, "ana", "ana"),
        edited(6, "operator:library"),
    ];
    story.extend(disputed(7));
    story.extend(disclosed(9));
    story
}

#[test]
fn what_a_member_did_and_what_is_about_the_member_belongs_to_it() {
    let (ana, positions) = gathered("ana", &story());
    assert_eq!(positions, [1, 3, 4, 5, 6, 7, 8, 9, 10, 11], "also a change by others to what is hers");
    assert_eq!(ana.profile.unwrap().name.value.get().unwrap(), "ana");
    assert_eq!(ana.resources[0].versions.len(), 2);
    assert_eq!(ana.bookmarks.len(), 1);
    assert_eq!(ana.disputes[0].answered.as_ref().unwrap().outcome, Outcome::Explained);
    assert_eq!(ana.disclosures[0].viewed_at.len(), 1);
    let (eva, positions) = gathered("eva", &story());
    assert_eq!(positions, [8, 9, 11], "what she did to others");
    assert_eq!((eva.disputes, eva.disclosures, eva.resources), (vec![], vec![], vec![]));
}

#[test]
fn nothing_of_others_is_in_it() {
    let everybody = ["ana", "luis", "eva", "ivo"];
    let personal = [
        ("ana", "a note of ana"),
        ("ana", "These are too few."),
        ("ana", "The rule says so."),
        ("luis", "a note of luis"),
        ("luis", "luis@example.org"),
        ("ana", "ana@example.org"),
    ];
    for name in everybody {
        let text = written(name, &story());
        for (of, value) in personal {
            assert_eq!(text.contains(value), of == name, "`{value}` of {of} for {name}: {text}");
        }
        for other in everybody.into_iter().filter(|other| *other != name) {
            assert!(!text.contains(&id(other).to_string()), "the id of {other} for {name}: {text}");
        }
    }
}

#[test]
fn points_are_the_lines_and_their_sum() {
    let award = |name: &str, points| {
        let earned_by = published(3, "ana").reference();
        LedgerEvent::PointsAwarded {
            award: AwardId::derived(&[name]),
            member: id("ana"),
            points,
            contribution: Contribution::ResourcePublished,
            item: Item::Resource(guide()),
            rule: 1,
            earned_by,
            day: "2026-03-02".parse().unwrap(),
        }
    };
    let withdrawn = LedgerEvent::PointsWithdrawn {
        award: AwardId::derived(&["one"]),
        member: id("ana"),
        points: 10,
        day: "2026-03-02".parse().unwrap(),
        because: published(3, "ana").reference(),
    };
    let of = |position, event| by("system:points", format!("{}:2026-03", id("ana")), position, event);
    let events = [of(4, award("one", 10)), of(5, award("other", 2)), of(6, withdrawn)];
    let (ana, _) = gathered("ana", &events);
    assert_eq!(ana.points.total, 2);
    let withdrawn: Vec<bool> = ana.points.lines.iter().map(|line| line.withdrawn_at.is_some()).collect();
    assert_eq!(withdrawn, [true, false]);
}

#[test]
fn what_was_removed_or_taken_back_is_not_there_any_more() {
    let item = Item::Resource(guide());
    let kept = |position, event| by(&member("ana"), format!("{}:{}", id("ana"), guide()), position, event);
    let role = |position, event| by("operator:member", id("ana").to_string(), position, event);
    let events = [
        saved(1, "ana", "luis"),
        kept(2, BookmarkEvent::BookmarkNoteChanged { member: id("ana"), item, note: None }),
    ];
    assert_eq!(gathered("ana", &events).0.bookmarks[0].note, None);
    let events =
        [saved(1, "ana", "luis"), kept(2, BookmarkEvent::BookmarkRemoved { member: id("ana"), item })];
    assert_eq!(gathered("ana", &events).0.bookmarks, []);
    let events = [
        role(1, MemberEvent::RoleGranted { member: id("ana"), role: Role::Admin }),
        role(2, MemberEvent::RoleGranted { member: id("ana"), role: Role::Auditor }),
        role(3, MemberEvent::RoleRevoked { member: id("ana"), role: Role::Admin }),
    ];
    let held: Vec<Role> = gathered("ana", &events).0.roles.iter().map(|held| held.role).collect();
    assert_eq!(held, [Role::Auditor]);
}
