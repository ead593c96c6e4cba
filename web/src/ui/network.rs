//! The network drawn from its own facts: the 35 capitals where they lie, tied to their neighbours.

use std::fmt::Write;
use std::sync::LazyLock;

use domain::Country;
use maud::{Markup, html};

/// Capital of each member state: code, latitude and longitude in degrees.
const CAPITALS: [(&str, f32, f32); 35] = [
    ("AG", 17.1, -61.8),
    ("AR", -34.6, -58.4),
    ("BB", 13.1, -59.6),
    ("BO", -19.0, -65.3),
    ("BR", -15.8, -47.9),
    ("BS", 25.0, -77.4),
    ("BZ", 17.3, -88.8),
    ("CA", 45.4, -75.7),
    ("CL", -33.4, -70.7),
    ("CO", 4.7, -74.1),
    ("CR", 9.9, -84.1),
    ("CU", 23.1, -82.4),
    ("DM", 15.3, -61.4),
    ("DO", 18.5, -69.9),
    ("EC", -0.2, -78.5),
    ("GD", 12.1, -61.8),
    ("GT", 14.6, -90.5),
    ("GY", 6.8, -58.2),
    ("HN", 14.1, -87.2),
    ("HT", 18.5, -72.3),
    ("JM", 18.0, -76.8),
    ("KN", 17.3, -62.7),
    ("LC", 14.0, -61.0),
    ("MX", 19.4, -99.1),
    ("NI", 12.1, -86.2),
    ("PA", 9.0, -79.5),
    ("PE", -12.0, -77.0),
    ("PY", -25.3, -57.6),
    ("SR", 5.9, -55.2),
    ("SV", 13.7, -89.2),
    ("TT", 10.7, -61.5),
    ("US", 38.9, -77.0),
    ("UY", -34.9, -56.2),
    ("VC", 13.2, -61.2),
    ("VE", 10.5, -66.9),
];

/// The land of the Americas, a mark for each two degrees: rows from 60° north to 56° south, columns from
/// 128° to 32° west. After the public-domain maps of Natural Earth.
const LAND: [&str; 58] = [
    "#################        ####  #",
    "###################       #######",
    "#######################  ##########",
    "######################## ###########",
    "####################################",
    "   #############################   ##",
    "  ##############################     #",
    "  ############################ ##",
    "  ###########################",
    "  #########################",
    "  ########################",
    "   #######################",
    "    ######################",
    "     ###################",
    "      #################",
    "        ########       #",
    "       # ######        #",
    "        # #####",
    "           ####       ##",
    "           ####    ##    #",
    "            ####  ##        ##",
    "              ######",
    "                  ####",
    "                    ##",
    "                     #     ###",
    "                      # # ########",
    "                         ##########",
    "                         #############",
    "                         ##############",
    "                        ###############",
    "                        #################",
    "                        ####################",
    "                       #######################",
    "                        #######################",
    "                         #####################",
    "                         ####################",
    "                          ###################",
    "                          ##################",
    "                            ################",
    "                             ###############",
    "                             ###############",
    "                             #############",
    "                             ###########",
    "                             ###########",
    "                            ###########",
    "                            ##########",
    "                            ##########",
    "                            #######",
    "                           #########",
    "                           ######",
    "                           #### #",
    "                            ####",
    "                           ####",
    "                           ####",
    "                          ####",
    "                           ##",
    "                            ##",
    "",
];

/// Of the drawing, and how many of its units are a degree.
const WIDTH: f32 = 288.0;
const HEIGHT: f32 = 348.0;
const DEGREE: f32 = 3.0;
/// How many neighbours each capital is tied to at least.
const TIES: usize = 3;

