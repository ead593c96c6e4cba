//! A gathering, and who has a place at it. Places, the waiting list and its order are decided here, in one
//! stream, so that two members never get the same place however many ask at once.

use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::{Details, Fault, Moments};
use crate::text::{self, TextError};
use crate::{GatheringId, MemberId, OrganisationId, Rules, aggregate};

/// Longest reason for a cancellation or removal, in characters.
pub const REASON_MAX: usize = 500;
/// Who came can be noted from so long before it starts.
pub const DOORS_OPEN: TimeDelta = TimeDelta::hours(2);

/// One gathering. Its aggregate id is its `GatheringId`.
#[derive(Default, Serialize, Deserialize)]
pub struct Gathering {
    state: State,
    /// Counts changes, so that a stale edit is noticed and calendars know the newest version.
    revision: u32,
    /// In the order in which they got their places.
    registered: Vec<MemberId>,
    /// The next in turn first.
    waiting: Vec<MemberId>,
    came: BTreeSet<MemberId>,
}

#[derive(Default, Serialize, Deserialize)]
enum State {
    #[default]
    Absent,
    Published(Box<Published>),
    Cancelled(Box<Published>),
    Removed,
}

/// What a gathering is, as it was described last.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Published {
    pub gathering: GatheringId,
    pub organiser: MemberId,
    pub details: Details,
    pub moments: Moments,
}

impl Gathering {
    /// What was published and not removed, whether it takes place or was cancelled.
    pub const fn published(&self) -> Option<&Published> {
        match &self.state {
            State::Published(published) | State::Cancelled(published) => Some(published),
            State::Absent | State::Removed => None,
        }
    }

    pub fn organiser(&self) -> Option<MemberId> {
        self.published().map(|published| published.organiser)
    }

    pub fn organisation(&self) -> Option<OrganisationId> {
        self.published().and_then(|published| published.details.organisation)
    }

    /// Whether it takes place as far as is known.
    pub const fn takes_place(&self) -> bool {
        matches!(self.state, State::Published(_))
    }

    /// Who has a place, in the order in which they got it.
    pub fn registered(&self) -> &[MemberId] {
        &self.registered
    }

    /// Who waits for one, the next in turn first.
    pub fn waiting(&self) -> &[MemberId] {
        &self.waiting
    }
}

