//! What describes a gathering: where and when it is, within limits told beforehand.

use chrono::{DateTime, Datelike, NaiveDateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::Zone;
use crate::text::{self, TextError};
use crate::{Country, Language, OrganisationId, Theme};

/// Limits in characters.
pub const TITLE_MAX: usize = 200;
pub const DESCRIPTION_MAX: usize = 10_000;
pub const VENUE_MAX: usize = 200;
pub const CITY_MAX: usize = 100;
pub const LINK_MAX: usize = 500;
pub const THEMES_MAX: usize = 6;
pub const CAPACITY_MAX: u32 = 100_000;
/// The years in which a gathering may be.
pub const YEARS: std::ops::RangeInclusive<i32> = 1900..=2199;

/// How long it may last.
const LONGEST: TimeDelta = TimeDelta::days(366);

/// Where people meet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    pub venue: String,
    pub city: String,
    pub country: Country,
}

/// As clocks in the zone show it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Times {
    pub starts: NaiveDateTime,
    pub ends: NaiveDateTime,
    pub zone: Zone,
    /// Until when people may register; until it starts where nothing is said.
    pub register_until: Option<NaiveDateTime>,
}

/// The moments that the times were found to be when they were set. They stay what they are when a
/// government changes its clocks later: then the organiser sets the times anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moments {
    pub starts_at: DateTime<Utc>,
    pub ends_at: DateTime<Utc>,
    pub closes_at: DateTime<Utc>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Details {
    pub title: String,
    /// Markdown.
    pub description: String,
    pub language: Language,
    /// In whose name the organiser invites.
    pub organisation: Option<OrganisationId>,
    pub place: Option<Place>,
    /// Where to take part from afar; for those who are registered.
    pub online: Option<String>,
    #[serde(flatten)]
    pub times: Times,
    pub themes: Vec<Theme>,
    pub capacity: Option<u32>,
}

/// What is wrong with a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    #[error("the title: {0}")]
    Title(TextError),
    #[error("the description: {0}")]
    Description(TextError),
    #[error("the venue: {0}")]
    Venue(TextError),
    #[error("the city: {0}")]
    City(TextError),
    #[error("give a place, an online address, or both")]
    Nowhere,
    #[error("the online address must be a full address that starts with http:// or https://")]
    Link,
    #[error("choose between one and {THEMES_MAX} themes")]
    Themes,
    #[error("there must be room for between 1 and {CAPACITY_MAX} people")]
    Capacity,
    #[error("the year must lie between {} and {}", YEARS.start(), YEARS.end())]
    Year(Time),
    #[error("clocks in this time zone leave that time out when they go forward")]
    Skipped(Time),
    #[error("it must end after it starts")]
    Order,
    #[error("it may last a year at most")]
    TooLong,
    #[error("registration must end before it starts")]
    Deadline,
    #[error("the reason: {0}")]
    Reason(TextError),
}

/// Which of the times is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Time {
    Start,
    End,
    Deadline,
}

impl Times {
    /// The moments, or all that is wrong with the times.
    fn moments(&self) -> Result<Moments, Vec<Fault>> {
        let moment = |local: NaiveDateTime, time| {
            if YEARS.contains(&local.year()) {
                self.zone.at(local).ok_or(Fault::Skipped(time))
            } else {
                Err(Fault::Year(time))
            }
        };
        let starts = moment(self.starts, Time::Start);
        let ends = moment(self.ends, Time::End);
        let deadline = self.register_until.map(|until| moment(until, Time::Deadline)).transpose();
        match (starts, ends, deadline) {
            (Ok(starts_at), Ok(ends_at), Ok(deadline)) => {
                let closes_at = deadline.unwrap_or(starts_at);
                let mut faults = Vec::new();
                if ends_at <= starts_at {
                    faults.push(Fault::Order);
                } else if ends_at - starts_at > LONGEST {
                    faults.push(Fault::TooLong);
                }
                if closes_at > starts_at {
                    faults.push(Fault::Deadline);
                }
                if faults.is_empty() { Ok(Moments { starts_at, ends_at, closes_at }) } else { Err(faults) }
            }
            (starts, ends, deadline) => {
                Err([starts.err(), ends.err(), deadline.err()].into_iter().flatten().collect())
            }
        }
    }
}

