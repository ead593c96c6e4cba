//! Time zones by their names in the IANA database (<https://www.iana.org/time-zones>), as this program carries it.
//! Rules and pages ask here what a clock on a wall shows; nothing depends on the machine's own zone.

use std::fmt;
use std::str::FromStr;
use std::sync::LazyLock;

use chrono::{DateTime, Datelike, NaiveDateTime, TimeDelta, Timelike, Utc};
use jiff::civil;
use jiff::tz::{AmbiguousOffset, Offset, TimeZone, TimeZoneDatabase};
use serde::{Deserialize, Serialize};

use crate::text;

static DATABASE: LazyLock<TimeZoneDatabase> = LazyLock::new(TimeZoneDatabase::bundled);

/// A zone such as `America/Sao_Paulo`. Its name is its form in events and addresses.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Zone(String);

/// Why a time on a wall is not one moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoOneMoment {
    #[error("clocks leave that time out when they go forward")]
    Skipped,
    #[error("clocks show that time twice when they go back")]
    Twice,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a time zone")]
pub struct UnknownZone(String);

impl FromStr for Zone {
    type Err = UnknownZone;

    /// Upper or lower case; the zone has the database's spelling.
    fn from_str(name: &str) -> Result<Self, UnknownZone> {
        let known = DATABASE.get(name).ok();
        let known = known.as_ref().and_then(TimeZone::iana_name);
        known.map(|known| Self(known.to_owned())).ok_or_else(|| UnknownZone(name.to_owned()))
    }
}

impl Zone {
    pub fn utc() -> Self {
        Self("UTC".to_owned())
    }

    /// The zones that stand for places, and UTC; in the order of their names.
    pub fn all() -> Vec<Self> {
        let of_places = |name: &str| name == "UTC" || (name.contains('/') && !name.starts_with("Etc/"));
        let mut all: Vec<Self> = DATABASE
            .available()
            .filter(|name| of_places(name.as_str()))
            .map(|name| Self(name.as_str().to_owned()))
            .collect();
        all.sort_unstable();
        all
    }

    pub fn name(&self) -> &str {
        &self.0
    }

    /// As somebody would write it: by its city, unless that means another one.
    pub fn told(&self) -> String {
        let city = self.city();
        if Self::meant(&city).as_ref() == Some(self) { city } else { self.0.clone() }
    }

    /// The one that somebody means by its name or by that of its city, with or without accents: `São Paulo`. Where
    /// cities have the same name, it is the one in the Americas, and of the database's spellings the newer, longer one.
    pub fn meant(typed: &str) -> Option<Self> {
        let typed = typed.trim();
        let sought = text::folded(typed);
        let of_city = || {
            let found = Self::all().into_iter().filter(|zone| text::folded(&zone.city()) == sought);
            found.max_by_key(|zone| (zone.0.starts_with("America/"), zone.0.len()))
        };
        typed.parse().ok().or_else(of_city)
    }

    /// Its place as readers see it: `Sao Paulo`.
    pub fn city(&self) -> String {
        self.0.rsplit('/').next().unwrap_or_default().replace('_', " ")
    }

    /// A name that the database has lost since counts as UTC.
    fn rules(&self) -> TimeZone {
        DATABASE.get(&self.0).unwrap_or(TimeZone::UTC)
    }

    /// The moment at which clocks there show that time. None when they leave it out, going forward;
    /// where they show it twice, going back, it is the first of the two.
    pub fn at(&self, local: NaiveDateTime) -> Option<DateTime<Utc>> {
        let offset = match self.rules().to_ambiguous_timestamp(civil(local)?).offset() {
            AmbiguousOffset::Unambiguous { offset } => offset,
            AmbiguousOffset::Fold { before, .. } => before,
            AmbiguousOffset::Gap { .. } => return None,
        };
        local.checked_sub_signed(seconds(offset)).map(|utc| utc.and_utc())
    }

