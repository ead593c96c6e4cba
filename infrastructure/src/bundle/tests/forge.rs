//! Makes exports without a database, so that anything can be wrong with them, signed or not.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use cqrs_es::Aggregate;
use domain::bookmarks::{Bookmark, BookmarkEvent, Item};
use domain::library::Resource;
use domain::points::recount::Recount;
use domain::points::{Ledger, Revision, Rulebook, RulebookEvent};
use domain::{Event, MemberId, Position, ResourceId, Rules, StoredEvent};
use tempfile::TempDir;

use crate::bundle::layout::{
    Adopted, CHECKPOINT_FILE, CHECKPOINTS_FILE, DESCRIPTION, FORMAT_FILE, KEY_FILE, MANIFEST_FILE,
    RULES_FILE, SEGMENT, manifest, rules, segment, tile,
};
use crate::bundle::{Verdict, verify};
use crate::notary::{Head, NotaryKey, Tree, leaf};

pub const ORIGIN: &str = "portal.example.org/log";
const JOINED: &str = include_str!("../../../../tests/golden/member.MemberJoined.v1.sealed.json");
const PUBLISHED: &str = include_str!("../../../../tests/golden/resource.ResourcePublished.v2.json");
const WITHDRAWN: &str = include_str!("../../../../tests/golden/resource.ResourceWithdrawn.v1.json");
const SOMEBODY: &str = "018f2a6e-7c1d-7a40-8001-5e0c4b1d9a01";
const SOMETHING: &str = "018f2a6e-7c1d-7a40-8003-5e0c4b1d9a03";

/// A log in the making.
#[derive(Default)]
pub struct History {
    pub events: Vec<StoredEvent>,
    sequences: HashMap<(String, String), u64>,
}

impl History {
    /// Every fourth position was never used.
    pub fn add(&mut self, aggregate_type: &str, aggregate_id: &str, named: (&str, &str), payload: String) {
        let sequence = self.sequences.entry((aggregate_type.into(), aggregate_id.into())).or_default();
        *sequence += 1;
        let n = self.events.len() as u64;
        let at = format!("2026-{:02}-{:02}T10:00:00.000000Z", 1 + n / 280 % 12, 1 + n / 10 % 28);
        let command = MemberId::derived(&[&n.to_string()]);
        let somebody = MemberId::derived(&["somebody"]);
        self.events.push(StoredEvent {
            position: Position(1 + n + n / 3),
            aggregate_type: aggregate_type.into(),
            aggregate_id: aggregate_id.into(),
            sequence: *sequence,
            event_type: named.0.into(),
            event_version: named.1.into(),
            payload,
            metadata: format!(r#"{{"actor":"member:{somebody}","at":"{at}","command_id":"{command}"}}"#),
            recorded_at: "2026-12-31T00:00:00.000001Z".parse().unwrap(),
        });
    }

    pub fn event(&mut self, aggregate_id: &str, event: &Event) {
        let version = Event::current_version(event.aggregate_type(), &event.name()).unwrap();
        let payload = event.payload().unwrap().to_string();
        self.add(event.aggregate_type(), aggregate_id, (&event.name(), version), payload);
    }

    fn golden(&mut self, kind: &str, id: &str, named: (&str, &str), golden: &str, ids: [&str; 2]) {
        let text = golden.replace(SOMEBODY, ids[0]).replace(SOMETHING, ids[1]);
        let payload: serde_json::Value = serde_json::from_str(&text).unwrap();
        self.add(kind, id, named, payload.to_string());
    }

    /// Members who publish, keep and lose resources, and get their points.
    pub fn lived(rounds: u64) -> Self {
        let mut history = Self::default();
        let revision =
            Revision { revision: 1, valid_from: Rulebook::FOUNDED, rules: Rulebook::FOUNDING.into() };
        let adopted = RulebookEvent::RulesAdopted { revision, reason: None, draft: None };
        let mut rulebook = Rulebook::default();
        rulebook.evolve(&adopted);
        history.event(Rulebook::ID, &adopted.into());
        let mut recount = Recount::new(&rulebook);
        for n in 0..rounds {
            let member = MemberId::derived(&["member", &n.to_string()]);
            let author = member.to_string();
            let resource = ResourceId::derived(&[&n.to_string()]);
            let id = resource.to_string();
            history.golden("member", &author, ("MemberJoined", "1"), JOINED, [&author, ""]);
            history.golden(Resource::TYPE, &id, ("ResourcePublished", "2"), PUBLISHED, [&author, &id]);
            history.answer(&mut recount);
            let (keeper, item) = (MemberId::derived(&["keeper", &n.to_string()]), Item::Resource(resource));
            let saved = BookmarkEvent::BookmarkSaved { member: keeper, item, owner: member, note: None };
            history.event(&Bookmark::id(keeper, item), &saved.into());
            history.answer(&mut recount);
            if n % 5 == 4 {
                history.golden(Resource::TYPE, &id, ("ResourceWithdrawn", "1"), WITHDRAWN, [&author, &id]);
                history.answer(&mut recount);
            }
        }
        history
    }

    /// What the reactor enters because of the last event.
    fn answer(&mut self, recount: &mut Recount<'_>) {
        let last = self.events.last().unwrap().clone();
        let payload = last.payload.clone();
        for (ledger, due) in recount.see(&last.decoded(&payload).unwrap()) {
            self.event(&ledger, &due.event.into());
        }
    }

    pub fn lines(&self) -> Vec<String> {
        self.events.iter().map(|event| event.line().unwrap()).collect()
    }

    /// The place of the first event of that name, from some place on.
    pub fn find(&self, name: &str, from: usize) -> usize {
        from + self.events[from..].iter().position(|event| event.event_type == name).unwrap()
    }

    pub fn ledgers(&self) -> usize {
        self.events.iter().filter(|event| event.aggregate_type == Ledger::TYPE).count()
    }
}

/// An export, and the key by which it is right.
pub struct Forged {
    pub key: NotaryKey,
    folder: TempDir,
}

impl Forged {
    /// As an honest portal would export it, with checkpoints at these sizes and at the end.
    pub fn of(history: &History, sizes: &[usize]) -> Self {
        let forged = Self { key: NotaryKey::generate(ORIGIN).unwrap(), folder: TempDir::new().unwrap() };
        forged.write(history, sizes, &forged.key);
        forged
    }

