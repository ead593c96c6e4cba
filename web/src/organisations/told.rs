//! What organisations say of themselves, in the visitor's language or in the one there is, which it names.

use domain::{Language, LocalText};
use maud::{Markup, html};

use crate::markdown::{People, markdown};
use crate::visit::Visit;

/// A name; marked with its language where that is not the page's.
pub fn name(visit: &Visit, names: &LocalText) -> Markup {
    html! {
        @if let Some((language, name)) = names.best(visit.language) {
            span lang=[foreign(visit, language)] { (name) }
        }
    }
}

/// The same for titles.
pub fn plain_name<'a>(visit: &Visit, names: &'a LocalText) -> &'a str {
    names.best(visit.language).map_or("", |(_, name)| name)
}

/// A text in Markdown. Where it is not in the visitor's language it says so, and where else it exists.
pub fn told(visit: &Visit, texts: &LocalText, people: &People) -> Markup {
    let Some((language, text)) = texts.best(visit.language) else { return html! {} };
    html! {
        div lang=[foreign(visit, language)] { (markdown(text, people)) }
        @if language != visit.language {
            p .muted.small { (visit.text(in_language(language))) " " (elsewhere(visit, texts, language)) }
        }
    }
}

/// The other languages in which the text exists, as links to this page in them.
pub fn also_in(visit: &Visit, texts: &LocalText) -> Markup {
    match texts.best(visit.language) {
        Some((language, _)) if language == visit.language && texts.0.len() > 1 => {
            html! { p .muted.small { (elsewhere(visit, texts, language)) } }
        }
        _ => html! {},
    }
}

fn elsewhere(visit: &Visit, texts: &LocalText, shown: Language) -> Markup {
    html! {
        @let others: Vec<Language> = texts.0.keys().copied().filter(|other| *other != shown).collect();
        @if !others.is_empty() {
            (visit.text("organisations-also-in"))
            @for other in others {
                " " a href=(visit.in_language(other)) lang=(other) hreflang=(other) { (other.endonym()) }
            }
        }
    }
}

/// For the attribute `lang`: none where the page says it already.
pub fn foreign(visit: &Visit, language: Language) -> Option<Language> {
    (language != visit.language).then_some(language)
}

const fn in_language(language: Language) -> &'static str {
    match language {
        Language::En => "organisations-text-in-en",
        Language::Es => "organisations-text-in-es",
        Language::Pt => "organisations-text-in-pt",
        Language::Fr => "organisations-text-in-fr",
    }
}
