//! The reader's own time zone: chosen by a small form, kept in a cookie, and used beside a gathering's own.

use axum::http::HeaderMap;
use axum::http::header::SET_COOKIE;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Duration, Utc};
use domain::Country;
use domain::calendar::Zone;
use maud::{Markup, html};

use super::labels;
use crate::assets;
use crate::error::PageError;
use crate::fields::Fields;
use crate::query::Query;
use crate::ui::{Field, Scripted};
use crate::visit::{self, Visit};

const COOKIE: &str = "zone";

/// Zones of the Americas' capitals and of partners elsewhere: what most readers look for.
const OFFERED: [&str; 47] = [
    "America/Anchorage",
    "America/Antigua",
    "America/Argentina/Buenos_Aires",
    "America/Asuncion",
    "America/Barbados",
    "America/Belize",
    "America/Bogota",
    "America/Caracas",
    "America/Chicago",
    "America/Costa_Rica",
    "America/Denver",
    "America/Dominica",
    "America/El_Salvador",
    "America/Grenada",
    "America/Guatemala",
    "America/Guayaquil",
    "America/Guyana",
    "America/Halifax",
    "America/Havana",
    "America/Jamaica",
    "America/La_Paz",
    "America/Lima",
    "America/Los_Angeles",
    "America/Managua",
    "America/Manaus",
    "America/Mexico_City",
    "America/Montevideo",
    "America/Nassau",
    "America/New_York",
    "America/Panama",
    "America/Paramaribo",
    "America/Port-au-Prince",
    "America/Port_of_Spain",
    "America/Santiago",
    "America/Santo_Domingo",
    "America/Sao_Paulo",
    "America/St_Kitts",
    "America/St_Lucia",
    "America/St_Vincent",
    "America/Tegucigalpa",
    "America/Tijuana",
    "America/Toronto",
    "Europe/Lisbon",
    "Europe/London",
    "Europe/Madrid",
    "Europe/Paris",
    "UTC",
];

/// What clocks show in the capitals of the member states.
const CAPITALS: [(&str, &str); 35] = [
    ("AG", "America/Antigua"),
    ("AR", "America/Argentina/Buenos_Aires"),
    ("BB", "America/Barbados"),
    ("BO", "America/La_Paz"),
    ("BR", "America/Sao_Paulo"),
    ("BS", "America/Nassau"),
    ("BZ", "America/Belize"),
    ("CA", "America/Toronto"),
    ("CL", "America/Santiago"),
    ("CO", "America/Bogota"),
    ("CR", "America/Costa_Rica"),
    ("CU", "America/Havana"),
    ("DM", "America/Dominica"),
    ("DO", "America/Santo_Domingo"),
    ("EC", "America/Guayaquil"),
    ("GD", "America/Grenada"),
    ("GT", "America/Guatemala"),
    ("GY", "America/Guyana"),
    ("HN", "America/Tegucigalpa"),
    ("HT", "America/Port-au-Prince"),
    ("JM", "America/Jamaica"),
    ("KN", "America/St_Kitts"),
    ("LC", "America/St_Lucia"),
    ("MX", "America/Mexico_City"),
    ("NI", "America/Managua"),
    ("PA", "America/Panama"),
    ("PE", "America/Lima"),
    ("PY", "America/Asuncion"),
    ("SR", "America/Paramaribo"),
    ("SV", "America/El_Salvador"),
    ("TT", "America/Port_of_Spain"),
    ("US", "America/New_York"),
    ("UY", "America/Montevideo"),
    ("VC", "America/St_Vincent"),
    ("VE", "America/Caracas"),
];

/// In whose clocks a page also tells the times.
#[derive(Clone, Debug)]
pub struct Reader {
    pub zone: Option<Zone>,
    chosen: bool,
}

impl Reader {
    /// No page where `?tz=` is no zone; what it asks for is remembered.
    pub fn of(visit: &Visit) -> Result<Self, PageError> {
        let chosen = Query::parse(&visit.query).first("tz").is_some();
        if chosen && visit.zone.is_none() {
            return Err(PageError::NotFound);
        }
        Ok(Self { zone: visit.zone.clone(), chosen })
    }

