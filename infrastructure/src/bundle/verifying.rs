//! Checks an export against the notary's key, with nothing but its folder: no database, no server. Of the log
//! only rules and removals stay in memory: what has to be sorted goes to temporary files, bucket by bucket.

use std::collections::HashMap;
use std::io;
use std::num::NonZero;
use std::path::Path;
use std::sync::mpsc::{Receiver, sync_channel};

use domain::bookmarks::Item;
use domain::points::Rulebook;
use domain::points::recount::Removal;
use domain::{Event, Position, Rules};

use super::alignment::{Alignment, Finding, Line};
use super::checkpoints::{self, Checkpoints};
use super::faults::{Fault, Faults, Part};
use super::files::Folder;
use super::layout::{
    Adopted, CHECKPOINTS_FILE, DESCRIPTION, EVENTS_FOLDER, FORMAT_FILE, KEY_FILE, MANIFEST_FILE, RULES_FILE,
    manifest, rules, segment, segments,
};
use super::lines;
use super::reckoning::{Pending, Reckoning, over_all, streams};
use super::seen::Seen;
use super::spill::Spill;
use super::tiles::Leaves;
use crate::notary::{Frontier, Head, VerifierKey};

/// Batches that wait for each worker, and of each worker.
const AHEAD: usize = 2;
/// Events that bring one bucket each, so that a bucket takes some 20 MB once it is taken apart.
const LEDGER_BUCKET: u64 = 50_000;
const STREAM_BUCKET: u64 = 500_000;
/// Revisions of the rules that are kept in memory.
const ADOPTIONS: usize = 2_000;
/// Checkpoints of another log that are remembered.
const WRONG: usize = 100;
/// Open files for either.
const LEDGER_BUCKETS: u64 = 384;
const STREAM_BUCKETS: u64 = 96;

#[derive(Debug, thiserror::Error)]
pub enum VerifyError {
    #[error("temporary files cannot be written: {0}")]
    Scratch(#[from] io::Error),
}

/// What came of it.
#[derive(Debug, Default)]
pub struct Verdict {
    /// Events that the last checkpoint vouches for; 0 where none is signed by the key.
    pub size: u64,
    /// Events that were read, and the position of the last.
    pub events: u64,
    pub position: Position,
    pub checkpoints: u64,
    pub streams: u64,
    pub awards: u64,
    pub withdrawals: u64,
    pub pending: Pending,
    pub faults: Faults,
}

/// Checks everything. `at` is told what is done of how much, and what it is doing.
pub fn verify(
    folder: &Path,
    key: &VerifierKey,
    at: impl Fn(u64, u64, &str) + Sync,
) -> Result<Verdict, VerifyError> {
    let folder = Folder::new(folder.to_owned());
    let mut verdict = Verdict::default();
    if let Err(error) = folder.open(MANIFEST_FILE) {
        let what =
            format!("{error}: this is no whole export; it may have been interrupted, then export again");
        verdict.faults.add(Fault::new(Part::Files, what).within(MANIFEST_FILE));
        return Ok(verdict);
    }
    let (note, head) = match checkpoints::last(&folder, key) {
        Ok((note, head)) => (Some(note), Some(head)),
        Err(fault) => {
            verdict.faults.add(fault);
            (None, None)
        }
    };
    verdict.size = head.map_or(0, |head| head.size);
    let threads = std::thread::available_parallelism().map_or(2, NonZero::get).min(8);
    let mut checking = Checking::new(&folder, key, head, verdict);
    let total = head.map_or(0, |head| head.size);
    std::thread::scope(|scope| {
        let mut from_workers = Vec::new();
        let mut to_workers = Vec::new();
        for _ in 0..threads {
            let (to_worker, batches) = sync_channel(AHEAD);
            let (to_us, seen) = sync_channel(AHEAD);
            to_workers.push(to_worker);
            from_workers.push(seen);
            scope.spawn(move || {
                while let Ok(batch) = batches.recv() {
                    if to_us.send(Seen::of(batch)).is_err() {
                        return;
                    }
                }
            });
        }
        let folder = &folder;
        scope.spawn(move || {
            // In turn, so that what comes back in turn is in order.
            let mut next = to_workers.iter().cycle();
            let size = head.map(|head| head.size);
            lines::read(folder, size, |batch| next.next().is_some_and(|next| next.send(batch).is_ok()));
        });
        in_turn(&from_workers, |seen| {
            checking.take(seen)?;
            at(checking.verdict.events, total, "Verifying");
            Ok(())
        })
    })?;
    checking.finish(note.as_deref(), threads, at)
}

fn in_turn(
    from: &[Receiver<Seen>],
    mut take: impl FnMut(Seen) -> Result<(), VerifyError>,
) -> Result<(), VerifyError> {
    for receiver in from.iter().cycle() {
        let Ok(seen) = receiver.recv() else { return Ok(()) };
        take(seen)?;
    }
    Ok(())
}

/// What goes over the lines in their order.
struct Checking<'a> {
    folder: &'a Folder,
    key: &'a VerifierKey,
    head: Option<Head>,
    leaves: Option<Leaves<'a>>,
    alignment: Alignment,
    frontier: Frontier,
    checkpoints: Checkpoints<'a>,
    /// The checkpoint that comes next, with its line.
    due: Option<(u64, Head)>,
    /// How many events the last checkpoint has whose root is that of the lines.
    last_right: u64,
    /// Checkpoints whose root is another, by line and size.
    wrong: Vec<(u64, u64)>,
    /// What became of an event was named, or why it could not be read.
    named: bool,
    rulebook: Rulebook,
    adopted: Vec<Adopted>,
    removals: HashMap<Item, Removal>,
    places: Spill,
    posted: Spill,
    verdict: Verdict,
}