    pub fn write(&self, history: &History, sizes: &[usize], key: &NotaryKey) {
        let lines = history.lines();
        let mut notes = vec![];
        let mut tree = Tree::default();
        for line in &lines {
            tree.push(leaf(line)).unwrap();
            let size = tree.size();
            if sizes.iter().any(|at| *at as u64 == size) || size == lines.len() as u64 {
                notes.push(key.checkpoint(Head { size, root: tree.root().unwrap() }).unwrap());
            }
        }
        for (at, bytes) in tree.tiles_since(0).unwrap() {
            self.put(&tile(at.level(), at.level_index(), at.width()), &bytes);
        }
        self.put_lines(&lines);
        self.put(FORMAT_FILE, DESCRIPTION.as_bytes());
        self.put(KEY_FILE, format!("{}\n", key.verifier().as_str()).as_bytes());
        self.put_notes(&notes);
        let decoded =
            history.events.iter().filter(|event| event.aggregate_type == Rulebook::TYPE).map(|event| {
                let payload = event.payload.clone();
                event.clone().decoded(&payload).unwrap()
            });
        let adopted: Vec<Adopted> = decoded.filter_map(|event| Adopted::of(&event)).collect();
        self.put(RULES_FILE, rules(&adopted).as_bytes());
        let last = history.events.last().map_or(Position::START, |event| event.position);
        let text = manifest(ORIGIN, lines.len() as u64, last, notes.len() as u64);
        self.put(MANIFEST_FILE, text.as_bytes());
    }

    pub fn put_lines(&self, lines: &[String]) {
        for (n, lines) in lines.chunks(usize::try_from(SEGMENT).unwrap()).enumerate() {
            let text: String = lines.iter().flat_map(|line| [line.as_str(), "\n"]).collect();
            self.put(&segment(n as u64), text.as_bytes());
        }
    }

    pub fn put_notes(&self, notes: &[String]) {
        let lines = notes.iter().map(|note| format!("{}\n", serde_json::Value::from(note.as_str())));
        self.put(CHECKPOINTS_FILE, lines.collect::<String>().as_bytes());
        self.put(CHECKPOINT_FILE, notes.last().map_or(&b""[..], |note| note.as_bytes()));
    }

    pub fn notes(&self) -> Vec<String> {
        let text = std::fs::read_to_string(self.path(CHECKPOINTS_FILE)).unwrap();
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    pub fn put(&self, name: &str, bytes: &[u8]) {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn verify(&self) -> Verdict {
        verify(self.folder.path(), self.key.verifier(), |_, _, _| {}).unwrap()
    }

    /// What is wrong, a line each.
    pub fn faults(&self) -> Vec<String> {
        self.verify().faults.named().iter().map(ToString::to_string).collect()
    }

    #[track_caller]
    pub fn is_right(&self) -> Verdict {
        let verdict = self.verify();
        let named: Vec<String> = verdict.faults.named().iter().map(ToString::to_string).collect();
        assert_eq!(named, Vec::<String>::new());
        verdict
    }

    /// Just these faults, each known by a part of its line.
    #[track_caller]
    pub fn has(&self, expected: &[&str]) {
        let faults = self.faults();
        let fits = faults.len() == expected.len()
            && expected.iter().all(|part| faults.iter().any(|fault| fault.contains(part)));
        assert!(fits, "{expected:#?} in {faults:#?}");
    }

    /// Every regular file, with its length.
    pub fn files(&self) -> Vec<(PathBuf, u64)> {
        let mut files = vec![];
        collect(self.folder.path(), &mut files);
        files.sort();
        files
    }
}

fn collect(folder: &Path, files: &mut Vec<(PathBuf, u64)>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else {
            files.push((path.clone(), std::fs::metadata(&path).unwrap().len()));
        }
    }
}