    /// The one moment at which clocks there show that time.
    pub fn only(&self, local: NaiveDateTime) -> Result<DateTime<Utc>, NoOneMoment> {
        let civil = civil(local).ok_or(NoOneMoment::Skipped)?;
        match self.rules().to_ambiguous_timestamp(civil).offset() {
            AmbiguousOffset::Unambiguous { .. } => self.at(local).ok_or(NoOneMoment::Skipped),
            AmbiguousOffset::Gap { .. } => Err(NoOneMoment::Skipped),
            AmbiguousOffset::Fold { .. } => Err(NoOneMoment::Twice),
        }
    }

    /// What clocks there show at that moment.
    pub fn local(&self, at: DateTime<Utc>) -> NaiveDateTime {
        at.naive_utc() + self.ahead(at)
    }

    /// How far clocks there are ahead of UTC at that moment.
    pub fn ahead(&self, at: DateTime<Utc>) -> TimeDelta {
        let timestamp = jiff::Timestamp::from_second(at.timestamp());
        timestamp.map_or(TimeDelta::zero(), |timestamp| seconds(self.rules().to_offset(timestamp)))
    }

    /// The same as it is written: `UTC−03:00`, `UTC+05:45`.
    pub fn offset(&self, at: DateTime<Utc>) -> String {
        let minutes = self.ahead(at).num_minutes();
        let sign = if minutes < 0 { '\u{2212}' } else { '+' };
        format!("UTC{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
    }
}

fn seconds(offset: Offset) -> TimeDelta {
    TimeDelta::seconds(offset.seconds().into())
}

fn civil(local: NaiveDateTime) -> Option<civil::DateTime> {
    let small = |n: u32| i8::try_from(n).ok();
    civil::DateTime::new(
        i16::try_from(local.year()).ok()?,
        small(local.month())?,
        small(local.day())?,
        small(local.hour())?,
        small(local.minute())?,
        small(local.second())?,
        0,
    )
    .ok()
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Zone({})", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zone(name: &str) -> Zone {
        name.parse().unwrap()
    }

    fn local(text: &str) -> NaiveDateTime {
        NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M").unwrap()
    }

    fn utc(name: &str, at: &str) -> Option<String> {
        zone(name).at(local(at)).map(|at| at.format("%Y-%m-%dT%H:%M").to_string())
    }

    #[test]
    fn names_are_those_of_the_database_in_its_spelling() {
        assert_eq!(zone("america/sao_paulo").name(), "America/Sao_Paulo");
        assert_eq!(zone("America/Argentina/Buenos_Aires").city(), "Buenos Aires");
        for unknown in ["", "America/Atlantis", "UTC+3", "../etc/passwd", "Sao Paulo"] {
            assert_eq!(unknown.parse::<Zone>(), Err(UnknownZone(unknown.to_owned())));
        }
        let all = Zone::all();
        assert!(all.contains(&zone("Asia/Kathmandu")) && all.contains(&Zone::utc()));
        assert!(all.is_sorted() && !all.iter().any(|zone| zone.name().starts_with("Etc/")));
    }

    #[test]
    fn a_zone_is_known_by_its_city_with_and_without_accents() {
        for (typed, name) in [
            ("America/Sao_Paulo", "America/Sao_Paulo"),
            ("Sao Paulo", "America/Sao_Paulo"),
            (" são  paulo ", "America/Sao_Paulo"),
            ("Bogotá", "America/Bogota"),
            ("BOGOTA", "America/Bogota"),
            ("Asunción", "America/Asuncion"),
            ("Port-au-Prince", "America/Port-au-Prince"),
            ("Buenos Aires", "America/Argentina/Buenos_Aires"),
            ("utc", "UTC"),
            ("Madrid", "Europe/Madrid"),
        ] {
            assert_eq!(Zone::meant(typed), Some(zone(name)), "{typed}");
        }
        for unknown in ["", " ", "Atlantis", "Sao", "../etc/passwd"] {
            assert_eq!(Zone::meant(unknown), None, "{unknown}");
        }
    }