impl<'a> Checking<'a> {
    fn new(folder: &'a Folder, key: &'a VerifierKey, head: Option<Head>, mut verdict: Verdict) -> Self {
        let key_line = format!("{}\n", key.as_str());
        verdict.faults.extend(folder.compare(FORMAT_FILE, DESCRIPTION));
        verdict.faults.extend(folder.compare(KEY_FILE, &key_line));
        let leaves = head.map(|head| Leaves::below(folder, head));
        let mut checkpoints = Checkpoints::of(folder, key);
        let due = checkpoints.next();
        let size = head.map_or(STREAM_BUCKET, |head| head.size);
        Self {
            folder,
            key,
            head,
            leaves,
            alignment: Alignment::default(),
            frontier: Frontier::default(),
            checkpoints,
            due,
            last_right: 0,
            wrong: vec![],
            named: false,
            rulebook: Rulebook::default(),
            adopted: vec![],
            removals: HashMap::new(),
            places: Spill::new(size, STREAM_BUCKET, STREAM_BUCKETS),
            posted: Spill::new(size, LEDGER_BUCKET, LEDGER_BUCKETS),
            verdict,
        }
    }

    fn take(&mut self, seen: Seen) -> Result<(), VerifyError> {
        self.verdict.faults.extend(seen.faults);
        for line in seen.lines {
            self.verdict.events += 1;
            if let Some(position) = line.position {
                if position <= self.verdict.position {
                    let what = format!("its position does not grow over {} before it", self.verdict.position);
                    let fault = Fault::new(Part::Events, what).within(line.row.to_string()).at(position);
                    self.verdict.faults.add(fault);
                }
                self.verdict.position = position;
            }
            self.named |= line.hash.is_none();
            self.frontier.push(line.hash.unwrap_or_default());
            if self.leaves.is_some() {
                self.alignment.line(line);
            }
            self.compare_with_checkpoint();
        }
        self.settle(false);
        // Where nothing vouches for the events, nothing further is built on them.
        if self.head.is_none() {
            return Ok(());
        }
        for place in seen.places {
            self.places.put(place.bucket(), &place.to_bytes())?;
        }
        for (ledger, line) in seen.posted {
            self.posted.put(ledger, &line)?;
        }
        for removal in seen.removals {
            self.removals.entry(removal.item).or_insert(removal);
        }
        for event in seen.adoptions {
            if self.adopted.len() >= ADOPTIONS {
                let fault =
                    Fault::new(Part::Points, "no portal changes its rules so often").at(event.position);
                self.verdict.faults.add(fault);
                continue;
            }
            self.adopted.extend(Adopted::of(&event));
            if let Event::Rulebook(event) = &event.event {
                self.rulebook.evolve(event);
            }
        }
        Ok(())
    }

    fn compare_with_checkpoint(&mut self) {
        while let Some((line, head)) = self.due.filter(|(_, head)| head.size == self.frontier.size()) {
            if self.frontier.root() == head.root {
                self.last_right = head.size;
            } else if self.wrong.len() < WRONG {
                self.wrong.push((line, head.size));
            }
            self.due = self.checkpoints.next();
        }
    }

    fn settle(&mut self, end: bool) {
        let Some(leaves) = &mut self.leaves else { return };
        let mut wanted = self.alignment.leaves_wanted();
        while wanted > 0 {
            let more = leaves.more();
            if more.is_empty() {
                break;
            }
            wanted = wanted.saturating_sub(more.len());
            for leaf in more {
                self.alignment.leaf(leaf);
            }
        }
        let (faults, named) = (&mut self.verdict.faults, &mut self.named);
        self.alignment.settle(end, &mut |finding| {
            *named = true;
            faults.add(fault(finding));
        });
        self.verdict.faults.extend(std::mem::take(&mut leaves.faults));
    }

