//! The stylesheet's colours can be read: AA of WCAG 2.2 (4.5 for text, 3 for edges of controls), light and dark.

use std::collections::HashMap;

use crate::assets::STYLE_PARTS;

type Tokens = HashMap<String, [f64; 3]>;

const TEXT: [(&str, &[&str]); 12] = [
    ("ink", &["paper", "surface", "sunken", "oro-soft", "grana-soft", "anil-soft", "palma-soft"]),
    ("muted", &["paper", "surface", "sunken", "oro-soft"]),
    ("link", &["paper", "surface", "sunken", "anil-soft"]),
    ("link-strong", &["paper", "surface", "sunken"]),
    ("on-anil", &["anil", "link-strong"]),
    ("anil", &["anil-soft", "paper", "surface"]),
    ("grana", &["grana-soft", "paper", "surface", "sunken"]),
    ("oro-ink", &["oro-soft"]),
    ("palma", &["palma-soft"]),
    ("hero-ink", &["hero"]),
    ("hero-gold", &["hero"]),
    ("hero-dark", &["hero-gold"]),
];
const EDGES: [(&str, &[&str]); 3] = [
    ("edge", &["paper", "surface"]),
    ("focus", &["paper", "surface", "sunken", "oro-soft"]),
    ("hero-gold", &["hero"]),
];

/// `--name: #rrggbb;` between the braces of the block that begins with `start`.
fn tokens(style: &str, start: &str) -> Tokens {
    let block = style.split_once(start).map_or("", |(_, rest)| rest.split('}').next().unwrap_or_default());
    let channel = |hex: &str, at: usize| f64::from(u8::from_str_radix(&hex[at..at + 2], 16).unwrap());
    block
        .lines()
        .filter_map(|line| {
            let (name, value) = line.trim().strip_prefix("--")?.split_once(": #")?;
            let hex = value.strip_suffix(';').filter(|hex| hex.len() == 6)?;
            Some((name.to_owned(), [channel(hex, 0), channel(hex, 2), channel(hex, 4)]))
        })
        .collect()
}

/// Relative luminance as WCAG defines it.
fn luminance(colour: [f64; 3]) -> f64 {
    let [r, g, b] = colour.map(|channel| {
        let share = channel / 255.0;
        if share <= 0.04045 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
    });
    0.2126 * r + 0.7152 * g + 0.0722 * b
}

fn contrast(one: [f64; 3], other: [f64; 3]) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

fn too_weak(tokens: &Tokens, pairs: &[(&str, &[&str])], least: f64) -> Vec<String> {
    let mut weak = Vec::new();
    for (front, backs) in pairs {
        for back in *backs {
            let ratio = contrast(tokens[*front], tokens[*back]);
            if ratio < least {
                weak.push(format!("{front} on {back}: {ratio:.2}"));
            }
        }
    }
    weak
}

#[test]
fn every_colour_can_be_read_on_what_lies_below_it() {
    let style = STYLE_PARTS.concat();
    let light = tokens(&style, ":root {");
    let mut dark = light.clone();
    dark.extend(tokens(&style, "dark) {\n  :root {"));
    assert!(contrast(light["paper"], dark["paper"]) > 10.0, "the dark scheme is not light");
    for tokens in [light, dark] {
        assert_eq!(too_weak(&tokens, &TEXT, 4.5), Vec::<String>::new());
        assert_eq!(too_weak(&tokens, &EDGES, 3.0), Vec::<String>::new());
    }
}

#[test]
fn a_pale_colour_is_found() {
    let pale = tokens(":root {\n  --ink: #999999;\n  --paper: #ffffff;\n}", ":root {");
    assert_eq!(too_weak(&pale, &[("ink", &["paper"])], 4.5), ["ink on paper: 2.85"]);
    assert!((contrast([0.0; 3], [255.0; 3]) - 21.0).abs() < 1e-9);
}
