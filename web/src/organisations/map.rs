//! The Americas as a map: the more the library has about a country, the darker it is. What the map shows to the
//! eye stands beside it in words and figures, by region.

use domain::{Country, text};
use maud::{Markup, html};

use super::labels::country_address;
use crate::assets;
use crate::ui::{Column, Row, table};
use crate::visit::Visit;

/// The regions, from north to south, and their member states.
const REGIONS: [(&str, &[&str]); 4] = [
    ("organisations-region-north", &["CA", "MX", "US"]),
    ("organisations-region-central", &["BZ", "CR", "GT", "HN", "NI", "PA", "SV"]),
    (
        "organisations-region-caribbean",
        &["AG", "BB", "BS", "CU", "DM", "DO", "GD", "HT", "JM", "KN", "LC", "TT", "VC"],
    ),
    ("organisations-region-south", &["AR", "BO", "BR", "CL", "CO", "EC", "GY", "PE", "PY", "SR", "UY", "VE"]),
];

/// Of colours, without that for nothing.
const SHADES: u64 = 4;

/// `contributions` says how much the portal has about a country.
pub fn map(visit: &Visit, contributions: impl Fn(Country) -> u64) -> Markup {
    let most = Country::all().iter().map(|state| contributions(state.country)).max().unwrap_or(0);
    let drawn = |id: &str| format!("{}#{id}", assets::map());
    html! {
        // Discs of small islands are too small to point at: the tables below lead to the same pages.
        svg .map viewBox="0 0 400 540" aria-hidden="true" {
            use .others href=(drawn("others")) {}
            @for state in Country::all() {
                @let count = contributions(state.country);
                a href=(visit.link(&country_address(state.country))) tabindex="-1" {
                    title { (state.name(visit.language)) ": " (counted(visit, count)) }
                    use class={ "shade-" (shade(count, most)) }
                        href=(drawn(&state.country.code().to_ascii_lowercase())) {}
                }
            }
        }
        (legend(visit, most))
        details {
            summary { (visit.text("organisations-map-table")) }
            @for (region, codes) in REGIONS { (of_region(visit, region, codes, &contributions)) }
        }
    }
}

fn counted(visit: &Visit, count: u64) -> String {
    visit.text_with("organisations-map-count", &[("count", count.into())])
}

fn legend(visit: &Visit, most: u64) -> Markup {
    html! {
        ul .legend.small aria-label=(visit.text("organisations-map-legend")) {
            (entry(0, visit.text("organisations-map-none")))
            @for (shade, from, to) in ranges(most) {
                @if from == to {
                    (entry(shade, &counted(visit, from)))
                } @else {
                    (entry(shade, &visit.text_with("organisations-map-range", &[
                        ("from", from.into()),
                        ("to", to.into()),
                    ])))
                }
            }
        }
    }
}

fn entry(shade: u64, label: &str) -> Markup {
    html! {
        li {
            svg .map viewBox="0 0 16 16" aria-hidden="true" {
                rect class={ "shade-" (shade) } x="1" y="1" width="14" height="14" rx="2" {}
            }
            (label)
        }
    }
}

fn of_region(visit: &Visit, region: &str, codes: &[&str], contributions: impl Fn(Country) -> u64) -> Markup {
    let mut countries: Vec<(Country, u64)> = codes
        .iter()
        .filter_map(|code| code.parse().ok())
        .map(|country| (country, contributions(country)))
        .collect();
    countries.sort_by_cached_key(|(country, _)| text::folded(country.name(visit.language)));
    let total: u64 = countries.iter().map(|(_, count)| count).sum();
    let caption = format!("{}: {}", visit.text(region), counted(visit, total));
    let columns = [
        Column::text(visit.text("organisations-member-state")),
        Column::number(visit.text("organisations-map-contributions")),
    ];
    table(
        &caption,
        &columns,
        countries.into_iter().map(|(country, count)| Row {
            current: false,
            cells: vec![
                html! { a href=(visit.link(&country_address(country))) { (country.name(visit.language)) } },
                html! { (count) },
            ],
        }),
    )
}

/// From 0, nothing, to 4: by the quarter of the largest count's square root, since counts differ much.
fn shade(count: u64, most: u64) -> u64 {
    if count == 0 || most == 0 {
        return 0;
    }
    // The least step whose square reaches: (step / 4)² ≥ count / most.
    (1..SHADES).find(|step| step * step * most >= count * SHADES * SHADES).unwrap_or(SHADES)
}

/// Each shade that some count has, with its least and its largest count.
fn ranges(most: u64) -> Vec<(u64, u64, u64)> {
    let largest = |step: u64| step * step * most / (SHADES * SHADES);
    (1..=SHADES)
        .map(|step| (step, largest(step - 1) + 1, largest(step)))
        .filter(|(_, from, to)| from <= to)
        .collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_member_state_is_drawn_and_lies_in_one_region() {
        let all: BTreeSet<&str> = Country::all().iter().map(|state| state.country.code()).collect();
        let listed: Vec<&str> = REGIONS.iter().flat_map(|(_, codes)| codes.iter().copied()).collect();
        assert_eq!(listed.len(), all.len());
        assert_eq!(listed.into_iter().collect::<BTreeSet<_>>(), all);
        let drawing = include_str!("../../assets/map.svg");
        for code in all {
            assert!(drawing.contains(&format!("id=\"{}\"", code.to_ascii_lowercase())), "{code}");
        }
    }

    #[test]
    fn more_is_darker() {
        assert_eq!([0, 1, 60, 250, 600, 1_000].map(|count| shade(count, 1_000)), [0, 1, 1, 2, 4, 4]);
        assert_eq!(shade(0, 0), 0);
    }

    #[test]
    fn the_legend_says_what_each_shade_means() {
        assert_eq!(ranges(1_000), [(1, 1, 62), (2, 63, 250), (3, 251, 562), (4, 563, 1_000)]);
        assert_eq!(ranges(2), [(3, 1, 1), (4, 2, 2)]);
        assert_eq!(ranges(0), []);
        for most in [1, 2, 7, 16, 100] {
            for (step, from, to) in ranges(most) {
                assert!((from..=to).all(|count| shade(count, most) == step), "{most}");
            }
        }
    }
}