impl Place {
    fn checked(self) -> Result<Self, Vec<Fault>> {
        let venue = text::line(&self.venue, VENUE_MAX).map_err(Fault::Venue);
        let city = text::line(&self.city, CITY_MAX).map_err(Fault::City);
        match (venue, city) {
            (Ok(venue), Ok(city)) => Ok(Self { venue, city, ..self }),
            (venue, city) => Err(venue.err().into_iter().chain(city.err()).collect()),
        }
    }
}

impl Details {
    /// All that is wrong with it; nothing where it can be published.
    pub fn faults(&self) -> Vec<Fault> {
        self.clone().checked().err().unwrap_or_default()
    }

    /// Tidied, with its moments; or all that is wrong.
    pub(super) fn checked(self) -> Result<(Self, Moments), Vec<Fault>> {
        let mut themes = self.themes;
        themes.sort_unstable();
        themes.dedup();
        let mut faults = Vec::new();
        let title = kept(text::line(&self.title, TITLE_MAX).map_err(Fault::Title), &mut faults);
        let description =
            kept(text::block(&self.description, DESCRIPTION_MAX).map_err(Fault::Description), &mut faults);
        let nowhere = self.place.is_none() && self.online.is_none();
        let place = match self.place.map(Place::checked).transpose() {
            Ok(place) => place,
            Err(wrong) => {
                faults.extend(wrong);
                None
            }
        };
        let online = self.online.map(|link| link.trim().to_owned());
        if online.as_ref().is_some_and(|link| !text::is_web_address(link, LINK_MAX)) {
            faults.push(Fault::Link);
        }
        if nowhere {
            faults.push(Fault::Nowhere);
        }
        let moments = match self.times.moments() {
            Ok(moments) => Some(moments),
            Err(wrong) => {
                faults.extend(wrong);
                None
            }
        };
        if themes.is_empty() || themes.len() > THEMES_MAX {
            faults.push(Fault::Themes);
        }
        if self.capacity.is_some_and(|capacity| !(1..=CAPACITY_MAX).contains(&capacity)) {
            faults.push(Fault::Capacity);
        }
        match (title, description, moments) {
            (Some(title), Some(description), Some(moments)) if faults.is_empty() => {
                Ok((Self { title, description, place, online, themes, ..self }, moments))
            }
            _ => Err(faults),
        }
    }

    /// Whether who comes must come to another place or at another time.
    pub(super) fn moves(&self, other: &Self) -> bool {
        let (one, two) = (&self.times, &other.times);
        (one.starts, one.ends, &one.zone) != (two.starts, two.ends, &two.zone)
            || self.place != other.place
            || self.online != other.online
    }
}

