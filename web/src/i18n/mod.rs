//! Texts of the portal in four languages: Fluent messages, embedded and parsed once.
//! Messages without variables are formatted beforehand, because a page shows dozens of them.

mod format;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::sync::LazyLock;

use domain::Language;
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};

pub use format::{bytes, date, month_and_year, number, time};

/// One value of a message with variables: a text or a number.
pub type Value<'a> = FluentValue<'a>;

macro_rules! locales {
    ($($context:literal),+) => {
        #[cfg(test)]
        const CONTEXTS: &[&str] = &[$($context),+];

        /// In the order of `Language::ALL`, one text for each context.
        static SOURCES: [&[&str]; 4] = [
            &[$(include_str!(concat!("../../locales/en/", $context, ".ftl"))),+],
            &[$(include_str!(concat!("../../locales/es/", $context, ".ftl"))),+],
            &[$(include_str!(concat!("../../locales/pt/", $context, ".ftl"))),+],
            &[$(include_str!(concat!("../../locales/fr/", $context, ".ftl"))),+],
        ];
    };
}

// Every id begins with the name of its context.
locales!(
    "ui",
    "error",
    "home",
    "membership",
    "newsroom",
    "organisations",
    "library",
    "calendar",
    "highlights",
    "bookmarks",
    "points",
    "admin",
    "audit"
);

static TEXTS: LazyLock<[Texts; 4]> = LazyLock::new(|| Language::ALL.map(Texts::load));

struct Texts {
    bundle: FluentBundle<FluentResource>,
    /// Messages without variables.
    plain: HashMap<String, String>,
}

impl Texts {
    fn load(language: Language) -> Self {
        let identifier = language.code().parse().expect("the codes are language identifiers");
        let mut bundle = FluentBundle::new_concurrent(vec![identifier]);
        // All four languages run from left to right: no isolation marks around variables.
        bundle.set_use_isolating(false);
        bundle.set_formatter(Some(match language {
            Language::En => |value, _| format::counted(value, Language::En),
            Language::Es => |value, _| format::counted(value, Language::Es),
            Language::Pt => |value, _| format::counted(value, Language::Pt),
            Language::Fr => |value, _| format::counted(value, Language::Fr),
        }));
        let mut ids = Vec::new();
        for source in SOURCES[language as usize] {
            let resource = FluentResource::try_new(spaced(language, source))
                .unwrap_or_else(|(_, errors)| panic!("the messages in {language} do not parse: {errors:?}"));
            for entry in resource.entries() {
                if let fluent_syntax::ast::Entry::Message(message) = entry {
                    ids.push(message.id.name.to_owned());
                }
            }
            bundle
                .add_resource(resource)
                .unwrap_or_else(|errors| panic!("two messages in {language} have one id: {errors:?}"));
        }
        let plain = ids
            .into_iter()
            .filter_map(|id| {
                let pattern = bundle.get_message(&id)?.value()?;
                let mut errors = Vec::new();
                let text = bundle.format_pattern(pattern, None, &mut errors).into_owned();
                errors.is_empty().then_some((id, text))
            })
            .collect();
        Self { bundle, plain }
    }
}

/// French parts its two-part signs and its quotation marks from words by a space at which no line breaks.
fn spaced(language: Language, source: &str) -> String {
    const SIGNS: [(&str, &str); 6] = [
        (" :", "\u{a0}:"),
        (" ;", "\u{a0};"),
        (" ?", "\u{a0}?"),
        (" !", "\u{a0}!"),
        (" »", "\u{a0}»"),
        ("« ", "«\u{a0}"),
    ];
    let signs = if language == Language::Fr { &SIGNS[..] } else { &[] };
    signs.iter().fold(source.to_owned(), |text, (plain, kept)| text.replace(plain, kept))
}

fn texts(language: Language) -> &'static Texts {
    &TEXTS[language as usize]
}

/// Parses all messages now rather than in the first request.
pub fn warm_up() {
    LazyLock::force(&TEXTS);
}

/// A message without variables. An unknown id is a mistake of the program: it stops a debug build
/// and shows nothing in a release.
pub fn text(language: Language, id: &str) -> &'static str {
    texts(language).plain.get(id).map_or_else(
        || {
            debug_assert!(false, "no message `{id}` without variables in {language}");
            tracing::error!(id, %language, "a message is missing");
            ""
        },
        String::as_str,
    )
}

/// The program's own spelling of an id that comes from outside, if there is such a message.
pub fn known(id: &str) -> Option<&'static str> {
    texts(Language::En).plain.get_key_value(id).map(|(id, _)| id.as_str())
}

/// A message with variables. Numbers are shown as the language writes them.
pub fn text_with(language: Language, id: &str, values: &[(&str, Value<'_>)]) -> String {
    let bundle = &texts(language).bundle;
    let Some(pattern) = bundle.get_message(id).and_then(|message| message.value()) else {
        debug_assert!(false, "no message `{id}` in {language}");
        tracing::error!(id, %language, "a message is missing");
        return String::new();
    };
    let mut args = FluentArgs::with_capacity(values.len());
    for (name, value) in values {
        args.set(*name, value.clone());
    }
    let mut errors = Vec::new();
    let mut text = String::with_capacity(64);
    let written = bundle.write_pattern(&mut text, pattern, Some(&args), &mut errors);
    debug_assert!(written.is_ok() && errors.is_empty(), "`{id}` in {language}: {errors:?}");
    text
}
