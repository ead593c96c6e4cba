//! Exports made to harm whoever verifies them: each ends in a message, in bounded memory, and nothing outside is read.

use std::os::unix::fs::symlink;
use std::process::Command;

use domain::StoredEvent;

use super::forge::{Forged, History};
use crate::bundle::layout::{
    CHECKPOINT_FILE, CHECKPOINTS_FILE, FORMAT_FILE, KEY_FILE, LINE_MAX, MANIFEST_FILE, RULES_FILE,
};

const EVENTS: &str = "events/000000.ndjson";

fn forged() -> (History, Forged) {
    let history = History::lived(4);
    let forged = Forged::of(&history, &[3]);
    forged.is_right();
    (history, forged)
}

/// One of the faults has this in its line.
#[track_caller]
fn says(forged: &Forged, part: &str) {
    let faults = forged.faults();
    assert!(faults.iter().any(|fault| fault.contains(part)), "{part}: {faults:#?}");
}

#[test]
fn a_file_that_is_missing_is_named() {
    for name in [EVENTS, CHECKPOINT_FILE, CHECKPOINTS_FILE, FORMAT_FILE, KEY_FILE, RULES_FILE, MANIFEST_FILE]
    {
        let (_, forged) = forged();
        std::fs::remove_file(forged.path(name)).unwrap();
        says(&forged, &format!("{name}: it is missing"));
    }
    let (_, forged) = forged();
    std::fs::remove_dir_all(forged.path("tile")).unwrap();
    says(&forged, "it is missing");
}

#[test]
fn nothing_is_read_through_a_link() {
    let elsewhere = tempfile::TempDir::new().unwrap();
    for name in [EVENTS, CHECKPOINT_FILE, CHECKPOINTS_FILE, KEY_FILE, MANIFEST_FILE] {
        let (_, forged) = forged();
        let target = elsewhere.path().join(name.replace('/', "_"));
        std::fs::rename(forged.path(name), &target).unwrap();
        symlink(&target, forged.path(name)).unwrap();
        says(&forged, "a link leads out of the export");
    }
    for folder in ["events", "tile"] {
        let (_, forged) = forged();
        let target = elsewhere.path().join(folder);
        std::fs::rename(forged.path(folder), &target).unwrap();
        symlink(&target, forged.path(folder)).unwrap();
        says(&forged, "a link leads out of the export");
    }
}

#[test]
fn a_pipe_a_device_and_a_folder_are_not_waited_for() {
    for name in [EVENTS, CHECKPOINT_FILE, CHECKPOINTS_FILE, RULES_FILE, MANIFEST_FILE] {
        let (_, forged) = forged();
        std::fs::remove_file(forged.path(name)).unwrap();
        assert!(Command::new("mkfifo").arg(forged.path(name)).status().unwrap().success());
        says(&forged, "it is no regular file");
        std::fs::remove_file(forged.path(name)).unwrap();
        std::fs::create_dir(forged.path(name)).unwrap();
        says(&forged, "it is no regular file");
        std::fs::remove_dir(forged.path(name)).unwrap();
        symlink("/dev/zero", forged.path(name)).unwrap();
        says(&forged, "a link leads out of the export");
    }
}

#[test]
fn paths_in_the_manifest_lead_nowhere() {
    let (_, forged) = forged();
    let honest = std::fs::read_to_string(forged.path(MANIFEST_FILE)).unwrap();
    for more in [r#""segments": ["/etc/passwd", "../../secret"]"#, r#""format": 1"#, r#""size": 1"#] {
        forged.put(MANIFEST_FILE, honest.replacen("{\n", &format!("{{\n  {more},\n"), 1).as_bytes());
        forged.has(&["manifest.json: it is not what follows from the rest of the export"]);
    }
    forged.put(MANIFEST_FILE, &vec![b'['; 1 << 20]);
    forged.has(&["manifest.json: it is not what follows"]);
}

#[test]
fn a_line_without_end_and_a_file_without_end_are_not_read() {
    let (history, forged) = forged();
    let huge = [history.lines()[0].as_bytes(), b"\n", &vec![b'x'; LINE_MAX + 2]].concat();
    forged.put(EVENTS, &huge);
    says(&forged, "events/000000.ndjson: line 2 is longer than a line may be");
    for name in [EVENTS, CHECKPOINT_FILE, CHECKPOINTS_FILE, RULES_FILE, KEY_FILE, FORMAT_FILE] {
        let (_, forged) = self::forged();
        // A hole of a terabyte: it takes no room on the disk.
        let file = std::fs::OpenOptions::new().write(true).open(forged.path(name)).unwrap();
        file.set_len(1 << 40).unwrap();
        assert!(forged.verify().faults.total() > 0, "{name}");
    }
    let (history, forged) = self::forged();
    forged.put(EVENTS, history.lines().join("\n").as_bytes());
    says(&forged, &format!("line {} is cut off", history.lines().len()));
}

#[test]
fn far_more_lines_than_there_may_be_are_not_read() {
    let (_, forged) = forged();
    forged.put(EVENTS, &vec![b'\n'; 1 << 20]);
    says(&forged, "it has far more lines than it may have");
}

