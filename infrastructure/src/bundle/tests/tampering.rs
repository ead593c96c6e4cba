//! A changed byte, a removed, added, swapped or re-signed event is found and named; so is what was wrong when it was
//! signed.

use domain::points::{LedgerEvent, Rulebook};
use domain::{Event, MemberId};

use super::forge::{Forged, History, ORIGIN};
use crate::bundle::Part;
use crate::bundle::layout::{CHECKPOINT_FILE, SEGMENT, segment};
use crate::notary::{Frontier, Head, NotaryKey, leaf};

fn history() -> History {
    History::lived(60)
}

#[test]
fn an_honest_export_is_right() {
    let history = history();
    let forged = Forged::of(&history, &[1, 100, 256]);
    let verdict = forged.is_right();
    let events = history.events.len() as u64;
    assert_eq!((verdict.events, verdict.size, verdict.checkpoints), (events, events, 4));
    assert_eq!(verdict.position, history.events.last().unwrap().position);
    assert_eq!(verdict.awards + verdict.withdrawals, history.ledgers() as u64);
    assert!(verdict.withdrawals == 24 && verdict.awards == 120, "{verdict:?}");
    assert_eq!(verdict.pending.count, 0);
    assert!(verdict.streams > 180, "{verdict:?}");
}

/// Linear congruences (Knuth's MMIX constants): the same for the same seed.
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }
}

#[test]
fn whichever_byte_is_changed_it_is_found() {
    let forged = Forged::of(&history(), &[100, 256]);
    let files = forged.files();
    let mut chance = Chance(20);
    let mut flip = |path: &std::path::Path, length: u64| {
        let mut bytes = std::fs::read(path).unwrap();
        let at = usize::try_from(chance.below(length)).unwrap();
        let was = bytes[at];
        bytes[at] ^= 1 + u8::try_from(chance.below(255)).unwrap();
        std::fs::write(path, &bytes).unwrap();
        let found = forged.verify().faults.total();
        assert!(found > 0, "{}: byte {at} from {was} to {}", path.display(), bytes[at]);
        bytes[at] = was;
        std::fs::write(path, &bytes).unwrap();
    };
    // Every file, however short, and the long ones by their length.
    for (path, length) in &files {
        for _ in 0..3 {
            flip(path, *length);
        }
    }
    let mut places = Chance(7);
    let all: u64 = files.iter().map(|(_, length)| length).sum();
    for _ in 0..50 {
        let mut at = places.below(all);
        let file = files.iter().find(|(_, length)| {
            let here = at < *length;
            at = at.saturating_sub(*length);
            here
        });
        let (path, length) = file.unwrap();
        flip(path, *length);
    }
    forged.is_right();
}

#[test]
fn what_became_of_an_event_is_named_by_its_position() {
    let history = history();
    let forged = Forged::of(&history, &[100]);
    let lines = history.lines();
    let position = |n: usize| history.events[n].position;
    let altered = |change: &dyn Fn(&mut Vec<String>)| {
        let mut lines = lines.clone();
        change(&mut lines);
        forged.put_lines(&lines);
    };

    altered(&|lines| lines[41] = lines[41].replacen("member:", "system:", 1));
    forged.has(&[&format!(
        "events/000000.ndjson:42, position {}: this is not the event that was signed",
        position(41)
    )]);

    let count = lines.len();
    altered(&|lines| drop(lines.remove(42)));
    let faults = forged.faults().join("\n");
    let removed =
        format!("position {}: event 43 of the log was removed, right before this one", position(43));
    let short = format!("events/000000.ndjson: it has {} events where {count} are right", count - 1);
    assert!(faults.contains(&removed) && faults.contains(&short), "{faults}");

    altered(&|lines| lines.insert(42, lines[7].clone()));
    let faults = forged.faults().join("\n");
    let added = format!("events/000000.ndjson:43, position {}: this event was added", position(7));
    assert!(faults.contains(&added), "{faults}");

    // Of a stream each, so that nothing else is wrong with them.
    let (one, other) = (history.find("MemberJoined", 50), history.find("MemberJoined", 50) + 1);
    altered(&|lines| lines.swap(one, other));
    let faults = forged.faults().join("\n");
    let swapped = format!(
        "position {}: this event changed places with the one at position {}",
        position(other),
        position(one)
    );
    assert!(faults.contains(&swapped), "{faults}");
    assert!(faults.contains("does not grow"), "{faults}");

    altered(&|lines| lines.truncate(count - 2));
    let faults = forged.faults().join("\n");
    let cut = format!("events {} to {count} of the log were removed from its end", count - 1);
    assert!(faults.contains(&cut), "{faults}");

    forged.put_lines(&lines);
    forged.is_right();
}

