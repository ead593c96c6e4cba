//! The demo's gatherings, past and coming as seen from its first start, in four languages; with people who
//! have a place, some who wait for one, and one gathering that was cancelled.

use std::collections::BTreeSet;
use std::sync::Arc;

use application::{Actor, Desk, Order};
use chrono::{DateTime, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};
use domain::calendar::{Details, Gathering, GatheringCommand, Place, Times, Zone};
use domain::{CommandId, Country, GatheringId, MemberId};

use super::announced::{ANNOUNCED, Announced};
use super::members::MEMBERS;
use crate::import::organisation_id;
use crate::portal::Portal;
use crate::seed::made_up_member;

/// How long before the present day each was announced; those that are past, as long before their own day.
const ANNOUNCED_BEFORE: Days = Days::new(30);
/// How far ahead the next one is at least.
const SOON: TimeDelta = TimeDelta::hours(2);

/// `seed` is that of the made-up members, of whom some take part.
pub async fn make(portal: &Portal, seed: u64) -> anyhow::Result<()> {
    let now = (portal.clock)();
    for one in &ANNOUNCED {
        one.make(portal, seed, now).await?;
    }
    Ok(())
}

fn time(hour: u32) -> NaiveTime {
    NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or_default()
}

impl Announced {
    fn id(&self) -> GatheringId {
        GatheringId::derived(&["demo", "gathering", self.title])
    }

    fn day(&self, today: NaiveDate) -> NaiveDate {
        today + TimeDelta::days(self.in_days)
    }

    fn starts(&self, now: DateTime<Utc>, zone: &Zone) -> NaiveDateTime {
        if self.in_days != 0 {
            return self.day(now.date_naive()).and_time(time(self.hour));
        }
        let earliest = zone.local(now + SOON);
        let days = earliest.date().iter_days();
        let mut hours = days.flat_map(|day| [self.hour - 10, self.hour].map(|hour| day.and_time(time(hour))));
        hours.find(|starts| *starts >= earliest).unwrap_or(earliest)
    }

    fn details(&self, now: DateTime<Utc>) -> anyhow::Result<Details> {
        let zone: Zone = self.zone.parse()?;
        let starts = self.starts(now, &zone);
        let place = match self.place {
            Some((venue, city, code)) => {
                let country: Country = code.parse()?;
                Some(Place { venue: venue.to_owned(), city: city.to_owned(), country })
            }
            None => None,
        };
        Ok(Details {
            title: self.title.to_owned(),
            description: self.description.to_owned(),
            language: self.language,
            organisation: self.organisation.map(organisation_id),
            place,
            online: self.online.map(str::to_owned),
            times: Times {
                starts,
                ends: starts + TimeDelta::minutes(self.minutes),
                zone,
                register_until: self.closes_days_before.map(|days| starts - TimeDelta::days(days)),
            },
            themes: self.themes.to_vec(),
            capacity: self.capacity,
        })
    }

    async fn make(&self, portal: &Portal, seed: u64, present: DateTime<Utc>) -> anyhow::Result<()> {
        let today = present.date_naive();
        let organiser = MEMBERS[self.organiser].id();
        // What is past was announced before it, what comes before today.
        let first = self.day(today).min(today) - ANNOUNCED_BEFORE;
        let at = |days: u64| (first + Days::new(days)).and_time(time(14)).and_utc();
        let publish =
            GatheringCommand::Publish { gathering: self.id(), organiser, details: self.details(present)? };
        self.order(portal, at(0), organiser, "announces", publish).await?;
        for (n, member) in self.people(seed).into_iter().enumerate() {
            // Two or three a day, so that the list has an order.
            let now = at(2) + TimeDelta::hours(9 * i64::try_from(n)?);
            let now = now.min(at(28));
            let register = GatheringCommand::Register { member, now };
            self.order(portal, now, member, "registers", register).await?;
        }
        if let Some(reason) = self.cancelled {
            let cancel = GatheringCommand::Cancel { reason: reason.to_owned(), now: at(27) };
            self.order(portal, at(27), organiser, "cancels", cancel).await?;
        }
        if self.in_days < 0 {
            let now = self.day(today).and_time(time(23)).and_utc() + TimeDelta::hours(20);
            // One in five did not come.
            let came = self.people(seed).into_iter().enumerate();
            let came = came.filter(|(n, _)| n % 5 != 4).map(|(_, member)| member).collect();
            let note = GatheringCommand::NoteAttendance { came, stayed: BTreeSet::new(), now };
            self.order(portal, now, organiser, "notes who came", note).await?;
        }
        Ok(())
    }

    /// The demo's members who take part, then made-up ones.
    fn people(&self, seed: u64) -> Vec<MemberId> {
        let own = self.guests.iter().map(|guest| MEMBERS[*guest].id());
        let others = (0..self.others).map(|n| made_up_member(seed, self.first_other + n));
        own.chain(others).collect()
    }

    /// By a desk whose clock stands at that moment.
    async fn order(
        &self,
        portal: &Portal,
        at: DateTime<Utc>,
        actor: MemberId,
        purpose: &str,
        command: GatheringCommand,
    ) -> anyhow::Result<()> {
        let editor =
            self.organisation.map(|slug| domain::membership::Role::OrganisationEditor(organisation_id(slug)));
        let actor = Actor::member(actor, editor.into_iter().collect());
        let command_id = CommandId::derived(&["demo", purpose, self.title, &actor.to_string()]);
        let desk = Desk::new(Arc::new(portal.store.clone()), Arc::new(move || at));
        desk.execute::<Gathering>(&Order::new(actor, command_id), &self.id().to_string(), command).await?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use application::calendar::BEFORE;
    use domain::{Language, Theme};

    use super::*;

    /// Whatever the day of the first start, none of them is at a time that clocks leave out.
    #[test]
    fn each_can_be_announced_on_any_day() {
        let first: NaiveDate = "2026-01-01".parse().unwrap();
        for (day, hour) in first.iter_days().take(730).step_by(3).zip((0..24).cycle()) {
            let now = day.and_time(time(hour)).and_utc();
            for one in &ANNOUNCED {
                let details = one.details(now).unwrap();
                assert_eq!(details.faults(), [], "{} from {now}", one.title);
                if one.in_days == 0 {
                    let starts = details.times.zone.only(details.times.starts).unwrap();
                    assert!(now + SOON <= starts && starts < now + BEFORE, "{starts} from {now}");
                }
            }
        }
    }

    #[test]
    fn they_are_in_four_languages_past_and_to_come_and_more_want_to_come_than_can() {
        for language in Language::ALL {
            assert!(ANNOUNCED.iter().filter(|one| one.language == language).count() >= 2, "{language}");
        }
        assert!(ANNOUNCED.iter().filter(|one| one.in_days < 0).count() >= 3);
        assert_eq!(ANNOUNCED.iter().filter(|one| one.in_days == 0).count(), 1);
        let crowded = |one: &Announced| {
            let wanted = one.people(2009).len();
            one.capacity.is_some_and(|capacity| wanted > capacity as usize)
        };
        assert!(ANNOUNCED.iter().any(|one| crowded(one) && one.in_days > 0));
        assert!(ANNOUNCED.iter().any(|one| one.themes.contains(&Theme::TRAINING)));
    }
}