/// `now` bounds what can still be done.
#[derive(Clone, Debug)]
pub enum GatheringCommand {
    Publish {
        gathering: GatheringId,
        organiser: MemberId,
        details: Details,
    },
    /// `revision` is the one that the editor saw.
    Change {
        revision: u32,
        details: Details,
        now: DateTime<Utc>,
    },
    Cancel {
        reason: String,
        now: DateTime<Utc>,
    },
    /// By a moderator: it has no business here.
    Remove {
        reason: String,
    },
    /// Takes a place, or the last one of the waiting list.
    Register {
        member: MemberId,
        now: DateTime<Utc>,
    },
    /// Gives back a place or leaves the waiting list.
    Unregister {
        member: MemberId,
        now: DateTime<Utc>,
    },
    /// Who came of those who had a place, and who did not after all. Of others nothing is said.
    NoteAttendance {
        came: BTreeSet<MemberId>,
        stayed: BTreeSet<MemberId>,
        now: DateTime<Utc>,
    },
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum GatheringEvent {
    GatheringPublished {
        gathering: GatheringId,
        organiser: MemberId,
        details: Details,
        moments: Moments,
    },
    /// `moved` where it is at another time or place than before.
    GatheringChanged {
        gathering: GatheringId,
        revision: u32,
        details: Details,
        moments: Moments,
        moved: bool,
    },
    GatheringCancelled {
        gathering: GatheringId,
        revision: u32,
        reason: String,
    },
    GatheringRemoved {
        gathering: GatheringId,
        organiser: MemberId,
        reason: String,
    },
    MemberRegistered {
        gathering: GatheringId,
        member: MemberId,
    },
    MemberWaitlisted {
        gathering: GatheringId,
        member: MemberId,
    },
    /// From the waiting list to a place.
    MemberMovedUp {
        gathering: GatheringId,
        member: MemberId,
    },
    /// Of a place, or of a turn on the waiting list.
    RegistrationCancelled {
        gathering: GatheringId,
        member: MemberId,
        waited: bool,
    },
    AttendanceNoted {
        gathering: GatheringId,
        member: MemberId,
        came: bool,
    },
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GatheringError {
    /// All that is wrong, never empty.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    Invalid(Vec<Fault>),
    #[error("there is no such event")]
    Absent,
    #[error("this event was removed")]
    Removed,
    #[error("this event was cancelled")]
    Cancelled,
    #[error("someone else changed this event in the meantime")]
    Stale,
    #[error("{registered} people are registered already: there cannot be fewer places")]
    TooFewPlaces { registered: u32 },
    #[error("registration has ended")]
    Closed,
    #[error("this event has begun")]
    Begun,
    #[error("this event is over")]
    Over,
    #[error("who came can be noted from two hours before the start")]
    TooEarly,
}

impl Rules for Gathering {
    fn decide(&self, command: GatheringCommand) -> Result<Vec<GatheringEvent>, GatheringError> {
        match (&self.state, command) {
            (State::Absent, GatheringCommand::Publish { gathering, organiser, details }) => {
                let (details, moments) = details.checked().map_err(GatheringError::Invalid)?;
                Ok(vec![GatheringEvent::GatheringPublished { gathering, organiser, details, moments }])
            }
            (State::Published(_) | State::Cancelled(_), GatheringCommand::Publish { .. })
            | (State::Cancelled(_), GatheringCommand::Cancel { .. })
            | (State::Removed, GatheringCommand::Remove { .. }) => Ok(vec![]),
            (State::Published(current), GatheringCommand::Change { revision, details, now }) => {
                self.change(current, revision, details, now)
            }
            (State::Published(current), GatheringCommand::Cancel { reason, now }) => {
                let reason = checked(&reason)?;
                if now >= current.moments.ends_at {
                    return Err(GatheringError::Over);
                }
                let (gathering, revision) = (current.gathering, self.revision + 1);
                Ok(vec![GatheringEvent::GatheringCancelled { gathering, revision, reason }])
            }
            (State::Published(current) | State::Cancelled(current), GatheringCommand::Remove { reason }) => {
                let (gathering, organiser) = (current.gathering, current.organiser);
                Ok(vec![GatheringEvent::GatheringRemoved { gathering, organiser, reason: checked(&reason)? }])
            }
            (State::Published(current), GatheringCommand::Register { member, now }) => {
                self.register(current, member, now)
            }
            (State::Published(current), GatheringCommand::Unregister { member, now }) => {
                self.unregister(current, member, now)
            }
            (State::Published(current), GatheringCommand::NoteAttendance { came, stayed, now }) => {
                if now < current.moments.starts_at - DOORS_OPEN {
                    return Err(GatheringError::TooEarly);
                }
                Ok(self.note(current.gathering, &came, &stayed))
            }
            (State::Absent, _) => Err(GatheringError::Absent),
            (State::Cancelled(_), _) => Err(GatheringError::Cancelled),
            (State::Removed, _) => Err(GatheringError::Removed),
        }
    }

    fn evolve(&mut self, event: &GatheringEvent) {
        match event {
            GatheringEvent::GatheringPublished { gathering, organiser, details, moments } => {
                self.revision = 1;
                self.state = State::Published(Box::new(Published {
                    gathering: *gathering,
                    organiser: *organiser,
                    details: details.clone(),
                    moments: *moments,
                }));
            }
            GatheringEvent::GatheringChanged { revision, details, moments, .. } => {
                self.revision = *revision;
                if let State::Published(published) = &mut self.state {
                    published.details.clone_from(details);
                    published.moments = *moments;
                }
            }
            GatheringEvent::GatheringCancelled { revision, .. } => {
                self.revision = *revision;
                self.state = match std::mem::take(&mut self.state) {
                    State::Published(published) => State::Cancelled(published),
                    other => other,
                };
            }
            GatheringEvent::GatheringRemoved { .. } => self.state = State::Removed,
            GatheringEvent::MemberRegistered { member, .. } => self.registered.push(*member),
            GatheringEvent::MemberWaitlisted { member, .. } => self.waiting.push(*member),
            GatheringEvent::MemberMovedUp { member, .. } => {
                self.waiting.retain(|waiting| waiting != member);
                self.registered.push(*member);
            }
            GatheringEvent::RegistrationCancelled { member, .. } => {
                self.registered.retain(|registered| registered != member);
                self.waiting.retain(|waiting| waiting != member);
            }
            GatheringEvent::AttendanceNoted { member, came, .. } => {
                if *came {
                    self.came.insert(*member);
                } else {
                    self.came.remove(member);
                }
            }
        }
    }
}

impl Gathering {
    fn change(
        &self,
        current: &Published,
        revision: u32,
        details: Details,
        now: DateTime<Utc>,
    ) -> Result<Vec<GatheringEvent>, GatheringError> {
        let (details, moments) = details.checked().map_err(GatheringError::Invalid)?;
        if details == current.details {
            return Ok(vec![]);
        }
        if revision != self.revision {
            return Err(GatheringError::Stale);
        }
        let registered = count(&self.registered);
        if details.capacity.is_some_and(|capacity| capacity < registered) {
            return Err(GatheringError::TooFewPlaces { registered });
        }
        let free = details.capacity.map_or(self.waiting.len(), |capacity| (capacity - registered) as usize);
        let free = if now < moments.starts_at { free } else { 0 };
        let gathering = current.gathering;
        let changed = GatheringEvent::GatheringChanged {
            gathering,
            revision: revision + 1,
            moved: details.moves(&current.details),
            details,
            moments,
        };
        Ok([changed].into_iter().chain(self.moved_up(gathering, free)).collect())
    }

    fn register(
        &self,
        current: &Published,
        member: MemberId,
        now: DateTime<Utc>,
    ) -> Result<Vec<GatheringEvent>, GatheringError> {
        if self.registered.contains(&member) || self.waiting.contains(&member) {
            return Ok(vec![]);
        }
        if now >= current.moments.closes_at {
            return Err(GatheringError::Closed);
        }
        let gathering = current.gathering;
        let full = current.details.capacity.is_some_and(|capacity| count(&self.registered) >= capacity);
        Ok(vec![if full {
            GatheringEvent::MemberWaitlisted { gathering, member }
        } else {
            GatheringEvent::MemberRegistered { gathering, member }
        }])
    }

    fn unregister(
        &self,
        current: &Published,
        member: MemberId,
        now: DateTime<Utc>,
    ) -> Result<Vec<GatheringEvent>, GatheringError> {
        let waited = self.waiting.contains(&member);
        if !waited && !self.registered.contains(&member) {
            return Ok(vec![]);
        }
        if now >= current.moments.starts_at {
            return Err(GatheringError::Begun);
        }
        let gathering = current.gathering;
        let cancelled = GatheringEvent::RegistrationCancelled { gathering, member, waited };
        let free = usize::from(!waited);
        Ok([cancelled].into_iter().chain(self.moved_up(gathering, free)).collect())
    }

    /// The next in turn, as many as there are places.
    fn moved_up(&self, gathering: GatheringId, free: usize) -> impl Iterator<Item = GatheringEvent> {
        let next = self.waiting.iter().take(free);
        next.map(move |member| GatheringEvent::MemberMovedUp { gathering, member: *member })
    }

    /// What differs from what was noted. Who has no place cannot have come.
    fn note(
        &self,
        gathering: GatheringId,
        came: &BTreeSet<MemberId>,
        stayed: &BTreeSet<MemberId>,
    ) -> Vec<GatheringEvent> {
        let told = self.registered.iter().filter(|member| came.contains(member) || stayed.contains(member));
        told.map(|member| (*member, came.contains(member)))
            .filter(|(member, came)| self.came.contains(member) != *came)
            .map(|(member, came)| GatheringEvent::AttendanceNoted { gathering, member, came })
            .collect()
    }
}

fn count(members: &[MemberId]) -> u32 {
    u32::try_from(members.len()).unwrap_or(u32::MAX)
}

fn checked(reason: &str) -> Result<String, GatheringError> {
    text::line(reason, REASON_MAX)
        .map_err(|error: TextError| GatheringError::Invalid(vec![Fault::Reason(error)]))
}

aggregate!(
    "gathering",
    Gathering,
    GatheringCommand,
    GatheringError,
    GatheringEvent {
        GatheringPublished: "1",
        GatheringChanged: "1",
        GatheringCancelled: "1",
        GatheringRemoved: "1",
        MemberRegistered: "1",
        MemberWaitlisted: "1",
        MemberMovedUp: "1",
        RegistrationCancelled: "1",
        AttendanceNoted: "1",
    }
);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::details::tests::{details, times};
    use crate::rules::testing::given;

    fn gathering() -> GatheringId {
        GatheringId::derived(&["gathering"])
    }

    fn member(name: &str) -> MemberId {
        MemberId::derived(&[name])
    }

    /// It starts at 13:00 and ends at 15:00.
    fn at(time: &str) -> DateTime<Utc> {
        format!("2026-03-{time}:00Z").parse().unwrap()
    }

    fn before() -> DateTime<Utc> {
        at("01T09:00")
    }

    fn published_with(details: Details) -> GatheringEvent {
        let (details, moments) = details.checked().unwrap();
        GatheringEvent::GatheringPublished {
            gathering: gathering(),
            organiser: member("ana"),
            details,
            moments,
        }
    }

    fn published() -> GatheringEvent {
        published_with(details())
    }

    fn registered(name: &str) -> GatheringEvent {
        GatheringEvent::MemberRegistered { gathering: gathering(), member: member(name) }
    }

    fn waitlisted(name: &str) -> GatheringEvent {
        GatheringEvent::MemberWaitlisted { gathering: gathering(), member: member(name) }
    }

    fn moved_up(name: &str) -> GatheringEvent {
        GatheringEvent::MemberMovedUp { gathering: gathering(), member: member(name) }
    }

    fn left(name: &str, waited: bool) -> GatheringEvent {
        GatheringEvent::RegistrationCancelled { gathering: gathering(), member: member(name), waited }
    }

    fn cancelled() -> GatheringEvent {
        GatheringEvent::GatheringCancelled { gathering: gathering(), revision: 2, reason: "Strike".into() }
    }

    fn removed() -> GatheringEvent {
        let (gathering, organiser) = (gathering(), member("ana"));
        GatheringEvent::GatheringRemoved { gathering, organiser, reason: "Spam".into() }
    }

    fn changed(revision: u32, details: Details, moved: bool) -> GatheringEvent {
        let (details, moments) = details.checked().unwrap();
        GatheringEvent::GatheringChanged { gathering: gathering(), revision, details, moments, moved }
    }

    fn noted(name: &str, came: bool) -> GatheringEvent {
        GatheringEvent::AttendanceNoted { gathering: gathering(), member: member(name), came }
    }

    fn publish(details: Details) -> GatheringCommand {
        GatheringCommand::Publish { gathering: gathering(), organiser: member("ana"), details }
    }

    fn change(revision: u32, details: Details) -> GatheringCommand {
        GatheringCommand::Change { revision, details, now: before() }
    }

    fn register(name: &str) -> GatheringCommand {
        GatheringCommand::Register { member: member(name), now: before() }
    }

    fn unregister(name: &str) -> GatheringCommand {
        GatheringCommand::Unregister { member: member(name), now: before() }
    }

    fn cancel(reason: &str) -> GatheringCommand {
        GatheringCommand::Cancel { reason: reason.into(), now: before() }
    }

    fn note(came: &[&str], stayed: &[&str], now: DateTime<Utc>) -> GatheringCommand {
        let members = |names: &[&str]| names.iter().map(|name| member(name)).collect();
        GatheringCommand::NoteAttendance { came: members(came), stayed: members(stayed), now }
    }

    fn seats(capacity: impl Into<Option<u32>>) -> Details {
        Details { capacity: capacity.into(), ..details() }
    }

    /// Two have the places, two wait.
    fn full() -> Vec<GatheringEvent> {
        vec![published(), registered("luis"), registered("rosa"), waitlisted("eva"), waitlisted("ivo")]
    }

    fn with(more: impl IntoIterator<Item = GatheringEvent>) -> Vec<GatheringEvent> {
        full().into_iter().chain(more).collect()
    }

    #[test]
    fn a_gathering_is_published_once_with_its_moments() {
        given::<Gathering>([]).when(publish(details())).then([published()]);
        given::<Gathering>([published()]).when(publish(seats(9))).then_nothing();
        given::<Gathering>([published(), cancelled()]).when(publish(details())).then_nothing();
        given::<Gathering>([]).when(register("luis")).then_refused(GatheringError::Absent);
        given::<Gathering>([])
            .when(publish(seats(0)))
            .then_refused(GatheringError::Invalid(vec![Fault::Capacity]));
    }

    #[test]
    fn places_go_in_order_and_then_turns_on_the_waiting_list() {
        given::<Gathering>([published()]).when(register("luis")).then([registered("luis")]);
        given::<Gathering>([published(), registered("luis")])
            .when(register("rosa"))
            .then([registered("rosa")]);
        given::<Gathering>([published(), registered("luis"), registered("rosa")])
            .when(register("eva"))
            .then([waitlisted("eva")]);
        let open = published_with(seats(None));
        given::<Gathering>([open, registered("luis"), registered("rosa")])
            .when(register("eva"))
            .then([registered("eva")]);
    }

    #[test]
    fn registering_twice_changes_nothing() {
        given::<Gathering>(full()).when(register("luis")).then_nothing();
        given::<Gathering>(full()).when(register("eva")).then_nothing();
    }

    #[test]
    fn a_place_that_becomes_free_goes_to_the_next_in_turn() {
        given::<Gathering>(full()).when(unregister("luis")).then([left("luis", false), moved_up("eva")]);
        given::<Gathering>(with([left("luis", false), moved_up("eva")]))
            .when(unregister("rosa"))
            .then([left("rosa", false), moved_up("ivo")]);
    }

    #[test]
    fn who_leaves_the_waiting_list_gives_nobody_a_place() {
        given::<Gathering>(full()).when(unregister("eva")).then([left("eva", true)]);
        given::<Gathering>(with([left("eva", true)]))
            .when(unregister("rosa"))
            .then([left("rosa", false), moved_up("ivo")]);
        given::<Gathering>(full()).when(unregister("nobody")).then_nothing();
    }

    #[test]
    fn who_comes_back_is_the_last_in_turn() {
        given::<Gathering>(with([left("eva", true), waitlisted("eva")]))
            .when(unregister("luis"))
            .then([left("luis", false), moved_up("ivo")]);
    }

    #[test]
    fn more_places_go_to_as_many_as_wait() {
        let three = changed(2, seats(3), false);
        given::<Gathering>(full()).when(change(1, seats(3))).then([three, moved_up("eva")]);
        let nine = changed(2, seats(9), false);
        given::<Gathering>(full()).when(change(1, seats(9))).then([nine, moved_up("eva"), moved_up("ivo")]);
        let open = changed(2, seats(None), false);
        given::<Gathering>(full()).when(change(1, seats(None))).then([
            open,
            moved_up("eva"),
            moved_up("ivo"),
        ]);
    }

    #[test]
    fn there_are_never_fewer_places_than_registered_people() {
        given::<Gathering>(full())
            .when(change(1, seats(1)))
            .then_refused(GatheringError::TooFewPlaces { registered: 2 });
        given::<Gathering>([published(), registered("luis")]).when(change(1, seats(1))).then([changed(
            2,
            seats(1),
            false,
        )]);
    }

    #[test]
    fn a_change_says_whether_people_must_come_elsewhere() {
        let named = Details { title: "Otro título".into(), ..details() };
        given::<Gathering>([published()]).when(change(1, named.clone())).then([changed(2, named, false)]);
        let later = Details {
            times: times("America/Montevideo", "2026-03-10T11:00", "2026-03-10T12:00"),
            ..details()
        };
        given::<Gathering>([published()]).when(change(1, later.clone())).then([changed(2, later, true)]);
        let online = Details { online: Some("https://meet.example.org/x".into()), ..details() };
        given::<Gathering>([published()]).when(change(1, online.clone())).then([changed(2, online, true)]);
    }

    #[test]
    fn a_stale_change_is_refused_unless_it_says_what_is_there_already() {
        let history = || [published(), changed(2, seats(5), false)];
        given::<Gathering>(history()).when(change(1, seats(6))).then_refused(GatheringError::Stale);
        given::<Gathering>(history()).when(change(1, seats(5))).then_nothing();
    }

    #[test]
    fn registration_ends_with_its_deadline_and_places_are_kept_once_it_has_begun() {
        let until = Some(details().times.starts - TimeDelta::days(1));
        let details =
            Details { times: super::super::Times { register_until: until, ..details().times }, ..details() };
        let late = |now| GatheringCommand::Register { member: member("luis"), now };
        given::<Gathering>([published_with(details.clone())])
            .when(late(at("09T13:00")))
            .then_refused(GatheringError::Closed);
        given::<Gathering>([published_with(details)]).when(late(at("09T12:59"))).then([registered("luis")]);
        let give_back = |now| GatheringCommand::Unregister { member: member("luis"), now };
        given::<Gathering>(full())
            .when(give_back(at("10T12:59")))
            .then([left("luis", false), moved_up("eva")]);
        given::<Gathering>(full()).when(give_back(at("10T13:00"))).then_refused(GatheringError::Begun);
    }

    #[test]
    fn more_places_after_the_start_move_nobody_up() {
        let change = GatheringCommand::Change { revision: 1, details: seats(3), now: at("10T13:00") };
        given::<Gathering>(full()).when(change).then([changed(2, seats(3), false)]);
    }

    #[test]
    fn it_is_cancelled_once_with_a_reason_and_takes_no_registrations_then() {
        given::<Gathering>([published()]).when(cancel(" Strike ")).then([cancelled()]);
        given::<Gathering>([published(), cancelled()]).when(cancel("Again")).then_nothing();
        for command in
            [register("luis"), unregister("luis"), change(2, seats(9)), note(&[], &[], at("10T14:00"))]
        {
            given::<Gathering>([published(), cancelled()])
                .when(command)
                .then_refused(GatheringError::Cancelled);
        }
        let wrong = |error| GatheringError::Invalid(vec![Fault::Reason(error)]);
        given::<Gathering>([published()]).when(cancel(" ")).then_refused(wrong(TextError::Empty));
        given::<Gathering>([published()])
            .when(cancel(&"x".repeat(REASON_MAX + 1)))
            .then_refused(wrong(TextError::TooLong(REASON_MAX)));
        let after = GatheringCommand::Cancel { reason: "Late".into(), now: at("10T15:00") };
        given::<Gathering>([published()]).when(after).then_refused(GatheringError::Over);
    }

    #[test]
    fn what_is_removed_is_gone() {
        let remove = || GatheringCommand::Remove { reason: "Spam".into() };
        given::<Gathering>([published()]).when(remove()).then([removed()]);
        given::<Gathering>([published(), cancelled()]).when(remove()).then([removed()]);
        given::<Gathering>([published(), removed()]).when(remove()).then_nothing();
        for command in [publish(details()), register("luis"), cancel("x"), change(1, seats(9))] {
            given::<Gathering>([published(), removed()]).when(command).then_refused(GatheringError::Removed);
        }
    }

    #[test]
    fn who_came_is_noted_from_when_the_doors_open() {
        given::<Gathering>(full())
            .when(note(&["luis"], &[], at("10T10:59")))
            .then_refused(GatheringError::TooEarly);
        given::<Gathering>(full())
            .when(note(&["luis", "eva"], &[], at("10T11:00")))
            .then([noted("luis", true)]);
        given::<Gathering>(with([noted("luis", true)]))
            .when(note(&["rosa"], &["luis"], at("11T09:00")))
            .then([noted("luis", false), noted("rosa", true)]);
        given::<Gathering>(with([noted("luis", true)]))
            .when(note(&["luis"], &[], at("11T09:00")))
            .then_nothing();
        // Somebody else at the door has ticked others.
        given::<Gathering>(with([noted("luis", true)]))
            .when(note(&["rosa"], &[], at("11T09:00")))
            .then([noted("rosa", true)]);
    }
}