#[test]
fn a_log_rewritten_with_its_tree_is_found_between_two_checkpoints() {
    let mut history = history();
    let forged = Forged::of(&history, &[100, 200]);
    let notes = forged.notes();
    history.events[149].metadata = history.events[149].metadata.replacen("member:", "system:", 1);
    forged.write(&history, &[100, 200], &NotaryKey::generate(ORIGIN).unwrap());
    forged.put("key", format!("{}\n", forged.key.verifier().as_str()).as_bytes());
    forged.put_notes(&notes);
    let faults = forged.faults().join("\n");
    assert!(
        faults.contains("among events 101 to 200 of the log there are others than were signed"),
        "{faults}"
    );
    assert!(faults.contains("the tree's edge does not make the root that was signed"), "{faults}");
}

#[test]
fn what_another_key_signed_counts_for_nothing() {
    let history = history();
    let forged = Forged::of(&history, &[]);
    forged.write(&history, &[100], &NotaryKey::generate(ORIGIN).unwrap());
    let verdict = forged.verify();
    assert_eq!(verdict.size, 0, "nothing vouches for it");
    let faults = forged.faults().join("\n");
    for part in [
        "checkpoint: it is not signed by the key",
        "checkpoints.ndjson:1: it is not signed",
        "key: it is not",
    ] {
        assert!(faults.contains(part), "{faults}");
    }
}

#[test]
fn a_notary_that_signed_two_histories_is_found_out() {
    let history = history();
    let forged = Forged::of(&history, &[]);
    let mut other = Frontier::default();
    (0..100).for_each(|n| other.push(leaf(n.to_string())));
    let split = forged.key.checkpoint(Head { size: 100, root: other.root() }).unwrap();
    let notes = [vec![split], forged.notes()].concat();
    forged.put_notes(&notes);
    let faults = forged.faults().join("\n");
    assert!(
        faults.contains("checkpoints.ndjson:1: it is signed, for 100 events that are not the first 100"),
        "{faults}"
    );
}

#[test]
fn checkpoints_that_do_not_grow_or_lead_elsewhere_are_named() {
    let history = history();
    let forged = Forged::of(&history, &[100, 200]);
    let notes = forged.notes();
    forged.put_notes(&[notes[0].clone(), notes[0].clone(), notes[1].clone(), notes[2].clone()]);
    let faults = forged.faults().join("\n");
    assert!(faults.contains("checkpoints.ndjson:2: its size 100 does not grow over 100"), "{faults}");
    forged.put_notes(&notes);
    forged.put(CHECKPOINT_FILE, notes[1].as_bytes());
    let faults = forged.faults().join("\n");
    assert!(faults.contains("its last line is not the checkpoint at which the export ends"), "{faults}");
    // An honest shorter export is one; a longer log under an older checkpoint is none.
    assert!(faults.contains("this event was added: the signed log has none here"), "{faults}");
}

#[test]
fn a_damaged_tile_is_named_and_no_event_is_accused() {
    let history = History::lived(120);
    assert!(history.events.len() > 512, "two full tiles");
    let forged = Forged::of(&history, &[]);
    let name = "tile/0/001";
    let mut bytes = std::fs::read(forged.path(name)).unwrap();
    bytes[40] ^= 1;
    forged.put(name, &bytes);
    forged.has(&["tile/0/001: it is not the tile of the tree that was signed"]);
    let lines: Vec<String> = history.lines();
    let mut changed = lines.clone();
    changed[3] = changed[3].replacen("member:", "system:", 1);
    forged.put_lines(&changed);
    forged.has(&["tile/0/001: it is not", "events/000000.ndjson:4, position 5: this is not the event"]);
}