    /// The page, with the choice to be remembered.
    pub fn answer(&self, visit: &Visit, page: Markup) -> Response {
        let mut response = match script(visit) {
            Some(_) => Scripted(page).into_response(),
            None => page.into_response(),
        };
        let chosen = self.zone.as_ref().filter(|_| self.chosen);
        let year = Some(Duration::days(365));
        let cookie = chosen.and_then(|zone| visit.set_cookie(COOKIE, zone.name(), year));
        if let Some(cookie) = cookie {
            response.headers_mut().append(SET_COOKIE, cookie);
        }
        response
    }

    /// The form by which the zone is chosen for the page at this address.
    pub fn choice(&self, visit: &Visit, page: &str) -> Markup {
        let chosen = self.zone.as_ref().map(ToString::to_string).unwrap_or_default();
        let offered = offered(self.zone.as_ref());
        let options = offered.iter().map(|(name, city)| (name.as_str(), city.as_str()));
        let fields = Fields::new([("tz", chosen.as_str())]);
        let others = Query::parse(&visit.query).without("tz");
        html! {
            details {
                summary { (visit.text("calendar-reader-summary")) }
                form .stack method="get" action=(page) {
                    @for (name, value) in others.all() { input type="hidden" name=(name) value=(value); }
                    (Field::new("tz", visit.text("calendar-reader-zone")).required().select(options, visit, &fields))
                    div { button .button.quiet type="submit" { (visit.text("calendar-reader-show")) } }
                }
            }
        }
    }
}

/// What asks the device, where the reader has chosen no zone. A form that comes back keeps what it shows.
pub fn script(visit: &Visit) -> Option<&'static str> {
    (!visit.zone_chosen && visit.method.is_safe()).then(assets::zone)
}

/// By `?tz=`, or by the cookie of an earlier choice.
pub fn chosen_zone(headers: &HeaderMap, query: &str) -> Option<Zone> {
    match Query::parse(query).first("tz") {
        Some(name) => name.parse().ok(),
        None => visit::cookie(headers, COOKIE)?.parse().ok(),
    }
}

/// The times in the reader's own zone, where clocks show others there than in the gathering's.
pub fn own_time(visit: &Visit, starts_at: DateTime<Utc>, ends_at: DateTime<Utc>, zone: &Zone) -> Markup {
    let differs = |own: &&Zone| [starts_at, ends_at].iter().any(|at| own.local(*at) != zone.local(*at));
    html! {
        // What the script of the zone fills.
        div data-own {
            @if let Some(own) = visit.zone.as_ref().filter(differs) {
                div .own-time {
                    strong { (visit.text("calendar-own-time")) } " "
                    (labels::range(visit.language, starts_at, ends_at, own))
                }
            }
        }
    }
}

/// Zones to choose from by their cities, this one among them.
pub fn offered(also: Option<&Zone>) -> Vec<(String, String)> {
    let also = also.map(Zone::name).filter(|name| !OFFERED.contains(name));
    let mut all: Vec<(String, String)> = OFFERED
        .into_iter()
        .chain(also)
        .filter_map(|name| Some((name.to_owned(), name.parse::<Zone>().ok()?.city())))
        .collect();
    all.sort_by(|(_, one), (_, other)| one.cmp(other));
    all
}

/// The zone by which the reader's own days and hours are told.
pub fn own_zone(visit: &Visit) -> Zone {
    visit.zone.clone().unwrap_or_else(Zone::utc)
}

pub fn zone_of_capital(country: Country) -> Option<Zone> {
    let (_, name) = CAPITALS.iter().find(|(code, _)| *code == country.code())?;
    name.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_zone_that_is_offered_is_one() {
        for name in OFFERED {
            assert_eq!(name.parse::<Zone>().unwrap().name(), name);
        }
    }

    #[test]
    fn each_member_state_has_the_clocks_of_its_capital() {
        for state in Country::all() {
            let zone = zone_of_capital(state.country);
            let zone = zone.unwrap_or_else(|| panic!("{} has none", state.country.code()));
            assert!(OFFERED.contains(&zone.name()), "{zone}");
        }
    }
}