#[test]
fn json_that_is_no_event_is_named_with_its_line() {
    let (history, forged) = forged();
    let honest = history.lines();
    let nested = format!(r#"{{"position":{}1{}}}"#, "[".repeat(100_000), "]".repeat(100_000));
    let twice = honest[2].replacen(r#""sequence":1"#, r#""sequence":1,"sequence":1"#, 1);
    let inside = honest[2].replacen(r#"{"actor""#, r#"{"actor":"system:x","actor""#, 1);
    for (line, said) in [
        (nested.as_str(), "it is not an event: recursion limit exceeded"),
        (&twice, "the key `sequence` stands twice"),
        (&inside, "the key `actor` stands twice"),
        ("", "it is not an event"),
        ("null", "it is not an event"),
        (r#"{"position":1e999}"#, "it is not an event"),
    ] {
        let mut lines = honest.clone();
        line.clone_into(&mut lines[2]);
        forged.put_lines(&lines);
        let faults = forged.faults().join("\n");
        assert!(
            faults.contains(&format!("events/000000.ndjson:3: {said}")) || faults.contains(said),
            "{faults}"
        );
        assert!(faults.contains("events/000000.ndjson:3"), "{faults}");
    }
    let mut bytes = honest.join("\n").into_bytes();
    bytes.push(b'\n');
    let at = honest[0].len() + 20;
    bytes[at] = 0xff;
    forged.put(EVENTS, &bytes);
    says(&forged, "events/000000.ndjson:2: it is not UTF-8");
}

#[test]
fn an_event_of_another_program_is_named() {
    let mut history = History::lived(2);
    history.add("spaceship", "one", ("ShipLaunched", "1"), "{}".into());
    history.add("member", "one", ("MemberJoined", "99"), "{}".into());
    Forged::of(&history, &[])
        .has(&["does not know the aggregate `spaceship`", "does not know MemberJoined version 99"]);
}

#[test]
fn what_is_packed_is_not_unpacked() {
    let (_, forged) = forged();
    // The head of a gzip file.
    forged.put(EVENTS, &[0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]);
    says(&forged, "events/000000.ndjson: line 1 is cut off");
    let (_, forged) = self::forged();
    for name in ["events/000000.ndjson.gz", "events/000001.ndjson", "events/0.ndjson"] {
        forged.put(name, b"more");
        forged.has(&[&format!("{name}: it does not belong to this export")]);
        std::fs::remove_file(forged.path(name)).unwrap();
    }
}

#[test]
fn a_tile_of_another_size_is_named() {
    let (history, forged) = forged();
    let name = format!("tile/0/000.p/{}", history.events.len());
    let honest = std::fs::read(forged.path(&name)).unwrap();
    for wrong in [&honest[..31], &[], &[&honest[..], &[0]].concat()] {
        forged.put(&name, wrong);
        says(&forged, &format!("{name}: it has {} bytes where {} are right", wrong.len(), honest.len()));
    }
}

#[test]
fn checkpoints_of_another_log_and_of_no_size_are_refused() {
    let (_, forged) = forged();
    let honest = forged.notes().pop().unwrap();
    let text = honest.split("\n\n").next().unwrap().to_owned() + "\n";
    let with = |line: usize, other: &str| {
        let mut lines: Vec<&str> = text.lines().collect();
        lines[line] = other;
        forged.key.sign(&(lines.join("\n") + "\n")).unwrap()
    };
    for (note, said) in [
        (with(0, "other.example.org/log"), "it is no checkpoint of the log"),
        (with(1, "18446744073709551616"), "it is no checkpoint of the log"),
        (with(1, "18446744073709551615"), "no log has 18446744073709551615 events"),
        (with(1, "-1"), "it is no checkpoint of the log"),
        (with(1, "0"), "no log has 0 events"),
        (with(2, "AAAA"), "it is no checkpoint of the log"),
        ("nothing".to_owned(), "it is not a signed note"),
        (honest.replacen("\n\n", "\n", 1), "it is not a signed note"),
    ] {
        forged.put_notes(&[note]);
        says(&forged, &format!("checkpoint: {said}"));
        says(&forged, &format!("checkpoints.ndjson:1: {said}"));
    }
    // Signed for more than there is: most of it is said to be missing, and no room is reserved for it.
    forged.put_notes(&[with(1, "9223372036854775807")]);
    says(&forged, "no log has 9223372036854775807 events");
    forged.put_notes(&[with(1, "1099511627776")]);
    says(&forged, "to 1099511627776 of the log were removed from its end");
}

#[test]
fn a_stored_event_with_a_huge_number_of_keys_is_read_in_time() {
    let history = History::lived(1);
    let keys: Vec<String> = (0..200_000).map(|n| format!("\"{n}\":0")).collect();
    let line = |payload: String| {
        let mut event: StoredEvent = history.events[1].clone();
        event.payload = payload;
        event.line().unwrap()
    };
    let many = line(format!("{{{}}}", keys.join(",")));
    let twice = line(format!("{{{},\"7\":1}}", keys.join(",")));
    assert!(StoredEvent::from_line(many.as_bytes()).is_ok());
    let fault = StoredEvent::from_line(twice.as_bytes()).unwrap_err().to_string();
    assert!(fault.contains("the key `7` stands twice"), "{fault}");
}
