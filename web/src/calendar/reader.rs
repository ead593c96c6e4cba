//! The reader's own time zone: chosen by a small form, kept in a cookie, and used beside a gathering's own.

use axum::http::HeaderMap;
use axum::http::header::SET_COOKIE;
use axum::response::{IntoResponse, Response};
use chrono::Duration;
use domain::calendar::Zone;
use maud::{Markup, html};

use crate::error::PageError;
use crate::fields::Fields;
use crate::query::Query;
use crate::ui::Field;
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

/// In whose clocks a page also tells the times.
#[derive(Clone, Debug)]
pub struct Reader {
    pub zone: Option<Zone>,
    chosen: bool,
}

impl Reader {
    /// By `?tz=`, which is then remembered, or by the cookie.
    pub fn of(visit: &Visit, headers: &HeaderMap) -> Result<Self, PageError> {
        let query = Query::parse(&visit.query);
        if let Some(name) = query.first("tz") {
            let zone = name.parse().map_err(|_| PageError::NotFound)?;
            return Ok(Self { zone: Some(zone), chosen: true });
        }
        let zone = visit::cookie(headers, COOKIE).and_then(|name| name.parse().ok());
        Ok(Self { zone, chosen: false })
    }

    /// The page, with the choice to be remembered.
    pub fn answer(&self, visit: &Visit, page: impl IntoResponse) -> Response {
        let mut response = page.into_response();
        let chosen = self.zone.as_ref().filter(|_| self.chosen);
        let year = Some(Duration::days(365));
        let cookie = chosen.and_then(|zone| visit.set_cookie(COOKIE, zone.name(), year));
        if let Some(cookie) = cookie {
            response.headers_mut().append(SET_COOKIE, cookie);
        }
        response
    }

    /// The form by which the zone is chosen for the page at this address.
    pub fn form(&self, visit: &Visit, page: &str) -> Markup {
        let chosen = self.zone.as_ref().map(ToString::to_string).unwrap_or_default();
        let mut offered: Vec<&str> = OFFERED.to_vec();
        if !chosen.is_empty() && !offered.contains(&chosen.as_str()) {
            offered.push(&chosen);
        }
        let labels: Vec<(String, String)> = offered
            .into_iter()
            .filter_map(|name| Some((name.to_owned(), name.parse::<Zone>().ok()?.city())))
            .collect();
        let mut options: Vec<(&str, &str)> =
            labels.iter().map(|(name, city)| (name.as_str(), city.as_str())).collect();
        options.sort_by_key(|(_, city)| *city);
        let fields = Fields::new([("tz", chosen.as_str())]);
        let others = Query::parse(&visit.query).without("tz");
        html! {
            form .stack method="get" action=(page) {
                @for (name, value) in others.all() { input type="hidden" name=(name) value=(value); }
                (Field::new("tz", visit.text("calendar-reader-zone")).required().select(options, visit, &fields))
                div { button .button.quiet type="submit" { (visit.text("calendar-reader-show")) } }
            }
        }
    }
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
}
