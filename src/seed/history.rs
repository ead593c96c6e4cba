//! Eighteen months of a portal's life, made up event by event in the order of time. Whether it may
//! happen is decided by the aggregates' own policies and rules; here stands who feels like doing
//! what, and when.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};
use std::ops::RangeInclusive;

use application::{Actor, Order, Policy};
use chrono::{DateTime, Datelike, Duration, NaiveDate, Utc};
use domain::bookmarks::BookmarkError;
use domain::library::ResourceError;
use domain::membership::MemberError;
use domain::points::LedgerError;
use domain::{CommandId, Event, Language, MemberId, Metadata, Position, Recorded, Rules};

use super::calendar::Calendar;
use super::chance::{Chance, Stream};
use super::ledgers::{Ledgers, Posting};
use super::scene::Scene;
use super::shelf::Shelf;

/// Fewest events for each member: joining, confirming, a profile, and something to do.
pub const EVENTS_A_MEMBER: u64 = 5;

/// Which history to make up. The same plan on the same scene makes the same history.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    pub seed: u64,
    pub members: u32,
    pub events: u64,
    pub from: NaiveDate,
}

#[derive(Debug, thiserror::Error)]
pub enum HistoryError {
    #[error("{members} members need at least {needed} events")]
    TooFewEvents { members: u32, needed: u64 },
    #[error("there must be at least two members")]
    TooFewMembers,
    #[error("the calendar does not reach eighteen months beyond that day")]
    Calendar,
    #[error("made-up activity broke a rule of members: {0}")]
    Member(#[from] MemberError),
    #[error("made-up activity broke a rule of resources: {0}")]
    Resource(#[from] ResourceError),
    #[error("made-up activity broke a rule of bookmarks: {0}")]
    Bookmark(#[from] BookmarkError),
    #[error("made-up activity broke a rule of ledgers: {0}")]
    Ledger(#[from] LedgerError),
    #[error("somebody made up did what is not allowed")]
    Denied,
}

/// Asks policy and rules as the desk does; the aggregate moves on.
pub fn decide<A: Rules + Policy>(
    aggregate: &mut A,
    actor: &Actor,
    command: A::Command,
) -> Result<Vec<A::Event>, HistoryError>
where
    HistoryError: From<A::Error>,
{
    if !aggregate.permits(actor, &command) {
        return Err(HistoryError::Denied);
    }
    let events = aggregate.decide(command)?;
    for event in &events {
        aggregate.evolve(event);
    }
    Ok(events)
}

/// What somebody will do later because of what they did; by number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Errand {
    ConfirmEmail(u32),
    EditProfile(u32),
    EditResource(u32),
    WithdrawResource(u32),
    NoteBookmark(u32),
    RemoveBookmark(u32),
}

/// What has to be remembered of a member.
pub struct Enrolled {
    pub id: MemberId,
    pub language: Language,
    /// In which the member joined.
    pub year: u16,
    /// Events of the stream so far.
    pub length: u32,
}

pub struct History<'a> {
    pub(super) plan: Plan,
    pub(super) scene: &'a Scene,
    pub(super) chance: Chance,
    pub(super) now: DateTime<Utc>,
    pub(super) members: Vec<Enrolled>,
    /// Those who have confirmed their address, in that order.
    pub(super) active: Vec<u32>,
    pub(super) shelf: Shelf,
    calendar: Calendar,
    head: Position,
    made: u64,
    ready: VecDeque<Recorded>,
    agenda: BinaryHeap<Reverse<(DateTime<Utc>, Errand)>>,
    ledgers: Ledgers,
}

impl<'a> History<'a> {
    /// `head` is the position before the first event made up.
    pub fn try_new(plan: Plan, scene: &'a Scene, head: Position) -> Result<Self, HistoryError> {
        let needed = u64::from(plan.members) * EVENTS_A_MEMBER;
        if plan.members < 2 {
            return Err(HistoryError::TooFewMembers);
        }
        if plan.events < needed {
            return Err(HistoryError::TooFewEvents { members: plan.members, needed });
        }
        let mut calendar = Calendar::from(plan.from).ok_or(HistoryError::Calendar)?;
        Ok(Self {
            plan,
            scene,
            chance: Chance::of(plan.seed, Stream::Activity, 0),
            now: calendar.at(0, plan.events),
            members: Vec::new(),
            active: Vec::new(),
            shelf: Shelf::default(),
            calendar,
            head,
            made: 0,
            ready: VecDeque::new(),
            agenda: BinaryHeap::new(),
            ledgers: Ledgers::default(),
        })
    }

    /// The next event, until there are as many as were planned.
    pub fn next(&mut self) -> Result<Option<Recorded>, HistoryError> {
        while self.ready.is_empty() && self.made < self.plan.events {
            self.step()?;
        }
        Ok(self.ready.pop_front())
    }

    /// One thing that somebody does. It may come to nothing.
    fn step(&mut self) -> Result<(), HistoryError> {
        let slot = self.chance.below(16) as u64;
        let planned = self.calendar.at(self.made * 16 + slot, self.plan.events * 16);
        let nobody_yet = self.active.is_empty() && self.members.len() >= self.expected_members();
        if let Some(Reverse((due, errand))) = self.agenda.peek().copied()
            && (due <= planned || nobody_yet)
        {
            self.agenda.pop();
            self.now = self.now.max(due);
            return self.run(errand);
        }
        self.now = self.now.max(planned);
        if self.members.len() < self.expected_members() {
            self.join()
        } else if self.left() < 2 {
            // What earns an award would leave no room for it.
            let number = self.chance.pick(&self.active);
            self.edit_profile(number)
        } else if self.chance.percent(22) {
            self.publish()
        } else {
            self.save()
        }
    }

    fn run(&mut self, errand: Errand) -> Result<(), HistoryError> {
        match errand {
            Errand::ConfirmEmail(number) => self.confirm_email(number),
            Errand::EditProfile(number) => self.edit_profile(number),
            Errand::EditResource(number) => self.edit_resource(number),
            Errand::WithdrawResource(number) => self.withdraw_resource(number),
            Errand::NoteBookmark(number) => self.note_bookmark(number),
            Errand::RemoveBookmark(number) => self.remove_bookmark(number),
        }
    }

    /// A few founders, then steadily more; all have joined a while before the end.
    fn expected_members(&self) -> usize {
        let grown = 50 + 1000 * u128::from(self.made) / u128::from(self.plan.events);
        let expected = (u128::from(self.plan.members) * grown / 1000).clamp(2, self.plan.members.into());
        usize::try_from(expected).unwrap_or(usize::MAX)
    }

    /// How many events may still be made.
    pub(super) fn left(&self) -> u64 {
        self.plan.events - self.made
    }

    pub(super) fn later(&mut self, minutes: RangeInclusive<i64>, errand: Errand) {
        let seconds = self.chance.between(minutes.start() * 60, minutes.end() * 60);
        let micros = self.chance.between(0, 999_999);
        let due = self.now + Duration::seconds(seconds) + Duration::microseconds(micros);
        self.agenda.push(Reverse((due, errand)));
    }

    /// The UTC year of what happens now.
    pub(super) fn year(&self) -> u16 {
        u16::try_from(self.now.year()).unwrap_or(u16::MAX)
    }

    /// A member gives a command to an aggregate whose stream has `length` events. Returns the
    /// stream's length afterwards.
    pub(super) fn act<A: Rules + Policy>(
        &mut self,
        member: MemberId,
        id: &str,
        length: u32,
        aggregate: &mut A,
        command: A::Command,
    ) -> Result<u32, HistoryError>
    where
        HistoryError: From<A::Error>,
        Event: From<A::Event>,
    {
        let order = Order::new(Actor::member(member, vec![]), CommandId::new(self.chance.uuid()));
        let mut length = length;
        for event in decide(aggregate, &order.actor, command)? {
            length += 1;
            self.record(id.to_owned(), length.into(), event.into(), &order);
            if let Some(event) = self.ready.back() {
                let posted = self.ledgers.award(event, &self.scene.rulebook)?;
                self.post(posted);
            }
        }
        Ok(length)
    }

    /// Takes back what was awarded for the last event's resource.
    pub(super) fn take_back(&mut self, awards: Vec<domain::points::Given>) -> Result<(), HistoryError> {
        if let Some(because) = self.ready.back() {
            let posted = self.ledgers.withdraw(awards, because)?;
            self.post(posted);
        }
        Ok(())
    }

    /// A reactor answers a moment later.
    fn post(&mut self, posted: Vec<Posting>) {
        for Posting { ledger, sequence, event, order } in posted {
            self.now += Duration::microseconds(self.chance.between(2_000, 40_000));
            self.record(ledger, sequence, event.into(), &order);
        }
    }

    /// Times grow from event to event: whoever reads by time reads in the log's order.
    fn record(&mut self, aggregate_id: String, sequence: u64, event: Event, order: &Order) {
        let at = self.now;
        self.now += Duration::microseconds(1);
        self.made += 1;
        self.ready.push_back(Recorded {
            position: Position(self.head.0 + self.made),
            aggregate_id,
            sequence,
            event,
            metadata: Metadata {
                actor: order.actor.to_string(),
                at,
                command_id: order.command_id,
                caused_by: order.caused_by.as_ref().map(ToString::to_string),
            },
        });
    }
}
