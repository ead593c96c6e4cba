//! The second part of a verification, bucket by bucket: places in streams, and what ledgers hold against what follows.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::{self, Read, Seek, Write};
use std::sync::Mutex;

use domain::Position;
use domain::bookmarks::Item;
use domain::points::Rulebook;
use domain::points::reconciling::{Account, Reconciled};
use domain::points::recount::{Due, Removal};
use tempfile::SpooledTempFile;

use super::faults::{Fault, Faults, Part};
use super::seen::{Place, Posted, Posting};
use super::spill::Bucket;

/// So many of the missing are named.
const NAMED: usize = 100;
/// Positions of what is missing that are kept in memory.
const IN_MEMORY: usize = 1 << 20;

/// Every stream's places are 1, 2, 3 … in the order of the log. Returns how many streams there are.
pub fn streams(bucket: &mut Bucket, faults: &mut Faults) -> io::Result<u64> {
    let mut last: HashMap<[u8; 16], u64> = HashMap::new();
    while let Some(record) = bucket.fixed::<{ Place::BYTES }>()? {
        let Place { stream, sequence, position } = Place::from_bytes(record);
        let last = last.entry(stream).or_default();
        if sequence != *last + 1 {
            let what = format!("its place in its stream is {sequence}, where {} follows", *last + 1);
            faults.add(Fault::new(Part::Streams, what).at(position));
        }
        *last = sequence;
    }
    Ok(last.len() as u64)
}

/// What the buckets of ledgers come to.
pub struct Reckoning {
    pub awards: u64,
    pub withdrawals: u64,
    answered: Position,
    /// The first of what is missing, by what it answers.
    missing: BTreeSet<(Position, String)>,
    /// All of it: the positions of what it answers.
    positions: SpooledTempFile,
    faults: Faults,
}

/// The answers that are not there.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Pending {
    pub count: u64,
    /// The first event without its answer.
    pub since: Option<Position>,
}

impl Default for Reckoning {
    fn default() -> Self {
        Self {
            awards: 0,
            withdrawals: 0,
            answered: Position::START,
            missing: BTreeSet::new(),
            positions: SpooledTempFile::new(IN_MEMORY),
            faults: Faults::default(),
        }
    }
}

impl Reckoning {
    /// Reconciles the ledgers of one bucket.
    pub fn ledgers(
        bucket: &mut Bucket,
        rules: &Rulebook,
        removals: &HashMap<Item, Removal>,
    ) -> io::Result<Vec<Reconciled>> {
        let mut accounts: BTreeMap<String, Account> = BTreeMap::new();
        let mut record = Vec::new();
        while let Some(line) = bucket.line(&mut record)? {
            let Posted { ledger, at, posting } = serde_json::from_slice(line)?;
            let account = accounts.entry(ledger).or_default();
            match posting {
                Posting::Claim(claim) => account.claims.push((claim, at)),
                Posting::Entered(event) => account.entered.push((event, at)),
            }
        }
        Ok(accounts.into_values().map(|account| account.reconcile(rules, removals)).collect())
    }

    pub fn add(&mut self, reconciled: Reconciled) -> io::Result<()> {
        self.awards += reconciled.awards;
        self.withdrawals += reconciled.withdrawals;
        self.answered = self.answered.max(reconciled.answered);
        let differ = reconciled.differences.into_iter();
        self.faults.extend(differ.map(|one| Fault::new(Part::Points, one.to_string()).at(one.at)));
        for due in reconciled.missing {
            self.positions.write_all(&due.by.0.to_be_bytes())?;
            self.name(&due);
        }
        Ok(())
    }

    fn name(&mut self, due: &Due) {
        let beyond = self.missing.len() >= NAMED;
        if beyond && self.missing.last().is_some_and(|(last, _)| *last < due.by) {
            return;
        }
        self.missing.insert((due.by, due.to_string()));
        if beyond {
            self.missing.pop_last();
        }
    }

    /// What is missing although something that came later was answered is a difference; the rest is pending.
    pub fn finish(mut self, faults: &mut Faults) -> io::Result<Pending> {
        self.positions.rewind()?;
        let mut reader = io::BufReader::new(self.positions);
        let (mut differences, mut pending) = (0, Pending::default());
        let mut bytes = [0; 8];
        while reader.read(&mut bytes[..1])? > 0 {
            reader.read_exact(&mut bytes[1..])?;
            let by = Position(u64::from_be_bytes(bytes));
            if by < self.answered {
                differences += 1;
            } else {
                pending.count += 1;
                pending.since = Some(pending.since.map_or(by, |since| since.min(by)));
            }
        }
        let named = self.missing.into_iter().filter(|(by, _)| *by < self.answered);
        for (by, what) in named {
            differences -= 1;
            let what = format!("{what}; the event here brings it");
            faults.add(Fault::new(Part::Points, what).at(by));
        }
        faults.absorb(self.faults);
        faults.count(Part::Points, differences);
        Ok(pending)
    }
}

/// Works on all buckets with so many threads; `done` is told how many are finished.
pub fn over_all<T: Send>(
    buckets: Vec<Bucket>,
    threads: usize,
    work: impl Fn(Bucket) -> io::Result<T> + Sync,
    mut take: impl FnMut(T) -> io::Result<()>,
    done: impl Fn(u64),
) -> io::Result<()> {
    let waiting = Mutex::new(buckets);
    let (sender, receiver) = std::sync::mpsc::sync_channel(threads);
    let mut finished = 0;
    std::thread::scope(|scope| {
        for _ in 0..threads {
            let (sender, waiting, work) = (sender.clone(), &waiting, &work);
            scope.spawn(move || {
                let next = || waiting.lock().ok().and_then(|mut waiting| waiting.pop());
                while let Some(bucket) = next() {
                    if sender.send(work(bucket)).is_err() {
                        return;
                    }
                }
            });
        }
        drop(sender);
        for outcome in receiver {
            take(outcome?)?;
            finished += 1;
            done(finished);
        }
        Ok(())
    })
}
