//! The stylesheet says nothing of what no page has.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::assets::STYLE_PARTS;

/// The classes that selectors name.
fn styled(style: &str) -> BTreeSet<&str> {
    let without_values = style.split('{').filter_map(|rule| rule.rsplit(['}', ';', '/']).next());
    let named = without_values.flat_map(|selectors| selectors.split('.').skip(1));
    named
        .filter_map(|class| class.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-')).next())
        .filter(|class| class.starts_with(|c: char| c.is_ascii_lowercase()))
        .collect()
}

/// Classes that stand in no markup: neither `.name` nor a word of a quoted text.
fn unused<'s>(style: &'s str, source: &str) -> Vec<&'s str> {
    let words: BTreeSet<&str> = source.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-')).collect();
    // `tone-` and a number, made while the page is.
    let made = |class: &str| {
        class
            .rsplit_once('-')
            .is_some_and(|(stem, n)| n.parse::<u8>().is_ok() && words.contains(format!("{stem}-").as_str()))
    };
    styled(style).into_iter().filter(|class| !words.contains(class) && !made(class)).collect()
}

fn markup_below(folder: &Path, found: &mut String) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            markup_below(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs")
            && !path.ends_with("ui/style.rs")
        {
            found.push_str(&fs::read_to_string(path).unwrap());
        }
    }
}

#[test]
fn every_class_of_the_stylesheet_is_on_some_page() {
    let mut source = String::new();
    markup_below(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut source);
    assert_eq!(unused(&STYLE_PARTS.concat(), &source), Vec::<&str>::new());
}

#[test]
fn a_class_without_markup_is_found() {
    let style = ".card h3 a::after, .gone:hover {\n  margin: 0.5rem;\n}\n\n.tone-1 {\n}\n";
    assert_eq!(unused(style, "html! { div .card.tone { span class={ \"avatar tone-\" (n) } } }"), ["gone"]);
}
