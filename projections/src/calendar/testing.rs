//! For tests of this context: gatherings in few words.

use chrono::NaiveDateTime;
use domain::calendar::{Details, Gathering, GatheringCommand, GatheringEvent, Place, Times};
use domain::{Event, GatheringId, Language, MemberId, Rules, Theme};

pub fn id(name: &str) -> GatheringId {
    GatheringId::derived(&[name])
}

pub fn member(name: &str) -> MemberId {
    MemberId::derived(&[name])
}

pub fn ana() -> MemberId {
    member("ana")
}

pub fn times(starts: &str, ends: &str) -> Times {
    let local = |text| NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M").unwrap();
    let zone = "America/Montevideo".parse().unwrap();
    Times { starts: local(starts), ends: local(ends), zone, register_until: None }
}

/// In Montevideo on 10 March 2026, from 13:00 to 15:00 UTC.
pub fn details(title: &str) -> Details {
    Details {
        title: title.into(),
        description: "Una **jornada**.".into(),
        language: Language::Es,
        organisation: None,
        place: Some(Place {
            venue: "Sala Zitarrosa".into(),
            city: "Montevideo".into(),
            country: "UY".parse().unwrap(),
        }),
        online: None,
        times: times("2026-03-10T10:00", "2026-03-10T12:00"),
        themes: vec![Theme::CARE_SYSTEMS],
        capacity: Some(2),
    }
}

pub fn published(name: &str) -> Event {
    published_as(name, details(name))
}

pub fn published_as(name: &str, details: Details) -> Event {
    let publish = GatheringCommand::Publish { gathering: id(name), organiser: ana(), details };
    Gathering::default().decide(publish).unwrap().remove(0).into()
}

pub fn changed(name: &str, revision: u32, details: Details) -> Event {
    let Event::Gathering(GatheringEvent::GatheringPublished { details, moments, .. }) =
        published_as(name, details)
    else {
        unreachable!()
    };
    GatheringEvent::GatheringChanged { gathering: id(name), revision, details, moments, moved: false }.into()
}

pub fn cancelled(name: &str, revision: u32) -> Event {
    GatheringEvent::GatheringCancelled { gathering: id(name), revision, reason: "Paro.".into() }.into()
}

pub fn removed(name: &str) -> Event {
    GatheringEvent::GatheringRemoved { gathering: id(name), organiser: ana(), reason: "Spam.".into() }.into()
}

pub fn registered(name: &str, who: &str) -> Event {
    GatheringEvent::MemberRegistered { gathering: id(name), member: member(who) }.into()
}

pub fn waitlisted(name: &str, who: &str) -> Event {
    GatheringEvent::MemberWaitlisted { gathering: id(name), member: member(who) }.into()
}

pub fn moved_up(name: &str, who: &str) -> Event {
    GatheringEvent::MemberMovedUp { gathering: id(name), member: member(who) }.into()
}

pub fn left(name: &str, who: &str, waited: bool) -> Event {
    GatheringEvent::RegistrationCancelled { gathering: id(name), member: member(who), waited }.into()
}

pub fn noted(name: &str, who: &str, came: bool) -> Event {
    GatheringEvent::AttendanceNoted { gathering: id(name), member: member(who), came }.into()
}
