//! The shapes of stored events never change: each version of each event has a golden JSON that must be read,
//! and that the current program must write just so.

use std::collections::BTreeSet;
use std::path::Path;

use domain::Event;
use serde_json::Value;

/// `AGGREGATE.EVENT.vN.json`, or `AGGREGATE.EVENT.vN.CASE.json` for a further case of the same version.
struct Golden {
    file: String,
    aggregate_type: String,
    event_type: String,
    version: u32,
    text: String,
}

fn all() -> Vec<Golden> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../golden");
    let mut all: Vec<Golden> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| {
            let entry = entry.unwrap();
            let file = entry.file_name().into_string().unwrap();
            let parts: Vec<&str> = file.split('.').collect();
            let [aggregate_type, event_type, version, .., "json"] = parts[..] else {
                panic!("{file} is not named AGGREGATE.EVENT.vN.json");
            };
            let version = version.strip_prefix('v').and_then(|version| version.parse().ok());
            Golden {
                aggregate_type: aggregate_type.to_owned(),
                event_type: event_type.to_owned(),
                version: version.unwrap_or_else(|| panic!("{file} names no version")),
                text: std::fs::read_to_string(entry.path()).unwrap(),
                file,
            }
        })
        .collect();
    all.sort_by(|a, b| a.file.cmp(&b.file));
    all
}

fn current(aggregate_type: &str, event_type: &str) -> Option<u32> {
    Event::current_version(aggregate_type, event_type).map(|version| version.parse().unwrap())
}

fn decode(golden: &Golden) -> Event {
    let Golden { aggregate_type, event_type, version, text, .. } = golden;
    Event::decode(aggregate_type, event_type, &version.to_string(), text)
        .unwrap_or_else(|error| panic!("{}: {error}", golden.file))
}

/// As the golden files are written: sorted keys, two spaces.
fn pretty(payload: &Value) -> String {
    serde_json::to_string_pretty(payload).unwrap() + "\n"
}

/// What is missing among the files: `(aggregate, event, version)`.
fn missing<'a>(
    catalogue: impl IntoIterator<Item = (&'a str, &'a str, &'a str)>,
    files: &BTreeSet<(String, String, u32)>,
) -> Vec<String> {
    let versions = catalogue.into_iter().flat_map(|(aggregate, event, current)| {
        (1..=current.parse().unwrap()).map(move |version| (aggregate.to_owned(), event.to_owned(), version))
    });
    versions
        .filter(|wanted| !files.contains(wanted))
        .map(|(aggregate, event, version)| format!("{aggregate}.{event}.v{version}.json"))
        .collect()
}

#[test]
fn every_version_of_every_event_has_its_file() {
    let files =
        all().into_iter().map(|golden| (golden.aggregate_type, golden.event_type, golden.version)).collect();
    assert_eq!(missing(Event::catalogue(), &files), Vec::<String>::new());
}

#[test]
fn a_version_without_a_file_is_named() {
    let files = BTreeSet::from([("member".into(), "MemberJoined".into(), 2)]);
    assert_eq!(missing([("member", "MemberJoined", "2")], &files), ["member.MemberJoined.v1.json"]);
}

#[test]
fn each_file_names_an_event_that_this_program_knows() {
    for golden in all() {
        let current = current(&golden.aggregate_type, &golden.event_type);
        assert!(current.is_some_and(|current| golden.version <= current), "{} is unknown", golden.file);
    }
}

#[test]
fn every_stored_shape_is_read_as_the_event_that_it_names() {
    for golden in all() {
        let event = decode(&golden);
        assert_eq!(event.aggregate_type(), golden.aggregate_type, "{}", golden.file);
        assert_eq!(event.name(), golden.event_type, "{}", golden.file);
    }
}

#[test]
fn the_current_shapes_are_written_just_so() {
    let mut written = 0;
    for golden in all() {
        if current(&golden.aggregate_type, &golden.event_type) == Some(golden.version) {
            let payload = decode(&golden).payload().unwrap();
            assert_eq!(pretty(&payload), golden.text, "{}", golden.file);
            written += 1;
        }
    }
    assert!(written >= Event::catalogue().len());
}

/// What an upcaster makes of an old event is an event of today, which today's program reads as the same.
#[test]
fn the_old_shapes_become_current_ones() {
    let old: Vec<Golden> = all()
        .into_iter()
        .filter(|golden| current(&golden.aggregate_type, &golden.event_type) > Some(golden.version))
        .collect();
    assert!(!old.is_empty(), "ResourcePublished has had a version before");
    for golden in old {
        let event = decode(&golden);
        let payload = event.payload().unwrap();
        let today = current(&golden.aggregate_type, &golden.event_type).unwrap().to_string();
        let again =
            Event::decode(&golden.aggregate_type, &golden.event_type, &today, &payload.to_string()).unwrap();
        assert_eq!(again, event, "{}", golden.file);
        assert_ne!(pretty(&payload), golden.text, "{} is no older shape", golden.file);
    }
}