fn kept<T>(checked: Result<T, Fault>, faults: &mut Vec<Fault>) -> Option<T> {
    checked.map_err(|fault| faults.push(fault)).ok()
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub fn local(text: &str) -> NaiveDateTime {
        NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M").unwrap()
    }

    /// In Montevideo, from ten to noon UTC−03:00, for two.
    pub fn details() -> Details {
        Details {
            title: "Jornada de cuidados".into(),
            description: "Cómo se **cuida**.".into(),
            language: Language::Es,
            organisation: None,
            place: Some(Place {
                venue: "Sala Zitarrosa".into(),
                city: "Montevideo".into(),
                country: "UY".parse().unwrap(),
            }),
            online: None,
            times: times("America/Montevideo", "2026-03-10T10:00", "2026-03-10T12:00"),
            themes: vec![Theme::CARE_SYSTEMS],
            capacity: Some(2),
        }
    }

    pub fn times(zone: &str, starts: &str, ends: &str) -> Times {
        Times { starts: local(starts), ends: local(ends), zone: zone.parse().unwrap(), register_until: None }
    }

    fn faults_of(times: Times) -> Vec<Fault> {
        Details { times, ..details() }.faults()
    }

    #[test]
    fn details_are_tidied_and_get_their_moments() {
        let typed = Details {
            title: " Jornada  de cuidados\u{7}".into(),
            description: "Cómo se **cuida**.\r\n".into(),
            themes: vec![Theme::CARE_SYSTEMS, Theme::CARE_SYSTEMS],
            ..details()
        };
        let (tidied, moments) = typed.checked().unwrap();
        assert_eq!(tidied, details());
        assert_eq!(moments.starts_at.to_rfc3339(), "2026-03-10T13:00:00+00:00");
        assert_eq!(moments.closes_at, moments.starts_at);
    }

    #[test]
    fn it_ends_after_it_starts_by_the_moments_and_not_by_the_clocks() {
        let one = "America/New_York";
        assert_eq!(faults_of(times(one, "2026-05-01T10:00", "2026-05-01T10:00")), [Fault::Order]);
        assert_eq!(faults_of(times(one, "2026-05-01T10:00", "2026-05-01T09:00")), [Fault::Order]);
        assert_eq!(faults_of(times(one, "1900-01-01T10:00", "2199-12-31T10:00")), [Fault::TooLong]);
        assert_eq!(faults_of(times(one, "2026-05-01T10:00", "2027-05-01T10:00")), []);
        // From 01:30 to 02:30 while clocks go back are two hours.
        let back = times(one, "2026-11-01T01:30", "2026-11-01T02:30");
        let moments = back.moments().unwrap();
        assert_eq!((moments.ends_at - moments.starts_at).num_minutes(), 120);
    }

    #[test]
    fn times_that_no_clock_shows_are_refused() {
        for (zone, starts, ends) in [
            ("America/New_York", "2026-03-08T02:30", "2026-03-08T04:00"),
            ("America/Santiago", "2026-09-06T00:15", "2026-09-06T04:00"),
            ("America/Sao_Paulo", "2018-11-04T00:30", "2018-11-04T04:00"),
        ] {
            assert_eq!(faults_of(times(zone, starts, ends)), [Fault::Skipped(Time::Start)], "{zone}");
        }
        let until = Some(local("2026-03-08T02:10"));
        let late = Times {
            register_until: until,
            ..times("America/New_York", "2026-03-09T10:00", "2026-03-09T11:00")
        };
        assert_eq!(faults_of(late), [Fault::Skipped(Time::Deadline)]);
    }

    #[test]
    fn years_and_deadlines_are_bounded() {
        let utc = |starts, ends| times("UTC", starts, ends);
        assert_eq!(faults_of(utc("1899-12-31T23:00", "1900-01-01T01:00")), [Fault::Year(Time::Start)]);
        assert_eq!(faults_of(utc("1900-01-01T00:00", "1900-01-01T01:00")), []);
        assert_eq!(faults_of(utc("2199-12-31T23:00", "2200-01-01T01:00")), [Fault::Year(Time::End)]);
        let until = |until| Times {
            register_until: Some(local(until)),
            ..utc("2026-05-01T10:00", "2026-05-01T11:00")
        };
        assert_eq!(faults_of(until("2026-05-01T10:01")), [Fault::Deadline]);
        assert_eq!(faults_of(until("2026-05-01T10:00")), []);
    }

    #[test]
    fn everything_wrong_is_said_at_once() {
        let typed = Details {
            title: " \u{202e} ".into(),
            description: "x".repeat(DESCRIPTION_MAX + 1),
            place: None,
            online: None,
            times: times("UTC", "2026-05-01T10:00", "2026-05-01T09:00"),
            themes: vec![],
            capacity: Some(0),
            ..details()
        };
        let all = [
            Fault::Title(TextError::Empty),
            Fault::Description(TextError::TooLong(DESCRIPTION_MAX)),
            Fault::Nowhere,
            Fault::Order,
            Fault::Themes,
            Fault::Capacity,
        ];
        assert_eq!(typed.faults(), all);
        let place = Place { venue: " ".into(), city: String::new(), country: "UY".parse().unwrap() };
        let typed = Details { place: Some(place), online: Some("javascript:alert(1)".into()), ..details() };
        let all = [Fault::Venue(TextError::Empty), Fault::City(TextError::Empty), Fault::Link];
        assert_eq!(typed.faults(), all);
    }

    #[test]
    fn right_to_left_and_characters_of_four_bytes_are_kept_to_the_limit() {
        let title = "🎉 اجتماع ".repeat(30).chars().take(TITLE_MAX).collect::<String>().trim().to_owned();
        let (kept, _) = Details { title: title.clone(), ..details() }.checked().unwrap();
        assert_eq!(kept.title, title);
        let long = Details { title: "🎉".repeat(TITLE_MAX + 1), ..details() };
        assert_eq!(long.faults(), [Fault::Title(TextError::TooLong(TITLE_MAX))]);
    }
}