struct Network {
    land: String,
    threads: String,
    nodes: Vec<(&'static str, String, String)>,
}

static NETWORK: LazyLock<Network> = LazyLock::new(|| {
    let points: Vec<(f32, f32)> = CAPITALS.iter().map(|&(_, lat, lon)| place(lat, lon)).collect();
    let nodes = CAPITALS
        .iter()
        .zip(&points)
        .map(|((code, ..), (x, y))| (*code, format!("{x:.0}"), format!("{y:.0}")));
    Network { land: land(), threads: threads(&points), nodes: nodes.collect() }
});

/// A line for each run of marks; the stylesheet draws lines of land as dots, two degrees apart.
fn land() -> String {
    let mut path = String::new();
    for (row, line) in (0u8..).zip(LAND) {
        let lat = 59.0 - 2.0 * f32::from(row);
        let mut runs: Vec<(u8, u8)> = Vec::new();
        for (column, _) in (0u8..).zip(line.chars()).filter(|(_, mark)| *mark == '#') {
            match runs.last_mut() {
                Some((_, end)) if *end + 1 == column => *end = column,
                _ => runs.push((column, column)),
            }
        }
        for (first, last) in runs {
            let (x, y) = place(lat, -127.0 + 2.0 * f32::from(first));
            // A little longer than the dots, so that the last dot is not lost to rounding.
            let _ = write!(path, "M{x} {y}h{}", f32::from(last - first) * 2.0 * DEGREE + 0.1);
        }
    }
    path
}

/// Slightly bent, as threads hang.
fn threads(points: &[(f32, f32)]) -> String {
    let mut path = String::new();
    for (a, b) in ties(points) {
        let ((ax, ay), (bx, by)) = (points[a], points[b]);
        let bend = (f32::midpoint(ax, bx) + (by - ay) / 7.0, f32::midpoint(ay, by) - (bx - ax) / 7.0);
        let _ = write!(path, "M{ax:.0} {ay:.0}Q{:.0} {:.0} {bx:.0} {by:.0}", bend.0, bend.1);
    }
    path
}

/// Equirectangular: true enough at this size.
fn place(lat: f32, lon: f32) -> (f32, f32) {
    ((lon + 128.0) * DEGREE, (60.0 - lat) * DEGREE)
}

/// Each to its nearest, and as many more as it takes to hold all together (Prim's tree).
fn ties(points: &[(f32, f32)]) -> Vec<(usize, usize)> {
    let distance = |a: usize, b: usize| (points[a].0 - points[b].0).hypot(points[a].1 - points[b].1);
    let nearest = |from: usize, among: &mut dyn Iterator<Item = usize>| {
        among.filter(|&to| to != from).min_by(|&a, &b| distance(from, a).total_cmp(&distance(from, b)))
    };
    let mut ties = Vec::new();
    let mut tie = |a: usize, b: usize| {
        let pair = (a.min(b), a.max(b));
        if !ties.contains(&pair) {
            ties.push(pair);
        }
    };
    for from in 0..points.len() {
        let mut others: Vec<usize> = (0..points.len()).filter(|&to| to != from).collect();
        others.sort_by(|&a, &b| distance(from, a).total_cmp(&distance(from, b)));
        others.iter().take(TIES).for_each(|&to| tie(from, to));
    }
    let mut held = vec![0];
    while held.len() < points.len() {
        let next = held
            .iter()
            .filter_map(|&from| {
                let to = nearest(from, &mut (0..points.len()).filter(|to| !held.contains(to)))?;
                Some((from, to))
            })
            .min_by(|a, b| distance(a.0, a.1).total_cmp(&distance(b.0, b.1)));
        let Some((from, to)) = next else { break };
        tie(from, to);
        held.push(to);
    }
    ties
}

/// Decoration beside a title; the given country's node stands out.
pub fn network(here: Option<Country>) -> Markup {
    html! {
        svg .network viewBox={ "0 0 " (WIDTH) " " (HEIGHT) } aria-hidden="true" {
            path .land d=(NETWORK.land) {}
            path d=(NETWORK.threads) {}
            @for (code, x, y) in &NETWORK.nodes {
                @if here.is_some_and(|country| country.code() == *code) {
                    circle .here cx=(x) cy=(y) r="6" {}
                } @else {
                    circle cx=(x) cy=(y) r="2.5" {}
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_member_state_is_a_node_inside_the_drawing() {
        let codes: Vec<&str> = Country::all().iter().map(|state| state.country.code()).collect();
        assert_eq!(codes.len(), CAPITALS.len());
        for (code, lat, lon) in CAPITALS {
            assert!(codes.contains(&code), "{code}");
            let (x, y) = place(lat, lon);
            assert!((0.0..=WIDTH).contains(&x) && (0.0..=HEIGHT).contains(&y), "{code} {x} {y}");
        }
    }

    #[test]
    fn all_nodes_hang_together() {
        let points: Vec<(f32, f32)> = CAPITALS.iter().map(|&(_, lat, lon)| place(lat, lon)).collect();
        let ties = ties(&points);
        let mut reached = vec![0];
        while let Some(&(a, b)) = ties.iter().find(|(a, b)| reached.contains(a) != reached.contains(b)) {
            reached.push(if reached.contains(&a) { b } else { a });
        }
        assert_eq!(reached.len(), CAPITALS.len());
    }
}