    #[test]
    fn each_zone_is_told_so_that_it_is_meant() {
        assert_eq!(zone("America/Sao_Paulo").told(), "Sao Paulo");
        for zone in Zone::all().into_iter().step_by(7) {
            assert_eq!(Zone::meant(&zone.told()), Some(zone));
        }
    }

    #[test]
    fn clocks_of_four_places() {
        // Brazil has had no summer time since 2019, and had one before.
        assert_eq!(utc("America/Sao_Paulo", "2026-12-01T10:00").unwrap(), "2026-12-01T13:00");
        assert_eq!(utc("America/Sao_Paulo", "2018-12-01T10:00").unwrap(), "2018-12-01T12:00");
        assert_eq!(utc("America/New_York", "2026-07-01T10:00").unwrap(), "2026-07-01T14:00");
        assert_eq!(utc("America/New_York", "2026-12-01T10:00").unwrap(), "2026-12-01T15:00");
        // In the south the summer is at the turn of the year.
        assert_eq!(utc("America/Santiago", "2026-07-01T10:00").unwrap(), "2026-07-01T14:00");
        assert_eq!(utc("America/Santiago", "2026-12-01T10:00").unwrap(), "2026-12-01T13:00");
        assert_eq!(utc("Asia/Kathmandu", "2026-12-01T10:00").unwrap(), "2026-12-01T04:15");
    }

    #[test]
    fn a_time_that_clocks_leave_out_is_none() {
        assert_eq!(utc("America/New_York", "2026-03-08T02:30"), None);
        assert_eq!(utc("America/New_York", "2026-03-08T03:00").unwrap(), "2026-03-08T07:00");
        // In Santiago it is midnight that is left out.
        assert_eq!(utc("America/Santiago", "2026-09-06T00:30"), None);
        assert_eq!(utc("America/Sao_Paulo", "2018-11-04T00:00"), None);
    }

    #[test]
    fn of_a_time_that_clocks_show_twice_it_is_the_first() {
        assert_eq!(utc("America/New_York", "2026-11-01T01:30").unwrap(), "2026-11-01T05:30");
        assert_eq!(utc("America/Santiago", "2026-04-04T23:30").unwrap(), "2026-04-05T02:30");
    }

    #[test]
    fn a_time_that_is_left_out_or_shown_twice_is_not_one_moment() {
        let only = |name: &str, at: &str| zone(name).only(local(at));
        assert_eq!(only("America/New_York", "2026-03-08T02:30"), Err(NoOneMoment::Skipped));
        assert_eq!(only("America/New_York", "2026-11-01T01:30"), Err(NoOneMoment::Twice));
        assert_eq!(only("America/New_York", "2026-11-01T02:00").ok(), "2026-11-01T07:00:00Z".parse().ok());
        assert_eq!(only("UTC", "2026-11-01T01:30").ok(), "2026-11-01T01:30:00Z".parse().ok());
    }

    #[test]
    fn what_a_clock_shows_leads_back_to_the_moment() {
        for name in ["America/Sao_Paulo", "America/New_York", "America/Santiago", "Asia/Kathmandu", "UTC"] {
            let zone = zone(name);
            for hour in 0..24 * 366 {
                let at = local("2026-01-01T00:00").and_utc() + TimeDelta::hours(hour);
                let back = zone.at(zone.local(at)).unwrap();
                // The second of two that look alike comes out as the first.
                assert!(back == at || at - back == TimeDelta::hours(1), "{name} {at}");
            }
        }
    }

    #[test]
    fn offsets_are_written_with_their_minutes() {
        let at = local("2026-12-01T00:00").and_utc();
        assert_eq!(zone("Asia/Kathmandu").offset(at), "UTC+05:45");
        assert_eq!(zone("America/St_Johns").offset(at), "UTC\u{2212}03:30");
        assert_eq!(Zone::utc().offset(at), "UTC+00:00");
    }
}
