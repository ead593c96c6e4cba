//! The Americas as a map of tiles: one for each member state, roughly where it lies, each a link.

use domain::Country;
use maud::{Markup, html};

use super::labels::country_address;
use crate::visit::Visit;

/// Code, column and row.
const TILES: [(&str, u16, u16); 35] = [
    ("CA", 0, 0),
    ("US", 0, 1),
    ("MX", 0, 2),
    ("BS", 4, 2),
    ("BZ", 1, 3),
    ("CU", 3, 3),
    ("HT", 4, 3),
    ("DO", 5, 3),
    ("KN", 6, 3),
    ("AG", 7, 3),
    ("GT", 0, 4),
    ("HN", 1, 4),
    ("JM", 3, 4),
    ("DM", 7, 4),
    ("SV", 0, 5),
    ("NI", 1, 5),
    ("VC", 6, 5),
    ("LC", 7, 5),
    ("BB", 8, 5),
    ("CR", 1, 6),
    ("PA", 2, 6),
    ("GD", 6, 6),
    ("TT", 7, 6),
    ("CO", 3, 7),
    ("VE", 4, 7),
    ("GY", 5, 7),
    ("SR", 6, 7),
    ("EC", 3, 8),
    ("PE", 4, 8),
    ("BR", 5, 8),
    ("BO", 4, 9),
    ("PY", 5, 9),
    ("CL", 3, 10),
    ("AR", 4, 10),
    ("UY", 5, 10),
];

const SIDE: u16 = 34;
const COLUMNS: u16 = 9;
const ROWS: u16 = 11;

/// `resources` says how much the library has about a country; the more, the darker its tile.
pub fn map(visit: &Visit, resources: impl Fn(Country) -> u64) -> Markup {
    let tiles: Vec<(Country, u16, u16, u64)> = TILES
        .iter()
        .filter_map(|(code, x, y)| code.parse().ok().map(|country| (country, *x, *y, resources(country))))
        .collect();
    let most = tiles.iter().map(|tile| tile.3).max().unwrap_or(0);
    html! {
        svg .tiles viewBox={ "0 0 " (COLUMNS * SIDE) " " (ROWS * SIDE) } role="group"
            aria-label=(visit.text("organisations-map")) {
            @for (country, x, y, count) in &tiles {
                a href=(visit.link(&country_address(*country))) {
                    title { (country.name(visit.language)) ": "
                        (visit.text_with("organisations-count-resources", &[("count", (*count).into())])) }
                    rect class={ "shade-" (shade(*count, most)) } x=(x * SIDE + 1) y=(y * SIDE + 1)
                        width=(SIDE - 2) height=(SIDE - 2) rx="3" {}
                    text x=(x * SIDE + SIDE / 2) y=(y * SIDE + SIDE / 2 + 4) aria-hidden="true" { (country.code()) }
                }
            }
        }
    }
}

/// From 0, nothing, to 4: by the quarter of the largest count's square root, since counts differ much.
fn shade(count: u64, most: u64) -> u64 {
    if count == 0 || most == 0 {
        return 0;
    }
    // The least step whose square reaches: (step / 4)² ≥ count / most.
    (1..4).find(|step| step * step * most >= count * 16).unwrap_or(4)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_member_state_has_a_tile_of_its_own_on_the_map() {
        let codes: HashSet<&str> = TILES.iter().map(|(code, ..)| *code).collect();
        let all: HashSet<&str> = Country::all().iter().map(|state| state.country.code()).collect();
        assert_eq!(codes, all);
        let places: HashSet<(u16, u16)> = TILES.iter().map(|(_, x, y)| (*x, *y)).collect();
        assert_eq!(places.len(), TILES.len());
        assert!(places.iter().all(|(x, y)| *x < COLUMNS && *y < ROWS));
    }

    #[test]
    fn more_is_darker() {
        assert_eq!([0, 1, 60, 250, 600, 1_000].map(|count| shade(count, 1_000)), [0, 1, 1, 2, 4, 4]);
        assert_eq!(shade(0, 0), 0);
    }
}
