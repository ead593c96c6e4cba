//! How the calendar names times and places, and where a gathering has its page.

use chrono::{DateTime, NaiveDateTime, Utc};
use domain::Language;
use domain::calendar::{Place, Zone};

use crate::i18n::{self, text_with};

/// Without the language of the page: `/events/4x2m0c9k1a-jornada-de-cuidados`.
pub fn address(short: &str, slug: &str) -> String {
    if slug.is_empty() { format!("/events/{short}") } else { format!("/events/{short}-{slug}") }
}

/// The short address that such an address begins with.
pub fn short_of(address: &str) -> &str {
    address.split('-').next().unwrap_or(address)
}

fn clock(local: NaiveDateTime) -> String {
    local.format("%H:%M").to_string()
}

/// One moment as clocks in the zone show it: `10 de marzo de 2026, 10:00 (Montevideo, UTC−03:00)`.
pub fn moment(language: Language, at: DateTime<Utc>, zone: &Zone) -> String {
    let local = zone.local(at);
    text_with(
        language,
        "calendar-moment",
        &[
            ("day", i18n::date(language, local.date()).into()),
            ("time", clock(local).into()),
            ("city", zone.city().into()),
            ("offset", zone.offset(at).into()),
        ],
    )
}

/// From when to when, on one day or several, as clocks in the zone show it.
pub fn range(language: Language, from: DateTime<Utc>, to: DateTime<Utc>, zone: &Zone) -> String {
    let (first, last) = (zone.local(from), zone.local(to));
    let day = |local: NaiveDateTime| i18n::date(language, local.date());
    let id = if first.date() == last.date() { "calendar-range" } else { "calendar-range-days" };
    text_with(
        language,
        id,
        &[
            ("day", day(first).into()),
            ("from", clock(first).into()),
            ("until", day(last).into()),
            ("to", clock(last).into()),
            ("city", zone.city().into()),
            ("offset", zone.offset(from).into()),
        ],
    )
}

/// `Sala Zitarrosa, Montevideo, Uruguay`
pub fn place(language: Language, place: &Place) -> String {
    format!("{}, {}, {}", place.venue, place.city, place.country.name(language))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn times_are_told_with_their_zone_in_four_languages() {
        let zone: Zone = "America/Montevideo".parse().unwrap();
        let (from, to) = (at("2026-03-10T13:00:00Z"), at("2026-03-10T15:00:00Z"));
        let told = Language::ALL.map(|language| range(language, from, to, &zone));
        assert_eq!(
            told,
            [
                "March 10, 2026, 10:00–12:00 (Montevideo, UTC−03:00)",
                "10 de marzo de 2026, 10:00–12:00 (Montevideo, UTC−03:00)",
                "10 de março de 2026, 10:00–12:00 (Montevideo, UTC−03:00)",
                "10 mars 2026, 10:00–12:00 (Montevideo, UTC−03:00)",
            ]
        );
    }

    #[test]
    fn a_gathering_over_midnight_names_both_days_where_it_is_midnight() {
        let (from, to) = (at("2026-03-10T20:00:00Z"), at("2026-03-10T23:00:00Z"));
        let in_zone = |zone: &str| range(Language::En, from, to, &zone.parse().unwrap());
        assert_eq!(in_zone("Asia/Kathmandu"), "March 11, 2026, 01:45–04:45 (Kathmandu, UTC+05:45)");
        assert_eq!(
            in_zone("Africa/Nairobi"),
            "March 10, 2026, 23:00 – March 11, 2026, 02:00 (Nairobi, UTC+03:00)"
        );
    }

    #[test]
    fn an_address_begins_with_the_short_one() {
        assert_eq!(address("4x2m0c9k1a", ""), "/events/4x2m0c9k1a");
        assert_eq!(short_of("4x2m0c9k1a-jornada-de-cuidados"), "4x2m0c9k1a");
    }
}
