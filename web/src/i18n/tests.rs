//! The four languages say the same things, and all that the code asks for. Each rule is seen to fail.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use chrono::NaiveDate;
use domain::Language;
use fluent_syntax::ast::{CallArguments, Entry, Expression, InlineExpression, Pattern, PatternElement};

use super::format::decimal;
use super::{CONTEXTS, SOURCES, bytes, date, month_and_year, number, spaced, text, text_with, texts, time};

/// Each message with the variables that it uses.
type Messages = BTreeMap<String, BTreeSet<String>>;

fn messages(sources: &[&str]) -> Messages {
    let mut messages = Messages::new();
    for source in sources {
        let resource = fluent_syntax::parser::parse(*source).expect("the messages parse");
        for entry in resource.body {
            match entry {
                Entry::Message(message) => {
                    let mut variables = BTreeSet::new();
                    if let Some(pattern) = &message.value {
                        in_pattern(pattern, &mut variables);
                    }
                    assert!(
                        messages.insert(message.id.name.to_owned(), variables).is_none(),
                        "{} stands twice",
                        message.id.name
                    );
                }
                Entry::Junk { content } => panic!("not a message: {content}"),
                _ => {}
            }
        }
    }
    messages
}

fn in_pattern(pattern: &Pattern<&str>, variables: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        if let PatternElement::Placeable { expression } = element {
            in_expression(expression, variables);
        }
    }
}

fn in_expression(expression: &Expression<&str>, variables: &mut BTreeSet<String>) {
    match expression {
        Expression::Inline(inline) => in_inline(inline, variables),
        Expression::Select { selector, variants } => {
            in_inline(selector, variables);
            for variant in variants {
                in_pattern(&variant.value, variables);
            }
        }
    }
}

fn in_inline(inline: &InlineExpression<&str>, variables: &mut BTreeSet<String>) {
    match inline {
        InlineExpression::VariableReference { id } => {
            variables.insert(id.name.to_owned());
        }
        InlineExpression::FunctionReference { arguments: CallArguments { positional, .. }, .. } => {
            for argument in positional {
                in_inline(argument, variables);
            }
        }
        InlineExpression::Placeable { expression } => in_expression(expression, variables),
        _ => {}
    }
}

/// What one language lacks, has too much or says with other variables.
fn differences(expected: &Messages, found: &Messages, language: &str) -> Vec<String> {
    let mut broken = Vec::new();
    for (id, variables) in expected {
        match found.get(id) {
            None => broken.push(format!("{language} lacks {id}")),
            Some(other) if other != variables => {
                broken.push(format!("{id} in {language} uses {other:?} instead of {variables:?}"));
            }
            Some(_) => {}
        }
    }
    broken.extend(
        found.keys().filter(|id| !expected.contains_key(*id)).map(|id| format!("{language} alone has {id}")),
    );
    broken
}

/// The texts in quotes that look like ids of messages: `home-title`, `points-rule-{}`.
fn quoted(source: &str) -> BTreeSet<String> {
    let looks_like_an_id = |text: &&str| {
        text.contains('-')
            && !text.ends_with('-')
            && text.starts_with(|c: char| c.is_ascii_lowercase())
            && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_{}.()".contains(c))
    };
    source.split('"').filter(looks_like_an_id).map(ToOwned::to_owned).collect()
}

/// Ids that no message has, and messages that nobody shows.
fn strangers(messages: &Messages, quoted: &BTreeSet<String>) -> Vec<String> {
    let mut broken = Vec::new();
    let mut used = BTreeSet::new();
    for id in quoted.iter().filter(|id| CONTEXTS.contains(&id.split('-').next().unwrap_or_default())) {
        let (start, end) =
            (id.split('{').next().unwrap_or_default(), id.rsplit('}').next().unwrap_or_default());
        let family = id.contains('{');
        let meant: Vec<&String> = messages
            .keys()
            .filter(
                |known| if family { known.starts_with(start) && known.ends_with(end) } else { *known == id },
            )
            .collect();
        if meant.is_empty() {
            broken.push(format!("the code asks for {id}, which no message is"));
        }
        used.extend(meant);
    }
    broken.extend(messages.keys().filter(|id| !used.contains(id)).map(|id| format!("nothing shows {id}")));
    broken
}

fn sources_below(folder: &Path, found: &mut String) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources_below(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs")
            && !path.ends_with("i18n/tests.rs")
        {
            let source = fs::read_to_string(path).unwrap();
            // Comments show examples; a quote that stands alone, as a character, ends with its line.
            for line in source.lines().filter(|line| !line.trim_start().starts_with("//")) {
                let odd = line.matches('"').count() % 2 == 1;
                found.extend([line, if odd { "\"\n" } else { "\n" }]);
            }
        }
    }
}