#[test]
fn a_segment_that_is_gone_leaves_the_others_where_they_were() {
    let mut history = History::default();
    for n in 0..SEGMENT + 10 {
        let member = MemberId::derived(&[&n.to_string()]);
        history.event(
            &member.to_string(),
            &Event::Member(domain::membership::MemberEvent::EmailConfirmed { member }),
        );
    }
    let forged = Forged::of(&history, &[60_000]);
    std::fs::remove_file(forged.path(&segment(0))).unwrap();
    // Nothing is said against the events of the other.
    forged.has(&["events/000000.ndjson: it is missing"]);
}

#[test]
fn what_is_wrong_in_a_signed_log_is_named_as_well() {
    let mut history = history();
    let (jumps, dark) = (history.find("MemberJoined", 30), history.find("MemberJoined", 60));
    history.events[jumps].sequence = 2;
    history.events[dark].metadata = history.events[dark].metadata.replacen("member:", "ghost:", 1);
    let backwards = history.find("MemberJoined", 100);
    history.events[backwards].position = history.events[backwards - 1].position;
    let forged = Forged::of(&history, &[]);
    forged.has(&[
        &format!(
            "position {}: its place in its stream is 2, where 1 follows",
            history.events[jumps].position
        ),
        &format!("position {}: `ghost:", history.events[dark].position),
        &format!("position {}: its position does not grow", history.events[backwards].position),
    ]);
}

/// The awards of a log of which one was dearer, one is missing and one came of nothing.
#[test]
fn points_that_do_not_follow_are_differences_with_their_position() {
    let mut history = history();
    let dear =
        (20..history.events.len()).find(|n| history.events[*n].payload.contains("\"points\":10")).unwrap();
    history.events[dear].payload =
        history.events[dear].payload.replacen("\"points\":10", "\"points\":1000", 1);
    let from_nothing = LedgerEvent::PointsAwarded {
        award: domain::AwardId::derived(&["nothing"]),
        member: MemberId::derived(&["friend"]),
        points: 500,
        contribution: domain::points::Contribution::ResourcePublished,
        item: domain::bookmarks::Item::Resource(domain::ResourceId::derived(&["nothing"])),
        rule: 1,
        earned_by: domain::EventRef {
            aggregate_type: "resource".into(),
            aggregate_id: "x".into(),
            sequence: 1,
        },
        day: Rulebook::FOUNDED,
    };
    history.event("a ledger", &Event::Ledger(from_nothing));
    // The first contribution whose only answer is an award in a ledger of its own.
    let gone = history.find("PointsAwarded", 40);
    assert_eq!(history.events[gone].sequence, 1);
    let cause = history.events[gone - 1].position;
    let streams = history.events[gone].aggregate_id.clone();
    history.events.remove(gone);
    for event in history.events.iter_mut().filter(|event| event.aggregate_id == streams) {
        event.sequence -= 1;
    }
    let forged = Forged::of(&history, &[]);
    let verdict = forged.verify();
    assert_eq!((verdict.faults.total(), verdict.faults.of(Part::Points)), (3, 3), "{:?}", forged.faults());
    let at = |n: usize| history.events[n].position;
    forged.has(&[
        &format!("position {}: an award of 1000 points", at(dear)),
        &format!("position {cause}: an award of 10 points"),
        &format!("position {}: an award of 500 points", at(history.events.len() - 1)),
    ]);
}

#[test]
fn contributions_at_the_end_may_wait_for_their_points() {
    let mut history = history();
    let last = history.find("BookmarkSaved", history.events.len() - 12);
    history.events.truncate(last + 1);
    let verdict = Forged::of(&history, &[]).is_right();
    assert_eq!(verdict.pending.count, 1);
    assert_eq!(verdict.pending.since, Some(history.events[last].position));
}