    /// What can be said once every line was seen.
    fn finish(
        mut self,
        note: Option<&str>,
        threads: usize,
        at: impl Fn(u64, u64, &str) + Sync,
    ) -> Result<Verdict, VerifyError> {
        self.settle(true);
        self.end_of_log();
        self.end_of_checkpoints(note);
        let (folder, faults) = (self.folder, &mut self.verdict.faults);
        let size = self.head.map_or(0, |head| head.size);
        if self.head.is_some() {
            let text = manifest(self.key.name(), size, self.verdict.position, self.verdict.checkpoints);
            faults.extend(folder.compare(MANIFEST_FILE, &text));
            faults.extend(folder.compare(RULES_FILE, &rules(&self.adopted)));
        }
        let known = |name: &str| {
            let n = name.strip_suffix(".ndjson").and_then(|n| n.parse().ok());
            n.is_some_and(|n| n < segments(size) && segment(n) == format!("{EVENTS_FOLDER}/{name}"))
        };
        if let Some(name) = self.head.and_then(|_| folder.stranger(EVENTS_FOLDER, known)) {
            let place = format!("{EVENTS_FOLDER}/{name}");
            faults.add(Fault::new(Part::Files, "it does not belong to this export").within(place));
        }

        let buckets = self.places.into_buckets()?;
        let check = |mut bucket| {
            let mut faults = Faults::default();
            Ok((streams(&mut bucket, &mut faults)?, faults))
        };
        let mut count = 0;
        let all = buckets.len() as u64;
        let take = |(streams, found)| {
            count += streams;
            faults.absorb(found);
            Ok(())
        };
        over_all(buckets, threads, check, take, |done| at(done, all, "Checking streams, by parts:"))?;
        self.verdict.streams = count;

        let buckets = self.posted.into_buckets()?;
        let all = buckets.len() as u64;
        let mut reckoning = Reckoning::default();
        let (rulebook, removals) = (&self.rulebook, &self.removals);
        let check = |mut bucket| Reckoning::ledgers(&mut bucket, rulebook, removals);
        let take = |ledgers: Vec<_>| ledgers.into_iter().try_for_each(|ledger| reckoning.add(ledger));
        over_all(buckets, threads, check, take, |done| at(done, all, "Recounting points, by parts:"))?;
        (self.verdict.awards, self.verdict.withdrawals) = (reckoning.awards, reckoning.withdrawals);
        self.verdict.pending = reckoning.finish(&mut self.verdict.faults)?;
        Ok(self.verdict)
    }

    /// Whether the lines are as many as were signed, and the same.
    fn end_of_log(&mut self) {
        let Some(head) = self.head else { return };
        let faults = &mut self.verdict.faults;
        let matched = self.alignment.matched();
        if matched < head.size {
            let what =
                format!("events {} to {} of the log were removed from its end", matched + 1, head.size);
            faults.add(Fault::new(Part::Events, what));
            self.named = true;
        }
        let right = self.frontier.size() == head.size && self.frontier.root() == head.root;
        if right {
            // The notary signed something else at some time, which no honest notary does.
            for (line, size) in &self.wrong {
                let what =
                    format!("it is signed, for {size} events that are not the first {size} of this log");
                let place = format!("{CHECKPOINTS_FILE}:{line}");
                faults.add(Fault::new(Part::Checkpoints, what).within(place));
            }
        } else if !self.named {
            // The tiles do not say which event it is.
            let (from, until) = (self.last_right + 1, self.wrong.first().map_or(head.size, |wrong| wrong.1));
            let what = format!("among events {from} to {until} of the log there are others than were signed");
            faults.add(Fault::new(Part::Events, what));
        }
    }

    /// The checkpoints lead to the one at which the export ends.
    fn end_of_checkpoints(&mut self, note: Option<&str>) {
        while self.due.is_some() {
            self.due = self.checkpoints.next();
        }
        let faults = &mut self.verdict.faults;
        faults.extend(std::mem::take(&mut self.checkpoints.faults));
        self.verdict.checkpoints = self.checkpoints.count();
        if note.is_some_and(|note| !self.checkpoints.ended_with(note)) {
            let what = "its last line is not the checkpoint at which the export ends";
            faults.add(Fault::new(Part::Checkpoints, what).within(CHECKPOINTS_FILE));
        }
    }
}

fn fault(finding: Finding) -> Fault {
    let of = |what: &str, line: Line| {
        Fault::new(Part::Events, what).within(line.row.to_string()).at(line.position)
    };
    match finding {
        Finding::Changed(line) => of("this is not the event that was signed: it was changed", line),
        Finding::Added(line) => of("this event was added: the signed log has none here", line),
        Finding::Swapped(line, other) => {
            let with = other.position.map_or_else(|| other.row.to_string(), |at| format!("position {at}"));
            of(&format!("this event changed places with the one at {with}"), line)
        }
        Finding::Removed { leaf, before } => {
            of(&format!("event {} of the log was removed, right before this one", leaf + 1), before)
        }
    }
}