#[test]
fn all_languages_say_the_same_things() {
    let english = messages(SOURCES[0]);
    for language in Language::ALL {
        let found = messages(SOURCES[language as usize]);
        assert_eq!(differences(&english, &found, language.code()), Vec::<String>::new());
    }
}

#[test]
fn a_language_that_says_less_more_or_otherwise_is_found() {
    let english =
        messages(&["a = x\nb = { $n } things\nc = { $n ->\n    [one] { $who }\n   *[other] z\n  }\n"]);
    let other = messages(&["b = cosas\nc = { $n ->\n   *[other] { $who }\n  }\nd = y\n"]);
    assert_eq!(
        differences(&english, &other, "es"),
        ["es lacks a", "b in es uses {} instead of {\"n\"}", "es alone has d"]
    );
}

#[test]
fn the_code_shows_every_message_and_no_other() {
    let mut source = String::new();
    sources_below(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut source);
    assert_eq!(strangers(&messages(SOURCES[0]), &quoted(&source)), Vec::<String>::new());
}

#[test]
fn a_message_that_is_missing_or_forgotten_is_found() {
    let known = messages(&["ui-a = x\nui-theme-care = y\nui-theme-rural = z\nui-forgotten = w\n"]);
    let code = r#"visit.text("ui-a"); format!("ui-theme-{slug}"); visit.text("ui-missing"); let class = "ordinary-class";"#;
    assert_eq!(
        strangers(&known, &quoted(code)),
        ["the code asks for ui-missing, which no message is", "nothing shows ui-forgotten"]
    );
}

#[test]
fn french_signs_stand_with_their_words() {
    assert_eq!(spaced(Language::Fr, "« Oui » : non ?"), "«\u{a0}Oui\u{a0}»\u{a0}: non\u{a0}?");
    assert_eq!(spaced(Language::Es, "« Sí » :"), "« Sí » :");
    let plain = texts(Language::Fr).plain.values();
    let parted: Vec<_> = plain.filter(|text| text.contains(" :") || text.contains("« ")).collect();
    assert!(parted.is_empty(), "{parted:?}");
}

#[test]
fn numbers_are_written_as_each_language_does() {
    let of = |n| Language::ALL.map(|language| number(language, n));
    assert_eq!(of(999), ["999", "999", "999", "999"]);
    assert_eq!(of(1_234), ["1,234", "1234", "1.234", "1\u{202f}234"]);
    assert_eq!(
        of(12_345_678),
        ["12,345,678", "12\u{202f}345\u{202f}678", "12.345.678", "12\u{202f}345\u{202f}678"]
    );
    assert_eq!(number(Language::En, -1_000), "\u{2212}1,000");
    assert_eq!(Language::ALL.map(|language| decimal(language, 15)), ["1.5", "1,5", "1,5", "1,5"]);
    assert_eq!(decimal(Language::Fr, 20), "2");
}

#[test]
fn sizes_have_a_unit_that_one_can_grasp() {
    let en = |size| bytes(Language::En, size).replace('\u{a0}', " ");
    assert_eq!([en(0), en(999), en(1_000), en(4_249_999)], ["0 B", "999 B", "1 kB", "4.2 MB"]);
    assert_eq!([en(999_950), en(50_000_000), en(u64::MAX)], ["1 MB", "50 MB", "18,446,744,073.7 GB"]);
    assert_eq!(bytes(Language::Fr, 1_500_000), "1,5\u{a0}Mo");
}

#[test]
fn dates_are_written_as_each_language_does() {
    let day = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
    let of = |day| Language::ALL.map(|language| date(language, day));
    assert_eq!(
        of(day),
        ["November 23, 2026", "23 de noviembre de 2026", "23 de novembro de 2026", "23 novembre 2026"]
    );
    let first = NaiveDate::from_ymd_opt(2026, 5, 1).unwrap();
    assert_eq!(of(first), ["May 1, 2026", "1 de mayo de 2026", "1º de maio de 2026", "1er mai 2026"]);
    assert_eq!(month_and_year(Language::Pt, first), "maio de 2026");
    let at = first.and_hms_opt(9, 5, 0).unwrap().and_utc();
    assert_eq!(time(Language::Fr, at), "1er mai 2026, 09:05 UTC");
}

#[test]
fn numbers_in_messages_are_grouped_and_choose_their_plural() {
    let limit = |n: usize| text_with(Language::En, "ui-limit", &[("count", n.into())]);
    assert_eq!(limit(1), "At most 1 character");
    assert_eq!(limit(3_000), "At most 3,000 characters");
    assert_eq!(text(Language::Pt, "ui-home"), "Início");
}
